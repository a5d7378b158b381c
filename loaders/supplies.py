"""供货: who delivers to whom, as lists of suppliers and customers say it."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from graph.model import Column, Field
from graph.tables import TABLES, Table

_RELATIONS = {f.name: f for f in TABLES["企业关系"].columns}


def _party(name: str, head: str, *aliases: str) -> Field:
    return replace(_RELATIONS[name], column=Column(head, aliases, required=True))


TABLE = Table(
    "供货",
    "一行一家供应商和它的一家客户",
    (
        _party("first", "供应商", "供应商名称", "供货方", "供货企业", "供应企业", "卖方"),
        _party("second", "客户", "客户名称", "采购方", "采购商", "采购企业", "需方", "买方"),
        replace(_RELATIONS["content"], column=Column("内容", ("供应产品", "供货产品", "产品", "采购产品", "产品名称"))),
        *(_RELATIONS[n] for n in ("share", "year", "source", "date", "confidence")),
    ),
)  # fmt: skip


def frames(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Relation rows of 供货."""
    return {"Relation": rows.with_columns(relation=pl.lit("供货"))}
