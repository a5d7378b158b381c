"""A sheet put together cell by cell, with cells that reach over several rows or columns."""

from __future__ import annotations

import polars as pl

from graph.problem import InputError

WIDEST, MOST = 16_384, 20_000_000


class Grid:
    """Rows of cells as they are met; a cell over several rows says its value in each, one over columns in its first."""

    def __init__(self) -> None:
        """Begin empty, before the first row."""
        self.rows: list[dict[int, str]] = []
        self._reaching: dict[
            int, tuple[int, str]
        ] = {}  # column → the last row that a cell above reaches, its text
        self._column = self._put = 0

    def next_row(self, number: int | None = None) -> None:
        """Begin the next row, or the one of this number (from 1); those between stay blank."""
        while True:
            self.rows.append({})
            self._column = 0
            at = len(self.rows) - 1
            self._reaching = {c: (last, text) for c, (last, text) in self._reaching.items() if last >= at}
            for column, (_, text) in self._reaching.items():
                self._fill(column, text)
            if number is None or len(self.rows) >= number:
                return

    def put(self, text: str, wide: int = 1, high: int = 1, column: int | None = None) -> tuple[int, int]:
        """A cell in the next free column of the row, or in this one (from 0); where it stands, row and column from 0."""
        at = len(self.rows) - 1
        if column is not None:
            self._column = column
        while column is None and self._column in self._reaching:
            self._column += 1
        first = self._column
        self._column += wide
        if self._column > WIDEST:
            raise InputError(f"有一行超过 {WIDEST:,} 列,不像表格,未读取")
        self._fill(first, text)
        if high > 1:
            for covered in range(first, self._column):
                self._reaching[covered] = (at + high - 1, text if covered == first else "")
        return at, first

    def _fill(self, column: int, text: str) -> None:
        if text:
            self.rows[-1][column] = text
            self._put += 1
            if self._put > MOST or len(self.rows) > 1_048_576:
                raise InputError("格子太多,不像表格,未读取;请用 Excel 另存为 .xlsx 或 .csv")

    def frame(self) -> pl.DataFrame:
        """Columns "0", "1", … of text."""
        width = max((max(row, default=-1) for row in self.rows), default=-1) + 1
        if width * len(self.rows) > 10 * MOST:
            raise InputError("格子太多,不像表格,未读取;请用 Excel 另存为 .xlsx 或 .csv")
        return pl.DataFrame(
            {str(c): [row.get(c) for row in self.rows] for c in range(width)},
            schema={str(c): pl.String for c in range(width)},
        )
