"""Numbers as people write them: money with currency and unit, areas, percentages, counts and their ranges."""

from __future__ import annotations

import re

import polars as pl

from graph.model import Field
from graph.names import plain
from loaders._steps import stepwise

_UNITS = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9,
          "百亿": 1e10, "千亿": 1e11, "万亿": 1e12}  # fmt: skip
_MU = {"亩": 1.0, "亩地": 1.0, "畝": 1.0, "公顷": 15.0, "平方公里": 1500.0, "km2": 1500.0} | dict.fromkeys(
    ("平方米", "平米", "平方", "平", "m2", "M2"), 3 / 2000
)
_NAMES = {"人民币": "人民币", "RMB": "人民币", "CNY": "人民币", "¥": "人民币", "￥": "人民币", "美元": "美元", "美金": "美元",
          "USD": "美元", "$": "美元", "港元": "港元", "港币": "港元", "HKD": "港元", "欧元": "欧元", "EUR": "欧元", "€": "欧元",
          "日元": "日元", "日圆": "日元", "JPY": "日元", "英镑": "英镑", "GBP": "英镑", "新台币": "新台币", "台币": "新台币",
          "TWD": "新台币", "韩元": "韩元", "韩圆": "韩元", "KRW": "韩元", "新加坡元": "新加坡元", "SGD": "新加坡元",
          "澳元": "澳元", "澳大利亚元": "澳元", "加元": "加元", "加拿大元": "加元", "瑞士法郎": "瑞士法郎",
          "澳门元": "澳门元", "澳门币": "澳门元", "泰铢": "泰铢", "卢布": "卢布", "林吉特": "林吉特", "印度卢比": "印度卢比",
          "越南盾": "越南盾", "新西兰元": "新西兰元", "马克": "马克"}  # fmt: skip
_CURRENCY = "|".join(sorted(_NAMES, key=len, reverse=True)).replace("$", r"\$")
_AREA = "|".join(sorted(_MU, key=len, reverse=True))
_FIGURE = r"([-+]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?|[-+]?\.\d+)"
_SCALE = "(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)?"
_LEAST = "(?:约|近|超过?|逾|突破|达到?|大于|高于|多于|不少于|不低于|不小于|至少|[≥≧>]=?)?"
_NUMBER = (
    rf"^{_LEAST}({_CURRENCY})?{_FIGURE}[余多]?{_SCALE}[余多]?(元|{_AREA}|人|家|个|[%‰])?"
    rf"({_CURRENCY})?(?:元)?整?(?:/年|每年)?(?:及?以上|左右|上下|\+)?$"
)
_RANGE = r"^(.*?)(\d[\d,.]*)([^\d,.eE-]{0,8})[-至到](\d[\d,.]*)([^\d]*)$"
_TWO_SCALES = r"^(\D*)(\d+(?:\.\d+)?)亿元?(\d+(?:\.\d+)?)(千)?万(.*)$"


_HEAD_UNIT = rf"(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)?(元|人|家|个|吨)?({_CURRENCY})?元?"


def head_unit(written: str) -> str | None:
    """The unit that a head gives in brackets (万元, 单位:亿元, 万美元, 公顷); a year or a note there is none."""
    for note in re.findall(r"\((.*?)\)", plain(written)):
        for word in re.split(r"[,;:、]|单位", note):
            found = re.fullmatch(_HEAD_UNIT, word.split("/")[0].upper())
            said = found and (found[1] or found[2] or _NAMES.get(found[3] or "", "人民币") != "人民币")
            if said or word.lstrip("万") in _MU:
                return word
    return None


def _plain(cell: pl.Expr) -> pl.Expr:
    """Half-width, without blanks, brackets and notes in them: (人民币)5,000万元 → 人民币5,000万元, 120(2023年) → 120."""
    text = cell.str.normalize("NFKC").str.replace_all(r"\s", "").str.replace_all("[—–~]+", "-")
    text = text.str.replace_all(r"^\(([-\d.,]+%?)\)$", "")  # an accountant's minus, or a column's number
    text = text.str.replace_all(r"(.)\([^()]*\d[^()]*\)", "$1").str.replace_all(r"[()]", "")
    return text.str.replace(r"(\d)[wW](元|$)", "${1}万$2")


def _one_scale(text: pl.Expr) -> pl.Expr:
    """1亿2000万元 → 12000万元."""
    two = text.str.extract_groups(_TWO_SCALES)
    large, small = (two.struct[n].cast(pl.Float64, strict=False) for n in ("2", "3"))
    thousands = pl.when(two.struct["4"].is_null()).then(1.0).otherwise(1000.0)
    whole_ = (large * 1e4 + small * thousands).round(6).cast(pl.String)
    return pl.coalesce(two.struct["1"] + whole_ + "万" + two.struct["5"], text)


def _lower_end(text: pl.Expr) -> pl.Expr:
    """Of a range the lower end, which is the least that is certain; a range from nothing says nothing.

    5000万-1亿元 → 5000万, 100-500万美元 → 100万美元; null where it is nothing (0-500万) or no range (2023-03).
    """
    ends = text.str.extract_groups(_RANGE)
    low, own, high, shared = (ends.struct[n] for n in "2345")
    figures = [f.str.replace_all(",", "").cast(pl.Float64, strict=False) for f in (low, high)]
    sound = (figures[0] > 0) & ~low.str.contains(r"^0\d") & ((own != "") | (figures[0] <= figures[1]))
    money = pl.when(~own.str.contains(_CURRENCY)).then(shared.str.extract(f"({_CURRENCY})")).fill_null("")
    unit = pl.when(own != "").then(own + money).otherwise(shared)
    return pl.when(low.is_null()).then(text).when(sound).then(ends.struct["1"] + low + unit)


def number(cell: pl.Expr, field: Field, head_unit: str | None, rates: dict[str, float]) -> pl.Expr:
    """A number in the field's own unit; the cell's unit goes before the head's, the head's before the field's.

    Foreign money without a rate, words such as 壹仟万 and anything else become null.
    """

    def parts(text: pl.Expr) -> pl.Expr:
        return text.str.extract_groups(_NUMBER)

    def valued(found: pl.Expr) -> pl.Expr:
        return _value(found, field, head_unit, rates)

    return stepwise(cell, pl.Float64, _plain, _one_scale, _lower_end, parts, valued)


def _value(parts: pl.Expr, field: Field, head_unit: str | None, rates: dict[str, float]) -> pl.Expr:
    """The number that the parts of a text say."""
    assert field.column
    value = parts.struct["2"].str.replace_all(",", "").cast(pl.Float64, strict=False)
    value = pl.when(value.is_finite()).then(value)
    prefix, word = parts.struct["3"], parts.struct["4"]
    in_yuan = pl.when(word.is_null()).then(pl.lit(foreign(head_unit), pl.String))
    said = pl.coalesce(parts.struct["5"], parts.struct["1"])
    bare = prefix.is_null() & word.is_null() & said.is_null()
    currency = pl.coalesce(said, in_yuan)
    own = field.column.unit
    if own == "%":
        share = prefix.is_null() & (word.is_null() | word.is_in(["%", "‰"])) & said.is_null()
        return pl.when(share).then(value / pl.when(word == "‰").then(1000).otherwise(100)).round(12)
    if own == "亩":
        return _area(value, prefix, word, head_unit)
    scale = prefix.fill_null("").replace_strict(_UNITS, default=None, return_dtype=pl.Float64)
    known = {"人民币": 1.0} | {_NAMES.get(name, name): rate for name, rate in rates.items()}
    money = {spelling: known[name] for spelling, name in _NAMES.items() if name in known}
    rate = currency.replace_strict(money, default=None, return_dtype=pl.Float64)
    factor = pl.when(bare).then(multiplier(head_unit or own)).otherwise(scale)
    result = value * factor * pl.when(currency.is_null()).then(1.0).otherwise(rate) / multiplier(own)
    return pl.when(word.is_null() | ~word.is_in(["%", "‰", *_MU])).then(result).round(9)


def _area(value: pl.Expr, prefix: pl.Expr, word: pl.Expr, head_unit: str | None) -> pl.Expr:
    """Land in 亩 (1 公顷 = 15 亩, 1 亩 = 2000/3 平方米)."""
    scale = prefix.fill_null("").replace_strict(_UNITS, default=None, return_dtype=pl.Float64)
    unit = head_unit or "亩"
    rest = unit.lstrip("万")
    default = _MU.get(rest, 1.0) * (1e4 if unit.startswith("万") else 1.0)
    stated = word.replace_strict(_MU, default=None, return_dtype=pl.Float64)
    factor = (
        pl.when(word.is_null() & prefix.is_null())
        .then(default)
        .otherwise(stated.fill_null(pl.when(word.is_null()).then(1.0)))
    )
    return (value * scale * factor).round(6)


def multiplier(unit: str | None) -> float:
    """How many 元, 亩, 人 … one unit of a head is: 万元 → 10⁴, 亿美元 → 10⁸."""
    found = re.match(_HEAD_UNIT, unit or "")
    return _UNITS.get(found[1] or "", 1.0) if found else 1.0


def foreign(unit: str | None) -> str | None:
    """The foreign money that a unit names: 万美元 → 美元."""
    found = re.fullmatch(_HEAD_UNIT, (unit or "").upper())
    return found[3] if found and _NAMES.get(found[3] or "", "人民币") != "人民币" else None


def whole(cell: pl.Expr) -> pl.Expr:
    """A whole number; of a range (50-99人, 500人以上) its lower end, the least that is certain."""
    return stepwise(cell, pl.Int64, _plain, _one_scale, _lower_end, _count)


def _count(text: pl.Expr) -> pl.Expr:
    """50人以上 → 50; null what is no whole number."""
    text = text.str.replace_all(",", "")
    parts = text.str.extract_groups(
        rf"^第?{_LEAST}(-?\d{{1,15}})(\.\d+)?[余多]?(万)?[余多]?(?:名?员工|[人家个名位户])?(?:及?以上|左右|上下|\+)?$"
    )
    scientific = text.str.extract(r"^(\d(?:\.\d+)?[eE]\+?\d{1,2})$").cast(pl.Float64, strict=False)
    figure = pl.concat_str(parts.struct["1"], parts.struct["2"].fill_null("")).cast(pl.Float64, strict=False)
    number_ = pl.coalesce(
        figure * pl.when(parts.struct["3"].is_null()).then(1).otherwise(10_000), scientific
    ).round(4)
    return (
        pl.when((number_ == number_.floor()) & (number_.abs() < 2**53))
        .then(number_)
        .cast(pl.Int64, strict=False)
    )
