"""Tables to a Graph: every record once, every end resolved, every conflict reported; columns, never row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from graph import census, divisions, ends, identity, merge
from graph.frames import ORIGIN, PROVENANCE, Graph, conform, gather, told, want
from graph.model import KINDS, Kind, fields
from graph.problem import Problem
from graph.project import Census, Project
from graph.structure import Structure
from graph.tables import TABLES, UNCLEAR, Table

MENTIONED = {  # the frame of a table → the columns that name an enterprise, and their codes
    "Makes": (("enterprise", "enterprise_code"),),
    "Place": (("enterprise", "enterprise_code"),),
    "Holds": (("enterprise", "enterprise_code"),),
    "Relation": (("first", "first_code"), ("second", "second_code")),
    "Leads": (("enterprise", "enterprise_code"),),
    "OnList": (("enterprise", "enterprise_code"),),
}
FRAMES = {"Enterprise": "企业", "Makes": "企业环节", "Place": "布点", "Holds": "荣誉", "Relation": "企业关系",
          "Leads": "链主", "ParkPhase": "园区", "Office": "组织", "Verified": "环节核实", "OnList": "名单",
          "Upgrades": "三化", "Same": "同名核对"}  # fmt: skip
OFFICE = "\x00office:"


@dataclass
class Assembled:
    """The graph of all tables but its links, what they state of links, what could not be used.

    ``surveys``: the Verified rows of the graph with the place where each stands.
    """

    graph: Graph
    memberships: pl.DataFrame
    refused: pl.DataFrame
    problems: list[Problem]
    censuses: list[Census]
    surveys: pl.DataFrame
    doubtful: pl.DataFrame
    merged: dict[tuple[str | None, str | None], pl.Series]


@dataclass
class _Build:
    """What every table's step needs, and where it puts its records."""

    project: Project
    structure: Structure
    tables: dict[str, pl.DataFrame]
    offices: list[str]
    problems: list[Problem] = field(default_factory=list)
    parts: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    stated: list[pl.DataFrame] = field(default_factory=list)
    surveys: pl.DataFrame = field(default_factory=pl.DataFrame)

    def add(self, kind: str, frame: pl.DataFrame) -> None:
        """Records of a kind."""
        self.parts.setdefault(kind, []).append(conform(KINDS[kind], frame))

    def regions(self, rows: pl.DataFrame, default: str | None) -> pl.DataFrame:
        """Rows with the code of their region."""
        return ends.regions(rows, self.project.region, default, self.problems)


def assemble(project: Project, structure: Structure, tables: Graph) -> Assembled:
    """Every table's rows as nodes and edges, each once; links are stated here and decided later."""
    ready = {kind: want(tables.get(kind), _columns(TABLES[name])) for kind, name in FRAMES.items()}
    build = _Build(project, structure, ready, ready["Office"]["name"].unique().to_list())
    censuses = census.usable(project, ready["Enterprise"], build.problems)
    ready["Enterprise"] = census.scaled(build.regions(ready["Enterprise"], None), project)
    resolved = identity.resolve(_mentions(build), _aliases(ready["Enterprise"]), ready["Same"])
    build.problems += resolved.problems
    _identify(build, resolved.ids)
    firms = merge.enterprises(ready["Enterprise"], project.sources.rank, build.problems)
    build.add("LocatedIn", merge.seats(ready["Enterprise"], project.sources.rank, build.problems))
    for step in STEPS:
        step(build)
    known = pl.concat([firms.rows, _named_only(build, firms.rows)], how="diagonal")
    build.add("Enterprise", known)
    build.add("Owns", _branches(resolved.branches, known["id"]))
    for kind, rows in structure.rows.items():
        build.add(kind, conform(KINDS[kind], rows))
    build.add("Region", _regions(build))
    graph = {kind: gather(kind, build.parts.get(kind, [])) for kind in KINDS}
    graph["LocatedIn"] = graph["LocatedIn"].unique(
        ["from", "to", "type", "segment"], keep="first", maintain_order=True
    )
    stated = pl.concat(build.stated)
    said = stated.filter(pl.col("verdict").is_null() | (pl.col("verdict") != "否"))
    refused = stated.filter(pl.col("verdict") == "否").select("enterprise", "segment").unique()
    return Assembled(
        graph, said.drop("verdict"), refused, build.problems, censuses, build.surveys, resolved.doubtful, firms.merged
    )  # fmt: skip


def _columns(table: Table) -> dict[str, Any]:
    plain = {"str": pl.String, "float": pl.Float64, "int": pl.Int64, "bool": pl.Boolean, "date": pl.Date}
    cells = {f.name: plain[f.type.__name__] for f in table.columns}
    return {f.name: pl.List(cells[f.name]) if f.many else cells[f.name] for f in table.columns} | ORIGIN


# -- who is meant ---------------------------------------------------------------------------------


def _mentions(build: _Build) -> pl.DataFrame:
    """Every mention of an enterprise in any table."""
    parts = [ends.mentions(build.tables["Enterprise"], "name", "credit_code", whole=True)]
    for kind, columns in MENTIONED.items():
        parts += [ends.mentions(build.tables[kind], name, code) for name, code in columns]
    return pl.concat(parts).filter(pl.col("name").is_not_null())


def _aliases(firms: pl.DataFrame) -> pl.DataFrame:
    """Former and short names: own, code (own's), alias, kind."""
    own = [pl.col("name").alias("own"), pl.col("credit_code").alias("code")]
    return pl.concat(
        firms.select(*own, pl.col(column).alias("alias"), pl.lit(kind).alias("kind"))
        .explode("alias")
        .filter(pl.col("alias").is_not_null())
        for column, kind in (("former", "曾用名"), ("short", "简称"))
    )


def _identify(build: _Build, ids: pl.DataFrame) -> None:
    """Write the id of the enterprise meant into every row: ``id``, or one a party."""
    keys = ["name", "code", "stock", "region"]
    for kind, columns in {"Enterprise": (("name", "credit_code"),), **MENTIONED}.items():
        for name, code in columns:
            rows = build.tables[kind]
            asked = ends.mentions(rows, name, code, whole=kind == "Enterprise").select(keys)
            found = asked.join(ids, on=keys, how="left", nulls_equal=True, maintain_order="left")["id"]
            build.tables[kind] = rows.with_columns(found.alias("id" if len(columns) == 1 else f"{name}_id"))


def _branches(branches: pl.DataFrame, known: pl.Series) -> pl.DataFrame:
    """A branch is a part of its parent: an edge of control."""
    both = branches.filter(pl.all_horizontal(pl.col("branch", "parent").is_in(known.implode())))
    said = {"relation": pl.lit("控股"), "control": pl.lit(True), "content": pl.lit("分支机构(由名称)")}
    return both.select(pl.col("parent").alias("from"), pl.col("branch").alias("to"), **said)


def _named_only(build: _Build, firms: pl.DataFrame) -> pl.DataFrame:
    """Enterprises that only other tables name: a node with just the name, listed once."""
    parts = []
    for kind, columns in MENTIONED.items():
        for name, _ in columns:
            rows = build.tables[kind]
            key = "id" if len(columns) == 1 else f"{name}_id"
            if kind == "Relation":
                rows = rows.filter(~pl.col(name).is_in(build.offices))
            parts.append(rows.select(pl.col(key).alias("id"), pl.col(name).alias("name"), *ORIGIN))
    named = pl.concat(parts).join(firms, on="id", how="anti")
    first = named.sort("id", "_file", "_sheet", "_row").unique("id", keep="first", maintain_order=True)
    build.problems += told(first, "企业名称", "name", "只在这张表里出现,没有企业资料,已按名称建立", "提示")
    return first.select("id", "name")


# -- one step a table ------------------------------------------------------------------------------


def _taken(kind: type[Kind], *names: str) -> list[pl.Expr]:
    wanted = names or [n for n in fields(kind) if fields(kind)[n].column]
    return [pl.col(n) for n in dict.fromkeys((*wanted, *PROVENANCE))]


def _memberships(build: _Build) -> None:
    """企业环节: what a row states of an enterprise and its segments; with a 判定 that cannot be read, 待核."""
    rows = ends.goals(build.tables["Makes"], build.structure, build.problems)
    unsure = pl.when(pl.col("verdict") == UNCLEAR).then(pl.lit("待核"))
    rows = rows.with_columns(confidence=pl.coalesce(unsure, "confidence"))
    _state(build, rows, pl.col("products"), pl.col("share"), pl.col("verdict"))


def _state(build: _Build, rows: pl.DataFrame, products: pl.Expr, share: pl.Expr, verdict: pl.Expr) -> None:
    each = rows.explode("goals").filter(pl.col("goals").is_not_null())
    build.stated.append(
        each.select(
            pl.col("id").alias("enterprise"), pl.col("goals").alias("segment"),
            products.cast(pl.List(pl.String)).alias("products"), share.cast(pl.Float64).alias("share"),
            verdict.cast(pl.String).alias("verdict"), *PROVENANCE,
        )
    )  # fmt: skip


def _places(build: _Build) -> None:
    """布点: plants and projects; one with a segment is a stated membership too. A 阶段 that cannot be read is no plant."""
    rows = build.regions(build.tables["Place"], build.project.region).filter(pl.col("code").is_not_null())
    rows = ends.goals(rows, build.structure, build.problems)
    settled = pl.col("stage").is_null() | (pl.col("stage") == "投产")
    rows = rows.with_columns(settled=settled, stage=pl.col("stage").replace(UNCLEAR, None))
    settled = pl.col("settled")
    project = pl.col("type") == "项目"
    located = settled & (~project | (pl.col("stage") == "投产"))
    each = (
        rows.drop("segment")
        .explode("goals", empty_as_null=True)
        .rename({"goals": "segment", "id": "from", "code": "to"})
    )
    build.add("ExpandsTo", each.filter(project | ~settled))
    plants = each.filter(located).with_columns(
        type=pl.when(project).then(pl.lit("生产基地")).otherwise("type")
    )
    build.add("LocatedIn", plants)
    _state(build, rows.filter(located), pl.lit([]), pl.lit(None), pl.lit(None))


def _honors(build: _Build) -> None:
    """荣誉."""
    rows = build.tables["Holds"]
    build.add("Holds", rows.rename({"id": "from", "honor": "to"}))
    build.add("Honor", rows.select(pl.col("honor").alias("name")).unique(maintain_order=True))


def _relations(build: _Build) -> None:
    """企业关系: supply, holdings, partners; a body (组织) can hold or be a partner, no more."""
    relation = pl.col("relation")
    bodies = [pl.col(side).is_in(build.offices) for side in ("first", "second")]
    partners = relation.is_in(["合资", "合作", "会员"])
    wrong = (bodies[0] & bodies[1]) | (bodies[1] & ~partners) | (bodies[0] & (relation == "供货"))
    sides = [pl.when(body).then(pl.col(side)).otherwise(f"{side}_id")
             for side, body in zip(("first", "second"), bodies, strict=True)]  # fmt: skip
    turned = bodies[0] & partners
    said = pl.format("「{}」与「{}」之间不能有这种关系(组织不是企业)", "first", "second")
    rows = build.tables["Relation"].with_columns(
        pl.when(turned).then(sides[1]).otherwise(sides[0]).alias("from"),
        pl.when(turned).then(sides[0]).otherwise(sides[1]).alias("to"),
        wrong.alias("_wrong"), said.alias("_said"), (relation == "控股").alias("control"),
    )  # fmt: skip
    build.problems += told(rows.filter("_wrong"), "关系", "relation", "_said")
    rows = rows.filter(~pl.col("_wrong"))
    build.add("Supplies", rows.filter(relation == "供货"))
    build.add("Owns", rows.filter(relation.is_in(["投资", "控股", "参股"])))
    build.add("Partners", rows.filter(partners))


def _leaders(build: _Build) -> None:
    """链主."""
    rows = ends.chains(build.tables["Leads"], build.structure, build.problems)
    build.add("Leads", rows.rename({"id": "from"}))


def _parks(build: _Build) -> None:
    """园区: the park once, every phase, and what it stands for."""
    rows = build.regions(build.tables["ParkPhase"], build.project.region).with_row_index("_number", 1)
    key = pl.format("{}#{}", "park", pl.col("_number"))
    rows = ends.goals(rows.with_columns(id=key), build.structure, build.problems)
    parks = _once(build, rows, "park", {"code": ("地区", "region")})
    build.add("Park", parks.select(pl.col("park").alias("name"), pl.col("code").alias("region"), "investor",
                                   *PROVENANCE))  # fmt: skip
    build.add("Phase", rows)
    whole = pl.col("chain").list.filter(pl.element().is_in(sorted(build.structure.chains)))
    goal = pl.when(pl.col("goals").list.len() > 0).then(pl.col("goals")).otherwise(whole)
    each = rows.with_columns(to=goal).explode("to").filter(pl.col("to").is_not_null())
    build.add("Anchors", each.rename({"park": "from"}))


def _once(build: _Build, rows: pl.DataFrame, key: str, said: dict[str, tuple[str, str]]) -> pl.DataFrame:
    """One row a ``key``, the best source's; of each column in ``said`` (→ its head, its cell) the first that is known.

    Another value elsewhere is a Problem.
    """
    rows = merge.in_order(rows, build.project.sources.rank)
    rows = rows.with_columns(pl.col(c).drop_nulls().first().over(key).alias(f"_{c}") for c in said)
    for column, (head, cell) in said.items():
        used = (
            pl.when(pl.col(column).is_not_null())
            .then(merge.used(pl.col(cell)))
            .drop_nulls()
            .first()
            .over(key)
        )
        named = rows.with_columns(pl.format("与另一处不一致,{}", used).alias("_said"))
        build.problems += told(named.filter(pl.col(column) != pl.col(f"_{column}")), head, cell, "_said")
    return rows.unique(key, keep="first", maintain_order=True).with_columns(
        pl.col(f"_{c}").alias(c) for c in said
    )


def _offices(build: _Build) -> None:
    """组织: bodies, and the chains that they answer for."""
    rows = build.regions(build.tables["Office"], None)
    said = {"type": ("类型", "type"), "code": ("地区", "region"), "duty": ("职责", "duty")}
    once = _once(build, rows, "name", said)
    build.add("Organisation", once.with_columns(region="code"))
    build.add("Responsible", ends.chains(rows, build.structure, build.problems).rename({"name": "from"}))


def _surveys(build: _Build) -> None:
    """环节核实 and 三化: what holds of a region's segments."""
    for table in ("Verified", "Upgrades"):
        rows = build.regions(build.tables[table], build.project.region)
        each = ends.goals(rows, build.structure, build.problems).explode("goals")
        made = each.filter(pl.col("goals").is_not_null() & pl.col("code").is_not_null())
        made = made.rename({"code": "from", "goals": "to"})
        build.add(table, made)
        if table == "Verified":
            build.surveys = made.select("from", "to", "verdict", "date", *ORIGIN)


def _lists(build: _Build) -> None:
    """名单."""
    rows = build.tables["OnList"]
    build.add("Watchlist", rows.select(pl.col("list").alias("name")).unique(maintain_order=True))
    build.add("OnList", rows.rename({"id": "from", "list": "to"}))


STEPS: tuple[Callable[[_Build], None], ...] = (
    _memberships, _places, _honors, _relations, _leaders, _parks, _offices, _surveys, _lists,
)  # fmt: skip


def _regions(build: _Build) -> pl.DataFrame:
    """Every division that some edge names, and the local one."""

    def used() -> Iterator[pl.Series]:
        for kind, end in (
            ("LocatedIn", "to"),
            ("ExpandsTo", "to"),
            ("Verified", "from"),
            ("Upgrades", "from"),
        ):
            yield from (part[end] for part in build.parts.get(kind, []))

    codes = sorted({build.project.region, *(code for series in used() for code in series.unique())})
    above = [code[:4] + "00" if divisions.level(code) == "县" else code[:2] + "0000" for code in codes]
    return pl.DataFrame(
        {
            "code": codes,
            "name": [divisions.full_name(code) for code in codes],
            "level": [divisions.level(code) for code in codes],
            "parent": [None if up == code else up for up, code in zip(above, codes, strict=True)],
        }
    )
