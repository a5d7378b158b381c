"""The feeds of a page: elbows in the gutters, the main line in ink, none through a box."""

from __future__ import annotations

from itertools import pairwise

from exports._poster.ink import FEED, INK, Ink, Point
from exports._poster.page import Page
from exports._poster.signs import arrow

MAIN, OTHER = 3.0, 1.3


def draw(ink: Ink, page: Page) -> None:
    """All feeds, the main line last and so on top."""
    steps = set(pairwise(page.layout.spine))
    ways = sorted(page.layout.routes.items(), key=lambda item: (item[0] in steps, item[0]))
    low = {p.cell.key: p.y + p.tall for p in page.places}
    for ends, route in ways:
        main = ends in steps
        points = [(page.x(x), page.y(y)) for x, y in route.points]
        if route.points[-1][1][0] == "B":
            points[-1] = (points[-1][0], low[ends[1]])
        points = _straight(points)
        _line(ink, points, INK if main else FEED, MAIN if main else OTHER)


def _straight(points: list[Point]) -> list[Point]:
    """The way with right angles only, without points that do nothing."""
    way: list[Point] = []
    for x, y in points:
        if way and abs(way[-1][0] - x) > 0.01 and abs(way[-1][1] - y) > 0.01:
            middle = (way[-1][0] + x) / 2
            way += [(middle, way[-1][1]), (middle, y)]
        if not way or abs(way[-1][0] - x) > 0.01 or abs(way[-1][1] - y) > 0.01:
            way.append((x, y))
    return way


def _line(ink: Ink, points: list[Point], color: str, line: float) -> None:
    if len(points) < 2:
        return
    (_, y1), (x2, y2) = points[-2], points[-1]
    size = 3.2 + 1.6 * line
    way = "right" if abs(y1 - y2) < 0.01 else "down" if y2 > y1 else "up"
    back = {"right": (x2 - size, y2), "down": (x2, y2 - size), "up": (x2, y2 + size)}[way]
    ink.path([*points[:-1], back], stroke=color, line=line)
    arrow(ink, x2, y2, color, size, way)
