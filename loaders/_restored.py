"""导出的图谱里的记录: the rows of the tables that they came from."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from graph.frames import ORIGIN, PROVENANCE, schema
from graph.model import KINDS, Edge, Enterprise, fields

Graph = dict[str, pl.DataFrame]
_ENDS = ("from", "to", "_a", "_b")
_BRANCH = "分支机构(由名称)"  # build says so of a branch, and will again
_STATED = "资料直接列明该企业属于此环节(?::([^;]*))?"
TOLD = {"Enterprise", "Makes", "LocatedIn", "ExpandsTo", "Holds", "Supplies", "Owns", "Partners", "Leads", "Park",
         "Phase", "Anchors", "Organisation", "Responsible", "Verified", "Upgrades", "OnList", "Reviewed"}  # fmt: skip


class Exported:
    """One exported graph."""

    def __init__(self, found: Graph) -> None:
        """Keep the frames; a kind that no record is of is empty."""
        self.found = found

    def rows(self, kind: str) -> pl.DataFrame:
        """The records of a kind."""
        ends = {"_a": pl.String, "_b": pl.String} if issubclass(KINDS[kind], Edge) else {}
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


def _seats(graph: Exported) -> pl.DataFrame:
    places = graph.rows("LocatedIn")
    return places.filter((pl.col("type") == "注册地") & pl.col("segment").is_null()).unique(
        "from", keep="first", maintain_order=True
    )


def _enterprises(graph: Exported) -> pl.DataFrame:
    told = [name for name, f in fields(Enterprise).items() if f.column]
    seats = _seats(graph).select(pl.col("from").alias("id"), pl.col("to").alias("region"))
    firms = graph.rows("Enterprise").join(seats, on="id", how="left", maintain_order="left")
    return firms.select(*told, "region", *ORIGIN)


def _makes(graph: Exported) -> pl.DataFrame:
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


def _places_of(graph: Exported) -> pl.DataFrame:
    plants = graph.rows("LocatedIn").join(_seats(graph), on=["_file", "_row"], how="anti")
    both = pl.concat([plants, graph.rows("ExpandsTo")], how="diagonal")
    rows = graph.named(both, "from", "enterprise").with_columns(_goal("segment"), region="to")
    return rows.drop(_ENDS)


def _relations(graph: Exported) -> pl.DataFrame:
    owns = graph.rows("Owns").filter(pl.col("content").ne_missing(_BRANCH))
    supplies = graph.rows("Supplies").with_columns(relation=pl.lit("供货"))
    both = pl.concat([supplies, owns, graph.rows("Partners")], how="diagonal")
    rows = graph.named(graph.named(both, "from", "first"), "to", "second")
    return rows.drop(*_ENDS, "control")


def _phases(graph: Exported) -> pl.DataFrame:
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


def _offices(graph: Exported) -> pl.DataFrame:
    chains = graph.rows("Responsible").group_by("from", maintain_order=True).agg(pl.col("to").alias("chain"))
    rows = graph.rows("Organisation")
    return rows.join(chains, left_on="name", right_on="from", how="left", maintain_order="left")


def _cells(end: str, column: str) -> list[pl.Expr]:
    """An end of an edge as the cells of a table."""
    if column == "segment":
        return _goal(end)
    return [(pl.concat_list(end) if column == "chain" else pl.col(end)).alias(column)]


def _edges(kind: str, start: str, goal: str) -> Callable[[Exported], pl.DataFrame]:
    """A table with a row for each edge of one kind, its ends in these columns."""

    def rows(graph: Exported) -> pl.DataFrame:
        found = graph.rows(kind)
        firm = start == "enterprise"
        found = graph.named(found, "from", start) if firm else found.with_columns(_cells("from", start))
        return found.with_columns(_cells("to", goal)).drop(_ENDS)

    return rows


TABLES: dict[str, Callable[[Exported], pl.DataFrame]] = {
    "Enterprise": _enterprises, "Makes": _makes, "Place": _places_of, "Relation": _relations, "ParkPhase": _phases,
    "Office": _offices, "Holds": _edges("Holds", "enterprise", "honor"), "Leads": _edges("Leads", "enterprise", "chain"),
    "OnList": _edges("OnList", "enterprise", "list"), "Reviewed": _edges("Reviewed", "id", "segment_id"),
    "Verified": _edges("Verified", "region", "segment"), "Upgrades": _edges("Upgrades", "region", "segment"),
}  # fmt: skip
