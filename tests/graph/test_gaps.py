"""Gaps and coverage of a small county against the worked example of the method, computed by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from queries import chains, gaps, segments
from tests.county import CHAIN, make


def test_worked_example(tmp_path: Path) -> None:
    # 纺纱, 织造, 服装 present; w = 1 (面料 0.8); cov = 3/4.8. 印染: u = 1, d = 0.7, K = (1+1+0.5)/3, I = 0.95.
    store, problems = make(tmp_path)
    assert problems == []
    rows = {r.segment: r for r in gaps.answer(store)}
    assert chains.answer(store)[0].coverage == 0.625
    dye, cloth = rows["印染"], rows["面料"]
    assert (dye.kind, dye.severity, dye.u, dye.d) == ("补链", "紧急", 1.0, 0.7)
    assert dye.b == pytest.approx(math.sqrt(0.7), abs=1e-4)
    assert dye.score == pytest.approx(math.sqrt(0.7) * 0.95, abs=1e-4)
    assert cloth.score == pytest.approx(math.sqrt(0.7) * 0.87, abs=1e-4)
    assert (dye.local, dye.elsewhere, dye.upstream_local, dye.downstream_local) == (0, 1, 1, 0)
    assert set(rows) == {"印染", "面料"}
    assert "上游织造本地有1家" in dye.evidence[0]


def test_a_park_under_construction_connects(tmp_path: Path) -> None:
    # 印染 在建: m = 0.7, so u(面料) = max(0.7, 0.7·u(印染) = 0.7) = 0.7 and b = √0.7; coverage_expected = 4/4.8.
    parks = "园区,产业链,环节,阶段\n印染园,纺织服装,印染,在建\n"
    store, _ = make(tmp_path, {"园区.csv": parks})
    rows = {r.segment: r for r in gaps.answer(store)}
    assert rows["印染"].status == "在建"
    assert "印染园在建" in rows["印染"].evidence[0]
    assert chains.answer(store)[0].coverage_expected == pytest.approx(4 / 4.8, abs=1e-4)


def test_an_end_of_the_chain_is_an_extension(tmp_path: Path) -> None:
    # without 赛琪 the end 服装 is absent: u = 0.7³ through the gaps, d = 0: 延链 向下游, b = 0.8·0.343.
    firms = "企业名称,地区,主要产品\n华鹏纺织有限公司,411426,棉纱;坯布\n雅戈尔,浙江宁波,衬衫\n"
    store, _ = make(tmp_path, {"企业.csv": firms})
    row = next(r for r in gaps.answer(store) if r.segment == "服装")
    assert (row.kind, row.variant) == ("延链", "向下游")
    assert row.u == pytest.approx(0.7**2, abs=1e-4)
    assert row.b == pytest.approx(0.8 * row.u, abs=1e-4)


def test_survey_wins_over_an_undated_link_and_is_verified(tmp_path: Path) -> None:
    survey = "产业链,环节,结论,日期\n纺织服装,织造,无,2025-06-01\n"
    store, problems = make(tmp_path, {"环节核实.csv": survey})
    row = next(r for r in gaps.answer(store) if r.segment == "织造")
    assert problems == []
    assert row.status == "空白·已核实"
    assert row.verified


def test_unknown_everywhere_cannot_be_judged(tmp_path: Path) -> None:
    chain = CHAIN + "  家纺: {stage: 下游, words: [床品], feeds: []}\n"
    store, _ = make(tmp_path, chain=chain)
    row = next(r for r in gaps.answer(store) if r.segment == "家纺")
    assert (row.kind, row.score, row.b, row.status) == ("数据不足", None, None, "数据不足")
    assert row.would_be is not None
    assert "不能判断" in row.evidence[0]


def test_a_leader_without_a_national_title_and_a_zombie(tmp_path: Path) -> None:
    # 固链: f = 1, 纺纱's d = 1 (织造 present): b = 1.
    files = {
        "链主.csv": "企业名称,产业链,依据\n赛琪体育有限公司,纺织服装,用工最多\n",
        "名单.csv": "企业名称,名单\n华鹏纺织有限公司,经营异常\n",
    }
    store, _ = make(tmp_path, files)
    rows = {(r.segment, r.kind): r for r in gaps.answer(store)}
    assert rows["服装", "强链"].variant == "锻长板"
    assert rows["纺纱", "固链"].b == pytest.approx(1.0)
    assert "经营异常" in rows["纺纱", "固链"].evidence[0]


def test_no_local_enterprise_at_all_is_no_judgement(tmp_path: Path) -> None:
    store, _ = make(tmp_path, {"企业.csv": "企业名称,地区,主要产品\n航民股份有限公司,浙江杭州,染整布\n"})
    assert {r.kind for r in gaps.answer(store)} == {"数据不足"}


def test_a_link_to_any_parent_leaves_the_leaves_to_be_looked_at(tmp_path: Path) -> None:
    """Two levels of parents: who is linked to the upper one alone may make any leaf below it."""
    chain = (
        "chain: 甲\nsegments:\n  总类: {stage: 中游, words: [布料]}\n  中类: {stage: 中游, under: 总类, words: [坯布]}\n"
        "  小类: {stage: 中游, under: 中类, words: [麻布]}\n  另类: {stage: 中游, under: 总类, words: [丝布]}\n"
    )
    for name, product, status in (("a", "布料", "待核"), ("b", "坯布", "待核"), ("c", "麻布", "已覆盖")):
        (tmp_path / name).mkdir()
        firms = f"企业名称,地区,主要产品\n甲厂,夏邑,{product}\n外厂,浙江,麻布;丝布;布料;坯布\n"
        store, _ = make(tmp_path / name, {"企业.csv": firms}, chain)
        rows = {r.segment: r.status for r in segments.answer(store)}
        assert rows["小类"] == status
        assert rows["另类"] == ("待核" if product == "布料" else "空白·待核实")


def test_a_chain_may_be_very_long(tmp_path: Path) -> None:
    """Eleven hundred segments in a row: nothing here goes down by calling itself."""
    lines = [f"  环{i}: {{stage: 中游, words: [货{i}], feeds: [环{i + 1}]}}" for i in range(1099)]
    chain = "chain: 甲\nsegments:\n" + "\n".join(lines) + "\n  环1099: {stage: 下游, words: [货1099]}\n"
    firms = "企业名称,地区,主要产品\n甲厂,夏邑,货0\n外厂,浙江,货1\n"
    store, _ = make(tmp_path, {"企业.csv": firms}, chain)
    assert next(r.u for r in gaps.answer(store) if r.segment == "环1") == 1.0


def test_a_segment_with_another_way_around_it_must_not_be_passed(tmp_path: Path) -> None:
    # 化纤 → 针织 or 梭织 → 染色 → 成衣: each of the two has the other beside it, 染色 has nothing.
    chain = """chain: 纺织服装
segments:
  化纤: {stage: 上游, words: [棉纱], feeds: [针织, 梭织]}
  针织: {stage: 中游, words: [针织布], feeds: [染色]}
  梭织: {stage: 中游, words: [梭织布], feeds: [染色]}
  染色: {stage: 中游, words: [染整], feeds: [成衣]}
  成衣: {stage: 下游, words: [衬衫]}
"""
    store, _ = make(tmp_path, chain=chain)
    assert [r.segment for r in segments.answer(store) if r.must_pass] == ["染色"]
    said = {r.segment: "".join(r.evidence) for r in gaps.answer(store)}
    assert "必经" not in said["针织"]
