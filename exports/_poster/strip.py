"""The list of the best targets, where a page has room left below its boxes."""

from __future__ import annotations

from exports._poster.cells import ChainFacts
from exports._poster.ink import BLUE, INK, QUIET, RULE, Ink, clean, shrink, wrap
from exports._poster.paper import MARGIN, WIDE
from exports._poster.place import LINES, LISTED, STRIP

HEAD = 28.0


def draw(ink: Ink, facts: ChainFacts, spare: tuple[float, float]) -> None:
    """As many of the chain's targets as fit, by rank: name, place, segment, score."""
    top, room = spare
    if room < STRIP or not facts.ranked:
        return
    y = top + 12
    lines = min(int((room - 12 - HEAD) / 21.0), LINES + 2, -(-len(facts.ranked) // LISTED))
    pitch = min(30.0, (room - 12 - HEAD) / lines)
    ink.text(MARGIN, y, "优先对接的目标企业", 15.5, bold=True)
    ink.text(MARGIN + 152, y + 4, "按推荐分，满分100；理由与出处见招商清单", 10.5, color=QUIET)
    ink.path([(MARGIN, y + 20), (WIDE - MARGIN, y + 20)], stroke=RULE, line=0.8)
    gap = 26.0
    wide = (WIDE - 2 * MARGIN - gap * (LISTED - 1)) / LISTED
    for i, row in enumerate(facts.ranked[: lines * LISTED]):
        x, low = MARGIN + (i // lines) * (wide + gap), y + HEAD + pitch * (i % lines)
        _row(ink, i + 1, row, (x, low), wide)


def _row(
    ink: Ink, number: int, row: tuple[str, str, str, float], at: tuple[float, float], wide: float
) -> None:
    name, place, segment, score = row
    x, y = at
    ink.text(x + 9, y + 1.5, f"{number}", 11, color=QUIET, align="c")
    size = shrink(name, 13, 10, 128)
    ink.text(x + 20, y, name if size else wrap(name, 10, 128, 1)[0], size or 10, bold=True, room=130)
    size = shrink(place, 10.5, 9, 54)
    ink.text(x + 154, y + 1.5, place if size else wrap(place, 9, 54, 1)[0], size or 9, color=QUIET, room=56)
    segment = clean(segment)
    size = shrink(segment, 11.5, 9.5, 96)
    ink.text(
        x + 212, y + 1, segment if size else wrap(segment, 9.5, 96, 1)[0], size or 9.5, color=INK, room=98
    )
    ink.text(x + wide, y, f"{100 * score:.0f}", 13, color=BLUE, bold=True, align="r")
