"""Hostile files: whatever lies in a folder, reading ends with Problems, never with a traceback, and keeps good rows."""

from __future__ import annotations

import csv
import io
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from graph.problem import InputError
from graph.project import Project
from graph.projectfile import load_project
from loaders import chains
from tests.county import CHAIN
from tests.loaders.folder import serious, sources

GOOD = "企业名称,经营范围,注册资本(万元)\n好公司,棉纱生产,100\n"
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls")


def workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("企业").write_row(0, 0, ["企业名称", "注册资本"])
    book.get_worksheet_by_name("企业").write_row(1, 0, ["好公司", 100])
    book.close()
    return out.getvalue()


BOOK = workbook()


def repacked(part: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, data if name == part else old.read(name))
    return out.getvalue()


BYTES = st.tuples(
    st.sampled_from(
        [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", GOOD.encode()[:40]]
    ),
    st.binary(max_size=300),
    st.sampled_from(SUFFIXES),
)


@settings(max_examples=75, deadline=None)
@given(st.lists(BYTES, min_size=40, max_size=40))
def test_random_bytes_under_every_suffix(files: list[tuple[bytes, bytes, str]]) -> None:
    """3,000 files, forty beside one good one."""
    with tempfile.TemporaryDirectory() as folder:
        bad = {f"坏{i}{suffix}": magic + data for i, (magic, data, suffix) in enumerate(files)}
        found = sources(Path(folder), {**bad, "好.csv": GOOD})
        assert "好公司" in found.frames["Enterprise"].filter(pl.col("_file") == "好.csv")["name"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(BOOK) - 1), st.binary(max_size=8)), min_size=10, max_size=10))
def test_damaged_workbooks(changes: list[tuple[int, bytes]]) -> None:
    """1,000 workbooks, cut short or changed somewhere, beside one good file."""
    with tempfile.TemporaryDirectory() as folder:
        bad: dict[str, bytes | str] = {}
        for i, (at, change) in enumerate(changes):
            bad[f"短{i}.xlsx"] = BOOK[:at]
            bad[f"改{i}.xlsx"] = BOOK[:at] + change + BOOK[at + len(change) :]
        found = sources(Path(folder), {**bad, "好.csv": GOOD})
        assert "好公司" in found.frames["Enterprise"].filter(pl.col("_file") == "好.csv")["name"]


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=75, deadline=None)
@given(cells=st.lists(st.tuples(CELL, CELL, CELL), min_size=40, max_size=40))
def test_any_cells_keep_the_good_rows(cells: list[tuple[str, str, str]]) -> None:
    """3,000 rows of any text, each with a good one behind it."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["企业名称", "经营范围", "注册资本(万元)", "地区"])
    for i, row in enumerate(cells):
        writer.writerows([[*row, row[0]], [f"好公司{i}号", "棉纱生产", "100", "411426"]])
    with tempfile.TemporaryDirectory() as folder:
        found = sources(Path(folder), {"表.csv": out.getvalue()})
        names = set(found.frames["Enterprise"]["name"])
        assert {f"好公司{i}号" for i in range(len(cells))} <= names
        for b in found.balances:
            assert b.read == b.loaded + b.left_out + b.set_aside


ODD = ("", "-", "[", "{", "}", "]", ":", ",", "&a", "*a", "!!int", "<<", "|", "'", '"', "#", "\t", "\n", "  ", "\x00", "~",
       "nan", "1e999", "9223372036854775808", "2026-13-45", '"\\ud800"', "\u202e", "null", "[[]]", "{a: {b: 1}}")  # fmt: skip
CHANGES = st.lists(
    st.tuples(st.integers(0, len(CHAIN)), st.integers(0, 6), st.sampled_from(ODD)), min_size=1, max_size=4
)


@settings(max_examples=50, deadline=None)
@given(st.lists(CHANGES, min_size=40, max_size=40))
def test_changed_chain_files(files: list[list[tuple[int, int, str]]]) -> None:
    """2,000 chain files with a few places changed: read, or one sentence that names the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "坏.yaml"
        for changes in files:
            text = CHAIN
            for at, cut, odd in changes:
                text = text[:at] + odd + text[at + cut :]
            path.write_text(text, encoding="utf-8")
            try:
                chains.read(path, "坏.yaml")
            except InputError as error:
                assert "坏.yaml" in str(error)


VALUES = ("1", "-1", "1.5", "nan", "inf", "true", '""', '"甲"', '"411426"', "[]", "[1]", '["甲"]', "[[1]]", "{}", "{a=1}",
          "{a={b=[1]}}", "2026-01-01", "2026-01-01T00:00:00Z", "00:00:00", "[{a=1}]", "9223372036854775808", "1e400",
          '"' + "长" * 32000 + '"', '"\\u0000"', '{""=""}', '{"纺纱"=nan}', '["*"]', '["../../x"]', "[", "")  # fmt: skip


def keys(model: type[BaseModel], before: str = "") -> Iterator[str]:
    for name, info in model.model_fields.items():
        yield before + name
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from keys(info.annotation, f"{before}{name}.")


KEYS = [
    *keys(Project),
    "census.file",
    "quotas.'甲'.goal",
    "quotas.'甲'.done",
    "lists.'甲'",
    "lists.'甲'.sheets",
    'columns."企业.csv"',
]


@pytest.mark.parametrize("key", KEYS)
def test_wrong_types_for_every_key(tmp_path: Path, key: str) -> None:
    """Some 1,000 liantu.toml: read, or one short sentence."""
    for value in VALUES:
        home = [] if key in ("project", "project.region") else ['project.region = "411426"']
        lines = [*home, f"{key} = {value}"]
        (tmp_path / "liantu.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        try:
            load_project(tmp_path)
        except InputError as error:
            assert len(str(error)) < 250


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "甲\x00乙",
        "\u202e反",
        "🏭厂",
        "9223372036854775808",
        "长" * 32000,
    ],
)
def test_odd_names_load(tmp_path: Path, name: str) -> None:
    found = sources(tmp_path, {"表.csv": GOOD + f'"{name}",x,1\n'})
    assert found.frames["Enterprise"].height == 2
    assert serious(found) == []


def test_a_million_columns(tmp_path: Path) -> None:
    found = sources(tmp_path, {"宽.csv": "企业名称" + "," * 1_000_000 + "\n", "好.csv": GOOD})
    assert "列" in serious(found)[0].reason
    assert found.frames["Enterprise"].height == 1
    (tmp_path / "宽.csv").unlink()
    found = sources(tmp_path, {"长.csv": "企业名称,地区\n甲,411426\n乙" + "," * 1_000_000 + "\n"})
    assert "列" in serious(found)[0].reason


def test_bombs_are_refused_with_a_sentence(tmp_path: Path) -> None:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    far = b"<worksheet " + space + b"><sheetData>" + cells + b"</sheetData></worksheet>"
    bomb = b" " * (300 << 20)
    found = sources(
        tmp_path,
        {
            "远.xlsx": repacked("xl/worksheets/sheet1.xml", far),
            "弹.xlsx": repacked("xl/sharedStrings.xml", bomb),
            "好.csv": GOOD,
        },
    )
    assert {p.file: p.reason[:3] for p in serious(found)} == {"远.xlsx": "工作表", "弹.xlsx": "工作簿"}
    assert found.frames["Enterprise"].height == 1


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nchain: *b\n",
        "a0: &a0 [x, x]\n"
        + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 40)),
        "chain: !!python/object/apply:os.system [ls]\n",
        "chain: [" * 3000,
        "chain: " + "[" * 100_000,
        "- " * 100_000,
        "\x00",
        "chain: 甲\nsegments: {乙: *没有}\n",
        "chain: 甲\nsegments: &s {乙: {stage: 上游, under: *s}}\n",
    ],
)
def test_odd_yaml_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "chains").mkdir()
    (tmp_path / "chains" / "坏.yaml").write_text(text, encoding="utf-8")
    try:
        sources(tmp_path, {"好.csv": GOOD})
    except InputError as error:
        assert "坏.yaml" in str(error)


def test_damaged_utf8_stays_utf8(tmp_path: Path) -> None:
    row = "甲\ud800乙,x,1\n".encode("utf-8", "surrogatepass")
    found = sources(tmp_path, {"表.csv": GOOD.encode() + row})
    assert set(found.frames["Enterprise"]["name"]) >= {"好公司"}
    assert ["解码" in p.reason for p in serious(found)] == [True]


@pytest.mark.skipif(os.name == "nt", reason="Windows 的文件名总是文字")
def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff\xfe.csv")).write_text(GOOD, encoding="utf-8")
    found = sources(tmp_path)
    assert found.frames["Enterprise"]["name"].to_list() == ["好公司"]
    assert all(p.sentence() for p in found.problems)


def test_names_in_chain_files_are_tidied_like_cells(tmp_path: Path) -> None:
    path = tmp_path / "链.yaml"
    path.write_text('chain: "\\ud83c\\udfed 甲\\u0000\\u202e\\n乙"\n', encoding="utf-8")
    found, problems = chains.read(path, "链.yaml")
    assert (found["Chain"][0]["name"], problems) == ("🏭 甲 乙", [])
