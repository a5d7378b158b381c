"""A workbook as the one XML file of Excel 2003, which programs still write under the name .xls: its sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from lxml import etree

from graph.problem import InputError
from loaders._book import Marks
from loaders._cells import Grid

MOST_BYTES = 512 << 20
_NS = "{urn:schemas-microsoft-com:office:spreadsheet}"


@dataclass
class _Page:
    name: str
    grid: Grid = field(default_factory=Grid)
    marks: Marks = field(default_factory=Marks)


def sheets(path: Path) -> Iterator[tuple[str, pl.DataFrame, Marks]]:
    """The name, the cells and the marks of every sheet."""
    if path.stat().st_size > MOST_BYTES:
        raise InputError(f"工作簿超过 {MOST_BYTES >> 20} MB,未读取;请用 Excel 打开后另存为 .xlsx")
    percent: set[str | None] = set()
    try:
        events = etree.iterparse(
            str(path),
            events=("end",),
            tag=[_NS + t for t in ("Style", "Row", "Worksheet")],
            resolve_entities=False,
            no_network=True,
            huge_tree=True,
        )
        page = _Page("")
        for _, element in events:
            if element.tag == _NS + "Style":
                if any("%" in _of(f, "Format") or _of(f, "Format") == "Percent" for f in element):
                    percent.add(element.get(_NS + "ID"))
            elif element.tag == _NS + "Row":
                _row(element, page, percent)
                element.clear()
            else:
                yield element.get(_NS + "Name", ""), page.grid.frame(), page.marks
                page = _Page("")
    except etree.XMLSyntaxError as error:
        raise OSError(str(error)) from None


def _of(element: Any, name: str) -> str:
    return str(element.get(_NS + name) or "")


def _number(element: Any, name: str) -> int:
    text = _of(element, name)
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _row(row: Any, page: _Page, percent: set[str | None]) -> None:
    at = _number(row, "Index")
    if at > 1_048_576:
        raise InputError("工作表超出可读的大小,未读取;请删去表外的空格再存")
    page.grid.next_row(at or None)
    for cell in row.iterchildren(_NS + "Cell"):
        data = cell.find(_NS + "Data")
        text = "".join(data.itertext()) if data is not None else ""
        kind = _of(data, "Type") if data is not None else ""
        if kind == "DateTime":
            text = text.removesuffix("T00:00:00.000")
        elif kind == "Boolean":
            text = {"1": "true", "0": "false"}.get(text, text)
        column = _number(cell, "Index")
        wide, high = _number(cell, "MergeAcross") + 1, _number(cell, "MergeDown") + 1
        place = page.grid.put(text, wide, high, column - 1 if column else None)
        if data is None and _of(cell, "Formula"):
            page.marks.formulas[place] = _of(cell, "Formula")
        if kind == "Number" and cell.get(_NS + "StyleID") in percent:
            page.marks.percent.add(place)
