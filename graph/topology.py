"""The order of a chain: leaves, feeds between leaves without cycles, layers, criticality (methods.md §2)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from graph.problem import Problem

Record = dict[str, Any]
STAGES = {"上游": 0, "中游": 1, "下游": 2, "配套": 3}
RADIUS = {"就近": 1.0, "区域": 0.5, "全国": 0.0}
DEPENDS = 0.8


@dataclass
class Topology:
    """One chain: its places by segment id, its leaves, the feeds that count (Flow records)."""

    chain: str
    places: dict[str, Record]
    leaves: list[str]
    parents: dict[str, str]
    flows: list[Record] = field(default_factory=list)

    def edges(self, serves: bool) -> dict[tuple[str, str], float]:
        """Feeds inside the chain: those between flow leaves, or those from 配套."""
        return {
            (f["from"], f["to"]): f["necessity"]
            for f in self.flows
            if f["serves"] is serves and f["outside"] is None
        }


def build(graph: dict[str, list[Record]], problems: list[Problem]) -> list[Topology]:
    """The topology of every chain; feeds that cannot be used are Problems."""
    placed: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in graph["InChain"]:
        placed[record["to"]][record["from"]] = record
    parents: dict[str, dict[str, str]] = defaultdict(dict)
    for record in graph["Under"]:
        parents[record["chain"]][record["from"]] = record["to"]
    found = []
    for chain in graph["Chain"]:
        places, up = placed[chain["name"]], parents[chain["name"]]
        leaves = [s for s in places if s not in set(up.values())]
        found.append(Topology(chain["name"], places, leaves, up))
    homes = {t.chain: t for t in found}
    for topology in found:
        topology.flows = _flows(topology, homes, graph["Feeds"], problems)
    return found


def leaves_under(topology: Topology, segment: str) -> list[str]:
    """The leaves at or below a segment of the chain."""
    below = [s for s, parent in topology.parents.items() if parent == segment]
    return [leaf for s in below for leaf in leaves_under(topology, s)] if below else [segment]


def _flows(
    topology: Topology, homes: dict[str, Topology], feeds: list[Record], problems: list[Problem]
) -> list[Record]:
    best: dict[tuple[str, str], Record] = {}
    places = topology.places
    for feed in feeds:
        here = [feed[end] in places for end in ("from", "to")]
        if feed["recycle"] or not any(here):
            continue
        outside = None if all(here) else "from" if here[1] else "to"
        ends = []
        for end, inside in zip(("from", "to"), here, strict=True):
            home = topology if inside else homes.get(feed[end].partition(":")[0], topology)
            ends.append(leaves_under(home, feed[end]))
        if _into_support(topology, homes, feed):
            if outside is None:
                problems.append(_problem(feed, f"{_said(topology, feed)} 供给配套环节,这条供给未用"))
            continue
        serves = _is_support(topology, homes, feed["from"])
        if serves and outside == "from":  # whom another chain's 配套 serves is told there
            continue
        for source in ends[0]:
            for goal in ends[1]:
                flow = {"from": source, "to": goal, "chain": topology.chain, "necessity": feed["necessity"],
                        "serves": serves, "outside": outside, "source": feed.get("source"),
                        "date": feed.get("date"), "confidence": feed.get("confidence"), "_feed": feed}  # fmt: skip
                if (
                    source != goal
                    and flow["necessity"] > best.get((source, goal), {"necessity": -1})["necessity"]
                ):
                    best[source, goal] = flow
    return _without_cycles(topology, best, problems)


def _problem(feed: Record, reason: str) -> Problem:
    """A Problem at the line of the chain file that says the feed."""
    return Problem(
        feed.get("_file"), reason, row=feed.get("_row"), column="feeds", value=feed.get("_written")
    )


def _said(topology: Topology, feed: Record) -> str:
    """A feed in words; the chain that it stands in is named once."""
    own = f"{topology.chain}:"
    return f"{own}{feed['from'].removeprefix(own)}→{feed['to'].removeprefix(own)}"


def _stage(topology: Topology, homes: dict[str, Topology], segment: str) -> str | None:
    place = topology.places.get(segment) or getattr(homes.get(segment.partition(":")[0]), "places", {}).get(
        segment
    )
    return place["stage"] if place else None


def _is_support(topology: Topology, homes: dict[str, Topology], segment: str) -> bool:
    return _stage(topology, homes, segment) == "配套"


def _into_support(topology: Topology, homes: dict[str, Topology], feed: Record) -> bool:
    return _is_support(topology, homes, feed["to"])


def _without_cycles(
    topology: Topology, flows: dict[tuple[str, str], Record], problems: list[Problem]
) -> list[Record]:
    """While a strongly connected component is left, drop the feed furthest back in stage, then least necessary."""
    inner = {key for key, flow in flows.items() if not flow["serves"] and flow["outside"] is None}
    network = nx.DiGraph(sorted(inner))
    while True:
        loops = [c for c in nx.strongly_connected_components(network) if len(c) > 1]
        edges = [(a, b) for c in loops for a, b in network.edges(c) if b in c]
        if not edges:
            return [flows[key] for key in sorted(flows)]
        stage = {s: STAGES[topology.places[s]["stage"]] for s in network}
        worst = min(edges, key=lambda e: (stage[e[1]] - stage[e[0]], flows[e]["necessity"], e))
        network.remove_edge(*worst)
        feed = flows.pop(worst)["_feed"]
        problems.append(_problem(feed, f"{topology.chain}的供给成环,未用 {worst[0]}→{worst[1]} 这一条"))


def measure(topology: Topology, radius: dict[str, str]) -> None:
    """Write leaf, order, layer, through, dependence, criticality and must_pass into the places."""
    flow = [s for s in topology.leaves if topology.places[s]["stage"] != "配套"]
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_nodes_from(flow)
    network.add_edges_from(topology.edges(serves=False))
    layers = {s: i for i, layer in enumerate(nx.topological_generations(network)) for s in layer}
    after = {s: set(nx.descendants(network, s)) for s in flow}
    ends = [s for s in flow if not network.out_degree(s) and network.in_degree(s)]
    sources = [s for s in flow if not network.in_degree(s) and network.out_degree(s)]
    pairs = [(a, b) for a in sources for b in ends if b in after[a]]
    gates = _gates(network, sources, ends)
    for order, segment in enumerate(topology.places):
        place = topology.places[segment]
        leaf = segment in topology.leaves
        place |= {
            "leaf": leaf,
            "order": order,
            "layer": layers.get(segment),
            "parent": topology.parents.get(segment),
        }
        if not leaf:
            continue
        through = _through(segment, pairs, after) if segment in layers else 0.0
        depends = _dependence(segment, topology, ends)
        tau = RADIUS[radius[segment]]
        place |= {"through": through, "dependence": depends, "criticality": (through + depends + tau) / 3,
                  "must_pass": through == 1.0 and segment in gates}  # fmt: skip


def _through(segment: str, pairs: list[tuple[str, str]], after: dict[str, set[str]]) -> float:
    """The share of connected (source, end) pairs, the segment not among them, with a path through it."""
    others = [(a, b) for a, b in pairs if segment not in (a, b)]
    passing = [1 for a, b in others if segment in after[a] and b in after[segment]]
    return len(passing) / len(others) if others else 0.0


def _gates(network: nx.DiGraph[str], sources: list[str], ends: list[str]) -> set[str]:
    """The segments on every path from any source to any end: what dominates a common end from a common source."""
    start, goal = "→", "←"  # no segment's id, which has a colon
    whole = nx.DiGraph(network)
    whole.add_edges_from([(start, s) for s in sources] + [(e, goal) for e in ends])
    if start not in whole or goal not in whole or not nx.has_path(whole, start, goal):
        return set()
    above, found, at = nx.immediate_dominators(whole, start), set(), goal
    while (at := above[at]) != start:
        found.add(at)
    return found


def _dependence(segment: str, topology: Topology, ends: list[str]) -> float:
    """The weight of the ends that stop when the segment stops: reached by feeds all of necessity ≥ 0.8."""
    strong = {**topology.edges(serves=False), **topology.edges(serves=True)}
    following: dict[str, list[str]] = defaultdict(list)
    for (a, b), necessity in strong.items():
        if necessity >= DEPENDS:
            following[a].append(b)
    reached, queue = {segment}, [segment]
    while queue:
        for goal in following[queue.pop()]:
            if goal not in reached:
                reached.add(goal)
                queue.append(goal)
    weights = {t: topology.places[t]["necessity"] for t in ends}
    total = sum(weights.values())
    return sum(w for t, w in weights.items() if t in reached) / total if total else 0.0
