"""A sheet to clean rows: find its head, map its columns, clean every cell, say what became of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from graph.model import Field
from graph.names import head, plain
from graph.problem import Problem
from graph.tables import Table
from loaders import _clean
from loaders._sheets import Sheet

HEAD_ROWS = 30
_TOTALS = r"^(合计|总计|小计|共计|累计|总数)"
_NOTES = r"^(注|备注|说明|数据来源|填表说明|填报说明|声明)\s*[:：]"


class Loader(Protocol):
    """What a loader module offers: the table it reads and how its clean rows become frames."""

    TABLE: Table
    frames: Callable[[pl.DataFrame], dict[str, pl.DataFrame]]


@dataclass(frozen=True)
class Match:
    """A sheet recognised: the table, where its head stands, which columns hold which field."""

    table: Table
    row: int
    columns: Mapping[str, list[int]]
    unread: Mapping[int, str]

    @property
    def rank(self) -> tuple[int, int]:
        """Required heads found, then heads found."""
        required = self.table.required()
        return len(required & set(self.columns)), len(self.columns)


@dataclass
class Balance:
    """What became of a sheet's rows: read = loaded + left out (with a Problem) + set aside (no Problem)."""

    file: str
    sheet: str | None
    table: str
    read: int = 0
    loaded: int = 0
    left_out: int = 0
    set_aside: int = 0


@dataclass
class Cleaned:
    """Clean rows (field columns, ``_file``, ``_sheet``, ``_row``), the Problems and the balance."""

    rows: pl.DataFrame
    balance: Balance
    problems: list[Problem] = field(default_factory=list)


def recognise(sheet: Sheet, tables: Iterable[Table], odd_heads: Mapping[str, str]) -> Match | Problem | None:
    """The table a sheet belongs to (contract.md, Tables); a Problem where two fit or none does; null if empty."""
    rows = [[None if v is None else str(v) for v in row] for row in sheet.cells.head(HEAD_ROWS).rows()]
    if not any(any(row) for row in rows):
        return None
    extra = {head(odd): head(usual) for usual, odd in odd_heads.items()}
    found = [m for table in tables if (m := _best(table, rows, extra))]
    whole = [m for m in found if m.table.required() <= set(m.columns)]
    if not whole:
        return _unknown(sheet, found)
    order = sorted(
        whole, key=lambda m: (*m.rank, plain(sheet.title).startswith(plain(m.table.name))), reverse=True
    )
    first, second = order[0], order[1] if len(order) > 1 else None
    named = [m for m in order if m.rank == first.rank and m.table.name in sheet.title]
    if second and second.rank == first.rank and len(named) != 1:
        reason = f"既像「{first.table.name}」又像「{second.table.name}」,请把工作表(或文件)改名为其中之一"
        return Problem(sheet.file, reason, sheet.name)
    return named[0] if len(named) == 1 else first


def _best(table: Table, rows: list[list[str | None]], extra: Mapping[str, str]) -> Match | None:
    heads = table.heads()
    best: Match | None = None
    for index, row in enumerate(rows):
        columns: dict[str, list[int]] = {}
        unread: dict[int, str] = {}
        for i, cell in enumerate(row):
            key = head(cell or "")
            name = heads.get(extra.get(key, key))
            if name:
                columns.setdefault(name, []).append(i)
            elif key:
                unread[i] = str(cell).strip()
        match = Match(table, index, columns, unread)
        if columns and (best is None or match.rank > best.rank):
            best = match
    return best


def _unknown(sheet: Sheet, found: list[Match]) -> Problem:
    if sheet.title == "说明" or not found:
        reason = "没有认出是什么表,未读取"
        return Problem(sheet.file, reason, sheet.name, level="提示")
    near = max(found, key=lambda m: (len(m.columns), m.rank))
    lacking = [f.column.head for f in near.table.columns if f.column and f.name in _lacking(near)]
    reason = f"没有认出是什么表,未读取;最接近「{near.table.name}」,还缺列:{'、'.join(lacking)}"
    return Problem(sheet.file, reason, sheet.name, level="提示")


def _lacking(match: Match) -> set[str]:
    return match.table.required() - set(match.columns)


def clean(sheet: Sheet, match: Match, rates: dict[str, float]) -> Cleaned:
    """All rows below the head, cleaned; every cell that could not be used is a Problem."""
    body = sheet.cells.slice(match.row + 1).with_row_index("_row", match.row + 2)
    balance = Balance(sheet.file, sheet.name, match.table.name)
    problems = list(sheet.problems) + _unread(sheet, match) + _beyond(sheet, match, body)
    texts = body.with_columns(_clean.tidy(pl.col(name)) for name in sheet.cells.columns)
    texts = texts.filter(pl.any_horizontal(pl.col(n).is_not_null() for n in sheet.cells.columns))
    balance.read = texts.height
    texts = texts.filter(~_aside(sheet, match))
    balance.set_aside = balance.read - texts.height
    raw = texts.select(
        pl.col("_row").cast(pl.Int64),
        *(pl.coalesce(pl.col(str(i)) for i in at).alias(name) for name, at in match.columns.items()),
    )
    problems += _disagreeing(sheet, match, texts)
    rows, bad = _values(sheet, match, raw, rates)
    problems += bad
    rows, lost = _keyed(sheet, match, rows, raw)
    problems += lost
    balance.loaded, balance.left_out = rows.height, raw.height - rows.height
    rows = rows.with_columns(pl.lit(sheet.file).alias("_file"), pl.lit(sheet.name, pl.String).alias("_sheet"))
    return Cleaned(rows, balance, problems)


def _aside(sheet: Sheet, match: Match) -> pl.Expr:
    """Example, total, note and repeated head rows."""
    names = sheet.cells.columns
    first = pl.coalesce(pl.col(n) for n in names)
    filled = pl.sum_horizontal(pl.col(n).is_not_null() for n in names)
    squeezed = first.str.replace_all(r"\s", "")
    total = squeezed.str.contains(_TOTALS) & (squeezed.str.len_chars() <= 6)
    note = squeezed.str.contains(_NOTES) & (filled <= 2)
    heads = sheet.cells.row(match.row)
    mapped = [i for at in match.columns.values() for i in at]
    same = pl.sum_horizontal(pl.col(str(i)).eq_missing(pl.lit(heads[i])) for i in mapped)
    repeated = (same >= max(2, len(mapped) // 2)) if len(mapped) > 1 else (same == 1)
    return (squeezed.str.starts_with("示例") | total | note | repeated).fill_null(False)


def _unread(sheet: Sheet, match: Match) -> list[Problem]:
    reason = "这一列没有被读取"
    row = match.row + 1
    return [
        Problem(sheet.file, reason, sheet.name, row, name, level="提示") for name in match.unread.values()
    ]


def _beyond(sheet: Sheet, match: Match, body: pl.DataFrame) -> list[Problem]:
    """Cells in columns that have no head."""
    heads = sheet.cells.row(match.row)
    names = [n for n, text in zip(sheet.cells.columns, heads, strict=True) if not (text or "").strip()]
    found = []
    for name in names:
        cells = body.filter(_clean.tidy(pl.col(name)).is_not_null())
        if cells.height and int(name) > max(i for at in match.columns.values() for i in at):
            row, value = cells.select("_row", name).row(0)
            found.append(
                Problem(sheet.file, f"表头之外还有{cells.height}格,未读取", sheet.name, row, None, value)
            )
    return found


def _disagreeing(sheet: Sheet, match: Match, texts: pl.DataFrame) -> list[Problem]:
    problems = []
    for name, at in match.columns.items():
        for other in at[1:]:
            pair = texts.filter(pl.col(str(at[0])) != pl.col(str(other))).select("_row", str(other))
            title = _title(match.table, name)
            problems += [
                Problem(sheet.file, "两列同名而内容不同,用了前一列", sheet.name, row, title, value)
                for row, value in pair.rows()
            ]
    return problems


def _title(table: Table, name: str) -> str:
    return next(f.column.head for f in table.columns if f.name == name and f.column)


def _values(
    sheet: Sheet, match: Match, raw: pl.DataFrame, rates: dict[str, float]
) -> tuple[pl.DataFrame, list[Problem]]:
    heads = sheet.cells.row(match.row)
    fields = {f.name: f for f in match.table.columns}
    made, problems = [], []
    for name, at in match.columns.items():
        written = str(heads[at[0]]).strip()
        unit = plain(written).rpartition("(")[2].rstrip(")") if "(" in plain(written) else None
        column = raw.select(_clean.value(pl.col(name), fields[name], unit, rates)).to_series()
        column = _excel_percent(sheet, fields[name], at[0], raw, column)
        made.append(column.alias(name))
        bad = raw.filter(pl.col(name).is_not_null() & column.is_null())
        if name == "date":
            bad = bad.filter(~pl.col(name).str.contains("无|不详|未注明"))
        why = _clean.reason(fields[name])
        problems += [
            Problem(sheet.file, why, sheet.name, r, written, v) for r, v in bad.select("_row", name).rows()
        ]
    return pl.DataFrame([raw["_row"], *made]), problems


def _excel_percent(sheet: Sheet, field: Field, at: int, raw: pl.DataFrame, values: pl.Series) -> pl.Series:
    """A cell that Excel shows as 45% holds 0.45; only its number format tells it from 0.45 typed under (%)."""
    if not (field.column and field.column.unit == "%" and sheet.path.suffix.lower() == ".xlsx"):
        return values
    if not (values.abs() <= 0.01).any() and values.drop_nulls().len():
        suspects = raw[field.name].cast(pl.Float64, strict=False).abs() <= 1
        if not suspects.any():
            return values
    from openpyxl import load_workbook

    book = load_workbook(sheet.path, read_only=True)
    cells = book[sheet.name or ""].iter_rows(min_col=at + 1, max_col=at + 1)
    shown = {row[0].row for row in cells if "%" in str(getattr(row[0], "number_format", ""))}
    book.close()
    marked = raw["_row"].is_in(sorted(n for n in shown if n is not None))
    return (values * 100).zip_with(
        marked & raw[field.name].cast(pl.Float64, strict=False).is_not_null(), values
    )


def _keyed(
    sheet: Sheet, match: Match, rows: pl.DataFrame, raw: pl.DataFrame
) -> tuple[pl.DataFrame, list[Problem]]:
    """Rows that have all that is required; a sound code stands in for a missing name."""
    for name, code in (("name", "credit_code"), ("enterprise", "enterprise_code"), ("first", "first_code"),
                       ("second", "second_code")):  # fmt: skip
        if name in rows.columns and code in rows.columns:
            rows = rows.with_columns(pl.coalesce(name, code).alias(name))
    problems = []
    for name in sorted(match.table.filled()):
        absent = rows.filter(pl.col(name).is_null())["_row"]
        title = _title(match.table, name)
        empty = raw.filter(pl.col("_row").is_in(absent.implode()) & pl.col(name).is_null())["_row"]
        problems += [Problem(sheet.file, f"缺{title},整行未读入", sheet.name, row, title) for row in empty]
    kept = rows.filter(pl.all_horizontal(pl.col(n).is_not_null() for n in match.table.filled()))
    return kept, problems
