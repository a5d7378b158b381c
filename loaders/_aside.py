"""Rows of a table that are no records: totals, notes, signatures, headings, examples, repeated heads, numbers of columns."""

from __future__ import annotations

import re

import polars as pl

from loaders import _clean
from loaders._head import Match
from loaders._sheets import Sheet

_SUMS = "合计|总计|小计|共计|累计|总数|平均|均值"
_TOTALS = rf"^(?:{_SUMS}).{{0,6}}$|^.{{0,8}}(?:合计|小计|总计|共计)[:：]?$|^共\d+[家户个项条]$|^其中[:：]"
_NOTES = r"^[(（※★]*(?:注|备注|附注|说明|数据来源|资料来源|来源|填表说明|填报说明|声明)\d*[:：]"
_SIGNED = (
    r"^[(（]?(?:(?:填表|填报|制表|审核|审批|复核|经办|联系)人|(?:单位)?负责人|联系电话|审核|制表"
    r"|(?:填报|填表|制表|编制|报送)(?:单位|日期|时间)|(?:更新|统计|打印|导出)时间)[:：]"
)
# Prose and headings between the rows: a line of its own that is no organisation.
_PROSE = r"本表|上表|以上|以下(?:空白|无|为)|统计口径|截至|仅供参考|数据来源|填报|不含|无正文|单位[:：]"
_SECTION = r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])"
BODY = re.compile("(?:公司|厂|社|店|部|中心|院|所|集团|行|场|站|馆|园|户|坊)$")
# A line of its own over a head that is that head's title, not the last row of what stands above it.
TITLE = re.compile(
    "名单|表|一览|台账|清单|情况|名录|附件|附录|续|第.{1,3}[页部批]|目录|统计|汇总|排名|年|^[一二三四五六七八九十]{1,3}、|^[(（].*[)）]$|[:：]$"
)
_NUMERAL = "^[(（]?[一二三四五六七八九十]{1,3}[)）]?、?$"
UNDER = 3  # rows under a head that may still tell what its columns are
_NUMBERED = r"^(?:[(（]?\d{1,2}[)）]?|[甲乙丙丁戊己庚辛壬癸]|[①-⑳]|[A-Z]|栏次|行次|代码|序号)$"
_FIELD = "^[A-Za-z][A-Za-z0-9_. /-]*$"  # a program's own name of a column
_FIELDLIKE = "(?i:name|company|enterprise|_|code|date|title|qymc|dwmc|gsmc|xydm)|[a-z][A-Z]"


def is_title(text: str) -> bool:
    """Whether a line of its own over a head is its title; no organisation, no note to what stands above."""
    return bool(TITLE.search(text)) and not re.search(f"{BODY.pattern}|{_NOTES}|{_SIGNED}", text)


def aside(sheet: Sheet, match: Match, texts: pl.DataFrame) -> pl.Series:
    """Which rows are example, total, note or repeated head rows, or stand between a head and its rows."""
    names = sheet.cells.columns
    mapped = [i for at in match.columns.values() for i in at]
    first = pl.coalesce(pl.col(n) for n in names)
    rows = texts.select(
        _clean.tidy(first).str.replace_all(r"\s", "").alias("said"),
        pl.sum_horizontal(pl.col(n).is_not_null() for n in names).alias("filled"),
        _repeated(sheet, match, mapped).fill_null(False).alias("repeated"),
        _bodies(match).alias("body"),
    )
    said, filled, repeated = pl.col("said"), pl.col("filled"), pl.col("repeated")
    group = said.str.contains(BODY.pattern)
    found = said.str.starts_with("示例") | repeated
    found |= said.str.contains(_TOTALS) & (said.str.len_chars() <= 12) & ~group
    found |= said.str.contains(_NOTES) & (filled <= 2) | said.str.contains(_SIGNED)
    if len(mapped) > 1:
        alone = ((filled == 1) & ~group).fill_null(False)
        title = alone & said.str.contains(TITLE.pattern)  # of another page
        found |= title & (repeated.shift(-1) | title.shift(-1) & repeated.shift(-2))
        found |= alone & said.str.contains(f"{_PROSE}|{_SECTION}")
        found |= said.str.contains(_NUMERAL) & (filled <= 3) & ~pl.col("body")  # 一 | 纺织服装(2个)
        found |= pl.lit(_under(sheet, texts, rows["repeated"]))
    return rows.lazy().select(found.fill_null(False)).collect().to_series()


def _bodies(match: Match) -> pl.Expr:
    """Whether what a row must have is an organisation."""
    names = [str(match.columns[n][0]) for n in sorted(match.table.filled()) if n in match.columns]
    return pl.any_horizontal(
        pl.lit(False), *(pl.col(n).str.contains(BODY.pattern).fill_null(False) for n in names)
    )


def _under(sheet: Sheet, texts: pl.DataFrame, repeated: pl.Series) -> pl.Series:
    """The numbers or the field names of the columns, right under the head or under one that is repeated."""
    height = texts.height
    heads = [-1, *repeated.arg_true().to_list()]
    near = sorted({at + n for at in heads for n in range(1, UNDER + 1) if at + n < height})
    cells = [pl.col(n) for n in sheet.cells.columns]
    numbered = pl.all_horizontal(c.is_null() | c.str.contains(_NUMBERED) for c in cells)
    field = pl.all_horizontal(c.is_null() | c.str.contains(_FIELD) for c in cells)
    program = field & pl.any_horizontal(c.str.contains(_FIELDLIKE) for c in cells)
    several = pl.sum_horizontal(c.is_not_null() for c in cells) > 1
    told = texts[near].select(several & (numbered | program).fill_null(False)).to_series()
    found = pl.repeat(False, height, eager=True)
    return found.scatter([at for at, yes in zip(near, told, strict=True) if yes], True)


def _repeated(sheet: Sheet, match: Match, mapped: list[int]) -> pl.Expr:
    """The head again, or its word for what every row must have in that column."""
    heads = sheet.cells.slice(match.row, 1).select(_clean.tidy(pl.all())).row(0)
    same = pl.sum_horizontal(pl.col(str(i)).eq_missing(pl.lit(heads[i])) for i in mapped)
    again = (same >= max(2, len(mapped) // 2)) if len(mapped) > 1 else (same == 1)
    asked = [pl.col(str(match.columns[n][0])) for n in sorted(match.table.filled()) if n in match.columns]
    return again | pl.any_horizontal(c.is_in(sorted(match.table.asked())) for c in asked)
