"""As people wrote it: the heads of a sheet, and the cells that cleaning changed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from graph.merge import RAW, as_text, compared
from graph.model import Enterprise, Field, fields
from loaders._head import Match
from loaders._sheets import Sheet


def head(sheet: Sheet, match: Match, at: int) -> str:
    """The head of a column."""
    if match.written is not None:
        return match.written[at]
    return str(sheet.cells.row(match.row)[at]).strip()


def title(sheet: Sheet, match: Match, name: str) -> str:
    """The head of a field's first column; of one that the sheet lacks the template's."""
    if name in match.columns:
        return head(sheet, match, match.columns[name][0])
    return next(f.column.head for f in match.table.columns if f.name == name and f.column)


def heads(
    sheet: Sheet, match: Match, made_of: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> dict[str, str]:
    """The head that the rest of the program knows → the one written here, where they differ.

    ``made_of``: a head whose cells a loader puts together → the fields that it takes them from.
    """
    found: dict[str, str] = {}
    for field in match.table.columns:
        if field.name in match.columns:
            written = title(sheet, match, field.name)
            found |= {known: written for known in _known(field) if known != written}
    for known, names in made_of.items():
        given = [title(sheet, match, name) for name in names if name in match.columns]
        found |= {known: "、".join(given)} if given else {}
    return found


def _known(field: Field) -> set[str]:
    """What a field's column is called: in its own table, and among the columns of enterprises."""
    own = (field, fields(Enterprise).get(field.name))
    return {f.column.head for f in own if f and f.column}


def cells(raw: pl.Series, made: pl.Series) -> list[pl.Series]:
    """The cells of a field that sources may disagree on, where they say more than the clean value; none where none do."""
    if raw.name not in compared():
        return []
    kept = pl.select(pl.when(raw != as_text(pl.lit(made), made.dtype)).then(raw)).to_series()
    return [kept.alias(RAW + raw.name)] if kept.null_count() < len(kept) else []
