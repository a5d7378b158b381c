"""产业链总览:每条链有几个环节、覆盖多少、缺口几个、链主和园区是谁。"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from graph import gaps
from graph.divisions import below
from graph.store import Store
from queries import _views

EXAMPLE = "liantu chains --format json"
NAMES = """MATCH (e:Enterprise)-[l:Leads]->(c:Chain) RETURN c.name AS chain, e.name AS name ORDER BY chain, name"""
PARKS = """MATCH (p:Park)-[a:Anchors]->(s:Segment)-[i:InChain]->(c:Chain)
RETURN DISTINCT c.name AS chain, p.name AS name, p.region AS region ORDER BY chain, name"""
WHOLE = """MATCH (p:Park)-[a:Anchors]->(c:Chain)
RETURN DISTINCT c.name AS chain, p.name AS name, p.region AS region ORDER BY chain, name"""


class Row(BaseModel):
    """One chain, or one undecided group with its figures null."""

    chain: str
    group: str | None
    category: str | None
    segments: int | None = None
    covered: int | None = None
    unknown: int | None = None
    coverage: float | None = None
    coverage_possible: float | None = None
    coverage_expected: float | None = None
    completeness: float | None = None
    local: int | None = None
    elsewhere: int | None = None
    gaps: int | None = None
    leaders: list[str] = []
    parks: list[str] = []


def answer(store: Store, chain: str | None = None) -> list[Row]:
    """One row a chain, in the order of their names."""
    facts = _views.read(store, chain)
    leaders = _names(store.run(NAMES))
    placed = store.run(PARKS) + store.run(WHOLE)
    parks = _names([p for p in placed if below(p["region"], facts.project.region)])
    rows = []
    for record in facts.chains:
        name = record["name"]
        if chain not in (None, name):
            continue
        row = Row(chain=name, group=record["grp"], category=record["category"], leaders=leaders.get(name, []),
                  parks=sorted(set(parks.get(name, []))))  # fmt: skip
        view = facts.views.get(name)
        rows.append(row if view is None else row.model_copy(update=_figures(view, record, facts)))
    return rows


def _figures(view: gaps.ChainView, record: dict[str, Any], facts: _views.Facts) -> dict[str, Any]:
    statuses = [leaf.status for leaf in view.leaves.values()]
    found = gaps.find(view, facts.project.policy)
    return {
        "segments": len(statuses),
        "covered": statuses.count("已覆盖"),
        "unknown": statuses.count("待核") + statuses.count("数据不足"),
        "coverage": _round(view.coverage()),
        "coverage_possible": _round(view.coverage(("已覆盖", "待核"))),
        "coverage_expected": _round(view.coverage(("已覆盖", "在建", "已签约"))),
        "completeness": _round(_completeness(view, facts)),
        "local": record["local"],
        "elsewhere": record["elsewhere"],
        "gaps": len({g.segment for g in found if g.kind != "数据不足"}),
    }


def _completeness(view: gaps.ChainView, facts: _views.Facts) -> float | None:
    """Σ w·min(1, x/t)/Σ w over leaves with a known size x (verified empty: 0) and a target t; null without any."""
    known: list[tuple[float, float]] = []
    for place in facts.places.get(view.name, []):
        goal = place["target"] or place["norm"]
        size = 0.0 if place["status"] == "空白·已核实" else place["size"]
        if place["leaf"] and goal and size is not None:
            known.append((place["necessity"], min(1.0, size / goal)))
    total = sum(weight for weight, _ in known)
    return sum(weight * share for weight, share in known) / total if total else None


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _names(rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["chain"], []).append(row["name"])
    return found
