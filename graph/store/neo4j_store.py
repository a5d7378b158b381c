"""The Neo4j store: a server, Aura or a cluster; the same graph, the same questions, the same answers."""

from __future__ import annotations

import logging
import os
import re
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError
from neo4j.time import Date

from graph.model import NODES, shape
from graph.problem import InputError
from graph.store import Rows
from graph.store.neo4j_errors import OLDEST, sentence

if TYPE_CHECKING:
    from graph.frames import Graph
    from graph.store import Row
    from graph.store.pieces import Pieces

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # else its warnings reach the screen, in English

MARK = "Liantu"  # the label that every node of ours carries beside its kind
TAG = "liantu"  # the property of ours that every node and edge of ours carries: the load that wrote it
STATE = f"MATCH (m:Meta:{MARK}) RETURN m.state AS state, m.hash AS hash, m.shape AS shape, m.{TAG} AS tag"
RETRY = 15  # seconds that what may pass is tried again
FETCHED = 20_000  # records of an answer that come at a time
BUSY = "这个地址的图谱正在写入,或上次没有写完;请稍候再问,或在项目里重新运行 liantu push。"
EMPTY = "这个地址还没有图谱;请先在项目文件夹里运行 liantu push 地址。"
OTHER = "这个地址的图谱是另一版链图推送的,这一版读不了;请用同一版链图重新运行 liantu build 和 liantu push。"
MOVED = "提问的时候图谱换了新的一版;请再问一次。"
_PLAIN = frozenset((str, float, int, bool, type(None)))
_QUOTED = r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|"
_LOCAL = re.compile(
    rf"{_QUOTED}(-\[(\w+):Makes\]->\([^()]*\)(?:-\[[^\]]*\]->\([^()]*\))*)(\s+WHERE \2\.local = true)(?!\s+OR)"
)
_OWN = re.compile(
    rf"{_QUOTED}"
    rf"(\(\s*\w*\s*:\s*`?(?:{'|'.join(k.__name__ for k in NODES)})`?)(?=\s*[){{]|\s+WHERE\b)"
)


def own(cypher: str) -> str:
    """The text with every node pattern of a kind held to our nodes: others may use the same labels.

    The planner takes a boolean to be true of every second edge and reads all of them, so where the few local ones
    are asked for it is told to use their index (with no index there, Neo4j passes the hint over).
    """
    hinted = _LOCAL.sub(lambda m: f"{m[1]} USING INDEX {m[2]}:Makes(local){m[3]}" if m[1] else m[0], cypher)
    return _OWN.sub(lambda m: f"{m[1]}:{MARK}" if m[1] else m[0], hinted)


class Neo4j:
    """One liantu graph in one database of a Neo4j; connects with the first question."""

    def __init__(self, address: str, limit: float | None = None) -> None:
        """Take the address apart; name and password come from the environment, never from the address.

        ``limit``: seconds that one question may take.
        """
        parts = urlsplit(address)
        if parts.username or parts.password or "@" in parts.netloc:
            raise InputError(
                "图谱地址里不要写用户名和密码;请放进环境变量 LIANTU_NEO4J_USER、LIANTU_NEO4J_PASSWORD。"
            )
        self.address = f"{parts.scheme}://{parts.netloc}"
        self.database = parts.path.strip("/") or None
        self.limit = limit
        self._driver: neo4j.Driver | None = None
        self._seen: Row | None = None

    def run(self, cypher: str, **parameters: Any) -> Rows:
        """The rows of one Cypher text; nothing is answered from a graph that is being written.

        One message there and back, which is what most questions' many small texts cost; in a transaction, tried
        again, only where the server says that this may help.
        """
        text = own(cypher)
        if self._seen is None:
            self._seen = self._state()

        def once(session: neo4j.Session) -> Rows:
            try:
                return _answer(session.run(neo4j.Query(text, timeout=self.limit), parameters))
            except (Neo4jError, DriverError) as error:
                if not error.is_retryable():
                    raise
            again = neo4j.unit_of_work(timeout=self.limit)
            return session.execute_read(again(lambda tx: _answer(tx.run(text, parameters))))

        rows: Rows = self.session(once)
        return rows

    def _state(self) -> Row:
        """The Meta node's state; anything but a whole graph is an InputError."""
        found: Row | None = self.session(
            lambda session: session.execute_read(lambda tx: tx.run(STATE).single())
        )
        if found is None:
            raise InputError(EMPTY)
        if found["state"] != "完整":
            raise InputError(BUSY)
        if found["shape"] != shape():
            raise InputError(OTHER)
        return dict(found)

    def stream(self, cypher: str, size: int) -> Iterator[Rows]:
        """The rows of one Cypher text, ``size`` at a time: a large answer never stands in memory whole."""
        if self._seen is None:
            self._seen = self._state()
        with self._session(neo4j.READ_ACCESS) as session:
            result = session.run(own(cypher))
            while found := result.fetch(size):
                yield _rows(result.keys(), [record.values() for record in found])

    def session(self, work: Callable[[neo4j.Session], Any], mode: str = neo4j.READ_ACCESS) -> Any:
        """Do some work in a session; whatever the server or the driver says becomes one sentence."""
        with self._session(mode) as session:
            return work(session)

    @contextmanager
    def _session(self, mode: str) -> Iterator[neo4j.Session]:
        try:
            driver = self._driver or self._connect()
            with driver.session(
                database=self.database, default_access_mode=mode, fetch_size=FETCHED
            ) as session:
                yield session
        except (Neo4jError, DriverError, ValueError) as error:
            raise InputError(sentence(error, self.address, self.database)) from None

    def _connect(self) -> neo4j.Driver:
        user, password = os.environ.get("LIANTU_NEO4J_USER"), os.environ.get("LIANTU_NEO4J_PASSWORD")
        auth = (user or "neo4j", password or "") if user or password else None
        try:
            self._driver = self._open(auth)
        except AuthError:
            if password or not sys.stdin.isatty():
                raise
            self._driver = self._open(_asked(user))
        return self._driver

    def _open(self, auth: tuple[str, str] | None) -> neo4j.Driver:
        driver = neo4j.GraphDatabase.driver(
            self.address,
            auth=auth,
            connection_timeout=10,
            connection_acquisition_timeout=20,  # so long the driver waits for a port that never answers
            max_transaction_retry_time=RETRY,
            notifications_min_severity="OFF",
            user_agent="liantu",
        )
        try:
            driver.verify_connectivity()
            agent = driver.get_server_info().agent
        except (Neo4jError, DriverError, ValueError):
            driver.close()
            raise
        version = re.match(r"Neo4j/(\d+)", agent)
        if version and int(version[1]) < OLDEST:
            driver.close()
            raise InputError(f"服务器是 {agent},太旧了;链图需要 Neo4j {OLDEST} 或更新的版本。")
        return driver

    def close(self) -> None:
        """Close the connections; an InputError where the graph changed while it was asked, so that no mixture is shown."""
        try:
            if self._seen is not None and self._state() != self._seen:
                raise InputError(MOVED)
        finally:
            self._seen = None
            if self._driver is not None:
                self._driver.close()
            self._driver = None

    def replace(self, graph: Graph) -> None:
        """Put the whole graph in the place of the old one."""
        from graph.store.pieces import of_graph

        self.load(of_graph(graph))

    def load(self, pieces: Pieces, advance: Callable[[int], object] = lambda _n: None) -> bool:
        """Put a graph that comes in pieces in the place of the old one; false where it is there already."""
        from graph.store.neo4j_load import load

        self._seen = None
        tag = uuid.uuid4().hex[:12]  # so short that Neo4j keeps it beside the other values
        done: bool = self.session(lambda s: load(s, pieces, tag, advance), neo4j.WRITE_ACCESS)
        return done


def _asked(user: str | None) -> tuple[str, str]:
    """Name and password from the person at the terminal."""
    from getpass import getpass

    if user is None:
        sys.stderr.write("Neo4j 用户名(默认 neo4j):")
        sys.stderr.flush()
        user = sys.stdin.readline().strip() or "neo4j"
    return user, getpass("Neo4j 密码(输入时不显示):", sys.stderr)


def _answer(result: neo4j.Result) -> Rows:
    return _rows(result.keys(), result.values())


def _rows(names: Sequence[str], found: Iterable[Sequence[Any]]) -> Rows:
    return Rows(
        (
            {n: v if type(v) in _PLAIN else plain(v) for n, v in zip(names, values, strict=True)}
            for values in found
        ),
        names,
    )


def plain(value: Any) -> Any:
    """A value as the embedded store gives it."""
    if isinstance(value, Date):
        return value.to_native()
    if isinstance(value, list):
        return [v if type(v) in _PLAIN else plain(v) for v in value]
    if isinstance(value, (dict, neo4j.graph.Entity)):
        return {k: plain(v) for k, v in value.items()}
    return value
