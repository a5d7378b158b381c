"""导出的图谱: what ``export neo4j-admin`` and ``export kgx`` wrote, back to the rows of the tables.

Chains, segments and all that ``build`` computes come from the chain files again; an export only tells what tables tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from graph.frames import ORIGIN, PROVENANCE, schema
from graph.model import KINDS, Enterprise, fields
from graph.problem import Problem
from loaders._read import Read
from loaders._table import Balance

_HEADS = (
    (":ID(", ",liantu:string,:LABEL"),
    (":START_ID(", ":END_ID(", ":TYPE,", ",liantu:string"),
    ("id\tcategory\tname\tkey\tchain_category\t",),
    ("id\tsubject\tpredicate\tobject\t",),
)
_PARTING = {"admin": "\x1f", "kgx": "|"}
_BRANCH = "分支机构(由名称)"  # build says so of a branch, and will again
_STATED = "资料直接列明该企业属于此环节(?::([^;]*))?"
_COMPUTED = "由链文件和企业资料重新算出"
_DAMAGED = "导出的图谱读不了({});请重新导出"
Graph = dict[str, pl.DataFrame]


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
                rows = pl.read_csv(folder / file, separator="\t" if file.endswith(".tsv") else ",",
                                   infer_schema=False)  # fmt: skip
                _take(rows, file, found, result)
            except (OSError, PolarsError, UnicodeDecodeError) as error:
                result.problems.append(Problem(file, _DAMAGED.format(str(error).splitlines()[0][:60])))
        made = {kind: rows for kind, make in _TABLES.items() if (rows := make(_Exported(found))).height}
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


# -- a file's records ------------------------------------------------------------------------------


def _take(rows: pl.DataFrame, file: str, found: Graph, result: Read) -> None:
    """Put the records of one file by kind; edges know the kinds of their ends."""
    rows = rows.with_row_index("_row", 2).with_columns(
        pl.col("_row").cast(pl.Int64), _file=pl.lit(file), _sheet=pl.lit(None, pl.String)
    )
    parts = _kgx(rows) if "category" in rows.columns or "predicate" in rows.columns else _admin(rows)
    loaded = 0
    for kind, part, parting in parts:
        if kind in _TOLD:
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


# -- the rows of the tables ------------------------------------------------------------------------


class _Exported:
    """One exported graph."""

    def __init__(self, found: Graph) -> None:
        """Keep the frames; a kind that no record is of is empty."""
        self.found = found

    def rows(self, kind: str) -> pl.DataFrame:
        """The records of a kind."""
        ends = {"_a": pl.String, "_b": pl.String} if "from" in schema(KINDS[kind]) else {}
        return self.found.get(kind, pl.DataFrame(schema=schema(KINDS[kind]) | ends | ORIGIN))

    def named(self, rows: pl.DataFrame, end: str, name: str) -> pl.DataFrame:
        """With the name and credit code of the enterprise at an end; a body is its own name."""
        known = self.rows("Enterprise").select(
            "id", pl.col("name").alias(name), pl.col("credit_code").alias(f"{name}_code")
        )
        joined = rows.join(known, left_on=end, right_on="id", how="left", maintain_order="left")
        return joined.with_columns(pl.col(name).fill_null(pl.col(end)))


def _goal(segment: str) -> list[pl.Expr]:
    """The chain and segment cells of a segment's id."""
    parts = pl.col(segment).str.splitn(":", 2).struct
    return [
        pl.when(pl.col(segment).is_not_null()).then(pl.concat_list(parts.field(f"field_{n}"))).alias(name)
        for n, name in enumerate(("chain", "segment"))
    ]


def _seats(graph: _Exported) -> pl.DataFrame:
    places = graph.rows("LocatedIn")
    return places.filter((pl.col("type") == "注册地") & pl.col("segment").is_null()).unique(
        "from", keep="first", maintain_order=True
    )


def _enterprises(graph: _Exported) -> pl.DataFrame:
    told = [name for name, f in fields(Enterprise).items() if f.column]
    seats = _seats(graph).select(pl.col("from").alias("id"), pl.col("to").alias("region"))
    firms = graph.rows("Enterprise").join(seats, on="id", how="left", maintain_order="left")
    return firms.select(*told, "region", *ORIGIN)


def _makes(graph: _Exported) -> pl.DataFrame:
    """What was stated, sentence by sentence of the evidence where it was said more than once."""
    stated = graph.rows("Makes").filter(pl.col("where").list.contains("企业环节"))
    said = stated.with_columns(_said=pl.col("evidence").str.extract_all(_STATED)).with_columns(
        _several=pl.col("_said").list.len() > 1
    )
    each = said.explode("_said").with_columns(_first=pl.struct("from", "to").is_first_distinct())
    products = pl.col("_said").str.extract(_STATED).str.split("、")
    each = each.with_columns(
        products=pl.when("_several").then(products).otherwise("products"),
        share=pl.when("_first").then("share"),  # of all that was said together
    )
    rows = graph.named(each, "from", "enterprise").with_columns(_goal("to"))
    keep = ["enterprise", "enterprise_code", "chain", "segment", "products", "share", *PROVENANCE, *ORIGIN]
    return rows.select(keep)


def _places_of(graph: _Exported) -> pl.DataFrame:
    plants = graph.rows("LocatedIn").join(_seats(graph), on=["_file", "_row"], how="anti")
    both = pl.concat([plants, graph.rows("ExpandsTo")], how="diagonal")
    rows = graph.named(both, "from", "enterprise").with_columns(_goal("segment"), region="to")
    return rows.drop("from", "to", "_a", "_b")


def _holds(graph: _Exported) -> pl.DataFrame:
    rows = graph.named(graph.rows("Holds"), "from", "enterprise")
    return rows.with_columns(honor="to").drop("from", "to", "_a", "_b", "value", "age")


def _relations(graph: _Exported) -> pl.DataFrame:
    owns = graph.rows("Owns").filter(pl.col("content").ne_missing(_BRANCH))
    supplies = graph.rows("Supplies").with_columns(relation=pl.lit("供货"))
    both = pl.concat([supplies, owns, graph.rows("Partners")], how="diagonal")
    rows = graph.named(graph.named(both, "from", "first"), "to", "second")
    return rows.drop("from", "to", "_a", "_b", "control")


def _leads(graph: _Exported) -> pl.DataFrame:
    rows = graph.named(graph.rows("Leads"), "from", "enterprise")
    return rows.with_columns(chain=pl.concat_list("to")).drop("from", "to", "_a", "_b")


def _phases(graph: _Exported) -> pl.DataFrame:
    """Every phase with what its park stands for; of a segment its chain is said too."""
    anchors = graph.rows("Anchors").with_columns(_goal("to"))
    whole = pl.col("_b") == "Chain"
    anchors = anchors.with_columns(
        chain=pl.when(whole).then(pl.concat_list("to")).otherwise("chain"),
        segment=pl.when(~whole).then("segment"),
    )
    key = ["park", "phase"]
    goals = anchors.rename({"from": "park"}).group_by(key, maintain_order=True).agg(
        pl.col(name).explode().drop_nulls().unique(maintain_order=True) for name in ("chain", "segment")
    )  # fmt: skip
    parks = graph.rows("Park").select(pl.col("name").alias("park"), "region")
    number = pl.col("id").str.extract(r"(\d+)$").cast(pl.Int64)
    phases = (
        graph.rows("Phase")
        .sort(number, maintain_order=True)
        .join(parks, on="park", how="left", maintain_order="left")
    )
    return phases.join(goals, on=key, how="left", nulls_equal=True, maintain_order="left").drop("id")


def _offices(graph: _Exported) -> pl.DataFrame:
    chains = graph.rows("Responsible").group_by("from", maintain_order=True).agg(pl.col("to").alias("chain"))
    rows = graph.rows("Organisation")
    return rows.join(chains, left_on="name", right_on="from", how="left", maintain_order="left")


def _surveyed(kind: str) -> Callable[[_Exported], pl.DataFrame]:
    def rows(graph: _Exported) -> pl.DataFrame:
        return graph.rows(kind).with_columns(_goal("to"), region="from").drop("from", "to", "_a", "_b")

    return rows


def _lists(graph: _Exported) -> pl.DataFrame:
    rows = graph.named(graph.rows("OnList"), "from", "enterprise")
    return rows.with_columns(list="to").drop("from", "to", "_a", "_b")


def _reviews(graph: _Exported) -> pl.DataFrame:
    return graph.rows("Reviewed").rename({"from": "id", "to": "segment_id"}).drop("_a", "_b")


_TABLES: dict[str, Callable[[_Exported], pl.DataFrame]] = {
    "Enterprise": _enterprises, "Makes": _makes, "Place": _places_of, "Holds": _holds, "Relation": _relations,
    "Leads": _leads, "ParkPhase": _phases, "Office": _offices, "Verified": _surveyed("Verified"),
    "Upgrades": _surveyed("Upgrades"), "OnList": _lists, "Reviewed": _reviews,
}  # fmt: skip
_TOLD = {"Enterprise", "Makes", "LocatedIn", "ExpandsTo", "Holds", "Supplies", "Owns", "Partners", "Leads", "Park",
         "Phase", "Anchors", "Organisation", "Responsible", "Verified", "Upgrades", "OnList", "Reviewed"}  # fmt: skip
