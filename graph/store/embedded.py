"""The embedded store: a ladybug database in one file, which a build replaces as a whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.model import EDGES, KINDS, NODES, Edge, Kind, fields, shape
from graph.problem import InputError
from graph.store import Rows

if TYPE_CHECKING:
    import polars as pl

    from graph.frames import Graph

_CYPHER = {"str": "STRING", "float": "DOUBLE", "int": "INT64", "bool": "BOOLEAN", "date": "DATE"}
OTHER = "图谱「{}」是另一版链图生成的,这一版读不了;请重新运行 liantu build。"
# How much the engine may use, to ask and to build (2 GB are too few for two million links), and may map.
ASK, BUILD, ROOM = 2**30, 2**32, 2**36


class Embedded:
    """A ladybug database in one file; questions open it read-only."""

    def __init__(self, path: Path) -> None:
        """Remember the path; the file is opened by the first question."""
        self.path = path
        self._connection: Any = None
        self._database: Any = None

    def run(self, cypher: str, **parameters: Any) -> Rows:
        """The rows of one Cypher text, as dictionaries."""
        result = self._execute(cypher, parameters)
        names = result.get_column_names()
        rows = Rows((dict(zip(names, row, strict=True)) for row in result.get_all()), names)
        result.close()
        return rows

    def unload(self, cypher: str, path: Path, **parameters: Any) -> None:
        """Write the rows of one Cypher text, as many as the pool can hold, into a parquet file."""
        self._execute(f"COPY ({cypher}) TO {_quoted(path.as_posix())}", parameters)

    def _execute(self, cypher: str, parameters: dict[str, Any]) -> Any:
        if self._connection is None:
            self._open()
        try:
            return self._connection.execute(cypher, parameters)
        except RuntimeError as error:
            if "Buffer manager" not in str(error):
                raise
            raise InputError(
                "这个提问要的内存超过内嵌库的限度;请用 --chain 等选项缩小范围,或把图谱 push 到 Neo4j 再问。"
            ) from None

    def _open(self) -> None:
        import ladybug

        if not self.path.is_file():
            raise InputError("还没有图谱;请先运行 liantu build。")
        try:
            self._database = ladybug.Database(
                str(self.path), read_only=True, buffer_pool_size=ASK, max_db_size=ROOM
            )
            self._connection = ladybug.Connection(self._database)
        except RuntimeError as error:
            raise InputError(f"图谱文件打不开({str(error)[:60]});请重新运行 liantu build。") from None
        if self._shape() != [[shape()]]:
            self.close()
            raise InputError(OTHER.format(self.path))

    def _shape(self) -> Any:
        try:
            return self._connection.execute("MATCH (m:Meta) RETURN m.shape AS shape ORDER BY m.id").get_all()
        except RuntimeError:  # no such kind, or no such field of it
            return None

    def close(self) -> None:
        """Close the file."""
        for part in (self._connection, self._database):
            if part is not None:
                part.close()
        self._connection = self._database = None

    def replace(self, graph: Graph) -> None:
        """Write a new file beside the old one and rename it over when it is whole; the same graph is not written."""
        self.close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for litter in self.path.parent.glob("building-*"):
            shutil.rmtree(litter, ignore_errors=True)
        if self._holds(graph["Meta"]):
            return
        folder = Path(tempfile.mkdtemp(prefix="building-", dir=self.path.parent))
        try:
            fresh = folder / "graph.lbug"
            self._write(graph, fresh, folder)
            for stale in (self.path.with_name(self.path.name + ".wal"),):
                stale.unlink(missing_ok=True)
            fresh.replace(self.path)
        except PermissionError:
            raise InputError("图谱文件正被另一个程序打开,换不下来;请关掉它再运行 liantu build。") from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _holds(self, meta: pl.DataFrame) -> bool:
        """Whether the file is whole and of this very graph: Meta has the hash of all records."""
        columns = ", ".join(f"m.`{name}` AS `{name}`" for name in meta.columns)
        try:
            return self.run(f"MATCH (m:Meta) RETURN {columns} ORDER BY m.id") == meta.to_dicts()
        except (InputError, RuntimeError):
            return False
        finally:
            self.close()

    def _write(self, graph: Graph, path: Path, folder: Path) -> None:
        import ladybug

        # COPY with several threads hangs for ever once the pool is full: a big graph is copied by one.
        big = sum(frame.estimated_size() for frame in graph.values()) > BUILD // 8
        database = ladybug.Database(
            str(path), buffer_pool_size=BUILD, max_db_size=ROOM, max_num_threads=1 if big else 0
        )
        connection = ladybug.Connection(database)
        for kind in (*NODES, *EDGES):
            connection.execute(create(kind))
        for name, kind in KINDS.items():
            for suffix, rows in _parts(kind, graph):
                target = folder / f"{name}.parquet"
                rows.write_parquet(target, compression="lz4")
                pattern = target.as_posix().replace("[", "[[]")  # COPY takes a name for a pattern: 项目[2025]
                connection.execute(f"COPY `{name}` FROM {_quoted(pattern)}{suffix}")
                target.unlink()
        connection.close()
        database.close()


def _quoted(text: str) -> str:
    """A text of Cypher."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def create(kind: type[Kind]) -> str:
    """The statement that makes a kind's table."""
    columns = ", ".join(
        f"`{f.name}` {_CYPHER[f.type.__name__]}{'[]' if f.many else ''}" for f in fields(kind).values()
    )
    if issubclass(kind, Edge):
        pairs = ", ".join(f"FROM `{a.__name__}` TO `{b.__name__}`" for a, b in kind.ends)
        return f"CREATE REL TABLE `{kind.__name__}`({pairs}, {columns})"
    key: str = kind.key  # type: ignore[attr-defined]
    return f"CREATE NODE TABLE `{kind.__name__}`({columns}, PRIMARY KEY(`{key}`))"


def _parts(kind: type[Kind], graph: Graph) -> Iterator[tuple[str, pl.DataFrame]]:
    """COPY options and rows: all of a node kind, of an edge kind those of each pair of ends."""
    rows = graph[kind.__name__]
    if issubclass(kind, Edge) and len(kind.ends) > 1:
        for a, b in kind.ends:
            starts, goals = graph[a.__name__][a.key], graph[b.__name__][b.key]
            mine = rows.filter(rows["from"].is_in(starts.implode()) & rows["to"].is_in(goals.implode()))
            if mine.height:
                yield f' (from="{a.__name__}", to="{b.__name__}")', mine
    elif rows.height:
        yield "", rows
