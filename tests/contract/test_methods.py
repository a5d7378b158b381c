"""methods.md §1 and §2 on written projects, every figure worked out by hand."""

from __future__ import annotations

from pathlib import Path

from queries import chains, gaps
from tests.county import make

SUPPORT = """chain: 甲
segments:
  a: {stage: 上游, words: [棉纱]}
  k: {stage: 配套, words: [织机], feeds: ["乙:y"]}
"""
OTHER = "chain: 乙\nsegments:\n  y: {stage: 中游, words: [衬衫]}\n"


def test_support_for_another_chain_counts_with_that_segments_m(tmp_path: Path) -> None:
    (tmp_path / "chains").mkdir()
    (tmp_path / "chains" / "b.yaml").write_text(OTHER, encoding="utf-8")
    firms = "企业名称,地区,主要产品\n甲厂,夏邑,衬衫\n外厂,浙江,织机\n"
    store, _ = make(tmp_path, {"企业.csv": firms}, SUPPORT)
    row = next(r for r in gaps.answer(store) if r.segment == "k")
    assert (row.kind, row.variant, row.b) == ("补链", "配套", 0.7)  # 0.7·ν·m = 0.7·1·1


def test_support_for_an_absent_segment_is_new(tmp_path: Path) -> None:
    (tmp_path / "chains").mkdir()
    (tmp_path / "chains" / "b.yaml").write_text(OTHER, encoding="utf-8")
    firms = "企业名称,地区,主要产品\n甲厂,夏邑,棉纱\n外厂,浙江,织机;衬衫\n"
    store, _ = make(tmp_path, {"企业.csv": firms}, SUPPORT)
    row = next(r for r in gaps.answer(store) if r.segment == "k")
    assert (row.kind, row.b) == ("建链", 0.1)  # it serves 乙:y, m = 0


def test_who_is_gone_is_neither_here_nor_elsewhere(tmp_path: Path) -> None:
    firms = (
        "企业名称,地区,主要产品,登记状态\n甲厂,夏邑,棉纱,存续\n乙厂,夏邑,衬衫,注销\n丙厂,浙江,衬衫,吊销,未注销\n"
        "丁厂,,衬衫,存续\n"
    )
    store, _ = make(tmp_path, {"企业.csv": firms})
    row = next(r for r in gaps.answer(store) if r.segment == "服装")
    assert (row.local, row.elsewhere) == (0, 1)  # 丁厂 alone, at an unknown place
    chain = chains.answer(store)[0]
    assert (chain.local, chain.elsewhere) == (1, 1)


def test_two_firms_of_a_group_are_two_enterprises(tmp_path: Path) -> None:
    firms = "企业名称,地区,主要产品\n甲厂,夏邑,衬衫\n乙厂,夏邑,衬衫\n外厂,浙江,染整布\n"
    ties = "甲方,关系,乙方\n甲厂,控股,乙厂\n"
    graded = "企业名称,荣誉,级别,年度\n甲厂,专精特新,省级,2025\n"  # 优势 without a national title: 锻长板
    store, _ = make(tmp_path, {"企业.csv": firms, "企业关系.csv": ties, "荣誉.csv": graded})
    rows = {r.segment: r for r in gaps.answer(store)}
    assert rows["服装"].local == 2


def test_of_a_chain_who_is_here_is_not_elsewhere_and_parks_are_the_countys(tmp_path: Path) -> None:
    """甲厂 weaves here and sews in 绍兴: its plant here is for 织造 alone."""
    files = {
        "企业.csv": "企业名称,地区,主要产品\n甲厂,浙江省绍兴市,坯布;衬衫\n乙厂,浙江省绍兴市,衬衫\n",
        "布点.csv": "企业名称,地区,类型,产业链,环节\n甲厂,夏邑县,生产基地,纺织服装,织造\n",
        "园区.csv": "园区,地区,产业链,环节,阶段\n本园,,纺织服装,印染,开工\n邻园,虞城县,纺织服装,印染,开工\n",
    }
    store, _ = make(tmp_path, files)
    (row,) = chains.answer(store)
    assert (row.local, row.elsewhere, row.parks) == (1, 1, ["本园"])
    assert row.group is None  # the chain file names none
    places = {r.segment: (r.local, r.elsewhere) for r in gaps.answer(store)}
    assert places["服装"] == (0, 2)
