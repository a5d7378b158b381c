"""The cells of a recognised sheet, column by column: cleaned by their field, or a Problem as they were read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from graph.model import Field
from graph.names import plain
from graph.problem import Problem
from graph.tables import BLANK_SAYS, UNCLEAR
from loaders import _clean, _written
from loaders._head import Match
from loaders._numbers import head_unit
from loaders._sheets import Sheet

_ERROR = r"^#(?:DIV/0!|N/A|VALUE!|REF!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$"
_WIDE = "只写到行业门类,太宽,这一项未用"
_UNKNOWN = "公式没有存下算好的值(文件由程序写出,没有用 Excel 存过),按未知处理;请用 Excel 打开后保存"
_SERIAL = r"^[2-6]\d{4}(?:\.\d+)?$"
_FROM_1904 = dt.timedelta(days=1462)  # how much later the same number is where days count from 1904


@dataclass(frozen=True)
class Given:
    """What the project says about reading: rates of money, declared names of chains and segments, columns to keep."""

    rates: Mapping[str, float]
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    keep: tuple[str, ...] = ()


def values(sheet: Sheet, match: Match, raw: pl.DataFrame, given: Given) -> tuple[pl.DataFrame, list[Problem]]:
    """The rows with every field cleaned, and a Problem for each cell that could not be used."""
    fields = {f.name: f for f in match.table.columns}
    made, problems = [], []
    for name, at in match.columns.items():
        title = _written.head(sheet, match, at[0])
        column = _cleaned(raw.select(name), fields[name], _unit(fields[name], match, title), given)
        column = _excel_percent(sheet, fields[name], at[0], raw, column)
        column = _since_1904(sheet, fields[name], raw, column)
        bad = raw.filter(pl.col(name).is_not_null() & (column.is_null() | _partly(column)))
        if (match.table.name, name) in BLANK_SAYS:
            lost = raw["_row"].is_in(bad["_row"].implode())
            column = pl.select(pl.when(lost).then(pl.lit(UNCLEAR)).otherwise(column)).to_series()
        made.append(_whole_items(column).alias(name))
        made += _written.cells(raw[name], column)
        problems += _refused(sheet, fields[name], title, bad)
    return pl.DataFrame([raw["_row"], *made]), problems


def _cleaned(cells: pl.DataFrame, field: Field, unit: str | None, given: Given) -> pl.Series:
    """The cells cleaned; where cleaning is work and many cells are alike, each spelling once."""
    cell = pl.when(~pl.col(field.name).str.contains(_ERROR)).then(pl.col(field.name))
    made = _value(cell, field, unit, given).alias("made")
    if field.type is str and not field.choices and not field.name.startswith("industry"):
        return cells.select(made).to_series()
    once = cells.unique()
    joined = cells.join(once.with_columns(made), on=field.name, how="left", maintain_order="left")
    return joined["made"]


def _value(cell: pl.Expr, field: Field, unit: str | None, given: Given) -> pl.Expr:
    """The cleaned cell; a list cell that as a whole is a declared name stays whole."""
    made = _clean.value(cell, field, unit, dict(given.rates))
    names = given.names.get(field.name)
    return pl.when(cell.is_in(sorted(names))).then(pl.concat_list(cell)).otherwise(made) if names else made


def _partly(column: pl.Series) -> pl.Series:
    """Where some item of a list could not be used."""
    if column.dtype != pl.List(pl.String):
        return pl.repeat(False, len(column), eager=True)
    return column.list.eval(pl.element().is_null().any()).list.first().fill_null(False)


def _whole_items(column: pl.Series) -> pl.Series:
    """Lists without the items that could not be used; an empty list is unknown."""
    if column.dtype != pl.List(pl.String):
        return column
    kept = column.list.drop_nulls()
    return pl.select(pl.when(kept.list.len() > 0).then(kept)).to_series()


def _refused(sheet: Sheet, field: Field, written: str, bad: pl.DataFrame) -> list[Problem]:
    if field.name == "date":
        bad = bad.filter(~pl.col(field.name).str.contains("无|不详|未注明"))
    if field.name == "until":
        bad = bad.filter(~pl.col(field.name).str.contains("长期|无固定|^[一二三四五六七八九十0-9]+年$"))
    why = _clean.reason(field)
    broken = "公式出错的格子,按未知处理;请在 Excel 里改正公式"
    found = [
        Problem(sheet.file, broken if re.match(_ERROR, v) else why, sheet.name, r, written, v)
        for r, v in bad.select("_row", field.name).rows()
    ]
    if field.name.startswith("industry"):
        wide = {p.value for p in found if p.value and _clean.is_section(p.value)}
        found = [replace(p, reason=_WIDE, level="提示") if p.value in wide else p for p in found]
    return found


def _unit(field: Field, match: Match, written: str) -> str | None:
    """The unit a head names in brackets or at its end, else the one written above a table of money."""
    if named := head_unit(written):
        return named
    text = re.sub(r"\(.*?\)", "", plain(written))
    tail = next((u for u in ("万元", "亿元", "亩") if text.endswith(u)), None)
    money = field.column is not None and (field.column.unit or "") in ("万元", "亿元")
    return tail or (match.unit if money else None)


def _excel_percent(sheet: Sheet, field: Field, at: int, raw: pl.DataFrame, values: pl.Series) -> pl.Series:
    """A cell that Excel shows as 45% holds 0.45; only its number format tells it from 0.45 typed under (%)."""
    rows = sorted(row + 1 for row, column in sheet.percent if column == at)
    if not rows or field.column is None or field.column.unit != "%":
        return values
    marked = raw["_row"].is_in(rows) & raw[field.name].cast(pl.Float64, strict=False).is_not_null()
    return (values * 100).round(12).zip_with(marked, values)


def _since_1904(sheet: Sheet, field: Field, raw: pl.DataFrame, values: pl.Series) -> pl.Series:
    """A bare number of days in a workbook that counts them from 1904, as those of old Macs do."""
    if not sheet.since_1904 or field.type is not dt.date:
        return values
    return (values + _FROM_1904).zip_with(raw[field.name].str.contains(_SERIAL).fill_null(False), values)


def formulas(sheet: Sheet, match: Match) -> list[Problem]:
    """Cells that are read and hold a formula whose value nobody has worked out."""
    written = {i: _written.head(sheet, match, i) for at in match.columns.values() for i in at}
    first, last = sheet.start + match.row, sheet.start + sheet.cells.height
    return [
        Problem(sheet.file, _UNKNOWN, sheet.name, row + 1, written[column], formula)
        for (row, column), formula in sorted(sheet.formulas.items())
        if column in written and first < row < last
    ]
