"""The words of the layout: boxes in columns and rows, wires between them, and the ways the wires take."""

from __future__ import annotations

from dataclasses import dataclass, field

STAGES = ("上游", "中游", "下游")
SUPPORT = "配套"

# A coordinate is symbolic, so that the page can place it at any size.
# x: ("R", column) and ("L", column) are a box's right and left side, ("C", column, slot) its middle,
#    ("G", gutter, track, tracks) a track in the gutter right of that column (-1: left of the first).
# y: ("r", row, slot) is the line of a row, ("b", band, track, tracks) the band above a row,
#    ("T", row) and ("B", row) a box's top and bottom.
Coordinate = tuple[str | int | float, ...]
Point = tuple[Coordinate, Coordinate]


@dataclass(frozen=True)
class Box:
    """One segment to be placed; ``hung``: target chips hang below it."""

    key: str
    stage: str
    order: int = 0
    weight: float = 0.5
    parent: str | None = None
    hung: bool = False


@dataclass(frozen=True)
class Wire:
    """One feed; ``state``: how it is drawn (wires of one state may share a trunk), ``live``: it connects."""

    source: str
    target: str
    necessity: float = 1.0
    state: str = ""
    live: bool = False

    @property
    def ends(self) -> tuple[str, str]:
        """(source, target)."""
        return self.source, self.target


@dataclass(frozen=True)
class Column:
    """A column of boxes: its stage and its sub-head."""

    stage: str
    head: str | None


@dataclass(frozen=True)
class Route:
    """The way of one wire. ``soft``: an S-curve; ``stop``: where it joins its trunk when all are drawn."""

    points: tuple[Point, ...]
    soft: bool = False
    stop: Coordinate | None = None


@dataclass
class Layout:
    """Where everything goes: (column, row) of each box, and a route for each wire drawn at rest.

    ``rows`` are those of the three stages, ``support_rows`` those of 配套, whose lane has its own.
    """

    columns: list[Column]
    rows: int
    support_rows: int
    cells: dict[str, tuple[int, int]]
    spine: list[str]
    routes: dict[tuple[str, str], Route] = field(default_factory=dict)
