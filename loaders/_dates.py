"""Days and years as people and Excel write them."""

from __future__ import annotations

import datetime as dt

import polars as pl

_DIGITS = dict(zip("〇零○O一二三四五六七八九", "00001234567890"[:4] + "123456789", strict=True))


def date(cell: pl.Expr) -> pl.Expr:
    """A day; a month counts as its first day, a year alone as its first of January; Excel's serials too."""
    text = _arabic(cell.str.normalize("NFKC")).str.replace_all(r"\s*(?:星期|周)[日天1-7]|[上下]午.*$", "")
    text = text.str.replace_all(r"\s*[年月./\\-]\s*", "-").str.replace_all("[日号]", "").str.strip_chars()
    text = text.str.replace(r"[ T]\d{1,2}:\d{1,2}.*$", "").str.strip_chars("- ")
    parts = text.str.extract_groups(r"^((?:18|19|20)\d{2})-?(\d{1,2})?-?(\d{1,2})?$")
    solid = text.str.extract_groups(r"^((?:18|19|20)\d{2})(\d{2})(\d{2})?(?:-0)?$")
    year_, month, day = (
        pl.coalesce(solid.struct[n], parts.struct[n]).cast(pl.Int32, strict=False) for n in "123"
    )
    calendar = pl.format(
        "{}-{}-{}",
        year_,
        month.fill_null(1).cast(pl.String).str.zfill(2),
        day.fill_null(1).cast(pl.String).str.zfill(2),
    ).str.to_date("%Y-%m-%d", strict=False)
    serial = text.str.extract(r"^([2-6]\d{4})(?:-\d+)?$").cast(pl.Int32, strict=False)
    return calendar.fill_null(pl.lit(dt.date(1899, 12, 30)) + pl.duration(days=serial))


def _arabic(text: pl.Expr) -> pl.Expr:
    """二〇二四年十一月 → 2024年11月; texts without Chinese numerals stay."""
    made = text.str.replace_all("([二三])十([一二三四五六七八九])", "$1$2").str.replace_all(
        "([二三])十", "${1}0"
    )
    made = made.str.replace_all("十([一二三四五六七八九])", "1$1").str.replace_all("十", "10")
    made = made.str.replace_many(list(_DIGITS), list(_DIGITS.values()))
    return pl.when(text.str.contains("[〇零○一二三四五六七八九十]")).then(made).otherwise(text)


def year(cell: pl.Expr) -> pl.Expr:
    """A year between 1900 and 2100; of a date or a range the last one."""
    text = _arabic(cell.str.normalize("NFKC"))
    found = text.str.extract(r"^(?:\d{4}\s*年?\s*[-—~至]\s*)?((?:19|20)\d{2})(?:\.0+)?\s*年?度?$|^$")
    dated = text.str.extract(r"^((?:19|20)\d{2})(?:[-/.年]\d{1,2}|\d{4}$)")
    return found.fill_null(dated).cast(pl.Int64, strict=False)
