"""Files as they really are: encodings, quotes, odd heads, several sheets; and what is told of each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from tests.loaders.folder import serious, sources

PLAIN = "企业名称,注册资本(万元),地区\n甲公司,100,411426\n乙公司,200,411426\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_end(tmp_path: Path, encoding: str, end: str) -> None:
    found = sources(tmp_path, {"表.csv": PLAIN.replace("\n", end).encode(encoding)})
    assert found.frames["Enterprise"]["name"].to_list() == ["甲公司", "乙公司"]
    assert serious(found) == []


@pytest.mark.parametrize(
    "text",
    ['"企业名称","注册资本(万元)","地区"\n"甲公司","100","411426"\n"乙公司","200","411426"\n', PLAIN.replace(",", "\t"),
     PLAIN.replace(",", ";"), "声明\n\n" + PLAIN, "单位:万元,,\n" + PLAIN.replace("(万元)", ""),
     PLAIN.replace("企业名称", " 企业 名称* "), PLAIN.replace("注册资本(万元)", "注册资本[万元]"),
     PLAIN.replace("(", "（").replace(")", "）")],
)  # fmt: skip
def test_quotes_tabs_notices_and_brackets(tmp_path: Path, text: str) -> None:
    found = sources(tmp_path, {"表.csv": text})
    assert found.frames["Enterprise"]["capital"].to_list() == [100, 200]
    assert serious(found) == []


def test_undecodable_bytes_are_counted_and_cost_no_row(tmp_path: Path) -> None:
    data = PLAIN.encode("gb18030").replace("乙".encode("gb18030"), b"\xff")
    found = sources(tmp_path, {"表.csv": data})
    assert [(p.row, p.value) for p in serious(found)] == [(3, "�")]
    assert found.frames["Enterprise"].height == 2


@pytest.mark.parametrize(
    "line", ['"丙公司,300,411426', '"丙"公司,300,411426', '丙公司,"300,411426', '丙"公司,300,411426']
)
def test_a_quote_that_does_not_close_costs_no_row(tmp_path: Path, line: str) -> None:
    text = PLAIN.replace("乙公司", f'{line}\n"乙公司"')
    found = sources(tmp_path, {"表.csv": text})
    names = [n.replace('"', "") for n in found.frames["Enterprise"]["name"]]
    assert names == ["甲公司", "丙公司", "乙公司"]
    assert found.frames["Enterprise"]["capital"].to_list() == [100, 300, 200]


def test_cells_of_several_lines_and_long_records(tmp_path: Path) -> None:
    text = '企业名称,经营范围\n甲公司,"棉纱\n坯布"\n\n乙公司,布,多,余,格\n丙公司,纱\n'
    found = sources(tmp_path, {"表.csv": text})
    frame = found.frames["Enterprise"]
    assert frame["_row"].to_list() == [2, 4, 5]
    assert frame["scope"].to_list() == ["棉纱\n坯布", "布", "纱"]
    assert {(p.row, p.value) for p in serious(found)} == {(4, "多"), (4, "余"), (4, "格")}


def book(path: Path) -> xlsxwriter.Workbook:
    return xlsxwriter.Workbook(str(path))


def test_a_head_of_two_rows_with_merged_groups(tmp_path: Path) -> None:
    made = book(tmp_path / "台账.xlsx")
    sheet = made.add_worksheet("布点")
    sheet.merge_range(0, 0, 0, 5, "重点项目台账")
    for column, text in ((0, "企业名称"), (1, "地区"), (2, "类型")):
        sheet.merge_range(1, column, 2, column, text)
    sheet.merge_range(1, 3, 1, 4, "投资情况")
    sheet.write_row(2, 3, ["总投资(万元)", "阶段"])
    sheet.write_row(3, 0, ["甲公司", "夏邑县", "项目", 120000, "签约"])
    sheet.write_row(4, 0, ["合计", None, None, 120000])
    made.close()
    found = sources(tmp_path)
    assert serious(found) == []
    assert found.frames["Place"].select("enterprise", "amount", "stage").rows() == [("甲公司", 12.0, "签约")]


def test_error_cells_percent_cells_and_blank_columns(tmp_path: Path) -> None:
    made = book(tmp_path / "表.xlsx")
    sheet = made.add_worksheet("企业")
    percent = made.add_format({"num_format": "0.0%"})
    day = made.add_format({"num_format": "yyyy/m/d"})
    sheet.write_row(2, 2, ["企业名称", "营业收入", "研发费用占比(%)", "成立日期"])
    sheet.write_row(3, 2, ["甲公司"])
    sheet.write_formula(3, 3, "=1/0", None, "#DIV/0!")
    sheet.write_number(3, 4, 0.05, percent)
    sheet.write_datetime(3, 5, dt.datetime(2024, 3, 5), day)
    sheet.write_row(5, 2, ["乙公司", 300, 5, "2024年3月"])
    sheet.hide()
    made.add_worksheet("空")
    made.close()
    found = sources(tmp_path)
    frame = found.frames["Enterprise"]
    assert frame.select("_row", "revenue", "rd_share").rows() == [(4, None, 0.05), (6, 300, 0.05)]
    assert frame["founded"].to_list() == [dt.date(2024, 3, 5), dt.date(2024, 3, 1)]
    assert [(p.row, p.column, p.value) for p in serious(found)] == [(4, "营业收入", "#DIV/0!")]


def test_an_old_workbook(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("荣誉")
    for row, cells in enumerate(
        [
            ["企业名称", "荣誉", "批次"],
            ["甲公司", "专精特新小巨人", "第三批"],
            ["乙公司", "高新技术企业(公示)", "2024"],
        ]
    ):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    made.save(str(tmp_path / "名单.xls"))
    held = sources(tmp_path).frames["Holds"]
    assert held.select("honor", "year", "state").rows() == [
        ("专精特新小巨人", 2021, None),
        ("高新技术企业", 2024, "公示"),
    ]


def test_an_old_workbook_tells_errors_merges_and_percentages(tmp_path: Path) -> None:
    """As the new ones do; its first column is blank, and a title stands above the heads."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("企业")
    sheet.write(0, 1, "某县企业表")
    for column, head in enumerate(["企业名称", "地区", "营业收入(万元)", "研发费用占比(%)"], 1):
        sheet.write(1, column, head)
    for row, name in enumerate(["甲公司", "乙公司", "丙公司"], 2):
        sheet.write(row, 1, name)
    sheet.write_merge(2, 3, 2, 2, "411426")
    sheet.row(2).set_cell_error(3, "#DIV/0!")
    sheet.write(3, 3, 500)
    sheet.write(2, 4, 0.05, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(3, 4, 5)
    sheet.row(4).set_cell_error(2, 0x2A)
    made.save(str(tmp_path / "表.xls"))
    found = sources(tmp_path)
    rows = found.frames["Enterprise"].select("_row", "region", "revenue", "rd_share").rows()
    assert rows == [(3, "411426", None, 0.05), (4, "411426", 500, 0.05), (5, None, None, None)]
    places = {(p.row, p.column, p.value) for p in serious(found)}
    assert places == {(3, "营业收入(万元)", "#DIV/0!"), (5, "地区", "#N/A")}


@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_a_cell_merged_across_columns_is_the_first_ones(tmp_path: Path, suffix: str) -> None:
    """Repeated to the right it would be an amount that nobody wrote, or a segment named like its chain."""
    cells: list[list[str | int | None]] = [
        ["企业名称", "地区", "注册资本(万元)", "营业收入(万元)"],
        ["甲公司", "411426", 100, None],
        ["乙公司", "411425", None, None],
        ["丙公司", None, 7, 8],
        ["注:金额为快报数", None, None, None],
    ]
    merged = [(1, 1, 2, 3), (2, 3, 1, 1), (4, 4, 0, 3)]  # rows and columns, from and to
    path = str(tmp_path / f"表.{suffix}")
    if suffix == "xlsx":
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("企业")
        for top, bottom, left, right in merged:
            sheet.merge_range(top, left, bottom, right, "")
        for row, line in enumerate(cells):
            sheet.write_row(row, 0, line)
        book.close()
    else:
        old = xlwt.Workbook()
        page = old.add_sheet("企业", cell_overwrite_ok=True)
        for top, bottom, left, right in merged:
            page.merge(top, bottom, left, right)
        for row, line in enumerate(cells):
            for column, cell in enumerate(line):
                if cell is not None:
                    page.write(row, column, cell)
        old.save(path)
    found = sources(tmp_path)
    rows = found.frames["Enterprise"].select("name", "region", "capital", "revenue").rows()
    assert rows == [
        ("甲公司", "411426", 100, None),
        ("乙公司", "411425", None, None),
        ("丙公司", "411425", 7, 8),
    ]
    assert serious(found) == []


def test_two_columns_of_one_head_that_disagree(tmp_path: Path) -> None:
    found = sources(tmp_path, {"表.csv": "企业名称,注册资本,注册资本\n甲公司,100,200\n乙公司,5,5\n"})
    assert [(p.row, p.value) for p in serious(found)] == [(2, "200")]


@pytest.mark.parametrize("name", ["空.csv", "空.xlsx", "空.xls", "空.txt"])
def test_an_empty_file_is_told(tmp_path: Path, name: str) -> None:
    found = sources(tmp_path, {name: b""})
    assert [(p.file, p.level) for p in found.problems] == [(name, "提示")]


def test_a_table_that_fits_none_names_the_nearest_and_what_to_write(tmp_path: Path) -> None:
    found = sources(tmp_path, {"表.csv": "企业全名,荣誉,年度\n甲公司,小巨人,2024\n"})
    [problem] = found.problems
    assert (
        "最接近「荣誉」" in problem.reason
        and "还缺列:企业名称" in problem.reason
        and "企业全名" in problem.reason
    )
    found = sources(tmp_path, {}, '[columns."表.csv"]\n"企业名称" = "企业全名"\n')
    assert found.frames["Holds"]["enterprise"].to_list() == ["甲公司"]


def test_a_table_chosen_by_hand(tmp_path: Path) -> None:
    text = "企业名称,荣誉\n甲公司,小巨人\n"
    found = sources(tmp_path, {"表.csv": text}, **{"表.csv": "企业"})
    assert found.frames["Enterprise"]["name"].to_list() == ["甲公司"]
    found = sources(tmp_path, {}, **{"表.csv": "名单"})
    assert "缺列:名单" in serious(found)[0].reason


QCC_OLD = (
    "公司名称、登记状态、企业法人、注册金额、成立日期、核准日期、所属省份、所属城市、所属区县、"
    "电话号码、更多电话、电子邮箱、更多邮箱、信用代码、纳税人识别码、注册号、组织机构码、"
    "参保人数、企业类型、所属行业、曾用名、英文名称、企业官网、公司地址、年报地址、经营范围"
)
QCC_NEW = (
    "公司名称、登记状态、法定代表人、企业规模、注册资本、实缴资本、成立日期、核准日期、营业期限、"
    "所属省份、所属城市、所属区县、公司类型、国标行业门类、国标行业大类、国标行业中类、曾用名、"
    "英文名、统一社会信用代码、纳税人识别号、注册号、组织机构代码、参保人数、参保人数所属年报、"
    "有效手机号、更多电话、注册地址、最新年报地址、通信地址、网址、邮箱、其他邮箱、经营范围"
)
QCC_API = (
    "企业名称、统一社会信用代码、纳税人识别号、注册号、组织机构代码、法定代表人、注册资本、"
    "企业类型、所属行业、成立日期、所属省份、所属城市、所属区县、曾用名、参保人数、电话、"
    "更多电话、邮箱、更多邮箱、官网、企业地址、经营范围"
)
QIXIN = (
    "企业名称、经营状态、法定代表人、注册资本、成立时间、省份、城市、区县、统一社会信用代码、"
    "企业类型、所属行业、员工人数、企业科技属性、联系电话、注册地址、经营范围"
)
CELLS = {
    "公司名称": "夏邑新纺有限公司",
    "企业名称": "夏邑新纺有限公司",
    "注册金额": "1000万人民币",
    "注册资本": "1000万元人民币",
    "所属省份": "河南省",
    "省份": "河南省",
    "所属城市": "商丘市",
    "城市": "商丘市",
    "所属区县": "夏邑县",
    "区县": "夏邑县",
    "参保人数": "120",
    "员工人数": "100-199人",
    "所属行业": "纺织业",
    "国标行业大类": "纺织业",
    "国标行业中类": "棉纺织及印染精加工",
    "经营范围": "棉纱生产",
    "法定代表人": "张三",
    "企业法人": "张三",
    "电话号码": "13800000000",
    "电话": "13800000000",
    "有效手机号": "13800000000",
    "联系电话": "13800000000",
    "企业科技属性": "专精特新小巨人;高新技术企业;瞪羚(公示)",
}


@pytest.mark.parametrize(
    ("heads", "insured", "industry"),
    [(QCC_OLD, 120, "17"), (QCC_NEW, 120, "171"), (QCC_API, 120, "17"), (QIXIN, 100, "17")],
)
def test_registry_exports_without_personal_data(
    tmp_path: Path, heads: str, insured: int, industry: str
) -> None:
    names = heads.split("、")
    text = ",".join(names) + "\n" + ",".join(CELLS.get(n, "-") for n in names) + "\n"
    found = sources(tmp_path, {"导出.csv": text.encode("gb18030")})
    assert serious(found) == []
    row = found.frames["Enterprise"].to_dicts()[0]
    assert (row["region"], row["capital"], row["insured"]) == ("河南省商丘市夏邑县", 1000, insured)
    assert row["industry"] == [industry]
    assert not any(
        "张三" in str(v) or "13800000000" in str(v) for f in found.frames.values() for v in f.row(0)
    )
    assert sum("个人信息" in p.reason for p in found.problems) == 1
    if heads is QIXIN:
        held = found.frames["Holds"].select("honor", "state").rows()
        assert held == [("专精特新小巨人", None), ("高新技术企业", None), ("瞪羚", "公示")]


def test_a_published_graph(tmp_path: Path) -> None:
    found = sources(
        tmp_path,
        {
            "stock.csv": "stock_id:ID(Stock),name:string,code,:LABEL\n2658,甲股份,2658,Company\n937,乙股份,937,Company\n",
            "concept.csv": "concept_id:ID(Concept),name,:LABEL\nc1,纺纱,Concept\nc2,别的,Concept\n",
            "edges.csv": ":START_ID(Stock),:END_ID(Concept),:TYPE\n2658,c1,concept_of\n937,c2,concept_of\n9,c1,concept_of\n",
            "ties.csv": ":START_ID(Stock),:END_ID(Stock),:TYPE\n2658,937,supplies\n",
        },
    )
    assert found.frames["Enterprise"]["stock_code"].to_list() == ["002658", "000937"]
    assert found.frames["Makes"].select("enterprise", "chain", "segment").rows() == [
        ("甲股份", ["纺织服装"], ["纺纱"])
    ]
    assert found.frames["Relation"].select("first", "relation", "second").rows() == [
        ("甲股份", "供货", "乙股份")
    ]
    assert [(p.file, p.row) for p in serious(found)] == [("edges.csv", 4)]
    for b in found.balances:
        assert b.read == b.loaded + b.left_out + b.set_aside


SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public tables are not on this machine")
def test_public_tables_are_read_whole(tmp_path: Path) -> None:
    for path in [*(SHARED / "classifications").glob("*.xls"), *(SHARED / "stock_concepts").glob("*.csv")]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    found = sources(tmp_path)
    assert found.frames["Enterprise"].height > 3000
    for b in found.balances:
        assert b.read == b.loaded + b.left_out + b.set_aside
