"""A graph that another liantu built or pushed: one sentence says what to do, and doing it helps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import ladybug
import neo4j
import pytest

from graph import modules
from graph.problem import InputError
from graph.store import open_store
from graph.store.embedded import ROOM
from graph.store.neo4j_store import Neo4j
from graph.store.pieces import whole
from tests.county import make
from tests.test_cli import liantu

OLDER = ("MATCH (m:Meta) SET m.shape = 'older'", "ALTER TABLE Meta DROP shape", "MATCH (m:Meta) DELETE m")


def aged(path: Path, statement: str) -> None:
    """Make of a store what another liantu would have written."""
    database = ladybug.Database(str(path), max_db_size=ROOM)
    connection = ladybug.Connection(database)
    connection.execute(statement)
    connection.close()
    database.close()


@pytest.mark.parametrize("statement", OLDER)
def test_an_embedded_graph_of_another_liantu_asks_for_a_build(statement: str, tmp_path: Path) -> None:
    make(tmp_path / "县")[0].close()
    aged(tmp_path / "县" / ".liantu" / "graph.lbug", statement)
    store = open_store(str(tmp_path / "县" / ".liantu" / "graph.lbug"))
    for name in modules.names("queries"):
        if not modules.about("queries", name).needs_input:
            with pytest.raises(InputError, match="liantu build"):
                modules.load("queries", name).answer(store)
    store.close()
    cypher = "MATCH (c:Chain) RETURN c.name AS name"
    for command in (("gaps",), ("query", cypher), ("diff", "县", "县"), ("push", "bolt://127.0.0.1:9")):
        done = liantu("-C", "县", *command, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
        assert "另一版链图" in done.stderr and "liantu build" in done.stderr
    assert liantu("-C", "县", "build", cwd=tmp_path).returncode == 0
    assert liantu("-C", "县", "gaps", "--format", "json", cwd=tmp_path).returncode == 0


@pytest.fixture
def there(address: str) -> Iterator[Neo4j]:
    store = Neo4j(address)
    yield store
    store.close()


@pytest.mark.parametrize("statement", ["SET m.shape = 'older'", "REMOVE m.shape"])
def test_a_pushed_graph_of_another_liantu_asks_for_a_push(
    statement: str, there: Neo4j, seed_path: Path, tmp_path: Path
) -> None:
    source = open_store(str(seed_path))
    there.replace(whole(source))
    source.close()
    there.session(lambda s: s.run(f"MATCH (m:Meta:Liantu) {statement}").consume(), neo4j.WRITE_ACCESS)
    done = liantu("gaps", "--store", there.address, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert "另一版链图" in done.stderr and "liantu push" in done.stderr
    pushed = liantu("--store", str(seed_path), "push", there.address, cwd=tmp_path)
    assert pushed.returncode == 0, pushed.stderr
    assert liantu("gaps", "--store", there.address, "--format", "json", cwd=tmp_path).returncode == 0
