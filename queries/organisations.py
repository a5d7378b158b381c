"""组织:领导组、专班、部门、院校、商协会、平台与基金,各管哪条链。"""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel

from graph.divisions import full_name
from graph.store import Store

EXAMPLE = "liantu organisations --chain 纺织服装"
ALL = """MATCH (o:Organisation) RETURN o.name AS name, o.type AS type, o.region AS code, o.duty AS duty,
o.source AS source, o.date AS date, o.confidence AS confidence ORDER BY name"""
CHAINS = "MATCH (o:Organisation)-[:Responsible]->(c:Chain) RETURN o.name AS name, c.name AS chain ORDER BY name, chain"


class Row(BaseModel):
    """One body, never a person."""

    name: str
    type: str | None
    region: str | None
    duty: str | None
    chains: list[str]
    source: str | None
    date: dt.date | None
    confidence: str | None


def answer(store: Store, chain: str | None = None) -> list[Row]:
    """All bodies by name; within ``chain``, those that answer for it."""
    chains: dict[str, list[str]] = {}
    for found in store.run(CHAINS):
        chains.setdefault(found["name"], []).append(found["chain"])
    rows = []
    for found in store.run(ALL):
        code, own = found.pop("code"), chains.get(found["name"], [])
        if chain is None or chain in own:
            rows.append(Row(**found, region=full_name(code) if code else None, chains=own))
    return rows
