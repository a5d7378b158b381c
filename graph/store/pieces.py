"""A graph in pieces: its records by kind in batches, so that a large one never stands in memory whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from graph.frames import Graph, conform, schema
from graph.model import EDGES, NODES, Edge, Kind, Node
from graph.store import Store

SIZE = 20_000
Ends = tuple[type[Node], type[Node]]


@dataclass(frozen=True)
class Part:
    """Records of one kind, of an edge kind those between one pair of node kinds."""

    kind: type[Kind]
    ends: Ends | None
    rows: pl.DataFrame


@dataclass(frozen=True)
class Pieces:
    """A graph's Meta record, how many records there are beside it, and its parts, nodes first, as often as asked."""

    meta: dict[str, Any]
    total: int
    parts: Callable[[], Iterator[Part]]


def places() -> Iterator[tuple[type[Kind], Ends | None]]:
    """Every node kind, then every edge kind with each pair of its ends."""
    for node in NODES:
        if node.__name__ != "Meta":
            yield node, None
    for edge in EDGES:
        for pair in edge.ends:
            yield edge, pair


def of_graph(graph: Graph) -> Pieces:
    """The pieces of a graph in memory."""
    found = [
        Part(kind, ends, rows) for kind, ends in places() if (rows := _between(graph, kind, ends)).height
    ]

    def parts() -> Iterator[Part]:
        for part in found:
            for rows in part.rows.iter_slices(SIZE):
                yield Part(part.kind, part.ends, rows)

    return Pieces(graph["Meta"].row(0, named=True), sum(p.rows.height for p in found), parts)


def _between(graph: Graph, kind: type[Kind], ends: Ends | None) -> pl.DataFrame:
    rows = graph[kind.__name__]
    if ends is None or not issubclass(kind, Edge) or len(kind.ends) == 1:
        return rows
    starts, goals = (graph[node.__name__][node.key].implode() for node in ends)
    return rows.filter(pl.col("from").is_in(starts) & pl.col("to").is_in(goals))


@contextmanager
def of_store(store: Store) -> Iterator[Pieces]:
    """The pieces of a store's graph; the embedded one puts them down as files first, so that it takes no memory."""
    from graph.store.embedded import Embedded

    meta = conform(_kind("Meta"), store.run(read(_kind("Meta"), None))).row(0, named=True)
    if not isinstance(store, Embedded):
        yield of_graph(whole(store))
        return
    folder = Path(tempfile.mkdtemp(prefix="liantu-"))
    try:
        files = []
        for number, (kind, ends) in enumerate(places()):
            path = folder / f"{number}.parquet"
            store.unload(read(kind, ends), path)
            files.append((kind, ends, path, pl.scan_parquet(path).select(pl.len()).collect().item()))

        def parts() -> Iterator[Part]:
            for kind, ends, path, height in files:
                for start in range(0, height, SIZE):
                    rows = pl.scan_parquet(path).slice(start, SIZE).collect()
                    yield Part(kind, ends, conform(kind, rows))

        yield Pieces(meta, sum(height for *_, height in files), parts)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def whole(store: Store) -> Graph:
    """A store's whole graph in memory, as a build hands it over."""
    found = {kind.__name__: pl.DataFrame(schema=schema(kind)) for kind in (*NODES, *EDGES)}
    for kind, ends in [(_kind("Meta"), None), *places()]:
        rows = conform(kind, store.run(read(kind, ends)))
        found[kind.__name__] = pl.concat([found[kind.__name__], rows])
    return found


def read(kind: type[Kind], ends: Ends | None) -> str:
    """The Cypher text that reads every record of a kind, between one pair of ends."""
    name = kind.__name__
    if ends is None:
        assert issubclass(kind, Node)
        columns = ", ".join(f"x.`{c}` AS `{c}`" for c in schema(kind))
        return f"MATCH (x:`{name}`) RETURN {columns} ORDER BY x.`{kind.key}`"
    a, b = ends
    columns = ", ".join(f"x.`{c}` AS `{c}`" for c in schema(kind) if c not in ("from", "to"))
    return (
        f"MATCH (a:`{a.__name__}`)-[x:`{name}`]->(b:`{b.__name__}`) "
        f"RETURN a.`{a.key}` AS `from`, b.`{b.key}` AS `to`, {columns} ORDER BY `from`, `to`"
    )


def _kind(name: str) -> type[Kind]:
    return next(k for k in NODES if k.__name__ == name)
