"""环节核实:县里答过哪些环节有、哪些没有。"""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel

from graph.store import Store
from queries import _views

EXAMPLE = "liantu surveys --chain 纺织服装"
ALL = """MATCH (r:Region)-[v:Verified]->(s:Segment) RETURN r.code AS region_code, s.id AS segment_id, s.name AS segment,
s.home AS chain, v.verdict AS verdict, v.`count` AS n, v.capacity AS capacity, v.office AS office,
v.source AS source, v.date AS date ORDER BY segment_id, region_code, verdict, source"""


class Row(BaseModel):
    """One answer: 有 or 无."""

    chain: str
    segment: str
    segment_id: str
    region_code: str
    verdict: str
    count: int | None
    capacity: str | None
    office: str | None
    source: str | None
    date: dt.date | None


def answer(store: Store, chain: str | None = None) -> list[Row]:
    """All answers by segment; within ``chain``, those of its segments."""
    facts = _views.read(store, chain)
    within = {p["id"] for name, found in facts.places.items() if chain in (None, name) for p in found}
    return [Row(count=r.pop("n"), **r) for r in store.run(ALL) if r["segment_id"] in within]
