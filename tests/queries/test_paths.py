"""Ways to a target: hops, strengths, what a path may not pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.problem import InputError
from queries import paths
from tests.county import FIRMS, make

HEAD = "甲方,关系,乙方,可信度\n"


def test_the_cheapest_first_equity_and_supply_apart(tmp_path: Path) -> None:
    # 赛琪 ←供货— 中间 —控股→ 盛泰: 0.7·0.8 · 0.9·1 = 0.504; 华鹏 —投资→ 盛泰: 0.6·0.8 = 0.48, equity alone.
    ties = HEAD + (
        "中间有限公司,供货,赛琪体育有限公司,转载\n中间有限公司,控股,盛泰集团有限公司,已核实\n"
        "华鹏纺织有限公司,投资,盛泰集团有限公司,转载\n航民股份有限公司,供货,赛琪体育有限公司,待核\n"
    )
    store, _ = make(tmp_path, {"企业关系.csv": ties})
    rows = {r.kind: r for r in paths.answer(store, "盛泰集团有限公司")}
    assert (rows["股权"].start, rows["股权"].hops, rows["股权"].strength) == ("华鹏纺织有限公司", 1, 0.48)
    # 中间 controls 盛泰, so a path to it is one to the target: one tie, 0.7·0.8.
    supply = rows["供应与合作"]
    assert (supply.start, supply.hops, supply.strength) == ("赛琪体育有限公司", 1, 0.56)
    assert supply.reason == "赛琪体育有限公司 ←供货— 中间有限公司(目标的控股方)。"
    assert paths.answer(store, "航民股份有限公司") == []


def test_no_path_through_a_government_holder_or_a_body_elsewhere(tmp_path: Path) -> None:
    firms = (FIRMS + "某国资平台,浙江省,").replace(
        "企业名称,地区,主要产品", "企业名称,地区,主要产品,企业性质"
    ) + ",政府\n"
    bodies = "组织,类型,地区\n东华大学,院校,上海\n夏邑县纺织协会,商协会,411426\n"
    ties = HEAD + (
        "某国资平台,参股,赛琪体育有限公司,已核实\n某国资平台,参股,盛泰集团有限公司,已核实\n"
        "赛琪体育有限公司,合作,东华大学,已核实\n航民股份有限公司,合作,东华大学,已核实\n"
    )
    store, _ = make(tmp_path, {"企业.csv": firms, "组织.csv": bodies, "企业关系.csv": ties})
    assert paths.answer(store, "盛泰集团有限公司") == []
    assert paths.answer(store, "航民股份有限公司") == []


def test_a_body_here_is_a_start(tmp_path: Path) -> None:
    bodies = "组织,类型,地区\n夏邑县纺织协会,商协会,411426\n"
    ties = HEAD + "盛泰集团有限公司,会员,夏邑县纺织协会,已核实\n"
    store, _ = make(tmp_path, {"组织.csv": bodies, "企业关系.csv": ties})
    (row,) = paths.answer(store, "盛泰集团有限公司")
    assert (row.start, row.hops, row.strength) == ("夏邑县纺织协会", 1, 0.4)


def test_who_is_here_needs_no_path(tmp_path: Path) -> None:
    store, _ = make(tmp_path)
    with pytest.raises(InputError, match="已在本地"):
        paths.answer(store, "赛琪体育有限公司")


def test_without_a_name_the_paths_to_all_who_have_one(tmp_path: Path) -> None:
    ties = HEAD + "华鹏纺织有限公司,投资,盛泰集团有限公司,转载\n"
    store, _ = make(tmp_path, {"企业关系.csv": ties})
    assert paths.answer(store) == paths.answer(store, "盛泰集团有限公司") != []
