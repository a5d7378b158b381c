"""What can go wrong with a server, each in one Chinese sentence, never a password."""

from __future__ import annotations

from pathlib import Path

import neo4j
import pytest
from neo4j.exceptions import Neo4jError

from graph.problem import InputError
from graph.store import embedded, open_store
from graph.store.neo4j_errors import sentence
from graph.store.neo4j_store import Neo4j, own
from tests.county import make
from tests.stores.server import Server
from tests.test_cli import liantu

PASSWORD = "Geheim-2026"


def test_wrong_addresses(tmp_path: Path) -> None:
    for address, word in (
        ("bolt://127.0.0.1:9", "连不上"),
        ("http://127.0.0.1:7474", "bolt"),
        ("bolt://neo4j:geheim@127.0.0.1:7687", "LIANTU_NEO4J_PASSWORD"),
        ("bolt://127.0.0.1:notaport", "连不上"),
    ):
        done = liantu("gaps", "--store", address, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
        assert word in done.stderr
        assert "geheim" not in done.stderr


@pytest.mark.parametrize(
    ("code", "text", "word"),
    [
        ("Neo.ClientError.Security.Forbidden", "no", "没有权限"),
        ("Neo.ClientError.Security.Unauthorized", "no", "密码"),
        ("Neo.ClientError.Security.CredentialsExpired", "no", "初始密码"),
        ("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", "no", "只读"),
        ("Neo.ClientError.Database.DatabaseNotFound", "no", "大库"),
        ("Neo.DatabaseError.Transaction.TransactionCommitFailed", "No space left on device", "磁盘满"),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "no", "内存"),
        ("Neo.ClientError.Statement.SyntaxError", "Invalid input", "Cypher 不能执行"),
        ("Neo.DatabaseError.General.UnknownError", "something", "something"),
    ],
)
def test_what_a_server_says(code: str, text: str, word: str) -> None:
    error = Neo4jError._hydrate_neo4j(code=code, message=text)
    said = sentence(error, "bolt://x", "大库")
    assert word in said
    assert "\n" not in said


def test_a_database_that_is_not_there(address: str) -> None:
    store = open_store(f"{address}/nosuchdatabase")
    with pytest.raises(InputError, match="nosuchdatabase"):
        store.run("MATCH (c:Chain) RETURN c.name AS name ORDER BY name")
    store.close()


@pytest.mark.usefixtures("packages")
def test_a_password_is_asked_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed_path: Path
) -> None:
    server = Server(tmp_path / "db", auth=True).start()
    try:
        monkeypatch.setenv("LIANTU_NEO4J_USER", "neo4j")
        monkeypatch.setenv("LIANTU_NEO4J_PASSWORD", "neo4j")
        assert "初始密码" in liantu("gaps", "--store", server.address, cwd=tmp_path).stderr
        with neo4j.GraphDatabase.driver(server.address, auth=("neo4j", "neo4j")) as driver:
            change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
            driver.execute_query(change, password=PASSWORD, database_="system")
        for user, password in (("", ""), ("neo4j", "falsch")):
            monkeypatch.setenv("LIANTU_NEO4J_USER", user)
            monkeypatch.setenv("LIANTU_NEO4J_PASSWORD", password)
            done = liantu("gaps", "--store", server.address, cwd=tmp_path)
            assert (done.returncode, done.stdout) == (2, ""), done.stderr
            assert "密码" in done.stderr
            assert "falsch" not in done.stderr
        monkeypatch.setenv("LIANTU_NEO4J_USER", "neo4j")
        monkeypatch.setenv("LIANTU_NEO4J_PASSWORD", PASSWORD)
        assert liantu("--store", str(seed_path), "push", server.address, cwd=tmp_path).returncode == 0
        asked = liantu("chains", "--store", server.address, "--format", "json", cwd=tmp_path)
        assert asked.returncode == 0
        assert PASSWORD not in asked.stdout + asked.stderr
    finally:
        server.stop()


def test_only_our_nodes_are_asked_for() -> None:
    text = "MATCH (e:Enterprise)-[m:Makes]->(s:Segment {id: '(x:Chain)'}) WHERE NOT EXISTS { MATCH (e)-->(:`Region`) } RETURN 1"
    assert own(text) == (
        "MATCH (e:Enterprise:Liantu)-[m:Makes]->(s:Segment:Liantu {id: '(x:Chain)'}) "
        "WHERE NOT EXISTS { MATCH (e)-->(:`Region`:Liantu) } RETURN 1"
    )
    few = "MATCH (e)-[m:Makes]->(s) WHERE m.local = true"
    assert own(few) == "MATCH (e)-[m:Makes]->(s) USING INDEX m:Makes(local) WHERE m.local = true"
    for text in (f"{few} OR e.x = 1 RETURN 1", f'RETURN "{few}" AS x'):
        assert own(text) == text
    assert Neo4j("neo4j://host:7687/省库").database == "省库"


def test_a_question_beyond_the_memory_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ = make(tmp_path)
    monkeypatch.setattr(embedded, "ASK", 64 * 2**20)
    with pytest.raises(InputError, match="内存"):
        store.run("UNWIND range(1, 3000000) AS x RETURN DISTINCT x ORDER BY x LIMIT 1")
