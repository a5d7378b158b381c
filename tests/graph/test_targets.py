"""The score of a target against the worked example of the method, and what is left out and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import score
from queries import targets
from tests.county import FIRMS, make

WEIGHTS = {"实力": 20.0, "扩张与转移意愿": 25.0, "可及性": 20.0, "本地关系": 15.0, "四高二低": 20.0}


def test_worked_example() -> None:
    # 盛泰集团→面料: σ 0.64, share unknown, 转载: 契合 0.56; √(0.56·0.695) = 0.624, bounds 0.575 and 0.726.
    fit = score.fit(0.64, None, None, "已确认", "转载")
    values = {"实力": 0.7, "扩张与转移意愿": 1.0, "可及性": 1.0, "本地关系": None, "四高二低": None}
    found = score.score(fit, values, WEIGHTS, 0.3)
    assert fit == pytest.approx(0.56)
    assert (round(found.score, 3), round(found.lower, 3), round(found.upper, 3)) == (0.624, 0.575, 0.726)
    assert found.coverage == pytest.approx(0.65)


def test_knowing_little_never_ranks_below_knowing_nothing() -> None:
    nothing = dict.fromkeys(WEIGHTS)
    little = nothing | {"实力": 0.1}
    assert score.score(0.5, little, WEIGHTS, 0.3).score == score.score(0.5, nothing, WEIGHTS, 0.3).score


def test_targets_of_a_small_county(tmp_path: Path) -> None:
    files = {
        "名单.csv": "企业名称,名单\n航民股份有限公司,失信\n",
        "荣誉.csv": "企业名称,荣誉,年度\n盛泰集团有限公司,中国民企500强,2021\n",
    }
    store, problems = make(tmp_path, files)
    assert problems == []
    (row,) = targets.answer(store)
    # 2021 in 2026: 0.85·0.5^0.75
    strength = next(f for f in row.features if f["name"] == "实力")
    assert strength["value"] == pytest.approx(0.5054, abs=1e-4)
    assert (row.enterprise, row.segment, row.gap, row.region_code) == (
        "盛泰集团有限公司",
        "面料",
        "补链",
        "330600",
    )
    assert row.lower_bound <= row.score <= row.upper_bound
    assert row.honors[0]["expired"]
    assert "待补资料" in row.reason
    assert row.stability == 1.0


def test_only_what_has_a_term_expires(tmp_path: Path) -> None:
    """拟上市 is an intent, no listing and no certificate; an undated title is of unknown age; a dated one ends."""
    rows = "拟上市,2019,\n专精特新小巨人,,\n单项冠军,2025,\n绿色工厂,2021,\n拟上市,2024,2025-06-30\nA股上市,2009,\n"
    held = "".join(f"盛泰集团有限公司,{row}\n" for row in rows.splitlines())
    store, _ = make(tmp_path, {"荣誉.csv": "企业名称,荣誉,年度,有效期至\n" + held})
    (row,) = targets.answer(store, segment="面料")
    found = {h["name"]: h["expired"] for h in row.honors}
    assert found == {
        "专精特新小巨人": None,
        "单项冠军": False,
        "绿色工厂": True,
        "拟上市": True,
        "A股上市": False,
    }
    (tmp_path / "荣誉.csv").write_text("企业名称,荣誉,年度\n盛泰集团有限公司,拟上市,2019\n", encoding="utf-8")
    store, _ = make(tmp_path)
    (row,) = targets.answer(store, segment="面料")
    assert [h["expired"] for h in row.honors] == [None]
    strength = next(f for f in row.features if f["name"] == "实力")
    assert "拟上市(2019年)" in strength["why"] and "过期" not in strength["why"]
    assert row.tier == "成长"


def test_a_group_is_one_row_and_a_group_already_here_adds_to_it(tmp_path: Path) -> None:
    firms = FIRMS + "盛泰二厂有限公司,浙江省绍兴市,色织面料\n"
    ties = "甲方,关系,乙方\n盛泰集团有限公司,控股,盛泰二厂有限公司\n盛泰集团有限公司,控股,赛琪体育有限公司\n"
    store, _ = make(tmp_path, {"企业.csv": firms, "企业关系.csv": ties})
    rows = [r for r in targets.answer(store) if r.segment == "面料"]
    assert len(rows) == 1
    assert rows[0].mode == "本地增资"
    assert len(targets.answer(store, segment="面料")) == 2
