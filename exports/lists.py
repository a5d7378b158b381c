"""清单: one workbook a county."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from exports import _firm_lists, _gap_lists
from exports._book import AMBER, BLUE, GREY, HEI, INK, RED, SONG, VIOLET, Book
from exports._cover import cover
from exports._facts import NONE, Facts, Row, firm, month, names
from exports._sheet import FIRST, Cell, Column, Sheet, draw

NEEDS: dict[str, dict[str, Any]] = {
    "chains": {},
    "segments": {},
    "gaps": {},
    "targets": {"top": None},
    "leaders": {},
    "links": {},
    "sources": {},
    "reviews": {},
}
FILE = "招商清单.xlsx"
# So many chains leave room for the chart on their page; so many fill one, and need no heads repeated.
BESIDE, FEW = 5, 19
COUNTED = ("已有", "薄弱", "在建、签约", "空白", "待核、不足")
CHAINS = (
    Column("序号", 4.5, "产业链", "count"),
    Column("产业链", 17, "产业链", "name"),
    Column("所属系", 13, "产业链"),
    Column("类别", 7, "产业链"),
    Column("环节", 6, "环节现状", "count"),
    *(Column(head.replace("、", "\n"), 6.5, "环节现状", "count") for head in COUNTED),
    Column("覆盖率", 9, "覆盖", "share"),
    Column("若待核\n属实", 9, "覆盖", "share"),
    Column("含在建", 9, "覆盖", "expected"),
    Column("本地\n企业", 6.5, "企业与缺口", "count"),
    Column("外地\n企业", 6.5, "企业与缺口", "count"),
    Column("缺口\n环节", 6.5, "企业与缺口", "count"),
    Column("紧急", 6, "企业与缺口", "count"),
    Column("重要", 6, "企业与缺口", "count"),
    Column("链主", 16, "抓手", "note"),
    Column("园区", 19.5, "抓手", "note"),
)
SOURCES = (
    Column("序号", 5, "来源", "count"),
    Column("来源", 128, "来源", "prose"),
    Column("日期", 11, "来源", "month"),
    Column("可信度", 11, "来源"),
    Column("引用次数", 11, "来源", "count"),
)
# The forms of the wall chart, so that the bars hold in grey: full, half, hatched, hollow, dotted.
FILLS: tuple[dict[str, Any], ...] = (
    {"fill": {"color": BLUE}, "border": {"color": BLUE}},
    {
        "pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#D9A640", "bg_color": "#FFFFFF"},
        "border": {"color": AMBER},
    },
    {
        "pattern": {"pattern": "wide_downward_diagonal", "fg_color": VIOLET, "bg_color": "#EDEAF7"},
        "border": {"color": VIOLET},
    },
    {"fill": {"color": "#FFFFFF"}, "border": {"color": RED, "width": 1.25}},
    {
        "pattern": {"pattern": "percent_10", "fg_color": GREY, "bg_color": "#EEF0F2"},
        "border": {"color": GREY, "dash_type": "round_dot"},
    },
)


def write(rows: Mapping[str, list[Row]], folder: Path, about: Mapping[str, Any]) -> list[tuple[Path, str]]:
    """Write the workbook into ``folder``; ``about`` has the county, its region, the day and the policy."""
    facts = Facts(rows)
    chains = [str(row["chain"]) for row in rows["chains"]]
    title = f"{about['county']}{chains[0] if len(chains) == 1 else ''}产业链"
    sheets = [
        chains_sheet(facts, title), _firm_lists.local(facts, title), _gap_lists.gaps(facts, title),
        _gap_lists.short(facts, title), _gap_lists.check(facts, title), _firm_lists.links(facts, title),
        _firm_lists.targets(facts, title), _firm_lists.leaders(facts, title), sources_sheet(facts, title),
    ]  # fmt: skip
    path = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    day = month(about["as_of"])
    assert isinstance(day, dt.date)
    book = Book(path, day, _version(), f"{title}招商清单")
    cover(book, about, sheets)
    for sheet in sheets:
        page = draw(book, sheet)
        if sheet.columns is CHAINS:
            chart(book, page, sheet)
    book.book.close()
    return [(path, f"招商清单：{'、'.join(s.name for s in sheets)}")]


def _version() -> str:
    try:
        return version("liantu")
    except PackageNotFoundError:
        return "0"


def chains_sheet(facts: Facts, title: str) -> Sheet:
    """产业链总览: one row a chain; an undecided group has no figures."""
    grades = Counter((r["chain"], r["severity"]) for r in facts.leads.values())
    states: dict[str, Counter[str]] = {}
    for segment in facts.rows["segments"]:
        if segment["leaf"]:
            states.setdefault(segment["chain"], Counter())[_counted(segment)] += 1
    found = sorted(facts.rows["chains"], key=lambda r: r["chain"] not in states)
    rows = [_chain(number, row, grades, states.get(row["chain"])) for number, row in enumerate(found, 1)]
    basis = "口径：本库，非普查。覆盖率是下限；环节数只计末级环节，含配套"
    return Sheet("产业链总览", f"{title}总览", basis, "单位：个、家、%", CHAINS, rows)


def _counted(segment: Row) -> str:
    """Which of the five counts a segment belongs to."""
    status = segment["status"] or "数据不足"
    if status == "已覆盖":
        return COUNTED[1] if segment["grade"] == "薄弱" else COUNTED[0]
    if status in ("在建", "已签约"):
        return COUNTED[2]
    return COUNTED[3] if status.startswith("空白") else COUNTED[4]


def _chain(number: int, row: Row, grades: Counter[Any], states: Counter[str] | None) -> list[Cell]:
    chain, judged = row["chain"], states is not None and row["unknown"] < row["segments"]
    return [
        number, chain, row["group"] or NONE, row["category"], row["segments"],
        *(states[word] if states else None for word in COUNTED),
        *(row[key] if judged else None for key in ("coverage", "coverage_possible", "coverage_expected")),
        row["local"], row["elsewhere"], row["gaps"] if judged else None,
        *(grades[chain, word] if judged else None for word in ("紧急", "重要")),
        names((firm(n) for n in row["leaders"] or ()), 3), names(row["parks"], 2),
    ]  # fmt: skip


def sources_sheet(facts: Facts, title: str) -> Sheet:
    """来源: what is cited, most often first."""
    found = sorted(facts.rows["sources"], key=lambda r: (-(r["uses"] or 0), str(r["source"])))
    rows: list[list[Cell]] = [
        [n, r["source"], month(r["date"]), r["confidence"], r["uses"]] for n, r in enumerate(found, 1)
    ]
    basis = "口径：企业、链接、布点、荣誉等记录所引的资料"
    return Sheet("来源", f"{title}资料来源", basis, "单位：次", SOURCES, rows)


def chart(book: Book, page: Any, sheet: Sheet) -> None:
    """Below the table, on a page of its own if it must: each chain's segments by status, as stacked bars."""
    counts = [row[5 : 5 + len(COUNTED)] for row in sheet.rows if row[5] is not None]
    if not counts:
        return
    bars = _bars(book, max(sum(n for n in row if isinstance(n, int)) for row in counts))
    end, first, last = FIRST + len(sheet.rows) - 1, FIRST, FIRST + len(counts) - 1
    for offset, (name, fill) in enumerate(zip(COUNTED, FILLS, strict=True), 5):
        categories = [sheet.name, first, 1, last, 1]
        values = [sheet.name, first, offset, last, offset]
        bars.add_series({"name": name, "gap": 45, "categories": categories, "values": values, **fill})
    height = min(780, 150 + 44 * len(counts))
    bars.set_size({"width": 1240, "height": height})
    page.insert_chart(end + 2, 1, bars, {"description": "各链环节现状", "object_position": 2})
    page.print_area(0, 0, end + 3 + height // 20, len(sheet.columns) - 1)
    if len(sheet.rows) > BESIDE:
        page.set_h_pagebreaks([end + 1])
    if len(sheet.rows) <= FEW:
        page.repeat_rows(0, 0)


def _bars(book: Book, most: int) -> Any:
    """A chart of stacked bars, up to ``most``, without a series."""
    bars = book.book.add_chart({"type": "bar", "subtype": "stacked"})
    song = {"name": SONG, "size": 11, "color": INK}
    hei = {"name": HEI, "size": 16, "color": INK, "bold": False}
    bars.set_title({"name": "各链环节现状（单位：个）", "name_font": hei, "overlay": False})
    bars.set_y_axis({"reverse": True, "num_font": song, "line": {"color": INK}, "major_tick_mark": "none"})
    grid = {"visible": True, "line": {"color": "#DDE2E6"}}
    span = {"min": 0, "max": most, "major_unit": max(1, round(most / 8))}
    bars.set_x_axis(
        {"num_font": song, "major_gridlines": grid, "line": {"none": True}, "label_position": "high", **span}
    )
    bars.set_legend({"position": "top", "font": song})
    bars.set_chartarea({"border": {"none": True}})
    return bars
