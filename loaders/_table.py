"""A recognised sheet to clean rows: clean every cell, say of every row and cell what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from graph.names import head
from graph.problem import Level, Problem
from graph.tables import Table
from loaders import _clean, _written
from loaders._aside import aside
from loaders._head import HEAD_ROWS, Match, recognise
from loaders._privacy import covered, is_private
from loaders._sheets import Sheet
from loaders._values import Given, formulas, values

__all__ = ["HEAD_ROWS", "Balance", "Given", "Match", "clean", "recognise"]

_FORMER = r"\s*[(（]\s*(?:曾用名|原名)\s*[:：为]?\s*([^()（）]*)[)）]\s*$"
_LATIN = r"^(.*\p{Han}[^()（）]*?)\s*[(（][A-Za-z][A-Za-z0-9 .,&'’·/-]*[)）]$"


@dataclass
class Balance:
    """What became of a sheet's rows: read = loaded + merged + left out (with a Problem) + set aside (no Problem).

    Rows merged into an enterprise that another row made are known after assembling; until then they count as loaded.
    """

    file: str
    sheet: str | None
    table: str
    read: int = 0
    loaded: int = 0
    left_out: int = 0
    set_aside: int = 0
    merged: int = 0
    why: str = ""
    first: int = 0
    last: int = 0
    heads: dict[str, str] = field(default_factory=dict)

    def as_written(self, problem: Problem) -> Problem:
        """A Problem of one of these rows, its column as the file has it (``heads``: ours → the file's)."""
        return replace(problem, column=self.heads.get(problem.column or "", problem.column))

    def settle(self, merged: Mapping[tuple[str | None, str | None], pl.Series]) -> None:
        """Tell apart the rows that assembling merged into an enterprise of another row.

        ``first``, ``last``: the rows between which it stands, where they are known: a sheet may hold several tables.
        """
        went = merged.get((self.file, self.sheet))
        if went is not None:
            inside = went.filter(went.is_between(self.first, self.last)) if self.last else went
            self.merged = min(self.loaded, len(inside))
            self.loaded -= self.merged


@dataclass
class Cleaned:
    """Clean rows (field columns, ``_file``, ``_sheet``, ``_row``), the Problems and the balance."""

    rows: pl.DataFrame
    balance: Balance
    problems: list[Problem] = field(default_factory=list)


def clean(sheet: Sheet, match: Match, given: Given) -> Cleaned:
    """All rows below the head, cleaned; every cell that could not be used is a Problem."""
    body = sheet.cells.slice(match.row + 1).with_row_index("_row", sheet.start + match.row + 2)
    balance = Balance(sheet.file, sheet.name, match.table.name, why=match.why())
    balance.first, balance.last = sheet.start + 1, sheet.start + sheet.cells.height
    problems = (
        list(sheet.problems) + _unread(sheet, match, given.keep) + _beyond(sheet, match, body, given.keep)
    )
    read = {str(i) for at in match.columns.values() for i in at}
    tidied = body.lazy().with_columns(  # lazy: what an expression says twice is worked out once
        _clean.tidy(pl.col(n)) if n in read else _clean.filled(pl.col(n)) for n in sheet.cells.columns
    )
    texts = tidied.filter(pl.any_horizontal(pl.col(n).is_not_null() for n in sheet.cells.columns)).collect()
    balance.read = texts.height
    texts = texts.filter(~aside(sheet, match, texts))
    balance.set_aside = balance.read - texts.height
    raw = texts.select(
        pl.col("_row").cast(pl.Int64),
        *(_raw(match.table, name, at) for name, at in match.columns.items()),
    )
    problems += _disagreeing(sheet, match, texts) + formulas(sheet, match)
    raw, personal = covered(raw, given.keep)
    problems += [
        Problem(
            sheet.file,
            f"夹着的电话、邮箱、姓名已略去({count}行)",
            sheet.name,
            row,
            _written.title(sheet, match, name),
            level="提示",
        )
        for name, (row, count) in personal.items()
    ]
    rows, bad = values(sheet, match, raw, given)
    rows = rows.with_columns(_kept(match, given.keep, texts))
    problems += bad
    rows, lost = _keyed(sheet, match, _renamed(rows), raw)
    problems += lost
    balance.loaded, balance.left_out = rows.height, raw.height - rows.height
    rows = rows.with_columns(pl.lit(sheet.file).alias("_file"), pl.lit(sheet.name, pl.String).alias("_sheet"))
    return Cleaned(rows, balance, problems)


def _raw(table: Table, name: str, at: list[int]) -> pl.Expr:
    """The cells of a field; 无 is nothing, but where it is an answer."""
    cell = pl.coalesce(pl.col(str(i)) for i in at)
    asked = any(f.name == name and _clean.NOTHING in f.choices for f in table.columns)
    return (cell if asked else pl.when(cell != _clean.NOTHING).then(cell)).alias(name)


def _unread(sheet: Sheet, match: Match, keep: tuple[str, ...]) -> list[Problem]:
    """Columns that no field reads: the personal ones in one line, the others in another."""
    names = list(dict.fromkeys(match.unread.values()))
    private = [n for n in names if is_private(n, keep)]
    found = []
    if private:
        reason = "个人信息,按 [privacy] 不读入:" + "、".join(private)
        found.append(
            Problem(sheet.file, reason, sheet.name, sheet.start + match.row + 1, private[0], level="提示")
        )
    rest = [n for n in names if n not in private and (n not in keep or "name" not in match.columns)]
    found += [
        Problem(sheet.file, "这一列没有被读取", sheet.name, sheet.start + match.row + 1, n, level="提示")
        for n in rest
    ]
    return found


def _kept(match: Match, keep: tuple[str, ...], texts: pl.DataFrame) -> list[pl.Series]:
    """Cells of unread columns that [privacy] keep names, as 「表头:值」; nothing where none is asked for."""
    asked = [(i, name) for i, name in match.unread.items() if name in keep]
    if not asked or "name" not in match.columns:
        return []
    said = [pl.format(name.replace("{", "").replace("}", "") + ":{}", pl.col(str(i))) for i, name in asked]
    return [texts.select(pl.concat_list(said).list.drop_nulls().alias("kept")).to_series()]


def _beyond(sheet: Sheet, match: Match, body: pl.DataFrame, keep: tuple[str, ...]) -> list[Problem]:
    """Cells in columns that have no head; one between the others that only counts the rows is no loss."""
    heads = sheet.cells.row(match.row) if match.written is None else match.written.values()
    last = max(i for at in match.columns.values() for i in at)
    names = [n for n, text in zip(sheet.cells.columns, heads, strict=True) if not (text or "").strip()]
    found = []
    for name in (n for n in names if body[n].null_count() < body.height):
        inside = int(name) < last
        cells = body.filter(_clean.tidy(pl.col(name)).is_not_null())
        if cells.height and not (inside and cells[name].str.contains(r"^\d+$").all()):
            row, value = covered(cells.select("_row", scope=name), keep)[0].row(0)
            reason = (
                f"没有表头的一列有{cells.height}格,未读取"
                if inside
                else f"表头之外还有{cells.height}格,未读取"
            )
            level: Level = "提示" if inside else "问题"
            found.append(Problem(sheet.file, reason, sheet.name, row, None, value, level))
    return found


def _disagreeing(sheet: Sheet, match: Match, texts: pl.DataFrame) -> list[Problem]:
    """Cells of columns that say the same thing otherwise: each where the heads are one, else once a column."""
    problems = []
    for name, at in match.columns.items():
        for other in at[1:]:
            pair = texts.filter(pl.col(str(at[0])) != pl.col(str(other))).select("_row", str(other))
            title, also = _written.title(sheet, match, name), _written.head(sheet, match, other)
            if head(_written.head(sheet, match, at[0])) == head(also):
                problems += [
                    Problem(sheet.file, "两列同名而内容不同,用了前一列", sheet.name, row, title, value)
                    for row, value in pair.rows()
                ]
            elif pair.height:
                reason = f"与「{title}」说的是一回事而不同({pair.height} 行),没有用这一列"
                problems.append(Problem(sheet.file, reason, sheet.name, pair["_row"][0], also, level="提示"))
    return problems


def _renamed(rows: pl.DataFrame) -> pl.DataFrame:
    """甲公司(曾用名:乙公司) is 甲公司, and 乙公司 its former name; a name in Latin letters behind one in Chinese goes."""
    for name in ("name", "enterprise", "first", "second"):
        if name not in rows.columns:
            continue
        if rows[name].str.contains(_LATIN).any():
            rows = rows.with_columns(pl.col(name).str.replace(_LATIN, "$1"))
        if rows[name].str.contains("曾用名|原名").any():
            if name == "name":
                said = pl.concat_list(pl.col(name).str.extract(_FORMER).str.strip_chars()).list.drop_nulls()
                listed = (
                    pl.col("former").fill_null([])
                    if "former" in rows.columns
                    else pl.lit([], pl.List(pl.String))
                )
                rows = rows.with_columns(
                    pl.concat_list(listed, said).list.unique(maintain_order=True).alias("former")
                )
                rows = rows.with_columns(pl.when(pl.col("former").list.len() > 0).then("former"))
            bare = pl.col(name).str.replace(_FORMER, "")
            rows = rows.with_columns(pl.when(bare != "").then(bare).otherwise(name).alias(name))
    return rows


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
        title = _written.title(sheet, match, name)
        empty = raw.filter(pl.col("_row").is_in(absent.implode()) & pl.col(name).is_null())["_row"]
        problems += [Problem(sheet.file, f"缺{title},整行未读入", sheet.name, row, title) for row in empty]
    kept = rows.filter(pl.all_horizontal(pl.col(n).is_not_null() for n in match.table.filled()))
    return kept, problems
