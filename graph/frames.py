"""Frames: many records of one kind as columns of the store's types, and what all steps of a build do with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from graph.model import KINDS, Edge, Kind, fields
from graph.problem import Problem

Graph = dict[str, pl.DataFrame]
_PLAIN = {"str": pl.String, "float": pl.Float64, "int": pl.Int64, "bool": pl.Boolean, "date": pl.Date}
ORIGIN = {"_file": pl.String, "_sheet": pl.String, "_row": pl.Int64}
PROVENANCE = ("source", "date", "confidence")


def schema(kind: type[Kind]) -> dict[str, Any]:
    """Column → polars type; an edge's ends stand first."""
    found: dict[str, Any] = {"from": pl.String, "to": pl.String} if issubclass(kind, Edge) else {}
    for f in fields(kind).values():
        plain = _PLAIN[f.type.__name__]
        found[f.name] = pl.List(plain) if f.many else plain
    return found


def conform(kind: type[Kind], rows: pl.DataFrame | Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Exactly the columns of a kind, of its types; what is missing is the kind's default, else null."""
    columns = schema(kind)
    frame = rows if isinstance(rows, pl.DataFrame) else _from_rows(rows, columns)
    filled = []
    for name, dtype in columns.items():
        column = pl.col(name).cast(dtype) if name in frame.columns else pl.lit(None, dtype)
        default = _default(kind, name)
        if default == []:
            column = pl.when(column.is_null()).then(pl.lit([], dtype)).otherwise(column)
        elif default is not None:
            column = column.fill_null(default)
        filled.append(column.alias(name))
    return frame.select(filled)


def _from_rows(rows: Sequence[Mapping[str, Any]], columns: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(
        [pl.Series(name, [r.get(name) for r in rows], dtype=dtype) for name, dtype in columns.items()]
    )


def _default(kind: type[Kind], name: str) -> Any:
    info = kind.model_fields.get(name)
    default = info.get_default(call_default_factory=True) if info else None
    return default if isinstance(default, (str, int, float, bool, list)) else None


def want(frame: pl.DataFrame | None, columns: Mapping[str, Any]) -> pl.DataFrame:
    """The frame with all of these columns, those it lacks as nulls."""
    if frame is None:
        return pl.DataFrame(schema=dict(columns))
    missing = [
        pl.lit(None, dtype).alias(name) for name, dtype in columns.items() if name not in frame.columns
    ]
    return frame.with_columns(missing)


def gather(kind: str, parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Parts of one kind's records as one frame."""
    made = KINDS[kind]
    return pl.concat([conform(made, part) for part in parts] or [conform(made, [])])


def told(rows: pl.DataFrame, column: str, value: str, reason: str, level: str = "问题") -> list[Problem]:
    """A Problem a row: where it stands, the cell in the column ``value``, the reason (a column's name or a text)."""
    reasons = rows[reason] if reason in rows.columns else [reason] * rows.height
    cells = (rows[name].to_list() for name in ("_file", "_sheet", "_row", value))
    return [
        Problem(file, why, sheet, row, column, None if cell is None else str(cell), level=level)  # type: ignore[arg-type]
        for file, sheet, row, cell, why in zip(*cells, reasons, strict=True)
    ]
