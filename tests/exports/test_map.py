"""The interactive map in a real browser: what it draws, that it opens as named, and that nothing leaves it."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from exports import map as export
from exports._map.page import safe_json
from exports._map.words import short, spell, wide
from tests.exports.maps import ABOUT, PARTS, STEPS, Rows, Visit, hostile, overlapping, sample


def test_one_file_that_needs_nothing_else(map_file: Path) -> None:
    text = map_file.read_text(encoding="utf-8")
    assert map_file.name == "招商图谱.html"
    assert len(text.encode()) < 3_000_000
    assert "default-src &#39;none&#39;" in text
    head = text.split("</head>")[0]
    assert re.findall(r"<(?:link|img|iframe)[^>]*>", head) == ['<link rel="icon" href="data:,">']
    assert not re.search(r"<script[^>]+src=", text)


def test_same_rows_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    first = export.write(sample(), tmp_path, ABOUT)[0][0].read_bytes()
    assert export.write(sample(), tmp_path / "b", ABOUT)[0][0].read_bytes() == first


def test_opens_on_the_most_severe_gap_and_shows_why(visit: Visit) -> None:
    assert visit.state()["node"] == "纺织服装:印染"
    panel = visit.page.locator("#panel")
    assert "本环节本库未见投产企业（待县里核实）" in panel.inner_text()
    assert "本库未见 ≠ 县里没有" in visit.page.locator("#foot").inner_text()


def test_each_status_has_its_form(visit: Visit) -> None:
    forms = {name: node["form"] for name, node in visit.nodes().items()}
    assert forms == {
        "棉花": "bought", "棉纱": "present", "机织布": "weak", "印染": "building", "面料": "gap",
        "运动服装": "strong", "检验检测": "gap", "纺织机械": "check",
    }  # fmt: skip


def test_a_ghost_is_drawn_where_a_gap_is(visit: Visit) -> None:
    node = visit.nodes()["面料"]
    edge = visit.page.evaluate(
        """({x, y, width, height}) => {
          const canvas = document.querySelector("#network canvas"), place = canvas.getBoundingClientRect();
          const scale = canvas.width / place.width;
          const data = canvas.getContext("2d").getImageData(
            Math.round((x - place.left - 2) * scale), Math.round((y - place.top) * scale),
            Math.round(4 * scale), Math.round(height * scale)).data;
          let red = 0, other = 0;
          for (let i = 0; i < data.length; i += 4) {
            if (data[i] > 150 && data[i + 1] < 110 && data[i + 2] < 90) red += 1;
            else other += 1;
          }
          return {red, other};
        }""",
        node,
    )
    assert edge["red"] > 40, "a red dash"
    assert edge["other"] > 40, "with gaps in it"
    assert [chip["name"] for chip in node["chips"]] == [
        "浙江目标1纺织股份有限公司",
        "浙江目标2纺织股份有限公司",
    ]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (2560, 1440)])
def test_nothing_overlaps_and_all_is_in_sight(
    browser: Browser, map_file: Path, width: int, height: int
) -> None:
    visit = Visit(browser, map_file, width, height)
    nodes = list(visit.nodes().values())
    assert overlapping([*nodes, *(chip for node in nodes for chip in node["chips"])]) == []
    place = visit.page.locator("#network").bounding_box()
    assert place
    for node in nodes:
        assert node["x"] >= place["x"]
        assert node["x"] + node["width"] <= place["x"] + place["width"]
        assert node["y"] + node["height"] <= place["y"] + place["height"]
    visit.page.close()


def test_a_click_shows_the_evidence_and_the_address_leads_back(visit: Visit) -> None:
    visit.click(visit.nodes()["面料"])
    assert visit.state()["node"] == "纺织服装:面料"
    assert visit.page.locator("#panel h2").inner_text() == "面料"
    assert visit.page.locator("#panel .targets li").count() == 3
    assert visit.page.locator("#panel mark").count() > 0
    assert visit.page.locator("#panel .sum").inner_text().startswith("连接0.84 × 重要度0.91 ＝ 0.69")
    visit.page.go_back()
    visit.page.wait_for_timeout(100)
    assert visit.page.locator("#panel h2").inner_text() == "印染"
    visit.page.go_forward()
    visit.page.wait_for_timeout(100)
    assert visit.page.locator("#panel h2").inner_text() == "面料"


def test_an_address_opens_what_it_names(browser: Browser, map_file: Path) -> None:
    visit = Visit(browser, map_file, 1366, 768, "#chain=纺织服装&view=future&node=检验检测")
    assert visit.state() == {
        "chain": "纺织服装", "view": "future", "node": "纺织服装:检验检测", "to": None, "open": False, "curtain": None,
        "firm": None, "panel": True,
    }  # fmt: skip
    assert visit.said == []
    visit.page.close()


def test_a_chip_opens_the_enterprise(visit: Visit) -> None:
    visit.click(visit.nodes()["面料"]["chips"][1])
    assert visit.page.locator("#panel h2").inner_text() == "浙江目标2纺织股份有限公司"
    assert "浙江省绍兴市" in visit.page.locator("#panel").inner_text()
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("#panel h2").inner_text() == "面料"


def test_the_views_change_forms_and_move_nothing(visit: Visit) -> None:
    before = visit.nodes()
    visit.page.click("[data-view=future]")
    after = visit.nodes()
    assert after["面料"]["form"] == "plan"
    assert after["检验检测"]["form"] == "gap", "no target, no plan"
    assert "→" in visit.page.locator("#figures").inner_text()
    visit.page.click("[data-view=now]")
    now = visit.nodes()
    for name, node in before.items():
        for other in (after[name], now[name]):
            assert (other["x"], other["y"]) == (node["x"], node["y"])


def test_the_spine_is_straight_on_the_screen(visit: Visit) -> None:
    wires = [w for w in visit.page.evaluate("liantu.wires") if w["spine"]]
    assert len(wires) == len(STEPS) - 1
    assert len({round(y, 3) for wire in wires for _, y in wire["points"]}) == 1


@pytest.mark.parametrize("typed", ["ml", "mianliao", "面料"])
def test_search_finds_by_characters_and_pinyin(visit: Visit, typed: str) -> None:
    visit.page.keyboard.press("/")
    visit.page.keyboard.type(typed)
    assert visit.page.locator("#found .item").first.inner_text().startswith("面料")
    visit.page.keyboard.press("Enter")
    assert visit.state()["node"] == "纺织服装:面料"


def test_keys_move_the_selection(visit: Visit) -> None:
    visit.page.focus("#network")
    visit.page.keyboard.press("ArrowRight")
    assert visit.state()["node"] == "纺织服装:面料"
    visit.page.keyboard.press("Tab")
    assert visit.state()["node"] == "纺织服装:运动服装"
    visit.page.keyboard.press("Shift+Tab")
    assert visit.state()["node"] == "纺织服装:面料"
    visit.page.keyboard.press("Escape")
    assert not visit.page.locator("#panel").is_visible()


def test_a_filter_keeps_what_it_names(visit: Visit) -> None:
    visit.page.click("#filters")
    visit.page.click("#filter-list label:has-text('紧急')")
    assert visit.page.locator("#filters").inner_text() == "筛选 1"
    shown = visit.page.evaluate("L.nodes.filter(L.passes).map(n => n.label)")
    assert sorted(shown) == ["印染", "面料"]


def test_the_county_leads_to_its_chains(visit: Visit) -> None:
    visit.page.click("#chains")
    assert "轻跑系" in visit.page.locator("#chain-list").inner_text()
    assert "待县里确定" in visit.page.locator("#chain-list").inner_text()
    visit.page.click("#chain-list >> text=全县")
    assert visit.state()["chain"] is None
    visit.click(visit.nodes()["面料"])
    assert visit.state()["node"] == "纺织服装:面料"


def test_a_table_of_what_is_shown(visit: Visit, tmp_path: Path) -> None:
    with visit.page.expect_download() as waiting:
        visit.page.click("#save")
        visit.page.click("text=表格 CSV")
    waiting.value.save_as(tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert waiting.value.suggested_filename == "夏邑县招商图谱-纺织服装-缺口.csv"
    assert len(lines) == 1 + len(PARTS)
    assert any(line.startswith("纺织服装,面料,中游,空白·待核实,,补链,紧急,0.69") for line in lines)
    assert visit.page.evaluate("L.cell('=1+1')") == "'=1+1"


def test_a_picture_and_paper(visit: Visit, tmp_path: Path) -> None:
    with visit.page.expect_download() as waiting:
        visit.page.click("#save")
        visit.page.click("text=图片 PNG")
    waiting.value.save_as(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    pdf = visit.page.pdf(prefer_css_page_size=True)
    size = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert size and [round(float(n) / 72 * 25.4) for n in size.groups()] == [420, 297], "A3, lying"
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1


def test_names_that_attack_do_nothing(browser: Browser, tmp_path: Path) -> None:
    path = export.write(hostile(), tmp_path, {**ABOUT, "county": "</title><script>window.pwned=1</script>"})[
        0
    ][0]
    visit = Visit(browser, path, 1366, 768)
    for node in list(visit.nodes().values()):
        visit.page.evaluate("id => liantu.select(id)", node["id"])
    for view in ("now", "future", "gaps"):
        visit.page.click(f"[data-view={view}]")
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("script")
    visit.page.keyboard.press("Enter")
    visit.page.click("#chains")
    assert visit.page.evaluate("window.pwned === undefined && !document.querySelector('img')")
    assert overlapping(list(visit.nodes().values())) == []
    assert (visit.said, visit.asked) == ([], [])
    visit.page.close()


def test_a_county_without_chains_still_opens(browser: Browser, tmp_path: Path) -> None:
    rows: Rows = {name: [] for name in export.NEEDS}
    rows["chains"] = sample()["chains"][1:]
    visit = Visit(browser, export.write(rows, tmp_path, ABOUT)[0][0], 1366, 768)
    assert visit.state()["chain"] is None
    assert "轻跑系" in visit.page.locator("#panel").inner_text()
    assert visit.said == []
    visit.page.close()


def test_rows_are_left_as_they_were(tmp_path: Path) -> None:
    rows = sample()
    before = copy.deepcopy(rows)
    export.write(rows, tmp_path, ABOUT)
    assert rows == before


def test_json_cannot_leave_its_element() -> None:
    text = str(safe_json({"a": "</script><!--\u2028&"}))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--\u2028&"}


def test_words() -> None:
    assert (
        wide("上游有2家(华鹏),下游无;连接0.84×0.97=0.81,紧急。")
        == "上游有2家（华鹏），下游无；连接0.84×0.97=0.81，紧急。"
    )
    assert wide("见 http://a.org:80/x,y") == "见 http://a.org:80/x,y"
    assert short("浙江华峰氨纶股份有限公司") == "华峰氨纶"
    assert short("浙江航民股份有限公司") == "浙江航民"
    assert spell("重庆面料")[0] == "cqml"


def test_where_nothing_is_known_no_figure_is_zero(browser: Browser, tmp_path: Path) -> None:
    rows = sample()
    rows["chains"][0] |= {"coverage": 0.0, "coverage_possible": 0.0, "coverage_expected": 0.0}
    rows["segments"] = [
        s | {"status": "数据不足", "grade": None, "firms": [], "attract": None} for s in rows["segments"]
    ]
    rows["gaps"], rows["targets"] = [], []
    export.write(rows, tmp_path, ABOUT)
    visit = Visit(browser, tmp_path / "招商图谱.html", 1366, 768)
    said = visit.page.inner_text("#figures").replace("\n", "")
    assert "覆盖率不详" in said and "缺口不详" in said and visit.said == []
    visit.page.close()
