"""The template workbook of a new project: every table with its heads, one example row, drop-downs, 说明."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

from exports._book import close
from graph.model import Field
from graph.tables import TABLES


def write(path: Path) -> None:
    """One sheet a table; the example row begins with 示例 and is left out on reading."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": dt.datetime(2026, 1, 1)})
    head = book.add_format(
        {"bold": True, "bg_color": "#E6EBEF", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    must = book.add_format(
        {"bold": True, "bg_color": "#FBF1DF", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    grey = book.add_format({"font_color": "#5F6B78", "italic": True})
    notes = book.add_worksheet("说明")
    notes.set_column(0, 0, 14)
    notes.set_column(1, 1, 90)
    for row, (name, text) in enumerate(_notes()):
        notes.write_string(row, 0, name)
        notes.write_string(row, 1, text)
    for table in TABLES.values():
        sheet = book.add_worksheet(table.name)
        for column, field in enumerate(table.columns):
            assert field.column
            title, required = field.column.title, field.column.required
            sheet.write_string(0, column, title, must if required else head)
            sheet.set_column(column, column, max(12, 2 * len(title) + 2))
            example = field.column.example or ("示例" if column == 0 else "")
            sheet.write_string(1, column, f"示例:{example}" if column == 0 else example, grey)
            values = _choices(field)
            if values:
                sheet.data_validation(1, column, 1000, column, {"validate": "list", "source": values})
        sheet.freeze_panes(1, 1)
    close(book)


def _choices(field: Field) -> list[str]:
    return ["是", "否"] if field.type is bool else list(field.choices)


def _notes() -> list[tuple[str, str]]:
    rules = [
        ("怎么填", "每张表一行一条;橙色表头必填;灰色的示例行不会读入,可留可删;不用的表留空即可。"),
        ("未知", "不知道的格子留空。空白就是「不知道」,不会当作 0,也不会当作「没有」。"),
        ("多个值", "曾用名、简称、主要产品、行业代码、产业链、环节可写多个,用分号或顿号隔开。"),
        ("可信度", "已核实:官方或本单位查证;转载:媒体、网站、名录;待核:听说或推断,不计入已有企业。"),
    ]
    return rules + [(t.name, t.about) for t in TABLES.values()]
