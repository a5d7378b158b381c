"""A graph in pieces: its records by kind in batches, so that a large one never stands in memory whole."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from graph.frames import Graph, conform, schema
from graph.model import EDGES, NODES, Edge, Kind, Node
from graph.store import Row, Store

if TYPE_CHECKING:
    from graph.store.embedded import Embedded
    from graph.store.neo4j_store import Neo4j

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
    """The pieces of a store's graph; the embedded one is read a page at a time, as its pool holds no million rows."""
    meta = conform(_kind("Meta"), store.run(read(_kind("Meta"), None))).row(0, named=True)
    with tempfile.TemporaryDirectory(prefix="liantu-") as folder:
        pages = _Pages(store, Path(folder) / "page.parquet")
        yield Pieces(meta, pages.total, pages.parts)


class _Pages:
    """A store's records, of a Neo4j as they come, of the embedded store page by page.

    Nodes by their keys, edges by the keys that they start from.
    """

    def __init__(self, store: Store, file: Path) -> None:
        """Count what there is; the embedded store puts each page down as ``file``, its quickest way out."""
        self.store, self.file = store, file
        counts = [(kind, ends, store.run(count(kind, ends))[0]["n"]) for kind, ends in places()]
        self.counts = [(kind, ends, n) for kind, ends, n in counts if n]
        self.total = sum(n for *_, n in self.counts)

    def parts(self) -> Iterator[Part]:
        """Every part, nodes first."""
        for kind, ends, n in self.counts:
            for rows in self._frames(kind, ends, n):
                for some in _sorted(kind, conform(kind, rows)).iter_slices(SIZE):
                    yield Part(kind, ends, some)

    def _frames(self, kind: type[Kind], ends: Ends | None, n: int) -> Iterator[pl.DataFrame | list[Row]]:
        from graph.store.embedded import Embedded

        if n <= SIZE:
            yield self.store.run(read(kind, ends))
        elif isinstance(self.store, Embedded):
            yield from self._pages(self.store, kind, ends)
        else:
            yield from cast("Neo4j", self.store).stream(read(kind, ends), SIZE)

    def _pages(self, store: Embedded, kind: type[Kind], ends: Ends | None) -> Iterator[pl.DataFrame]:
        first = _node(kind) if ends is None else ends[0]
        store.unload(f"MATCH (x:`{first.__name__}`) RETURN x.`{first.key}` AS key ORDER BY key", self.file)
        keys = pl.read_parquet(self.file, memory_map=False)["key"]
        for page in (keys[start : start + SIZE] for start in range(0, len(keys), SIZE)):
            asked = {"keys": page.to_list()} if ends is None else {"low": page[0], "high": page[-1]}
            store.unload(read(kind, ends, paged=True), self.file, **asked)
            yield pl.read_parquet(self.file, memory_map=False)


def _sorted(kind: type[Kind], rows: pl.DataFrame) -> pl.DataFrame:
    """Records in one order, whichever engine they come from: edges between the same two have none in a store."""
    plain = [name for name, dtype in rows.schema.items() if not isinstance(dtype, pl.List)]
    return rows.sort(plain if issubclass(kind, Edge) else _node(kind).key)


def whole(store: Store) -> Graph:
    """A store's whole graph in memory, as a build hands it over."""
    found = {kind.__name__: [pl.DataFrame(schema=schema(kind))] for kind in (*NODES, *EDGES)}
    with of_store(store) as pieces:
        found["Meta"].append(conform(_kind("Meta"), [pieces.meta]))
        for part in pieces.parts():
            found[part.kind.__name__].append(part.rows)
    return {kind: pl.concat(frames) for kind, frames in found.items()}


def read(kind: type[Kind], ends: Ends | None, paged: bool = False) -> str:
    """The Cypher text that reads every record of a kind, between one pair of ends, or a page of them."""
    name = kind.__name__
    if ends is None:
        node = _node(kind)
        columns = ", ".join(f"x.`{c}` AS `{c}`" for c in schema(kind))
        only = (
            (f"UNWIND $keys AS key MATCH (x:`{name}` {{`{node.key}`: key}})")
            if paged
            else f"MATCH (x:`{name}`)"
        )
        return f"{only} RETURN {columns} ORDER BY x.`{node.key}`"
    a, b = ends
    columns = ", ".join(f"x.`{c}` AS `{c}`" for c in schema(kind) if c not in ("from", "to"))
    only = f" WHERE a.`{a.key}` >= $low AND a.`{a.key}` <= $high" if paged else ""
    return (
        f"{_edges(kind, ends)}{only} "
        f"RETURN a.`{a.key}` AS `from`, b.`{b.key}` AS `to`, {columns} ORDER BY `from`, `to`"
    )


def count(kind: type[Kind], ends: Ends | None) -> str:
    """The Cypher text that counts the records of a kind, between one pair of ends."""
    what = f"MATCH (x:`{kind.__name__}`)" if ends is None else _edges(kind, ends)
    return f"{what} RETURN count(*) AS n ORDER BY n"


def _edges(kind: type[Kind], ends: Ends) -> str:
    a, b = (end.__name__ for end in ends)
    return f"MATCH (a:`{a}`)-[x:`{kind.__name__}`]->(b:`{b}`)"


def _node(kind: type[Kind]) -> type[Node]:
    assert issubclass(kind, Node)
    return kind


def _kind(name: str) -> type[Kind]:
    return next(k for k in NODES if k.__name__ == name)
