"""Routes: from the planned ways to points, with ports, tracks and shared trunks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from exports._map.grid import Coordinate, Point, Route, Wire
from exports._map.plans import Cells, Plan, Planner

TRUNK = 3  # wires of one state into one box from one side share a trunk from this number on
Ends = tuple[str, str]


@dataclass
class Vertical:
    """A run up or down in a gutter: from the heights ``enter`` (left) to ``leave`` (right)."""

    gutter: int
    enter: list[float]
    leave: float
    wires: list[Ends]
    track: int = 0
    tracks: int = 1

    def span(self) -> tuple[float, float]:
        """Top and bottom."""
        levels = [*self.enter, self.leave]
        return min(levels), max(levels)


@dataclass
class Ways:
    """All plans with the ports and verticals found for them."""

    cells: Cells
    plans: list[Plan]
    ports: dict[Ends, float] = field(default_factory=dict)
    verticals: dict[tuple[Ends, str], Vertical] = field(default_factory=dict)
    trunks: dict[Ends, tuple[str, str, str]] = field(default_factory=dict)


def routes(wires: Sequence[Wire], cells: Cells, rows: int, hung: Collection[str]) -> dict[Ends, Route]:
    """A route for each wire whose ends are placed."""
    placed = [w for w in wires if w.source in cells and w.target in cells]
    ways = Ways(cells, Planner(cells, rows, hung).plan(placed))
    _ports(ways)
    _verticals(ways)
    bands = _band_tracks(ways.plans)
    return {plan.wire.ends: _route(plan, ways, bands) for plan in ways.plans}


def _arrives(plan: Plan, cells: Cells) -> float:
    """The height at which a wire reaches the gutter left of its target."""
    return float(cells[plan.wire.source][1]) if plan.channel is None else plan.level


def _ports(ways: Ways) -> None:
    """Slots on the targets' left sides: straight ones in the middle, others in order above and below."""
    arrivals: dict[str, list[Plan]] = {}
    for plan in ways.plans:
        if plan.entry == "L":
            arrivals.setdefault(plan.wire.target, []).append(plan)
    for target, plans in arrivals.items():
        y = ways.cells[target][1]
        groups: dict[tuple[float, str], list[Plan]] = {}
        for plan in plans:
            level = _arrives(plan, ways.cells)
            side = (level > y) - (level < y)
            mates = [p for p in plans if p.wire.state == plan.wire.state and side]
            mates = [p for p in mates if (_arrives(p, ways.cells) - y) * side > 0]
            shared = len(mates) >= TRUNK
            key = (float(side) * 1000, plan.wire.state) if shared else (level, plan.wire.source)
            groups.setdefault(key, []).append(plan)
            if shared:
                ways.trunks[plan.wire.ends] = (target, plan.wire.state, str(side))
        _slots(ways, y, groups)


def _slots(ways: Ways, y: int, groups: dict[tuple[float, str], list[Plan]]) -> None:
    order = sorted(groups)
    straight = [i for i, key in enumerate(order) if key[0] == y]
    middle = float(straight[0]) if straight else (len(order) - 1) / 2
    for i, key in enumerate(order):
        for plan in groups[key]:
            ways.ports[plan.wire.ends] = i - middle


def _verticals(ways: Ways) -> None:
    shared: dict[tuple[str, str, str], Vertical] = {}
    every: list[Vertical] = []
    for plan in ways.plans:
        ends = plan.wire.ends
        (a, y1), (b, y2) = ways.cells[ends[0]], ways.cells[ends[1]]
        port = y2 + 0.01 * ways.ports.get(ends, 0)
        if plan.channel and plan.level != y1:
            first = Vertical(a, [float(y1)], plan.level, [ends])
            ways.verticals[ends, "out"] = first
            every.append(first)
        level = _arrives(plan, ways.cells)
        if plan.entry == "L" and (level != y2 or ways.ports[ends] != 0):
            trunk = ways.trunks.get(ends)
            run = shared.get(trunk) if trunk else None
            if run is None:
                run = Vertical(b - 1, [], port, [])
                every.append(run)
                if trunk:
                    shared[trunk] = run
            run.enter.append(level)
            run.wires.append(ends)
            ways.verticals[ends, "in"] = run
    for gutter in {v.gutter for v in every}:
        _tracks([v for v in every if v.gutter == gutter])


def _tracks(verticals: list[Vertical]) -> None:
    """Order the runs of one gutter so that few cross, then pack them."""
    order: list[Vertical] = []
    for run in sorted(verticals, key=lambda v: (v.span()[0] - v.span()[1], v.wires)):
        costs = [
            sum(_crossings(left, run) for left in order[:i])
            + sum(_crossings(run, right) for right in order[i:])
            for i in range(len(order) + 1)
        ]
        order.insert(costs.index(min(costs)), run)
    for i, run in enumerate(order):
        top, bottom = run.span()
        before = [o.track for o in order[:i] if o.span()[0] <= bottom and o.span()[1] >= top]
        run.track = max(before, default=-1) + 1
    tracks = max(run.track for run in order) + 1
    for run in order:
        run.tracks = tracks


def _crossings(left: Vertical, right: Vertical) -> int:
    top, bottom = right.span()
    count = int(top < left.leave < bottom)
    top, bottom = left.span()
    return count + sum(top < level < bottom for level in right.enter)


def _band_tracks(plans: Sequence[Plan]) -> dict[int, int]:
    """How many tracks each band has."""
    found: dict[int, int] = {}
    for plan in plans:
        if plan.channel and plan.channel[0] == "band":
            found[plan.channel[1]] = max(found.get(plan.channel[1], 0), plan.slot + 1)
    return found


def _gutter(run: Vertical) -> Coordinate:
    return "G", run.gutter, run.track, run.tracks


def _route(plan: Plan, ways: Ways, bands: dict[int, int]) -> Route:
    ends = plan.wire.ends
    (a, y1), (b, y2) = ways.cells[ends[0]], ways.cells[ends[1]]
    line: Coordinate = ("r", y1, 0)
    points: list[Point] = [(("R", a), line)]
    if plan.channel:
        kind, place = plan.channel
        run = ("r", place, plan.slot) if kind == "row" else ("b", place, plan.slot, bands[place])
        out = ways.verticals.get((ends, "out"))
        if out:
            points += [(_gutter(out), line), (_gutter(out), run)]
        line = run
    if plan.entry != "L":
        middle: Coordinate = ("C", b, 0)
        return Route((*points, (middle, line), (middle, (plan.entry, y2))))
    port: Coordinate = ("r", y2, ways.ports[ends])
    last = ways.verticals.get((ends, "in"))
    if last:
        points += [(_gutter(last), line), (_gutter(last), port)]
    points.append((("L", b), port))
    return Route(
        tuple(points), soft=plan.channel is None and ends not in ways.trunks, stop=_stop(plan, ways, bands)
    )


def _stop(plan: Plan, ways: Ways, bands: dict[int, int]) -> Coordinate | None:
    """Where this wire meets the next nearer one on their trunk; None for the nearest and outside trunks."""
    trunk = ways.trunks.get(plan.wire.ends)
    if not trunk:
        return None
    y = ways.cells[plan.wire.target][1]
    own = abs(_arrives(plan, ways.cells) - y)
    nearer = [
        p
        for p in ways.plans
        if ways.trunks.get(p.wire.ends) == trunk and abs(_arrives(p, ways.cells) - y) < own
    ]
    if not nearer:
        return None
    mate = max(nearer, key=lambda p: (abs(_arrives(p, ways.cells) - y), p.wire.ends))
    if mate.channel is None:
        return "r", ways.cells[mate.wire.source][1], 0
    kind, place = mate.channel
    return ("r", place, mate.slot) if kind == "row" else ("b", place, mate.slot, bands[place])
