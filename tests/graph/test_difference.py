"""Difference: nothing but what changed, with why, computed by hand on a county of five segments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graph.difference import NEEDS, Row, compare, marks
from graph.modules import load
from tests.county import FIRMS, make


def asked(folder: Path, firms: str) -> dict[str, list[dict[str, Any]]]:
    """The answers of one build that a difference needs."""
    store, _ = make(folder, {"企业.csv": firms})
    found = {
        name: [row.model_dump(mode="json") for row in load("queries", name).answer(store, **own)]
        for name, own in NEEDS.items()
    }
    store.close()
    return found


def changed(tmp_path: Path, firms: str) -> list[Row]:
    return compare(asked(tmp_path / "old", FIRMS), asked(tmp_path / "new", firms))


def test_the_same_sources_differ_in_nothing(tmp_path: Path) -> None:
    assert changed(tmp_path, FIRMS) == []


def test_a_dye_works_that_came_closes_its_gap_and_says_so(tmp_path: Path) -> None:
    rows = changed(tmp_path, FIRMS + "新染整有限公司,411426,染整布\n")
    chain = next(r for r in rows if r.what == "产业链")
    assert (chain.before or "").startswith("覆盖率62%") and (chain.after or "").startswith("覆盖率83%")
    segment = next(r for r in rows if r.what == "环节")
    assert (segment.segment, segment.before, segment.after) == ("印染", "空白·待核实", "已覆盖(具备)")
    closed = next(r for r in rows if r.what == "缺口" and r.change == "关闭")
    assert (closed.segment, closed.why) == ("印染", "印染的补链已关闭:新增本地企业新染整有限公司。")
    # 面料: u from 0.7 to 1, b from 0.837 to 1, so its severity rises from 0.728 to 0.87
    heavier = next(r for r in rows if r.what == "缺口" and r.change == "加重")
    assert (heavier.before, heavier.after) == ("补链(紧急,0.73)", "补链(紧急,0.87)")
    assert "上游连接由0.70到1.00" in heavier.why
    assert [r.enterprise for r in rows if r.what == "企业"] == ["新染整有限公司"]
    gone = next(r for r in rows if r.what == "目标" and r.change == "消失")
    assert gone.enterprise == "航民股份有限公司" and "缺口已关闭" in gone.why


def test_what_left_is_told_like_what_came(tmp_path: Path) -> None:
    rows = changed(tmp_path, FIRMS.replace("赛琪体育有限公司,夏邑县,衬衫\n", ""))
    assert [(r.change, r.enterprise) for r in rows if r.what == "企业"] == [("消失", "赛琪体育有限公司")]
    opened = [r for r in rows if r.what == "缺口" and r.segment == "服装"]
    assert [r.change for r in opened] == ["新开"]


def test_marks_speak_the_map_s_words(tmp_path: Path) -> None:
    rows = changed(tmp_path, FIRMS + "新染整有限公司,411426,染整布\n")
    found = {(m["what"], m["change"], m["segment"] or m["enterprise"]) for m in marks(rows)}
    assert {
        ("gap", "gone", "印染"),
        ("gap", "risen", "面料"),
        ("enterprise", "new", "新染整有限公司"),
    } <= found
