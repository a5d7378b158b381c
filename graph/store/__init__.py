"""Stores: keep a Graph, answer Cypher; the address chooses between the embedded file and a Neo4j."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from graph.problem import InputError

if TYPE_CHECKING:
    from graph.frames import Graph
    from graph.store.neo4j_store import Neo4j

Row = dict[str, Any]
SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


class Rows(list[Row]):
    """The rows of an answer, and the names of its columns, which an answer without rows has too."""

    def __init__(self, rows: Iterable[Row] = (), columns: Sequence[str] = ()) -> None:
        """As a list is made."""
        super().__init__(rows)
        self.columns = list(columns)


class Store(Protocol):
    """A backend: three methods."""

    def replace(self, graph: Graph) -> None:
        """Put the whole graph in the place of the old one."""

    def run(self, cypher: str, **parameters: Any) -> list[Row]:
        """The rows of one Cypher text (both engines answer with :class:`Rows`)."""

    def close(self) -> None:
        """Let go of it."""


def is_server(address: str) -> bool:
    """Whether an address is that of a server, not a path."""
    return "://" in address


def open_store(address: str) -> Store:
    """The store at an address: a path of the embedded store, or neo4j://host:port/database and the like."""
    if not is_server(address):
        from graph.store.embedded import Embedded

        return Embedded(Path(address))
    return open_server(address)


def open_server(address: str, limit: float | None = None) -> Neo4j:
    """The Neo4j at an address; ``limit``: seconds that one question may take."""
    scheme = address.partition("://")[0].rpartition("@")[2]
    if not is_server(address) or scheme not in SCHEMES:
        raise InputError(f"不认识图谱地址「{scheme}」;Neo4j 的地址以 {'、'.join(SCHEMES)} 加 :// 开头。")
    from graph.store.neo4j_store import Neo4j

    return Neo4j(address, limit)
