"""链主:每条链的链主是谁、在哪里、凭什么;没有指定的给出候选。"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from graph.divisions import full_name
from graph.store import Store
from queries import _views

EXAMPLE = "liantu leaders"
NAMED = """MATCH (e:Enterprise)-[l:Leads]->(c:Chain) RETURN c.name AS chain, e.name AS enterprise, e.id AS id,
l.basis AS basis ORDER BY chain, enterprise, id"""
SEATS = """MATCH (e:Enterprise)-[l:LocatedIn]->(r:Region) WHERE l.type = '注册地'
RETURN e.id AS id, r.code AS code ORDER BY id, code"""
LOCALS = """MATCH (e:Enterprise)-[m:Makes]->(s:Segment)-[i:InChain]->(c:Chain)
WHERE m.local = true AND m.state = '已确认' AND i.necessity >= 0.7
RETURN DISTINCT c.name AS chain, e.id AS id, e.name AS enterprise, e.revenue AS revenue, e.insured AS insured
ORDER BY chain, id"""
SUPPLIERS = """MATCH (x:Enterprise)-[t:Supplies]->(e:Enterprise) WHERE x.is_local = true
RETURN e.id AS id, count(DISTINCT x.id) AS n ORDER BY id"""


class Row(BaseModel):
    """One leader, named or a candidate."""

    chain: str
    enterprise: str
    id: str
    region: str | None
    region_code: str | None
    role: str
    basis: str | None


def answer(store: Store, chain: str | None = None) -> list[Row]:
    """Named leaders, and a candidate for each chain that has none, by chain and name."""
    _views.read(store, chain)
    seats = {r["id"]: r["code"] for r in store.run(SEATS)}
    named = store.run(NAMED)
    rows = [_row(r, "链主", r["basis"], seats) for r in named]
    taken = {r["chain"] for r in named}
    suppliers = {r["id"]: r["n"] for r in store.run(SUPPLIERS)}
    by_chain: dict[str, list[dict[str, Any]]] = {}
    for r in store.run(LOCALS):
        by_chain.setdefault(r["chain"], []).append(r | {"suppliers": suppliers.get(r["id"])})
    for name, firms in sorted(by_chain.items()):
        found = _candidate(firms)
        if name not in taken and found:
            rows.append(_row(found[0], "链主候选", found[1], seats))
    return sorted(
        (r for r in rows if chain in (None, r.chain)), key=lambda r: (r.chain, r.role, r.enterprise)
    )


def _candidate(firms: list[dict[str, Any]]) -> tuple[dict[str, Any], str] | None:
    """Largest revenue, else most insured, else most local suppliers; null where nothing is known."""
    for key, label, unit in (("revenue", "营业收入", "万元"), ("insured", "参保人数", "人"),
                             ("suppliers", "本地供应商", "家")):  # fmt: skip
        known = [f for f in firms if f[key] is not None]
        if known:
            best = max(known, key=lambda f: (f[key], f["id"]))
            return best, f"本地{label}最大({best[key]:g}{unit},{len(known)}家可比)"
    return None


def _row(r: dict[str, Any], role: str, basis: str | None, seats: dict[str, str]) -> Row:
    code = seats.get(r["id"])
    return Row(chain=r["chain"], enterprise=r["enterprise"], id=r["id"], region=full_name(code) if code else None,
               region_code=code, role=role, basis=basis)  # fmt: skip
