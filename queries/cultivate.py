"""本地培育:本地企业里值得扶一把的,从哪里扶起(升规、申报称号、复核、补弱、稳住)。"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from pydantic import BaseModel

from graph import gaps
from graph.divisions import full_name
from graph.honors import NATIONAL, PROVINCIAL, expired, is_listing
from graph.names import chain_called
from graph.store import Store
from queries import _views

EXAMPLE = "liantu cultivate --chain 水禽"
FIRMS = """MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE m.local = true AND m.state = '已确认' AND e.gate IS NULL
RETURN e.id AS id, e.name AS name, e.short AS short, e.seat AS seat, e.scaled AS scaled, e.revenue AS revenue,
e.strength AS strength, e.strength_why AS strength_why, e.quality AS quality, e.quality_why AS quality_why,
s.id AS segment ORDER BY id, segment"""
SCALE = 2000  # 万元: from this yearly revenue on an industrial firm counts as 规上


class Row(BaseModel):
    """One local enterprise at the segment where it matters most; ``score`` orders, it promises nothing."""

    rank: int
    enterprise: str
    short: str | None
    id: str
    region: str | None
    region_code: str | None
    chain: str
    segment: str
    segment_id: str
    score: float
    importance: float
    coverage: float
    steps: list[str]
    reason: str


def answer(store: Store, chain: str | None = None) -> list[Row]:
    """Local enterprises for which something can be done, by score: √(重要度 · mean of 实力 and 四高二低, unknown 0.3)."""
    facts = _views.read(store, chain)
    leads = _leads(facts, chain)
    made: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for r in store.run(FIRMS):
        if r["segment"] in leads:
            made[r["id"]].append(r)
    honors: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for h in store.run(_views.HELD, ids=sorted(made)) if made else []:
        honors[h["id"]].append(h)
    rows = []
    for key, firms in made.items():
        firm = max(firms, key=lambda r: (leads[r["segment"]][0], r["segment"]))
        importance, name, lead = leads[firm["segment"]]
        steps = _steps(firm, honors[key], lead)
        if steps:
            rows.append(_row(firm, (importance, name), steps, facts))
    rows.sort(key=lambda r: (-r.score, r.id))
    return [r.model_copy(update={"rank": n}) for n, r in enumerate(rows, 1)]


def _leads(facts: _views.Facts, chain: str | None) -> dict[str, tuple[float, str, gaps.Gap | None]]:
    """Segment → its importance in the chain where it is largest, that chain, its lead row if it has one."""
    found: dict[str, tuple[float, str, gaps.Gap | None]] = {}
    for name, view in sorted(facts.views.items()):
        if chain not in (None, name):
            continue
        rows = gaps.find(view, facts.project.policy)
        lead = {rows[i].segment: rows[i] for i in gaps.leads(rows)}
        for key, leaf in view.leaves.items():
            importance = view.weight * (0.3 + 0.4 * leaf.necessity + 0.3 * leaf.criticality)
            if key not in found or importance > found[key][0]:
                found[key] = (importance, name, lead.get(key))
    return found


def _steps(firm: dict[str, Any], honors: list[dict[str, Any]], lead: gaps.Gap | None) -> list[str]:
    """What can be done for it, each step from a known fact alone."""
    said = []
    if lead and lead.kind == "固链":
        said.append(f"先稳住:{lead.why}")
    if lead and lead.variant == "补弱":
        said.append("补弱:本环节本地企业均非规上、无称号")
    if firm["scaled"] is False and (firm["revenue"] or 0) >= SCALE:
        said.append(f"升规:营业收入{firm['revenue']:g}万元,尚未入规")
    best = 0.0
    for h in honors:
        if not is_listing(h["name"]):
            best = max(best, h["value"])
            if expired(h["name"], h) and "500强" not in h["name"]:
                year = f"({h['year']}年)" if h["year"] else ""
                said.append(f"复核:{h['name']}{year}已到复核期")
    if PROVINCIAL <= best < NATIONAL:
        said.append("申报国家级:已有省级称号")
    elif best < PROVINCIAL and (
        (lead and lead.variant == "锻长板") or (firm["strength"] or 0.0) >= PROVINCIAL
    ):
        said.append("申报称号:本库未见省级以上称号")
    return said


def _row(firm: dict[str, Any], place: tuple[float, str], steps: list[str], facts: _views.Facts) -> Row:
    unknown = facts.project.policy.unknown
    known = [firm[k] for k in ("strength", "quality") if firm[k] is not None]
    mean = (max(firm["strength"] if firm["strength"] is not None else unknown, unknown)
            + (firm["quality"] if firm["quality"] is not None else unknown)) / 2  # fmt: skip
    score, segment = math.sqrt(min(1.0, place[0]) * mean), firm["segment"].partition(":")[2]
    why = [w for w in (firm["strength_why"], firm["quality_why"]) if w]
    lacks = [n for n, k in (("实力", "strength"), ("四高二低", "quality")) if firm[k] is None]
    facts_said = ";".join([*why, *(["、".join(lacks) + "未知"] if lacks else [])])
    reason = f"{_views.short_name(firm)}({chain_called(place[1])}{segment},重要度{place[0]:.2f}):{facts_said};{';'.join(steps)}。"
    return Row(rank=0, enterprise=firm["name"], short=firm["short"][0] if firm["short"] else None, id=firm["id"],
               region=full_name(firm["seat"]) if firm["seat"] else None, region_code=firm["seat"], chain=place[1],
               segment=segment, segment_id=firm["segment"], score=round(score, 4), importance=round(place[0], 4),
               coverage=len(known) / 2, steps=steps, reason=reason)  # fmt: skip
