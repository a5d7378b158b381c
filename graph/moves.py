"""Expansions: what each group has planned or built elsewhere, and what that says of it as a target (methods.md §4)."""

from __future__ import annotations

import polars as pl

from graph import divisions
from graph.frames import Graph
from graph.project import Project

STAGES = ("在谈", "计划", "签约", "注册", "开工", "投产")
BUILT = ("开工", "投产")
TOO_BIG = 100  # 亿元: a median above it halves 可及性


def known(graph: Graph, firms: pl.DataFrame, project: Project) -> pl.DataFrame:
    """Projects and dated plants of enterprises that are not gated, outside their own prefecture and ours.

    Rows of one place and content are one project, at its furthest stage. Adds group, years (age), built,
    what its place is (province, block, county) and ``said``, the words for it.
    """
    columns = ("from", "to", "stage", "year", "date", "content", "amount")
    dated = pl.col("year").is_not_null() | pl.col("date").is_not_null()
    plants = graph["LocatedIn"].filter((pl.col("type") == "生产基地") & dated)
    plants = plants.with_columns(stage=pl.lit("投产"), amount=pl.lit(None, pl.Float64))
    rows = pl.concat([graph["ExpandsTo"].select(columns), plants.select(columns)])
    age = pl.coalesce(
        pl.lit(project.as_of.year) - pl.col("year"),
        (pl.lit(project.as_of) - pl.col("date")).dt.total_days() / 365.25,
    )
    step = pl.col("stage").replace_strict(
        {s: i for i, s in enumerate(STAGES)}, default=len(STAGES), return_dtype=pl.Int64
    )
    rows = rows.with_columns(age=age, step=step).filter(pl.col("age").fill_null(0) >= 0)
    one = ["from", "to", "content"]
    rows = rows.with_columns(amount=pl.coalesce("amount", pl.col("amount").max().over(one)))
    rows = rows.sort("step", "age", descending=[True, False], nulls_last=True, maintain_order=True)
    rows = rows.unique(one, keep="first", maintain_order=True)
    open_ = firms.filter(pl.col("gate").is_null()).select(pl.col("id").alias("from"), "group", "seat")
    rows = rows.join(open_, on="from", maintain_order="left")
    rows = rows.join(_places(rows["to"], project.region), on="to", maintain_order="left")
    areas = {seat: divisions.prefecture(seat) for seat in rows["seat"].drop_nulls().unique()}
    own = pl.col("seat").replace_strict(areas, default=None, return_dtype=pl.String)
    away = pl.col("prefecture").is_null() | (
        pl.col("prefecture").ne_missing(divisions.prefecture(project.region))
        & pl.col("prefecture").ne_missing(own)
    )
    return rows.filter(away).with_columns(said=_said())


def _places(codes: pl.Series, region: str) -> pl.DataFrame:
    """What each place is to the local region."""
    different = codes.unique().to_list()
    return pl.DataFrame(
        {
            "to": different,
            "prefecture": [divisions.prefecture(c) for c in different],
            "same_province": [divisions.province(c) == divisions.province(region) for c in different],
            "same_block": [divisions.block(c) == divisions.block(region) for c in different],
            "exact": [divisions.level(c) == "县" for c in different],
            "county": [divisions.is_county(c) for c in different],
            "label": [_label(c) for c in different],
        },
        schema={"to": pl.String, "prefecture": pl.String, "same_province": pl.Boolean, "same_block": pl.Boolean,
                "exact": pl.Boolean, "county": pl.Boolean, "label": pl.String},
    )  # fmt: skip


def _label(code: str) -> str:
    """河南周口商水县; 湖北天门, whose county stands directly under its province, is not named twice."""
    place = divisions.short_name(code)
    county = divisions.divisions().get(code, "") if divisions.level(code) == "县" else ""
    return place if county.startswith(place[2:]) and len(place) > 2 else place + county


def _said() -> pl.Expr:
    """「2024年在河南周口商水县投52亿元」"""
    year = pl.coalesce("year", pl.col("date").dt.year()).cast(pl.String)
    when = pl.when(year.is_null()).then(pl.lit("(无日期)")).otherwise(year + "年")
    money = pl.col("amount").round_sig_figs(6).cast(pl.String).str.strip_suffix(".0")
    what = pl.when(pl.col("amount") > 0).then(pl.format("投{}亿元", money)).otherwise(pl.lit("有项目"))
    return pl.concat_str(when, pl.lit("在"), "label", what)


def _place(elsewhere: float) -> pl.Expr:
    near = pl.when(pl.col("same_block")).then(0.8).otherwise(elsewhere)
    return pl.when(pl.col("same_province")).then(1.0).otherwise(near)


def expansion(projects: pl.DataFrame) -> pl.DataFrame:
    """group, value, why: the best of place × freshness over the group's projects."""
    age = pl.col("age")
    fresh = pl.when(age <= 3).then(1.0).when(age <= 6).then(0.5).otherwise(0.25)
    scored = projects.select("group", value=_place(0.5) * fresh, why="said")
    best = scored.sort("group", "value", "why", descending=[False, True, True])
    return best.unique("group", keep="first", maintain_order=True)


def access(projects: pl.DataFrame) -> pl.DataFrame:
    """group, value, why: what it has built in counties; several built, none in a county: 0.2; halved where huge."""
    built = projects.filter((pl.col("stage").is_null() | pl.col("stage").is_in(BUILT)) & pl.col("exact"))
    scored = built.with_columns(value=_place(0.7)).sort(
        "group", "value", "said", descending=[False, True, True]
    )
    groups = scored.group_by("group", maintain_order=True).agg(
        best=pl.col("value").filter(pl.col("county")).first(),
        said=pl.col("said").filter(pl.col("county")).first(),
        n=pl.len(),
        median=pl.col("amount").filter(pl.col("amount") > 0).median(),
    )
    some = groups.filter(pl.col("best").is_not_null() | (pl.col("n") >= 2))
    huge = (pl.col("median") > TOO_BIG).fill_null(False)
    why = pl.coalesce(pl.format("{}(落在县域)", "said"), pl.format("{}个异地项目均不在县域", "n"))
    halved = pl.when(huge).then(pl.lit(",项目投资中位数超过100亿元")).otherwise(pl.lit(""))
    value = pl.col("best").fill_null(0.2) * pl.when(huge).then(0.5).otherwise(1.0)
    return some.select("group", value=value, why=why + halved)
