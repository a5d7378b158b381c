"""人工核验:清单上哪些企业与环节有人判过,判了什么、写了什么。"""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel

from graph.divisions import full_name
from graph.names import missing
from graph.problem import InputError
from graph.store import Store

EXAMPLE = "liantu reviews --chain 纺织服装"
ALL = """MATCH (e:Enterprise)-[r:Reviewed]->(s:Segment) RETURN e.name AS enterprise, e.id AS id, e.seat AS seat,
e.is_local AS local, s.home AS chain, s.name AS segment, s.id AS segment_id, r.result AS result, r.risk AS risk,
r.conclusion AS conclusion, r.note AS note, r.action AS action, r.source AS source, r.date AS date
ORDER BY id, segment_id"""
CHAINS = "MATCH (s:Segment)-[:InChain]->(c:Chain) RETURN c.name AS chain, s.id AS segment_id ORDER BY chain, segment_id"


class Row(BaseModel):
    """What was decided of an enterprise at a segment."""

    enterprise: str
    id: str
    region: str | None
    local: bool
    chain: str
    segment: str
    segment_id: str
    result: str | None
    risk: str | None
    conclusion: str | None
    note: str | None
    action: str | None
    source: str | None
    date: dt.date | None


def answer(store: Store, chain: str | None = None) -> list[Row]:
    """All reviews by enterprise and segment; within ``chain``, those of its segments."""
    found = store.run(ALL)
    if chain is not None:
        places = store.run(CHAINS)
        if chain not in (known := {p["chain"] for p in places}):
            raise InputError(missing(chain, known, "产业链"))
        within = {p["segment_id"] for p in places if p["chain"] == chain}
        found = [r for r in found if r["segment_id"] in within]
    return [_row(r) for r in found]


def _row(found: dict[str, Any]) -> Row:
    seat = found.pop("seat")
    return Row(**found | {"local": bool(found["local"]), "region": full_name(seat) if seat else None})
