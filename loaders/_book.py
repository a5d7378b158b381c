"""What a workbook's own XML says and readers do not: merged cells, errors, formulas without a value, percentages, size."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from graph.problem import InputError

MOST_BYTES, MOST_CELLS = 6 << 30, 150_000_000
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ERROR = re.compile(
    rb'<c\b[^<>]*?\br="([A-Z]+)(\d+)"[^<>]*?\bt="e"[^<>]*>(?:<f\b[^<>]*/>|<f\b[^<>]*>[^<]*</f>)?<v>([^<]*)</v>'
)
_MERGED = re.compile(rb'<mergeCell\b[^<>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_CHART = re.compile("/(?:chartsheet|dialogsheet|xlMacrosheet|xlIntlMacrosheet)$")
_FORMULA = re.compile(
    rb'<c\b([^<>]*?\br="([A-Z]+)(\d+)"[^<>]*)>(?:<f\b[^<>]*/>|<f\b[^<>]*>([^<]*)</f>)(?:<v>(0|0\.0)?</v>|<v/>|<v />)?</c>'
)
_TEXT = re.compile(rb'\bt="str"')
_FAR = re.compile(rb' r="([A-Z]{3})\d')
_WIDE = re.compile(rb' r="([A-Z]{2,3})\d')
_FIRST = re.compile(
    rb'<c\b[^<>]*?\br="([A-Z]+)\d+"[^<>]*[^<>/]>(?:<f\b[^<>]*/>|<f\b[^<>]*>[^<]*</f>)?(?:<v\b[^<>]*>[^<]|<is>)'
)
_CHUNK = 1 << 22
Cell = tuple[int, int]


@dataclass
class Marks:
    """Of one sheet, from 0: ranges of merged cells, error cells with their text, cells shown as 45%, its first column.

    ``formulas``: those that no program has worked out. ``since_1904``: its days count from 1904. ``table``: it has cells.
    """

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    errors: dict[Cell, str] = field(default_factory=dict)
    percent: set[Cell] = field(default_factory=set)
    left: int = 0
    formulas: dict[Cell, str] = field(default_factory=dict)
    since_1904: bool = False
    table: bool = True


def marks(path: Path) -> dict[str, Marks]:
    """Sheet name → what its XML says; raises InputError where the workbook is a bomb."""
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        size, packed = sum(i.file_size for i in infos), sum(i.compress_size for i in infos)
        if size > MOST_BYTES or (size > 200 << 20 and size > 200 * packed):
            raise InputError(
                f"工作簿解压后有 {size >> 20:,} MB,不像表格,未读取;请用 Excel 另存为 .xlsx 或 .csv"
            )
        book = ET.fromstring(archive.read("xl/workbook.xml"))
        styles, never = _percent_styles(archive), _says(book, "calcPr", "fullCalcOnLoad")
        since = _says(book, "workbookPr", "date1904")
        found = {}
        for name, part in _parts(archive, book):
            found[name] = _read(archive, part, styles, never) if part else Marks(table=False)
            found[name].since_1904 = since
        return found


def _says(book: ET.Element, tag: str, key: str) -> bool:
    """Whether a switch of the workbook is on."""
    return any(found.get(key) in ("1", "true") for found in book.iter(f"{_NS}{tag}"))


def _parts(archive: zipfile.ZipFile, book: ET.Element) -> Iterator[tuple[str, str | None]]:
    """The name and the part of every sheet; no part where it is a chart."""
    rels = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): (r.get("Target", ""), r.get("Type", "")) for r in rels}
    present = set(archive.namelist())
    for sheet in book.iter(f"{_NS}sheet"):
        target, kind = targets.get(sheet.get(_REL), ("", ""))
        part = target.lstrip("/")
        part = part if part.startswith("xl/") else f"xl/{part}"
        if _CHART.search(kind):
            yield sheet.get("name", ""), None
        elif part in present:
            yield sheet.get("name", ""), part


def _percent_styles(archive: zipfile.ZipFile) -> list[int]:
    """The numbers of the cell formats that show a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    root = ET.fromstring(archive.read("xl/styles.xml"))
    own = {f.get("numFmtId"): f.get("formatCode", "") for f in root.iter(f"{_NS}numFmt")}
    formats = {"9", "10"} | {key for key, code in own.items() if "%" in code}
    cells = root.find(f"{_NS}cellXfs")
    return [n for n, x in enumerate(cells if cells is not None else []) if x.get("numFmtId") in formats]


def _read(archive: zipfile.ZipFile, part: str, styles: list[int], never: bool) -> Marks:
    """``never``: no office program has worked out the formulas, so that a 0 of one is none."""
    found = Marks()
    shown = [re.compile(rb'<c\b(?=[^<>]*\bs="%d")[^<>]*?\br="([A-Z]+)(\d+)"' % n) for n in styles]
    far, last = b"A", 0
    for piece in _pieces(archive, part):
        if b't="e"' in piece:
            for c, r, text in _ERROR.findall(piece):
                found.errors[int(r) - 1, letters(c)] = text.decode("utf-8", "replace")
        if b"</f>" in piece or b"<f " in piece:
            found.formulas |= _unknown(piece, never)
        if b"<mergeCell" in piece:
            found.merged += [
                (int(r1) - 1, letters(c1), int(r2) - 1, letters(c2))
                for c1, r1, c2, r2 in _MERGED.findall(piece)
            ]
        for n, pattern in zip(styles, shown, strict=True):
            if b's="%d"' % n in piece:
                found.percent |= {(int(r) - 1, letters(c)) for c, r in pattern.findall(piece)}
        far = max({far, *_FAR.findall(piece)}, key=lambda c: (len(c), c))
        row = re.match(rb'<row\b[^<>]*\br="(\d+)"', piece[max(piece.rfind(b"<row "), 0) :])
        last = max(last, int(row[1]) if row else 0)
    if last * letters(b"ZZ") > MOST_CELLS:  # only then is it worth knowing the last column exactly
        far = max(
            {far} | {c for p in _pieces(archive, part) for c in _WIDE.findall(p)}, key=lambda c: (len(c), c)
        )
    if last * (letters(far) + 1) > MOST_CELLS or last > 1_048_576 or letters(far) >= 16_384:
        raise InputError(f"工作表有 {last:,} 行、{letters(far) + 1:,} 列,超出可读的大小;请删去表外的空格再存")
    if found.merged or found.errors or found.percent or found.formulas:
        first = {c for piece in _pieces(archive, part) for c in _FIRST.findall(piece)}
        found.left = min((letters(c) for c in first), default=0)
    return found


def _unknown(piece: bytes, never: bool) -> dict[Cell, str]:
    """Formulas whose value is not in the file; an empty text is a value."""
    return {
        (int(row) - 1, letters(column)): "=" + html.unescape(text.decode("utf-8", "replace"))
        for about, column, row, text, zero in _FORMULA.findall(piece)
        if (never or not zero) and not _TEXT.search(about)
    }


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that end with a whole cell."""
    rest = b""
    with archive.open(part) as stream:
        while data := stream.read(_CHUNK):
            data = rest + data
            cut = max(data.rfind(b"</c>") + 4, data.rfind(b"</row>") + 6, data.rfind(b"</mergeCell>"))
            if cut < 7:
                cut = data.rfind(b">") + 1
            rest, piece = data[cut:], data[:cut]
            if len(rest) > 64 << 20:
                raise InputError("工作表里有一格超过 64 MB,不像表格,未读取")
            yield piece
    yield rest


def letters(text: bytes) -> int:
    """A column's letters as its number, from 0."""
    number = 0
    for byte in text:
        number = number * 26 + byte - 64
    return number - 1
