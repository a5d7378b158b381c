"""Honors: what a title is worth and how it ages (methods.md §4, Levels)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.names import plain

if TYPE_CHECKING:
    import polars as pl

LEVELS = {"国家级": 0.7, "省级": 0.5, "市级": 0.3, "协会": 0.3}
NAMED = (("世界500强", 1.0), ("中国民营企业500强", 0.85), ("民企500强", 0.85), ("民营企业500强", 0.85),
         ("财富中国500强", 0.85), ("中国企业500强", 0.9), ("中国500强", 0.9), ("500强", 0.85), ("单项冠军", 0.9),
         ("小巨人", 0.8), ("独角兽", 0.8),
         ("瞪羚", 0.6), ("高新技术企业", 0.4), ("高企", 0.4))  # fmt: skip
NATIONAL, PROVINCIAL, FRESH = 0.7, 0.5, 0.5
NOT_YET = ("潜在", "准独角兽", "种子", "培育", "拟")  # on the way to a title, which is not the title
SAID = ("to", "level", "state", "year", "date", "until")


def is_listing(name: str) -> bool:
    """Whether it says that the firm is listed (A股上市); 拟上市 is not."""
    return plain(name).endswith("上市") and not is_intent(name)


def is_intent(name: str) -> bool:
    """Whether it says what a firm means to become (拟上市): no listing, and nothing that expires by itself."""
    return plain(name).endswith("拟上市")


def value(name: str, level: str | None, own: dict[str, float]) -> float:
    """The level of an honor: the project's own, …500强 and 高企 by name, else 级别 before the name."""
    text = plain(name)
    for key, number in own.items():
        if plain(key) == text:
            return number
    by_name = next((v for key, v in NAMED if key in text), None)
    if is_listing(name):
        return 0.7
    if any(word in text for word in NOT_YET):
        by_name = None
    elif "龙头" in text and "国家" in text:
        by_name = 0.8
    if level is None:
        level = "国家级" if "国家" in text else "省级" if "省" in text else None
    if "500强" in text:
        return 0.5 if level == "省级" else by_name or 0.85
    if by_name == 0.4:
        return 0.4
    if level in ("省级", "市级", "协会"):
        return LEVELS[level]
    if by_name:
        return by_name
    return LEVELS.get(level or "", 0.3)


def age_factor(name: str, row: dict[str, Any], as_of: dt.date) -> float | None:
    """1 while it is fresh, then halving; null where the fact lies after ``as_of`` or is revoked."""
    if row.get("state") == "撤销":
        return None
    year, date, until = row.get("year"), row.get("date"), row.get("until")
    if (year is not None and year > as_of.year) or (year is None and date and date > as_of):
        return None
    if is_listing(name):
        return 1.0
    age = as_of.year - year if year is not None else (as_of - date).days / 365.25 if date else None
    yearly = "500强" in name or "独角兽" in name
    if yearly:
        return 0.5 if age is None else 1.0 if age <= 2 else 0.5 ** ((age - 2) / 4)
    if until:
        over = (as_of - until).days / 365.25
    elif age is None:
        return 0.5
    else:
        over = age - 3
    return 1.0 if over <= 0 else 0.5 ** (over / 3)


def expired(name: str, row: Mapping[str, Any]) -> bool | None:
    """Whether the time of a row that holds (with its ``age``) is over; null where nothing says of what day it is."""
    if row["age"] == 1:
        return False
    undated = all(row.get(key) is None for key in ("year", "date", "until"))
    return None if undated or (is_intent(name) and row.get("until") is None) else True


def worth(
    name: str, row: dict[str, Any], as_of: dt.date, own: dict[str, float]
) -> tuple[float, float | None]:
    """Level (公示 halves it) and age factor."""
    level = value(name, row.get("level"), own) * (0.5 if row.get("state") == "公示" else 1.0)
    return level, age_factor(name, row, as_of)


def valued(holds: pl.DataFrame, as_of: dt.date, own: dict[str, float]) -> pl.DataFrame:
    """Holds with ``value`` and ``age`` of every row (:func:`worth`), asked once for each different honor and date.

    Of each honor of each enterprise the latest row that is not dated after ``as_of`` holds; the others' age is null.
    """
    import polars as pl

    different = holds.select(SAID).unique()
    found = [worth(row["to"], row, as_of, own) for row in different.iter_rows(named=True)]
    table = different.with_columns(
        pl.Series("value", [v for v, _ in found], dtype=pl.Float64),
        pl.Series("_age", [a for _, a in found], dtype=pl.Float64),
    )
    year = pl.coalesce("year", pl.col("date").dt.year())
    later = (year > as_of.year) | (pl.col("year").is_null() & (pl.col("date") > as_of))
    rows = holds.drop("value", "age", strict=False).with_row_index("_row")
    order = rows.filter(~later.fill_null(False)).sort(year, "date", nulls_last=False, maintain_order=True)
    held = order.unique(["from", "to"], keep="last", maintain_order=True)["_row"]
    known = rows.join(table, on=list(SAID), how="left", nulls_equal=True, maintain_order="left")
    age = pl.when(pl.col("_row").is_in(held.implode())).then("_age")
    return known.with_columns(age=age).drop("_row", "_age")


def listings(names: pl.Series) -> list[str]:
    """Those of the honors that say that a firm is listed."""
    return [name for name in names.unique().sort() if is_listing(name)]


def intents(names: pl.Series) -> list[str]:
    """Those of the honors that say what a firm means to become."""
    return [name for name in names.unique().sort() if is_intent(name)]


def common(names: pl.Series) -> list[str]:
    """Those that so many firms hold that they make none strong (高企)."""
    return [name for name in names.unique().sort() if "高新技术企业" in plain(name) or "高企" in plain(name)]
