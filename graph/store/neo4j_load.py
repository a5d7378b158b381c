"""Loading a graph into Neo4j: constraints, batches, then what the load did not touch is deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import neo4j
from neo4j.exceptions import ClientError

from graph.model import NODES, Kind, Node
from graph.problem import InputError
from graph.store.neo4j_store import MARK, STATE, TAG
from graph.store.pieces import SIZE, Ends, Part, Pieces

# What questions begin with: few of very many, so a scan would cost more than the answer.
INDEXES = {
    "Enterprise_is_local": "(x:Enterprise) ON (x.is_local)",
    "Enterprise_ties": "(x:Enterprise) ON (x.ties)",
    "Makes_local": "()-[x:Makes]-() ON (x.local)",
    "LocatedIn_segment": "()-[x:LocatedIn]-() ON (x.segment)",
}
SMALL = 50_000  # records that go in one transaction, so that no question ever meets a half-written graph
META = f"(m:Meta:{MARK} {{id: 'liantu'}})"
GUARD = f"MATCH {META} WHERE m.{TAG} = $tag WITH m "
BEGIN = f"MERGE {META} SET m.state = '写入中', m.hash = null, m.{TAG} = $tag"
ANY = f"MATCH (n:{MARK}) WHERE NOT n:Meta RETURN 1 AS any LIMIT 1"
FINISH = f"{GUARD}SET m += $meta RETURN count(*) AS n"
OVERTAKEN = "另一次 push 同时在写这个库,这一次已停下;请等它写完,再运行一次。"


def load(session: neo4j.Session, pieces: Pieces, tag: str, advance: Callable[[int], object]) -> bool:
    """Write the graph; false where the same one is there already and whole."""
    there = session.execute_read(lambda tx: tx.run(STATE).single())
    wanted = {"state": "完整", "hash": pieces.meta["hash"], "shape": pieces.meta["shape"]}
    if there and wanted.items() <= dict(there).items():
        return False
    _constrain(session)
    for step, size in (_small if pieces.total <= SMALL else _large)(pieces):
        session.execute_write(lambda tx, step=step: step(tx, tag))  # type: ignore[misc]
        advance(size)
    # Only quicker plans: where this is not allowed, or not there, the graph is whole all the same.
    with suppress(ClientError):
        session.run("CALL db.prepareForReplanning(60)").consume()
    return True


def _constrain(session: neo4j.Session) -> None:
    for kind in NODES:
        name = kind.__name__
        session.run(
            f"CREATE CONSTRAINT `liantu_{name}` IF NOT EXISTS FOR (n:`{name}`) REQUIRE n.`{kind.key}` IS UNIQUE"
        ).consume()
    for name, what in INDEXES.items():
        session.run(f"CREATE INDEX `liantu_{name}` IF NOT EXISTS FOR {what}").consume()
    session.run("CALL db.awaitIndexes(300)").consume()


@dataclass(frozen=True)
class Batch:
    """Records of one kind as the driver sends them: a list of values a column, read by their number on the server.

    A map a record repeats every column's name with every record; a push of them took about a tenth longer.
    """

    part: Part
    rows: dict[str, list[Any]]
    fresh: bool

    @property
    def size(self) -> int:
        """How many records."""
        return self.part.rows.height


Step = Callable[[neo4j.ManagedTransaction, str], object]  # what is done under a load's tag


def _begin(tx: neo4j.ManagedTransaction, tag: str) -> bool:
    """Take the database for this load; whether it is ``fresh``: no load before or beside this one wrote here.

    Of two that begin together only one makes the Meta node.
    """
    made = tx.run(BEGIN, tag=tag).consume().counters.nodes_created
    return bool(made) and tx.run(ANY).single() is None


def _small(pieces: Pieces) -> Iterator[tuple[Step, int]]:
    def everything(tx: neo4j.ManagedTransaction, tag: str) -> None:
        fresh = _begin(tx, tag)
        for part in pieces.parts():
            _write(tx, tag, _batch(part, fresh))
        for delete, ids in () if fresh else _gone(tx, tag):
            tx.run(delete, ids=ids).consume()
        _finish(tx, pieces, tag)

    yield everything, pieces.total


def _large(pieces: Pieces) -> Iterator[tuple[Step, int]]:
    begun: list[bool] = []  # one each time that the step is tried
    yield lambda tx, tag: begun.append(_begin(tx, tag)), 0
    fresh = begun[-1]
    for batch in _ahead(_batch(part, fresh) for part in pieces.parts()):
        yield partial(_write, batch=batch), batch.size
    while not fresh:
        more: list[bool] = []
        yield lambda tx, tag, more=more: more.append(_sweep(tx, tag)), 0  # type: ignore[misc]
        if not any(more):
            break
    yield lambda tx, tag: _finish(tx, pieces, tag), 0


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The batches, the next one read while the server writes the last."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


def _batch(part: Part, fresh: bool) -> Batch:
    """A part's records; in an empty database, and for edges, there is no old value that a null would take away."""
    frame = part.rows
    if fresh or part.ends is not None:
        frame = frame.select(column for column in frame if column.null_count() < frame.height)
    return Batch(part, {column.name: column.to_list() for column in frame}, fresh)


def _write(tx: neo4j.ManagedTransaction, tag: str, batch: Batch) -> None:
    text = statement(batch.part.kind, batch.part.ends, batch.rows, batch.fresh)
    if tx.run(text, rows=batch.rows, size=batch.size, tag=tag).single(strict=True)["n"] != batch.size:
        raise InputError(OVERTAKEN)


def statement(kind: type[Kind], ends: Ends | None, columns: Iterable[str], fresh: bool) -> str:
    """The statement that writes a batch of a kind: nodes by their key (all new in a ``fresh`` database), edges anew."""
    name = kind.__name__
    record = ", ".join(f"`{c}`: $rows.`{c}`[i]" for c in columns if c not in ("from", "to"))
    record = f"{{{record}{', ' if record else ''}{TAG}: $tag}}"
    each = f"{GUARD}UNWIND range(0, $size - 1) AS i "
    if ends is None:
        assert issubclass(kind, Node)
        key = f"{{`{kind.key}`: $rows.`{kind.key}`[i]}}"
        write = (
            f"CREATE (n:`{name}`:{MARK} {record})"
            if fresh
            else f"MERGE (n:`{name}`:{MARK} {key}) SET n += {record}"
        )
    else:
        (a, first), (b, second) = ((node.__name__, node.key) for node in ends)
        write = (
            f"MATCH (a:`{a}`:{MARK} {{`{first}`: $rows.`from`[i]}}) "
            f"MATCH (b:`{b}`:{MARK} {{`{second}`: $rows.`to`[i]}}) CREATE (a)-[r:`{name}` {record}]->(b)"
        )
    return f"{each}{write} RETURN count(*) AS n"


EDGES_GONE = f"MATCH ()-[r]->() WHERE r.{TAG} <> $tag RETURN elementId(r) AS id LIMIT $most"
NODES_GONE = f"MATCH (n:{MARK}) WHERE n.{TAG} <> $tag RETURN elementId(n) AS id LIMIT $most"
DROP_EDGES = "UNWIND $ids AS id MATCH ()-[r]->() WHERE elementId(r) = id DELETE r"
DROP_NODES = "UNWIND $ids AS id MATCH (n) WHERE elementId(n) = id AND NOT EXISTS { (n)--() } DELETE n"
# A node that is gone but that others have tied something to loses what is ours and stays for them.
LEAVE_NODES = (
    f"UNWIND $ids AS id MATCH (n) WHERE elementId(n) = id "
    f"REMOVE n:{MARK}, n.{TAG}{''.join(f', n:`{kind.__name__}`' for kind in NODES)}"
)


def _gone(tx: neo4j.ManagedTransaction, tag: str, most: int = 2**40) -> Iterator[tuple[str, list[str]]]:
    """Statements and ids that delete what an earlier load wrote and this one did not."""
    for find, drops in ((EDGES_GONE, (DROP_EDGES,)), (NODES_GONE, (DROP_NODES, LEAVE_NODES))):
        ids = [r["id"] for r in tx.run(find, tag=tag, most=most)]
        for start in range(0, len(ids), SIZE):
            for drop in drops:
                yield drop, ids[start : start + SIZE]


def _sweep(tx: neo4j.ManagedTransaction, tag: str) -> bool:
    """Delete up to 200,000 in one transaction; whether there was anything."""
    found = list(_gone(tx, tag, 10 * SIZE))
    for delete, ids in found:
        tx.run(delete, ids=ids).consume()
    return bool(found)


def _finish(tx: neo4j.ManagedTransaction, pieces: Pieces, tag: str) -> None:
    if tx.run(FINISH, tag=tag, meta=pieces.meta | {"state": "完整"}).single(strict=True)["n"] != 1:
        raise InputError(OVERTAKEN)
