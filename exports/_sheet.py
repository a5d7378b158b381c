"""One sheet as an office prints it: title, note, bands, heads, rows, filter, print set-up."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_range

from exports._book import ASK, ASK_HEAD, GREY, HEAD, HEI, INK, QUIET, RULE, SONG, Book, clean, lines
from exports._forms import CENTRE, FILLED, FORMS, Form, conditions

Cell = str | int | float | dt.date | None
Value = Callable[[Any, Any], Cell]
Look = dict[str, Any]
UNKNOWN, HOME, TO_FILL = "不详", "说明", "请填"
TALLEST, MOST, LEADING = 409, 100_000, 1.44
BAND_ROW, HEAD_ROW, FIRST = 2, 3, 4
HEIGHTS = (38, 20, 21, 36)
WHITE = "#FFFFFF"


@dataclass(frozen=True)
class Paper:
    """Landscape paper: Excel's number of it, and how many characters of width it holds."""

    number: int
    width: float


A4, A3 = Paper(9, 175), Paper(8, 222)


@dataclass(frozen=True)
class Column:
    """A column: its head, its width in characters, how its cells look, what they say.

    ``value`` is a row's key or a function; without one the cell is left for a person to fill. ``choices`` makes a
    list to choose from, ``free`` lets other words in; a hidden column carries what a program needs to find the row
    again; an ``extra`` one stands only on sheets that ask for it. ``more`` is width that it takes where there is
    room; ``band`` is what stands above it.
    """

    head: str
    width: float
    form: Form = "text"
    value: str | Value | None = None
    choices: tuple[str, ...] = ()
    free: bool = False
    hidden: bool = False
    extra: bool = False
    more: float = 0
    band: str = ""

    @property
    def title(self) -> str:
        """The head in one line."""
        return self.head.replace("\n", "")


@dataclass(frozen=True)
class Sheet:
    """What stands on a sheet; a cell that is None is unknown, "" is left for a person to fill.

    ``printed``: so many rows are worth paper; ``levels``: 1 for a row folded under the one before it.
    """

    name: str
    title: str
    basis: str
    unit: str
    columns: tuple[Column, ...]
    rows: list[list[Cell]]
    paper: Paper = A4
    printed: int | None = None
    levels: list[int] | None = None

    @property
    def note(self) -> str:
        """What the rows cover, and whether any were left out."""
        if not self.rows:
            return f"{self.basis}；本库暂无可列"
        return f"{self.basis}；只列前{MOST}行" if len(self.rows) > MOST else self.basis


def draw(book: Book, sheet: Sheet) -> Any:
    """Draw a sheet and return its page."""
    page = book.book.add_worksheet(sheet.name)
    shown = sum(not c.hidden for c in sheet.columns)
    last = FIRST + max(1, min(len(sheet.rows), MOST)) - 1
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width, None, {"hidden": column.hidden})
    for row, height in enumerate(HEIGHTS):
        page.set_row(row, height)
    edges = _edges(sheet.columns)
    paper = FIRST + max(1, min(sheet.printed or len(sheet.rows), MOST)) - 1
    _top(book, page, sheet, shown)
    _bands(book, page, sheet.columns)
    _heads(book, page, sheet.columns, edges)
    _body(book, page, sheet, edges)
    _rules(book, page, sheet.columns, last)
    page.ignore_errors({"number_stored_as_text": xl_range(FIRST, 0, last, len(sheet.columns) - 1)})
    if any(c.form in FILLED for c in sheet.columns):
        page.set_tab_color(ASK)
    page.freeze_panes(FIRST, 2)
    page.autofilter(HEAD_ROW, 0, last, len(sheet.columns) - 1)
    set_up(book, page, sheet.name, sheet.paper)
    page.repeat_rows(BAND_ROW, HEAD_ROW)
    page.print_area(0, 0, paper, shown - 1)
    return page


def set_up(book: Book, page: Any, name: str, paper: Paper = A4) -> None:
    """Landscape, one page wide, with the sheet, the page and the day at the foot."""
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(paper.number)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.45, right=0.45, top=0.5, bottom=0.6)
    page.center_horizontally()
    font = f'&"{SONG},Regular"&9'  # a word must follow: digits would join the size
    foot = f"&L{font}{name}&C{font}第 &P 页 共 &N 页&R{font}{book.updated}"
    page.set_footer(foot, {"margin": 0.3, "scale_with_doc": False})


def _edges(columns: Sequence[Column]) -> list[Look]:
    """The lines around the cells of each column, heavier where a band begins."""
    found = []
    for index, column in enumerate(columns):
        edge: Look = {"border": 1, "border_color": RULE}
        if index and column.band != columns[index - 1].band:
            asked = column.form in FILLED
            edge |= {"left": 5 if asked else 2, "left_color": ASK if asked else RULE}
        found.append(edge)
    return found


def _top(book: Book, page: Any, sheet: Sheet, shown: int) -> None:
    """The title; what the rows cover on the left, unit and day on the right."""
    title = book.format(font_name=HEI, font_size=22, **CENTRE)
    if shown > 1:
        page.merge_range(0, 0, 0, shown - 1, "", title)
    page.write_string(0, 0, clean(sheet.title), title)
    note: Look = {"font_size": 10.5, "font_color": QUIET}
    back = book.format(align="left", **note)
    page.write_url(1, 0, f"internal:'{HOME}'!A1", back, clean(sheet.note), f"回到{HOME}")
    page.write_string(1, shown - 1, f"{sheet.unit}　{book.updated}", book.format(align="right", **note))


def _bands(book: Book, page: Any, columns: Sequence[Column]) -> None:
    """Row 3: what the columns below belong to; amber where a person fills in."""
    dividers: Look = {"left": 2, "right": 2, "left_color": WHITE, "right_color": WHITE}
    start = 0
    for band, group in groupby(columns, key=lambda c: c.band):
        cells = list(group)
        back = ASK if cells[0].form in FILLED else INK
        look = book.format(
            font_name=HEI, font_size=10.5, font_color=WHITE, bg_color=back, **CENTRE, **dividers
        )
        end = start + len(cells) - 1
        if back == ASK and 2 * len(band) > sum(c.width for c in cells):
            band = TO_FILL
        if end > start:
            page.merge_range(BAND_ROW, start, BAND_ROW, end, band, look)
        else:
            page.write_string(BAND_ROW, start, band, look)
        start = end + 1


def _heads(book: Book, page: Any, columns: Sequence[Column], edges: list[Look]) -> None:
    """Row 4, which the filter hangs on."""
    for index, (column, edge) in enumerate(zip(columns, edges, strict=True)):
        back = ASK_HEAD if column.form in FILLED else HEAD
        rule: Look = edge | {"bottom": 2, "bottom_color": INK}
        look = book.format(font_name=HEI, font_size=10.5, bg_color=back, text_wrap=True, **CENTRE, **rule)
        page.write_string(HEAD_ROW, index, column.head, look)


def _body(book: Book, page: Any, sheet: Sheet, edges: list[Look]) -> None:
    """The rows, each as high as its longest text needs; one to write in where there is none."""
    columns = sheet.columns
    looks = [{"text_wrap": True, **FORMS[c.form], **e} for c, e in zip(columns, edges, strict=True)]
    blank: list[list[Cell]] = [["" for _ in columns]]
    levels = sheet.levels or []
    for number, cells in enumerate(sheet.rows[:MOST] or blank):
        high = 24.0
        for index, (column, value) in enumerate(zip(columns, cells, strict=True)):
            look = looks[index]
            _put(book, page, FIRST + number, index, value, look)
            if isinstance(value, str) and not column.hidden:
                size = look.get("font_size", 11)
                needed = lines(value, column.width, size, look.get("indent", 0))
                high = max(high, LEADING * size * needed + 3)
        folded = {"level": 1, "hidden": True} if number < len(levels) and levels[number] else {}
        page.set_row(FIRST + number, min(TALLEST, high), None, folded)
    if levels:
        page.outline_settings(symbols_below=False)


def _put(book: Book, page: Any, row: int, column: int, value: Cell, look: Look) -> None:
    """Write a cell: a text is a text, whatever it begins with."""
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, float) and not math.isfinite(value):
        value = None
    if value is None:
        grey = {"font_name": SONG, "font_color": GREY}
        page.write_string(row, column, UNKNOWN, book.format(**look | grey))
    elif isinstance(value, str):
        text = clean(value)
        write = page.write_string if text else page.write_blank
        write(row, column, text, book.format(**look, quote_prefix=text[:1] in tuple("=+-@\t")))
    elif isinstance(value, dt.date):
        day = dt.datetime(value.year, value.month, value.day)
        page.write_datetime(row, column, day, book.format(**look))
    else:
        page.write_number(row, column, value, book.format(**look))


def _rules(book: Book, page: Any, columns: Sequence[Column], last: int) -> None:
    """Conditional formats, and the lists to choose from."""
    for index, column in enumerate(columns):
        for condition in conditions(book, column.form):
            page.conditional_format(FIRST, index, last, index, condition)
        if column.choices:
            choice = {
                "validate": "list",
                "source": list(column.choices),
                "show_error": not column.free,
                "error_title": "请从列表里选",
                "error_message": f"可填：{'、'.join(column.choices)}",
            }
            page.data_validation(FIRST, index, last, index, choice)
