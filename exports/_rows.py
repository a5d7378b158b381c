"""A question's rows as JSON, CSV, a table for the screen or a plain workbook."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

from exports._heads import ABSENT, heads
from graph.problem import InputError

FORMATS = ("table", "json", "csv", "xlsx")
QUIET = ("segment_id", "id", "region_code", "short")  # codes and doubles: in files, not on a screen
SCREEN = 11  # columns
NAME = 30  # characters: what is longer is a sentence
NONE = "没有结果。"


def written(rows: list[dict[str, Any]], keys: list[str], form: str) -> bytes:
    """The rows as the bytes of a format: UTF-8, csv without a mark at its head."""
    if form == "xlsx":
        return workbook(rows, keys)
    if form == "json":
        return json_text(rows).encode("utf-8", "replace")
    return (csv_text if form == "csv" else table_text)(rows, keys).encode("utf-8", "replace")


def json_text(rows: list[dict[str, Any]]) -> str:
    """One array of objects and nothing else."""
    return json.dumps(rows, ensure_ascii=False, indent=1, default=str) + "\n"


def csv_text(rows: list[dict[str, Any]], keys: list[str]) -> str:
    """Heads and rows; nothing in it runs in Excel."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(keys)
    writer.writerows([_cell(row[k]) for k in keys] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    """A value as text; a leading sign that Excel would run as a formula is quoted."""
    text = (
        ""
        if value is None
        else json.dumps(value, ensure_ascii=False)
        if isinstance(value, (list, dict))
        else str(value)
    )
    return f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@", "\t")) else text


def table_text(rows: list[dict[str, Any]], keys: list[str]) -> str:
    """The plain columns of the rows, for a screen."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    short = _columns(rows, keys)
    rest = [name for key, name in zip(keys, heads(keys), strict=True) if key not in (*short, *QUIET)]
    more = "、".join(dict.fromkeys(rest))
    table = Table(
        caption=NONE if not rows else f"没有列出的：{more}\n加 -o 结果.xlsx 看全部" if rest else None,
        caption_justify="left",
    )
    for name in heads(short):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_shown(row[k], k)) for k in short))
    out = io.StringIO()
    Console(file=out, width=max(100, Console().width)).print(table)
    return out.getvalue()


def _columns(rows: list[dict[str, Any]], keys: list[str]) -> list[str]:
    """The keys that a screen has room for: plain ones, and of those the ones that say anything in these rows."""
    plain = [k for k in keys if k not in QUIET and not any(_long(row[k]) for row in rows)]
    return [k for k in plain if any(row[k] not in (None, []) for row in rows)][:SCREEN] or plain[:SCREEN]


def _long(value: Any) -> bool:
    """Whether a value has no place in a cell: one with named parts, a list of more than names."""
    parts = value if isinstance(value, list) else []
    return isinstance(value, dict) or any(isinstance(v, (dict, list)) or len(str(v)) > NAME for v in parts)


def _shown(value: Any, key: str) -> str:
    if isinstance(value, list):
        return "、".join(_shown(v, key) for v in value) or "—"
    if value is None:
        return "—" if key in ABSENT else "不详"
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) <= 1 else f"{value:,.2f}".removesuffix(".00")
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def workbook(rows: list[dict[str, Any]], keys: list[str]) -> bytes:
    """The rows as one sheet under Chinese heads, marked as our own."""
    from exports._table import workbook as plain

    table = [["—" if row[k] is None and k in ABSENT else row[k] for k in keys] for row in rows]
    return plain("结果", heads(keys), table)


def show(rows: list[dict[str, Any]], keys: list[str], form: str | None, output: Path | None) -> None:
    """Rows to a file, whose suffix picks the format where none is given, or to stdout."""
    form = form or (output.suffix.lstrip(".").lower() if output else "table")
    if form not in FORMATS:
        raise InputError(f"不支持的格式「{form}」,可用:{'、'.join(FORMATS)}。")
    terminal = sys.stdout.isatty()
    if form == "xlsx" and output is None and terminal:
        raise InputError("xlsx 不能显示在屏幕上;请用 -o 文件.xlsx 指明文件。")
    made = written(rows, keys, form)
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes((b"\xef\xbb\xbf" if form == "csv" else b"") + made)
    elif terminal:
        sys.stdout.write(made.decode())
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(made)
