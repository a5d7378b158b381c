"""来源:图谱引用了哪些资料、什么日期、多可信、用了几次。"""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel

from graph.store import Store
from queries import _views

EXAMPLE = "liantu sources --chain 水禽 --format csv"
# In one record: what Neo4j's driver takes its time for is each record. A list holds no null, so that one is spelt out.
UNDATED, UNSURE = dt.date(9999, 12, 31), "无"
ALL = f"""MATCH (s:Source) RETURN collect(s.name) AS names, collect(coalesce(s.date, date('{UNDATED}'))) AS dates,
collect(coalesce(s.confidence, '{UNSURE}')) AS sure, collect(s.uses) AS uses, count(*) AS sources ORDER BY sources"""
# The facts of a chain: its places and feeds, links to its segments, parks that stand for them, its leaders.
CITED = (
    "MATCH (s:Segment)-[x:InChain]->(c:Chain) WHERE c.name = $chain",
    "MATCH (s:Segment)-[x:Feeds]->(t:Segment) WHERE s.id IN $segments AND t.id IN $segments",
    "MATCH (e:Enterprise)-[x:Makes]->(s:Segment) WHERE s.id IN $segments",
    "MATCH (p:Park)-[x:Anchors]->(s:Segment) WHERE s.id IN $segments",
    "MATCH (e:Enterprise)-[x:Leads]->(c:Chain) WHERE c.name = $chain",
)
RETURN = """ RETURN x.source AS source, x.date AS date, x.confidence AS confidence, count(x.source) AS uses
ORDER BY source, date, confidence"""


class Row(BaseModel):
    """One source."""

    source: str
    date: dt.date | None
    confidence: str | None
    uses: int


def answer(store: Store, chain: str | None = None) -> list[Row]:
    """All sources by name; of a chain, those of its segments, feeds, links, parks and leaders."""
    if chain is None:
        (all_,) = store.run(ALL)
        found = sorted(zip(*(all_[key] for key in ("names", "dates", "sure", "uses")), strict=True))
        return [
            Row(
                source=name,
                date=None if date == UNDATED else date,
                confidence=None if sure == UNSURE else sure,
                uses=uses,
            )
            for name, date, sure, uses in found
        ]
    facts = _views.read(store, chain)
    segments = sorted(p["id"] for p in facts.places.get(chain, []))
    known = {"chain": chain, "segments": segments}
    uses: dict[tuple[str, dt.date | None, str | None], int] = {}
    for text in CITED:
        asked = {k: v for k, v in known.items() if f"${k}" in text}
        for r in store.run(text + RETURN, **asked):
            if r["source"]:
                key = (r["source"], r["date"], r["confidence"])
                uses[key] = uses.get(key, 0) + r["uses"]
    return [
        Row(source=name, date=date, confidence=sure, uses=n)
        for (name, date, sure), n in sorted(uses.items(), key=lambda i: str(i[0]))
    ]
