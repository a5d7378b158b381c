"""Choosing together: the worked example of the method, caps, and the share that is certified."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest

from graph.portfolio import Element, choose, guarantee
from queries import portfolio
from tests.county import FIRMS, make


def test_worked_example() -> None:
    # σ₀ 0.8, p 0.5 twice: F 0.4, then 0.6; nothing remains, so all of the optimum is certified.
    choice = choose([Element("a", {"g": 0.5}), Element("b", {"g": 0.5})], {"g": 0.8}, 2, {})
    assert choice.keys == ["a", "b"]
    assert choice.gains == [pytest.approx(0.4), pytest.approx(0.2)]
    assert choice.value == pytest.approx(0.6)
    assert choice.certified == 1.0


def test_the_second_is_not_the_second_best_alone() -> None:
    elements = [Element("a", {"g": 0.9}), Element("b", {"g": 0.8}), Element("c", {"h": 0.5})]
    weights = {"g": 1.0, "h": 0.6}
    # a gains 0.9; then b only 1·0.1·0.8 = 0.08, c 0.3.
    choice = choose(elements, weights, 2, {})
    assert choice.keys == ["a", "c"]
    assert choice.certified == pytest.approx(1.2 / (1.2 + 0.08))


def test_caps_hold_and_the_certificate_is_true() -> None:
    elements = [
        Element(
            str(n), {f"g{n % 4}": 0.2 + 0.05 * n, "x": 0.03 * n}, (("市", str(n % 3)), ("链", str(n % 2)))
        )
        for n in range(9)
    ]
    weights = {"g0": 0.9, "g1": 0.7, "g2": 0.5, "g3": 0.4, "x": 0.6}
    caps = {"市": 1, "链": 2}
    choice = choose(elements, weights, 3, caps)

    def value(chosen: tuple[Element, ...]) -> float:
        return sum(w * (1 - math.prod(1 - e.chances.get(g, 0.0) for e in chosen)) for g, w in weights.items())

    def allowed(chosen: tuple[Element, ...]) -> bool:
        counts = [c for e in chosen for c in e.counts]
        return all(counts.count(c) <= caps[c[0]] for c in counts)

    best = max(value(s) for s in itertools.combinations(elements, 3) if allowed(s))
    assert allowed(tuple(e for e in elements if e.key in choice.keys))
    assert choice.value >= guarantee(caps) * best
    assert choice.value >= choice.certified * best - 1e-12


def test_on_a_small_county(tmp_path: Path) -> None:
    firms = FIRMS + "诸暨染整有限公司,浙江省绍兴市,染整布\n"
    store, _ = make(tmp_path, {"企业.csv": firms})
    rows = portfolio.answer(store, top=2)
    assert {r.segment for r in rows} == {"印染", "面料"}
    assert rows[0].gain >= rows[1].gain
    assert rows[1].total == pytest.approx(rows[0].gain + rows[1].gain, abs=2e-4)
    assert rows[0].after[0]["coverage_after"] == 1.0
    (only,) = portfolio.answer(store, top=5, per_chain=1)
    assert only.guarantee == 0.5
