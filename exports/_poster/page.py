"""One page of a chain as it is placed: its boxes, and where the layout's symbolic coordinates lie in millimetres."""

from __future__ import annotations

from dataclasses import dataclass, field

from exports._layout import Layout
from exports._map.grid import Coordinate
from exports._poster.cells import Cell
from exports._poster.measure import Size


@dataclass
class Place:
    """Where one box stands, and how large."""

    cell: Cell
    x: float
    y: float
    at: Size
    tall: float


@dataclass
class Page:
    """One page of a chain, placed."""

    layout: Layout
    k: float
    columns: list[float]
    at: Size
    gutters: list[float]
    rows: list[tuple[float, float]]
    gaps: list[float]
    places: list[Place] = field(default_factory=list)
    lane: tuple[float, float] | None = None
    spare: tuple[float, float] = (0.0, 0.0)

    def x(self, c: Coordinate) -> float:
        """A symbolic x of the layout in millimetres."""
        kind, place = c[0], int(c[1])
        if kind == "G":
            track, tracks = float(c[2]), float(c[3])
            if place < 0:
                return self.columns[0] - 5.0 * (tracks - track)
            room = self.gutters[place] if place < len(self.gutters) else 6.0 * (tracks + 1)
            return self.columns[place] + self.at.w + room * (track + 1) / (tracks + 1)
        left = self.columns[place]
        if kind == "C":
            return left + self.at.w / 2
        return left + (self.at.w if kind == "R" else 0.0)

    def y(self, c: Coordinate) -> float:
        """A symbolic y of the layout in millimetres."""
        kind, place = c[0], int(c[1])
        if kind == "r":
            return self.rows[place][0] + (13.5 + 5.0 * float(c[2])) * self.k
        if kind == "b":
            track, tracks = float(c[2]), float(c[3])
            last = place == len(self.rows)
            top = self.rows[-1][0] + self.rows[-1][1] if last else self.rows[place][0] - self.gaps[place]
            return top + self.gaps[place] * (track + 1) / (tracks + 1)
        top, tall = self.rows[place]
        return top if kind == "T" else top + tall
