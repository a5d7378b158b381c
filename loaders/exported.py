"""导出的图谱: what ``export neo4j-admin`` and ``export kgx`` wrote, back to the rows of the tables.

Chains, segments and all that ``build`` computes come from the chain files again; an export only tells what tables tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from graph.frames import ORIGIN, schema
from graph.model import KINDS
from graph.problem import Problem
from loaders._read import Read
from loaders._restored import TABLES, TOLD, Exported, Graph
from loaders._table import Balance

_HEADS = (
    (":ID(", ",liantu:string,:LABEL"),
    (":START_ID(", ":END_ID(", ":TYPE,", ",liantu:string"),
    ("id\tcategory\tname\tkey\tchain_category\t",),
    ("id\tsubject\tpredicate\tobject\t",),
)
_PARTING = {"admin": "\x1f", "kgx": "|"}
_COMPUTED = "由链文件和企业资料重新算出"
_DAMAGED = "导出的图谱读不了({});请重新导出"


def is_exported(path: Path) -> bool:
    """Whether a file is one of those that the two exports write: their heads are nobody else's."""
    if path.suffix.lower() not in (".csv", ".tsv"):
        return False
    with path.open("rb") as stream:
        head = stream.readline(4096).decode("utf-8", "replace").rstrip("\r\n")
    return any(all(part in head for part in parts) for parts in _HEADS)


def read(folder: Path, files: Iterable[str]) -> Read:
    """The rows that the tables of the exported county would have given."""
    result = Read()
    for place, group in _places(files).items():
        found: Graph = {}
        for file in group:
            try:
                kgx = file.lower().endswith(".tsv")
                rows = pl.read_csv(folder / file, separator="\t" if kgx else ",", quote_char=None if kgx else '"',
                                   infer_schema=False)  # fmt: skip
                _take(rows, file, found, result)
            except (OSError, PolarsError, UnicodeDecodeError) as error:
                result.problems.append(Problem(file, _DAMAGED.format(str(error).splitlines()[0][:60])))
        made = {kind: rows for kind, make in TABLES.items() if (rows := make(Exported(found))).height}
        result.frames += made.items()
        if made:
            said = f"「{place}」是链图导出的图谱,当作表格读入;不想要就移走"
            result.problems.append(Problem(group[0], said, level="提示"))
    return result


def _places(files: Iterable[str]) -> dict[str, list[str]]:
    """Files by export: a folder of neo4j-admin's, a pair of KGX's."""
    found: dict[str, list[str]] = {}
    for file in files:
        path = Path(file)
        pair = path.suffix.lower() == ".tsv"
        found.setdefault(file.rpartition("_")[0] if pair else path.parent.as_posix(), []).append(file)
    return found


def _take(rows: pl.DataFrame, file: str, found: Graph, result: Read) -> None:
    """Put the records of one file by kind; edges know the kinds of their ends."""
    rows = rows.with_row_index("_row", 2).with_columns(
        pl.col("_row").cast(pl.Int64), _file=pl.lit(file), _sheet=pl.lit(None, pl.String)
    )
    parts = _kgx(rows) if "category" in rows.columns or "predicate" in rows.columns else _admin(rows)
    loaded = 0
    for kind, part, parting in parts:
        if kind in TOLD:
            made = part.select(_typed(kind, part, parting))
            loaded += made.height
            found[kind] = pl.concat([found[kind], made]) if kind in found else made
    result.balances.append(Balance(file, None, "链图导出", rows.height, loaded, set_aside=rows.height - loaded,
                                   why="" if loaded == rows.height else _COMPUTED))  # fmt: skip


def _admin(rows: pl.DataFrame) -> Iterable[tuple[str, pl.DataFrame, str]]:
    heads = {name: name.partition(":") for name in rows.columns}
    role = {rest.partition("(")[0]: (name, rest.partition("(")[2].rstrip(")"))
            for name, (_, _, rest) in heads.items()}  # fmt: skip
    plain = {name: first for name, (first, _, _) in heads.items() if first}
    parting = _PARTING["admin"]
    if "ID" in role:
        yield role["ID"][1], rows.rename(plain), parting
    elif rows.height:
        (start, a), (goal, b), kind = role["START_ID"], role["END_ID"], rows[":TYPE"][0]
        made = rows.rename(plain | {start: "from", goal: "to"})
        yield kind, made.with_columns(_a=pl.lit(a), _b=pl.lit(b)), parting


def _kgx(rows: pl.DataFrame) -> Iterable[tuple[str, pl.DataFrame, str]]:
    node = "category" in rows.columns
    rows = rows.with_columns(pl.col(pl.String).str.replace_all("\u2028", "\n", literal=True))
    for (kind,), part in rows.group_by("category" if node else "predicate", maintain_order=True):
        if node:
            bare = part.drop("id", "category").rename({"key": "id", "chain_category": "category"})
            yield str(kind), bare, _PARTING["kgx"]
            continue
        first, second = (pl.col(end).str.splitn(":", 2) for end in ("subject", "object"))
        ends = {"_a": (first, 0), "from": (first, 1), "_b": (second, 0), "to": (second, 1)}
        split = {name: cell.struct.field(f"field_{n}") for name, (cell, n) in ends.items()}
        yield str(kind), part.with_columns(**split), _PARTING["kgx"]


def _typed(kind: str, rows: pl.DataFrame, parting: str) -> list[pl.Expr]:
    """The columns of a kind in its types, with where the rows stand."""
    made = []
    for name, dtype in schema(KINDS[kind]).items():
        cell = pl.col(name) if name in rows.columns else pl.lit(None, pl.String)
        if dtype == pl.Boolean:
            cell = cell == "true"
        elif dtype == pl.Date:
            cell = cell.str.to_date(strict=False)
        elif isinstance(dtype, pl.List):
            cell = cell.str.split(parting)
        made.append(cell.cast(dtype, strict=False).alias(name))
    ends = [pl.col("_a"), pl.col("_b")] if "_a" in rows.columns else []
    return [*made, *ends, *map(pl.col, ORIGIN)]
