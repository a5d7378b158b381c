"""重点项目:落在本地的企业项目和园区各期,到了哪一步、多大规模。"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, Literal

from pydantic import BaseModel

from graph.divisions import below
from graph.store import Store
from queries import _views

EXAMPLE = "liantu projects --chain 磷酸铁锂圆柱电芯"
EXPANDS = """MATCH (e:Enterprise)-[x:ExpandsTo]->(r:Region) RETURN e.name AS name, e.id AS id, r.code AS code,
x.segment AS segment, x.stage AS stage, x.year AS year, x.content AS content, x.investor AS investor,
x.capacity AS capacity, x.area AS area, x.amount AS investment, x.output AS output, x.tax AS tax, x.jobs AS jobs,
x.source AS source, x.date AS date, x.confidence AS confidence ORDER BY id, code, segment, year, stage, content"""
PHASES = """MATCH (p:Phase) RETURN p.id AS id, p.park AS name, p.phase AS phase, p.stage AS stage, p.year AS year,
p.scale AS content, p.investor AS investor, p.capacity AS capacity, p.area AS area, p.investment AS investment,
p.output AS output, p.tax AS tax, p.jobs AS jobs, p.source AS source, p.date AS date, p.confidence AS confidence
ORDER BY id"""
PARKS = "MATCH (p:Park) RETURN p.name AS name, p.region AS code, p.investor AS investor ORDER BY name"
STANDS = """MATCH (p:Park)-[:Anchors]->(s:Segment) RETURN p.name AS name, s.home AS chain, s.name AS segment
ORDER BY name, chain, segment"""
WHOLE = "MATCH (p:Park)-[:Anchors]->(c:Chain) RETURN p.name AS name, c.name AS chain ORDER BY name, chain"
FIGURES = ("stage", "year", "content", "capacity", "area", "investment", "output", "tax", "jobs", "source", "date",
           "confidence")  # fmt: skip


class Row(BaseModel):
    """One project of an enterprise, or one phase of a park; 亿元, 亩, persons."""

    name: str
    kind: Literal["企业项目", "园区"]
    investor: str | None
    chains: list[str]
    segments: list[str]
    phase: str | None
    stage: str | None
    year: int | None
    content: str | None
    capacity: str | None
    area: float | None
    investment: float | None
    output: float | None
    tax: float | None
    jobs: int | None
    source: str | None
    date: dt.date | None
    confidence: str | None


def answer(store: Store, chain: str | None = None) -> list[Row]:
    """Parks first, then projects of enterprises; within ``chain``, those that name it."""
    region = _views.read(store, chain).project.region
    rows = [*_parks(store, region), *_expansions(store, region)]
    return [row for row in rows if chain is None or chain in row.chains]


def _parks(store: Store, region: str) -> list[Row]:
    parks = {p["name"]: p for p in store.run(PARKS)}
    stands: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for found in (*store.run(STANDS), *store.run(WHOLE)):
        stands[found["name"]].append(found)
    made = []
    for phase in store.run(PHASES):
        park = parks[phase["name"]]
        if not below(park["code"], region):
            continue
        goals = stands[phase["name"]]
        made.append(
            Row(name=phase["name"], kind="园区", phase=phase["phase"], investor=phase["investor"] or park["investor"],
                chains=list(dict.fromkeys(g["chain"] for g in goals)),
                segments=list(dict.fromkeys(g["segment"] for g in goals if g.get("segment"))),
                **{k: phase[k] for k in FIGURES})
        )  # fmt: skip
    return made


def _expansions(store: Store, region: str) -> list[Row]:
    made = []
    for found in store.run(EXPANDS):
        if not below(found["code"], region):
            continue
        chain, _, segment = (found["segment"] or "").partition(":")
        made.append(
            Row(name=found["name"], kind="企业项目", phase=None, investor=found["investor"],
                chains=[chain] if chain else [], segments=[segment] if segment else [],
                **{k: found[k] for k in FIGURES})
        )  # fmt: skip
    return made
