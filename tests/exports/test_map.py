"""The interactive map in a real browser: what it draws, that it finds, and that nothing leaves it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request

from exports import map as export
from exports._map.page import safe_json
from exports._map.words import short, spell, wide

Rows = dict[str, list[dict[str, Any]]]
ABOUT = {
    "county": "夏邑县",
    "region": "411426",
    "as_of": "2026-11-24",
    "policy": {"gamma": 0.7},
    "project": "样例",
}
STEPS = ["棉花", "棉纱", "机织布", "印染", "面料", "运动服装"]
PARTS = {
    "棉花": ("上游", "数据不足", None),
    "棉纱": ("中游", "已覆盖", "具备"),
    "机织布": ("中游", "已覆盖", "薄弱"),
    "印染": ("中游", "在建", None),
    "面料": ("中游", "空白·待核实", None),
    "运动服装": ("下游", "已覆盖", "优势"),
    "检验检测": ("配套", "空白·待核实", None),
    "纺织机械": ("配套", "待核", None),
}
SCORES = {"印染": (0.76, "紧急"), "面料": (0.69, "紧急"), "检验检测": (0.2, "一般")}


def segment(name: str, order: int) -> dict[str, Any]:
    stage, status, grade = PARTS[name]
    firms = []
    if status in ("已覆盖", "待核"):
        state = "待核" if status == "待核" else "已确认"
        leader = name == "运动服装"
        firm = {"enterprise": f"{name}本地有限公司", "short": f"{name}厂", "id": f"name:{name}厂"}
        firms = [{**firm, "state": state, "leader": leader, "honors": ["中国民企500强"] if leader else []}]
    return {
        "chain": "纺织服装", "segment": name, "segment_id": f"纺织服装:{name}", "stage": stage, "necessity": 0.9,
        "parent": "织造" if name == "机织布" else None, "leaf": True, "attract": "外采" if name == "棉花" else None,
        "radius": "区域", "needs": [], "status": status, "grade": grade, "local": int(status == "已覆盖"),
        "elsewhere": 2, "criticality": 0.5, "must_pass": False, "layer": None, "order": order, "firms": firms,
        "parks": [{"park": "生态印染园", "stage": "开工"}] if status == "在建" else [],
        "sources": [{"source": "纺织服装周刊 https://example.org/a", "date": "2022-05-13", "confidence": "转载"}],
    }  # fmt: skip


def gap(name: str) -> dict[str, Any]:
    stage, status, grade = PARTS[name]
    score, severity = SCORES[name]
    said = f"{name}在纺织服装链{stage}:本环节本库未见投产企业(待县里核实)。连接0.84×重要度0.91={score},{severity}。"
    return {
        "chain": "纺织服装", "segment": name, "segment_id": f"纺织服装:{name}", "stage": stage, "kind": "补链",
        "variant": None, "lead": True, "status": status, "grade": grade, "severity": severity, "score": score,
        "b": 0.84, "u": 1.0, "d": 0.7, "criticality": 0.5, "verified": False, "would_be": None, "local": 0,
        "elsewhere": 2, "upstream_local": 1, "downstream_local": 1, "evidence": [said, "外地有2家企业做这个环节。"],
    }  # fmt: skip


def target(number: int, name: str) -> dict[str, Any]:
    feature = {"name": "实力", "value": 0.7, "weight": 20.0, "why": "上市"}
    honor = {
        "name": "单项冠军",
        "level": "国家级",
        "year": 2024,
        "rank": None,
        "valid_until": None,
        "expired": False,
    }
    return {
        "rank": number, "enterprise": f"浙江目标{number}纺织股份有限公司", "id": f"name:目标{number}",
        "region": "浙江省绍兴市", "region_code": "330600", "chain": "纺织服装", "segment": name,
        "segment_id": f"纺织服装:{name}", "gap": "补链", "score": 0.62, "fit": 0.56, "lower_bound": 0.57,
        "upper_bound": 0.73, "coverage": 0.65, "stability": 0.9, "mode": "外部招引", "tier": "骨干",
        "honors": [honor], "features": [feature], "checks": [], "also": [],
        "reason": f"目标{number}:面料对应{name}缺口(补链,紧急);62分(57—73)。",
    }  # fmt: skip


def sample() -> Rows:
    """A small county: one chain of six steps with two 配套, one group still undecided."""
    feeds = [*pairwise(STEPS), ("检验检测", "面料"), ("棉纱", "运动服装")]
    figures = {"segments": 8, "covered": 3, "unknown": 2, "coverage": 0.4, "coverage_possible": 0.5}
    more = {"coverage_expected": 0.5, "completeness": None, "local": 3, "elsewhere": 9, "gaps": 3}
    chain = {
        "chain": "纺织服装",
        "group": "纺织系",
        "category": "传统",
        "leaders": ["运动服装本地有限公司"],
        "parks": [],
    }
    undecided = dict.fromkeys([*figures, *more], None)
    return {
        "chains": [
            {**chain, **figures, **more},
            {**chain, **undecided, "chain": "轻跑系", "group": "轻跑系", "leaders": [], "parks": []},
        ],
        "segments": [segment(name, i) for i, name in enumerate(PARTS)],
        "feeds": [
            {
                "chain": "纺织服装", "source": a, "target": b, "source_id": f"纺织服装:{a}", "target_id": f"纺织服装:{b}",
                "necessity": 1.0 if b != "运动服装" or a == "面料" else 0.4, "serves": a == "检验检测", "outside": None,
                "source_chain": "纺织服装", "target_chain": "纺织服装", "confidence": "转载",
            }
            for a, b in feeds
        ],
        "gaps": [gap(name) for name in SCORES],
        "targets": [target(1, "面料"), target(2, "面料"), target(3, "面料"), target(4, "印染")],
        "leaders": [],
        "sources": [{"source": "纺织服装周刊", "date": "2022-05-13", "confidence": "转载", "uses": 8}],
    }  # fmt: skip


def hostile() -> Rows:
    """The same county with names that try to break out, and one of 200 characters."""
    evil = ["</script><script>window.pwned=1</script>", '"><img src=x onerror="window.pwned=1">', "长" * 200]
    text = json.dumps(sample(), ensure_ascii=False)
    for name, bad in zip(["面料", "印染", "棉纱"], evil, strict=True):
        text = text.replace(name, json.dumps(bad)[1:-1])
    rows: Rows = json.loads(text)
    rows["targets"][0]["enterprise"] = f"{evil[1]}\u2028<!--{{{{7*7}}}}"
    rows["targets"][0]["reason"] = evil[0]
    rows["gaps"][0]["evidence"] = [evil[0] + evil[1]]
    return rows


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export.write(sample(), tmp_path_factory.mktemp("map"), ABOUT)[0][0]


class Visit:
    """A page with all that it said and asked for."""

    def __init__(self, browser: Browser, path: Path, width: int, height: int, address: str = "") -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": height}, accept_downloads=True)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)
        self.page.goto(path.as_uri() + address)
        self.page.wait_for_selector("body.ready", state="attached")
        self.page.wait_for_timeout(150)

    def _dialog(self, dialog: Dialog) -> None:
        self.said.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")) and not request.is_navigation_request():
            self.asked.append(request.url)

    def nodes(self) -> dict[str, dict[str, Any]]:
        return {n["segment"]: n for n in self.page.evaluate("liantu.nodes")}

    def state(self) -> dict[str, Any]:
        return dict(self.page.evaluate("liantu.state"))

    def click(self, box: dict[str, Any]) -> None:
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.wait_for_timeout(100)


@pytest.fixture
def visit(browser: Browser, file: Path) -> Iterator[Visit]:
    made = Visit(browser, file, 1920, 1080)
    yield made
    made.page.close()
    assert made.said == []
    assert made.asked == []


def overlapping(rects: list[dict[str, Any]]) -> list[tuple[str, str]]:
    found = []
    for i, a in enumerate(rects):
        for b in rects[i + 1 :]:
            across = a["x"] < b["x"] + b["width"] and b["x"] < a["x"] + a["width"]
            if across and a["y"] < b["y"] + b["height"] and b["y"] < a["y"] + a["height"]:
                found.append((a.get("segment") or a["name"], b.get("segment") or b["name"]))
    return found


def test_one_file_that_needs_nothing_else(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert file.name == "招商图谱.html"
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
def test_nothing_overlaps_and_all_is_in_sight(browser: Browser, file: Path, width: int, height: int) -> None:
    visit = Visit(browser, file, width, height)
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


def test_an_address_opens_what_it_names(browser: Browser, file: Path) -> None:
    visit = Visit(browser, file, 1366, 768, "#chain=纺织服装&view=future&node=检验检测")
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
