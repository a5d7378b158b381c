"""push, as a user meets it: the same answers from an empty folder, nothing twice, nothing of others, whole after a crash."""

from __future__ import annotations

import itertools
import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import polars as pl
import pytest
from click.testing import CliRunner
from polars.testing import assert_frame_equal

import cli
from graph import modules
from graph.frames import Graph, conform
from graph.model import KINDS
from graph.modules import ROOT
from graph.problem import InputError
from graph.store import neo4j_load, pieces
from graph.store.neo4j_store import Neo4j
from graph.store.pieces import of_graph, whole
from tests.county import make
from tests.stores.server import Server
from tests.test_cli import liantu

COUNT = "MATCH (n) RETURN count(n) AS nodes, count { ()-->() } AS edges"


@pytest.fixture
def there(address: str) -> Iterator[Neo4j]:
    """An empty database."""
    _empty(address)
    store = Neo4j(address)
    yield store
    store.close()  # before it is emptied: a store that changed since it was asked says so when it is closed
    _empty(address)


def _empty(address: str) -> None:
    store = Neo4j(address)
    store.session(lambda s: s.run("MATCH (n) DETACH DELETE n").consume(), neo4j.WRITE_ACCESS)
    store.close()


def ask(store: Neo4j, cypher: str, **parameters: Any) -> list[dict[str, Any]]:
    return store.session(lambda s: s.run(cypher, parameters).data(), neo4j.WRITE_ACCESS)  # type: ignore[no-any-return]


def asked(*arguments: str) -> str:
    """What a command prints."""
    return CliRunner().invoke(cli.liantu, arguments, catch_exceptions=False).stdout


def same(one: Graph, other: Graph) -> None:
    for kind, frame in one.items():
        keys = [c for c, t in frame.schema.items() if not isinstance(t, pl.List)]
        assert_frame_equal(frame.sort(keys), other[kind].sort(keys))


def without(graph: Graph, name: str) -> Graph:
    """The graph as if an enterprise had never been in it."""
    made = {k: f.filter(pl.col("id") != name) if k == "Enterprise" else f for k, f in graph.items()}
    for kind, frame in made.items():
        if "from" in frame.columns:
            made[kind] = frame.filter((pl.col("from") != name) & (pl.col("to") != name))
    made["Meta"] = made["Meta"].with_columns(hash=pl.lit("another"))
    return made


def written(folder: Path, *arguments: str) -> dict[str, bytes]:
    """Every file that a command writes into a folder."""
    done = CliRunner().invoke(cli.liantu, [*arguments, "-o", str(folder)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    files = [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.name: p.read_bytes() for p in files}


@pytest.fixture
def both(there: Neo4j, seed_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The seed's project folder built, and the address that it was pushed to; we stand in an empty folder."""
    county, empty = tmp_path / "县", tmp_path / "空"
    shutil.copytree(ROOT / "data" / "seed", county)
    (county / ".liantu").mkdir()
    shutil.copy(seed_path, county / ".liantu" / "graph.lbug")
    empty.mkdir()
    monkeypatch.chdir(empty)
    pushed = liantu("-C", str(county), "push", there.address, cwd=empty)
    assert (pushed.returncode, pushed.stdout) == (0, ""), pushed.stderr
    again = liantu("-C", str(county), "push", there.address, cwd=empty)
    assert "没有变化" in again.stderr
    return str(county), there.address


def questions(seed: Graph) -> Iterator[tuple[str, ...]]:
    """Every question, with and without a chain, and what it must be told."""
    firm = seed["Makes"].filter(~pl.col("local"))["from"][0]
    for name in modules.names("queries"):
        about = modules.about("queries", name)
        yield (name, *(("--land", "纺织服装:印染") if about.needs_input else ()))
        if about.argument:
            yield name, str(firm)
    yield from (("gaps", "--chain", "纺织服装"), ("targets", "--chain", "纺织服装", "--top", "1000"))
    yield (
        "query",
        "MATCH (e:Enterprise)-[m:Makes]->(s:Segment) RETURN e.name AS firm, s.id AS at, m.date AS day ORDER BY firm, at",
    )


def test_everything_from_an_empty_folder(both: tuple[str, str], seed_graph: Graph, tmp_path: Path) -> None:
    county, address = both
    ways = (("-C", county), ("--store", address))
    for question in questions(seed_graph):
        for form in ("json", "csv", "table"):
            here, far = (asked(*way, *question, "--format", form) for way in ways)
            assert far == here, (question, form)
            assert len(here) > 2 or form != "json"
    commands = [*questions(seed_graph), *((name,) for name in modules.names("exports"))]
    for number, command in enumerate(commands):
        suffix = "" if command[0] in modules.names("exports") else ".xlsx"
        files = [
            written(tmp_path / part / f"{number}{suffix}", *way, *command)
            for part, way in zip("ab", ways, strict=True)
        ]
        assert files[0] and list(files[0]) == list(files[1])
        assert [name for name in files[0] if files[0][name] != files[1][name]] == [], command
    for kind in modules.names("exports/_formats"):
        for part, way in zip("ab", ways, strict=True):
            asked(*way, "export", kind.replace("_", "-"), str(tmp_path / kind / part / "图谱.out"))
        sides = [sorted(p for p in (tmp_path / kind / part).rglob("*") if p.is_file()) for part in "ab"]
        assert sides[0] and [p.name for p in sides[0]] == [p.name for p in sides[1]]
        for one, other in zip(*sides, strict=True):
            assert one.read_bytes() == other.read_bytes(), one
    assert json.loads(asked("diff", county, address, "--format", "json")) == []


def test_a_build_goes_to_an_address_and_every_command_asks_the_one_of_the_environment(
    there: Neo4j, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "县")[0].close()
    asked("-C", str(tmp_path / "县"), "build", "--store", there.address)
    here = asked("-C", str(tmp_path / "县"), "gaps", "--format", "json")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIANTU_STORE", there.address)
    assert asked("gaps", "--format", "json") == here
    assert asked("query", "MATCH (m:Meta) RETURN m.county AS county", "--format", "csv").split() == [
        "county",
        "夏邑县",
    ]
    assert set(written(tmp_path / "图", "map")) == {"招商图谱.html"}


def test_what_is_gone_is_deleted_and_a_second_time_changes_nothing(there: Neo4j, seed_graph: Graph) -> None:
    there.replace(seed_graph)
    firm = seed_graph["Makes"]["from"][0]
    less = without(seed_graph, firm)
    assert there.load(of_graph(less))
    same(less, whole(there))
    assert not there.load(of_graph(less))
    assert ask(there, "MATCH (n:Liantu) RETURN count(DISTINCT n.liantu) AS n") == [{"n": 1}]


def test_what_others_keep_there_is_not_touched(there: Neo4j, seed_graph: Graph, seed_path: Path) -> None:
    firm = seed_graph["Makes"]["from"][0]
    ask(
        there,
        "CREATE (:Person {name: '张三'})-[:KNOWS {since: 1}]->(:Enterprise {name: '别人的企业'}), (:Chain {x: 1})",
    )
    there.replace(seed_graph)
    ask(
        there,
        "MATCH (e:Enterprise {id: $id}), (p:Person) CREATE (p)-[:VISITED]->(e) SET e.note = '我的'",
        id=firm,
    )
    firms = ask(there, "MATCH (e:Enterprise {id: $id}) RETURN e.note AS note", id=firm)
    assert firms == [{"note": "我的"}]
    far, here = (asked("--store", a, "chains", "--format", "json") for a in (there.address, str(seed_path)))
    assert far == here
    there.replace(without(seed_graph, firm))
    assert ask(
        there, "MATCH (p:Person)-[r]->(o) RETURN type(r) AS type, labels(o) AS labels ORDER BY type"
    ) == [
        {"type": "KNOWS", "labels": ["Enterprise"]},
        {"type": "VISITED", "labels": []},
    ]
    assert ask(there, "MATCH (c:Chain {x: 1}) RETURN count(c) AS n") == [{"n": 1}]
    there.replace(seed_graph)
    same(seed_graph, whole(there))


def test_a_node_of_others_with_our_key_stops_the_push(there: Neo4j, seed_graph: Graph) -> None:
    ask(there, "CREATE (:Chain {name: '纺织服装', mine: true})")
    with pytest.raises(InputError, match="换一个数据库"):
        there.replace(seed_graph)
    assert ask(there, "MATCH (c:Chain) RETURN properties(c) AS p") == [
        {"p": {"name": "纺织服装", "mine": True}}
    ]


def test_an_empty_and_a_half_written_database_say_so(there: Neo4j, seed_graph: Graph, tmp_path: Path) -> None:
    for name in modules.names("queries"):
        if not modules.about("queries", name).needs_input:
            with pytest.raises(InputError, match="liantu push"):
                asked(name, "--store", there.address)
    there.replace(seed_graph)
    ask(there, "MATCH (m:Meta) SET m.state = '写入中'")
    for name in ("gaps", "links", "sources"):
        with pytest.raises(InputError, match="正在写入"):
            asked(name, "--store", there.address)
    done = liantu("links", "--store", there.address, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def many(count: int, seed: Graph) -> Graph:
    """The seed with many more enterprises, each linked: too many for one transaction."""
    ids = [f"name:大{n}" for n in range(count)]
    segments = seed["Segment"]["id"].to_list()
    goals = list(itertools.islice(itertools.cycle(segments), count))
    firms = conform(KINDS["Enterprise"], pl.DataFrame({"id": ids, "name": ids, "is_local": [False] * count}))
    makes = conform(
        KINDS["Makes"],
        pl.DataFrame({"from": ids, "to": goals, "state": ["待核"] * count, "strength": [0.2] * count}),
    )
    return seed | {
        "Enterprise": pl.concat([seed["Enterprise"], firms]),
        "Makes": pl.concat([seed["Makes"], makes]),
        "Meta": seed["Meta"].with_columns(hash=pl.lit(f"many {count}")),
    }


def test_a_large_push_is_not_asked_in_the_middle(
    there: Neo4j, seed_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_load, "SMALL", 0)
    there.replace(seed_graph)
    said: list[str] = []

    def look(_done: int) -> None:
        asking = Neo4j(there.address)
        try:
            asking.run("MATCH (c:Chain) RETURN c.name AS name ORDER BY name")
        except InputError as error:
            said.append(str(error))
        finally:
            asking.close()

    less = without(seed_graph, seed_graph["Makes"]["from"][0])
    assert there.load(of_graph(less), look)
    assert len(set(said)) == 1
    assert "正在写入" in said[0]
    same(less, whole(there))


def test_of_two_pushes_into_an_empty_database_the_later_holds(
    there: Neo4j, seed_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_load, "SMALL", 0)
    less = without(seed_graph, seed_graph["Makes"]["from"][0])
    other, steps = Neo4j(there.address), itertools.count()

    def overtake(_done: int) -> None:
        if next(steps) == 12:  # some kinds are written, some are not
            assert other.load(of_graph(less))

    with pytest.raises(InputError, match="另一次 push"):
        there.load(of_graph(seed_graph), overtake)
    same(less, whole(other))
    other.close()


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("before", [True, False])
def test_a_server_killed_in_the_middle_ends_in_the_same_graph(
    seed_graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    graph = many(3_000, seed_graph)
    monkeypatch.setattr(neo4j_load, "SMALL", 0)
    monkeypatch.setattr(pieces, "SIZE", 500)
    server = Server(tmp_path / "db").start()
    store = Neo4j(server.address)
    try:
        if before:
            store.replace(seed_graph)
        written, batches = threading.Event(), itertools.count()

        def cut(done: int) -> None:
            if done and next(batches) > 8 and not written.is_set():
                written.set()
                threading.Thread(target=server.kill).start()

        with pytest.raises(InputError):
            store.load(of_graph(graph), cut)
        store.close()
        while server.process:
            time.sleep(0.1)
        server.start()
        with pytest.raises(InputError, match="正在写入"):
            store.run("MATCH (c:Chain) RETURN c.name AS name ORDER BY name")
        assert store.load(of_graph(graph))
        same(graph, whole(store))
        assert ask(store, COUNT) == [{"nodes": sum(f.height for f in graph.values() if "from" not in f.columns),
                                      "edges": sum(f.height for f in graph.values() if "from" in f.columns)}]  # fmt: skip
        assert not store.load(of_graph(graph))
    finally:
        store.close()
        server.stop()
