"""链接:一家企业(或全部)被认到哪些环节,凭什么词、在哪里看到、是否待核。"""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel

from graph.divisions import full_name
from graph.model import Makes
from graph.names import missing
from graph.problem import InputError
from graph.store import Store
from queries import _names

EXAMPLE = "liantu links 华鹏纺织"
ARGUMENT = "enterprise"
OPTIONS = {"state": ("str", "只看 已确认 或 待核 的链接,本地企业的在前"), "top": ("int", "列几行(默认全部)")}
ANY = 1_000_000_000
_SECOND = "m.second AS second," if "second" in Makes.model_fields else ""
FIELDS = f"""RETURN e.name AS enterprise, e.id AS id, e.short AS short, e.seat AS seat, s.home AS chain,
s.name AS segment, s.id AS segment_id, m.state AS state, m.strength AS strength, m.share AS share,
m.products AS products, m.words AS words, m.`where` AS place, m.evidence AS evidence, {_SECOND} m.local AS local,
m.source AS source, m.date AS date, m.confidence AS confidence"""
BY = "ORDER BY id, segment_id"
ALL = f"MATCH (e:Enterprise)-[m:Makes]->(s:Segment) {FIELDS} {BY}"
OF = f"UNWIND $ids AS key MATCH (e:Enterprise {{id: key}}) OPTIONAL MATCH (e)-[m:Makes]->(s:Segment) {FIELDS} {BY}"
WITHIN = f"MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE s.id IN $segments {FIELDS} {BY}"
STATED = f"""MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE m.state = $state {FIELDS}
ORDER BY local DESC, id, segment_id LIMIT $limit"""
STATED_WITHIN = STATED.replace("WHERE", "WHERE s.id IN $segments AND")
STATES = ("已确认", "待核")
PLACED = "MATCH (s:Segment)-[:InChain]->(c:Chain) RETURN c.name AS chain, s.id AS id ORDER BY chain, id"


class Row(BaseModel):
    """One link; ``second`` is the segment that the same words would name next best."""

    enterprise: str
    id: str
    chain: str
    segment: str
    segment_id: str
    state: str
    strength: float
    share: float | None
    products: list[str]
    words: list[str]
    where: list[str]
    second: str | None
    evidence: list[str]
    local: bool
    region: str | None
    source: str | None
    date: dt.date | None
    confidence: str | None


def answer(
    store: Store,
    enterprise: str | None = None,
    chain: str | None = None,
    state: str | None = None,
    top: int | None = None,
    ids: list[str] | None = None,
) -> list[Row]:
    """The links of an enterprise (or of ``ids``), or all of them, by enterprise and segment; ``chain``: to its segments."""
    within = None if chain is None else _placed(store, chain)
    if state not in (None, *STATES):
        raise InputError(missing(str(state), STATES, "链接状态"))
    if enterprise is not None:
        ids = _names.ids(store, enterprise)
    if ids is not None:
        found = [r for r in store.run(OF, ids=ids) if r["segment_id"] is not None]
        found = [
            r for r in found if state in (None, r["state"]) and (within is None or r["segment_id"] in within)
        ]
    elif state is not None:
        asked = {"state": state, "limit": ANY if top is None else top}
        found = (store.run(STATED, **asked) if within is None
                 else store.run(STATED_WITHIN, segments=sorted(within), **asked))  # fmt: skip
    elif within is not None:
        found = store.run(WITHIN, segments=sorted(within))
    else:
        found = store.run(ALL)
    return [_row(r) for r in found[:top]]


def _placed(store: Store, chain: str) -> set[str]:
    places = store.run(PLACED)
    known = {p["chain"] for p in places}
    if chain not in known:
        raise InputError(missing(chain, known, "产业链"))
    return {p["id"] for p in places if p["chain"] == chain}


def _row(r: dict[str, Any]) -> Row:
    said = f"{r['enterprise']}→{r['chain']}·{r['segment']}:{r['state']},依据{r['evidence']}。"
    source = (
        f"来源:{r['source']}({r['date'] or '无日期'},{r['confidence'] or '转载'})。"
        if r["source"]
        else "来源:不详。"
    )
    return Row(
        enterprise=r["enterprise"], id=r["id"], chain=r["chain"], segment=r["segment"], segment_id=r["segment_id"],
        state=r["state"], strength=round(r["strength"], 4), share=r["share"], products=r["products"] or [],
        words=r["words"] or [], where=r["place"] or [], second=r.get("second"), evidence=[said, source],
        local=r["local"], region=full_name(r["seat"]) if r["seat"] else None, source=r["source"], date=r["date"],
        confidence=r["confidence"],
    )  # fmt: skip
