"""Counties that are odd, empty, hostile or huge still give a map that works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from exports import map as export
from exports._needs import SHOWN, foremost
from tests.exports.maps import ABOUT, Rows, Visit, gap, overlapping, sample, segment, target

LONG = "高端运动功能性面料与户外防护用经编针织复合面料研发制造环节"
NAMES = {
    "a script": "</script><script>window.pwned=1</script>",
    "an image": '"><img src=x onerror="window.pwned=1">',
    "right to left": "\u202e反向\u202c\u200f织布\u061c",
    "nothing": "织\x00布",
    "32,000 characters": "字" * 32_000,
    "emoji": "🧵👨‍👩‍👧‍👦🏳️‍🌈布",
    "half a character": "布\ud83e",
    "a formula": "=cmd|'/c calc'!A1",
    "thirty characters": LONG,
    "Latin": "An unusually long segment name in plain English words",
    "a prototype": "__proto__",
    "a space": " ",
}


def renamed(name: str) -> Rows:
    rows: Rows = json.loads(
        json.dumps(sample(), ensure_ascii=False).replace("面料", json.dumps(name, ensure_ascii=True)[1:-1])
    )
    return rows


def tour(visit: Visit) -> None:
    """Use everything once."""
    for node in visit.page.evaluate("liantu.nodes.map(n => n.id)"):
        visit.page.evaluate("id => liantu.select(id)", node)
    for view in ("now", "future", "gaps"):
        visit.page.click(f"[data-view={view}]")
    visit.page.click("#compare")
    visit.page.click("#compare")
    visit.page.click("#filters")
    visit.page.click("#filters")
    visit.page.evaluate("L.saveTable(); L.saveDrawing(); L.preparePaper(); L.go({chain: null, node: null})")
    visit.page.wait_for_timeout(50)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_no_name_breaks_anything(browser: Browser, tmp_path: Path, name: str) -> None:
    path = export.write(renamed(name), tmp_path, ABOUT)[0][0]
    visit = Visit(browser, path, 1366, 768)
    nodes = list(visit.nodes().values())
    assert overlapping([*nodes, *(chip for node in nodes for chip in node["chips"])]) == []
    tour(visit)
    assert visit.page.evaluate("window.pwned === undefined && !document.querySelector('img')")
    assert (visit.said, visit.asked) == ([], [])
    visit.page.close()


def test_a_name_of_thirty_characters_stands_whole(browser: Browser, tmp_path: Path) -> None:
    visit = Visit(browser, export.write(renamed(LONG), tmp_path, ABOUT)[0][0], 1366, 768)
    lines = visit.page.evaluate("L.scene.box.get(L.nodes.find(n => n.label.length === 29).id).label")
    assert "".join(lines) == LONG
    visit.page.close()


def only_chain(**figures: object) -> Rows:
    rows: Rows = {name: [] for name in export.NEEDS}
    rows["chains"] = [{**sample()["chains"][0], **figures}]
    return rows


def test_a_chain_without_segments_says_so(browser: Browser, tmp_path: Path) -> None:
    rows = only_chain(segments=0, coverage=None, coverage_expected=None, leaders=[])
    visit = Visit(browser, export.write(rows, tmp_path, ABOUT)[0][0], 1366, 768)
    assert visit.state()["chain"] is None, "the county rather than an empty sheet"
    visit.page.evaluate("L.go({chain: '纺织服装', node: null})")
    assert "还没有环节" in visit.page.locator("#panel").inner_text()
    assert visit.said == []
    visit.page.close()


def test_one_segment(browser: Browser, tmp_path: Path) -> None:
    rows = only_chain(segments=1)
    rows["segments"] = [segment("面料", 0)]
    visit = Visit(browser, export.write(rows, tmp_path, ABOUT)[0][0], 1366, 768)
    assert list(visit.nodes()) == ["面料"]
    tour(visit)
    assert visit.said == []
    visit.page.close()


def test_cycles_and_no_firm_and_no_target(browser: Browser, tmp_path: Path) -> None:
    rows = sample()
    rows["targets"] = []
    for row in rows["segments"]:
        row.update(firms=[], parks=[], status="数据不足", grade=None, local=0)
    first = rows["feeds"][0]
    rows["feeds"] += [{**first, "source": "运动服装", "target": "棉花"}, {**first, "target": "棉花"}]
    visit = Visit(browser, export.write(rows, tmp_path, ABOUT)[0][0], 1366, 768)
    assert overlapping(list(visit.nodes().values())) == []
    tour(visit)
    assert visit.said == []
    visit.page.close()


def crowd(segments: int, enterprises: int) -> Rows:
    """One chain of so many segments with so many enterprises, most of them at one segment."""
    rows = sample()
    names = [f"环节{i}" for i in range(segments)]
    made = []
    for i, name in enumerate(names):
        stage = ["上游", "中游", "下游", "配套"][i * 4 // segments]
        row = {**segment("面料" if i % 2 else "机织布", i), "segment": name, "segment_id": f"纺织服装:{name}"}
        made.append({**row, "stage": stage, "parent": None, "firms": []})
    for i in range(enterprises // 2):
        home = made[0 if i % 3 else i % segments]
        firm = {"enterprise": f"样例{i}号有限公司", "short": f"样例{i}号", "id": f"name:样例{i}号"}
        home["firms"].append({**firm, "state": "已确认", "leader": False, "honors": []})
    feed = rows["feeds"][0]
    rows["segments"] = made
    rows["feeds"] = [
        {**feed, "source": names[i], "target": names[j], "serves": i * 4 // segments == 3}
        for i in range(segments)
        for j in (i + 1, i + 5)
        if j < segments
    ]
    rows["gaps"] = [
        {**gap("面料"), "segment": s["segment"], "segment_id": s["segment_id"]}
        for s in made
        if s["status"] != "已覆盖"
    ]
    rows["targets"] = [
        {**target(i, names[1 + 2 * (i % (segments // 2))]), "id": f"name:目标{i}"}
        for i in range(enterprises // 2)
    ]
    return rows


def test_sixty_segments_and_two_thousand_enterprises(browser: Browser, tmp_path: Path) -> None:
    visit = Visit(browser, export.write(crowd(60, 2000), tmp_path, ABOUT)[0][0], 1920, 1080)
    nodes = list(visit.nodes().values())
    assert len(nodes) == 60
    assert overlapping([*nodes, *(chip for node in nodes for chip in node["chips"])]) == []
    visit.page.evaluate("L.unfold('纺织服装:环节0')")
    assert visit.page.locator("#unfolded h3").first.inner_text().startswith("本地企业")
    assert visit.page.locator("#unfolded li").count() == 61, "sixty and a button for the rest"
    visit.page.click("#unfolded .more")
    assert visit.page.locator("#unfolded li").count() == len(
        visit.page.evaluate("L.node.get('纺织服装:环节0').firms")
    )
    assert visit.said == []
    visit.page.close()


def test_a_wall_of_screens_is_used_to_the_full(browser: Browser, map_file: Path) -> None:
    visit = Visit(browser, map_file, 3840, 2160)
    assert visit.page.evaluate("L.k") == 2
    nodes = list(visit.nodes().values())
    assert min(node["width"] for node in nodes) > 200
    assert overlapping(nodes) == []
    assert visit.page.evaluate("document.getElementById('panel').getBoundingClientRect().width") > 700
    visit.page.close()


def test_of_many_local_enterprises_the_first_are_drawn_and_all_are_counted() -> None:
    firms = [{"id": f"{i}", "leader": i == 190, "honors": ["高企"] if i == 195 else []} for i in range(200)]
    drawn = foremost({"segment": "甲", "firms": firms})
    assert drawn["count"] == 200 and len(drawn["firms"]) == SHOWN
    assert [f["id"] for f in drawn["firms"]] == [*map(str, range(SHOWN - 2)), "190", "195"]
