"""荣誉: honors and ranks of enterprises; batch and 公示 date and qualify them, the product honored is one the firm makes."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from graph.frames import ORIGIN, PROVENANCE
from graph.model import Column, Field
from graph.tables import TABLES

# 小巨人: first batch 2019, then one a year; 单项冠军: 2016 on
_FIRST_BATCH = {"小巨人": 2018, "单项冠军": 2015}
_BATCH = Field("batch", str, False, (), Column("批次", ("认定批次", "入选批次")))
_PRODUCTS = Field(
    "products", str, True, (), Column("产品", ("产品名称", "主营产品", "主导产品", "冠军产品", "获奖产品"))
)
TABLE = replace(TABLES["荣誉"], columns=(*TABLES["荣誉"].columns, _BATCH, _PRODUCTS))
# 制造业单项冠军产品(棉布): what stands in the brackets, unless it is a batch, a year or a state
_NAMED = r"单项冠军.*?[((]([^()()]*)[))]$"
_NO_PRODUCT = r"公示|认定|复核|批|示范|培育|企业|年|\d|级$|产品$"
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
    found = {"Holds": made.drop("batch", "products", strict=False)}
    products = _products(rows)
    return found | ({"Enterprise": products} if products.height else {})


def _products(rows: pl.DataFrame) -> pl.DataFrame:
    """Enterprise rows of the products that were honored."""
    named = pl.col("honor").str.extract(_NAMED).str.strip_chars()
    said = pl.when((named != "") & ~named.str.contains(_NO_PRODUCT)).then(pl.concat_list(named))
    listed = pl.col("products") if "products" in rows.columns else pl.lit(None, pl.List(pl.String))
    made = rows.with_columns(products=pl.coalesce(listed, said)).filter(pl.col("products").list.len() > 0)
    kept = ("enterprise", "enterprise_code", "products", *PROVENANCE, *ORIGIN)
    return made.select(n for n in kept if n in made.columns).rename(
        {"enterprise": "name", "enterprise_code": "credit_code"}, strict=False
    )
