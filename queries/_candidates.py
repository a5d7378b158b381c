"""Whom to court for what: the candidates of every gap, cut in the store by their score, the best of each group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from graph import gaps, score
from graph.store import Store
from queries import _gates, _views

FEATURES = {"strength": "实力", "expansion": "扩张与转移意愿", "access": "可及性", "ties": "本地关系",
            "quality": "四高二低"}  # fmt: skip
STABLE, FEW = 1000, 20_000
# The same figures as graph.score, term by term in the same order, so that both sort alike.
_FACTOR = """CASE WHEN m.share IS NULL THEN 0.7
WHEN e.revenue IS NULL THEN CASE WHEN m.share / 0.5 < 0.4 THEN 0.4 WHEN m.share / 0.5 > 1.0 THEN 1.0 ELSE m.share / 0.5 END
WHEN m.share / 0.5 > 1.0 OR m.share * e.revenue / 100000 > 1.0 THEN 1.0
WHEN m.share / 0.5 > m.share * e.revenue / 100000 THEN m.share / 0.5 ELSE m.share * e.revenue / 100000 END
* CASE WHEN m.state = '待核' THEN 0.5 WHEN m.confidence = '已核实' THEN 1.0 ELSE 0.8 END"""
_HAT = " + ".join(
    f"$w{i} * CASE WHEN e.{key} IS NULL THEN $unknown"
    + (f" WHEN e.{key} < $unknown THEN $unknown" if name in score.FLOORED else "")
    + f" ELSE e.{key} END"
    for i, (key, name) in enumerate(FEATURES.items())
)
_LOW = " + ".join(f"$w{i} * coalesce(e.{key}, 0.0)" for i, key in enumerate(FEATURES))
_WHERE = "WHERE s.id IN $segments AND e.is_local = false AND e.gate IS NULL"
COUNT = f"MATCH (e:Enterprise)-[m:Makes]->(s:Segment) {_WHERE} RETURN count(e.id) AS n ORDER BY n"
HIGHEST = f"""MATCH (e:Enterprise) WHERE e.is_local = false AND e.gate IS NULL
RETURN max({_HAT}) AS most ORDER BY most"""
_FIELDS = f"""RETURN e.id AS id, e.`group` AS grp, e.seat AS seat, s.id AS segment, m.state AS state, m.share AS share,
m.confidence AS confidence, e.revenue AS revenue, {", ".join(f"e.{k} AS {k}" for k in FEATURES)}"""
PAIRS = f"MATCH (e:Enterprise)-[m:Makes]->(s:Segment) {_WHERE} {_FIELDS} ORDER BY id, segment"
# One segment by its key: so the store starts from that node, and reads its makers alone.
_ONE = _WHERE.replace("s.id IN $segments", "s.id = $segment")
BEST = f"""MATCH (e:Enterprise)-[m:Makes]->(s:Segment) {_ONE}
{_FIELDS}, {_FACTOR} * ({_HAT}) AS most, {_FACTOR} * ({_LOW}) AS least
ORDER BY most DESC, least DESC, id, segment LIMIT $limit"""
BEST_THERE = BEST.replace(_ONE, f"{_ONE} AND e.seat IN $codes")
# Groups joined by value, not looked up one by one in a list: a thousand of them cost one scan.
MEMBERS = f"""UNWIND $groups AS key MATCH (e:Enterprise) WHERE e.`group` = key WITH e
MATCH (e)-[m:Makes]->(s:Segment) {_WHERE} {_FIELDS} ORDER BY id, segment"""


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
        self._figures = {f"w{i}": self.weights[n] for i, n in enumerate(FEATURES.values())}
        self._figures["unknown"] = policy.unknown
        self.all_aims = aims(facts)
        self.gates = _gates.read(store, facts, {k: a.place for k, a in self.all_aims.items()})
        self.aims = {k: a for k, a in self.all_aims.items() if k not in self.gates.segments}
        self._highest: float | None = None
        self._all: list[Candidate] | None = None
        if store.run(COUNT, segments=sorted(self.aims))[0]["n"] <= FEW:
            self._all = self._made(store.run(PAIRS, segments=sorted(self.aims)))

    def segments(self, chain: str | None) -> list[str]:
        """The segments with targets that are courted for this chain, or all."""
        return [key for key, aim in self.aims.items() if chain in (None, aim.chain)]

    def ranked(self, segments: Iterable[str], top: int | None, codes: set[str] | None) -> list[Candidate]:
        """The best row of each group over these segments, those with their seat in ``codes``, best first."""
        if self._all is None and top is not None:
            return self._cut(list(segments), top, codes)
        return _seated(_firsts(self.every(segments)), codes)[:top]

    def every(self, segments: Iterable[str], codes: set[str] | None = None) -> list[Candidate]:
        """Every candidate of these segments, best first."""
        wanted = set(segments)
        if self._all is None:
            found = self._made(self.store.run(PAIRS, segments=sorted(wanted)))
        else:
            found = [c for c in self._all if c.aim.leaf.id in wanted]
        return sorted(_seated(found, codes), key=lambda c: c.order)

    def members(self, groups: Iterable[str], segments: Iterable[str]) -> list[Candidate]:
        """All candidates of some groups, best first."""
        wanted, within = set(groups), set(segments)
        if self._all is not None:
            found = [c for c in self._all if c.firm["grp"] in wanted and c.aim.leaf.id in within]
        else:
            found = self._made(self.store.run(MEMBERS, segments=sorted(within), groups=sorted(wanted)))
        return sorted(found, key=lambda c: c.order)

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

    def _cut(self, segments: list[str], top: int, codes: set[str] | None) -> list[Candidate]:
        """:meth:`ranked` of a large store: asks for a little more until nothing that was left can enter the top."""
        want = top
        while True:
            found, bound = self._reach(segments, want, codes)
            if codes is not None:  # a group stands at the seat of its best member, which may be elsewhere
                groups = [c.firm["grp"] for c in found]
                found = _seated(_firsts(self.members(groups, segments)), codes)
            sure = [c for c in found if bound is None or c.order < bound]
            if len(sure) >= top or bound is None:
                return sure[:top]
            want *= 8

    def _reach(
        self, segments: list[str], want: int, codes: set[str] | None
    ) -> tuple[list[Candidate], tuple[Any, ...] | None]:
        """So many groups' best rows, segments by σ; and the order from which on rows may be missing, null for none."""
        if self._highest is None:
            self._highest = self.store.run(HIGHEST, **self._figures)[0]["most"] or 0.0
        limit = want + 20
        best: dict[str, Candidate] = {}
        bounds: list[tuple[Any, ...]] = []
        there = {} if codes is None else {"codes": sorted(codes)}
        for key in sorted(segments, key=lambda k: (-self._fit(k), k)):
            most = self._fit(key) * self._highest / 100
            products = sorted((c.scored.product for c in best.values()), reverse=True)
            if len(products) >= want and most < products[want - 1]:
                bounds.append((-most, 0.0, "", ""))
                break
            text = BEST if codes is None else BEST_THERE
            rows = self.store.run(text, segment=key, limit=limit, **self._figures, **there)
            made = [self._candidate(row) for row in rows]
            bounds += [made[-1].order] if len(rows) == limit else []
            for c in made:
                old = best.get(c.firm["grp"])
                if not self._shut(c.firm) and (old is None or c.order < old.order):
                    best[c.firm["grp"]] = c
        return sorted(best.values(), key=lambda c: c.order), min(bounds, default=None)

    def _fit(self, segment: str) -> float:
        return min(1.0, (self.aims[segment].gap.score or 0.0) / 0.6)

    def _shut(self, firm: dict[str, Any]) -> bool:
        return (firm["id"], firm["segment"]) in self.gates.pairs or firm["id"] in self.gates.gone

    def _made(self, rows: list[dict[str, Any]]) -> list[Candidate]:
        return [self._candidate(row) for row in rows if not self._shut(row)]

    def _candidate(self, firm: dict[str, Any]) -> Candidate:
        aim = self.aims[firm["segment"]]
        values = {name: firm[key] for key, name in FEATURES.items()}
        fit = score.fit(
            aim.gap.score or 0.0, firm["share"], firm["revenue"], firm["state"], firm["confidence"]
        )
        return Candidate(
            firm, aim, values, score.score(fit, values, self.weights, self.facts.project.policy.unknown)
        )


def _firsts(ordered: Iterable[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for c in ordered:
        best.setdefault(c.firm["grp"], c)
    return list(best.values())


def _seated(found: Iterable[Candidate], codes: set[str] | None) -> list[Candidate]:
    return [c for c in found if codes is None or c.firm["seat"] in codes]
