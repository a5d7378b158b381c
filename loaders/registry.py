"""工商导出: what 企查查, 天眼查, 启信宝 and their like export, told by the firm's name with a province column."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from graph.divisions import resolve
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
_PLACE = (
    r"^((?:[^省市区县]{2,3}省|[^省市县]{2,8}自治区|(?:北京|上海|天津|重庆)市)"
    r"(?:[^省市州盟]{1,10}?(?:市|自治州|地区|盟))?(?:[^县区市旗]{1,10}?(?:县|区|市|旗))?)"
)


def _text(name: str, head: str, *aliases: str, required: bool = False, many: bool = False) -> Field:
    return Field(name, str, many, (), Column(head, aliases, required=required))


_OWN = [
    replace(f, column=replace(f.column, head="公司名称", aliases=(*f.column.aliases, f.column.head)))
    if f.name == "name" and f.column
    else replace(f, column=replace(f.column, aliases=(*f.column.aliases, "社保人数", "缴纳社保人数")))
    if f.name == "insured" and f.column
    else f
    for f in TABLES["企业"].columns
    if f.name not in ("region", "owner", "industry", "source", "date", "confidence")
]
TABLE = Table(
    "工商导出",
    "企查查、天眼查、启信宝等的企业导出",
    (
        *_OWN,
        _text("province", "所属省份", "省份", "所属省", "省", "注册省份", required=True),
        _text("city", "所属城市", "城市", "所属市", "市", "地市"),
        _text("county", "所属区县", "区县", "所属县区", "县区", "县"),
        _text("kind", "公司类型", "企业类型", "企业(机构)类型", "企业机构类型", "机构类型"),
        _text("industry_3", "国标行业中类", "行业中类"),
        _text("industry_2", "国标行业大类", "行业大类"),
        _text("industry_4", "国标行业小类", "行业小类"),
        _text("industry_0", "所属行业", "国标行业", "行业", "行业分类"),
        _text(
            "titles",
            "荣誉资质",
            "企业资质",
            "资质荣誉",
            "荣誉",
            "资质",
            "科技属性",
            "企业科技属性",
            "科技型企业",
            "企业标签",
            "资质标签",
            many=True,
        ),
    ),
)
MADE_OF = {
    "地区": ("province", "city", "county"),
    "行业代码": ("industry_3", "industry_2", "industry_4", "industry_0"),
}
_PARTS = (
    "province",
    "city",
    "county",
    "kind",
    "industry_3",
    "industry_2",
    "industry_4",
    "industry_0",
    "titles",
)


def frames(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """One Enterprise record a row, and a Holds record for every title in a cell of titles.

    The region is from its parts, else from the address; the industry from 中类, else 大类; the owner where named.
    """
    lacking = [pl.lit(None, pl.String).alias(n) for n in (*_PARTS, "address") if n not in rows.columns]
    rows = rows.with_columns(lacking)
    parts = [pl.col("province"), pl.col("city"), pl.col("county")]
    named = [pl.when(p.is_in(["市辖区", "县", "省直辖县级行政区划"])).then(None).otherwise(p) for p in parts]
    joined = pl.concat_str(named, ignore_nulls=True)
    kinds = pl.col("kind").fill_null("")
    owner = pl.coalesce(pl.when(kinds.str.contains(word)).then(pl.lit(own)) for word, own in _OWNERS.items())
    code = pl.coalesce("industry_3", "industry_2", "industry_4", "industry_0")
    made = rows.with_columns(
        pl.coalesce(pl.when(joined != "").then(joined), _from_address(rows, joined)).alias("region"),
        owner.alias("owner"),
        pl.when(code.is_null()).then(None).otherwise(pl.concat_list(code)).alias("industry"),
        pl.lit("转载").alias("confidence"),
        pl.col("_file").alias("source"),  # an export names no source but itself
    )
    found = {
        "Enterprise": made.drop(_PARTS).drop(
            "address" if lacking and rows["address"].null_count() == rows.height else []
        )
    }
    if rows["titles"].null_count() < rows.height:
        found["Holds"] = _titles(rows)
    return found


def _from_address(rows: pl.DataFrame, joined: pl.Expr) -> pl.Series:
    """The division that an address begins with, where one can be told; each beginning is looked up once."""
    needed = pl.when(joined.is_null() | (joined == "")).then(pl.col("address"))
    begins = rows.select(needed.str.extract(_PLACE)).to_series()
    known = {text: text for text in begins.drop_nulls().unique() if resolve(text)}
    return begins.replace_strict(known, default=None, return_dtype=pl.String).alias("region")


_ITEM = r"(?:[^;；、|｜,，\n(（]|[(（][^()（）]*[)）])+"  # marks inside brackets part nothing
_DATED = r"[(（]([^()（）]*(?:\d{4}|批|认定|公示|有效)[^()（）]*)[)）]"
_BOARD = "^(?:A股|港股|美股|沪市|深市)?(?:主板|科创板|创业板|北交所|A股|港股|美股)$"
_NO_TITLE = "^(?:新三板|小微企业|小型微型企业|一般纳税人|小规模纳税人|(?:有|无).*|存续|在业|在营|开业|曾用名|是|否|[微小中大]型)$"


def _titles(rows: pl.DataFrame) -> pl.DataFrame:
    """专精特新小巨人;高新技术企业(2022年公示) → a Holds row each, with the year and the state that it gives."""
    kept = [n for n in ("name", "credit_code", "titles", "_file", "_sheet", "_row") if n in rows.columns]
    items = pl.col("titles").list.join(";").str.extract_all(_ITEM)
    one = rows.select(kept).with_columns(items).explode("titles").drop_nulls("titles")
    one = one.rename({"name": "enterprise", "credit_code": "enterprise_code"}, strict=False)
    said = pl.col("titles").str.extract_all(_DATED).list.join(" ")
    years = said.str.extract(r"((?:19|20)\d{2})").cast(pl.Int64)
    ends = said.str.extract(r"(?:至|到)((?:19|20)\d{2})").cast(pl.Int32)
    name = pl.col("titles").str.replace_all(rf"{_DATED}|^拟", "").str.strip_chars()
    one = one.with_columns(
        pl.when(name.str.contains(_BOARD)).then(name + "上市").otherwise(name).alias("honor"),
        pl.when(pl.col("titles").str.contains("公示|拟认定|^拟")).then(pl.lit("公示")).alias("state"),
        years.alias("year"),
        pl.date(ends, 12, 31).alias("until"),
        pl.lit("转载").alias("confidence"),
        pl.col("_file").alias("source"),
    )
    return one.drop("titles").filter((pl.col("honor") != "") & ~pl.col("honor").str.contains(_NO_TITLE))
