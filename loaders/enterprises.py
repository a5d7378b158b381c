"""企业: enterprises and their seats."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from graph.model import Column, Field
from graph.tables import TABLES

_CITY = Field(
    "city", str, False, (), Column("所属城市", ("所属地市", "省辖市", "所在市", "地市", "市州", "设区市"))
)
_COUNTY = Field(
    "county", str, False, (), Column("所属区县", ("区县", "县区", "所在县区", "所属县区", "县", "县市区"))
)
TABLE = replace(TABLES["企业"], columns=(*TABLES["企业"].columns, _CITY, _COUNTY))


def frames(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Enterprise rows; a region in parts is one."""
    parts = [pl.col(n) for n in ("city", "county") if n in rows.columns]
    if not parts:
        return {"Enterprise": rows}
    joined = pl.concat_str(parts, ignore_nulls=True)
    said = [pl.col("region")] if "region" in rows.columns else []
    region = pl.coalesce(*said, pl.when(joined != "").then(joined))
    return {"Enterprise": rows.with_columns(region.alias("region")).drop("city", "county", strict=False)}
