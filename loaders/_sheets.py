"""Files to sheets: every workbook sheet or text table as columns of text, nothing interpreted."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import fastexcel
import polars as pl

from graph.problem import InputError, Problem
from loaders import _kinds, _oldbook, _webpage, _xmlbook
from loaders._book import Cell, Marks, marks
from loaders._text import read_text

OWN_MARK = "liantu"
_TEXTS = (".csv", ".tsv", ".txt")
DAMAGE = (zipfile.BadZipFile, zlib.error, ET.ParseError, KeyError, ValueError, NotImplementedError, EOFError,
          RuntimeError, OSError)  # fmt: skip


@dataclass
class Sheet:
    """One sheet: ``cells`` has columns "0", "1", … of text; row i of it is row start+i+1 for the user."""

    file: str
    name: str | None
    cells: pl.DataFrame
    path: Path
    problems: list[Problem] = field(default_factory=list)
    percent: set[Cell] = field(default_factory=set)
    formulas: dict[Cell, str] = field(default_factory=dict)
    since_1904: bool = False
    start: int = 0

    @property
    def title(self) -> str:
        """The sheet's name, for a text file its stem."""
        return self.name or Path(self.file).stem


def read_sheets(path: Path, file: str) -> tuple[list[Sheet], list[Problem]]:
    """All sheets of a file; its type is told by its content. Damaged files are a Problem.

    A workbook that liantu wrote is none of the sources; its verdicts are read by ``loaders.verdicts``.
    """
    try:
        return list(_read(path, file)), []
    except InputError as error:
        return [], [Problem(file, str(error))]
    except DAMAGE as error:
        return [], [Problem(file, _kinds.damage(path, error))]


def _read(path: Path, file: str) -> Iterator[Sheet]:
    kind = _kinds.kind(path)
    if kind == "工作簿":
        if not is_own(path):
            yield from _workbook(path, file, marks(path), (".xlsx", ".xlsm"))
    elif kind == "旧工作簿":
        yield from _workbook(path, file, _oldbook.marks(path), (".xls",))
    elif kind == "表格XML":
        for name, cells, mark in _xmlbook.sheets(path):
            yield _marked(Sheet(file, name, cells, path), mark)
    elif kind == "网页":
        cells, lost = _webpage.cells(path)
        if cells.is_empty():
            raise InputError("是网页,里面没有表格,未读取(多半是导出时登录过期了);请重新导出")
        yield Sheet(file, None, cells, path, [Problem(file, lost, value="�")] if lost else [])
    elif kind == "文本":
        if path.suffix.lower() not in _TEXTS and _is_binary(path):
            raise InputError("不是 Excel 工作簿(内容与扩展名不符),未读取;请用 Excel 打开后另存为 .xlsx")
        cells, problems = read_text(path, file)
        yield Sheet(file, None, cells, path, problems)


def _is_binary(path: Path) -> bool:
    """Whether a file by the name of a workbook holds no text."""
    with path.open("rb") as stream:
        start = stream.read(4096)
    return not start.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in start


def _marked(sheet: Sheet, mark: Marks) -> Sheet:
    sheet.percent, sheet.formulas, sheet.since_1904 = mark.percent, mark.formulas, mark.since_1904
    return sheet


def is_own(path: Path) -> bool:
    """Whether liantu wrote the workbook itself (a mark in its properties)."""
    with zipfile.ZipFile(path) as archive:
        if "docProps/custom.xml" not in archive.namelist():
            return False
        return f'name="{OWN_MARK}"'.encode() in archive.read("docProps/custom.xml")


def _workbook(path: Path, file: str, said: dict[str, Marks], usual: tuple[str, ...]) -> Iterator[Sheet]:
    """Its sheets; the reader goes by the name of a file, so that one not named as ``usual`` is given as bytes."""
    reader = _guarded(fastexcel.read_excel, path if path.suffix.lower() in usual else path.read_bytes())
    for index, name in enumerate(reader.sheet_names):
        mark = said.get(name, Marks())
        if not mark.table:
            continue
        try:
            frame: pl.DataFrame = _guarded(_load, reader, index)
        except fastexcel.FastExcelError:
            continue  # a sheet of an old workbook that holds a chart only
        frame = frame.select(
            *(pl.lit(None, pl.String).alias(str(i)) for i in range(mark.left)),
            *(pl.col(old).cast(pl.String).alias(str(i + mark.left)) for i, old in enumerate(frame.columns)),
        ) if frame.width else frame  # fmt: skip
        texts = mark.errors | dict.fromkeys(mark.formulas)
        yield _marked(Sheet(file, name, _put(_fill_merged(frame, mark.merged), texts), path), mark)


def _load(reader: Any, index: int) -> Any:
    return reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="string").to_polars()


def _guarded(call: Any, *given: Any) -> Any:
    """Call the reader; where it panics over a damaged file, that is an OSError like any other damage."""
    try:
        with _silent():
            return call(*given)
    except fastexcel.FastExcelError as error:
        if call is _load:
            raise
        raise OSError(str(error)) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise OSError("unreadable") from None


@contextmanager
def _silent() -> Iterator[None]:
    """What the reader prints by itself of a damaged file goes nowhere; we say it in a sentence."""
    screen = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(screen, 2)
        os.close(screen)
        os.close(nowhere)


def _put(frame: pl.DataFrame, texts: Mapping[Cell, str | None]) -> pl.DataFrame:
    """The frame with these texts in these cells."""
    columns: dict[str, dict[int, str | None]] = defaultdict(dict)
    for (row, column), text in texts.items():
        if row < frame.height and str(column) in frame.columns:
            columns[str(column)][row] = text
    return frame.with_columns(
        frame[name].scatter(list(cells), list(cells.values())) for name, cells in columns.items()
    )


def _fill_merged(frame: pl.DataFrame, ranges: list[tuple[int, int, int, int]]) -> pl.DataFrame:
    """Repeat a merged cell's value down its rows (across columns a title would become a head)."""
    texts: dict[Cell, str] = {}
    for top, left, bottom, _right in ranges:
        if top < frame.height and str(left) in frame.columns:
            value = frame[str(left)][top]
            if value is not None:
                texts |= {(row, left): value for row in range(top + 1, min(bottom, frame.height - 1) + 1)}
    return _put(frame, texts)
