"""项目台账: projects as offices list them: a project, its investor, its stage and money; local where no place is named."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from graph.divisions import resolve
from graph.model import Column, Field
from graph.tables import ENTERPRISE, TABLES, Table

_INVESTORS = (
    *(
        "投资方",
        "投资企业",
        "投资单位",
        "投资主体",
        "投资方名称",
        "签约企业",
        "签约单位",
        "签约方",
        "企业名称",
        "公司名称",
    ),
    *("项目单位", "建设单位", "项目业主", "业主单位", "引进企业", "客商名称", "外来投资方", "在谈投资方"),
)
_QUARTER = r"(?:园|园区|区|镇|乡|街道|办事处|村|路|厂房|地块)$"  # of a place inside the county
_PLACES = {f.name: f for f in TABLES["布点"].columns}


def _field(name: str, head: str, *aliases: str, required: bool = False) -> Field:
    own = _PLACES.get(name) or replace(ENTERPRISE[0], name=name)
    assert own.column
    unit = own.column.unit
    return replace(own, column=Column(head, aliases, unit=unit, required=required))


TABLE = Table(
    "项目台账",
    "招商项目台账:一行一个项目和它的投资方",
    (
        _field("project", "项目名称", "签约项目名称", "在谈项目名称", "在建项目名称", required=True),
        _field("enterprise", *_INVESTORS, required=True),
        ENTERPRISE[1],
        _field("region", "建设地点", "项目地址", "拟选址", "选址", "拟建地点", "落地地点", "项目所在地", "承载园区"),
        _field("stage", "阶段", "项目阶段", "项目进展", "项目状态", "进展", "进展阶段", "项目进展状态"),
        _PLACES["chain"],
        _PLACES["segment"],
        _PLACES["year"],
        _field("details", "建设内容", "内容", "主要建设内容", "项目内容", "建设规模及内容", "在谈建设内容", "项目概况"),
        _PLACES["capacity"],
        _field("area", "占地", "占地面积", "用地面积", "项目用地", "用地", "用地情况", "拟用地面积"),
        _field("amount", "投资额", "总投资额", "总投资", "计划总投资", "拟投资额", "投资金额", "协议投资额", "合同投资额"),
        _field("output", "年产值", "预计年产值", "达产产值", "预计达产产值"),
        _field("tax", "税收", "年税收", "预计税收", "预计年税收"),
        _field("jobs", "就业", "带动就业", "用工人数", "就业人数"),
        _field("source", "来源"),
        _PLACES["date"],
        _PLACES["confidence"],
    ),
)  # fmt: skip


def frames(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Place rows of type 项目: the content is the project's name and what is built."""
    details = pl.col("details") if "details" in rows.columns else pl.lit(None, pl.String)
    content = pl.concat_str("project", details, separator=":", ignore_nulls=True)
    made = rows.with_columns(content=content, type=pl.lit("项目"))
    if "region" in made.columns:
        unknown = [
            t for t in made["region"].drop_nulls().unique() if re.search(_QUARTER, t) and not resolve(t)
        ]
        made = made.with_columns(pl.when(~pl.col("region").is_in(unknown)).then("region").alias("region"))
    return {"Place": made.drop("project", "details", strict=False)}
