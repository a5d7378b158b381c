"""A sheet that holds several tables, one under the other: where each begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import polars as pl

from graph.names import head
from graph.tables import Table
from loaders._aside import is_title
from loaders._head import Match, headed, recognise
from loaders._sheets import Sheet

REACH = 8  # of the columns in which a head can begin
_NUMBER = ("序号", "编号")
_ODD = r"[\s*※★☆●▲◆■]|[(（\[【].*$"
_WORD = re.compile("[\u4e00-\u9fa5/、]{1,14}")
_LONGEST = 30  # bytes; the heads that tables ask for are short


def blocks(sheet: Sheet, tables: Iterable[Table], odd: Mapping[str, str]) -> list[Sheet]:
    """The sheet, or its tables as sheets of their own that know where they start."""
    tables = list(tables)
    heads = list(_heads(sheet.cells, tables, odd))
    if heads and heads[0] > 1:
        above = replace(sheet, cells=sheet.cells.head(heads[0]))
        first = recognise(above, tables, odd)
        if not isinstance(first, Match) or first.row + 1 >= heads[0]:
            heads = heads[1:]
    else:
        heads = heads[1:]
    starts = [0, *(_title(sheet.cells, row) for row in heads)]
    ends = [*starts[1:], sheet.cells.height]
    return [
        replace(sheet, cells=sheet.cells.slice(a, b - a), start=a, problems=[] if a else sheet.problems)
        for a, b in zip(starts, ends, strict=True)
    ]


def _heads(cells: pl.DataFrame, tables: list[Table], odd: Mapping[str, str]) -> Iterator[int]:
    """Rows that are heads, but for those that only repeat the head above them or belong to it."""
    asked = {odd.get(name, name) for table in tables for name in table.asked()} | set(_NUMBER)
    rows = sorted({row for name in cells.columns[:REACH] for row in _saying(cells[name], asked)})
    last, before = -2, None
    for row in rows:
        texts = [str(c or "")[:200] for c in cells.row(row)]
        what = headed(texts, tables, odd) or (_numbered(texts) if _apart(cells, row) else None)
        if what is None:
            continue
        belongs, last = row - last == 1, row
        if not belongs and what != before:
            yield row
        before = what


def _saying(column: pl.Series, asked: set[str]) -> list[int]:
    """Rows in which a column says one of these heads."""
    short = (column.str.len_bytes() <= _LONGEST) & column.str.contains(r"^\D")
    rows = short.fill_null(False).arg_true()
    said = column.gather(rows).str.normalize("NFKC").str.replace_all(_ODD, "")
    return rows.filter(said.is_in(sorted(asked))).to_list()


def _numbered(texts: list[str]) -> tuple[str, ...] | None:
    """The heads of a row that begins with 序号 and has only short words: the head of a table that none of ours may be."""
    filled = [head(t) for t in texts if t.strip()]
    plain = len(filled) > 2 and filled[0] in _NUMBER and all(_WORD.fullmatch(t) for t in filled)
    return tuple(filled) if plain and len(set(filled)) == len(filled) else None


def _apart(cells: pl.DataFrame, row: int) -> bool:
    """Whether a blank row or a line alone stands over a row."""
    return row > 0 and sum(1 for c in cells.row(row - 1) if c is not None and str(c).strip()) < 2


def _title(cells: pl.DataFrame, row: int) -> int:
    """Where the table of this head begins: its title, a line of its own that is no organisation, stands over it."""
    start = head_row = row
    while row > 1:
        row -= 1
        filled = [str(c).strip() for c in cells.row(row) if c is not None and str(c).strip()]
        above = not filled and start != head_row  # a blank row over the title parts it from the table above
        if above or len(filled) > 1 or (filled and not is_title(filled[0])):
            break
        start = row if filled else start
    return start
