"""The wall chart: sizes, forms, no text too wide or too small, nothing lost, nothing run, the same bytes."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli import answers, liantu
from exports import poster
from exports._map.firms import courting
from exports._needs import gathered
from exports._poster import cells, feeds, place, press
from exports._poster.ink import FLOOR, Ink, Item, width, wrap
from exports._poster.paper import PAPERS, paper
from graph.problem import InputError
from graph.store import open_store

ABOUT = {"county": "夏邑县", "as_of": "2026-11-24", "terms": {"链长": "领导组组长"}, "quotas": {}}
HOSTILE = [
    "#eval(panic())",
    "$x^2$ ]",
    '"; #read("/etc/passwd")',
    "甲\u0000乙",
    "\u202eRTL\u202c",
    "长" * 32768,
]
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="session")
def rows(outputs: Path) -> Rows:
    store = open_store(str(outputs.parent / ".liantu" / "graph.lbug"))
    found = gathered(poster.NEEDS, {}, partial(answers, store))
    store.close()
    return found


def _segment(number: int, chain: str, name: str, **more: Any) -> dict[str, Any]:
    stage = ("上游", "中游", "下游", "配套")[number % 4]
    return {
        "chain": chain, "segment": name, "segment_id": f"{chain}:{name}", "stage": stage, "necessity": 0.5,
        "parent": None, "leaf": True, "attract": None, "radius": None, "needs": [], "status": "空白·待核实",
        "grade": None, "local": 0, "elsewhere": 3, "courted": 3, "criticality": 0.1, "must_pass": False, "layer": 0,
        "order": number, "firms": [], "parks": [], "sources": [],
    } | more  # fmt: skip


def _rows(chain: str, segments: list[dict[str, Any]], feeds: list[tuple[str, str]] = []) -> Rows:  # noqa: B006
    figures = {"coverage": 0.1, "coverage_expected": 0.1, "unknown": 0, "local": 1, "leaders": [], "parks": [],
               "group": None, "category": None}  # fmt: skip
    gaps = [
        {
            "chain": chain,
            "segment": s["segment"],
            "lead": True,
            "kind": "补链",
            "severity": "紧急",
            "score": 0.6,
        }
        for s in segments
        if s["status"] == "空白·待核实"
    ]
    wires = [
        {"chain": chain, "source": a, "target": b, "necessity": 1.0, "serves": False, "outside": None}
        for a, b in feeds
    ]
    targets = [
        {"enterprise": f"某某省某某市第{i}新材料股份有限公司", "id": str(i), "region": None, "region_code": "330600",
         "chain": chain, "segment": s["segment"], "segment_id": s["segment_id"], "score": 0.5, "also": []}
        for i, s in enumerate(segments)
    ]  # fmt: skip
    return {
        "chains": [{"chain": chain, "segments": len(segments), **figures}], "segments": segments, "feeds": wires,
        "gaps": gaps, "targets": targets, "leaders": [], "organisations": [],
    }  # fmt: skip


def _full() -> Rows:
    """80 segments with names of 40 characters, 60 enterprises in one."""
    names = [f"{n:02d}" + "超长环节名称" * 6 + "其二" for n in range(80)]
    firms = [
        {"enterprise": f"企业{n}有限公司", "short": f"企业{n}", "id": str(n), "state": "已确认", "leader": False,
         "honors": []}
        for n in range(60)
    ]  # fmt: skip
    segments = [_segment(n, "满链", name) for n, name in enumerate(names)]
    segments[2] |= {"status": "已覆盖", "grade": "具备", "local": 60, "firms": firms}
    feeds = [(names[n], names[n + 1]) for n in range(78) if n % 4 < 2]
    return _rows("满链", segments, feeds)


def _texts(items: list[Item]) -> list[Item]:
    return [i for i in items if i["t"] == "text"]


def _boxes(items: list[Item]) -> list[tuple[float, float, float, float]]:
    """Where every text stands: left, top, right, bottom."""
    found = []
    for item in _texts(items):
        wide = min(item["room"], width(item["s"], item["size"]))
        left = item["x"] - {"l": 0.0, "c": wide / 2, "r": wide}[item.get("align", "l")]
        found.append((left, item["y"] + 0.1, left + wide, item["y"] + item["size"] - 0.1))
    return found


def _sound(pages: list[tuple[str, list[Item]]], tall: float) -> None:
    """Every text can be read from two metres, stands on the page, and on no other text."""
    for name, items in pages:
        for item in _texts(items):
            assert item["size"] >= FLOOR - 0.01 or item.get("close") or item.get("mark"), (name, item)
        boxes = _boxes(items)
        for i, (left, top, right, low) in enumerate(boxes):
            said = _texts(items)[i]["s"]
            assert left >= 0 and top >= 0 and right <= 1189.5 and low <= tall, (name, said)
            for j in range(i):
                a, b, c, d = boxes[j]
                across, down = min(right, c) - max(left, a), min(low, d) - max(top, b)
                assert across < 0.6 or down < 0.6, (name, said, _texts(items)[j]["s"])


@pytest.mark.parametrize("size", ["A0", "A3", "2x1.5"])
def test_every_chain_of_the_seed_is_set_whole(rows: Rows, size: str) -> None:
    sheet = paper(size)
    pages = poster.book(rows, ABOUT, sheet)
    _sound(pages, sheet.tall)
    assert press.Press("", sheet, pages).squeezed() == []
    for chain in (c for c in rows["chains"] if c["segments"]):
        own = [items for name, items in pages if name.split("（续")[0] == chain["chain"]]
        said = "".join(t["s"] for items in own for t in _texts(items))
        for leaf in (s for s in rows["segments"] if s["chain"] == chain["chain"] and s["leaf"]):
            assert leaf["segment"] in said


def test_the_smallest_size_on_a0_is_24_points(rows: Rows) -> None:
    sheet = paper("A0")
    sizes = [t["size"] for _, p in poster.book(rows, ABOUT, sheet) for t in _texts(p)
             if not t.get("close") and not t.get("mark")]  # fmt: skip
    assert min(sizes) * sheet.scale * 72 / 25.4 >= 24


def test_an_overfull_chain_continues_and_loses_nothing() -> None:
    found, sheet = _full(), paper("A0")
    pages = poster.book(found, ABOUT, sheet)
    assert len(pages) > 1 and "（续1）" in pages[1][0]
    _sound(pages, sheet.tall)
    assert press.Press("", sheet, pages).squeezed() == []
    said = "".join(t["s"] for _, items in pages for t in _texts(items))
    assert all(s["segment"] in said for s in found["segments"])
    assert "本库60家" in said and "等60家" not in said


@pytest.mark.parametrize("seed", [1, 3, 6, 9])
def test_chains_nobody_has_drawn_yet_are_set_whole(seed: int) -> None:
    """Random segments, names, states, feeds (back and in circles too) and enterprises."""
    draw = random.Random(seed)
    names = [
        f"{i}" + "".join(draw.choices("纺织印染面料BMp-超", k=draw.choice((1, 4, 9, 40))))
        for i in range(10 * seed)
    ]
    segments = []
    for i, name in enumerate(names):
        status = draw.choice(("空白·待核实", "已覆盖", "在建", "待核", "数据不足"))
        firms = [
            {"enterprise": f"企业{k}", "short": "长" * draw.choice((2, 30)) + str(k), "id": f"{k}", "state": "已确认",
             "leader": False, "honors": []}
            for k in range(draw.choice((1, 60)))
        ]  # fmt: skip
        segments.append(_segment(i, "链", name, status=status, stage=draw.choice(("上游", "中游", "下游", "配套")),
                                 firms=firms if status == "已覆盖" else []))  # fmt: skip
    rows = _rows("链", segments, [(draw.choice(names), draw.choice(names)) for _ in names])
    rows["leaders"] = [{"chain": "链", "id": "0", "role": "链主候选", "basis": None, "enterprise": "企业0"}]
    sheet = paper(draw.choice(("A0", "2x1.5")))
    pages = poster.book(rows, ABOUT, sheet)
    _sound(pages, sheet.tall)
    assert press.Press("", sheet, pages).squeezed() == []
    said = "".join(t["s"] for _, items in pages for t in _texts(items))
    assert all(name in said for name in names)


def test_no_feed_runs_through_a_box(rows: Rows) -> None:
    chains = cells.Chains(rows, courting(rows["targets"]))
    drawn = 0
    for facts in (chains.chain(c) for c in rows["chains"] if c["segments"]):
        for page in place.pages(facts.cells, facts.wires, paper("A0")):
            ink = Ink()
            feeds.draw(ink, page)
            for way in (i["at"] for i in ink.items if not i.get("close")):
                drawn += 1
                for (x1, y1), (x2, y2) in pairwise(way):
                    for box in page.places:
                        inside = (
                            max(x1, x2) > box.x + 1
                            and min(x1, x2) < box.x + box.at.w - 1
                            and max(y1, y2) > box.y + 1
                            and min(y1, y2) < box.y + box.tall - 1
                        )
                        assert not inside, (facts.name, box.cell.key)
    assert drawn > 100


def test_hostile_names_are_only_names(tmp_path: Path) -> None:
    firms = [
        {"enterprise": n, "short": n, "id": n, "state": "已确认", "leader": False, "honors": []}
        for n in HOSTILE
    ]
    segments = [_segment(i, "../..链", name) for i, name in enumerate(HOSTILE)]
    segments.append(_segment(9, "../..链", "织造", status="已覆盖", grade="优势", local=6, firms=firms))
    found = _rows("../..链", segments)
    paths = [p for p, _ in poster.write(found, tmp_path, ABOUT)]
    assert all(p.is_file() and p.resolve().is_relative_to(tmp_path.resolve()) for p in paths)
    items = [i for _, page in poster.book(found, ABOUT, paper("A0")) for i in page]
    said = "".join(t["s"] for t in _texts(items))
    assert "#eval(panic())" in said and "\u0000" not in said and "\u202e" not in said
    assert "root:" not in "".join(p.read_text(errors="replace") for p in paths)


def test_the_pdf_has_the_font_and_as_many_pages_as_asked(rows: Rows, tmp_path: Path) -> None:
    one = {name: [r for r in found if r.get("chain") == "纺织服装"] for name, found in rows.items()}
    (path, what), *svg = poster.write(one, tmp_path, ABOUT, size="A1")
    assert path.name == "招商挂图-纺织服装.pdf" and "A1" in what
    assert press.embedded(path.read_bytes()) and not press.embedded(b"%PDF-1.7\n")
    assert [p.name for p, _ in svg] == ["纺织服装.svg"]
    head = svg[0][0].read_text(encoding="utf-8")[:400]
    found = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', head)
    assert found and [round(float(g) * 25.4 / 72) for g in found.groups()] == [841, 594]
    again = tmp_path / "again"
    assert [p.read_bytes() for p, _ in poster.write(one, again, ABOUT, size="A1")] == [
        p.read_bytes() for p in (path, *(p for p, _ in svg))
    ]


def test_without_the_font_one_sentence_says_so(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "FONT", "没有的字体")
    with pytest.raises(InputError, match="没有的字体"):
        press.Press("", paper("A0"), [])
    del rows


def test_a_page_is_not_blank(rows: Rows) -> None:
    pages = [p for p in poster.book(rows, ABOUT, paper("A3")) if p[0] == "纺织服装"]
    with_text = press.Press("", paper("A3"), pages).png(40)[0]
    bare = [(name, [i for i in items if i["t"] != "text"]) for name, items in pages]
    assert with_text.startswith(b"\x89PNG") and len(with_text) > 1.5 * len(
        press.Press("", paper("A3"), bare).png(40)[0]
    )


def test_unknown_quotas_are_never_an_empty_bar(rows: Rows) -> None:
    quotas = {"专案": {"goal": 5, "unit": "个", "done": {"纺织服装": 3}}, "活动": {"goal": 4, "unit": "次"}}
    pages = dict(poster.book(rows, ABOUT | {"quotas": quotas}, paper("A0")))
    said = [t["s"] for t in _texts(pages["纺织服装"])]
    assert "3 / 5个" in said and "数据不足 / 4次" in said
    assert "0 / 4次" not in said
    assert "数据不足 / 5个" in [t["s"] for t in _texts(pages["水禽"])]


def test_each_state_has_its_own_form_without_its_colour(rows: Rows) -> None:
    """What is left of a frame in greyscale: dash, hatch, fill of the head, corner, weight."""
    from exports._poster.boxes import Drawing
    from exports._poster.cells import Cell
    from exports._poster.measure import Size

    del rows
    seen = set()
    for form in ("strong", "weak", "building", "gap", "bought", "unknown"):
        ink = Ink()
        Drawing(ink, Cell("织造", "中游", 0, 0.5, None, form, "标签", "重要"), Size(168, 1), 0, 0).draw(80)
        keys = ("t", "line", "dash", "r", "w", "h", "hatch")
        shape = [
            {k: bool(i[k]) if k == "hatch" else i[k] for k in keys if k in i}
            for i in ink.items
            if i["t"] != "text"
        ]
        seen.add(json.dumps(shape, sort_keys=True))
    assert len(seen) == 6


def test_sizes_by_name() -> None:
    assert paper("2×1.5m") is PAPERS["2x1.5"] and paper("a3") is PAPERS["A3"]
    with pytest.raises(InputError, match="A0"):
        paper("B5")


def test_lines_break_where_chinese_breaks() -> None:
    assert wrap("各地均无企业，不能判断", 1, 8) == ["各地均无企业，", "不能判断"]
    assert all(width(line, 2) <= 20 for line in wrap("ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 3, 2, 20))


def test_the_command_writes_one_chain_and_one_file(outputs: Path, tmp_path: Path) -> None:
    project = str(outputs.parent)
    run = CliRunner().invoke
    done = run(
        liantu, ["-C", project, "poster", "--chain", "水禽", "--size", "A3", "-o", str(tmp_path / "p.pdf")]
    )
    assert done.exit_code == 0 and done.stdout.strip() == str(tmp_path / "p.pdf")
    assert list(tmp_path.iterdir()) == [tmp_path / "p.pdf"]
    done = run(liantu, ["-C", project, "poster", "--svg", "-o", str(tmp_path / "w"), "--format", "json"])
    made: list[Mapping[str, str]] = json.loads(done.stdout)
    assert all(m["path"].endswith(".svg") for m in made) and len(made) > 10


def test_courting_ranks_the_best_first() -> None:
    other = {"segment_id": "链:乙", "score": 0.9}
    targets = [
        {"segment_id": "链:甲", "score": 0.4, "also": [other]},
        {"segment_id": "链:甲", "score": 0.6, "also": []},
    ]
    assert courting(targets) == {"链:甲": [1, 0], "链:乙": [0]}


def test_one_chain_s_chart_is_its_page_of_the_county_s(outputs: Path, tmp_path: Path) -> None:
    asked = ["-C", str(outputs.parent), "poster", "--chain", "纺织服装", "--svg", "-o", str(tmp_path)]
    assert CliRunner().invoke(liantu, asked).exit_code == 0
    (page,) = tmp_path.rglob("*.svg")
    assert page.read_bytes() == (outputs / "招商挂图" / page.name).read_bytes()
