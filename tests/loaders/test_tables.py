"""Tables as people have them: what loads, and that every bad cell is named by file, row, column and value."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from graph.problem import InputError, Problem
from graph.projectfile import load_project
from loaders import read
from queries import links
from tests.county import CHAIN, TOML, make
from tests.loaders.folder import serious, sources


def only(problems: list[Problem]) -> Problem:
    serious = [p for p in problems if p.level == "问题"]
    assert len(serious) == 1, serious
    return serious[0]


@pytest.mark.parametrize(
    ("file", "text", "row", "column", "value"),
    [
        ("荣誉.csv", "企业名称,荣誉,年度\n华鹏纺织有限公司,小巨人,前年\n", 2, "年度", "前年"),
        ("企业环节.csv", "企业名称,产业链,环节\n华鹏纺织有限公司,纺织服装,纺砂\n", 2, "环节", "纺砂"),
        ("企业环节.csv", "企业名称,产业链,环节\n华鹏纺织有限公司,纺织链,纺纱\n", 2, "产业链", "纺织链"),
        ("布点.csv", "企业名称,地区,类型\n华鹏纺织有限公司,不存在县,生产基地\n", 2, "地区", "不存在县"),
        ("布点.csv", "企业名称,地区,类型\n\n华鹏纺织有限公司,夏邑县,工厂\n", 3, "类型", "工厂"),
        ("环节核实.csv", "产业链,环节,结论\n纺织服装,织造,也许\n", 2, "结论", "也许"),
        ("名单.csv", "企业名称,名单,移出日期\n华鹏纺织有限公司,失信,某日\n", 2, "移出日期", "某日"),
        ("大额.csv", "企业名称,注册资本(万元)\n甲公司,壹仟万\n", 2, "注册资本(万元)", "壹仟万"),
        ("外币.csv", "企业名称,注册资本(万元)\n甲公司,5000万美元\n", 2, "注册资本(万元)", "5000万美元"),
        (
            "代码.csv",
            "企业名称,统一社会信用代码\n甲公司,91410000000000000X\n",
            2,
            "统一社会信用代码",
            "91410000000000000X",
        ),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, file: str, text: str, row: int, column: str, value: str) -> None:
    _, problems = make(tmp_path, {file: text})
    serious = [p for p in problems if p.level == "问题"]
    found = [p for p in serious if p.column == column]
    assert [(p.file, p.row, p.value) for p in found] == [(file, row, value)]


def test_a_suggestion_for_a_mistyped_segment(tmp_path: Path) -> None:
    text = "企业名称,产业链,环节\n华鹏纺织有限公司,纺织服装,纺砂\n"
    _, problems = make(tmp_path, {"企业环节.csv": text})
    assert only(problems).reason == '没有环节"纺砂",您是不是要"纺纱"?'


def test_tianyancha_workbook_with_its_notice_row(tmp_path: Path) -> None:
    heads = ["公司名称", "登记状态", "企业规模", "成立日期", "所属省份", "所属城市", "国标行业大类", "统一社会信用代码",
             "网址", "天眼评分", "参保人数", "参保人数所属年报", "经营范围", "注册资本", "实缴资本", "所属区县",
             "企业(机构)类型", "国标行业门类", "国标行业中类"]  # fmt: skip
    row = ["夏邑新纺有限公司", "存续", "小型", "2016-05-18", "河南省", "商丘市", "纺织业", "-", "-", "80", "120", "2024",
           "棉纱生产、销售", "1000万人民币", "-", "夏邑县", "有限责任公司", "制造业", "棉纺织及印染精加工"]  # fmt: skip
    book = xlsxwriter.Workbook(str(tmp_path / "导出.xlsx"))
    sheet = book.add_worksheet("高级搜索")
    sheet.write_string(0, 0, "声明:以下数据仅供参考")
    for column, (title, value) in enumerate(zip(heads, row, strict=True)):
        sheet.write_string(1, column, title)
        sheet.write_string(2, column, value)
    book.close()
    store, problems = make(tmp_path)
    assert [p for p in problems if p.level == "问题"] == []
    found = store.run(
        "MATCH (e:Enterprise)-[:LocatedIn]->(r:Region) WHERE e.name = '夏邑新纺有限公司' "
        "RETURN e.capital AS capital, e.insured AS insured, e.industry AS industry, r.code AS code ORDER BY code"
    )
    assert found == [{"capital": 1000.0, "insured": 120, "industry": ["171"], "code": "411426"}]
    assert [r.segment for r in links.answer(store, "夏邑新纺有限公司")] == ["纺纱"]


def test_example_total_note_and_repeated_head_rows_are_set_aside(tmp_path: Path) -> None:
    text = "企业名称,地区\n示例:某某公司,411426\n甲公司,411426\n企业名称,地区\n合计,1\n注:以上为初步统计\n"
    (tmp_path / "chains").mkdir()
    (tmp_path / "liantu.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "chains" / "a.yaml").write_text(CHAIN, encoding="utf-8")
    (tmp_path / "企业.csv").write_text(text, encoding="gb18030")
    project, _ = load_project(tmp_path)
    balance = read(tmp_path, project).balances[0]
    assert (balance.read, balance.loaded, balance.left_out, balance.set_aside) == (5, 1, 0, 4)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "没有 liantu.toml"),
        ({"liantu.toml": "[project\n"}, "读不懂"),
        ({"liantu.toml": '[project]\nregion = "999999"\n'}, "不是行政区划代码"),
        ({"liantu.toml": TOML}, "没有链文件"),
        ({"liantu.toml": TOML, "chains/a.yaml": "chain: 甲\nsegments: {乙: [\n"}, "第"),
        ({"liantu.toml": TOML, "chains/a.yaml": "chain: 甲\nchain: 乙\n"}, "第2行:键「chain」重复了"),
        ({"liantu.toml": TOML, "chains/a.yaml": "- 甲\n"}, "第1行"),
    ],
)
def test_what_cannot_be_built_is_one_sentence(tmp_path: Path, files: dict[str, str], words: str) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        project, _ = load_project(tmp_path)
        read(tmp_path, project)


def test_a_feed_to_a_segment_that_is_not_there(tmp_path: Path) -> None:
    _, problems = make(tmp_path, chain=CHAIN.replace("feeds: [织造]", "feeds: [织照]"))
    problem = only(problems)
    assert (problem.file, problem.row, problem.value) == ("chains/纺织服装.yaml", 4, "织照")
    assert "织造" in problem.reason


def test_an_unknown_key_and_a_wrong_stage(tmp_path: Path) -> None:
    _, problems = make(tmp_path, chain=CHAIN.replace("words: [坯布]", "word: [坯布]"))
    assert "words" in only(problems).reason
    _, problems = make(tmp_path, chain=CHAIN.replace("stage: 下游", "stage: 末端"))
    assert any(p.column == "stage" and p.value == "末端" for p in problems)


def test_what_is_no_firm_becomes_none(tmp_path: Path) -> None:
    """Sums, notes, headings and the names of those who signed, however they are put, are set aside and counted."""
    rows = ["合计:,100", "共2家,", "以上合计,100", "全县合计,100", "纺织业小计,100", "其中:规上,100", "注1:初步统计,",
            "1.本表由各单位填报,", "填表人:张三  审核人:李四  联系电话:13800001111,", "单位负责人:王五,经办人:赵六",
            "制表日期:2024-1-1,", "(以下空白),", "一、规上企业,", "(二)规下企业,"]  # fmt: skip
    firms = ["甲公司,100", "合计(夏邑)科技有限公司,5", "一、乙公司,", "丙厂,"]
    text = "企业名称,注册资本(万元)\n(1),(2)\n" + "\n".join([*firms, *rows]) + "\n"
    found = sources(tmp_path, {"名录.csv": text})
    assert found.frames["Enterprise"].height == len(firms)
    assert (found.balances[0].read, found.balances[0].set_aside) == (
        len(firms) + len(rows) + 1,
        len(rows) + 1,
    )
    assert serious(found) == []


@pytest.mark.parametrize(
    "text",
    [
        "企业名称,营业收入,参保人数\n,亿元,人\n甲公司,1.5,50\n",
        "名录,单位:亿元,\n企业名称,营业收入,参保人数\n甲公司,1.5,50\n",
    ],
)
def test_units_in_a_row_of_their_own(tmp_path: Path, text: str) -> None:
    found = sources(tmp_path, {"名录.csv": text})
    assert found.frames["Enterprise"].select("name", "revenue", "insured").rows() == [("甲公司", 15000, 50)]
    assert serious(found) == []


def test_a_foreign_unit_above_the_head_is_not_taken_for_yuan(tmp_path: Path) -> None:
    found = sources(tmp_path, {"名录.csv": "名录,(单位:万美元)\n企业名称,注册资本\n甲公司,100\n"})
    assert found.frames["Enterprise"]["capital"].to_list() == [None]
    assert [p.value for p in serious(found)] == ["100"]


def test_two_tables_one_over_the_other_in_a_sheet(tmp_path: Path) -> None:
    text = "名录,,\n"
    text += "企业名称,注册资本(万元),地区\n甲公司,100,411426\n乙公司,200,411426\n,,\n企业名称,荣誉,年度\n丙公司,瞪羚,2024\n"
    found = sources(tmp_path, {"名录.csv": text})
    assert found.frames["Enterprise"].select("name", "_row").rows() == [("甲公司", 3), ("乙公司", 4)]
    assert found.frames["Holds"].select("enterprise", "_row").rows() == [("丙公司", 7)]
    assert serious(found) == []


@pytest.mark.parametrize("name", ["企业全称", "单位详细名称", "※企业名称", "★公司名称(必填)"])
def test_heads_as_offices_write_them(tmp_path: Path, name: str) -> None:
    """A name's, a code's and an address's usual words; marks before a head say that it must be filled in."""
    text = f"{name},▲统一信用代码,住所\n华鹏纺织有限公司,91411426MA9K12345X,孔祖大道1号\n"
    found = sources(tmp_path, {"企业.csv": text, "荣誉.csv": f"{name},荣誉\n华鹏纺织有限公司,小巨人\n"})
    firms = found.frames["Enterprise"]
    assert firms["name"].unique().to_list() == ["华鹏纺织有限公司"]
    assert firms["address"].drop_nulls().to_list() == ["孔祖大道1号"]
    assert [p for p in found.problems if p.level != "问题"] == []
