"""What if, against the worked chain of the method."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from graph.problem import InputError
from queries import whatif
from tests.county import make


def test_landing_closes_one_gap_and_eases_or_worsens_others(tmp_path: Path) -> None:
    # 印染 lands: cov 3/4.8 → 4/4.8; 面料's u becomes 1, b = √(1·1), σ = 0.87 against √0.7·0.87 before.
    store, _ = make(tmp_path)
    rows = whatif.answer(store, land=("印染",))
    assert [(r.effect, r.segment) for r in rows] == [("已关闭", "印染"), ("加重", "面料")]
    closed, worse = rows
    assert closed.score_before == pytest.approx(math.sqrt(0.7) * 0.95, abs=1e-4)
    assert closed.score_after is None
    assert worse.score_before == pytest.approx(math.sqrt(0.7) * 0.87, abs=1e-4)
    assert worse.score_after == 0.87
    assert (worse.coverage_before, worse.coverage_after) == (0.625, round(4 / 4.8, 4))


def test_losing_opens_a_gap(tmp_path: Path) -> None:
    # 服装 lost: it is an end, 延链 向下游 with u = γ·(γ·(织造 1)) = 0.49; 印染 and 面料 have no downstream left.
    store, _ = make(tmp_path)
    rows = {r.segment: r for r in whatif.answer(store, lose=("服装",))}
    assert (rows["服装"].effect, rows["服装"].kind_after) == ("新开", "延链")
    assert {rows["印染"].effect, rows["面料"].effect} == {"减轻"}
    assert rows["印染"].kind_after == "延链"


def test_suppliers_tied_to_the_one_that_lands_are_named(tmp_path: Path) -> None:
    ties = "甲方,关系,乙方\n盛泰集团有限公司,供货,航民股份有限公司\n"
    store, _ = make(tmp_path, {"企业关系.csv": ties})
    rows = {r.segment: r for r in whatif.answer(store, land=("印染",), by="航民股份有限公司")}
    assert [(t["enterprise"], t["tie"]) for t in rows["面料"].tied] == [("盛泰集团有限公司", "供货")]


def test_what_is_asked_must_be_said_and_be_there(tmp_path: Path) -> None:
    store, _ = make(tmp_path)
    with pytest.raises(InputError, match="--land"):
        whatif.answer(store)
    with pytest.raises(InputError, match="印染"):
        whatif.answer(store, sign=("印然",))
