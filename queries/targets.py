"""目标企业:为缺口该招谁,得分、区间、资料覆盖、理由。"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from graph import gaps, score
from graph.divisions import below, full_name, prefecture, resolve, short_name
from graph.honors import worth
from graph.names import missing
from graph.problem import InputError
from graph.store import Store
from queries import _views

EXAMPLE = "liantu targets --chain 纺织服装 --top 10"
OPTIONS = {
    "top": ("int", "列几行(默认 20)"),
    "segment": ("str", "只看一个环节,列出它的每一家企业"),
    "region": ("str", "只看一个区域:重点区域名、行政区划名称或代码"),
}
CANDIDATES = """MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE s.id IN $segments AND e.is_local = false
RETURN e.id AS id, e.name AS enterprise, e.seat AS seat, e.`group` AS grp, e.group_local AS group_local, e.gate AS gate,
e.tier AS tier, e.listed AS listed, e.revenue AS revenue, s.id AS segment_id, m.state AS state, m.share AS share,
m.confidence AS confidence, m.products AS products, m.words AS words, e.strength AS strength,
e.strength_why AS strength_why, e.expansion AS expansion, e.expansion_why AS expansion_why, e.access AS access,
e.access_why AS access_why, e.ties AS ties, e.ties_why AS ties_why, e.quality AS quality,
e.quality_why AS quality_why ORDER BY id, segment_id"""
HONORS = """MATCH (e:Enterprise)-[h:Holds]->(x:Honor) WHERE e.id IN $ids RETURN e.id AS id, x.name AS name,
h.level AS level, h.year AS year, h.rank AS rank, h.until AS until, h.state AS state, h.date AS date
ORDER BY id, name, year, rank"""
LANDING = """MATCH (e:Enterprise)-[x:ExpandsTo]->(r:Region) WHERE x.stage IN ['签约', '注册', '开工']
RETURN e.id AS id, x.segment AS segment, r.code AS code ORDER BY id, segment, code"""
CODES = "MATCH (s:Segment) RETURN s.id AS id, s.codes AS codes ORDER BY s.id"
NAMES = {
    "strength": "实力",
    "expansion": "扩张与转移意愿",
    "access": "可及性",
    "ties": "本地关系",
    "quality": "四高二低",
}
SHORT = {"扩张与转移意愿": "扩张意愿"}


class Row(BaseModel):
    """One group of companies at its best segment."""

    rank: int
    enterprise: str
    id: str
    region: str | None
    region_code: str | None
    chain: str
    segment: str
    segment_id: str
    gap: str
    score: float
    fit: float
    lower_bound: float
    upper_bound: float
    coverage: float
    stability: float
    mode: str
    tier: str
    honors: list[dict[str, Any]]
    features: list[dict[str, Any]]
    checks: list[str]
    also: list[dict[str, Any]]
    reason: str


@dataclass
class Candidate:
    """An enterprise for a gap, scored."""

    firm: dict[str, Any]
    gap: gaps.Gap
    leaf: gaps.Leaf
    chain: str
    place: dict[str, Any]
    values: dict[str, float | None]
    fit: float
    scored: score.Score
    stability: float = 0.0

    @property
    def order(self) -> tuple[Any, ...]:
        """Ranked by score, lower bound, id, segment."""
        return (-self.scored.score, -self.scored.lower, self.firm["id"], self.leaf.id)


def answer(
    store: Store,
    chain: str | None = None,
    top: int | None = 20,
    segment: str | None = None,
    region: str | None = None,
) -> list[Row]:
    """The best targets; ``top`` null for all."""
    facts = _views.read(store, chain)
    candidates = _candidates(store, facts)
    rows = _best_of_groups(candidates, chain=True)
    _stabilise(rows, facts)
    if segment is not None:
        pool = [c for c in candidates if segment in (c.leaf.name, c.leaf.id) and chain in (None, c.chain)]
        known = {c.leaf.name for c in candidates}
        if segment not in known | {c.leaf.id for c in candidates}:
            raise InputError(missing(segment, known, "有目标企业的环节"))
    else:
        pool = _best_of_groups([c for c in candidates if chain in (None, c.chain)], chain=False)
    prefixes = _prefixes(region, facts)
    pool = [c for c in pool if prefixes is None or any(below(c.firm["seat"], p) for p in prefixes)]
    pool = sorted(pool, key=lambda c: c.order)[:top]
    honors = _honors(store, pool, facts)
    others: dict[str, list[Candidate]] = defaultdict(list)
    for c in candidates:
        others[c.firm["grp"]].append(c)
    return [_row(n, c, others[c.firm["grp"]], honors, facts) for n, c in enumerate(pool, 1)]


def _candidates(store: Store, facts: _views.Facts) -> list[Candidate]:
    """Every enterprise that is not gated, at every lead row with a score; a shared segment takes its largest σ."""
    best: dict[str, tuple[gaps.Gap, str]] = {}
    for name, view in sorted(facts.views.items()):
        found = gaps.find(view, facts.project.policy)
        for i in gaps.leads(found):
            gap = found[i]
            if gap.score is None or view.leaves[gap.segment].outsourced:
                continue
            if gap.segment not in best or gap.score > (best[gap.segment][0].score or 0):
                best[gap.segment] = (gap, name)
    landing = {(r["id"], r["segment"]) for r in store.run(LANDING) if below(r["code"], facts.project.region)}
    codes = {r["id"]: r["codes"] or [] for r in store.run(CODES)}
    weights = facts.project.policy.feature_weights()
    places = {(name, p["id"]): p for name, found in facts.places.items() for p in found}
    made = []
    for firm in store.run(CANDIDATES, segments=sorted(best)):
        gap, name = best[firm["segment_id"]]
        place = places[name, gap.segment]
        if firm["gate"] or (firm["id"], gap.segment) in landing or _shut(gap.segment, place, codes, facts):
            continue
        values = {NAMES[key]: firm[key] for key in NAMES}
        fit = score.fit(gap.score or 0.0, firm["share"], firm["revenue"], firm["state"], firm["confidence"])
        scored = score.score(fit, values, weights, facts.project.policy.unknown)
        made.append(
            Candidate(firm, gap, facts.views[name].leaves[gap.segment], name, place, values, fit, scored)
        )
    return made


def _shut(segment: str, place: dict[str, Any], codes: dict[str, list[str]], facts: _views.Facts) -> bool:
    """两高, or a need that the county denies."""
    barred = facts.project.policy.barred
    two_high = segment in barred or any(
        c.startswith(b) for c in codes.get(segment, []) for b in barred if ":" not in b
    )
    return two_high or any(facts.project.offers.get(n) is False for n in place["needs"] or [])


def _best_of_groups(candidates: list[Candidate], chain: bool) -> list[Candidate]:
    """The best row of each group, or of each group in each chain."""
    best: dict[tuple[str, str], Candidate] = {}
    for c in candidates:
        key = (c.firm["grp"], c.chain if chain else "")
        if key not in best or c.order < best[key].order:
            best[key] = c
    return list(best.values())


def _stabilise(rows: list[Candidate], facts: _views.Facts) -> None:
    policy = facts.project.policy
    for name in sorted({c.chain for c in rows}):
        mine = sorted([c for c in rows if c.chain == name], key=lambda c: c.order)[:1000]
        mine.sort(key=lambda c: (c.firm["id"], c.leaf.id))
        shares = score.stability([(c.fit, c.values) for c in mine], policy.feature_weights(), policy.unknown)
        for c, share in zip(mine, shares, strict=True):
            c.stability = share


def _prefixes(region: str | None, facts: _views.Facts) -> list[str] | None:
    if region is None:
        return None
    focus = facts.project.regions.focus
    if region in focus:
        return focus[region]
    code = resolve(region, facts.project.region)
    if code is None:
        raise InputError(missing(region, focus, "区域"))
    return [code]


def _honors(store: Store, pool: list[Candidate], facts: _views.Facts) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    own = facts.project.policy.honors
    for r in store.run(HONORS, ids=sorted({c.firm["id"] for c in pool})) if pool else []:
        if r["state"] == "撤销":
            continue
        age = worth(r["name"], r, facts.project.as_of, own)[1]
        until = r["until"].isoformat() if r["until"] else None
        found[r["id"]].append({"name": r["name"], "level": r["level"], "year": r["year"], "rank": r["rank"],
                               "valid_until": until, "expired": age is not None and age < 1})  # fmt: skip
    return found


def _row(
    rank: int,
    c: Candidate,
    group: list[Candidate],
    honors: dict[str, list[dict[str, Any]]],
    facts: _views.Facts,
) -> Row:
    weights = facts.project.policy.feature_weights()
    features = [{"name": NAMES[k], "value": None if c.firm[k] is None else round(c.firm[k], 4),
                 "weight": round(weights[NAMES[k]], 4), "why": c.firm[f"{k}_why"] or "不详"} for k in NAMES]  # fmt: skip
    code = c.firm["seat"]
    also = {(o.chain, o.leaf.id): {"chain": o.chain, "segment": o.leaf.name, "segment_id": o.leaf.id, "gap": o.gap.kind,
                                   "score": round(o.scored.score, 4)}
            for o in sorted(group, key=lambda o: o.order, reverse=True) if o.leaf.id != c.leaf.id}  # fmt: skip
    return Row(
        rank=rank, enterprise=c.firm["enterprise"], id=c.firm["id"], region=full_name(code) if code else None,
        region_code=code, chain=c.chain, segment=c.leaf.name, segment_id=c.leaf.id, gap=c.gap.kind,
        score=round(c.scored.score, 4), fit=round(c.fit, 4), lower_bound=round(c.scored.lower, 4),
        upper_bound=round(c.scored.upper, 4), coverage=round(c.scored.coverage, 4), stability=round(c.stability, 4),
        mode="本地增资" if c.firm["group_local"] else "外部招引", tier=c.firm["tier"], honors=honors.get(c.firm["id"], []),
        features=features, checks=_checks(c, facts), also=sorted(also.values(), key=lambda o: -float(str(o["score"]))),
        reason=_reason(c, honors.get(c.firm["id"], []), facts),
    )  # fmt: skip


def _checks(c: Candidate, facts: _views.Facts) -> list[str]:
    said = [f"需核实本地能否提供{n}" for n in c.place["needs"] or [] if n not in facts.project.offers]
    seat = c.firm["seat"]
    if seat and prefecture(seat) == prefecture(facts.project.region):
        said.append("市内已布局,防止相互挖转")
    return said


def _reason(c: Candidate, honors: list[dict[str, Any]], facts: _views.Facts) -> str:
    """「盛泰集团(上市):针织面料对应面料缺口(补链,紧急);…62分(57—73),资料覆盖65%。」"""
    title = (
        "上市"
        if c.firm["listed"]
        else honors[0]["name"]
        if honors
        else short_name(c.firm["seat"])
        if c.firm["seat"]
        else "所在地不详"
    )
    product = "、".join((c.firm["products"] or c.firm["words"] or [c.leaf.name])[:2])
    level = gaps.severity_name(c.gap.score, facts.project.policy)
    doubt = "(是否从事待核)" if c.firm["state"] == "待核" else ""
    known = [c.firm[f"{k}_why"] for k in ("expansion", "access", "ties", "quality") if c.firm[k] is not None]
    known = [text for text in known if not any(text != other and other.startswith(text) for other in known)]
    unknown = [SHORT.get(NAMES[k], NAMES[k]) for k in NAMES if c.firm[k] is None]
    parts = [f"{product}对应{c.leaf.name}缺口({c.gap.kind},{level}){doubt}", *dict.fromkeys(known)]
    if unknown:
        parts.append("、".join(unknown) + "未知")
    if c.scored.coverage < 0.5:
        parts.append("待补资料")
    low, high, mid = (round(100 * x) for x in (c.scored.lower, c.scored.upper, c.scored.score))
    return f"{c.firm['enterprise']}({title}):{';'.join(parts)}。{mid}分({low}—{high}),资料覆盖{c.scored.coverage:.0%}。"
