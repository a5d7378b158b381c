"""Hostile files: whatever lies in a folder, reading ends with Problems, never with a traceback, and keeps good rows."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.problem import InputError
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


@settings(max_examples=300, deadline=None)
@given(
    data=st.binary(max_size=400),
    suffix=st.sampled_from(SUFFIXES),
    magic=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]),
)
def test_random_bytes_under_every_suffix(data: bytes, suffix: str, magic: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = sources(Path(folder), {"坏" + suffix: magic + data, "好.csv": GOOD})
        assert found.frames["Enterprise"]["name"].to_list().count("好公司") >= 1


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, len(BOOK) - 1), change=st.binary(min_size=0, max_size=8))
def test_damaged_workbooks(at: int, change: bytes) -> None:
    for data in (BOOK[:at], BOOK[:at] + change + BOOK[at + len(change) :]):
        with tempfile.TemporaryDirectory() as folder:
            sources(Path(folder), {"坏.xlsx": data})


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=300, deadline=None)
@given(cells=st.lists(st.tuples(CELL, CELL), max_size=6))
def test_any_cells_keep_the_good_row(cells: list[tuple[str, str]]) -> None:
    rows = "".join('"' + a.replace('"', '""') + '","' + b.replace('"', '""') + '",1\n' for a, b in cells)
    with tempfile.TemporaryDirectory() as folder:
        found = sources(
            Path(folder), {"表.csv": GOOD.splitlines(keepends=True)[0] + rows + "好公司,棉纱生产,100\n"}
        )
        assert "好公司" in found.frames["Enterprise"]["name"].to_list()
        for b in found.balances:
            assert b.read == b.loaded + b.left_out + b.set_aside


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
        "chain: !!python/object/apply:os.system [ls]\n",
        "chain: [" * 3000,
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
