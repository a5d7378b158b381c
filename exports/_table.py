"""A plain table as a workbook of our own: frozen heads, a filter, widths by content, unknown in grey."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from exports._book import GREY, HEAD, HEI, INK, RULE, Book, clean, lines
from exports._heads import HEADS
from exports._sheet import A3, MOST, UNKNOWN, set_up

CREATED = dt.date(2026, 1, 1)  # always the same, so that the same rows are the same bytes
SAMPLE, NARROW, WIDE, TALL = 500, 6.0, 60.0, 118.0


def workbook(name: str, titles: Sequence[str], rows: Sequence[Sequence[Any]], mark: str = "0") -> bytes:
    """The rows under their titles, as the bytes of an .xlsx that is never taken for a source."""
    out = io.BytesIO()
    book = Book(out, CREATED, mark, name)
    book.updated = ""
    page = book.book.add_worksheet(name)
    texts = [[said(value) for value in row] for row in rows[:MOST]]
    for index, title in enumerate(titles):
        page.write_string(0, index, clean(title), _head(book))
    widths = [_width(title, (row[i] for row in texts[:SAMPLE])) for i, title in enumerate(titles)]
    for index, width in enumerate(widths):
        page.set_column(index, index, width)
    for number, row in enumerate(texts, 1):
        for index, value in enumerate(row):
            _put(book, page, number, index, value)
        page.set_row(number, _height(row, widths))
    page.set_row(0, 26)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(texts), 1), max(len(titles), 1) - 1)
    set_up(book, page, name, A3)
    page.repeat_rows(0)
    book.book.close()
    return out.getvalue()


def said(value: Any) -> str | int | float | None:
    """A value as a cell says it: lists joined, one line a part that has parts of its own."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or isinstance(value, (int, float, str)):
        return value
    if isinstance(value, Mapping):
        return "，".join(f"{HEADS.get(k, k)} {said(v)}" for k, v in value.items() if v not in (None, [], ""))
    if isinstance(value, Sequence):
        parts = [str(said(part)) for part in value]
        apart = any(isinstance(part, Mapping) for part in value) or any(part.endswith("。") for part in parts)
        return ("\n" if apart else "、").join(parts) or "—"
    return str(value) if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False, default=str)


def _head(book: Book) -> Any:
    edge = {"border": 1, "border_color": RULE, "bottom": 2, "bottom_color": INK}
    return book.format(font_name=HEI, font_size=10.5, bg_color=HEAD, align="center", text_wrap=True, **edge)


def _put(book: Book, page: Any, row: int, column: int, value: str | int | float | None) -> None:
    edge: dict[str, Any] = {"border": 1, "border_color": RULE, "font_size": 10}
    if value is None:
        page.write_string(row, column, UNKNOWN, book.format(font_color=GREY, **edge))
    elif isinstance(value, str):
        text = clean(value)
        wrap = {"text_wrap": True, "valign": "top"} if len(text) > WIDE / 2 or "\n" in text else {}
        quote = {"quote_prefix": True} if text[:1] in tuple("=+-@\t") else {}
        page.write_string(row, column, text, book.format(**edge, **wrap, **quote))
    else:
        page.write_number(row, column, value, book.format(**edge))


def _height(row: Sequence[Any], widths: Sequence[float]) -> float:
    """As high as its longest text needs, within reason: the rest is read in the cell itself."""
    needed = max((lines(v, w, 10) for v, w in zip(row, widths, strict=True) if isinstance(v, str)), default=1)
    return min(TALL, 14.4 * needed + 3)


def _width(title: str, values: Iterator[Any]) -> float:
    """Wide enough for the title and most values, in characters; a Chinese one counts two."""
    widest = max((_length(str(value)) for value in values if value is not None), default=0)
    return min(WIDE, max(NARROW, _length(title) + 3, widest + 2))


def _length(text: str) -> int:
    return max(sum(1 if c < "⺀" else 2 for c in line) for line in text.split("\n"))
