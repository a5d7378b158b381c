"""The workbook read back: its sheets, its marks for unknown, its print set-up; names never run as formulas."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import fastexcel
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cli import answers
from exports import lists
from exports._book import LONGEST, clean, lines
from exports._facts import evidence, full_width, link_evidence, reason
from exports._needs import EACH, gathered
from exports._presets import DEFAULT, PRESETS
from graph.names import head
from graph.problem import InputError
from loaders._sheets import is_own
from tests.county import FIRMS, make

Rows = dict[str, list[dict[str, Any]]]
SHEETS = [
    "说明",
    "产业链总览",
    "图表",
    "重点企业",
    "缺口清单",
    "短板清单",
    "核实清单",
    "待核链接",
    "目标企业",
    "链主",
    "来源",
]
LISTS = [name for name in SHEETS if name not in ("说明", "图表")]
VERDICTS = ["图谱核验结果", "风险判断", "推荐结论", "人工备注", "建议动作"]
HOSTILE = ["=cmd|' /C calc'!A0", "+1", "@x", "-2", "https://例.cn/?a=b", "internal:说明!A1", "{=1+1}"]
ABOUT = {"county": "夏邑县", "region": "411426", "as_of": "2026-01-01", "policy": {"urgent": 0.55}}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """A county whose spinning and clothing stand, whose dyeing is missing, whose brand is in doubt."""
    doubt = "企业名称,产业链,环节,来源,可信度\n世贤纺织,纺织服装,面料,中国贸易报,待核\n"
    leaders = "企业名称,产业链,依据\n华鹏纺织有限公司,纺织服装,江北最大\n"
    files = {"企业.csv": FIRMS + "世贤纺织,411426,\n", "企业环节.csv": doubt, "链主.csv": leaders}
    return asked(make(tmp_path_factory.mktemp("county"), files)[0])


def asked(store: Any) -> Rows:
    return gathered(lists.NEEDS, {}, partial(answers, store))


def written(rows: Rows, folder: Path, about: dict[str, Any] | None = None) -> Workbook:
    ((path, what),) = lists.write(rows, folder, about or ABOUT)
    assert path == folder / "招商清单.xlsx" and "目标企业" in what
    return load_workbook(path)


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows below row 4 by their heads, line breaks dropped."""
    heads = [head(str(c.value)) for c in sheet[4]]
    return [dict(zip(heads, (c.value for c in row), strict=True)) for row in sheet.iter_rows(min_row=5)]


def test_the_seed_workbook_reads_back(outputs: Path) -> None:
    path = outputs / "招商清单.xlsx"
    assert is_own(path)
    book = load_workbook(path)
    assert book.sheetnames == SHEETS
    texts = {str(c.value) for row in book["目标企业"].iter_rows() for c in row}
    assert any("盛泰智造集团股份有限公司" in t for t in texts)


def test_every_list_is_set_up_for_reading_and_printing(rows: Rows, tmp_path: Path) -> None:
    book = written(rows, tmp_path)
    assert book.sheetnames == SHEETS
    for name in LISTS:
        sheet = book[name]
        assert sheet.freeze_panes == "C5"
        assert sheet.auto_filter.ref == f"A4:{get_column_letter(sheet.max_column)}{sheet.max_row}"
        assert str(sheet["A1"].value).startswith("夏邑县纺织服装产业链")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.page_setup.fitToWidth in (None, 1) and sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == ("$1:$1" if name == "产业链总览" else "$3:$4")
        assert sheet.oddFooter and sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
        assert (sheet.oddFooter.center.font, sheet.oddFooter.center.size) == ("仿宋,Regular", 9)
        assert not [m for m in sheet.merged_cells.ranges if m.max_row > 3]
        shown = [d.width for d in sheet.column_dimensions.values() if not d.hidden]
        assert sum(shown) <= 175 + len(shown)
        assert sheet.sheet_view.showGridLines is False


def test_unknown_is_said_and_never_zero_or_blank(rows: Rows, tmp_path: Path) -> None:
    book = written(rows, tmp_path)
    (doubt,) = [r for r in table(book["缺口清单"]) if r["缺口类型"] == "数据不足"]
    assert doubt["环节"] == "面料" and doubt["现状"] == "？ 待核"
    assert doubt["严重度"] == "不详" and doubt["等级"] == "待核实"
    assert all(r["对接路径"] == "不详" for r in table(book["目标企业"]))
    for name in LISTS:
        bands = [c.value for c in book[name][3]]
        asked_from = next((i for i, b in enumerate(bands) if "请填" in str(b)), len(bands))
        for row in book[name].iter_rows(min_row=5, max_col=asked_from):
            assert all(c.value not in (None, "") for c in row), name


def test_rows_carry_the_figures(rows: Rows, tmp_path: Path) -> None:
    book = written(rows, tmp_path)
    gaps = {r["环节"]: r for r in table(book["缺口清单"])}
    assert gaps["印染"]["缺口类型"] == "补链"
    assert gaps["印染"]["严重度"] == rows["gaps"][0]["score"]
    assert gaps["印染"]["首选目标企业"] == "航民\n浙江杭州"
    assert "连接" not in gaps["印染"]["判断依据"] and not gaps["印染"]["判断依据"].endswith("。")
    (target,) = table(book["目标企业"])[:1]
    best = rows["targets"][0]
    assert target["推荐分"] == pytest.approx(100 * best["score"])
    assert target["企业标识"] == best["id"] and target["环节标识"] == "纺织服装:印染"
    (check,) = table(book["核实清单"])
    assert check["待核企业"] == "世贤纺织" and check["环节标识"] == "纺织服装:面料"
    (link,) = table(book["待核链接"])
    assert link["企业名称"] == "世贤纺织" and link["所在地"] == "本地"
    local = {r["企业名称"]: r for r in table(book["重点企业"])}
    assert local["华鹏纺织有限公司"]["身份"] == "链主" and local["世贤纺织"]["链接状态"] == "待核"
    assert table(book["产业链总览"])[0]["链主"] == "华鹏纺织"
    assert "0.55" in str([c.value for row in book["说明"].iter_rows() for c in row])


def test_a_person_finds_columns_to_fill_and_lists_to_choose_from(rows: Rows, tmp_path: Path) -> None:
    target = rows["targets"][0]
    said = {"id": target["id"], "segment_id": target["segment_id"], "conclusion": "待定", "note": "已签外县"}
    book = written(rows | {"targets": [target], "reviews": [target | said]}, tmp_path)
    sheet = book["目标企业"]
    (row,) = table(sheet)
    assert [h for h in row if h in VERDICTS] == VERDICTS
    assert row["推荐结论"] == "待定" and row["人工备注"] == "已签外县" and row["风险判断"] is None
    choices = {v.formula1 for v in sheet.data_validations.dataValidation}
    assert {'"是,否"', '"推荐,待定,排除"'} <= choices
    assert '"对,错"' in {v.formula1 for v in book["待核链接"].data_validations.dataValidation}
    hidden = [d.index for d in sheet.column_dimensions.values() if d.hidden]
    assert len(hidden) >= 1 and sheet.cell(4, sheet.max_column).value == "环节标识"


def test_colours_and_bars_hold_after_an_edit(rows: Rows, tmp_path: Path) -> None:
    book = written(rows, tmp_path)
    kinds = {rule.type for ranges in book["缺口清单"].conditional_formatting for rule in ranges.rules}
    assert {"beginsWith", "cellIs", "dataBar"} <= kinds
    assert len(book["产业链总览"]._charts) == 1  # type: ignore[attr-defined]


def test_no_cell_runs_as_a_formula(rows: Rows, tmp_path: Path) -> None:
    for name in HOSTILE:
        renamed = {query: [_renamed(row, name) for row in found] for query, found in rows.items()}
        book = written(renamed, tmp_path, ABOUT | {"county": name})
        cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
        assert not [c.value for c in cells if c.data_type == "f"]
        assert not [c.value for c in cells if c.hyperlink and not str(c.hyperlink.location).endswith("!A1")]
        assert name in {c.value for c in book["目标企业"]["B"]}


def _renamed(row: dict[str, Any], name: str) -> dict[str, Any]:
    new = {key: name for key in ("enterprise", "segment", "basis", "source", "reason") if key in row}
    return row | new | ({"evidence": [name]} if "evidence" in row else {})


def test_names_of_any_kind_survive(rows: Rows, tmp_path: Path) -> None:
    for name in ("纺\x00织\x0b\x1f\ud800", "长" * 40_000, "𠮷" * 20_000, "<a&b>\"'", "_x0041_", "😀 企业"):
        targets = [row | {"enterprise": name} for row in rows["targets"]]
        book = written(rows | {"targets": targets}, tmp_path)
        value = str(book["目标企业"]["B5"].value)
        assert value == clean(name) and value
        assert len(value.encode("utf-16-le")) // 2 <= LONGEST
    assert clean("长" * 40_000).endswith("…") and clean("纺\x00织\ud800") == "纺织"


def test_an_empty_project_still_makes_a_workbook(tmp_path: Path) -> None:
    book = written({name: [] for name in lists.NEEDS}, tmp_path)
    assert book.sheetnames == [name for name in SHEETS if name != "图表"]
    assert "本库暂无可列" in str(book["缺口清单"]["A2"].value)


def test_an_undecided_group_and_an_unjudged_chain_have_no_figures(rows: Rows, tmp_path: Path) -> None:
    blank = dict.fromkeys(rows["chains"][0], None) | {"chain": "轻跑系", "leaders": [], "parks": []}
    unsure = rows["chains"][0] | {"segments": 5, "unknown": 5}
    found = {
        r["产业链"]: r for r in table(written(rows | {"chains": [blank, unsure]}, tmp_path)["产业链总览"])
    }
    assert {found["轻跑系"][h] for h in ("环节", "已有", "覆盖率", "本地企业", "紧急")} == {"不详"}
    assert found["纺织服装"]["覆盖率"] == found["纺织服装"]["缺口环节"] == "不详"
    assert list(found) == ["纺织服装", "轻跑系"]


def test_the_same_rows_make_the_same_bytes_and_our_mark(rows: Rows, tmp_path: Path) -> None:
    (one, _), (two, _) = (lists.write(rows, tmp_path / name, ABOUT)[0] for name in "ab")
    assert one.read_bytes() == two.read_bytes()
    assert is_own(one)
    with zipfile.ZipFile(one) as archive:
        assert b'name="liantu"' in archive.read("docProps/custom.xml")


def test_libreoffice_opens_it(rows: Rows, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("没有 soffice,不试 LibreOffice 能否打开")
    ((path, _),) = lists.write(rows, tmp_path, ABOUT)
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert path.with_suffix(".pdf").stat().st_size > 20_000


@pytest.mark.parametrize("preset", [name for name in PRESETS if name != DEFAULT])
def test_every_preset_makes_its_sheets_and_says_whose_it_is(rows: Rows, tmp_path: Path, preset: str) -> None:
    ((path, _),) = lists.write(rows, tmp_path, ABOUT, preset)
    assert path.name == f"招商清单·{preset}.xlsx"
    book = load_workbook(path)
    wanted = [sheet.name or sheet.of for sheet in PRESETS[preset].sheets]
    assert [n for n in book.sheetnames if n not in ("说明", "图表")] == [n for n in wanted if n != "核验记录"]
    texts = str([c.value for row in book["说明"].iter_rows() for c in row])
    assert PRESETS[preset].source[:12] in texts


def test_a_project_makes_sheets_of_its_own(rows: Rows, tmp_path: Path) -> None:
    sheet = {"of": "目标企业", "name": "拟招[企业]", "columns": ["企业名称", "推荐理由", "推荐结论"],
             "heads": {"推荐理由": "为什么招"}, "only": {"企业名称": ["航民"]}, "fill": ["分管领导"]}  # fmt: skip
    own = {"我的清单": {"title": None, "sheets": ["缺口清单", sheet, "缺口清单"]}}
    ((path, _),) = lists.write(rows, tmp_path, ABOUT | {"lists": own}, "我的清单")
    book = load_workbook(path)
    assert book.sheetnames == ["说明", "缺口清单", "拟招－企业－", "缺口清单2"]
    (row,) = table(book["拟招－企业－"])
    assert list(row)[:4] == ["企业名称", "为什么招", "推荐结论", "分管领导"]
    assert row["企业标识"] == "name:航民" and "航民" in row["企业名称"]


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ({"of": "目标企也"}, "目标企业"),
        ({"of": "目标企业", "columns": ["推荐理油"]}, "推荐理由"),
        ({"of": "目标企业", "heads": {"推荐份": "分"}}, "推荐分"),
    ],
)
def test_a_mistyped_sheet_or_column_is_told(
    rows: Rows, tmp_path: Path, sheet: dict[str, Any], said: str
) -> None:
    about = ABOUT | {"lists": {"甲": {"sheets": [sheet]}}}
    with pytest.raises(InputError, match=said):
        lists.write(rows, tmp_path, about, "甲")
    with pytest.raises(InputError, match="四清单"):
        lists.write(rows, tmp_path, about, "四清")


def test_a_workbook_that_someone_filled_in_is_kept(rows: Rows, tmp_path: Path) -> None:
    ((path, _),) = lists.write(rows, tmp_path, ABOUT)
    assert len(lists.write(rows, tmp_path, ABOUT)) == 1
    book = load_workbook(path)
    book["目标企业"]["R5"] = "否"
    book.save(path)
    (_, (kept, what)) = lists.write(rows, tmp_path, ABOUT)
    assert kept.name == "招商清单（已填1）.xlsx" and "out/" in what
    assert load_workbook(kept)["目标企业"]["R5"].value == "否"
    assert load_workbook(path)["目标企业"]["R5"].value != "否"


def test_decided_links_and_answers_go_on_into_the_next_workbook(rows: Rows, tmp_path: Path) -> None:
    gone = {"enterprise": "某公司", "id": "name:某公司", "region": None, "local": False, "chain": "纺织服装",
            "segment": "印染", "segment_id": "纺织服装:印染", "result": "否", "risk": None, "conclusion": None,
            "note": "只做贸易", "action": None, "source": "人工核验：旧.xlsx", "date": "2026-01-02"}  # fmt: skip
    answer = {"chain": "纺织服装", "segment": "纺纱", "segment_id": "纺织服装:纺纱", "region_code": "411426",
              "verdict": "有", "count": 2, "capacity": None, "office": "县工信局", "source": "人工核验：旧.xlsx",
              "date": "2026-01-02"}  # fmt: skip
    book = written(rows | {"reviews": [gone], "surveys": [answer]}, tmp_path)
    (row,) = table(book["核验记录"])
    assert row["图谱核验结果"] == "否" and row["人工备注"] == "只做贸易" and row["生效情况"] == "链接已去掉"
    last = table(book["核实清单"])[-1]
    assert (last["环节"], last["结论"], last["企业数"], last["核实单位"]) == ("纺纱", "有", 2, "县工信局")


def test_every_part_is_sound_xml_and_strict_readers_open_it(rows: Rows, tmp_path: Path) -> None:
    hostile = {q: [_renamed(r, "<a&b>\"'\x01\ud800=1+1") for r in found] for q, found in rows.items()}
    ((path, _),) = lists.write(hostile, tmp_path, ABOUT | {"county": "=县<&>"})
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(name))
        names = re.findall(rb"<definedName ([^>]+)>", archive.read("xl/workbook.xml"))
    assert len(names) == len(set(names)) > 0
    reader = fastexcel.read_excel(path)
    assert reader.sheet_names == load_workbook(path).sheetnames
    assert all(reader.load_sheet(n, header_row=None, skip_rows=0, dtypes="string").height for n in SHEETS)


def test_a_big_list_stays_within_what_excel_takes(rows: Rows, tmp_path: Path) -> None:
    many = [rows["targets"][0] | {"enterprise": f"企业{n}", "id": f"name:企业{n}"} for n in range(3000)]
    book = written(rows | {"targets": many}, tmp_path)
    sheet = book["目标企业"]
    assert sheet.max_row == 3004 and sheet.page_setup.paperSize == 8
    assert sum(bool(c.hyperlink) for s in book for row in s.iter_rows() for c in row) < 100


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [("", 10, 1), ("印染", 10, 1), ("磷酸铁锂圆柱电芯", 10, 2), ("甲\n乙", 10, 2), ("a" * 100, 10, 11)],
)
def test_lines_are_counted_as_a_cell_breaks_them(text: str, width: float, count: int) -> None:
    assert lines(text, width, 10) == count


def test_sentences_lose_what_has_columns_of_its_own() -> None:
    gap = {"segment": "印染", "chain": "纺织服装", "stage": "中游"}
    said = "印染在纺织服装链中游:上游织造本地有2家(华鹏),下游未接通;本环节本库未见投产企业(待县里核实)。"
    said += "连接0.84×重要度0.97=0.81,紧急。"
    assert evidence(gap | {"evidence": [said]}) == "上游织造本地有2家（华鹏），下游未接通；本库未见投产企业"
    why = "盛泰集团(上市):面料对应面料缺口(补链,紧急);2024年投2.5亿元;四高二低未知。62分(57—73),资料覆盖65%。"
    target = {"enterprise": "盛泰集团", "reason": why, "checks": ["市内已布局,防止相互挖转"]}
    kept = "上市；面料对应面料缺口；2024年投2.5亿元；四高二低未知\n待核实：市内已布局，防止相互挖转"
    assert reason(target, "补链，紧急") == kept
    link = {
        "evidence": ["甲→链·环节:已确认,依据表中列明棉纱。", "来源:周刊 http://a.cn/1?b=2,c(2022,转载)。"]
    }
    assert link_evidence([link, link]) == "表中列明棉纱。来源：周刊，c（2022，转载）"
    assert full_width("1,000家(见 http://a.cn/x:1)") == "1,000家（见 http://a.cn/x:1）"


def test_of_a_crowded_segment_the_first_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    crowd = "".join(f"染厂{i}有限公司,江苏省苏州市,染整布\n" for i in range(EACH + 15))
    doubt = "企业名称,产业链,环节,可信度\n" + "".join(
        f"染厂{i}有限公司,纺织服装,纺纱,待核\n" for i in range(3)
    )
    store, _ = make(tmp_path / "county", {"企业.csv": FIRMS + crowd, "企业环节.csv": doubt})
    book = written(asked(store), tmp_path)
    dyed = [r for r in table(book["目标企业"]) if r["对应环节"] == "印染"]
    assert len(dyed) == EACH
    gaps = {r["环节"]: r for r in table(book["短板清单"])}
    assert gaps["印染"]["目标企业数"] == EACH + 16  # 航民, too
    assert f"只列前{EACH}家" in book["目标企业"]["A2"].value
    drawn = [c.title.tx.rich.p[0].r[0].t for c in book["图表"]._charts]  # type: ignore[attr-defined]
    assert f"目标企业，按所在区域（单位：家，每个环节前{EACH}家）" in drawn
    assert len(table(book["待核链接"])) == 3
