"""Cells to values, as column expressions: text, numbers with units, dates, years, codes, lists, choices."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache

import numpy as np
import polars as pl

from graph.industries import by_name, industries
from graph.model import Field
from loaders._dates import date, year
from loaders._numbers import number, whole

EMPTY = ["暂无", "暂无数据", "无数据", "未知", "不详", "未公开", "未披露", "不公示", "未公示", "企业选择不公示", "企业选择不公开",
         "未填报", "未填写", "暂缺", "空", "空白", "(空)", "（空）", "(空白)", "（空白）", "待补充", "保密", "\\N", "null",
         "NULL", "Null", "(null)", "(NULL)", "<null>", "[NULL]", "none", "None", "NONE", "nil", "nan", "NaN", "NAN", "N/A", "n/a",
         "NA", "N.A.", "undefined"]  # fmt: skip
_MARKS_ONLY = r"^[-—–―－_/／\\.…·*＊?？~～。，,、:：;；#|]+$"
NOTHING = "无"  # of what is no choice between 有 and 无
YES, NO = (
    ["是", "true", "TRUE", "True", "1", "√", "✓", "✔", "Y", "y", "属于", "对"],
    ["否", "false", "FALSE", "False", "0", "×", "✗", "✘", "X", "x", "N", "n", "不是", "不属于", "错"],
)
LIST_MARKS = r"\s*[;；、\n]\s*"
_STAGES = {
    "计划": "规划、拟建、前期、谋划、储备、筹备、筹建、前期工作",
    "在谈": "洽谈、洽谈中、在谈中、对接、对接中、正在洽谈、跟踪、意向",
    "签约": "已签约、签订协议、签署协议、正式签约",
    "注册": "已注册、已注册公司",
    "开工": "在建、已开工、开工建设、建设、施工、建设中、在建项目、正在建设、续建、新开工",
    "投产": "建成、已投产、竣工投产、竣工、建成投产、已竣工、投产达效、达产",
}
SYNONYMS = {word: stage for stage, words in _STAGES.items() for word in words.split("、")} | {
    "国家": "国家级", "省": "省级", "市": "市级", "民营": "民企", "民营企业": "民企", "中央企业": "央企", "中央国企": "央企",
    "外资企业": "外资", "地方国有企业": "地方国企", "核实": "已核实", "取消": "撤销", "没有": "无",
}  # fmt: skip
_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


# Marks that no one sees, that turn the reading direction, that steer a terminal or that no XML file may hold.
INVISIBLE = r"[\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\u00ad\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]"


def tidy(cell: pl.Expr) -> pl.Expr:
    """Text without surrounding or invisible characters; the marks for "nothing" become null."""
    text = cell.str.replace_all(INVISIBLE, "").str.strip_chars()
    forced = text.str.starts_with("'") | text.str.starts_with(
        '="'
    )  # how programs keep Excel from counting a code
    text = pl.when(forced).then(text.str.replace(r"^(?:'|=\"([^\"]*)\"$)", "$1")).otherwise(text)
    empty = (text == "") | text.is_in(EMPTY) | text.str.contains(_MARKS_ONLY)
    return pl.when(~empty).then(text)


def filled(cell: pl.Expr) -> pl.Expr:
    """The cell as it is, null where it is blank: for columns that no field reads."""
    return pl.when(cell.str.strip_chars().str.len_bytes() > 0).then(cell)


def half_width(cell: pl.Expr) -> pl.Expr:
    """NFKC: full-width digits, letters and brackets to plain ones."""
    return cell.str.normalize("NFKC")


def flag(cell: pl.Expr) -> pl.Expr:
    """是/否 as a boolean."""
    text = half_width(cell)
    return pl.when(text.is_in(YES)).then(True).when(text.is_in(NO)).then(False).otherwise(None)


def choice(cell: pl.Expr, choices: tuple[str, ...]) -> pl.Expr:
    """One of the fixed values, or a usual word for one, with or without 已 and the like (已签约, 建设中)."""
    words = {key: value for key, value in SYNONYMS.items() if value in choices and key not in choices}
    if set(choices) == {"是", "否"}:
        words |= dict.fromkeys(YES, "是") | dict.fromkeys(NO, "否")
    text = half_width(cell).str.replace_all(r"\s", "")
    bare = text.str.replace(r"^(?:已经|正在|已|正)", "").str.replace(r"(?:阶段|中)$", "")
    known = {c: c for c in choices} | words
    return pl.coalesce(t.replace_strict(known, default=None, return_dtype=pl.String) for t in (text, bare))


def listed(cell: pl.Expr) -> pl.Expr:
    """The items of a list cell, parted at ; ； 、, empty ones and repeats dropped."""
    parts = cell.str.replace_all(LIST_MARKS, ";").str.split(";")
    return parts.list.eval(pl.element().filter(pl.element().str.len_chars() > 0)).list.unique(
        maintain_order=True
    )


def credit_code(cell: pl.Expr) -> pl.Expr:
    """A unified social credit code whose check character holds (GB 32100-2015); spaces and case are no fault."""
    text = half_width(cell).str.replace_all(r"[\s\-']|\(.*$|^.*代码:", "").str.to_uppercase()
    shaped = text.str.contains(f"^[{_DIGITS}]{{18}}$").fill_null(False)
    checked = pl.when(shaped).then(text).otherwise(pl.lit("0" * 18))
    sound = checked.map_batches(_holds, return_dtype=pl.Boolean, is_elementwise=True)
    return pl.when(shaped & sound).then(text)


def _holds(codes: pl.Series) -> pl.Series:
    """Whether the check character of codes of 18 holds."""
    letters = np.frombuffer("".join(codes).encode("ascii"), np.uint8).reshape(-1, 18)
    value = np.zeros(256, np.int64)
    value[np.frombuffer(_DIGITS.encode("ascii"), np.uint8)] = np.arange(len(_DIGITS))
    values = value[letters]
    return pl.Series((31 - values[:, :17] @ np.array(_WEIGHTS) % 31) % 31 == values[:, 17], dtype=pl.Boolean)


def stock_code(cell: pl.Expr) -> pl.Expr:
    """A stock code as text; Excel's number 2658 is 002658 again."""
    text = half_width(cell).str.replace_all(r"\s", "").str.to_uppercase().str.replace(r"\.0+$", "")
    return pl.when(text.str.contains(r"^\d{1,4}$")).then(text.str.zfill(6)).otherwise(text)


@cache
def _classes() -> dict[str, str]:
    """Every spelling of a GB/T 4754 class (1711, C1711, 棉纺纱加工) → its code; of one name the widest class."""
    found: dict[str, str] = {}
    for code, name in sorted(industries().items(), key=lambda item: (len(item[0]), item[0])):
        if code.isdigit():
            found.setdefault(name, code)
            found[code] = code
    return found


def industry(cell: pl.Expr) -> pl.Expr:
    """Codes of GB/T 4754 (2017 or 2011) of a list of codes or names; what is neither is a null item."""
    text = half_width(cell).str.replace_all(r"\s", "")
    items = listed(half_width(cell))
    one = (
        pl.element()
        .str.replace_all(r"\s", "")
        .str.replace(r"^[A-T](\d{2,4})", "$1")
        .str.replace(r"\.0+$", "")
    )
    bare = one.str.replace(r"^(\d{2,4})\D.*$", "$1").str.replace(r"^\D+[A-T(](\d{2,4})\)?$", "$1")
    known = pl.coalesce(
        t.replace_strict(_classes(), default=None, return_dtype=pl.String) for t in (pl.element(), one, bare)
    )
    # the whole cell first: many names have 、 in them
    whole_ = text.replace_strict(_classes(), default=None, return_dtype=pl.String)
    return pl.when(whole_.is_not_null()).then(pl.concat_list(whole_)).otherwise(items.list.eval(known))


@cache
def _sections() -> frozenset[str]:
    """Every spelling of a section of GB/T 4754: C, 制造业, C制造业, 制造业C."""
    named = [(code, name) for code, name in industries().items() if code.isalpha()]
    return frozenset(said for code, name in named for said in (code, name, code + name, name + code))


def is_section(text: str) -> bool:
    """Whether it is one of the twenty sections of GB/T 4754 (C, 制造业): right, but too wide to say anything."""
    return re.sub(r"\s|[()]", "", unicodedata.normalize("NFKC", text)) in _sections()


def industry_name(cell: pl.Expr, digits: int) -> pl.Expr:
    """The code of a class name, one of so many digits first (0: any); or a code as it is."""
    text = half_width(cell).str.replace_all(r"\s", "").str.replace(r"^[A-T](\d{2,4})", "$1")
    text = text.str.replace(r"^(\d{2,4})\D.*$", "$1")
    return text.replace_strict(_classes() | by_name(digits), default=None, return_dtype=pl.String)


def value(cell: pl.Expr, field: Field, head_unit: str | None, rates: dict[str, float]) -> pl.Expr:
    """The cleaner that follows from a field's type and unit."""
    if field.choices:
        return choice(cell, field.choices)
    if field.name == "industry":
        return industry(cell)
    if field.name.startswith("industry_"):
        return industry_name(cell, int(field.name[-1]))
    if field.name == "stock_code":
        return stock_code(cell)
    if field.many:
        return listed(cell.str.replace_all("[,，]", ";") if field.name == "former" else cell)
    if field.name.endswith("_code"):
        return credit_code(cell)
    if field.name == "year":
        return year(cell)
    if field.name == "until":
        return date(cell, last=True)
    by_type = {int: whole, dt.date: date, bool: flag}
    if field.type is float:
        return number(cell, field, head_unit, rates)
    if field.type in by_type:
        return by_type[field.type](cell)
    return cell


def reason(field: Field) -> str:
    """Why a cell of this field could not be used."""
    if field.name.startswith("industry"):
        return "不是国民经济行业分类(GB/T 4754)的代码或名称,这一项未用"
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
