"""What can go wrong with a server, each in one Chinese sentence, never a password."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest
from neo4j.exceptions import Neo4jError

from graph.frames import Graph
from graph.problem import InputError
from graph.store import embedded, neo4j_load, neo4j_store, pieces, sandbox
from graph.store.neo4j_errors import sentence
from graph.store.neo4j_store import Neo4j, own
from graph.store.pieces import of_graph
from tests.county import make
from tests.stores.proxy import Wire
from tests.stores.server import Server
from tests.stores.terminal import typed
from tests.stores.test_push import many, without
from tests.test_cli import liantu

PASSWORD = "Geheim-2026"
CHAINS = "MATCH (c:Chain) RETURN c.name AS name ORDER BY name"


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What a command says that did not do its work: one line, nothing on stdout, exit code 2."""
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert "Traceback" not in done.stderr and "geheim" not in done.stderr.lower()
    return done.stderr


@pytest.fixture(scope="module")
def guarded(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, seed_graph: Graph
) -> Iterator[Server]:
    """A server with the seed's graph that asks for a password."""
    request.getfixturevalue("packages")
    server = Server(tmp_path_factory.mktemp("guarded"), dbms__security__auth_enabled="true").start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIANTU_NEO4J_PASSWORD", "neo4j")
        store = Neo4j(server.address)
        with pytest.raises(InputError, match="初始密码"):
            store.run(CHAINS)
        store.close()
        with neo4j.GraphDatabase.driver(server.address, auth=("neo4j", "neo4j")) as driver:
            change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
            driver.execute_query(change, password=PASSWORD, database_="system")
        patch.setenv("LIANTU_NEO4J_PASSWORD", PASSWORD)
        store.replace(seed_graph)
        store.close()
    yield server
    server.stop()


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment knows the user and the password."""
    monkeypatch.setenv("LIANTU_NEO4J_USER", "neo4j")
    monkeypatch.setenv("LIANTU_NEO4J_PASSWORD", PASSWORD)


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("bolt://127.0.0.1:9", "连不上"),
        ("neo4j://127.0.0.1:9", "连不上"),
        ("neo4j://no-such-host.invalid:7687", "找不到"),
        ("http://127.0.0.1:7474", "bolt"),
        ("bolt://neo4j:geheim@127.0.0.1:7687", "LIANTU_NEO4J_PASSWORD"),
        ("bolt://127.0.0.1:notaport", "找不到"),
    ],
)
def test_wrong_addresses(address: str, word: str, tmp_path: Path) -> None:
    assert word in one_sentence(liantu("gaps", "--store", address, cwd=tmp_path))


@pytest.mark.parametrize(
    ("code", "text", "word"),
    [
        # Community has no roles: a right that is missing cannot be had for real
        ("Neo.ClientError.Security.Forbidden", "no", "没有权限"),
        ("Neo.ClientError.Security.Unauthorized", "no", "密码"),
        ("Neo.ClientError.Security.CredentialsExpired", "no", "初始密码"),
        ("Neo.ClientError.Security.AuthenticationRateLimit", "no", "等几秒"),
        ("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", "no", "只读"),
        ("Neo.ClientError.Cluster.NotALeader", "no", "neo4j://"),
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


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (bytes(4), "太旧"),  # what a Neo4j before 4 says: it knows none of our protocols
        (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "网页的端口"),  # and its port 7474
        (b"220 ready\r\n", "太旧"),
    ],
)
def test_what_is_no_server_of_ours(answer: bytes, word: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:

        def refuse() -> None:
            one = other.accept()[0]
            one.recv(20)
            one.sendall(answer)
            one.close()

        threading.Thread(target=refuse, daemon=True).start()
        address = f"bolt://127.0.0.1:{other.getsockname()[1]}"
        assert word in one_sentence(liantu("gaps", "--store", address, cwd=tmp_path))


def test_a_wrong_database_and_encryption_that_is_not_there(address: str, tmp_path: Path) -> None:
    assert "nosuch" in one_sentence(liantu("gaps", "--store", f"{address}/nosuch", cwd=tmp_path))
    for scheme in ("bolt+s", "bolt+ssc", "neo4j+s"):
        wrong = f"{scheme}://{address.partition('://')[2]}"
        assert "没有开加密" in one_sentence(liantu("gaps", "--store", wrong, cwd=tmp_path))


def test_a_database_of_others_has_no_graph_and_is_not_touched(address: str, tmp_path: Path) -> None:
    with neo4j.GraphDatabase.driver(address) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        driver.execute_query(
            "CREATE (:Chain {name: '别人的'})-[:X {a: 1}]->(:Meta {id: 'liantu', state: '完整'})"
        )
        for command in (("gaps",), ("map",), ("query", "MATCH (n) RETURN count(*) AS n")):
            said = one_sentence(liantu("--store", address, *command, cwd=tmp_path))
            assert "liantu push" in said
        found = driver.execute_query("MATCH (a)-[x]->(b) RETURN properties(a), properties(x), properties(b)")
        assert [r.values() for r in found.records] == [
            [{"name": "别人的"}, {"a": 1}, {"id": "liantu", "state": "完整"}]
        ]
        driver.execute_query("MATCH (n) DETACH DELETE n")


def test_a_password_is_asked_of_the_environment(
    guarded: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for user, password in (("", ""), ("neo4j", "falsch"), ("", PASSWORD + "x")):
        monkeypatch.setenv("LIANTU_NEO4J_USER", user)
        monkeypatch.setenv("LIANTU_NEO4J_PASSWORD", password)
        said = one_sentence(liantu("gaps", "--store", guarded.address, cwd=tmp_path))
        assert "密码" in said and "falsch" not in said
    monkeypatch.setenv("LIANTU_NEO4J_USER", "")  # the user's name is neo4j where none is said
    monkeypatch.setenv("LIANTU_NEO4J_PASSWORD", PASSWORD)
    asked = liantu("chains", "--store", guarded.address, "--format", "json", cwd=tmp_path)
    assert asked.returncode == 0
    assert PASSWORD not in asked.stdout + asked.stderr


def test_a_password_is_asked_of_the_person_at_a_terminal(guarded: Server, tmp_path: Path) -> None:
    question = ("query", CHAINS, "--store", guarded.address, "--format", "csv")
    code, out, screen = typed(*question, cwd=tmp_path, answers={"用户名": "", "密码": PASSWORD})
    assert (code, out[:4]) == (0, "name"), screen
    assert PASSWORD not in screen
    code, out, screen = typed(*question, cwd=tmp_path, answers={"用户名": "neo4j", "密码": "falsch"})
    assert (code, out) == (2, "")
    assert "不认这个用户名或密码" in screen and "falsch" not in screen and "Traceback" not in screen


@pytest.mark.usefixtures("known")
def test_a_server_still_starting_then_one_that_only_reads(
    guarded: Server, tmp_path: Path, seed_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = guarded
    monkeypatch.setattr(neo4j_store, "RETRY", 2)
    server.stop()
    server.settings["server.databases.read_only"] = "neo4j"
    server.launch()
    said: set[str] = set()
    end = time.monotonic() + 120
    rows: list[dict[str, Any]] = []
    while not rows and time.monotonic() < end:
        store = Neo4j(server.address)
        try:
            rows = store.run(CHAINS)
        except InputError as error:
            said.add(str(error))
            time.sleep(0.2)
        finally:
            store.close()
    server.ready()
    assert len(rows) > 10
    assert said and all("连不上" in text or "还在启动" in text for text in said), said
    store = Neo4j(server.address)
    with pytest.raises(InputError, match="只读"):
        store.load(of_graph(without(seed_graph, seed_graph["Makes"]["from"][0])))
    store.close()
    assert liantu("gaps", "--store", server.address, "--format", "json", cwd=tmp_path).returncode == 0


@pytest.mark.usefixtures("packages")
def test_too_little_memory_then_a_full_disk(
    tmp_path: Path, seed_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ("unshare", "-rm", "sh", "-c", f'mount -t tmpfs -o size=5m none "{disk}" && exec "$@"', "sh")
    if not shutil.which("unshare") or subprocess.run([*mount, "true"], capture_output=True).returncode:
        pytest.skip("这里不许挂一块小盘(unshare、tmpfs)")
    server = Server(tmp_path / "home", db__memory__transaction__max="4m",
                    server__directories__data=f"{disk}/data",
                    server__directories__transaction__logs__root=f"{disk}/tx")  # fmt: skip
    monkeypatch.setattr(neo4j_store, "RETRY", 1)
    store = Neo4j(server.address)
    try:
        server.launch(*mount).ready()
        with pytest.raises(InputError, match="内存不够"):
            store.load(of_graph(seed_graph))
        monkeypatch.setattr(neo4j_load, "SMALL", 0)
        monkeypatch.setattr(pieces, "SIZE", 200)
        with pytest.raises(InputError, match="磁盘"):
            store.load(of_graph(many(3_000, seed_graph)))
        said = one_sentence(liantu("gaps", "--store", server.address, cwd=tmp_path))
        assert "重新启动" in said and "磁盘" in said
    finally:
        store.close()
        server.kill()


def test_a_question_of_ones_own_has_a_limit(
    address: str, seed_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Neo4j(address)
    there.replace(seed_graph)
    there.close()
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    with pytest.raises(InputError, match="限定时间"):
        sandbox.ask(address, "UNWIND range(1, 100000000) AS x WITH x ORDER BY -x RETURN count(x) AS n")
    assert sandbox.ask(address, "MATCH (c:Chain) RETURN count(*) AS n, date('2026-01-01') AS day") == [
        {"n": seed_graph["Chain"].height, "day": "2026-01-01"}
    ]


def test_a_wire_that_is_cut_is_tried_again_and_one_that_stays_cut_is_one_sentence(
    address: str, seed_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Neo4j(address)
    there.replace(seed_graph)
    there.close()
    long = "MATCH (e:Enterprise) RETURN e.id AS id, e.scope AS scope, e.products AS products ORDER BY id"
    wire = Wire(int(address.rpartition(":")[2]), 5_000)
    store = Neo4j(wire.address)
    try:
        rows = store.run(long)
        assert wire.cuts == 1
        assert len(rows) == seed_graph["Enterprise"].height
        monkeypatch.setattr(neo4j_store, "RETRY", 1)
        store.close()
        store.run(CHAINS)
        wire.close()
        with pytest.raises(InputError, match=r"^连不上"):
            store.run(long)
    finally:
        wire.close()
        with pytest.raises(InputError, match=r"^连不上"):
            store.close()


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
