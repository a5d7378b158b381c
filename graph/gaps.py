"""Gaps: connection, kind, severity of every leaf of a chain (methods.md §2). Pure; nothing is read here."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Any

from graph.project import Policy

ABSENT_BUT_UNKNOWN = ("待核", "数据不足")
ANCHOR = {"已覆盖": 1.0, "在建": 0.7, "已签约": 0.5, "规划中": 0.3}
ORDER = {"固链": 0, "强链": 1, "升链": 2}


@dataclass
class Leaf:
    """One leaf of a chain: its place, its status, what is planned for it."""

    id: str
    name: str
    stage: str
    necessity: float
    criticality: float
    status: str
    grade: str | None = None
    planned: bool = False
    outsourced: bool = False
    fragile: float | None = None
    fragile_why: str | None = None
    national: bool = False
    upgrades: dict[str, tuple[float, float]] = field(default_factory=dict)
    census: str | None = None
    surveyed: bool = False
    lq: float | None = None
    # a park that names only the chain stands here: its name, and 规划中, 已签约 or 在建
    park: str | None = None
    stands: str | None = None


@dataclass(frozen=True)
class Gap:
    """One row: a kind for a leaf, its severity and the figures it comes from."""

    segment: str
    kind: str
    variant: str | None
    b: float | None
    score: float | None
    u: float
    d: float
    before: str | None
    after: str | None
    would_be: dict[str, Any] | None = None
    why: str | None = None
    anchor: str | None = None


@dataclass
class ChainView:
    """A chain as the formulas see it. Feeds: (from, to) → necessity; ``outer`` holds statuses of other chains' leaves."""

    name: str
    category: str | None
    weight: float
    leaves: dict[str, Leaf]
    feeds: dict[tuple[str, str], float]
    serves: dict[tuple[str, str], float]
    outer: dict[str, str] = field(default_factory=dict)

    def coverage(self, counted: tuple[str, ...] = ("已覆盖",)) -> float | None:
        """The share of necessity that the counted statuses hold; null where no leaf has any."""
        total = sum(leaf.necessity for leaf in self.leaves.values())
        held = sum(leaf.necessity for leaf in self.leaves.values() if leaf.status in counted)
        return held / total if total else None


def severity_name(score: float | None, policy: Policy) -> str | None:
    """紧急, 重要 or 一般."""
    if score is None:
        return None
    return "紧急" if score >= policy.urgent else "重要" if score >= policy.important else "一般"


def connections(view: ChainView, policy: Policy, forward: bool) -> dict[str, tuple[float, str | None]]:
    """u (forward) or d of every flow leaf, with the neighbour that gives it."""
    near: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (source, goal), necessity in view.feeds.items():
        near[goal if forward else source].append((source if forward else goal, necessity))
    found: dict[str, tuple[float, str | None]] = {}
    inner = {key: {other for other, _ in near[key] if other in view.leaves} for key in view.leaves}
    for key in TopologicalSorter(inner).static_order():
        best: tuple[float, str | None] = (0.0, None)
        for other, necessity in sorted(near[key]):
            leaf = view.leaves.get(other)
            value = policy.connection(leaf.status if leaf else view.outer.get(other))
            if leaf:
                value = max(value, policy.gamma * found[other][0])
            if necessity * value > best[0]:
                best = (necessity * value, other)
        found[key] = best
    return found


def anchors(view: ChainView, policy: Policy) -> dict[str, tuple[float, str | None]]:
    """How well each leaf hangs on what stands or is planned in the chain, 0.1 at least; and the leaf it hangs on."""
    links: dict[bool, dict[str, list[str]]] = {True: defaultdict(list), False: defaultdict(list)}
    for source, goal in view.feeds:
        if source not in view.leaves or goal not in view.leaves:
            continue  # a neighbour in another chain counts with its own m only
        links[True][source].append(goal)
        links[False][goal].append(source)
    held = {key: _own_anchor(leaf) for key, leaf in view.leaves.items()}
    result: dict[str, tuple[float, str | None]] = {
        key: (0.8, key) if held[key] and leaf.status != "已覆盖" else (0.1, None)
        for key, leaf in view.leaves.items()
    }
    for origin, a in held.items():
        for direction in (True, False) if a else ():
            for goal, k in _steps(origin, links[direction]).items():
                value = a * policy.gamma ** (k - 1)
                if k and goal in result and value > result[goal][0]:
                    result[goal] = (value, origin)
    return result


def _own_anchor(leaf: Leaf) -> float:
    """a: 1 已覆盖, 0.7 在建, 0.5 已签约, 0.3 计划, else 0."""
    known = (
        ANCHOR.get(leaf.status, 0.0),
        ANCHOR.get(leaf.stands or "", 0.0),
        ANCHOR["规划中"] if leaf.planned else 0.0,
    )
    return max(known)


def _steps(origin: str, links: dict[str, list[str]]) -> dict[str, int]:
    """The fewest steps from a leaf to every other one along the links."""
    steps, queue = {origin: 0}, deque([origin])
    while queue:
        at = queue.popleft()
        for goal in links[at]:
            if goal not in steps:
                steps[goal] = steps[at] + 1
                queue.append(goal)
    return steps


def find(view: ChainView, policy: Policy) -> list[Gap]:
    """All rows of a chain."""
    u, d = connections(view, policy, True), connections(view, policy, False)
    held = anchors(view, policy)
    rows: list[Gap] = []
    for key, leaf in view.leaves.items():
        facts = (u[key][0], d[key][0], u[key][1], d[key][1])
        found = (
            _present(view, leaf, facts)
            if leaf.status == "已覆盖"
            else [_absent(view, leaf, facts, held[key][0], policy)]
        )
        for kind, variant, b, why in found:
            score = severity(view.weight, leaf, b)
            if leaf.status in ABSENT_BUT_UNKNOWN:
                would = {"kind": kind, "variant": variant, "severity": severity_name(score, policy),
                         "score": round(score, 4), "b": round(b, 4)}  # fmt: skip
                rows.append(Gap(key, "数据不足", None, None, None, *facts, would_be=would))
            else:
                rows.append(Gap(key, kind, variant, b, score, *facts, why=why, anchor=held[key][1]))
    return rows


def severity(weight: float, leaf: Leaf, b: float) -> float:
    """σ = π·b·(0.3 + 0.4 w + 0.3 K), cut at 1; what is bought outside is cut at 0.249."""
    score = min(1.0, weight * b * (0.3 + 0.4 * leaf.necessity + 0.3 * leaf.criticality))
    return min(score, 0.249) if leaf.outsourced else score


_Found = tuple[str, str | None, float, str | None]


def _absent(
    view: ChainView,
    leaf: Leaf,
    facts: tuple[float, float, str | None, str | None],
    anchor: float,
    policy: Policy,
) -> _Found:
    u, d = facts[0], facts[1]
    if leaf.stage == "配套":
        return _support(view, leaf, policy)
    if u > 0 and d > 0:
        return "补链", None, (u * d) ** 0.5, None
    if (view.coverage() or 0.0) < policy.new_below:
        return "建链", None, anchor, None
    if u > 0:
        return "延链", "向下游", 0.8 * u, None
    if d > 0:
        return "延链", "向上游", 0.6 * d, None
    return "建链", None, min(0.3, anchor), None


def _support(view: ChainView, leaf: Leaf, policy: Policy) -> _Found:
    served = [
        necessity
        * policy.connection(view.leaves[goal].status if goal in view.leaves else view.outer.get(goal))
        for (source, goal), necessity in view.serves.items()
        if source == leaf.id
    ]
    b = 0.7 * max(served) if served else 0.7 * (view.coverage() or 0.0)
    return ("补链", "配套", b, None) if b > 0 else ("建链", None, 0.1, None)


def _present(view: ChainView, leaf: Leaf, facts: tuple[float, float, str | None, str | None]) -> list[_Found]:
    rows: list[_Found] = []
    if leaf.grade == "薄弱":
        rows.append(("强链", "补弱", 0.6, None))
    if leaf.grade == "优势" and not leaf.national:
        rows.append(("强链", "锻长板", 0.5, None))
    if leaf.fragile is not None:
        rows.append(("固链", None, leaf.fragile * (0.5 + 0.5 * facts[1]), leaf.fragile_why))
    short = [1 - value / goal for value, goal in leaf.upgrades.values() if goal > 0 and value < goal]
    if view.category == "传统" and short:
        rows.append(("升链", None, sum(short) / len(short), None))
    return rows


def leads(rows: list[Gap]) -> set[int]:
    """The positions of the rows that lead their segment: largest σ, ties 固 > 强 > 升."""
    best: dict[str, int] = {}
    for i, row in enumerate(rows):
        at = best.get(row.segment)
        if at is None or _rank(row) < _rank(rows[at]):
            best[row.segment] = i
    return set(best.values())


def _rank(row: Gap) -> tuple[float, int]:
    return (1.0 if row.score is None else -row.score, ORDER.get(row.kind, 9))
