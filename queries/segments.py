"""环节:每条链的每个环节在哪一段、现状如何、本地有谁、哪个园区在建。"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from graph.store import Store
from queries import _views

EXAMPLE = "liantu segments --chain 纺织服装"


class Row(BaseModel):
    """One segment placed in one chain, parents too."""

    chain: str
    segment: str
    segment_id: str
    stage: str
    necessity: float
    parent: str | None
    leaf: bool
    attract: str | None
    radius: str | None
    needs: list[str]
    status: str
    grade: str | None
    local: int
    elsewhere: int
    courted: int
    criticality: float | None
    must_pass: bool | None
    layer: int | None
    order: int
    firms: list[dict[str, Any]]
    parks: list[dict[str, Any]]
    sources: list[dict[str, Any]]


def answer(store: Store, chain: str | None = None) -> list[Row]:
    """All placed segments, by chain and their order in the chain file."""
    facts = _views.read(store, chain)
    return [
        _row(p, facts) for name in sorted(facts.places) if chain in (None, name) for p in facts.places[name]
    ]


def _row(p: dict[str, Any], facts: _views.Facts) -> Row:
    leaders = facts.leaders.get(p["chain"], set())
    firms = [
        {"enterprise": f["name"], "short": _views.short_name(f), "id": f["id"], "state": f["state"],
         "leader": f["id"] in leaders, "honors": [h["honor"] for h in facts.honors.get(f["id"], [])]}
        for f in facts.locals.get(p["id"], [])
    ]  # fmt: skip
    parks = facts.parks.get(p["id"], [])
    cited = {(r["source"], str(r["date"] or ""), r["confidence"])
             for r in (p, *facts.locals.get(p["id"], []), *parks) if r["source"]}  # fmt: skip
    return Row(
        chain=p["chain"], segment=p["name"], segment_id=p["id"], stage=p["stage"], necessity=p["necessity"],
        parent=p["parent"].partition(":")[2] if p["parent"] else None, leaf=p["leaf"], attract=p["attract"],
        radius=p["radius"], needs=p["needs"] or [], status=p["status"], grade=p["grade"], local=p["local"],
        elsewhere=p["elsewhere"], courted=p["courted"], criticality=p["criticality"], must_pass=p["must_pass"], layer=p["layer"],
        order=p["ord"], firms=firms, parks=[
            {"park": k["park"], "stage": k["stage"], **_cited(k)} for k in parks
        ],
        sources=[{"source": s, "date": d or None, "confidence": c} for s, d, c in sorted(cited, key=str)],
    )  # fmt: skip


def _cited(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "source": row["source"],
        "date": str(row["date"]) if row["date"] else None,
        "confidence": row["confidence"],
    }
