"""The signs of the wall chart: an arrow's head, and the disc of each form."""

from __future__ import annotations

from math import cos, pi, sin

from exports._map.forms import LANDING
from exports._poster.ink import AMBER, BLUE, GREY, PAPER, QUIET, RED, VIOLET, Ink, Point


def arrow(ink: Ink, x: float, y: float, color: str, size: float = 4.5, way: str = "right") -> None:
    """A filled head whose tip is at the place."""
    h = size * 0.72
    tips = {
        "right": [(x, y), (x - size, y - h), (x - size, y + h)],
        "down": [(x, y), (x - h, y - size), (x + h, y - size)],
        "up": [(x, y), (x - h, y + size), (x + h, y + size)],
    }
    ink.path([*tips[way]], close=True, fill=color)


def disc(ink: Ink, form: str, x: float, y: float, r: float, *, on_fill: bool = False) -> None:
    """The sign of a form: full, half, hatched, hollow, a bar, or dotted with a question mark."""
    if form in ("strong", "present"):
        ink.disc(x, y, r, fill=PAPER if on_fill else BLUE)
    elif form == "weak":
        ink.disc(x, y, r, fill=PAPER, stroke=AMBER, line=0.28 * r)
        ink.path(_half(x, y, r), close=True, fill=AMBER)
    elif form in LANDING:
        ink.disc(x, y, r, hatch=VIOLET, fill=PAPER, stroke=VIOLET, line=0.28 * r)
    elif form == "gap":
        ink.disc(x, y, r - 0.2 * r, fill=PAPER, stroke=RED, line=0.4 * r)
    elif form == "bought":
        ink.disc(x, y, r, fill=PAPER, stroke=GREY, line=0.24 * r)
        ink.path([(x - 0.5 * r, y), (x + 0.5 * r, y)], stroke=QUIET, line=0.36 * r)
    else:
        ink.disc(x, y, r, fill=PAPER, stroke=GREY, line=0.24 * r, dash=[0.01, 0.55 * r], cap="round")
        ink.text(x, y - 0.78 * r, "?", 1.5 * r, color=QUIET, align="c", mark=True)


def _half(x: float, y: float, r: float) -> list[Point]:
    """The left half of a disc."""
    steps = [pi / 2 + i * pi / 16 for i in range(17)]
    return [(x + r * cos(a), y + r * sin(a)) for a in steps]
