"""Columns: stages side by side, within a stage by flow, near what a segment feeds, none too full."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import networkx as nx

from exports._map.grid import STAGES, SUPPORT, Box, Column, Wire

MOST_ROWS = 8  # a stage gets another column before a column gets more boxes than this
FULL = 6  # boxes a column should have at most
SPINE_PULL = 3.0


def flow(boxes: Sequence[Box], wires: Iterable[Wire]) -> nx.DiGraph[str]:
    """The feeds between boxes of the three stages, without the weakest feed of each cycle."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(b.key for b in boxes if b.stage != SUPPORT)
    for wire in sorted(wires, key=lambda w: (-w.necessity, w.ends)):
        known = wire.source in graph and wire.target in graph and wire.source != wire.target
        if known and not nx.has_path(graph, wire.target, wire.source):
            graph.add_edge(*wire.ends, necessity=wire.necessity)
    return graph


def spine(boxes: Sequence[Box], graph: nx.DiGraph[str]) -> list[str]:
    """The longest, most necessary path from a source to an end that never runs back in stage."""
    by_key = {b.key: b for b in boxes}
    forward: nx.DiGraph[str] = nx.DiGraph()
    forward.add_nodes_from(b.key for b in sorted(boxes, key=lambda b: b.order) if b.key in graph)
    for a, b in sorted((str(x), str(y)) for x, y in graph.edges()):
        data = graph.edges[a, b]
        if STAGES.index(by_key[a].stage) <= STAGES.index(by_key[b].stage):
            worth = data["necessity"] + by_key[b].weight + by_key[a].weight
            forward.add_edge(a, b, worth=worth)
    if not forward.number_of_edges():
        return []
    return list(nx.dag_longest_path(forward, weight="worth"))


def main_wires(wires: Sequence[Wire], path: Sequence[str], boxes: Sequence[Box]) -> list[Wire]:
    """What is drawn at rest: the spine, what connects, and each segment's strongest feed in and out."""
    steps = set(pairwise(path))
    weight = {b.key: b.weight for b in boxes}
    inward: dict[str, Wire] = {}
    outward: dict[str, Wire] = {}

    def strength(wire: Wire, other: str) -> tuple[bool, float, bool, float, str]:
        return wire.ends in steps, wire.necessity, wire.live, weight.get(other, 0), other

    for wire in wires:
        best = inward.get(wire.target)
        if best is None or strength(wire, wire.source) > strength(best, best.source):
            inward[wire.target] = wire
        best = outward.get(wire.source)
        if best is None or strength(wire, wire.target) > strength(best, best.target):
            outward[wire.source] = wire
    chosen = {w.ends for w in (*inward.values(), *outward.values())} | steps
    return [w for w in wires if w.ends in chosen or (w.live and w.necessity >= 0.5)]


def assign(
    boxes: Sequence[Box], graph: nx.DiGraph[str], main: Sequence[Wire], path: Sequence[str]
) -> dict[str, int]:
    """The column of every box that is not 配套."""
    column: dict[str, int] = {}
    spans: dict[str, tuple[int, int]] = {}
    first = 0
    for stage in STAGES:
        members = [b.key for b in boxes if b.stage == stage]
        if not members:
            continue
        inner = graph.subgraph(members)
        depth = _depth(inner)
        width = max(max(depth.values()) + 1, math.ceil(len(members) / MOST_ROWS))
        for key in members:
            column[key] = first + depth[key]
            spans[key] = (first, first + width - 1)
        first += width
    _settle(column, spans, graph, main, path)
    return _closed_up(column)


def _depth(inner: nx.DiGraph[str]) -> dict[str, int]:
    depth: dict[str, int] = {}
    for key in nx.topological_sort(inner):
        depth[key] = max((depth[p] + 1 for p in inner.pred[key]), default=0)
    return depth


def _settle(
    column: dict[str, int],
    spans: dict[str, tuple[int, int]],
    graph: nx.DiGraph[str],
    main: Sequence[Wire],
    path: Sequence[str],
) -> None:
    """Move boxes within what the flow allows, towards their neighbours and out of full columns."""
    pull = _pulls(column, main, set(pairwise(path)))
    count = Counter(column.values())

    def cost(key: str, place: int) -> float:
        crowd = count[place] - (column[key] == place)
        length = sum(force * abs(column[other] - place) for other, force in pull[key])
        return round(length + 0.04 * crowd + 1.5 * max(0, crowd + 1 - FULL), 9)

    for _ in range(20):
        moved = False
        for key in column:
            low, high = spans[key]
            low = max([low, *(column[p] + 1 for p in graph.pred[key] if spans[p] == spans[key])])
            high = min([high, *(column[n] - 1 for n in graph.succ[key] if spans[n] == spans[key])])
            best = min(range(low, high + 1), key=lambda c: (cost(key, c), c), default=column[key])
            if cost(key, best) < cost(key, column[key]):
                count.update({column[key]: -1, best: 1})
                column[key] = best
                moved = True
        if not moved:
            break


def _pulls(
    keys: Iterable[str], main: Sequence[Wire], steps: set[tuple[str, str]]
) -> dict[str, list[tuple[str, float]]]:
    """What draws each box: its neighbours, and how strongly; the spine most of all."""
    pull: dict[str, list[tuple[str, float]]] = {key: [] for key in keys}
    for wire in main:
        if wire.source in pull and wire.target in pull:
            force = wire.necessity * (SPINE_PULL if wire.ends in steps else 1)
            pull[wire.source].append((wire.target, force))
            pull[wire.target].append((wire.source, force))
    return pull


def _closed_up(column: dict[str, int]) -> dict[str, int]:
    """The same columns without empty ones between."""
    used = {old: new for new, old in enumerate(sorted(set(column.values())))}
    return {key: used[place] for key, place in column.items()}


def heads(boxes: Sequence[Box], column: dict[str, int], path: Sequence[str]) -> list[Column]:
    """Stage and sub-head of each column: the group most of its boxes belong to, else its step of the spine."""
    found: list[Column] = []
    for place in range(max(column.values(), default=-1) + 1):
        inside = [b for b in boxes if column.get(b.key) == place]
        groups = Counter(b.parent for b in inside if b.parent)
        step = next((b for b in inside if b.key in path), None)
        head = step.parent or step.key if step else None
        if groups and groups.most_common(1)[0][1] >= 2:
            head = groups.most_common(1)[0][0]
        found.append(Column(inside[0].stage, head))
    return found
