"""荣誉: honors and ranks of enterprises; the batch of a list and the word 公示 date and qualify them."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from graph.model import Column, Field
from graph.tables import TABLES

_FIRST_BATCH = {
    "小巨人": 2018,
    "单项冠军": 2015,
}  # 小巨人: first batch 2019, then one a year; 单项冠军: 2016 on
_BATCH = Field("batch", str, False, (), Column("批次", ("认定批次", "入选批次")))
TABLE = replace(TABLES["荣誉"], columns=(*TABLES["荣誉"].columns, _BATCH))
_NUMERALS = {text: str(n) for n, text in enumerate("一二三四五六七八九", 1)} | {"十": "10"}


def frames(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Holds rows: 第三批 of a yearly national list gives the year, 公示 in the honor's name its state."""
    batch = pl.col("batch") if "batch" in rows.columns else pl.lit(None, pl.String)
    number = pl.coalesce(batch, "honor").str.extract(r"第?([一二三四五六七八九十]|\d{1,2})批")
    count = number.replace(_NUMERALS).cast(pl.Int64, strict=False)
    start = pl.coalesce(
        pl.when(pl.col("honor").str.contains(word)).then(pl.lit(year)) for word, year in _FIRST_BATCH.items()
    )
    dated = pl.coalesce(
        *([pl.col("year")] if "year" in rows.columns else []),
        batch.str.extract(r"((?:19|20)\d{2})").cast(pl.Int64, strict=False),
        start + count,
    )
    said = pl.when(pl.col("honor").str.contains(r"[((]?(?:拟认定|公示)[))]?$")).then(pl.lit("公示"))
    state = pl.coalesce(*([pl.col("state")] if "state" in rows.columns else []), said)
    name = pl.col("honor").str.replace(r"[((]?(?:拟认定|公示)[))]?$", "")
    made = rows.with_columns(
        dated.alias("year"),
        state.alias("state"),
        pl.when(name != "").then(name).otherwise("honor").alias("honor"),
    )
    return {"Holds": made.drop("batch", strict=False)}
