"""A web page saved under the name of a workbook, as many portals export: its tables as one sheet, one over the other."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from lxml import etree, html

from graph.problem import InputError
from loaders._cells import Grid

MOST_BYTES = 256 << 20


def cells(path: Path) -> tuple[pl.DataFrame, str | None]:
    """Its rows as columns of text, and what was lost on the way; a cell over several rows says its value in each."""
    if path.stat().st_size > MOST_BYTES:
        raise InputError(f"网页超过 {MOST_BYTES >> 20} MB,未读取;请用 Excel 打开后另存为 .xlsx")
    text, lost = _text(path.read_bytes())
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text, parser=parser)
    except etree.ParserError:
        return pl.DataFrame(), lost
    grid = Grid()
    for row in page.iter("tr"):
        if row.find(".//tr") is not None:
            continue  # it only places other tables
        grid.next_row()
        for cell in row.iterchildren("td", "th"):
            wide, high = (_span(cell.get(name)) for name in ("colspan", "rowspan"))
            grid.put(_said(cell), wide, high)
    return grid.frame(), lost


def _text(data: bytes) -> tuple[str, str | None]:
    """The page decoded: UTF-16 by its mark, UTF-8 where it is, else GB18030; what it says of itself is often wrong."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return _whole(data.decode(encoding)), None
        except UnicodeDecodeError:
            continue
    text = data.decode(encodings[-1], "replace")
    return _whole(text), f"有{text.count('�')}处字节无法解码,已用 � 代替;请用 Excel 打开后另存为 .xlsx"


def _whole(text: str) -> str:
    """Without what the parser cannot hold, and without its own word on its encoding."""
    text = text.replace("\0", "")
    return text.partition("?>")[2] if text.lstrip().startswith("<?xml") else text


def _span(said: str | None) -> int:
    return min(max(int(said), 1), 10_000) if said and said.strip().isdecimal() else 1


def _said(cell: html.HtmlElement) -> str:
    """Its text, a line break where the page breaks."""
    for mark in cell.iter("br"):
        mark.tail = "\n" + (mark.tail or "")
    lines = (" ".join(line.split()) for line in str(cell.text_content()).splitlines())
    return "\n".join(line for line in lines if line)
