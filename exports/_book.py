"""A workbook of our own: its mark, its fonts and colours, what a cell can hold and how high it grows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

HEI, SONG = "黑体", "仿宋"
INK, QUIET, GREY, RULE, HEAD = "#18222D", "#5F6B78", "#65707B", "#B4BAC3", "#E6EBEF"
BLUE, AMBER, VIOLET, RED = "#0E4F73", "#8F5E00", "#57479B", "#BE3418"
ASK, ASK_HEAD, ASK_CELL = "#8A5A0B", "#FBF1DF", "#FFFBEB"
# The font that column widths are counted in: seven pixels a figure in every office program.
NORMAL = {"font_name": "Arial", "font_size": 10}
LONGEST = 32_767

_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_NAME = re.compile(r"[\[\]:*?/\\\t]")
_TOKEN = re.compile(r"[!-~]+|.[，。、；：？！）」』》〉】…,;:!?)]*", re.S)


class Book:
    """A workbook of our own, the same bytes for the same rows; its formats are made once each."""

    def __init__(self, to: Path | BinaryIO, created: dt.date, mark: str, title: str) -> None:
        """Open a file for writing; ``mark`` is the version that tells our own workbooks.

        The defaults are copied, since xlsxwriter writes into what it is given.
        """
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
                   "default_format_properties": dict(NORMAL)}  # fmt: skip
        self.book = xlsxwriter.Workbook(str(to) if isinstance(to, Path) else to, options)
        stamp = dt.datetime(created.year, created.month, created.day, tzinfo=dt.UTC)
        self.updated = f"更新：{created.year}年{created.month}月{created.day}日"
        self.book.set_properties({"title": title, "author": "链图 liantu", "created": stamp})
        self.book.set_custom_property("liantu", mark, "text")
        self._renamed: set[str] = set()
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def rename(self, heads: Mapping[str, str]) -> None:
        """Note our own name of a renamed head in the properties, so that a verdict under it is found again."""
        for head, called in heads.items():
            if head not in self._renamed:
                self._renamed.add(head)
                self.book.set_custom_property(f"liantu:{head}", called[:255], "text")

    def format(self, **properties: Any) -> Any:
        """A format; text in 仿宋 11, set in the middle, unless told otherwise."""
        song = properties.get("font_name", SONG) == SONG
        whole = {"font_name": SONG, "font_size": 11, "font_family": 1 if song else 2, "font_charset": 134,
                 "font_color": INK, "valign": "vcenter"} | properties  # fmt: skip
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(whole)
        return self._formats[key]


def close(book: xlsxwriter.Workbook) -> None:
    """Write the file; what keeps it from being written is the system's own error, as of any other file."""
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None


def clean(text: str) -> str:
    """The text without characters that XML forbids, cut to what a cell holds."""
    text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST:
        return text
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def sheet_name(text: str) -> str:
    """A name that Excel takes for a sheet: at most 31 characters, none of []:*?/\\, no ' at its ends."""
    name = _NO_NAME.sub("－", clean(text).replace("\n", " "))[:31].strip("' ")
    return f"{name}表" if not name or name.lower() == "history" else name


def lines(text: str, width: float, size: float, indent: int = 0) -> int:
    """How many lines a text takes in a column of this width: a word stays whole, no line begins with a 、."""
    em = max(size * 96 / 72, round(size * 96 / 72))
    room = width * 7 + 5 - 7 - 9 * indent
    count = 0
    for paragraph in text[:4000].split("\n"):
        used, count = 0.0, count + 1
        for token in _TOKEN.findall(paragraph):
            need = sum(0.56 if c < "⺀" and c not in "“”‘’…—·" else 1 for c in token) * em
            if used and used + need > room:
                used, count = 0.0, count + 1
            count += int(need // room) if need > room else 0
            used = need % room if need > room else used + need
    return count
