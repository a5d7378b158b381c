"""组合:一起招哪几家最能补上缺口;可限每市、每链几家,印出经证明达到最优的份额。"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pydantic import BaseModel

from graph import portfolio, whatif
from graph.divisions import city_name, full_name, prefecture
from graph.names import chain_called
from graph.store import Store
from queries import _views
from queries._candidates import Candidate, Pool

EXAMPLE = "liantu portfolio --top 10 --per-city 2 --per-chain 4"
OPTIONS = {
    "top": ("int", "选几家(默认 10)"),
    "per_city": ("int", "每个城市最多几家"),
    "per_chain": ("int", "每条链最多几家"),
}
# Of a large store the best so many take part; those below hardly ever add.
POOL = 2000
SUPPLIERS = """UNWIND $ids AS key MATCH (e:Enterprise {id: key}) OPTIONAL MATCH (x:Enterprise)-[t:Supplies]->(e)
WHERE t.confidence IS NULL OR t.confidence <> '待核' OPTIONAL MATCH (x)-[m:Makes]->(s:Segment) WHERE s.id IN $segments
RETURN DISTINCT e.id AS id, s.id AS segment ORDER BY id, segment"""
NAMES = "MATCH (e:Enterprise) WHERE e.id IN $ids RETURN e.id AS id, e.name AS name ORDER BY id"


class Row(BaseModel):
    """One chosen enterprise in the order of choice; the last three figures are those of the whole choice."""

    rank: int
    enterprise: str
    id: str
    region: str | None
    region_code: str | None
    chain: str
    segment: str
    segment_id: str
    score: float
    gain: float
    total: float
    closes: list[dict[str, Any]]
    certified: float
    guarantee: float
    after: list[dict[str, Any]]
    reason: str


def answer(
    store: Store,
    chain: str | None = None,
    top: int = 10,
    per_city: int | None = None,
    per_chain: int | None = None,
) -> list[Row]:
    """The enterprises chosen one after the other, gaps and scores as they are now; p is a planning weight, no forecast."""
    facts = _views.read(store, chain)
    pool = Pool(store, facts)
    segments = pool.segments(chain)
    ranked = pool.ranked(segments, POOL, None)
    chances = _chances(pool, ranked, segments)
    caps = {name: most for name, most in (("市", per_city), ("链", per_chain)) if most is not None}
    elements = [portfolio.Element(c.firm["id"], chances[c.firm["id"]], _counts(c)) for c in ranked]
    weights = {key: pool.aims[key].gap.score or 0.0 for key in segments}
    chosen = portfolio.choose(elements, weights, top, caps)
    by_id = {c.firm["id"]: c for c in ranked}
    names = {r["id"]: r["name"] for r in store.run(NAMES, ids=sorted(chosen.keys))} if chosen.keys else {}
    after = _after(facts, {by_id[key].aim.leaf.id for key in chosen.keys}, chain)
    rows, total = [], 0.0
    for n, (key, gain) in enumerate(zip(chosen.keys, chosen.gains, strict=True), 1):
        total += gain
        row = _row(n, by_id[key], chances[key], (gain, total), names[key])
        shares = {"certified": round(chosen.certified, 4), "guarantee": round(portfolio.guarantee(caps), 4)}
        rows.append(Row(**row | shares | {"after": after}))
    return rows


def _counts(c: Candidate) -> tuple[tuple[str, str], ...]:
    """What the caps count it under: the prefecture of its seat, where known, and the chain of its best segment."""
    city = prefecture(c.firm["seat"]) if c.firm["seat"] else None
    return (("链", c.aim.chain), *((("市", city),) if city else ()))


def _chances(pool: Pool, ranked: list[Candidate], segments: list[str]) -> dict[str, dict[str, float]]:
    """p(e, g): the best score of e's group for g; 0.5 · e's score for the segments of its known suppliers, if larger."""
    lead = {c.firm["grp"]: c for c in ranked}
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for c in pool.members(lead, segments):
        mine = found[lead[c.firm["grp"]].firm["id"]]
        mine[c.aim.leaf.id] = max(mine.get(c.aim.leaf.id, 0.0), c.scored.score)
    scores = {c.firm["id"]: c.scored.score for c in ranked}
    asked = {"ids": sorted(scores), "segments": segments}
    tied = pool.store.run(SUPPLIERS, **asked) if scores else []
    for r in (r for r in tied if r["segment"] is not None):
        mine = found[r["id"]]
        mine[r["segment"]] = max(mine.get(r["segment"], 0.0), 0.5 * scores[r["id"]])
    return found


def _row(
    n: int, c: Candidate, chances: dict[str, float], gains: tuple[float, float], name: str
) -> dict[str, Any]:
    code = c.firm["seat"]
    ordered = sorted(chances.items(), key=lambda i: (-i[1], i[0]))
    closes = [{"segment": k.partition(":")[2], "segment_id": k, "p": round(p, 4)} for k, p in ordered]
    others = "、".join(key.partition(":")[2] for key, _ in ordered[1:4])
    place = city_name(code) if code else "所在地不详"
    reason = (
        f"第{n}家选{name}({place}):对{chain_called(c.aim.chain)}{c.aim.leaf.name}{round(100 * c.scored.score)}分"
        f"{f',兼顾{others}' if others else ''};增益{gains[0]:.2f},累计{gains[1]:.2f}。"
    )
    return {
        "rank": n, "enterprise": name, "id": c.firm["id"], "region": full_name(code) if code else None,
        "region_code": code, "chain": c.aim.chain, "segment": c.aim.leaf.name, "segment_id": c.aim.leaf.id,
        "score": round(c.scored.score, 4), "gain": round(gains[0], 4), "total": round(gains[1], 4), "closes": closes,
        "reason": reason,
    }  # fmt: skip


def _after(facts: _views.Facts, landed: set[str], chain: str | None) -> list[dict[str, Any]]:
    """The true change if all their best segments landed (whatif): per chain, coverage and the kinds of change."""
    after = whatif.changed(facts.views, dict.fromkeys(landed, "已覆盖"))
    found = []
    for name, view in facts.views.items():
        changes = whatif.compare(view, after[name], facts.project.policy)
        if changes and chain in (None, name):
            covers = [None if c is None else round(c, 4) for c in (view.coverage(), after[name].coverage())]
            counts = {e: sum(1 for c in changes if c.effect == e) for e in ("已关闭", "减轻", "加重", "新开")}
            found.append({"chain": name, "coverage_before": covers[0], "coverage_after": covers[1], **counts})
    return found
