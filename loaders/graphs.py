"""公开图谱: node and edge tables with the heads of neo4j-admin (:ID, :START_ID, :END_ID, :TYPE)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from graph.problem import Problem
from loaders import _clean
from loaders._read import Read
from loaders._sheets import Sheet
from loaders._table import Balance

_ENTERPRISE = re.compile("企业|公司|company|enterprise|firm|stock|organi[sz]ation|corp", re.IGNORECASE)
_RELATIONS = (("供|suppl", "供货"), ("控股|control", "控股"), ("参股", "参股"), ("投资|invest|holds?|owns?", "投资"),
              ("合资", "合资"), ("合作|partner|cooperat", "合作"))  # fmt: skip
_FIELDS = {"name": "name", "名称": "name", "企业名称": "name", "code": "stock_code", "stock_code": "stock_code",
           "股票代码": "stock_code", "credit_code": "credit_code", "统一社会信用代码": "credit_code",
           "scope": "scope", "经营范围": "scope", "address": "address", "地址": "address"}  # fmt: skip


@dataclass(frozen=True)
class _Head:
    """One head: property name, its role (ID, START_ID, END_ID, LABEL, TYPE, or a type) and id space."""

    name: str
    role: str
    space: str


def is_graph(sheet: Sheet) -> bool:
    """Whether the first row has the heads of a neo4j-admin import."""
    if sheet.cells.is_empty():
        return False
    roles = {h.role for h in _heads(sheet)}
    return "ID" in roles or {"START_ID", "END_ID"} <= roles


def _heads(sheet: Sheet) -> list[_Head]:
    found = []
    for cell in sheet.cells.row(0):
        m = re.match(r"^\s*(.*?)(?::([A-Za-z_]+(?:\[\])?)(?:\(([^)]*)\))?)?\s*$", str(cell or ""), re.DOTALL)
        found.append(_Head(m[1].strip(), (m[2] or "").upper(), m[3] or "") if m else _Head("", "", ""))
    return found


def read(sheets: Iterable[Sheet], segments: dict[str, list[tuple[str, str]]]) -> Read:
    """Enterprises of node tables, ties and memberships of edge tables.

    ``segments``: a segment's name → the (chain, segment) pairs that declare it. An edge from an enterprise to a
    node of that name is a stated membership; edges to anything else are counted in one 提示 a file.
    """
    result = Read()
    sheets = list(sheets)
    nodes = [_nodes(s, result) for s in sheets if any(h.role == "ID" for h in _heads(s))]
    known = (
        pl.concat(nodes) if nodes else pl.DataFrame(schema=dict.fromkeys(("key", "name", "firm"), pl.String))
    )
    known = known.unique("key", keep="first", maintain_order=True)
    for sheet in sheets:
        if any(h.role == "START_ID" for h in _heads(sheet)):
            _edges(sheet, known, segments, result)
    return result


def _body(sheet: Sheet) -> pl.DataFrame:
    body = sheet.cells.with_row_index("_row", 1).slice(1).with_columns(pl.col("_row").cast(pl.Int64))
    names = sheet.cells.columns
    body = body.with_columns(_clean.tidy(pl.col(n)) for n in names)
    return body.filter(pl.any_horizontal(pl.col(n).is_not_null() for n in names)).with_columns(
        pl.lit(sheet.file).alias("_file"), pl.lit(sheet.name, pl.String).alias("_sheet")
    )


def _key(column: int, space: str) -> pl.Expr:
    return pl.format("{}#{}", pl.lit(space), pl.col(str(column)))


def _nodes(sheet: Sheet, result: Read) -> pl.DataFrame:
    heads, body = _heads(sheet), _body(sheet)
    at = next(i for i, h in enumerate(heads) if h.role == "ID")
    label = next((i for i, h in enumerate(heads) if h.role == "LABEL"), None)
    labels = (
        body[str(label)].drop_nulls().unique().sort().to_list() if label is not None else [heads[at].space]
    )
    columns = {
        _FIELDS[h.name.lower()]: i for i, h in reversed(list(enumerate(heads))) if h.name.lower() in _FIELDS
    }
    firm = any(_ENTERPRISE.search(text) for text in labels)
    name = pl.col(str(columns["name"])) if "name" in columns else pl.col(str(at))
    result.problems += sheet.problems
    lost = body.filter(name.is_null() | pl.col(str(at)).is_null())
    result.problems += [
        Problem(sheet.file, "缺名称或 ID,整行未读入", sheet.name, row, "name") for row in lost["_row"]
    ]
    body = body.filter(name.is_not_null() & pl.col(str(at)).is_not_null())
    why = f"节点表,标签 {'、'.join(labels)}" + ("" if firm else ";不是企业,只用来找名称")
    result.balances.append(
        Balance(
            sheet.file, sheet.name, "公开图谱", body.height + lost.height, body.height, lost.height, why=why
        )
    )
    if firm:
        texts = {n: pl.col(str(i)) for n, i in columns.items()}
        cleaned = {n: _clean.stock_code(c) if n == "stock_code" else _clean.credit_code(c) if n == "credit_code" else c
                   for n, c in texts.items()}  # fmt: skip
        made = body.select(*(c.alias(n) for n, c in (cleaned | {"name": name}).items()), "_file", "_sheet", "_row",
                           confidence=pl.lit("转载"))  # fmt: skip
        _add(result, "Enterprise", made)
    return body.select(
        _key(at, heads[at].space).alias("key"),
        name.alias("name"),
        pl.lit("1" if firm else None, pl.String).alias("firm"),
    )


def _edges(
    sheet: Sheet, known: pl.DataFrame, segments: dict[str, list[tuple[str, str]]], result: Read
) -> None:
    heads, body = _heads(sheet), _body(sheet)
    start, end = (next(i for i, h in enumerate(heads) if h.role == role) for role in ("START_ID", "END_ID"))
    kind = next((i for i, h in enumerate(heads) if h.role == "TYPE"), None)
    said = pl.col(str(kind)) if kind is not None else pl.lit(None, pl.String)
    rows = body.select("_file", "_sheet", "_row", _key(start, heads[start].space).alias("a"),
                       _key(end, heads[end].space).alias("b"), said.alias("type"))  # fmt: skip
    ends = rows.join(known.rename({"key": "a", "name": "first", "firm": "f"}), on="a", how="left").join(
        known.rename({"key": "b", "name": "second", "firm": "g"}), on="b", how="left"
    )
    dangling = ends.filter(pl.col("first").is_null() | pl.col("second").is_null())
    result.problems += sheet.problems
    result.problems += [
        Problem(
            sheet.file,
            "边的一端没有节点,整行未读入",
            sheet.name,
            row,
            None,
            f"{a.partition('#')[2]}→{b.partition('#')[2]}",
        )
        for row, a, b in dangling.select("_row", "a", "b").rows()
    ]
    whole = ends.drop_nulls(["first", "second"])
    loaded = _ties(whole.filter(pl.col("f").is_not_null() & pl.col("g").is_not_null()), result)
    loaded += _members(whole.filter(pl.col("f").is_not_null() & pl.col("g").is_null()), segments, result)
    rest = whole.height - loaded
    if rest:
        reason = f"{rest} 条边不是企业之间的关系,另一端也不是已声明的环节,未读入"
        result.problems.append(Problem(sheet.file, reason, sheet.name, level="提示"))
    result.balances.append(
        Balance(sheet.file, sheet.name, "公开图谱", body.height, loaded, dangling.height, rest, why="边表")
    )


def _add(result: Read, kind: str, frame: pl.DataFrame) -> int:
    if frame.height:
        result.frames.append((kind, frame))
    return frame.height


def _ties(rows: pl.DataFrame, result: Read) -> int:
    kind = pl.coalesce(
        pl.when(pl.col("type").str.contains(f"(?i){words}")).then(pl.lit(name)) for words, name in _RELATIONS
    )
    made = rows.with_columns(relation=kind).drop_nulls("relation")
    return _add(result, "Relation", made.select("first", "relation", "second", "_file", "_sheet", "_row",
                                                confidence=pl.lit("转载")))  # fmt: skip


def _members(rows: pl.DataFrame, segments: dict[str, list[tuple[str, str]]], result: Read) -> int:
    pairs = [(name, [chain for chain, _ in found]) for name, found in segments.items()]
    known = pl.DataFrame({"second": [n for n, _ in pairs], "chain": [c for _, c in pairs]},
                         schema={"second": pl.String, "chain": pl.List(pl.String)})  # fmt: skip
    made = rows.join(known, on="second", how="inner")
    return _add(result, "Makes", made.select(enterprise="first", chain="chain", segment=pl.concat_list("second"),
                                             _file="_file", _sheet="_sheet", _row="_row",
                                             confidence=pl.lit("转载")))  # fmt: skip
