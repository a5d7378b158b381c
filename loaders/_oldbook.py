"""What an old .xls says and readers do not: merged cells, error cells, cells shown as a percentage."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import xlrd

from loaders._book import Marks

_ODD = (xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, AssertionError, LookupError, ValueError,
        TypeError, ArithmeticError, MemoryError)  # fmt: skip


def marks(path: Path) -> dict[str, Marks]:
    """Sheet name → what its records say; nothing of a workbook that is damaged, which the reader will report."""
    try:
        with xlrd.open_workbook(
            str(path), logfile=io.StringIO(), formatting_info=True, on_demand=True
        ) as book:
            percent = {
                number for number, xf in enumerate(book.xf_list)
                if "%" in getattr(book.format_map.get(xf.format_key), "format_str", "")
            }  # fmt: skip
            found = {name: _read(book.sheet_by_name(name), percent) for name in book.sheet_names()}
            for one in found.values():
                one.since_1904 = bool(book.datemode)
            return found
    except _ODD:
        return {}


def _read(sheet: xlrd.sheet.Sheet, percent: set[int]) -> Marks:
    found = Marks(
        merged=[(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    )
    filled = {
        xlrd.XL_CELL_TEXT,
        xlrd.XL_CELL_NUMBER,
        xlrd.XL_CELL_DATE,
        xlrd.XL_CELL_BOOLEAN,
        xlrd.XL_CELL_ERROR,
    }
    first = sheet.ncols
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind in filled:
                first = min(first, column)
            if kind == xlrd.XL_CELL_ERROR:
                code = sheet.cell_value(row, column)
                found.errors[row, column] = xlrd.error_text_from_code.get(code, "#ERR!")
            elif percent and kind == xlrd.XL_CELL_NUMBER and sheet.cell_xf_index(row, column) in percent:
                found.percent.add((row, column))
    found.left = 0 if first == sheet.ncols else first
    return found
