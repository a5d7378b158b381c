"""Rows: the spine straight, every other box near its neighbours, few crossings (barycentre sweeps, swaps)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exports._map.grid import Wire

SWEEPS = 8
PASSES = 6
CROSSING = 1.2
BEND = 0.3
DETOUR = 2.5
FAR = 0.03  # boxes rather near the spine

Rows = dict[str, int]


class Placement:
    """Boxes in their columns, being given rows; ``lane`` is the spine's row, kept free along the spine."""

    def __init__(self, column: Mapping[str, int], wires: Sequence[Wire], spine: Sequence[str]) -> None:
        self.column = dict(column)
        self.spine = set(spine)
        self.wires = [w for w in wires if w.source in self.column and w.target in self.column]
        reach = [self.column[k] for k in spine]
        self.reserved = range(min(reach), max(reach) + 1) if reach else range(0)
        self.columns: dict[int, list[str]] = {}
        for key in self.column:
            self.columns.setdefault(self.column[key], []).append(key)
        self.height = max(
            (
                len([k for k in keys if k not in self.spine]) + (c in self.reserved)
                for c, keys in self.columns.items()
            ),
            default=1,
        )
        self.lane = self.height // 2
        self.row: Rows = dict.fromkeys(spine, self.lane)
        self.touching: dict[str, list[Wire]] = {k: [] for k in self.column}
        for wire in self.wires:
            self.touching[wire.source].append(wire)
            self.touching[wire.target].append(wire)

    def solve(self) -> Rows:
        """Rows for all boxes."""
        order = sorted(self.columns)
        best: tuple[float, Rows] | None = None
        for sweep in range(SWEEPS):
            for place in order if sweep % 2 == 0 else reversed(order):
                self._place(place)
            cost = self._cost(self.wires)
            if best is None or cost < best[0] - 1e-9:
                best = cost, dict(self.row)
        if best:
            self.row = best[1]
        for _ in range(PASSES):
            swapped = [place for place in order if self._swap(place)]
            if not swapped:
                break
        return self.row

    def _free(self, place: int) -> list[int]:
        return [r for r in range(self.height) if not (place in self.reserved and r == self.lane)]

    def _place(self, place: int) -> None:
        """One column: its boxes in the order of their neighbours' mean rows, as near to those as order allows."""
        movable = [k for k in self.columns[place] if k not in self.spine]
        ideal = {k: self._mean(k) for k in movable}
        movable.sort(key=lambda k: ideal[k])
        free = self._free(place)
        costs: list[list[tuple[float, tuple[int, ...]]]] = [[(0.0, ())] * (len(free) + 1)]
        for i, key in enumerate(movable):
            line: list[tuple[float, tuple[int, ...]]] = [(float("inf"), ())]
            for j, row in enumerate(free):
                cost, chosen = costs[i][j]
                line.append(min(line[j], (cost + abs(row - ideal[key]), (*chosen, row))))
            costs.append(line)
        for key, row in zip(movable, costs[-1][-1][1], strict=True):
            self.row[key] = row

    def _mean(self, key: str) -> float:
        total = weight = 0.0
        for wire in self.touching[key]:
            other = wire.target if wire.source == key else wire.source
            if other in self.row:
                total += wire.necessity * self.row[other]
                weight += wire.necessity
        return total / weight if weight else float(self.row.get(key, self.lane))

    def _swap(self, place: int) -> bool:
        """Exchange two rows of a column wherever that makes the picture better; says whether it did."""
        better = False
        free = self._free(place)
        at = {self.row[k]: k for k in self.columns[place] if k not in self.spine}
        over = [w for w in self.wires if self._spans(w, place)]
        for i, upper in enumerate(free):
            for lower in free[i + 1 :]:
                pair = [k for k in (at.get(upper), at.get(lower)) if k]
                if not pair:
                    continue
                wires = list(dict.fromkeys([*(w for k in pair for w in self.touching[k]), *over]))
                before = self._cost(wires, pair)
                self._exchange(at, upper, lower)
                if self._cost(wires, pair) < before - 1e-9:
                    better = True
                else:
                    self._exchange(at, upper, lower)
        return better

    def _exchange(self, at: dict[int, str], upper: int, lower: int) -> None:
        a, b = at.pop(upper, None), at.pop(lower, None)
        if a:
            at[lower] = a
            self.row[a] = lower
        if b:
            at[upper] = b
            self.row[b] = upper

    def _spans(self, wire: Wire, place: int) -> bool:
        low, high = sorted((self.column[wire.source], self.column[wire.target]))
        return low < place < high

    def _cost(self, wires: Sequence[Wire], boxes: Sequence[str] | None = None) -> float:
        own = set(wires)
        cost = sum(FAR * abs(self.row[k] - self.lane) for k in (boxes or self.row))
        for wire in wires:
            step = abs(self.row[wire.source] - self.row[wire.target])
            cost += wire.necessity * (step + BEND * (step > 0)) + self._detour(wire)
            for other in self.wires:
                if self._cross(wire, other):
                    cost += CROSSING * (0.5 if other in own else 1)
        return cost

    def _detour(self, wire: Wire) -> float:
        """What it costs that a long wire finds neither its own row nor its target's free."""
        a, b = self.column[wire.source], self.column[wire.target]
        if b - a < 2:
            return 0.0 if b > a else DETOUR
        taken = {self.row[wire.source], self.row[wire.target]}
        for place in range(a + 1, b):
            taken -= {self.row[k] for k in self.columns.get(place, ()) if k in self.row}
        return 0.0 if taken else DETOUR

    def _cross(self, one: Wire, two: Wire) -> bool:
        a1, b1 = self.column[one.source], self.column[one.target]
        a2, b2 = self.column[two.source], self.column[two.target]
        low, high = max(a1, a2), min(b1, b2)
        if low >= high:
            return False
        gaps = []
        for place in (low, high):
            y1 = self._at(one, place, a1, b1)
            y2 = self._at(two, place, a2, b2)
            gaps.append(y1 - y2)
        return gaps[0] * gaps[1] < 0

    def _at(self, wire: Wire, place: int, start: int, stop: int) -> float:
        here, there = self.row[wire.source], self.row[wire.target]
        return here + (there - here) * (place - start) / (stop - start)
