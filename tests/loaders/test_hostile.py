"""Hostile files: whatever lies in a folder, reading ends with Problems, never with a traceback, and keeps good rows."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from graph.problem import InputError
from loaders import chains
from tests.loaders.folder import serious, sources

GOOD = "企业名称,经营范围,注册资本(万元)\n好公司,棉纱生产,100\n"


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
