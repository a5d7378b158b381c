"""Charts in the forms of the wall chart: statuses of each chain, coverage, gaps by kind, targets by area."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sized
from typing import Any

from exports._book import AMBER, BLUE, GREY, HEI, INK, QUIET, RED, SONG, VIOLET, Book, clean
from exports._county_lists import COUNTED
from exports._facts import Facts
from exports._list import Laid
from exports._needs import EACH
from exports._sheet import FIRST, HOME, Sheet, set_up

NAME = "图表"
# So many chains leave room for the chart on their page; so many fill one, and need no heads repeated.
BESIDE, FEW = 5, 19
WIDE, TALL, SHARE, MOST_AREAS = 1240, 800, 340, 10
KINDS = ("补链", "延链", "建链", "强链", "固链", "升链")
LEVELS = ("紧急", "重要", "一般")
# The forms of the wall chart, so that the bars hold in grey: full, half, hatched, hollow, dotted.
FILLS: dict[str, dict[str, Any]] = {
    "已有": {"fill": {"color": BLUE}, "border": {"color": BLUE}},
    "薄弱": {
        "pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#D9A640", "bg_color": "#FFFFFF"},
        "border": {"color": AMBER},
    },
    "在建、签约": {
        "pattern": {"pattern": "wide_downward_diagonal", "fg_color": VIOLET, "bg_color": "#EDEAF7"},
        "border": {"color": VIOLET},
    },
    "空白": {"fill": {"color": "#FFFFFF"}, "border": {"color": RED, "width": 1.25}},
    "待核、不足": {
        "pattern": {"pattern": "percent_10", "fg_color": GREY, "bg_color": "#EEF0F2"},
        "border": {"color": GREY, "dash_type": "round_dot"},
    },
    "紧急": {"fill": {"color": RED}, "border": {"color": RED}},
    "重要": {
        "pattern": {"pattern": "wide_upward_diagonal", "fg_color": RED, "bg_color": "#FFFFFF"},
        "border": {"color": RED},
    },
    "一般": {"fill": {"color": "#FFFFFF"}, "border": {"color": "#D8A99D"}},
    "覆盖率": {"fill": {"color": BLUE}, "border": {"color": BLUE}},
    "目标企业": {"fill": {"color": "#A9C7DA"}, "border": {"color": BLUE}},
}
Range = list[Any]


def statuses(book: Book, page: Any, sheet: Sheet) -> None:
    """Below 产业链总览, on a page of its own if it must: each chain's segments by status, as stacked bars."""
    titles = [c.title for c in sheet.columns]
    if not {"产业链", *COUNTED} <= set(titles):
        return
    at, name = titles.index(COUNTED[0]), titles.index("产业链")
    counts = [row[at : at + len(COUNTED)] for row in sheet.rows if row[at] is not None]
    if not counts:
        return
    end, first, last = FIRST + len(sheet.rows) - 1, FIRST, FIRST + len(counts) - 1
    series = {
        word: [sheet.name, first, at + offset, last, at + offset] for offset, word in enumerate(COUNTED)
    }
    most = max(sum(n for n in row if isinstance(n, int)) for row in counts)
    names = [sheet.name, first, name, last, name]
    bars = _bars(book, "各链环节现状（单位：个）", names, series, most)
    height = min(780, 150 + 44 * len(counts))
    bars.set_size({"width": WIDE, "height": height})
    page.insert_chart(end + 2, 1, bars, {"description": "各链环节现状", "object_position": 2})
    page.print_area(0, 0, end + 3 + height // 20, sum(not c.hidden for c in sheet.columns) - 1)
    if len(sheet.rows) > BESIDE:
        page.set_h_pagebreaks([end + 1])
    if len(sheet.rows) <= FEW:
        page.repeat_rows(0, 0)


def charts(book: Book, facts: Facts, chains: Laid) -> None:
    """图表: one page with coverage by chain, gaps by kind and severity, targets by area; the figures stand beside."""
    coverage = _coverage(facts)
    kinds = Counter((r["kind"], r["severity"]) for r in facts.leads.values() if r["severity"])
    gaps = [
        (kind, *(kinds[kind, level] for level in LEVELS))
        for kind in KINDS
        if any(kinds[kind, x] for x in LEVELS)
    ]
    areas = _areas(facts)
    if not (coverage or gaps or areas):
        return
    page = book.book.add_worksheet(NAME)
    set_up(book, page, NAME)
    page.set_row(0, 38)
    page.set_column(0, 16, 10)
    title = book.format(font_name=HEI, font_size=22, align="center")
    page.merge_range(0, 0, 0, 16, "", title)
    page.write_string(0, 0, clean(chains.sheet.title.removesuffix("总览") + "图表"), title)
    note = book.format(font_size=10.5, font_color=QUIET)
    page.write_url(1, 0, f"internal:'{HOME}'!A1", note, chains.sheet.basis, f"回到{HOME}")
    tables = _Tables(book, page)
    if coverage:
        ranges = tables.put("各链覆盖率", ("产业链", "覆盖率"), coverage, "0%")
        tables.draw(_bars(book, "各链覆盖率（下限）", *ranges, "0%"), 2, 0, 600, _height(coverage, TALL))
    if gaps:
        ranges = tables.put("缺口环节", ("缺口类型", *LEVELS), gaps, "#,##0")
        tables.draw(
            _bars(book, "缺口环节，按类型和等级（单位：个）", *ranges), 2, 8, 620, _height(gaps, SHARE)
        )
    if areas:
        ranges = tables.put("目标企业", ("区域", "目标企业"), areas, "#,##0")
        down = 2 + SHARE // 20 + 1 if gaps else 2
        height = TALL - SHARE - 20 if gaps else TALL
        said = f"，每个环节前{EACH}家" if facts.crowded else ""
        bars = _bars(book, f"目标企业，按所在区域（单位：家{said}）", *ranges)
        tables.draw(bars, down, 8, 620, _height(areas, height))
    page.print_area(0, 0, tables.bottom, 16)
    page.fit_to_pages(1, 1)


def _coverage(facts: Facts) -> list[tuple[Any, ...]]:
    """Chains that can be judged, the best covered first."""
    found = [
        (r["chain"], r["coverage"])
        for r in facts.rows["chains"]
        if r["segments"] and r["unknown"] < r["segments"]
    ]
    return sorted(found, key=lambda pair: (-(pair[1] or 0), pair[0]))


def _areas(facts: Facts) -> list[tuple[str, int]]:
    """Targets by focus area or province, the largest first, the small ones together."""
    counts = Counter(facts.area(r) or "所在地不详" for r in facts.rows["targets"])
    found = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    rest = sum(n for _, n in found[MOST_AREAS:])
    return [*found[:MOST_AREAS], *([("其他", rest)] if rest else [])]


class _Tables:
    """The figures of the charts, on the right of what is printed."""

    def __init__(self, book: Book, page: Any) -> None:
        """Begin beyond the printed columns."""
        self.book, self.page, self.column, self.bottom = book, page, 19, 1

    def put(
        self, title: str, heads: tuple[str, ...], rows: list[tuple[Any, ...]], form: str
    ) -> tuple[Range, dict[str, Range], float]:
        """Write a table; the ranges of its names and of each series, and the longest bar."""
        first, at = 3, self.column
        self.page.write_string(1, at, f"{title}（图的数据）", self.book.format(font_name=HEI))
        for offset, word in enumerate(heads):
            self.page.write_string(2, at + offset, word, self.book.format(font_name=HEI, font_size=10.5))
        for number, row in enumerate(rows, first):
            self.page.write_string(number, at, str(row[0]), self.book.format())
            for offset, value in enumerate(row[1:], 1):
                self.page.write_number(number, at + offset, value, self.book.format(num_format=form))
        last = first + len(rows) - 1
        self.column += len(heads) + 1
        series = {w: [NAME, first, at + n, last, at + n] for n, w in enumerate(heads[1:], 1)}
        return [NAME, first, at, last, at], series, max(sum(row[1:]) for row in rows)

    def draw(self, chart: Any, row: int, column: int, width: int, height: int) -> None:
        """Place a chart."""
        chart.set_size({"width": width, "height": height})
        self.page.insert_chart(row, column, chart, {"object_position": 2})
        self.bottom = max(self.bottom, row + height // 20 + 1)


def _bars(
    book: Book, title: str, names: Range, series: dict[str, Range], most: float, form: str = "#,##0"
) -> Any:
    """Stacked bars, up to ``most``; a single series has its figures at its ends and no legend."""
    one = len(series) == 1
    bars = book.book.add_chart({"type": "bar"} if one else {"type": "bar", "subtype": "stacked"})
    song = {"name": SONG, "size": 11, "color": INK}
    hei = {"name": HEI, "size": 14, "color": INK, "bold": False}
    label = {"value": True, "num_format": form, "font": song, "position": "outside_end"}
    for name, values in series.items():
        shown = {"data_labels": label} if one else {}
        bars.add_series(
            {"name": name, "gap": 45, "categories": names, "values": values, **FILLS[name], **shown}
        )
    bars.set_title({"name": title, "name_font": hei, "overlay": False})
    plain = {"reverse": True, "num_font": song, "line": {"color": INK}, "major_tick_mark": "none"}
    bars.set_y_axis(plain | {"interval_unit": 1})
    step = _step(most)
    grid = {"visible": True, "line": {"color": "#DDE2E6"}}
    span = {"min": 0, "max": step * math.ceil(most * 1.02 / step), "major_unit": step, "num_format": form}
    bars.set_x_axis(
        {"num_font": song, "major_gridlines": grid, "line": {"none": True}, "label_position": "high", **span}
    )
    bars.set_legend({"none": True} if one else {"position": "top", "font": song})
    bars.set_chartarea({"border": {"none": True}})
    return bars


def _height(rows: Sized, most: int) -> int:
    """So many bars need so much room, at most what there is."""
    return min(most, 130 + 52 * len(rows))


def _step(most: float) -> float:
    """A round step (1, 2 or 5 times a power of ten) that parts the axis into five to ten; whole where counts are."""
    power = 10.0 ** math.floor(math.log10(max(most, 0.01)) - 0.7)
    step = next(power * n for n in (1, 2, 5, 10) if most / (power * n) <= 10)
    return max(step, 1.0) if most >= 1 else step
