"""Local firms: leaders with what they lack, and those worth raising."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from graph.problem import InputError
from queries import cultivate, leaders, links, sources
from tests.county import FIRMS, make

SIZED = FIRMS.replace("企业名称,地区,主要产品", "企业名称,地区,主要产品,营业收入(万元),规上").replace(
    "411426,棉纱;坯布", "411426,棉纱;坯布,30000,否"
)


def test_a_candidate_and_what_it_lacks(tmp_path: Path) -> None:
    # 赛琪 alone would have no figure; 华鹏 has revenue and makes 纺纱, 织造 (w = 1 ≥ 0.7).
    store, _ = make(tmp_path, {"企业.csv": SIZED})
    (row,) = leaders.answer(store)
    assert (row.enterprise, row.role) == ("华鹏纺织有限公司", "链主候选")
    assert row.basis is not None
    assert "30000万元" in row.basis


def test_a_named_leader_lacks_its_absent_suppliers_and_has_peers(tmp_path: Path) -> None:
    files = {
        "链主.csv": "企业名称,产业链\n赛琪体育有限公司,纺织服装\n",
        "企业.csv": FIRMS + "雅戈尔服装有限公司,浙江宁波,衬衫\n",
    }
    store, _ = make(tmp_path, files)
    (row,) = leaders.answer(store)
    assert [(s["segment"], s["status"], s["for"]) for s in row.suppliers] == [
        ("面料", "空白·待核实", ["服装"])
    ]
    assert [p["enterprise"] for p in row.peers] == ["雅戈尔服装有限公司"]


def test_worth_raising(tmp_path: Path) -> None:
    # 华鹏: 3 亿元 of revenue: 实力 0.5 + 0.2·log₁₀ 3; 四高二低 unknown 0.3; 织造: K = (thr 1 + dep 1 + 0.5)/3.
    store, _ = make(tmp_path, {"企业.csv": SIZED})
    row = next(r for r in cultivate.answer(store) if r.enterprise == "华鹏纺织有限公司")
    strength = 0.5 + 0.2 * math.log10(3)
    importance = 0.3 + 0.4 * 1 + 0.3 * (1 + 1 + 0.5) / 3
    assert row.segment == "织造"
    assert row.importance == pytest.approx(importance, abs=1e-4)
    assert row.score == pytest.approx(math.sqrt(importance * (strength + 0.3) / 2), abs=1e-4)
    assert any(s.startswith("升规") for s in row.steps)
    assert row.coverage == 0.5


def test_links_of_one_firm_by_any_of_its_names(tmp_path: Path) -> None:
    firms = FIRMS.replace("企业名称,地区,主要产品", "企业名称,地区,主要产品,简称").replace(
        "棉纱;坯布", "棉纱;坯布,华鹏"
    )
    store, _ = make(tmp_path, {"企业.csv": firms})
    rows = links.answer(store, "华鹏")
    assert {r.segment for r in rows} == {"纺纱", "织造"}
    assert links.answer(store, chain="纺织服装") == links.answer(store)


def test_links_by_state_those_of_local_firms_first(tmp_path: Path) -> None:
    doubt = "企业名称,产业链,环节,可信度\n航民股份有限公司,纺织服装,纺纱,待核\n赛琪体育有限公司,纺织服装,印染,待核\n"
    store, _ = make(tmp_path, {"企业环节.csv": doubt})
    waiting = links.answer(store, state="待核")
    assert [r.enterprise for r in waiting] == ["赛琪体育有限公司", "航民股份有限公司"]
    assert links.answer(store, state="待核", top=1) == links.answer(store, "赛琪体育有限公司", state="待核")
    assert links.answer(store, chain="纺织服装", state="待核") == waiting
    assert {r.state for r in links.answer(store, state="已确认")} == {"已确认"}
    assert links.answer(store, ids=[waiting[0].id]) == links.answer(store, "赛琪体育有限公司")
    with pytest.raises(InputError, match="已确认"):
        links.answer(store, state="已确定")


def test_sources_of_a_chain(tmp_path: Path) -> None:
    rows = "企业名称,产业链,环节,来源,日期\n航民股份有限公司,纺织服装,印染,绍兴日报,2024-05-01\n"
    store, _ = make(tmp_path, {"企业环节.csv": rows})
    assert [(r.source, str(r.date)) for r in sources.answer(store, "纺织服装")] == [
        ("绍兴日报", "2024-05-01")
    ]
