"""链主:每条链的链主是谁、凭什么;还缺哪些配套,外地有谁同业;没有指定的给出候选。"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pydantic import BaseModel

from graph.divisions import full_name
from graph.store import Store
from queries import _views

EXAMPLE = "liantu leaders --chain 水禽"
NAMED = """MATCH (e:Enterprise)-[l:Leads]->(c:Chain) RETURN c.name AS chain, e.name AS enterprise, e.id AS id,
e.seat AS seat, l.basis AS basis ORDER BY chain, enterprise, id"""
LOCALS = """MATCH (e:Enterprise)-[m:Makes]->(s:Segment)-[i:InChain]->(c:Chain)
WHERE m.local = true AND m.state = '已确认' AND i.necessity >= 0.7 AND i.leaf = true
RETURN DISTINCT c.name AS chain, e.id AS id, e.name AS enterprise, e.seat AS seat, e.revenue AS revenue,
e.insured AS insured ORDER BY chain, id"""
SUPPLIERS = """MATCH (x:Enterprise)-[t:Supplies]->(e:Enterprise) WHERE x.is_local = true
RETURN e.id AS id, count(DISTINCT x.id) AS n ORDER BY id"""
MAKES = """MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE e.id IN $ids AND m.state = '已确认'
RETURN e.id AS id, s.id AS segment ORDER BY id, segment"""
PEERS = """MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE s.id = $segment AND m.state = '已确认' AND m.local = false
AND e.is_local = false AND e.gate IS NULL RETURN e.name AS enterprise, e.id AS id, e.strength AS strength
ORDER BY strength DESC, id LIMIT 10"""
ESSENTIAL = 0.5


class Row(BaseModel):
    """One leader, named or a candidate; ``suppliers``: what it lacks here, ``peers``: who does the same elsewhere."""

    chain: str
    enterprise: str
    id: str
    region: str | None
    region_code: str | None
    role: str
    basis: str | None
    suppliers: list[dict[str, Any]]
    peers: list[dict[str, Any]]


def answer(store: Store, chain: str | None = None) -> list[Row]:
    """Named leaders, and a candidate for each chain that has none, by chain, role and name."""
    facts = _views.read(store, chain)
    found = [r | {"role": "链主"} for r in store.run(NAMED)]
    taken = {r["chain"] for r in found}
    delivered = {r["id"]: r["n"] for r in store.run(SUPPLIERS)}
    by_chain: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for r in store.run(LOCALS):
        by_chain[r["chain"]].append(r | {"suppliers": delivered.get(r["id"])})
    for name, firms in sorted(by_chain.items()):
        best = _candidate(firms)
        if name not in taken and best:
            found.append(best[0] | {"role": "链主候选", "basis": best[1]})
    found = [r for r in found if chain in (None, r["chain"])]
    made: dict[str, set[str]] = defaultdict(set)
    for r in store.run(MAKES, ids=sorted({r["id"] for r in found})) if found else []:
        made[r["id"]].add(r["segment"])
    rows = [_row(r, made[r["id"]], facts, store) for r in found]
    return sorted(rows, key=lambda r: (r.chain, r.role, r.enterprise, r.id))


def _candidate(firms: list[dict[str, Any]]) -> tuple[dict[str, Any], str] | None:
    """Largest revenue, else most insured, else most local suppliers; null where nothing is known."""
    for key, label, unit in (("revenue", "营业收入", "万元"), ("insured", "参保人数", "人"),
                             ("suppliers", "本地供应商", "家")):  # fmt: skip
        known = [f for f in firms if f[key] is not None]
        if known:
            best = min(known, key=lambda f: (-f[key], f["id"]))
            return (
                best,
                f"核心环节(必要性0.7以上)的本地企业里{label}最大({best[key]:g}{unit},{len(known)}家可比)",
            )
    return None


def _row(r: dict[str, Any], made: set[str], facts: _views.Facts, store: Store) -> Row:
    view = facts.views.get(r["chain"])
    own = sorted(key for key in made if view and key in view.leaves)
    suppliers: dict[str, dict[str, Any]] = {}
    for (source, goal), necessity in sorted(view.feeds.items()) if view else []:
        status = facts.status(source)
        if goal in own and necessity >= ESSENTIAL and status != "已覆盖":
            suppliers.setdefault(source, {"segment": source.partition(":")[2], "segment_id": source, "status": status,
                                          "for": []})["for"].append(goal.partition(":")[2])  # fmt: skip
    peers = [{"enterprise": p["enterprise"], "id": p["id"], "segment": key.partition(":")[2], "segment_id": key}
             for key in own for p in store.run(PEERS, segment=key) if p["id"] != r["id"]]  # fmt: skip
    return Row(chain=r["chain"], enterprise=r["enterprise"], id=r["id"], role=r["role"], basis=r["basis"],
               region=full_name(r["seat"]) if r["seat"] else None, region_code=r["seat"],
               suppliers=list(suppliers.values()), peers=peers)  # fmt: skip
