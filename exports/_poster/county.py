"""The county's page: every chain as one row, its segments by state, what is most urgent, who leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from exports._map.firms import courting
from exports._map.forms import form
from exports._map.words import short
from exports._needs import cut
from exports._poster import foot, lead
from exports._poster.cells import standing, state
from exports._poster.ink import (
    CARD,
    FLOOR,
    GREY,
    INK,
    PAPER,
    QUIET,
    RED,
    RULE,
    Ink,
    Item,
    clean,
    shrink,
    width,
    wrap,
    wrap_list,
)  # fmt: skip
from exports._poster.paper import FOOT, MARGIN, WIDE, Paper

About = Mapping[str, Any]
Row = Mapping[str, Any]
RIGHT = WIDE - MARGIN
TOP, HEADS = 106.0, 28.0
LOWEST, TALLEST = 26.0, 46.0
BAR, BAR_WIDE = 214.0, 330.0
COLUMNS = (
    ("产业链", MARGIN + 8, "l"), ("环节现状（个）", BAR, "l"), ("覆盖率", 616.0, "r"), ("紧急", 664.0, "r"), ("重要", 710.0, "r"),
    ("本地企业", 778.0, "r"), ("最急的缺口", 800.0, "l"), ("链主、园区", 1004.0, "l"),
)  # fmt: skip


def county_pages(
    rows: Mapping[str, Sequence[Row]], about: About, paper: Paper
) -> list[tuple[str, list[Item]]]:
    """All chains, those with segments first; a long list continues."""
    chains = sorted(rows["chains"], key=standing)
    room = paper.tall - FOOT - 6 - TOP - HEADS
    most = int(room / LOWEST)
    found = []
    for number, start in enumerate(range(0, max(1, len(chains)), most)):
        part = chains[start : start + most]
        more = f"（续{number}）" if number else ""
        ink = Ink()
        ink.rect(0, 0, WIDE, paper.tall, fill=PAPER)
        year, month = about["as_of"].split("-")[:2]
        lead.title(ink, f"{about['county']}产业链招商总览{more}", f"现状与缺口　{year}年{int(month)}月")
        _figures(ink, rows, chains)
        _table(ink, rows, part, min(TALLEST, room / len(part)) if part else TALLEST)
        _foot(ink, rows, about, paper.tall)
        found.append((f"县总览{more}", ink.items))
    return found


def _leaves(rows: Mapping[str, Sequence[Row]]) -> list[Row]:
    return [s for s in rows["segments"] if s["leaf"]]


def _figures(ink: Ink, rows: Mapping[str, Sequence[Row]], chains: Sequence[Row]) -> None:
    """The county's totals: a segment of two chains counts once."""
    counts = Counter(state(form(s)) for s in {s["segment_id"]: s for s in _leaves(rows)}.values())
    firms = len({t["id"] for t in rows["targets"]})
    more = cut(_leaves(rows), courting(rows["targets"]))
    decided = sum(bool(c["segments"]) for c in chains)
    said = [
        f"{decided}条链",
        f"{sum(counts.values())}个环节（共用的计一次）",
        f"目标企业{firms}家{'以上' if more else ''}" if firms else "目标企业不详",
    ]
    ink.text(lead.SPLIT, 24, "　".join(said), 14)
    lead.bar(ink, counts, lead.SPLIT, 46, RIGHT - lead.SPLIT, 9)
    lead.legend(ink, counts, 68)


def _table(ink: Ink, rows: Mapping[str, Sequence[Row]], chains: Sequence[Row], pitch: float) -> None:
    ink.rect(MARGIN, TOP, WIDE - 2 * MARGIN, HEADS, fill=INK)
    for head, x, align in COLUMNS:
        ink.text(x, TOP + HEADS / 2 - 6, head, 12, color=PAPER, align=align, bold=True)
    states: dict[str, Counter[str]] = {}
    for leaf in _leaves(rows):
        states.setdefault(leaf["chain"], Counter())[state(form(leaf))] += 1
    most = max((sum(c.values()) for c in states.values()), default=1)
    for i, chain in enumerate(chains):
        y = TOP + HEADS + i * pitch
        if i:
            ink.path([(MARGIN, y), (RIGHT, y)], stroke=RULE, line=0.7)
        _name(ink, chain, y, pitch)
        counts = states.get(chain["chain"])
        if counts:
            _bar(ink, counts, BAR_WIDE * sum(counts.values()) / most, y, pitch)
            _numbers(ink, rows, chain, y, pitch)
        else:
            tall = min(19.0, pitch - 11)
            ink.rect(
                BAR,
                y + (pitch - tall) / 2,
                BAR_WIDE,
                tall,
                fill=CARD,
                stroke=GREY,
                line=1,
                dash=[0.01, 3],
                cap="round",
            )
            ink.text(BAR + 8, y + pitch / 2 - 5.5, "产业方向和环节待县里确认", 11, color=QUIET)
        groups = [o["name"] for o in rows["organisations"]
                  if chain["chain"] in o["chains"] and o["type"] in foot.GROUPS]  # fmt: skip
        _leading(ink, chain, groups, y, pitch)


def _name(ink: Ink, chain: Row, y: float, pitch: float) -> None:
    name, room = clean(chain["chain"]), BAR - MARGIN - 18
    size = shrink(name, 15.5, 10.5, room) or 10.5
    under = "　".join(clean(t) for t in (chain["category"], chain["group"]) if t and t != chain["chain"])
    both = pitch >= 33 and under
    ink.text(
        MARGIN + 8, y + pitch / 2 - (14 if both else size / 2), wrap(name, size, room, 1)[0], size, bold=True
    )
    if both:
        ink.text(MARGIN + 8, y + pitch / 2 + 4.5, wrap(under, 9.5, room, 1)[0], 9.5, color=QUIET)


def _bar(ink: Ink, counts: Counter[str], wide: float, y: float, pitch: float) -> None:
    tall = min(21.0, pitch - 9)
    top, x, total = y + (pitch - tall) / 2, BAR, sum(counts.values())
    for name, style in lead.FILLS.items():
        if not counts[name]:
            continue
        part = wide * counts[name] / total
        ink.rect(x, top, part, tall, **style)
        text = str(counts[name])
        if width(text, 11) + 2 <= part:
            if name == "在建":
                ink.rect(
                    x + part / 2 - width(text, 11) / 2 - 1,
                    top + tall / 2 - 6,
                    width(text, 11) + 2,
                    12,
                    fill=PAPER,
                )
            color = PAPER if name == "已有" else INK if name == "薄弱" else lead.WORDS[name]
            ink.text(x + part / 2, top + tall / 2 - 5.5, text, 11, color=color, align="c", bold=True)
        x += part


def _numbers(ink: Ink, rows: Mapping[str, Sequence[Row]], chain: Row, y: float, pitch: float) -> None:
    """Coverage, urgent and important gaps, local enterprises, the most urgent gaps by name."""
    leads = [g for g in rows["gaps"] if g["chain"] == chain["chain"] and g["lead"] and g["score"] is not None]
    judged = chain["unknown"] < chain["segments"] and chain["coverage"] is not None
    cells = [f"{chain['coverage']:.0%}" if judged else "不详"]
    cells += [str(sum(g["severity"] == w for g in leads)) if judged else "不详" for w in ("紧急", "重要")]
    cells.append(f"{chain['local']}家" if chain["local"] else "未见")
    for i, (text, (_, x, _)) in enumerate(zip(cells, COLUMNS[2:6], strict=True)):
        unknown = text in ("不详", "未见")
        color = QUIET if unknown or text == "0" else RED if i == 1 else INK
        size = 11.0 if unknown else 15.0
        ink.text(x, y + (pitch - size) / 2, text, size, color=color, align="r", bold=not unknown)
    names = [f"{clean(g['segment'])}（{g['kind']}）" for g in leads[:3]] or ["请先核实各环节"]
    _lines(ink, names, 800.0, 190.0, y, pitch)


def _leading(ink: Ink, chain: Row, groups: Sequence[str], y: float, pitch: float) -> None:
    """Leaders and parks, else the body that answers for the chain."""
    names = [short(clean(n)) for n in chain["leaders"]] + [clean(p) for p in chain["parks"]]
    _lines(
        ink,
        names or [clean(g) for g in groups] or ["待认定"],
        1004.0,
        RIGHT - 1004.0,
        y,
        pitch,
        plain=not names,
    )


def _lines(
    ink: Ink, items: list[str], x: float, room: float, y: float, pitch: float, *, plain: bool = False
) -> None:
    size = 10.5 if pitch >= 30 else FLOOR
    color = QUIET if plain or (len(items) == 1 and items[0].startswith("请先")) else INK
    lines = wrap_list(items, size, room, max(1, int((pitch - 2) / (1.2 * size))))
    top = y + (pitch - 1.2 * size * len(lines)) / 2 + 0.1 * size
    for i, line in enumerate(lines):
        ink.text(x, top + 1.2 * size * i, line, size, color=color)


def _foot(ink: Ink, rows: Mapping[str, Sequence[Row]], about: About, tall: float) -> None:
    foot.rule(ink, tall)
    y = tall - 112
    said = (
        "条形的长度是环节数，各段是现状，图例在右上角。",
        "覆盖率＝本库已见企业的环节，按重要度加权，是下限；「不详」不是0。",
        "紧急、重要＝缺口的严重度；最急的缺口按严重度排列，括号里是做法。",
        "每条链另有一页，写明每个环节的企业、缺口和目标企业。",
    )
    ink.text(MARGIN, y, "怎样读这张图", 15.5, bold=True)
    for i, line in enumerate(said):
        ink.text(MARGIN + 560 * (i // 2), y + 26 + 20 * (i % 2), line, 13, color=QUIET)
    sources = Counter(s["source"] for leaf in _leaves(rows) for s in leaf["sources"])
    foot.colophon(ink, tall, [s for s, _ in sorted(sources.items(), key=lambda i: (-i[1], i[0]))], about)
