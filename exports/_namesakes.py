"""同名核对.xlsx: the pairs of names that a person should decide, in the columns of the 同名核对 table."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from exports._spoken import unwritten
from graph.tables import TABLES

FILE = "同名核对.xlsx"
HOW = (
    "在「判定」里选 同一 或 不同，再把本文件移到项目文件夹里（out 以外），下次生成即照办；"
    "留空的行不起作用，下次再问。"
)
MOST = 300  # pairs that a person is asked about at once
WIDTHS = {"甲方": 28, "甲方信用代码": 21, "乙方": 28, "乙方信用代码": 21, "判定": 8, "原因": 32}
Pair = tuple[str, str | None, str, str | None, str]


def ask(pairs: Sequence[Pair], out: Path, as_of: dt.date) -> str | None:
    """Write the first :data:`MOST` pairs into ``out`` (or take an old file away where none is left), and say so in a sentence.

    A file in which someone has begun to decide is never written over.
    """
    path = out / FILE
    if path.exists() and _begun(path):
        return f"{path} 里有已填的判定,没有覆盖;请把它移到项目文件夹里(out 以外),下次生成即照办"
    try:
        if not pairs:
            path.unlink(missing_ok=True)
            return None
        out.mkdir(parents=True, exist_ok=True)
        _write(pairs[:MOST], path, as_of)
    except OSError as error:
        return f"{unwritten(error, path)}疑似同一家企业的 {len(pairs)} 对没有列出。"
    rest = f"(先列最像的 {MOST} 对)" if len(pairs) > MOST else ""
    return f"疑似同一家企业 {len(pairs)} 对{rest}:{path},填好判定移到项目文件夹里,下次生成即照办"


def _begun(path: Path) -> bool:
    """Whether any verdict is filled in; a file that cannot be read is left alone too."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True)
    except (zipfile.BadZipFile, OSError, KeyError, ValueError):
        return True
    verdict = list(WIDTHS).index("判定")
    rows = [row for sheet in book.worksheets for row in sheet.iter_rows(min_row=3, values_only=True)]
    book.close()
    return any(len(row) > verdict and row[verdict] not in (None, "") for row in rows)


def _write(pairs: Sequence[Pair], path: Path, as_of: dt.date) -> None:
    import xlsxwriter

    from exports._book import ASK_CELL, ASK_HEAD, HEAD, HEI, INK, QUIET, RULE, SONG, clean, close

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "同名核对", "created": dt.datetime(as_of.year, as_of.month, as_of.day)})
    looks: dict[str, Any] = {"font_name": SONG, "font_size": 11, "font_color": INK, "border": 1, "border_color": RULE,
                             "valign": "vcenter", "text_wrap": True}  # fmt: skip
    cell, asked = book.add_format(looks), book.add_format(looks | {"bg_color": ASK_CELL, "align": "center"})
    code = book.add_format(looks | {"font_name": "Arial", "font_size": 10})
    heads = {asks: book.add_format(looks | {"font_name": HEI, "align": "center", "bg_color": ASK_HEAD if asks else HEAD})
             for asks in (False, True)}  # fmt: skip
    sheet = book.add_worksheet("同名核对")
    note = book.add_format(
        {"font_name": SONG, "font_size": 10, "font_color": QUIET, "text_wrap": True, "valign": "vcenter"}
    )
    sheet.merge_range(0, 0, 0, len(WIDTHS) - 1, HOW, note)
    sheet.set_default_row(20)
    sheet.set_row(0, 30)
    for at, (title, width) in enumerate(WIDTHS.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(1, at, title, heads[title == "判定"])
    for row, (first, first_code, second, second_code, why) in enumerate(pairs, 2):
        texts = (first, first_code or "", second, second_code or "", "", why)
        for at, (text, form) in enumerate(zip(texts, (cell, code, cell, code, asked, cell), strict=True)):
            sheet.write_string(row, at, clean(text), form) if text else sheet.write_blank(row, at, None, form)
    choices = next(f.choices for f in TABLES["同名核对"].columns if f.name == "verdict")
    sheet.data_validation(2, 4, len(pairs) + 1, 4, {"validate": "list", "source": list(choices)})
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer("&L&9 同名核对&C&9 第 &P 页 共 &N 页")
    close(book)
