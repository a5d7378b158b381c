"""Days and years as people and Excel write them."""

from __future__ import annotations

import datetime as dt

import polars as pl

from loaders._steps import stepwise

_DIGITS = dict(zip("〇零○O一二三四五六七八九", "00001234567890"[:4] + "123456789", strict=True))
_MONTHS = {name: f"{n:02}" for n, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
_MONTH = f"({'|'.join(_MONTHS)})[a-z]*"
# Parts of a year: the month in which each begins.
_PARTS = {"上半年": "01", "下半年": "07", "年初": "01", "年中": "06", "年底": "12", "年末": "12", "初": "01", "底": "12",
          "末": "12", "q1": "01", "q2": "04", "q3": "07", "q4": "10", "1季度": "01", "2季度": "04", "3季度": "07",
          "4季度": "10"}  # fmt: skip
_UNTIL = r"^(.*?[\d日月年])\s*(?:至今|[至到~—–]|--|\s-\s)\s*(.*)$"
_YEARS = r"^((?:19|20)\d{2}.*?)-((?:19|20)\d{2}.*)$"
_AROUND = r"^(?:约|预计|拟|计划)|\(?(?:星期|周)[日天\d]\)?|[上下]午.*$|以?前$|左右$|期间$"


def date(cell: pl.Expr, last: bool = False) -> pl.Expr:
    """A day; a month counts as its first day, a year alone as its first of January; Excel's serials too.

    Of two days (2021-10-12至2024-10-11) the first, or the ``last``.
    """

    def spans(text: pl.Expr) -> pl.Expr:
        text = text.str.normalize("NFKC").str.to_lowercase().str.strip_chars("' ")
        for span in (_UNTIL, _YEARS):
            text = text.str.replace(span, "$2" if last else "$1")
        return text

    return stepwise(cell, pl.Date, spans, _arabic, _near, _english, _day)


def _near(text: pl.Expr) -> pl.Expr:
    """Without 约, 左右, weekdays and the like."""
    return text.str.replace_all(_AROUND, "").str.strip_chars()


def _day(text: pl.Expr) -> pl.Expr:
    """The day that a text of figures and marks says."""
    text = text.str.replace(r"^(\d{4}年?\s*\d{1,2}月?)\s*-\s*\d{1,2}月$", "$1").str.replace(
        r"月[初中底末]$", "月"
    )
    part = _part_of_year(text)
    text = _short_year(text).str.replace_all(r"\s*[年月./\\。,、-]\s*", "-").str.replace_all("[日号]", "")
    text = text.str.replace(r"[ t]\d{1,2}:\d{1,2}.*$", "").str.replace(
        r"^(\d{4}) +(\d{1,2}) +(\d{1,2})$", "$1-$2-$3"
    )
    text = text.str.replace(r"^(\d{8})\d{6}$", "$1").str.strip_chars("- ")
    return _calendar(pl.coalesce(part, text)).fill_null(_serial(text))


def _part_of_year(text: pl.Expr) -> pl.Expr:
    """2025年下半年 → 2025-07, 2025年底 → 2025-12."""
    said = text.str.extract_groups(
        r"^((?:19|20)\d{2})年?度?\s*第?(上半年|下半年|年[初中底末]|[初底末]|q[1-4]|[1-4]季度)$"
    )
    return (
        said.struct["1"] + "-" + said.struct["2"].replace_strict(_PARTS, default=None, return_dtype=pl.String)
    )


def _short_year(text: pl.Expr) -> pl.Expr:
    """23/3/5 → 2023/3/5, 95年3月 → 1995年3月; 3/15/2023 → 2023/3/15. What could be a month (12/3/5) is no year."""
    text = text.str.replace(r"^(1[3-9]|2\d|3[01])/(\d{1,2})/((?:19|20)\d{2})", "$3/$2/$1")
    text = text.str.replace(r"^(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})", "$3/$1/$2")
    text = text.str.replace(r"^([3-9]\d)(年\d{1,2}月|[./-]\d{1,2}[./-]\d{1,2}(?:$| ))", "19$1$2")
    text = text.str.replace(r"^(1[3-9]|2\d)([./-]\d{1,2}[./-]\d{1,2}(?:$| ))", "20$1$2")
    return text.str.replace(r"^([0-2]\d)(年\d{1,2}月)", "20$1$2")


def _calendar(text: pl.Expr) -> pl.Expr:
    """2023-3-5, 2023-3, 2023, 20230305, 202303 as a day."""
    parts = text.str.extract_groups(r"^((?:18|19|20)\d{2})-?(\d{1,2})?-?(\d{1,2})?$")
    solid = text.str.extract_groups(r"^((?:18|19|20)\d{2})(\d{2})(\d{2})?(?:-0)?$")
    year_, month, day = (
        pl.coalesce(solid.struct[n], parts.struct[n]).cast(pl.Int32, strict=False) for n in "123"
    )
    return pl.format(
        "{}-{}-{}",
        year_,
        month.fill_null(1).cast(pl.String).str.zfill(2),
        day.fill_null(1).cast(pl.String).str.zfill(2),
    ).str.to_date("%Y-%m-%d", strict=False)


def _serial(text: pl.Expr) -> pl.Expr:
    """Excel's days since 1900, and milliseconds since 1970 as programs export them (Beijing's time)."""
    days = text.str.extract(r"^([2-6]\d{4})(?:-\d+)?$").cast(pl.Int32, strict=False)
    moment = text.str.extract(r"^(\d{12,13})$").cast(pl.Int64, strict=False)
    since = (moment + 8 * 3_600_000) // 86_400_000
    return (pl.lit(dt.date(1899, 12, 30)) + pl.duration(days=days)).fill_null(
        pl.lit(dt.date(1970, 1, 1)) + pl.duration(days=since)
    )


def _english(text: pl.Expr) -> pl.Expr:
    """Mar 5, 2023; 5-Mar-23; Mar-23 → 2023-03-05, 23-03-05, 2023-03."""
    named = text.str.contains(_MONTH)
    made = text.str.replace(rf"^{_MONTH}[ .-]*(\d{{1,2}}),? +(\d{{4}})$", "$3-$1-$2")
    made = made.str.replace(rf"^(\d{{1,2}})[ -]{_MONTH}[ -](\d{{2}}|\d{{4}})$", "$3-$2-$1")
    made = made.str.replace(rf"^{_MONTH}[ .-]*(\d{{4}})$", "$2-$1").str.replace(
        rf"^{_MONTH}-(\d{{2}})$", "20$2-$1"
    )
    made = made.str.replace(r"^(\d{2})-(\D+-\d{1,2})$", "20$1-$2")
    return pl.when(named).then(made.str.replace_many(list(_MONTHS), list(_MONTHS.values()))).otherwise(text)


def _arabic(text: pl.Expr) -> pl.Expr:
    """二〇二四年十一月 → 2024年11月; texts without Chinese numerals stay."""
    made = text.str.replace_all("([二三])十([一二三四五六七八九])", "$1$2").str.replace_all(
        "([二三])十", "${1}0"
    )
    made = made.str.replace_all("十([一二三四五六七八九])", "1$1").str.replace_all("十", "10")
    made = made.str.replace_many(list(_DIGITS), list(_DIGITS.values()))
    return pl.when(text.str.contains("[〇零○一二三四五六七八九十]")).then(made).otherwise(text)


def year(cell: pl.Expr) -> pl.Expr:
    """A year between 1900 and 2100: of a range (2023-2024) and of several the last, of a day its own."""

    def half_width(text: pl.Expr) -> pl.Expr:
        return text.str.normalize("NFKC")

    return stepwise(cell, pl.Int64, half_width, _arabic, _year)


def _year(text: pl.Expr) -> pl.Expr:
    """The year of a text in figures."""
    figures = pl.when(text.str.len_chars() <= 20).then(text).str.replace_all(r"[^0-9]+", " ")
    last = figures.str.extract_all(r"\b(?:19|20)[0-9]{2}\b").list.last().cast(pl.Int64, strict=False)
    two = text.str.extract(r"^'?([0-9]{2})年度?$").cast(pl.Int64, strict=False)
    two = pl.when(two < 50).then(two + 2000).otherwise(two + 1900)
    return pl.coalesce(last, date(text).dt.year().cast(pl.Int64), two)
