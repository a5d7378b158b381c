"""The same enterprise from several rows: values kept by source rank and date, conflicts reported."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.frames import ORIGIN, PROVENANCE, schema, told
from graph.model import Enterprise, fields
from graph.names import formless, spelt
from graph.problem import Problem

RAW = "raw:"  # before a field's name: the column of its cells as they were read, where cleaning changed them
LISTS = ("former", "short", "products", "kept")
SILENT = {"name", "address", "industry", "scope", *LISTS, *PROVENANCE}


@dataclass
class Merged:
    """One row an enterprise, and the rows of each (file, sheet) that went into others."""

    rows: pl.DataFrame
    merged: dict[tuple[str | None, str | None], pl.Series]


def compared() -> dict[str, str]:
    """The fields of which sources may not disagree in silence, with their heads."""
    told = {name: f.column for name, f in fields(Enterprise).items() if name not in SILENT}
    return {name: column.head for name, column in told.items() if column}


def in_order(rows: pl.DataFrame, rank: list[str]) -> pl.DataFrame:
    """The best source first: by [sources] rank, then the newest, then file and row."""
    order = {name: i for i, name in enumerate(rank)}
    places = [
        name.replace_strict(order, default=None, return_dtype=pl.Int64)
        for name in (pl.col("_file"), pl.col("_file").str.split("/").list.last())
    ]
    place = pl.coalesce(*places, pl.lit(len(rank)))
    return rows.sort(
        place, "date", "_file", "_sheet", "_row", descending=[False, True, False, False, False],
        nulls_last=[False, True, False, False, False], maintain_order=True,
    )  # fmt: skip


def enterprises(rows: pl.DataFrame, rank: list[str], problems: list[Problem]) -> Merged:
    """Rows with ``id``, one an enterprise: of each column the best source's value."""
    columns = [name for name in schema(Enterprise) if name in rows.columns and name != "id"]
    raw = [name for name in rows.columns if name.startswith(RAW)]
    rows = in_order(rows, rank).select("id", *columns, *raw, *ORIGIN)
    several = pl.col("id").is_duplicated()
    alone, shared = rows.filter(~several).drop(*raw, *ORIGIN), rows.filter(several)
    if shared.is_empty():
        return Merged(alone, {})
    best = shared.group_by("id", maintain_order=True).agg(
        pl.col(c).explode().drop_nulls().unique(maintain_order=True)
        if c in LISTS
        else pl.col(c).drop_nulls().first()
        for c in columns
    )
    for name, head in compared().items():
        if name in columns:
            problems += _conflicts(shared, best, name, head)
    problems += _renamed(shared, best)
    later = shared.filter(~pl.col("id").is_first_distinct())
    places = later.group_by("_file", "_sheet").agg("_row")
    merged = {(file, sheet): rows for file, sheet, rows in zip(*places, strict=True)}
    return Merged(pl.concat([alone, best]), merged)


def _conflicts(shared: pl.DataFrame, best: pl.DataFrame, name: str, head: str) -> list[Problem]:
    """Rows whose value of a column is not the one that was kept, both as they were read."""
    kept = best.select("id", pl.col(name).alias("_kept"))
    other = (
        shared.filter(pl.col(name).is_not_null()).join(kept, on="id").filter(pl.col(name) != pl.col("_kept"))
    )
    if other.is_empty():
        return []
    said = shared.filter(pl.col(name).is_not_null()).join(other, on="id", how="semi", maintain_order="left")
    first = said.unique("id", keep="first", maintain_order=True)
    read = _as_read(name, shared).alias("_read")
    first = first.select("id", pl.format("与另一来源不一致,{}", used(read)).alias("_said"))
    return told(other.join(first, on="id", maintain_order="left").with_columns(read), head, "_read", "_said")


def _as_read(name: str, rows: pl.DataFrame) -> pl.Expr:
    """The cells of a field as they were read."""
    text = as_text(pl.col(name), rows.schema[name])
    return pl.coalesce(RAW + name, text) if RAW + name in rows.columns else text


def as_text(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A value as people write it: a whole number without .0."""
    text = value.cast(pl.String)
    return text.str.replace(r"\.0$", "") if dtype.is_float() else text


def used(cell: pl.Expr) -> pl.Expr:
    """用了「1200 万」(县统计局.xlsx [企业] 第5行): the cell that was kept, and where it stands."""
    place = (pl.col("_file"), pl.format(" [{}]", "_sheet"), pl.format(" 第{}行", "_row"))
    return pl.format("用了「{}」({})", cell, pl.concat_str(place, ignore_nulls=True))


def _renamed(shared: pl.DataFrame, best: pl.DataFrame) -> list[Problem]:
    """Rows that give one credit code another name than the one kept, which none of its rows calls a former or short one."""
    called = pl.concat_list(
        pl.col("name").alias("called"), *(pl.col(c).fill_null([]) for c in ("former", "short"))
    )
    known = best.filter(~pl.col("id").str.starts_with("name:"))
    kept = known.select("id", pl.col("name").alias("_kept"), called=called).explode("called")
    kept = kept.with_columns(_core=formless(spelt(pl.col("called"))))
    rows = shared.filter(pl.col("name") != pl.col("id")).with_columns(_core=formless(spelt(pl.col("name"))))
    other = rows.join(kept, on=["id", "_core"], how="anti").join(known.select("id", _kept="name"), on="id")
    said = pl.format("这个信用代码另有名称「{}」,按一家处理;若是两家,请更正信用代码", pl.col("_kept"))
    return told(other.with_columns(said.alias("_said")), "企业名称", "name", "_said")


def seats(rows: pl.DataFrame, rank: list[str], problems: list[Problem]) -> pl.DataFrame:
    """The seat (注册地) of every enterprise: the best source's, or a place below it that another names."""
    placed = in_order(rows.filter(pl.col("code").is_not_null()), rank)
    several = placed.filter(pl.col("id").is_duplicated())
    best = _seat(several)
    kept = best.select("id", pl.col("code").alias("_kept"), used(pl.col("region")).alias("_used"))
    other = several.join(kept, on="id", maintain_order="left")
    nested = _within("_kept", "code") | _within("code", "_kept")
    said = pl.format("与另一来源不一致,{}", "_used")
    problems += told(other.filter(~nested).with_columns(said.alias("_said")), "地区", "region", "_said")
    alone = placed.filter(~pl.col("id").is_duplicated())
    return pl.concat([alone, best]).select(
        pl.col("id").alias("from"), pl.col("code").alias("to"), pl.lit("注册地").alias("type"), *PROVENANCE
    )


def _seat(rows: pl.DataFrame) -> pl.DataFrame:
    """Of each enterprise the first row, or the first below it that says the place more exactly."""
    first = rows.unique("id", keep="first", maintain_order=True).select("id", pl.col("code").alias("_first"))
    inside = rows.join(first, on="id", maintain_order="left").filter(_within("code", "_first"))
    exact = inside.with_columns(_depth=_stem("code").str.len_chars())
    return (
        exact.sort("_depth", descending=True, maintain_order=True)
        .unique("id", keep="first", maintain_order=True)
        .drop("_depth", "_first")
    )


def _stem(column: str) -> pl.Expr:
    return pl.col(column).str.replace(r"(00){1,2}$", "")


def _within(inner: str, outer: str) -> pl.Expr:
    return pl.col(inner).str.starts_with(_stem(outer))
