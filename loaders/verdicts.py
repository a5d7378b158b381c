"""What people filled in on our own lists: verdicts, remarks, answers of the county; never the rest of the sheet."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import fastexcel
import polars as pl

from graph.names import head
from graph.problem import Problem
from graph.reviews import SAID
from graph.tables import TABLES
from loaders import _clean, _sheets, _table
from loaders._read import Read

MARK = "链图生成"  # on 说明, for programs that lose a workbook's properties
WHO = {"id": ("企业标识",), "name": ("企业名称",), "segment_id": ("环节标识",), "chain": ("产业链",),
       "segment": ("对应环节", "环节")}  # fmt: skip
ASKED = {name: (title,) for name, title in SAID.items()} | {
    "result": ("图谱核验结果", "判定"),
    "note": ("人工备注", "备注"),
}
YES, NO = ("是", "对", "√", "✓", "属实", "正确"), ("否", "错", "×", "✗", "不符", "错误")
CONCLUSIONS = ("推荐", "待定", "排除")
SURVEY = TABLES["环节核实"]


@dataclass(frozen=True)
class _Book:
    """A workbook of our own: when it was saved, and its own names for our heads."""

    path: Path
    file: str
    saved: str
    heads: dict[str, str]

    @property
    def said(self) -> dict[str, object]:
        """Where a verdict is from."""
        day = dt.date.fromisoformat(self.saved[:10]) if re.match(r"\d{4}-\d\d-\d\d", self.saved) else None
        return {"source": f"人工核验：{self.file}", "date": day, "confidence": "已核实"}


def is_ours(path: Path) -> bool:
    """Whether liantu wrote a file: by its properties, else by the words on its first sheet."""
    try:
        with path.open("rb") as stream:
            magic = stream.read(8)
        if magic.startswith(b"PK"):
            if _sheets.is_own(path):
                return True
            with zipfile.ZipFile(path) as archive:
                if 'name="说明"'.encode() not in archive.read("xl/workbook.xml"):
                    return False
        elif not magic.startswith(b"\xd0\xcf\x11\xe0"):
            return False
        book = fastexcel.read_excel(path)
        if "说明" not in book.sheet_names:
            return False
        first = book.load_sheet("说明", header_row=None, skip_rows=0, n_rows=3, dtypes="string").to_polars()
        return any(MARK in str(cell) for row in first.rows() for cell in row)
    except (zipfile.BadZipFile, KeyError, OSError, fastexcel.FastExcelError):
        return False


def read(folder: Path, files: list[str], rates: dict[str, float]) -> Read:
    """The verdicts of our own workbooks, the one saved last coming last."""
    filled = Read()
    parts: dict[str, list[pl.DataFrame]] = {}
    books = sorted((_book(folder / file, file) for file in files), key=lambda b: (b.saved, b.file))
    for book in books:
        for sheet in _read_book(book, filled.problems):
            for kind, frame in _read_sheet(sheet, book, rates, filled.problems):
                parts.setdefault(kind, []).append(frame)
    for kind, frames in parts.items():
        rows = pl.concat(frames, how="diagonal_relaxed")
        filled.frames.append((kind, _last_answers(rows, filled.problems) if kind == "Verified" else rows))
    filled.problems += _left_in_out(folder)
    return filled


def _last_answers(rows: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    """One answer a segment, that of the workbook saved last; another one before it is a Problem."""
    key = pl.format("{}:{}", pl.col("chain").list.join("、"), pl.col("segment").list.join("、"))
    kept: dict[str, dict[str, object]] = {}
    for row in (
        rows.with_columns(key.alias("_key")).select("_key", "verdict", "_file", "_sheet", "_row").to_dicts()
    ):
        before = kept.get(row["_key"])
        if before and before["verdict"] != row["verdict"]:
            reason = f"与「{before['_file']}」填的「{before['verdict']}」不一致,以较晚保存的这一处为准"
            problems.append(Problem(row["_file"], reason, row["_sheet"], row["_row"], "结论", row["verdict"]))
        kept[row["_key"]] = row
    return rows.filter(key.is_last_distinct())


def _left_in_out(folder: Path) -> list[Problem]:
    """Lists that someone filled in where liantu writes: they are not read, and may be written over."""
    reason = "out/ 里的清单有人改过,那里填的不会读入;请另存到 out/ 之外"
    found = []
    for path in sorted((folder / "out").rglob("*.xlsx")):
        file = path.relative_to(folder).as_posix()
        if not path.name.startswith(("~$", ".")) and is_ours(path) and _touched(path):
            found.append(Problem(file, reason, level="提示"))
    return found


def _touched(path: Path) -> bool:
    """Whether an office program has saved it since liantu wrote it."""
    with zipfile.ZipFile(path) as archive:
        core = archive.read("docProps/core.xml")
    stamps = dict(re.findall(rb"<dcterms:(created|modified)[^>]*>([^<]+)<", core))
    return stamps.get(b"created") != stamps.get(b"modified")


def _book(path: Path, file: str) -> _Book:
    """Its date is the one that the office program wrote into it: copying a file does not change that one."""
    try:
        with zipfile.ZipFile(path) as archive:
            core = archive.read("docProps/core.xml").decode("utf-8", "replace")
            names = archive.namelist()
            custom = archive.read("docProps/custom.xml") if "docProps/custom.xml" in names else b"<p/>"
        saved = re.search(r"<dcterms:modified[^>]*>([^<]+)<", core)
        own = {str(p.get("name")): "".join(p.itertext()) for p in ET.fromstring(custom)}
    except (zipfile.BadZipFile, KeyError, ET.ParseError):
        saved, own = None, {}
    when = saved[1] if saved else dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).isoformat()
    begin = f"{_sheets.OWN_MARK}:"
    called = {head(text): name.removeprefix(begin) for name, text in own.items() if name.startswith(begin)}
    return _Book(path, file, when, called)


def _read_book(book: _Book, problems: list[Problem]) -> list[_sheets.Sheet]:
    try:
        reader = fastexcel.read_excel(book.path)
        names = reader.sheet_names
        loaded = [
            reader.load_sheet(n, header_row=None, skip_rows=0, dtypes="string").to_polars() for n in names
        ]
    except (fastexcel.FastExcelError, OSError) as error:
        problems.append(
            Problem(book.file, f"清单打不开({type(error).__name__}),核验未读;请用 Excel 另存为 .xlsx")
        )
        return []
    frames = [
        f.select(pl.all().cast(pl.String)).rename({c: str(i) for i, c in enumerate(f.columns)})
        for f in loaded
    ]
    return [_sheets.Sheet(book.file, n, f, book.path) for n, f in zip(names, frames, strict=True)]


def _read_sheet(
    sheet: _sheets.Sheet, book: _Book, rates: dict[str, float], problems: list[Problem]
) -> list[tuple[str, pl.DataFrame]]:
    """Its reviews or its answers, if it has the columns for them."""
    for number, row in enumerate(sheet.cells.head(_table.HEAD_ROWS).rows()):
        heads = [head(str(cell)) if cell else "" for cell in row]
        heads = [head(book.heads.get(text, text)) for text in heads]
        who, asked = _columns(WHO, heads), _columns(ASKED, heads)
        if ("id" in who or "name" in who) and ("segment_id" in who or "segment" in who) and "result" in asked:
            rows = _reviews(sheet, number, who | asked, problems)
            return [("Reviewed", rows.with_columns(**_literals(book)))] if rows.height else []
        if "segment" in who and "chain" in who and "结论" in heads:
            return _answers(sheet, number, heads, book, rates, problems)
    return []


def _columns(wanted: Mapping[str, tuple[str, ...]], heads: list[str]) -> dict[str, int]:
    found = {}
    for name, titles in wanted.items():
        at = next((heads.index(title) for title in titles if title in heads), None)
        if at is not None:
            found[name] = at
    return found


def _literals(book: _Book) -> dict[str, pl.Expr]:
    types = {"source": pl.String, "date": pl.Date, "confidence": pl.String}
    return {name: pl.lit(value, types[name]) for name, value in book.said.items()}


def _reviews(sheet: _sheets.Sheet, at: int, columns: dict[str, int], problems: list[Problem]) -> pl.DataFrame:
    """Rows in which a person wrote something."""
    body = sheet.cells.slice(at + 1).with_row_index("_row", at + 2)
    rows = body.select(
        pl.col("_row").cast(pl.Int64),
        *(_clean.tidy(pl.col(str(columns[n]))).alias(n) if n in columns else pl.lit(None, pl.String).alias(n)
          for n in (*WHO, *ASKED)),
        pl.lit(sheet.file).alias("_file"), pl.lit(sheet.name, pl.String).alias("_sheet"),
    )  # fmt: skip
    rows = rows.filter(pl.any_horizontal(pl.col(n).is_not_null() for n in ASKED))
    written = rows["result"]
    rows = rows.with_columns(
        pl.when(pl.col("result").is_in(YES)).then(pl.lit("是"))
        .when(pl.col("result").is_in(NO)).then(pl.lit("否")).alias("result")
    )  # fmt: skip
    problems += _odd(
        sheet, rows, written, rows["result"].is_null(), "图谱核验结果", "应为「是」或「否」,未用"
    )
    odd = ~rows["conclusion"].is_in(CONCLUSIONS)
    problems += _odd(
        sheet, rows, rows["conclusion"], odd, "推荐结论", "照录;只有「排除」会把企业移出目标企业"
    )
    return rows


def _odd(
    sheet: _sheets.Sheet, rows: pl.DataFrame, written: pl.Series, odd: pl.Series, title: str, reason: str
) -> list[Problem]:
    wrong = written.is_not_null() & odd.fill_null(True)
    found = zip(rows["_row"].filter(wrong), written.filter(wrong), strict=True)
    return [Problem(sheet.file, reason, sheet.name, row, title, value) for row, value in found]


def _answers(
    sheet: _sheets.Sheet,
    at: int,
    heads: list[str],
    book: _Book,
    rates: dict[str, float],
    problems: list[Problem],
) -> list[tuple[str, pl.DataFrame]]:
    """Rows of 核实清单 that were answered, cleaned like those of a 环节核实 table."""
    answer = pl.col(str(heads.index("结论")))
    below = pl.int_range(pl.len()) > at
    cells = sheet.cells.with_columns(
        pl.when(below & _clean.tidy(answer).is_null()).then(None).otherwise(pl.all()).name.keep()
    )
    names = SURVEY.heads()
    columns = {names[text]: [i] for i, text in enumerate(heads) if text in names}
    answered = _sheets.Sheet(sheet.file, sheet.name, cells, sheet.path)
    cleaned = _table.clean(answered, _table.Match(SURVEY, at, columns, {}), _table.Given(rates))
    problems += [p for p in cleaned.problems if p.level == "问题" and p.column]
    rows = cleaned.rows
    said = _literals(book)
    if "date" in rows.columns:
        said["date"] = pl.coalesce("date", said["date"])
    return [("Verified", rows.with_columns(**said))] if rows.height else []
