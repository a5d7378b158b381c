"""Cells to values, as column expressions: text, numbers with units, dates, years, codes, lists, choices."""

from __future__ import annotations

import datetime as dt

import polars as pl

from graph.model import Field

EMPTY = ["", "-", "--", "—", "——", "–", "\\N", "暂无", "null", "NULL", "Null", "None", "nan", "N/A", "NaN"]
YES, NO = (
    ["是", "true", "TRUE", "True", "1", "√", "Y", "y"],
    ["否", "false", "FALSE", "False", "0", "×", "N", "n"],
)
LIST_MARKS = r"\s*[;；、\n]\s*"
SYNONYMS = {"规划": "计划", "在建": "开工", "建成": "投产", "国家": "国家级", "省": "省级", "市": "市级",
            "民营": "民企", "民营企业": "民企", "中央企业": "央企", "中央国企": "央企", "外资企业": "外资",
            "地方国有企业": "地方国企", "核实": "已核实"}  # fmt: skip
_UNITS = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9,
          "百亿": 1e10, "千亿": 1e11, "万亿": 1e12}  # fmt: skip
_NUMBER = (
    r"^[约近超逾]?\s*([-+]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?|[-+]?\.\d+)\s*"
    r"(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)?\s*(元|亩|人|家|个|%)?\s*"
    r"(人民币|美元|港元|港币|欧元|日元|英镑|新台币|韩元|新加坡元|澳元|加元|瑞士法郎)?\s*(?:元)?$"
)
_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def tidy(cell: pl.Expr) -> pl.Expr:
    """Text without surrounding or invisible characters; the marks for "nothing" become null."""
    text = cell.str.replace_all(r"[\u200b-\u200f\u2060\ufeff\u202a-\u202e\x00]", "").str.strip_chars()
    return pl.when(~text.is_in(EMPTY)).then(text)


def half_width(cell: pl.Expr) -> pl.Expr:
    """NFKC: full-width digits, letters and brackets to plain ones."""
    return cell.str.normalize("NFKC")


def multiplier(unit: str | None) -> float:
    """How many 元, 亩, 人 … one unit of a head is: 万元 → 10⁴, 亿元 → 10⁸."""
    prefix = (unit or "").split("/")[0].rstrip("元亩人家个%吨")
    return _UNITS.get(prefix, 1.0)


def number(cell: pl.Expr, field: Field, head_unit: str | None, rates: dict[str, float]) -> pl.Expr:
    """A number in the field's own unit; the cell's unit goes before the head's, the head's before the field's.

    Foreign money without a rate, words such as 壹仟万 and anything else become null.
    """
    assert field.column
    text = half_width(cell)
    parts = text.str.extract_groups(_NUMBER)
    value = parts.struct["1"].str.replace_all(",", "").cast(pl.Float64, strict=False)
    prefix, word, currency = (parts.struct[n] for n in ("2", "3", "4"))
    own = field.column.unit
    if own == "%":
        per_cent = value * pl.when(prefix.is_null()).then(1.0).otherwise(None)
        return (per_cent / 100).round(12)
    bare = prefix.is_null() & word.is_null() & currency.is_null()
    scale = prefix.fill_null("").replace_strict(_UNITS, default=None, return_dtype=pl.Float64)
    rate = currency.replace_strict({"人民币": 1.0, **rates}, default=None, return_dtype=pl.Float64)
    factor = pl.when(bare).then(multiplier(head_unit or own)).otherwise(scale)
    money = pl.when(currency.is_null()).then(1.0).otherwise(rate)
    result = value * factor * money / multiplier(own)
    return pl.when(word == "%").then(None).otherwise(result).round(9)


def whole(cell: pl.Expr) -> pl.Expr:
    """A whole number; "320人" and "320.0" too."""
    text = half_width(cell).str.replace_all(",", "")
    found = text.str.extract(r"^第?\s*(-?\d+)(?:\.0+)?\s*[人家个名位]?(?:万)?$")
    value = found.cast(pl.Int64, strict=False)
    return pl.when(text.str.ends_with("万")).then(value * 10_000).otherwise(value)


def year(cell: pl.Expr) -> pl.Expr:
    """A year between 1900 and 2100; of a date or a range the last one."""
    text = half_width(cell)
    found = text.str.extract(r"^(?:\d{4}\s*[-—~至]\s*)?((?:19|20)\d{2})(?:\.0+)?\s*年?度?$|^$")
    dated = text.str.extract(r"^((?:19|20)\d{2})(?:[-/.年]\d{1,2}|\d{4}$)")
    return found.fill_null(dated).cast(pl.Int64, strict=False)


def date(cell: pl.Expr) -> pl.Expr:
    """A day; a month counts as its first day, a year alone as its first of January; Excel's serials too."""
    text = half_width(cell).str.replace_all(r"[年月./]", "-").str.replace_all("日", "").str.strip_chars()
    text = text.str.replace(r"[ T]\d{1,2}:\d{2}.*$", "").str.strip_chars("- ")
    parts = text.str.extract_groups(r"^((?:18|19|20)\d{2})-?(\d{1,2})?-?(\d{1,2})?$")
    solid = text.str.extract_groups(r"^((?:18|19|20)\d{2})(\d{2})(\d{2})?$")
    year_, month, day = (
        pl.coalesce(solid.struct[n], parts.struct[n]).cast(pl.Int32, strict=False) for n in "123"
    )
    joined = pl.format(
        "{}-{}-{}",
        year_,
        month.fill_null(1).cast(pl.String).str.zfill(2),
        day.fill_null(1).cast(pl.String).str.zfill(2),
    )
    calendar = joined.str.to_date("%Y-%m-%d", strict=False)
    serial = text.str.extract(r"^([2-6]\d{4})(?:-\d+)?$").cast(pl.Int32, strict=False)
    return calendar.fill_null(pl.lit(dt.date(1899, 12, 30)) + pl.duration(days=serial))


def flag(cell: pl.Expr) -> pl.Expr:
    """是/否 as a boolean."""
    text = half_width(cell)
    return pl.when(text.is_in(YES)).then(True).when(text.is_in(NO)).then(False).otherwise(None)


def choice(cell: pl.Expr, choices: tuple[str, ...]) -> pl.Expr:
    """One of the fixed values, or a usual word for one."""
    words = {key: value for key, value in SYNONYMS.items() if value in choices and key not in choices}
    text = cell.str.replace_all(r"\s", "")
    return text.replace_strict({c: c for c in choices} | words, default=None, return_dtype=pl.String)


def listed(cell: pl.Expr) -> pl.Expr:
    """The items of a list cell, parted at ; ； 、, empty ones and repeats dropped."""
    parts = cell.str.replace_all(LIST_MARKS, ";").str.split(";")
    return parts.list.eval(pl.element().filter(pl.element().str.len_chars() > 0)).list.unique(
        maintain_order=True
    )


def credit_code(cell: pl.Expr) -> pl.Expr:
    """A unified social credit code whose check character holds (GB 32100-2015); spaces and case are no fault."""
    text = half_width(cell).str.replace_all(r"[\s\-]", "").str.to_uppercase()
    shaped = text.str.contains(f"^[{_DIGITS}]{{18}}$")
    digits = [
        text.str.slice(i, 1).replace_strict(
            {c: n for n, c in enumerate(_DIGITS)}, default=None, return_dtype=pl.Int64
        )
        for i in range(18)
    ]
    total = pl.sum_horizontal(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    sound = shaped & ((31 - total % 31) % 31 == digits[17])
    return pl.when(sound).then(text).otherwise(None)


def value(cell: pl.Expr, field: Field, head_unit: str | None, rates: dict[str, float]) -> pl.Expr:
    """The cleaner that follows from a field's type and unit."""
    if field.choices:
        return choice(cell, field.choices)
    if field.many:
        return listed(cell)
    if field.name.endswith("_code") and field.name != "stock_code":
        return credit_code(cell)
    if field.name == "year":
        return year(cell)
    by_type = {int: whole, dt.date: date, bool: flag}
    if field.type is float:
        return number(cell, field, head_unit, rates)
    if field.type in by_type:
        return by_type[field.type](cell)
    return cell


def reason(field: Field) -> str:
    """Why a cell of this field could not be used."""
    if field.choices:
        return "只能填:" + "、".join(field.choices)
    if field.name.endswith("_code"):
        return "不是有效的统一社会信用代码(18 位,末位为校验码),已按名称识别"
    if field.name == "year":
        return "不是年份(例:2025)"
    if field.type is float:
        unit = f"({field.column.unit})" if field.column and field.column.unit else ""
        return f"不是可识别的数{unit};外币须在 liantu.toml 的 [rates] 给汇率"
    return {int: "不是整数", dt.date: "不是日期(例:2025-03-18)", bool: "只能填:是、否"}.get(
        field.type, "读不懂"
    )
