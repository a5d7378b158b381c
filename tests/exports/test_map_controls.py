"""Every control of the map, used as a person would, in a real browser."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser

from exports import map as export
from tests.exports.maps import ABOUT, PARTS, Rows, Visit, sample


def test_the_space_bar_shows_the_other_view_while_it_is_held(visit: Visit) -> None:
    visit.page.focus("#network")
    visit.page.keyboard.press("3")
    assert visit.state()["view"] == "future"
    visit.page.keyboard.down("Space")
    assert visit.state()["view"] == "now"
    visit.page.keyboard.up("Space")
    assert visit.state()["view"] == "future"
    visit.page.keyboard.press("1")
    visit.page.keyboard.down("Space")
    assert visit.state()["view"] == "future"
    visit.page.keyboard.up("Space")
    assert visit.state()["view"] == "now"


def test_a_curtain_parts_now_from_the_future(visit: Visit) -> None:
    visit.page.click("#compare")
    assert (visit.state()["view"], visit.state()["curtain"]) == ("future", 0.5)
    place = visit.page.locator("#network").bounding_box()
    assert place
    x, y = place["x"] + place["width"] / 2, place["y"] + 300
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(place["x"] + place["width"] * 0.95, y)
    visit.page.mouse.up()
    assert visit.state()["curtain"] == pytest.approx(0.95, abs=0.01)
    assert red(visit, "面料") == 0, "now: left of the line a gap is grey"
    visit.page.focus("#curtain")
    visit.page.keyboard.press("Home")
    assert red(visit, "面料") > 40, "the future: right of it the plan is red"
    assert "compare=2" in visit.page.url
    visit.page.keyboard.press("Escape")
    assert visit.state()["curtain"] is None


def red(visit: Visit, segment: str) -> int:
    """How many red points the box of a segment has."""
    return int(
        visit.page.evaluate(
            """({x, y, width, height}) => {
              const canvas = document.querySelector("#network canvas"), place = canvas.getBoundingClientRect();
              const scale = canvas.width / place.width;
              const {data} = canvas.getContext("2d").getImageData(
                (x - place.left) * scale, (y - place.top) * scale, width * scale, height * scale);
              let found = 0;
              for (let i = 0; i < data.length; i += 4)
                if (data[i] > 150 && data[i + 1] < 110 && data[i + 2] < 90) found += 1;
              return found;
            }""",
            visit.nodes()[segment],
        )
    )


def test_enterprises_unfold_at_their_box_and_fold_again(visit: Visit) -> None:
    box = visit.nodes()["面料"]
    last = box["chips"][-1]
    visit.page.mouse.click(last["x"] + last["width"] + 10, last["y"] + last["height"] / 2)
    listed = visit.page.locator("#unfolded")
    assert listed.is_visible()
    assert listed.locator("li").count() == 3
    assert "open=1" in visit.page.url
    visit.page.click("#unfolded >> text=目标3")
    assert visit.page.locator("#panel h2").inner_text() == "浙江目标3纺织股份有限公司"
    visit.page.keyboard.press("Escape")
    assert not listed.is_visible()
    if visit.state()["firm"]:
        visit.page.keyboard.press("Escape")
    visit.click(box)
    assert listed.is_visible(), "a second click on the selected box"
    visit.page.focus("#network")
    visit.page.keyboard.press("Enter")
    assert not listed.is_visible()


def test_a_path_between_two_segments(visit: Visit) -> None:
    visit.click(visit.nodes()["棉纱"])
    visit.page.keyboard.press("p")
    assert visit.page.locator("#hint").is_visible()
    visit.click(visit.nodes()["面料"])
    panel = visit.page.locator("#panel")
    assert panel.locator("h2").inner_text() == "棉纱 → 面料"
    assert panel.locator(".steps .line .link").all_inner_texts() == ["棉纱", "机织布", "印染", "面料"]
    assert "2 个环节本地尚无：印染、面料" in panel.inner_text()
    address = visit.page.url
    visit.page.go_back()
    visit.page.wait_for_timeout(100)
    assert visit.state()["to"] is None
    visit.page.goto(address)
    visit.page.wait_for_timeout(100)
    assert visit.state()["to"] == "纺织服装:面料"
    visit.page.click("text=不看路径")
    assert visit.state()["to"] is None


def test_shift_and_a_click_choose_the_other_end(visit: Visit) -> None:
    visit.click(visit.nodes()["棉花"])
    box = visit.nodes()["运动服装"]
    visit.page.keyboard.down("Shift")
    visit.click(box)
    visit.page.keyboard.up("Shift")
    assert visit.state()["to"] == "纺织服装:运动服装"


@pytest.mark.parametrize(
    ("group", "value", "kept"),
    [
        ("form", "present", ["棉纱"]),
        ("kind", "补链", ["印染", "检验检测", "面料"]),
        ("severity", "一般", ["检验检测"]),
        ("stage", "下游", ["运动服装"]),
        ("honor", "链主", ["运动服装"]),
        ("honor", "单项冠军", ["印染", "面料"]),
        ("region", "浙江", ["印染", "面料"]),
        ("region", "本地", ["机织布", "棉纱", "纺织机械", "运动服装"]),
        ("confidence", "转载", sorted(PARTS)),
    ],
)
def test_each_filter_keeps_what_it_names_and_goes_with_the_address(
    visit: Visit, group: str, value: str, kept: list[str]
) -> None:
    visit.page.click("#filters")
    visit.page.click(f"[data-filter='{group}={value}']")
    shown = "L.nodes.filter(L.passes).map(n => n.label)"
    assert sorted(visit.page.evaluate(shown)) == kept
    visit.page.reload()
    visit.page.wait_for_timeout(200)
    assert sorted(visit.page.evaluate(shown)) == kept
    visit.page.click("#filters")
    visit.page.click("text=全部清除")
    assert len(visit.page.evaluate(shown)) == len(PARTS)


def test_a_chain_is_a_filter_in_the_county(browser: Browser, tmp_path: Path) -> None:
    visit = Visit(browser, export.write(two_chains(), tmp_path, ABOUT)[0][0], 1366, 768, "#chain=全县")
    visit.page.click("#filters")
    visit.page.click("[data-filter='chain=军民两用']")
    assert set(visit.page.evaluate("L.nodes.filter(L.passes).map(n => n.chain)")) == {"军民两用"}
    visit.page.close()


def two_chains() -> Rows:
    """The county with a second chain that shares 印染 and is fed by 面料."""
    rows = sample()
    rows["chains"].insert(
        0, {**rows["chains"][0], "chain": "军民两用", "leaders": [], "local": 0, "segments": 2}
    )
    shared = next(s for s in rows["segments"] if s["segment"] == "印染")
    own = {**shared, "segment": "功能织物", "segment_id": "军民两用:功能织物", "order": 1}
    rows["segments"] += [{**s, "chain": "军民两用"} for s in (shared, own)]
    feed = rows["feeds"][0]
    ends = {
        "source": "面料",
        "source_id": "纺织服装:面料",
        "target": "功能织物",
        "target_id": "军民两用:功能织物",
    }
    rows["feeds"] += [
        {**feed, **ends, "outside": way, "chain": chain, "target_chain": "军民两用"}
        for way, chain in (("to", "纺织服装"), ("from", "军民两用"))
    ]
    return rows


def test_links_between_chains_can_be_followed(browser: Browser, tmp_path: Path) -> None:
    visit = Visit(browser, export.write(two_chains(), tmp_path, ABOUT)[0][0], 1366, 768)
    assert visit.state()["chain"] == "纺织服装", "the chain with 链主 opens first"
    beyond = visit.page.evaluate("L.nodes.filter(n => n.beyond.length).map(n => n.id)")
    assert set(beyond) == {"纺织服装:印染", "军民两用:印染", "纺织服装:面料", "军民两用:功能织物"}
    visit.page.evaluate("L.go({node: '纺织服装:棉花', to: '军民两用:功能织物'})")
    steps = visit.page.locator(".steps .line .link").all_inner_texts()
    assert (steps[0], steps[-1]) == ("棉花", "功能织物")
    visit.page.evaluate("L.go({chain: null, node: null})")
    assert visit.page.evaluate("L.scene.ties.length") == 2
    assert visit.page.evaluate("L.scene.bundles.length") == 1
    assert visit.said == []
    visit.page.close()


def test_hovering_leaves_only_the_neighbours(visit: Visit) -> None:
    box = visit.nodes()["印染"]
    visit.page.mouse.move(box["x"] + 20, box["y"] + 20)
    visit.page.wait_for_timeout(50)
    lit = visit.page.evaluate("L.nodes.filter(n => L.alpha(n) === 1).map(n => n.label)")
    assert sorted(lit) == ["印染", "机织布", "面料"]


def noted() -> Rows:
    rows = sample()
    source = {"source": "统计局名录", "date": "2025-12-31", "confidence": "已核实"}
    rows["links"] = [
        {
            "enterprise": "运动服装本地有限公司", "id": "name:运动服装厂", "chain": "纺织服装", "segment": "运动服装",
            "segment_id": "纺织服装:运动服装", "evidence": ["运动服装本地有限公司→运动服装:已确认,依据主要产品列明。"],
            **source,
        }
    ]  # fmt: skip
    rows["gaps"][1]["evidence"][0] = "下游运动服装本地有1家(运动服装厂);本环节本库未见投产企业。"
    return rows


def test_a_note_leads_to_its_source(browser: Browser, tmp_path: Path) -> None:
    visit = Visit(
        browser, export.write(noted(), tmp_path, ABOUT)[0][0], 1366, 768, "#chain=纺织服装&node=面料"
    )
    note = visit.page.locator("#panel .ref").first
    assert note.inner_text() == "[1]"
    note.click()
    cited = visit.page.locator("#panel .sources li.cited")
    assert "统计局名录 2025-12-31" in cited.inner_text()
    assert "已核实" in cited.inner_text()
    visit.page.evaluate("L.go({filters: {confidence: new Set(['已核实'])}})")
    assert visit.page.evaluate("L.nodes.filter(L.passes).map(n => n.label)") == ["运动服装"]
    visit.page.evaluate("L.go({firm: 'local:name:运动服装厂'})")
    assert "主要产品列明" in visit.page.locator("#panel").inner_text()
    assert "统计局名录" in visit.page.locator("#panel .sources").inner_text()
    visit.page.close()


@pytest.mark.parametrize(
    ("typed", "found"), [("ydfzc", "运动服装"), ("zjmb3", "浙江目标3"), ("目标2", "浙江目标2")]
)
def test_search_reaches_enterprises(visit: Visit, typed: str, found: str) -> None:
    visit.page.keyboard.press("/")
    visit.page.keyboard.type(typed)
    visit.page.keyboard.press("Enter")
    assert visit.page.locator("#panel h2").inner_text().startswith(found)


def test_help_tells_the_keys(visit: Visit) -> None:
    visit.page.keyboard.press("?")
    assert "按住空格对照" in visit.page.locator("#help").inner_text()
    visit.page.click("text=知道了")
    assert not visit.page.locator("#help").is_visible()


def saved(visit: Visit, word: str, path: Path) -> Path:
    with visit.page.expect_download() as waiting:
        visit.page.click("#save")
        visit.page.click(f"text={word}")
    waiting.value.save_as(path)
    return path


def test_a_drawing_says_what_the_picture_shows(visit: Visit, tmp_path: Path) -> None:
    text = saved(visit, "矢量图 SVG", tmp_path / "a.svg").read_text(encoding="utf-8")
    drawn = ET.fromstring(text)
    words = {t.text or "" for t in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert set(PARTS) <= words
    assert {"优势", "数据不足", "链主", "接他链"} <= words, "with its legend"
    assert not re.search(r"NaN|undefined", text)


def test_a_picture_has_two_points_for_each(visit: Visit, tmp_path: Path) -> None:
    data = saved(visit, "图片 PNG", tmp_path / "a.png").read_bytes()
    width = visit.page.evaluate("L.sheetOf().w")
    assert int.from_bytes(data[16:20], "big") == round(2 * width)


def test_a_table_keeps_to_the_filter_and_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    rows = sample()
    rows["targets"][0]["enterprise"] = '=HYPERLINK("http://a","b")'
    visit = Visit(
        browser, export.write(rows, tmp_path, ABOUT)[0][0], 1366, 768, "#chain=纺织服装&filter-severity=紧急"
    )
    raw = saved(visit, "表格 CSV", tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [r["环节"] for r in table] == ["印染", "面料"]
    assert table[1]["目标企业"].startswith("'=HYPERLINK")
    assert table[1]["来源"].startswith("纺织服装周刊")
    visit.page.close()


CHANGES: list[dict[str, Any]] = [
    {"what": "gap", "change": "risen", "chain": "纺织服装", "segment": "面料", "why": "下游新增一家"},
    {"what": "target", "change": "new", "id": "name:目标1", "why": "新上市"},
    {"what": "enterprise", "change": "gone", "id": "name:关张", "enterprise": "关张有限公司", "why": "注销"},
    {"what": "nonsense", "change": "new"},
]


def test_changes_are_marked_and_listed(browser: Browser, tmp_path: Path) -> None:
    path = export.write({**sample(), "diff": CHANGES}, tmp_path, ABOUT)[0][0]
    visit = Visit(browser, path, 1920, 1080, "#chain=纺织服装&node=面料")
    assert visit.page.locator("#panel header").inner_text().count("上升") == 1
    assert "下游新增一家" in visit.page.locator("#panel").inner_text()
    assert "消失" in visit.page.locator("#legend").inner_text()
    visit.page.evaluate("L.go({chain: null, node: null})")
    listed = visit.page.locator("#panel section:has-text('与上次相比') li")
    assert listed.count() == 3
    assert "关张有限公司" in listed.nth(2).inner_text()
    assert visit.said == []
    visit.page.close()


def test_without_changes_nothing_speaks_of_them(visit: Visit) -> None:
    assert "上升" not in visit.page.locator("#legend").inner_text()
    visit.page.evaluate("L.go({chain: null, node: null})")
    assert "与上次相比" not in visit.page.locator("#panel").inner_text()


def test_an_enterprise_of_two_chains_is_found_in_the_open_one(visit: Visit) -> None:
    found = visit.page.evaluate(
        """() => L.placeOf({places: [{chain: "别的链", segment: "甲"}, {chain: L.state.chain, segment: "乙"}]}).segment"""
    )
    assert found == "乙"
    assert (
        visit.page.evaluate("""() => L.placeOf({places: [{chain: "别的链", segment: "甲"}]}).segment""")
        == "甲"
    )
