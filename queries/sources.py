"""来源:图谱引用了哪些资料、什么日期、多可信、用了几次。"""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel

from graph.store import Store
from queries import _views

EXAMPLE = "liantu sources --chain 水禽 --format csv"
# Gathered by day: what Neo4j's driver takes its time for is each record, and each date.
ALL = """MATCH (s:Source) RETURN s.date AS date, s.confidence AS confidence, collect(s.id) AS ids,
collect(s.name) AS names, collect(s.uses) AS uses ORDER BY date, confidence"""
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
        found = [
            (number, Row(source=name, date=r["date"], confidence=r["confidence"], uses=uses))
            for r in store.run(ALL)
            for number, name, uses in zip(r["ids"], r["names"], r["uses"], strict=True)
        ]
        return [row for _, row in sorted(found, key=lambda f: f[0])]
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
