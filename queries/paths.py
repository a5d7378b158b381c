"""牵线:从本地企业和机构到一家目标企业(或它的控股方)最近的几条关系,股权与供应分开列。"""

from __future__ import annotations

import math
from typing import Any

from pydantic import BaseModel

from graph import paths
from graph.divisions import below
from graph.paths import Tie
from graph.problem import InputError
from graph.store import Store
from queries import _names, _views

EXAMPLE = "liantu paths 盛泰智造集团股份有限公司"
ARGUMENT = "enterprise"
BODIES = ("院校", "商协会")
_SAID = "t.confidence AS confidence, t.content AS content, t.source AS source"
EDGES = (
    ("Supplies", "Enterprise", "Enterprise", "'供货'"), ("Owns", "Enterprise", "Enterprise", "t.relation"),
    ("Owns", "Organisation", "Enterprise", "t.relation"), ("Partners", "Enterprise", "Enterprise", "t.relation"),
    ("Partners", "Enterprise", "Organisation", "t.relation"),
)  # fmt: skip
ABOVE = """MATCH (h:Enterprise)-[t:Owns]->(e:Enterprise) WHERE e.id IN $ids AND (t.control = true OR t.share > 0.5)
RETURN h.id AS id, h.owner AS owner, h.gate AS gate, t.confidence AS confidence ORDER BY id"""
TIED = """MATCH (e:Enterprise) WHERE e.is_local = false AND e.group_local = false AND e.gate IS NULL AND e.ties > 0.0
RETURN e.id AS id ORDER BY id"""
FIRMS = """MATCH (e:Enterprise) WHERE e.id IN $ids RETURN e.id AS id, e.name AS name, e.short AS short,
e.owner AS owner, e.gate AS gate, e.is_local AS local ORDER BY id"""
MAKERS = """MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE e.id IN $ids AND m.local = true AND m.state = '已确认'
RETURN DISTINCT e.id AS id ORDER BY id"""
OFFICES = "MATCH (o:Organisation) RETURN o.name AS id, o.type AS type, o.region AS region ORDER BY id"


class Row(BaseModel):
    """One path from home to the target; ``strength`` is the product of strength · κ of its ties."""

    enterprise: str
    id: str
    rank: int
    kind: str
    start: str
    hops: int
    strength: float
    cost: float
    steps: list[dict[str, Any]]
    reason: str


def answer(store: Store, enterprise: str | None = None, among: list[str] | None = None) -> list[Row]:
    """At most three paths of equity alone and three with other ties, the cheapest first; of one enterprise, or of all.

    ``among``: of those of them that have ties at all.
    """
    known = _Parties(store, _views.project_of(store).region)
    if enterprise is None:
        tied = [r["id"] for r in store.run(TIED)]
        return [row for key in tied if among is None or key in among for row in _to([key], known)]
    ids = _names.ids(store, enterprise)
    known.learn(set(ids))
    here = sorted(known.name(i) for i in {*ids, *known.controllers(ids)} if known.home(i))
    if here:
        raise InputError(f"「{enterprise}」自己或它的控股方已在本地({'、'.join(here)}),不必牵线。")
    return _to(ids, known)


def _to(ids: list[str], known: _Parties) -> list[Row]:
    """The paths to an enterprise or a controller of it."""
    known.learn(set(ids))
    starts = {*ids, *known.controllers(ids)}
    found = paths.cheapest(starts, known.near, known.home, known.passes)
    return [_row(n, kind, p, ids[0], known) for kind in found for n, p in enumerate(found[kind], 1)]


class _Parties:
    """Enterprises and bodies, asked for when a path comes near them."""

    def __init__(self, store: Store, region: str) -> None:
        self.store = store
        self.offices = {r["id"]: r for r in store.run(OFFICES)}
        self.local_offices = {k for k, r in self.offices.items() if below(r["region"], region)}
        self.firms: dict[str, dict[str, Any]] = {}
        self.makers: set[str] = set()
        self.ties: dict[str, list[Tie]] = {}

    def learn(self, ids: set[str]) -> None:
        """Enterprises by id."""
        asked = sorted(i for i in ids if i not in self.firms and i not in self.offices)
        if asked:
            self.firms |= {r["id"]: r for r in self.store.run(FIRMS, ids=asked)}
            self.makers |= {r["id"] for r in self.store.run(MAKERS, ids=asked)}

    def near(self, party: str) -> list[Tie]:
        """The ties of a party, 待核 ones aside, strongest first."""
        if party not in self.ties:
            found = [t for kind in EDGES for t in self._of(party, *kind)]
            self.learn({t.other(party) for t in found})
            self.ties[party] = sorted(set(found), key=lambda t: (t.cost, t.first, t.second, t.relation))
        return self.ties[party]

    def _of(self, party: str, kind: str, first: str, second: str, relation: str) -> list[Tie]:
        key = {"Enterprise": "id", "Organisation": "name"}
        if party in self.offices and "Organisation" not in (first, second):
            return []
        text = f"""MATCH (a:{first})-[t:{kind}]->(b:{second}) WHERE a.{key[first]} = $party OR b.{key[second]} = $party
        RETURN a.{key[first]} AS one, b.{key[second]} AS two, {relation} AS relation, {_SAID} ORDER BY one, two, relation"""
        found = []
        for r in self.store.run(text, party=party):
            if r["confidence"] != "待核":
                types = {self.offices[x]["type"] for x in (r["one"], r["two"]) if x in self.offices}
                body = any(word in (t or "") for t in types for word in BODIES)
                found.append(
                    Tie(r["one"], r["two"], r["relation"], r["confidence"], body, r["content"], r["source"])
                )
        return found

    def controllers(self, ids: list[str]) -> set[str]:
        """Everyone above by control that is all 已确认, never through a government holder or one that a gate shuts."""
        found: set[str] = set()
        queue = list(ids)
        while queue:
            for r in self.store.run(ABOVE, ids=queue):
                open_ = r["owner"] != "政府" and r["gate"] is None and r["confidence"] != "待核"
                if open_ and r["id"] not in found and r["id"] not in ids:
                    found.add(r["id"])
            queue = sorted(found - self.firms.keys())
            self.learn(found)
        return found

    def home(self, party: str) -> bool:
        """A local enterprise with a 已确认 link that no gate shuts, or a local body."""
        firm = self.firms.get(party)
        if firm is None:
            return party in self.local_offices
        return party in self.makers and bool(firm["local"]) and firm["gate"] is None

    def passes(self, party: str) -> bool:
        """Whether a path may run through: no government holder, no gated enterprise, no body elsewhere."""
        firm = self.firms.get(party)
        return firm is not None and firm["owner"] != "政府" and firm["gate"] is None

    def name(self, party: str) -> str:
        """The short name of an enterprise, the name of a body."""
        return _views.short_name(self.firms[party]) if party in self.firms else party


def _row(n: int, kind: str, path: paths.Path, target: str, known: _Parties) -> Row:
    at, steps, said = path.home, [], known.name(path.home)
    for tie in reversed(path.ties):
        other = tie.other(at)
        arrow = f"—{tie.relation}→" if tie.first == at else f"←{tie.relation}—"
        said += f" {arrow} {known.name(other)}"
        steps.append({"from": known.name(tie.first), "relation": tie.relation, "to": known.name(tie.second),
                      "content": tie.content, "confidence": tie.confidence, "source": tie.source})  # fmt: skip
        at = other
    up = "" if path.start == target else "(目标的控股方)"
    return Row(enterprise=known.name(target), id=target, rank=n, kind=kind, start=known.name(path.home),
               hops=len(path.ties), strength=round(math.exp(-path.cost), 4), cost=round(path.cost, 4), steps=steps,
               reason=f"{said}{up}。")  # fmt: skip
