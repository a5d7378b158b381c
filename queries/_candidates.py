"""Whom to court for what: the candidates of every gap, cut in the store by their score, the best of each group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from graph import gaps, score
from graph.store import Store
from queries import _gates, _views

FEATURES = {"strength": "实力", "expansion": "扩张与转移意愿", "access": "可及性", "ties": "本地关系",
            "quality": "四高二低"}  # fmt: skip
STABLE = 1000
_FIELDS = f"""RETURN e.id AS id, e.`group` AS grp, e.seat AS seat, s.id AS segment, m.state AS state, m.share AS share,
m.confidence AS confidence, e.revenue AS revenue, {", ".join(f"e.{k} AS {k}" for k in FEATURES)}"""
PAIRS = f"""MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE s.id IN $segments AND m.place IS NOT NULL
{_FIELDS} ORDER BY id, segment"""
# OPTIONAL, so that the embedded engine goes from these enterprises to their links, not through all links.
MEMBERS = f"""UNWIND $ids AS key MATCH (e:Enterprise {{id: key}}) OPTIONAL MATCH (e)-[m:Makes]->(s:Segment)
WHERE s.id IN $segments AND m.place IS NOT NULL {_FIELDS} ORDER BY id, segment"""
TOGETHER = "UNWIND $groups AS key MATCH (e:Enterprise {id: key}) RETURN e.members AS members ORDER BY e.id"
# The first of every segment, then of all: who stands behind so many in one segment is not among the best so many.
# That a segment is among the aims' is said twice: the embedded engine then reads the links of these alone.
BEST = f"""UNWIND $aims AS aim MATCH (e:Enterprise)-[m:Makes]->(s:Segment)
WHERE s.id IN $segments AND s.id = aim.id AND m.place <= $limit
{_FIELDS}, aim.fit * m.worth AS most, m.least AS least ORDER BY most DESC, least DESC, id, segment LIMIT $limit"""
FOREMOST = f"""MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE s.id IN $segments AND m.place <= $limit
{_FIELDS} ORDER BY id, segment"""
BEST_THERE = BEST.replace("m.place <= $limit", "m.place IS NOT NULL AND e.seat IN $codes")


@dataclass(frozen=True)
class Aim:
    """What a segment's candidates are courted for: its lead row in the chain with the largest σ."""

    gap: gaps.Gap
    leaf: gaps.Leaf
    chain: str
    place: dict[str, Any]


@dataclass(frozen=True)
class Candidate:
    """An enterprise for a gap, scored."""

    firm: dict[str, Any]
    aim: Aim
    values: dict[str, float | None]
    scored: score.Score
    stability: float = 0.0

    @property
    def order(self) -> tuple[Any, ...]:
        """Ranked by score, lower bound, id, segment."""
        return (-self.scored.product, -self.scored.least, self.firm["id"], self.aim.leaf.id)


def aims(facts: _views.Facts) -> dict[str, Aim]:
    """Segment → its aim: a lead row with a score, not bought outside; a shared segment takes the largest σ."""
    best: dict[str, Aim] = {}
    for name, view in sorted(facts.views.items()):
        places = {p["id"]: p for p in facts.places.get(name, [])}
        found = gaps.find(view, facts.project.policy)
        for i in sorted(gaps.leads(found)):
            gap = found[i]
            leaf = view.leaves[gap.segment]
            old = best.get(gap.segment)
            if gap.score is None or leaf.outsourced or (old and gap.score <= (old.gap.score or 0.0)):
                continue
            best[gap.segment] = Aim(gap, leaf, name, places[gap.segment])
    return best


class Pool:
    """The candidates of a project, ranked; a large store is asked only for those that can enter the top."""

    def __init__(self, store: Store, facts: _views.Facts) -> None:
        """Read the aims and the gates."""
        self.store, self.facts = store, facts
        policy = facts.project.policy
        self.weights = policy.feature_weights()
        self.all_aims = aims(facts)
        self.gates = _gates.read(store, facts, {k: a.place for k, a in self.all_aims.items()})
        self.aims = {k: a for k, a in self.all_aims.items() if k not in self.gates.segments}

    def segments(self, chain: str | None) -> list[str]:
        """The segments with targets that are courted for this chain, or all."""
        return [key for key, aim in self.aims.items() if chain in (None, aim.chain)]

    def ranked(self, segments: Iterable[str], top: int | None, codes: set[str] | None) -> list[Candidate]:
        """The best row of each group over these segments, those with their seat in ``codes``, best first.

        Asks for a little more than so many until nothing that was left can enter the top.
        """
        asked = list(segments)
        if top is None:
            return _seated(firsts(self.every(asked)), codes)
        want = top + 20
        while True:
            found, whole = self._first(asked, want, codes)
            best = firsts(found)
            if codes is not None:  # a group stands at the seat of its best member, which may be elsewhere
                best = _seated(firsts(self.members((c.firm["grp"] for c in found), asked)), codes)
            sure = best if whole else [c for c in best if found and c.order < found[-1].order]
            if len(sure) >= top or whole:
                return sure[:top]
            want *= 8

    def foremost(self, segments: Iterable[str], each: int, codes: set[str] | None) -> list[Candidate]:
        """The best row of every group that is among the ``each`` best of some segment, best first.

        A segment in which groups have several places, or gates shut many, is asked again for more.
        """
        everywhere = sorted(segments)
        groups: set[str] = set()
        asked, want = everywhere, each + 20
        while asked:
            rows = self.store.run(FOREMOST, segments=asked, limit=want)
            heads: dict[str, dict[str, None]] = {key: {} for key in asked}
            for c in _seated(self._made(rows), codes):
                heads[c.aim.leaf.id][c.firm["grp"]] = None
            groups.update(*(list(mine)[:each] for mine in heads.values()))
            places = Counter(r["segment"] for r in rows)
            asked = [key for key in asked if places[key] == want and len(heads[key]) < each]
            want *= 8
        return _seated(firsts(self.members(groups, everywhere)), codes)

    def every(self, segments: Iterable[str], codes: set[str] | None = None) -> list[Candidate]:
        """Every candidate of these segments, best first."""
        return _seated(self._made(self.store.run(PAIRS, segments=sorted(segments))), codes)

    def members(self, groups: Iterable[str], segments: Iterable[str]) -> list[Candidate]:
        """All candidates of some groups, best first."""
        heads = sorted(set(groups))
        rows = self.store.run(TOGETHER, groups=heads)
        ids = sorted({*heads, *(key for r in rows for key in r["members"] or [])})
        rows = self.store.run(MEMBERS, ids=ids, segments=sorted(segments))
        return self._made([r for r in rows if r["segment"] is not None])

    def stabilise(self, rows: list[Candidate]) -> list[Candidate]:
        """The rows with their stability in their chain, before any filter."""
        policy = self.facts.project.policy
        shares: dict[tuple[str, str], float] = {}
        for chain in sorted({c.aim.chain for c in rows}):
            mine = self.ranked(self.segments(chain), STABLE, None)
            mine.sort(key=lambda c: (c.firm["id"], c.aim.leaf.id))
            found = score.stability([(c.scored.fit, c.values) for c in mine], self.weights, policy.unknown)
            shares |= {(c.firm["id"], c.aim.leaf.id): s for c, s in zip(mine, found, strict=True)}
        return [replace(c, stability=shares.get((c.firm["id"], c.aim.leaf.id), 0.0)) for c in rows]

    def _first(self, segments: list[str], limit: int, codes: set[str] | None) -> tuple[list[Candidate], bool]:
        """The best so many candidates of these segments, best first; whether these are all."""
        aims = [{"id": key, "fit": min(1.0, (self.aims[key].gap.score or 0.0) / 0.6)} for key in segments]
        asked: dict[str, Any] = {"aims": aims, "segments": sorted(segments), "limit": limit}
        if codes is not None:
            asked["codes"] = sorted(codes)
        rows = self.store.run(BEST if codes is None else BEST_THERE, **asked) if aims else []
        return self._made(rows), len(rows) < limit

    def _shut(self, firm: dict[str, Any]) -> bool:
        return (firm["id"], firm["segment"]) in self.gates.pairs or firm["id"] in self.gates.gone

    def _made(self, rows: list[dict[str, Any]]) -> list[Candidate]:
        return sorted((self._candidate(row) for row in rows if not self._shut(row)), key=lambda c: c.order)

    def _candidate(self, firm: dict[str, Any]) -> Candidate:
        aim = self.aims[firm["segment"]]
        values = {name: firm[key] for key, name in FEATURES.items()}
        fit = score.fit(
            aim.gap.score or 0.0, firm["share"], firm["revenue"], firm["state"], firm["confidence"]
        )
        return Candidate(
            firm, aim, values, score.score(fit, values, self.weights, self.facts.project.policy.unknown)
        )


def firsts(ordered: Iterable[Candidate]) -> list[Candidate]:
    """The first candidate of each group."""
    best: dict[str, Candidate] = {}
    for c in ordered:
        best.setdefault(c.firm["grp"], c)
    return list(best.values())


def _seated(found: Iterable[Candidate], codes: set[str] | None) -> list[Candidate]:
    return [c for c in found if codes is None or c.firm["seat"] in codes]
