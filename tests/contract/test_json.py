"""contract.md, JSON out: every key of every row, its type and its bounds, as the page states them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from graph.store import Store
from queries import chains, gaps, leaders, links, targets
from tests.contract.test_reference import built

Row = dict[str, Any]
Test = Callable[[Any], bool]
KINDS = ("补链", "延链", "强链", "固链", "建链", "升链", "数据不足")
STATUSES = ("已覆盖", "在建", "已签约", "待核", "空白·已核实", "数据不足", "空白·待核实")


def text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def share(value: Any) -> bool:
    """In [0,1], rounded to 4 places."""
    return isinstance(value, (int, float)) and 0 <= value <= 1 and math.isclose(round(value, 4), value)


def truth(value: Any) -> bool:
    return isinstance(value, bool)


def one(*values: Any) -> Test:
    return lambda value: value in values


def known(test: Test) -> Test:
    """Or unknown."""
    return lambda value: value is None or test(value)


def many(test: Test) -> Test:
    return lambda value: isinstance(value, list) and all(test(v) for v in value)


def made_of(**keys: Test) -> Test:
    return lambda value: isinstance(value, dict) and all(k in value and t(value[k]) for k, t in keys.items())


def code(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{6}", value) is not None


def identity(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9A-Z]{18}|name:.+", value) is not None


AT = {"chain": text, "segment": text, "segment_id": lambda v: isinstance(v, str) and v.count(":") == 1}
FIRM = {"enterprise": text, "id": identity, "region": known(text), "region_code": known(code)}
PAGE: dict[str, dict[str, Test]] = {
    "chains": {
        "chain": text, "group": known(text), "category": known(one("未来", "新兴", "传统", "农业", "服务业")),
        **dict.fromkeys(("segments", "covered", "unknown", "local", "elsewhere", "gaps"), known(count)),
        **dict.fromkeys(("coverage", "coverage_possible", "coverage_expected", "completeness"), known(share)),
        "leaders": many(text), "parks": many(text),
    },
    "gaps": AT | {
        "stage": one("上游", "中游", "下游", "配套"), "kind": one(*KINDS),
        "variant": known(one("补弱", "锻长板", "配套", "向上游", "向下游")), "lead": truth, "status": one(*STATUSES),
        "grade": known(one("优势", "具备", "薄弱")), "severity": known(one("紧急", "重要", "一般")),
        "score": known(share), "b": known(share), "u": share, "d": share, "criticality": share, "verified": truth,
        "would_be": known(made_of(kind=one(*KINDS), variant=known(text), severity=text, score=share, b=share)),
        **dict.fromkeys(("local", "elsewhere", "upstream_local", "downstream_local"), count),
        "evidence": lambda v: many(text)(v) and len(v) > 0,
    },
    "targets": AT | FIRM | {
        "rank": count, "gap": one(*KINDS), **dict.fromkeys(
            ("score", "fit", "lower_bound", "upper_bound", "coverage", "stability"), share),
        "mode": one("本地增资", "外部招引"), "tier": one("旗舰", "骨干", "成长"),
        "honors": many(made_of(name=text, level=known(text), year=known(count), rank=known(count),
                               valid_until=known(text), expired=known(truth))),
        "features": many(made_of(name=text, value=known(share), weight=lambda v: 0 <= v <= 100, why=text)),
        "checks": many(text), "also": many(made_of(**AT, gap=one(*KINDS), score=share)), "reason": text,
    },
    "excluded": {"enterprise": text, "id": identity, "chain": text, "segment": text, "gate": text, "why": text},
    "leaders": FIRM | {"chain": text, "role": one("链主", "链主候选"), "basis": known(text)},
    "links": AT | {"enterprise": text, "id": identity, "state": one("已确认", "待核"), "strength": share,
                   "words": many(text), "where": many(text), "evidence": many(text)},
}  # fmt: skip


def answered(store: Store) -> dict[str, list[Row]]:
    asked: dict[str, Iterable[Any]] = {
        "chains": chains.answer(store), "gaps": gaps.answer(store), "targets": targets.answer(store, top=None),
        "excluded": targets.excluded(store), "leaders": leaders.answer(store), "links": links.answer(store),
    }  # fmt: skip
    return {name: [row.model_dump(mode="json") for row in rows] for name, rows in asked.items()}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """The answers on some written projects, and of each question at least one row."""
    found: dict[str, list[Row]] = {name: [] for name in PAGE}
    for seed in range(8):
        store, _ = built(tmp_path_factory.mktemp(f"p{seed}"), seed)
        for name, given in answered(store).items():
            found[name] += [row | {"project": seed} for row in given]
    return found


@pytest.mark.parametrize("name", PAGE)
def test_every_key_is_there_with_its_type(rows: dict[str, list[Row]], name: str) -> None:
    assert rows[name]
    wrong = {key: row.get(key, "缺") for row in rows[name] for key, fits in PAGE[name].items()
             if key not in row or not fits(row[key])}  # fmt: skip
    assert wrong == {}


def test_gaps_hold_together(rows: dict[str, list[Row]]) -> None:
    """A row without data has no score; the largest σ leads; severities follow the fixed lines; the order is the page's."""
    for row in rows["gaps"]:
        unknown = row["kind"] == "数据不足"
        assert (row["score"] is None) == unknown == (row["b"] is None) == (row["severity"] is None)
        assert (row["would_be"] is not None) == unknown
        if not unknown:
            line = "紧急" if row["score"] >= 0.5 else "重要" if row["score"] >= 0.25 else "一般"
            assert (
                row["severity"] == line or math.isclose(row["score"], 0.5) or math.isclose(row["score"], 0.25)
            )
    for seed in {row["project"] for row in rows["gaps"]}:
        mine = [row for row in rows["gaps"] if row["project"] == seed]
        assert mine == sorted(
            mine, key=lambda r: (r["score"] is None, -(r["score"] or 0), r["chain"], r["segment"], r["kind"])
        )
        leads = [(row["chain"], row["segment_id"]) for row in mine if row["lead"]]
        assert sorted(leads) == sorted({(row["chain"], row["segment_id"]) for row in mine})


def test_targets_hold_together(rows: dict[str, list[Row]]) -> None:
    """Ranks count from 1, weights sum to 100, bounds enclose the score, coverage is the weight of what is known."""
    for seed in {row["project"] for row in rows["targets"]}:
        mine = [row for row in rows["targets"] if row["project"] == seed]
        assert [row["rank"] for row in mine] == list(range(1, len(mine) + 1))
        assert [row["score"] for row in mine] == sorted((row["score"] for row in mine), reverse=True)
    for row in rows["targets"]:
        known_ = [f["weight"] for f in row["features"] if f["value"] is not None]
        assert math.isclose(sum(f["weight"] for f in row["features"]), 100, abs_tol=0.01)
        assert row["lower_bound"] <= row["score"] <= row["upper_bound"]
        assert math.isclose(row["coverage"], sum(known_) / 100, abs_tol=1e-3)
        assert ("待补资料" in row["reason"]) == (row["coverage"] < 0.5)
        assert not any("待补资料" in check for check in row["checks"])
