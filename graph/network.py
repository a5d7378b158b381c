"""The graph in networkx, for analysts who write Python: ``graph.network.of(open_store(".liantu/graph.lbug"))``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx

from graph.frames import Graph
from graph.store import Row, Store
from graph.store.pieces import places, whole


def of(store: Store) -> nx.MultiDiGraph[str]:
    """A store's whole graph: nodes ``Kind:key``, ``kind`` and every known field as attributes, edges keyed in order.

    A field that is unknown (null) is no attribute; dates are ``datetime.date``, lists are lists. Meta is
    ``network.graph``, without the project's text.
    """
    graph = whole(store)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    meta = graph["Meta"].row(0, named=True)
    network.graph.update({k: v for k, v in meta.items() if v is not None and k != "project"})
    for node, fields in nodes(graph):
        network.add_node(node, **fields)
    for a, b, fields in edges(graph):
        network.add_edge(a, b, **fields)
    return network


def nodes(graph: Graph) -> Iterator[tuple[str, Row]]:
    """Every node but Meta: its id ``Kind:key`` and its known fields, its kind first."""
    for kind, ends in places():
        if ends is None:
            name, key = kind.__name__, kind.key  # type: ignore[attr-defined]
            for row in graph[name].iter_rows(named=True):
                yield f"{name}:{row[key]}", {"kind": name} | _known(row)


def edges(graph: Graph) -> Iterator[tuple[str, str, Row]]:
    """Every edge: the ids of its ends and its known fields, its kind first."""
    known = {node for node, _ in nodes(graph)}
    for kind, ends in places():
        if ends is None:
            continue
        first, second = (f"{end.__name__}:" for end in ends)
        for row in graph[kind.__name__].iter_rows(named=True):
            a, b = first + row["from"], second + row["to"]
            if a in known and b in known:
                fields = {k: v for k, v in _known(row).items() if k not in ("from", "to")}
                yield a, b, {"kind": kind.__name__} | fields


def _known(row: dict[str, Any]) -> Row:
    return {name: value for name, value in row.items() if value is not None}
