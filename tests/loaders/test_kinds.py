"""Files of every kind that lies in a folder: read whatever they are called, or one sentence that says what to do."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.loaders.folder import serious, sources

PLAIN = "企业名称,注册资本(万元),地区\n甲公司,100,411426\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type"
content="text/html; charset=gb2312"></head><body><table><tr><td><table>
<tr><th colspan="3">名录</th></tr>
<tr><th>企业<br>名称</th><th>注册资本(万元)</th><th>地区</th></tr>
<tr><td>甲公司</td><td style="mso-number-format:'\\@'">100</td><td rowspan="2">夏邑县</td></tr>
<tr><td>乙&amp;丙公司</td><td>&nbsp;2,000 </td></tr>
</table></td></tr></table><script>var a = "<tr><td>假公司</td></tr>"</script></body></html>"""
XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style></Styles>
<Worksheet ss:Name="企业"><Table>
<Row ss:Index="2"><Cell><Data ss:Type="String">企业名称</Data></Cell><Cell><Data ss:Type="String">成立日期</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="String">研发费用占比(%)</Data></Cell><Cell><Data ss:Type="String">地区</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">甲公司</Data></Cell><Cell><Data ss:Type="DateTime">2020-03-05T00:00:00.000</Data></Cell>
<Cell ss:Index="4" ss:StyleID="p"><Data ss:Type="Number">0.05</Data></Cell>
<Cell ss:MergeDown="1"><Data ss:Type="String">夏邑县</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">乙公司</Data></Cell><Cell ss:Index="4"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def archive(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for part in parts:
            made.writestr(part, "x")
    return out.getvalue()


def new_book() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("企业")
        sheet.write_row(0, 0, ["企业名称", "注册资本(万元)"])
        sheet.write_row(1, 0, ["甲公司", 100])
    return out.getvalue()


ROWS: list[list[str | int]] = [["企业名称", "注册资本(万元)"], ["甲公司", 100]]


def old_book() -> bytes:
    out = io.BytesIO()
    book = xlwt.Workbook()
    sheet = book.add_sheet("企业")
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".xlsm", ".et", ".csv", ".txt", ".XLS"])
@pytest.mark.parametrize(
    "content", [new_book(), old_book(), PLAIN.replace(",", "\t").encode("gb18030"), PLAIN.encode("utf-16")]
)
def test_a_name_does_not_tell_the_kind(tmp_path: Path, suffix: str, content: bytes) -> None:
    found = sources(tmp_path, {f"导出{suffix}": content})
    assert found.frames["Enterprise"].select("name", "capital").rows() == [("甲公司", 100)]
    assert found.problems == []


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_web_page_by_the_name_of_a_workbook(tmp_path: Path, encoding: str) -> None:
    """As portals export it, whatever its head says of its encoding; tables that only place others are none."""
    found = sources(tmp_path, {"导出.xls": PAGE.encode(encoding)})
    rows = found.frames["Enterprise"].select("_row", "name", "capital", "region").rows()
    assert rows == [(3, "甲公司", 100, "夏邑县"), (4, "乙&丙公司", 2000, "夏邑县")]
    assert found.problems == []


@pytest.mark.parametrize(
    "page", ["<html><body>请登录</body></html>", "<!DOCTYPE html><html><table></table></html>"]
)
def test_a_web_page_without_a_table_is_told(tmp_path: Path, page: str) -> None:
    [problem] = serious(sources(tmp_path, {"导出.xls": page}))
    assert "重新导出" in problem.reason


def test_a_workbook_of_one_xml_file(tmp_path: Path) -> None:
    found = sources(tmp_path, {"导出.xls": XML})
    rows = found.frames["Enterprise"].select("_row", "_sheet", "name", "founded", "rd_share", "region").rows()
    assert rows == [
        (3, "企业", "甲公司", dt.date(2020, 3, 5), 0.05, "夏邑县"),
        (4, "企业", "乙公司", None, None, "夏邑县"),
    ]
    assert [(p.row, p.value) for p in serious(found)] == [(4, "#DIV/0!")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("密.xlsx", OLE + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(2000), "密码"),
        ("密.xls", old_book().replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1), "密码"),
        ("文.xls", OLE + bytes(2000) + "WordDocument".encode("utf-16-le") + bytes(2000), "Word"),
        ("文.xlsx", archive("word/document.xml"), "Word"),
        ("表.xlsx", archive("mimetype", "content.xml"), "另存为 .xlsx"),
        ("表.xlsx", archive("xl/workbook.bin"), "另存为 .xlsx"),
        ("包.xlsx", archive("名录.xlsx"), "解压"),
        ("加.xlsx", b"%TSD-Header-###%" + bytes(range(256)), "加密软件"),
        ("页.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "网页档案"),
        ("坏.xlsx", new_book()[:900], "另存为 .xlsx"),
        ("坏.xls", bytes(range(256)) * 4, "另存为 .xlsx"),
        ("图.csv", b"%PDF-1.4\n", "不是表格"),
    ],
)  # fmt: skip
def test_what_is_not_read_says_what_to_do(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    found = sources(tmp_path, {name: content, "好.csv": PLAIN})
    [problem] = serious(found)
    assert (problem.file, problem.row) == (name, None)
    assert words in problem.reason
    assert found.frames["Enterprise"]["name"].to_list() == ["甲公司"]


def test_files_beside_the_tables_are_told_once_a_kind(tmp_path: Path) -> None:
    beside = ["a.ods", "b.xlsb", "c.xlsx.crdownload", "d.pdf", "e.zip", "f.pdf"]
    silent = ["~$好.xlsx", ".~lock.好.xlsx#", ".DS_Store", "Thumbs.db", "说明.md", "图.png"]
    found = sources(tmp_path, {**dict.fromkeys(beside + silent, b"PK"), "好.csv": PLAIN})
    assert {(p.file, p.level) for p in found.problems} == {(f, "提示") for f in beside[:5]}
    assert "共 2 个" in next(p.reason for p in found.problems if p.file == "d.pdf")


def test_formulas_that_no_program_has_worked_out(tmp_path: Path) -> None:
    """Written by a program and never opened in Excel: unknown, and told; what Excel worked out counts."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "企业名称", "注册资本(万元)", "备注"])
    sheet.append(["=ROW()-1", "甲公司", "=1000*2", "=A2"])
    sheet.append(["=ROW()-1", '="乙"&"公司"', 5, None])
    book.save(tmp_path / "公式.xlsx")
    with xlsxwriter.Workbook(str(tmp_path / "零.xlsx")) as made:
        page = made.add_worksheet("企业")
        page.write_row(0, 0, ["企业名称", "注册资本(万元)"])
        page.write_row(1, 0, ["丙公司"])
        page.write_formula(1, 1, "=1+1")
        page.write_row(2, 0, ["丁公司"])
        page.write_formula(2, 1, "=1+1", None, 2)
    found = sources(tmp_path)
    assert found.frames["Enterprise"].select("name", "capital").rows() == [
        ("甲公司", None),
        ("丙公司", None),
        ("丁公司", 2),
    ]
    told = [(p.file, p.row, p.column, p.value) for p in serious(found) if "公式" in p.reason]
    assert told == [
        ("公式.xlsx", 2, "注册资本(万元)", "=1000*2"),
        ("公式.xlsx", 3, "企业名称", '="乙"&"公司"'),
        ("零.xlsx", 2, "注册资本(万元)", "=1+1"),
    ]


def test_days_of_workbooks_that_count_from_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    for row in (
        ["企业名称", "成立日期"],
        ["甲公司", dt.date(2020, 3, 5)],
        ["乙公司", 42433],
        ["丙公司", "2020-03-05"],
    ):
        sheet.append(row)
    book.save(tmp_path / "新.xlsx")
    old = xlwt.Workbook()
    old.dates_1904 = True
    page = old.add_sheet("企业")
    for at, (name, day) in enumerate((("企业名称", "成立日期"), ("丁公司", 42433))):
        page.write(at, 0, name)
        page.write(at, 1, day)
    old.save(str(tmp_path / "旧.xls"))
    found = sources(tmp_path)
    assert set(found.frames["Enterprise"]["founded"]) == {dt.date(2020, 3, 5)}
    assert found.frames["Enterprise"].height == 4


def test_a_chart_on_a_sheet_of_its_own_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "图.xlsx")) as book:
        sheet = book.add_worksheet("企业")
        sheet.write_row(0, 0, ["企业名称", "注册资本"])
        sheet.write_row(1, 0, ["甲公司", 5])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=企业!$B$2:$B$2"})
        book.add_chartsheet("图").set_chart(chart)
    found = sources(tmp_path)
    assert (found.frames["Enterprise"].height, found.problems) == (1, [])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("first", ["sep=;", "sep=,", '"sep=;"', "sep=\t"])
def test_a_first_line_that_names_the_mark(tmp_path: Path, first: str) -> None:
    mark = first.strip('"')[-1]
    found = sources(tmp_path, {"导出.csv": f"{first}\r\n" + PLAIN.replace(",", mark)})
    assert found.frames["Enterprise"].select("name", "capital", "_row").rows() == [("甲公司", 100, 3)]
    assert found.problems == []


@pytest.mark.parametrize(
    "name",
    ["a b", "🏭", "50%", "#1", "[甲](乙)", "-rf", "长" * 80, "甲'乙", "$HOME", "甲&乙", "x;y", "a.xlsx"],
)
def test_files_by_odd_names(tmp_path: Path, name: str) -> None:
    found = sources(tmp_path, {f"{name}.csv": PLAIN, f"{name}.xlsx": new_book()})
    assert found.frames["Enterprise"]["name"].to_list() == ["甲公司"] * 2
    assert found.problems == []
