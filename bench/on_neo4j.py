"""Push and questions on a real Neo4j: ratios to the driver's floor, to one statement a record, to the embedded store.

uv run python bench/on_neo4j.py [ENTERPRISES] [LINKS] [--graph FILE] [--address bolt://…] starts a Neo4j of its own (as
the tests do) where no address is given. Goals: push ≥ 0.9× of a bare UNWIND loop and ≥ 100× one statement a record; a
second push ≤ 0.3× of the first (beside them: the time of neo4j-admin's importer); each warm question within 3× of the
embedded store.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import neo4j
import numpy as np
import polars as pl

from graph import modules
from graph.build import build
from graph.frames import Graph, conform
from graph.model import KINDS
from graph.projectfile import load_project
from graph.store import Store, open_store
from graph.store.neo4j_store import Neo4j
from graph.store.pieces import SIZE, of_store, whole
from loaders import read
from tests.stores.server import Server, imported

LANDED = "印染"  # the segment of a question that needs one
WARM = 5  # rounds of all questions that a new server is asked before the clock runs
SLOW = 200  # records of a kind written one by one: more would take all day


def graph(firms: int, links: int) -> Graph:
    """The seed and so many enterprises and links more."""
    seed = modules.ROOT / "data" / "seed"
    project, _ = load_project(seed)
    sources = read(seed, project)
    made = build(project, sources.chains, sources.frames).graph
    dice = np.random.default_rng(1)
    ids = [f"name:企业{i}" for i in range(firms)]
    local = dice.random(firms) < 0.001
    more = pl.DataFrame({"id": ids, "name": [f"企业{i}有限公司" for i in range(firms)], "group": ids, "is_local": local,
                         "strength": dice.random(firms).round(4), "tier": ["成长"] * firms})  # fmt: skip
    segments = made["Segment"]["id"].to_list()
    at = np.arange(links) % firms
    goals = [segments[(i + i // firms * 7) % len(segments)] for i in range(links)]
    makes = pl.DataFrame({"from": [ids[i] for i in at], "to": goals,
                          "local": local[at], "state": ["已确认"] * links, "strength": [0.9] * links})  # fmt: skip
    for kind, rows in (("Enterprise", more), ("Makes", makes)):
        made[kind] = pl.concat([made[kind], conform(KINDS[kind], rows)])
    return made | {"Meta": made["Meta"].with_columns(hash=pl.lit(f"bench {firms} {links}"))}


def took(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def clear(store: Neo4j) -> None:
    """An empty database, constraints too."""

    def work(session: neo4j.Session) -> None:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
        for name in [r["name"] for r in session.run("SHOW CONSTRAINTS YIELD name")]:
            session.run(f"DROP CONSTRAINT `{name}`").consume()

    store.session(work, neo4j.WRITE_ACCESS)


def bare(store: Neo4j, made: Graph) -> None:
    """The floor: the same enterprises and links in a loop of UNWIND batches with a constraint, nothing more."""

    def work(session: neo4j.Session) -> None:
        for name, key in (("Enterprise", "id"), ("Segment", "id")):
            session.run(f"CREATE CONSTRAINT FOR (n:{name}) REQUIRE n.{key} IS UNIQUE").consume()
        for kind in ("Segment", "Enterprise"):
            text = f"UNWIND $rows AS row MERGE (n:{kind} {{id: row.id}}) SET n += row"
            for rows in made[kind].iter_slices(SIZE):
                session.execute_write(lambda tx, t=text, r=rows: tx.run(t, rows=r.to_dicts()).consume())  # type: ignore[misc]
        text = (
            "UNWIND $rows AS row MATCH (a:Enterprise {id: row.from}) MATCH (b:Segment {id: row.to}) "
            "CREATE (a)-[r:Makes]->(b) SET r += row"
        )
        for rows in made["Makes"].iter_slices(SIZE):
            session.execute_write(lambda tx, t=text, r=rows: tx.run(t, rows=r.to_dicts()).consume())  # type: ignore[misc]

    store.session(work, neo4j.WRITE_ACCESS)


def one_by_one(store: Neo4j, made: Graph) -> float:
    """Seconds a record, as open loaders do it: one statement each, no constraint, while the graph is half written."""
    half = made["Enterprise"].height // 2

    def before(session: neo4j.Session) -> None:
        for kind, ids in (
            ("Enterprise", made["Enterprise"]["id"][:half]),
            ("Segment", made["Segment"]["id"]),
        ):
            text = f"UNWIND $ids AS id CREATE (:{kind} {{id: id}})"
            for part in range(0, len(ids), SIZE):
                session.run(text, ids=ids[part : part + SIZE].to_list()).consume()

    def work(session: neo4j.Session) -> None:
        for row in made["Enterprise"][half : half + SLOW].iter_rows(named=True):
            session.run("MERGE (n:Enterprise {id: $row.id}) SET n += $row", row=row).consume()
        text = "MATCH (a:Enterprise {id: $row.from}) MATCH (b:Segment {id: $row.to}) MERGE (a)-[r:Makes]->(b) SET r += $row"
        for row in made["Makes"].tail(made["Makes"].height // 2).head(SLOW).iter_rows(named=True):
            session.run(text, row=row).consume()

    store.session(before, neo4j.WRITE_ACCESS)
    return took(lambda: store.session(work, neo4j.WRITE_ACCESS)) / (2 * SLOW)


def questions(here: Any, there: Any) -> None:
    """Each question, warm: a JVM compiles as it goes, so all are asked of the new server in turn before any is timed."""
    asks = {}
    for name, module in modules.load_all("queries").items():
        about = modules.about("queries", name)
        asked = {next(iter(about.options)): (LANDED,)} if about.needs_input else {}
        asks[name] = partial(module.answer, **asked)
    for _ in range(WARM):
        for ask in asks.values():
            ask(there)
    for name, ask in asks.items():
        far, near = (min(took(partial(ask, s)) for _ in range(5)) for s in (there, here))
        print(f"{name}\tNeo4j {far:.3f} 秒\t内嵌 {near:.3f} 秒\t{far / near:.1f} 倍", flush=True)


@contextmanager
def emptied(address: str | None, folder: Path, after: bool = True) -> Iterator[Neo4j]:
    """A Neo4j for one measure: a new server, or the given one, cleared ``after``.

    A new one, because one that very much was deleted from now and then writes many times slower.
    """
    server = None if address else Server(Path(tempfile.mkdtemp(dir=folder)), heap="2g").start()
    there = Neo4j(address or server.address)  # type: ignore[union-attr]
    try:
        yield there
        if address and after:
            clear(there)
    finally:
        there.close()
        if server:
            server.stop()


def floors(address: str | None, folder: Path, made: Graph) -> tuple[float, float]:
    """Seconds a record: one statement each; the bare loop."""
    with emptied(address, folder) as there:
        each = one_by_one(there, made)
    with emptied(address, folder) as there:
        bared = sum(made[kind].height for kind in ("Segment", "Enterprise", "Makes"))
        return each, took(lambda: bare(there, made)) / bared


def push(here: Store, there: Neo4j, least: tuple[float, float] | None) -> None:
    """The first push and one without changes, beside the floors."""
    with of_store(here) as pieces:
        records = pieces.total
        first = took(lambda: there.load(pieces))
        second = took(lambda: there.load(pieces))
    print(
        f"{records} 条记录:push {first:.1f} 秒({records / first:.0f} 条/秒),再次 {second:.2f} 秒({second / first:.3f} 倍)"
    )
    if least:
        each, floor = (seconds * records for seconds in least)
        print(f"裸 UNWIND 同样多的记录 {floor:.1f} 秒:push 为它的 {floor / first:.2f} 倍;"
              f"逐条写入 {each:.0f} 秒:push 快 {each / first:.0f} 倍")  # fmt: skip
    print(f"本进程内存峰值 {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB", flush=True)


def admin(here: Store, folder: Path) -> None:
    """The other way in: the files of neo4j-admin, written and imported."""
    write = modules.load("exports._formats", "neo4j_admin").write
    written = took(lambda: write(here, folder / "csv"))
    size = sum(path.stat().st_size for path in (folder / "csv").iterdir()) / 2**20
    taken = took(lambda: imported(folder / "csv", folder / "home"))
    print(f"export neo4j-admin {written:.1f} 秒({size:.0f} MB),neo4j-admin import {taken:.1f} 秒", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("firms", type=int, nargs="?", default=100_000)
    parser.add_argument("links", type=int, nargs="?", default=100_000)
    parser.add_argument("--address")
    parser.add_argument("--graph", type=Path, help="the .liantu/graph.lbug of a build instead")
    parser.add_argument("--no-floor", action="store_true", help="only push and ask")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="liantu-bench-"))
    here = open_store(str(folder / "graph.lbug"))
    try:
        if given.graph:
            shutil.copy(given.graph, folder / "graph.lbug")
        else:
            here.replace(graph(given.firms, given.links))
        least = None if given.no_floor else floors(given.address, folder, whole(here))
        with emptied(given.address, folder, after=False) as there:
            push(here, there, least)
            admin(here, folder)
            questions(here, there)
    finally:
        here.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
