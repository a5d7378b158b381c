"""One step after another on a column: what a step makes is worked out once, however often the next one names it."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

Step = Callable[[pl.Expr], pl.Expr]


def stepwise(cell: pl.Expr, dtype: type[pl.DataType], *steps: Step) -> pl.Expr:
    """The steps as one expression of type ``dtype``, worked out once for each different cell.

    Written into one another they would grow: a text that five steps each name four times is worked out a thousand
    times, and only to plan that took seconds a column.
    """

    def run(column: pl.Series) -> pl.Series:
        cells = column.to_frame("cell")
        different = cells.unique()
        made = different.to_series()
        for step in steps:
            made = made.to_frame("cell").select(step(pl.col("cell"))).to_series()
        known = different.with_columns(made.alias("made"))
        return cells.join(known, on="cell", how="left", nulls_equal=True, maintain_order="left")["made"]

    return cell.map_batches(run, return_dtype=dtype())
