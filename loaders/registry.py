"""工商导出: what 企查查, 天眼查 and their like export, told by 公司名称 with province columns."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from graph.industries import by_name
from graph.model import Column, Field
from graph.tables import TABLES, Table

_OWNERS = {
    "外商": "外资",
    "港澳台": "外资",
    "台港澳": "外资",
    "外国": "外资",
    "国有": "地方国企",
    "全民所有制": "地方国企",
}


def _text(name: str, head: str, *aliases: str, required: bool = False) -> Field:
    return Field(name, str, False, (), Column(head, aliases, required=required))


_OWN = [
    replace(f, column=replace(f.column, head="公司名称", aliases=(*f.column.aliases, f.column.head)))
    if f.name == "name" and f.column
    else f
    for f in TABLES["企业"].columns
    if f.name not in ("region", "scaled", "owner", "industry", "source", "date", "confidence")
]
TABLE = Table(
    "工商导出",
    "企查查、天眼查等的企业导出",
    (
        *_OWN,
        _text("province", "所属省份", "省份", required=True),
        _text("city", "所属城市", "城市"),
        _text("county", "所属区县", "区县"),
        _text("kind", "公司类型", "企业类型", "企业(机构)类型", "企业机构类型"),
        _text("division", "国标行业大类"),
        _text("group", "国标行业中类"),
    ),
)


def frames(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """One Enterprise record a row; region from its parts, industry from 中类 else 大类, owner where it is named."""
    for name in ("city", "county", "kind", "division", "group"):
        if name not in rows.columns:
            rows = rows.with_columns(pl.lit(None, pl.String).alias(name))
    parts = [pl.col("province"), pl.col("city"), pl.col("county")]
    named = [pl.when(p.is_in(["市辖区", "县"])).then(None).otherwise(p) for p in parts]
    kinds = pl.col("kind").fill_null("")
    owner = pl.coalesce(pl.when(kinds.str.contains(word)).then(pl.lit(own)) for word, own in _OWNERS.items())
    codes = pl.coalesce(
        pl.col(column).replace_strict(by_name(digits), default=None, return_dtype=pl.String)
        for column, digits in (("group", 3), ("division", 2))
    )
    made = rows.with_columns(
        pl.concat_str(named, ignore_nulls=True).alias("region"),
        owner.alias("owner"),
        pl.when(codes.is_null()).then(None).otherwise(pl.concat_list(codes)).alias("industry"),
        pl.lit("转载").alias("confidence"),
    )
    return {"Enterprise": made.drop("province", "city", "county", "kind", "division", "group")}
