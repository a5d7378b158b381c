"""One step after another on a column: what a step makes is worked out once, however often the next one names it."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

Step = Callable[[pl.Expr], pl.Expr]


def stepwise(cell: pl.Expr, dtype: type[pl.DataType], *steps: Step) -> pl.Expr:
    """The steps as one expression of type ``dtype``.

    Written into one another they would grow: a text that five steps each name four times is worked out a thousand
    times, and only to plan that took seconds a column.
    """

    def run(column: pl.Series) -> pl.Series:
        for step in steps:
            column = column.to_frame("_").select(step(pl.col("_"))).to_series()
        return column

    return cell.map_batches(run, return_dtype=dtype())
