"""链接:一家企业(或全部)被认到哪些环节,凭什么词、在哪里看到、是否待核。"""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel

from graph.divisions import full_name
from graph.names import missing
from graph.problem import InputError
from graph.store import Store

EXAMPLE = "liantu links 华鹏纺织"
ARGUMENT = "enterprise"
ALL = """MATCH (e:Enterprise)-[m:Makes]->(s:Segment) RETURN e.name AS enterprise, e.id AS id, e.short AS short,
s.home AS chain, s.name AS segment, s.id AS segment_id, m.state AS state, m.strength AS strength, m.words AS words,
m.`where` AS place, m.evidence AS evidence, m.local AS local, m.source AS source, m.date AS date,
m.confidence AS confidence ORDER BY id, segment_id"""
SEATS = """MATCH (e:Enterprise)-[l:LocatedIn]->(r:Region) WHERE l.type = '注册地'
RETURN e.id AS id, r.code AS code ORDER BY id, code"""


class Row(BaseModel):
    """One link."""

    enterprise: str
    id: str
    chain: str
    segment: str
    segment_id: str
    state: str
    strength: float
    words: list[str]
    where: list[str]
    evidence: list[str]
    local: bool
    region: str | None
    source: str | None
    date: dt.date | None
    confidence: str | None


def answer(store: Store, enterprise: str | None = None, chain: str | None = None) -> list[Row]:
    """The links of an enterprise, or all of them, by enterprise and segment."""
    found = store.run(ALL)
    if enterprise is not None:
        named = [r for r in found if enterprise in (r["enterprise"], r["id"], *(r["short"] or []))]
        if not named:
            known = {r["enterprise"] for r in found} | {s for r in found for s in r["short"] or []}
            raise InputError(missing(enterprise, known, "企业"))
        found = named
    seats = {r["id"]: full_name(r["code"]) for r in store.run(SEATS)}
    return [_row(r, seats) for r in found if chain in (None, r["chain"])]


def _row(r: dict[str, Any], seats: dict[str, str]) -> Row:
    said = f"{r['enterprise']}→{r['chain']}·{r['segment']}:{r['state']},依据{r['evidence']}。"
    source = (
        f"来源:{r['source']}({r['date'] or '无日期'},{r['confidence'] or '转载'})。"
        if r["source"]
        else "来源:不详。"
    )
    return Row(
        enterprise=r["enterprise"], id=r["id"], chain=r["chain"], segment=r["segment"], segment_id=r["segment_id"],
        state=r["state"], strength=round(r["strength"], 4), words=r["words"] or [], where=r["place"] or [],
        evidence=[said, source], local=r["local"], region=seats.get(r["id"]),
        source=r["source"], date=r["date"], confidence=r["confidence"],
    )  # fmt: skip
