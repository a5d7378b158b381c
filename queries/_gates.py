"""The gates of methods.md §4: what shuts a segment, an enterprise or one of its rows, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.divisions import full_name, stem
from graph.model import KINDS
from graph.store import Store
from queries import _views

Reason = tuple[str, str]  # the gate's name, the sentence
LANDING = """MATCH (e:Enterprise)-[x:ExpandsTo]->(r:Region) WHERE x.stage IN ['签约', '注册', '开工']
AND r.code STARTS WITH $stem RETURN e.id AS id, x.segment AS segment, r.code AS code, x.stage AS stage, x.year AS year,
x.date AS date ORDER BY id, segment, code, stage, year"""
REVIEWED = """MATCH (e:Enterprise)-[v:Reviewed]->(s:Segment) WHERE v.conclusion = '排除'
RETURN e.id AS id, s.id AS segment ORDER BY id, segment"""
GONE = """MATCH (e:Enterprise)-[l:LocatedIn]->(r:Region) WHERE e.is_local = false AND r.code STARTS WITH $stem
RETURN DISTINCT e.id AS id ORDER BY id"""
CODES = """MATCH (s:Segment)-[:InChain]->(c:Chain) WHERE s.id IN $segments
RETURN s.id AS id, s.name AS name, s.codes AS codes, c.name AS chain ORDER BY id, chain"""


@dataclass(frozen=True)
class Gates:
    """Shut segments and shut pairs of enterprise and segment with their reasons; ``gone``: those that were here."""

    segments: dict[str, Reason]
    pairs: dict[tuple[str, str], Reason]
    gone: set[str]


def read(store: Store, facts: _views.Facts, places: Mapping[str, Mapping[str, Any]]) -> Gates:
    """The gates of the segments in ``places``; those of enterprises themselves are in ``Enterprise.gate``."""
    here = {"stem": stem(facts.project.region)}
    barred = facts.project.policy.barred
    shut = {r["id"]: hit for r in store.run(CODES, segments=sorted(places)) if (hit := _barred(r, barred))}
    segments = {k: denied for k, place in places.items() if (denied := shut.get(k) or _denied(place, facts))}
    pairs: dict[tuple[str, str], Reason] = {}
    for row in store.run(LANDING, **here):
        if row["segment"] and not _later(row, facts):
            when = f"{row['year']}年" if row["year"] else ""
            why = f"已在{full_name(row['code'])}落地:{when}{row['stage']}"
            pairs[row["id"], row["segment"]] = ("已在落地", why)
    if "Reviewed" in KINDS:
        for row in store.run(REVIEWED):
            pairs[row["id"], row["segment"]] = ("人工排除", "核验人的推荐结论为「排除」")
    return Gates(segments, pairs, {r["id"] for r in store.run(GONE, **here)})


def firm_gate(why: str) -> str:
    """The name of the gate that an enterprise's own reason belongs to."""
    return "名单" if "名单" in why else "登记状态"


def _later(row: Mapping[str, Any], facts: _views.Facts) -> bool:
    """Whether a fact lies after the day of the figures: it counts nowhere."""
    as_of = facts.project.as_of
    if row["year"] is not None:
        return bool(row["year"] > as_of.year)
    return bool(row["date"] and row["date"] > as_of)


def _barred(place: Mapping[str, Any], barred: list[str]) -> Reason | None:
    """Why a segment is barred, named under any of its chains or by an industry code."""
    if f"{place['chain']}:{place['name']}" in barred:
        return "两高", "本环节列入项目的禁限名单(policy.barred)"
    codes = place["codes"] or []
    hit = next((c for c in codes for b in barred if ":" not in b and c.startswith(b)), None)
    return ("两高", f"行业代码{hit}列入项目的禁限名单(policy.barred)") if hit else None


def _denied(place: Mapping[str, Any], facts: _views.Facts) -> Reason | None:
    need = next((n for n in place["needs"] or [] if facts.project.offers.get(n) is False), None)
    return ("要素不具备", f"本环节需要{need},本地不能提供(offers)") if need else None
