"""The head of a page: title, figures, the bar of states that is also their legend, the stages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from exports._map.grid import SUPPORT
from exports._poster.cells import ChainFacts
from exports._poster.ink import (
    AMBER,
    AMBER_TEXT,
    BLUE,
    CARD,
    GREY,
    INK,
    PAPER,
    QUIET,
    RED,
    VIOLET,
    VIOLET_TINT,
    Ink,
    clean,
    shrink,
    width,
    wrap,
)  # fmt: skip
from exports._poster.page import Page
from exports._poster.paper import MARGIN, WIDE
from exports._poster.signs import disc

About = Mapping[str, Any]
RIGHT = WIDE - MARGIN
SPLIT = 628.0  # where the figures begin
STATES = {
    "已有": "present",
    "薄弱": "weak",
    "在建": "building",
    "空白": "gap",
    "外采": "bought",
    "待核·数据不足": "unknown",
}
WORDS = {"已有": BLUE, "薄弱": AMBER_TEXT, "在建": VIOLET, "空白": RED, "外采": QUIET, "待核·数据不足": QUIET}
FILLS: dict[str, dict[str, Any]] = {
    "已有": {"fill": BLUE, "stroke": BLUE, "line": 0.8},
    "薄弱": {"fill": AMBER, "stroke": AMBER, "line": 0.8},
    "在建": {"hatch": VIOLET_TINT, "fill": PAPER, "stroke": VIOLET, "line": 0.8},
    "空白": {"fill": PAPER, "stroke": RED, "line": 1.3},
    "外采": {"fill": "#E4E7EA", "stroke": GREY, "line": 0.8},
    "待核·数据不足": {"fill": CARD, "stroke": GREY, "line": 0.8, "dash": [0.01, 2.2], "cap": "round"},
}


def title(ink: Ink, text: str, under: str) -> None:
    """The title, and what the page is below it."""
    room = SPLIT - MARGIN - 24
    text = clean(text)
    size = shrink(text, 40, 22, room)
    lines = [text] if size else wrap(text, 22, room, 2)
    for i, line in enumerate(lines):
        ink.text(
            MARGIN,
            (25 + (40 - size) / 2 if size else 22) + 26 * i,
            line,
            size or 22,
            bold=True,
            room=room + 4,
        )
    ink.text(MARGIN, 78, under, 14, color=QUIET)


def figures(ink: Ink, facts: ChainFacts, note: str = "") -> None:
    """Upper right: segments, coverage, targets; each state's share and number."""
    row = facts.row
    said = [
        f"{len(facts.cells)}个环节",
        coverage(row),
        "目标企业不详"
        if facts.courted is None
        else f"目标企业{facts.courted}家{'以上' if facts.more else ''}",
    ]
    ink.text(SPLIT, 24, "　".join(s for s in said if s), 14)
    if note:
        ink.text(RIGHT, 25, note, 12, color=QUIET, align="r")
    bar(ink, facts.counts, SPLIT, 46, RIGHT - SPLIT, 9)
    legend(ink, facts.counts, 68)


def coverage(row: Mapping[str, Any]) -> str:
    """The coverage in words; unknown is said, never 0."""
    if row["coverage"] is None or row["unknown"] == row["segments"]:
        return "覆盖率不详"
    text = f"覆盖率{row['coverage']:.0%}"
    if row["coverage_expected"] is not None and round(row["coverage_expected"], 2) > round(
        row["coverage"], 2
    ):
        text += f"（含在建{row['coverage_expected']:.0%}）"
    return text


def bar(ink: Ink, counts: Counter[str], x: float, y: float, wide: float, tall: float) -> None:
    """The states as one bar, in the order of the legend."""
    total = sum(counts.values())
    if not total:
        return
    for name, style in FILLS.items():
        if counts[name]:
            part = wide * counts[name] / total
            ink.rect(x, y, part, tall, **style)
            x += part


def legend(ink: Ink, counts: Counter[str], y: float) -> None:
    """Sign, word and number of each state; 外采 only where there is one."""
    shown = [name for name in STATES if name != "外采" or counts[name]]
    widths = [14 + width(name, 14) + 5 + width(str(counts[name]), 22) for name in shown]
    space = (RIGHT - SPLIT - sum(widths)) / max(1, len(shown) - 1)
    x = SPLIT
    for name, wide in zip(shown, widths, strict=True):
        disc(ink, STATES[name], x + 5.4, y + 11.5, 5.4)
        ink.text(x + 14, y + 4.5, name, 14)
        ink.text(x + 19 + width(name, 14), y, str(counts[name]), 22, color=WORDS[name], bold=True)
        x += wide + space


def stages(ink: Ink, page: Page) -> None:
    """The stages as one band of arrows, each over its columns, with the heads of these."""
    columns = [c for c in page.layout.columns if c.stage != SUPPORT]
    y, tall, tip = 106.0, 28.0, 12.0
    groups = [
        (stage, [i for i, _ in group])
        for stage, group in groupby(enumerate(columns), key=lambda c: c[1].stage)
    ]
    for number, (stage, places) in enumerate(groups):
        left = MARGIN if number == 0 else page.columns[places[0]] - page.gutters[places[0] - 1] / 2
        last = number == len(groups) - 1
        right = RIGHT if last else page.columns[places[-1]] + page.at.w + page.gutters[places[-1]] / 2
        shape = [(left + (0 if number == 0 else 3), y), (right - (0 if last else 3), y)]
        shape += [] if last else [(right + tip - 3, y + tall / 2)]
        shape += [(right - (0 if last else 3), y + tall), (left + (0 if number == 0 else 3), y + tall)]
        shape += [] if number == 0 else [(left + tip + 3, y + tall / 2)]
        ink.path(shape, close=True, fill=INK)
        _heads(ink, page, stage, places, y, tall)


def _heads(ink: Ink, page: Page, stage: str, places: list[int], y: float, tall: float) -> None:
    first = page.columns[places[0]] + 8
    ink.text(first, y + tall / 2 - 9, stage, 18, color=PAPER, bold=True)
    told: set[str] = set()
    for i in places:
        head = clean(page.layout.columns[i].head or "")
        x = page.columns[i] + (8 + 36 + 10 if i == places[0] else 7)
        room = page.columns[i] + page.at.w - x - 4
        size = shrink(head, 12, 9, room) if head else None
        if size and head not in told:
            ink.text(x, y + tall / 2 - size / 2, head, size, color=PAPER)
            told.add(head)
