"""Which way each wire goes: to the neighbour column, along an empty row, along a band, in from above."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from exports._map.grid import Wire

Cells = Mapping[str, tuple[int, int]]
SIDE_SLOTS = (0, 1, -1, 2, -2)
BEND = 0.5
BAND = 1.4
SHARED = 0.4


@dataclass(frozen=True)
class Plan:
    """One wire's way: ``channel`` ("row", r) or ("band", b), or None to the neighbour; ``entry`` L, T or B."""

    wire: Wire
    channel: tuple[str, int] | None
    entry: str
    slot: int = 0

    @property
    def level(self) -> float:
        """The height of the channel in rows; a band lies half a row above its row."""
        assert self.channel
        kind, place = self.channel
        return place if kind == "row" else place - 0.5


class Planner:
    """Chooses ways in order, keeping what is taken."""

    def __init__(self, cells: Cells, rows: int, hung: Collection[str]) -> None:
        self.cells = cells
        self.rows = rows
        self.hung = hung
        self.taken = set(cells.values())
        self.lanes: dict[tuple[str, int], list[tuple[int, int, int, str]]] = {}
        self.columns: dict[int, list[tuple[float, float]]] = {}
        self.direct: set[str] = set()

    def plan(self, wires: Sequence[Wire]) -> list[Plan]:
        """A way for each wire: neighbours first, then long ones, the shortest first."""
        plans: list[Plan] = []
        for wire in wires:
            (a, _), (b, _) = self.cells[wire.source], self.cells[wire.target]
            if b == a + 1:
                plans.append(Plan(wire, None, "L"))
                if self.cells[wire.source][1] == self.cells[wire.target][1]:
                    self.direct.add(wire.target)
        long = [w for w in wires if self.cells[w.target][0] != self.cells[w.source][0] + 1]
        plans += map(self._choose, sorted(long, key=lambda w: (self._length(w), -w.necessity, w.ends)))
        return plans

    def _length(self, wire: Wire) -> int:
        (a, y1), (b, y2) = self.cells[wire.source], self.cells[wire.target]
        return abs(b - a) + abs(y1 - y2) + (100 if b <= a else 0)

    def _choose(self, wire: Wire) -> Plan:
        options = [*self._row_options(wire), *self._band_options(wire)]
        _, _, plan = min(options, key=lambda o: (round(o[0], 9), o[1]))
        self._take(plan)
        return plan

    def _reach(self, wire: Wire) -> tuple[int, int]:
        """The columns that a horizontal run of this wire crosses, ends excluded."""
        a, b = self.cells[wire.source][0], self.cells[wire.target][0]
        return (a + 1, b - 1) if b > a else (b, a)

    def _row_options(self, wire: Wire) -> list[tuple[float, int, Plan]]:
        (a, y1), (b, y2) = self.cells[wire.source], self.cells[wire.target]
        low, high = self._reach(wire)
        found: list[tuple[float, int, Plan]] = []
        if b <= a:
            return found
        for row in range(self.rows):
            if any((c, row) in self.taken for c in range(low, high + 1)):
                continue
            bound = row in (y1, y2)
            slot = self._slot(("row", row), low, high, wire, (0,) if bound else SIDE_SLOTS)
            if slot is None or (row == y2 and wire.target in self.direct):
                continue
            cost = abs(row - y1) + abs(row - y2) + BEND * (2 * (row != y1) + 2 * (row != y2))
            cost += SHARED * abs(slot)
            found.append((cost, 2 * row, Plan(wire, ("row", row), "L", slot)))
            entry = self._vertical(row, b, y2, wire)
            if entry:
                found.append((cost - BEND - 0.2, 2 * row + 1, Plan(wire, ("row", row), entry, slot)))
        return found

    def _vertical(self, row: int, column: int, y: int, wire: Wire) -> str | None:
        """T or B when the cells between ``row`` and the target in its column are free."""
        if row == y or any((column, r) in self.taken for r in range(min(row, y + 1), max(row, y - 1) + 1)):
            return None
        if any(low <= max(row, y) and high >= min(row, y) for low, high in self.columns.get(column, ())):
            return None
        if row > y and wire.target in self.hung:
            return None
        return "T" if row < y else "B"

    def _band_options(self, wire: Wire) -> list[tuple[float, int, Plan]]:
        (_, y1), (_, y2) = self.cells[wire.source], self.cells[wire.target]
        low, high = self._reach(wire)
        found: list[tuple[float, int, Plan]] = []
        for band in range(self.rows + 1):
            level = band - 0.5
            crowd = len(
                [
                    1
                    for start, stop, _, _ in self.lanes.get(("band", band), ())
                    if start <= high and stop >= low
                ]
            )
            cost = abs(level - y1) + abs(level - y2) + BEND * 4 + BAND + SHARED * crowd
            found.append((cost, 1000 + 2 * band, Plan(wire, ("band", band), "L", crowd)))
            entry = self._beside(band, wire)
            if entry:
                found.append(
                    (cost - 2 * BEND - 0.2, 1001 + 2 * band, Plan(wire, ("band", band), entry, crowd))
                )
        return found

    def _beside(self, band: int, wire: Wire) -> str | None:
        """T or B when the band runs along the target's top or free bottom and no other wire comes in there."""
        column, y = self.cells[wire.target]
        if band not in (y, y + 1) or self.cells[wire.source][0] >= column:
            return None
        level = band - 0.5
        if any(low <= max(level, y) and high >= min(level, y) for low, high in self.columns.get(column, ())):
            return None
        if band == y:
            return "T"
        return None if wire.target in self.hung else "B"

    def _slot(
        self, channel: tuple[str, int], low: int, high: int, wire: Wire, slots: Sequence[int]
    ) -> int | None:
        """The first free slot of a row between two columns; wires of one source may share one."""
        for slot in slots:
            clash = [
                1
                for start, stop, used, source in self.lanes.get(channel, ())
                if used == slot and start <= high and stop >= low and source != wire.source
            ]
            if not clash:
                return slot
        return None

    def _take(self, plan: Plan) -> None:
        low, high = self._reach(plan.wire)
        assert plan.channel
        self.lanes.setdefault(plan.channel, []).append((low, high, plan.slot, plan.wire.source))
        column, y = self.cells[plan.wire.target]
        kind, place = plan.channel
        if plan.entry != "L":
            self.columns.setdefault(column, []).append((min(plan.level, y), max(plan.level, y)))
        elif kind == "row" and place == y:
            self.direct.add(plan.wire.target)
