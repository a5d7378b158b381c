"""Files to sheets: every workbook sheet or text table as columns of text, nothing interpreted."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

import fastexcel
import polars as pl

from graph.problem import Problem

OWN_MARK = "liantu"
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Sheet:
    """One sheet: ``cells`` has columns "0", "1", … of text; row i of it is row i+1 for the user."""

    file: str
    name: str | None
    cells: pl.DataFrame
    path: Path
    problems: list[Problem] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The sheet's name, for a text file its stem."""
        return self.name or Path(self.file).stem


def read_sheets(path: Path, file: str) -> tuple[list[Sheet], list[Problem]]:
    """All sheets of a file; its type is told by its content. Damaged files are a Problem.

    A workbook that liantu wrote is none of the sources; its verdicts are read by ``loaders.verdicts``.
    """
    with path.open("rb") as stream:
        magic = stream.read(8)
    try:
        if magic.startswith(b"PK"):
            if is_own(path):
                return [], []
            return list(_workbook(path, file, zipped=True)), []
        if magic.startswith(b"\xd0\xcf\x11\xe0"):
            return list(_workbook(path, file, zipped=False)), []
    except (fastexcel.FastExcelError, zipfile.BadZipFile, ET.ParseError, KeyError, OSError) as error:
        reason = f"工作簿打不开({type(error).__name__}),可能已损坏或有密码;请用 Excel 打开后另存为 .xlsx"
        return [], [Problem(file, reason)]
    if path.suffix.lower() in (".xlsx", ".xls"):
        return [], [Problem(file, "不是 Excel 工作簿(内容与扩展名不符);请用 Excel 打开后另存为 .xlsx")]
    return _text(path, file)


def is_own(path: Path) -> bool:
    """Whether liantu wrote the workbook itself (a mark in its properties)."""
    with zipfile.ZipFile(path) as archive:
        if "docProps/custom.xml" not in archive.namelist():
            return False
        return f'name="{OWN_MARK}"'.encode() in archive.read("docProps/custom.xml")


def _workbook(path: Path, file: str, zipped: bool) -> Iterator[Sheet]:
    reader = fastexcel.read_excel(path)
    merged = _merged_ranges(path) if zipped else {}
    for index, name in enumerate(reader.sheet_names):
        try:
            frame = reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="string").to_polars()
        except fastexcel.FastExcelError:
            frame = pl.DataFrame()
        frame = frame.rename({old: str(i) for i, old in enumerate(frame.columns)}) if frame.width else frame
        frame = frame.with_columns(pl.all().cast(pl.String))
        yield Sheet(file, name, _fill_merged(frame, merged.get(name, [])), path)


def _merged_ranges(path: Path) -> dict[str, list[tuple[int, int, int, int]]]:
    """Sheet name → (first row, first column, last row, last column), from 0, of its merged cells."""
    found: dict[str, list[tuple[int, int, int, int]]] = {}
    with zipfile.ZipFile(path) as archive:
        book = ET.fromstring(archive.read("xl/workbook.xml"))
        rels = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {r.get("Id"): r.get("Target", "") for r in rels}
        for sheet in book.iter(f"{_NS}sheet"):
            part = targets.get(sheet.get(_REL), "").lstrip("/")
            part = part if part.startswith("xl/") else f"xl/{part}"
            if part not in archive.namelist():
                continue
            tail = re.search(rb"<mergeCells.*?</mergeCells>", archive.read(part), re.DOTALL)
            refs = re.findall(rb'ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"', tail.group()) if tail else []
            found[sheet.get("name", "")] = [
                (int(r1) - 1, _letters(c1), int(r2) - 1, _letters(c2)) for c1, r1, c2, r2 in refs
            ]
    return found


def _letters(letters: bytes) -> int:
    number = 0
    for byte in letters:
        number = number * 26 + byte - 64
    return number - 1


def _fill_merged(frame: pl.DataFrame, ranges: list[tuple[int, int, int, int]]) -> pl.DataFrame:
    """Repeat a merged cell's value down its rows (across columns a title would become a head)."""
    if frame.is_empty():
        return frame
    changed: dict[str, list[str | None]] = {}
    for top, left, bottom, _right in ranges:
        name = str(left)
        if name not in frame.columns or bottom == top or top >= frame.height:
            continue
        values = changed.setdefault(name, frame[name].to_list())
        for row in range(top + 1, min(bottom, frame.height - 1) + 1):
            values[row] = values[top]
    return frame.with_columns(pl.Series(name, values, dtype=pl.String) for name, values in changed.items())


def _text(path: Path, file: str) -> tuple[list[Sheet], list[Problem]]:
    text, problems = decode(path.read_bytes(), file)
    rows, more = _records(text, file)
    width = max((len(row) for row in rows), default=0)
    columns = {
        str(i): pl.Series([row[i] if i < len(row) else None for row in rows], dtype=pl.String)
        for i in range(width)
    }
    return [Sheet(file, None, pl.DataFrame(columns), path, problems + more)], []


def decode(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Text of UTF-8, UTF-16 or GB18030 bytes; what cannot be decoded is replaced and counted."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), []
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        readings = [data.decode(name, errors="replace") for name in ("gb18030", "utf-8-sig")]
    text = min(readings, key=lambda reading: reading.count("�"))
    bad = text.count("�")
    if not bad:
        return text, []
    row = text[: text.index("�")].count("\n") + 1
    return text, [Problem(file, f"有{bad}处字节无法解码,已用 � 代替;请另存为 UTF-8 再读", row=row, value="�")]


def _records(text: str, file: str) -> tuple[list[list[str]], list[Problem]]:
    """All records, blank ones too; after an unclosed quote line by line, with a Problem."""
    csv.field_size_limit(2**31 - 1)
    lines = list(io.StringIO(text, newline=""))
    head = lines[:30]
    delimiter = max(",\t;", key=lambda mark: sum(line.count(mark) for line in head))
    try:
        return list(csv.reader(lines, delimiter=delimiter, strict=True)), []
    except csv.Error:
        row = next((i for i, line in enumerate(lines, 1) if line.count('"') % 2), 1)
        rows = [_line(line, delimiter) for line in lines]
        return rows, [
            Problem(file, "引号不成对,已逐行读取;请核对这一行", row=row, value=lines[row - 1].strip())
        ]


def _line(line: str, delimiter: str) -> list[str]:
    if line.count('"') % 2 == 0:
        return next(csv.reader([line], delimiter=delimiter), [])
    return next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
