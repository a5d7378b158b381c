"""目标企业:为缺口该招谁,得分、区间、资料覆盖、理由;--excluded 列出被排除的和原因。"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pydantic import BaseModel

from graph.divisions import below, divisions, full_name, prefecture, resolve
from graph.honors import expired
from graph.names import chain_called, missing
from graph.problem import InputError
from graph.store import Store
from queries import _gates, _names, _prudence, _said, _views
from queries._candidates import FEATURES, Candidate, Pool, firsts

ROWS, USUAL = 20, -1
EXAMPLE = "liantu targets --chain 纺织服装 --top 10"
OPTIONS = {
    "top": ("int", "列几行(默认 20)"),
    "each": ("int", "每个环节列前几家,合成一份(招商图谱和清单用的就是它)"),
    "segment": ("str", "只看一个环节,列出它的每一家企业"),
    "enterprise": ("str", "只看这一家(它的控股集团)"),
    "region": ("str", "只看一个区域:重点区域名、行政区划名称或代码"),
    "excluded": ("instead", "改为列出被排除的企业:哪一道门槛,为什么"),
}
DETAILS = """UNWIND $ids AS key MATCH (e:Enterprise {id: key}) OPTIONAL MATCH (e)-[m:Makes]->(s:Segment)
WHERE s.id IN $segments RETURN e.id AS id, s.id AS segment, e.name AS name, e.short AS short,
e.group_local AS group_local, e.tier AS tier, e.listed AS listed, m.products AS products, m.words AS words,
e.strength_why AS strength, e.expansion_why AS expansion, e.access_why AS access, e.ties_why AS ties,
e.quality_why AS quality ORDER BY id, segment"""
GROUPS = """UNWIND $ids AS key MATCH (e:Enterprise {id: key})
RETURN DISTINCT e.`group` AS grp, e.is_local AS here ORDER BY grp, here"""
SHUT = """MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE s.id IN $segments AND e.is_local = false
AND (e.gate IS NOT NULL OR s.id IN $shut OR e.id IN $ids) RETURN e.id AS id, e.name AS name, e.seat AS seat,
e.gate AS gate, s.id AS segment ORDER BY id, segment"""


class Row(BaseModel):
    """One group of companies at its best segment."""

    rank: int
    enterprise: str
    short: str | None
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


class Excluded(BaseModel):
    """One candidate that a gate leaves out, and why."""

    enterprise: str
    id: str
    chain: str
    segment: str
    gate: str
    why: str


def answer(
    store: Store,
    chain: str | None = None,
    top: int | None = USUAL,
    segment: str | None = None,
    region: str | None = None,
    each: int | None = None,
    enterprise: str | None = None,
) -> list[Row]:
    """The best targets: ``top`` rows, null for all, by default 20, of one segment or the best of ``each`` every one."""
    pool = Pool(store, _views.read(store, chain))
    codes = _codes(region, pool.facts)
    if enterprise is not None:
        found = _of(enterprise, pool, chain)
    elif segment is not None:
        most = None if top == USUAL else top
        found = pool.every([_segment(segment, chain, pool, open_only=True)], codes)[:most]
    elif each is not None:
        found = pool.foremost(pool.segments(chain), each, codes)[: None if top == USUAL else top]
    else:
        most = ROWS if top == USUAL else top
        found = pool.ranked(pool.segments(chain), most, codes)
    return _Rows(pool, pool.stabilise(found)).rows()


def excluded(
    store: Store, chain: str | None = None, segment: str | None = None, region: str | None = None
) -> list[Excluded]:
    """Every candidate that a gate leaves out, with the gate and why, by chain, segment and id."""
    pool = Pool(store, _views.read(store, chain))
    codes, gates = _codes(region, pool.facts), pool.gates
    asked = [k for k, a in pool.all_aims.items() if chain in (None, a.chain)]
    if segment is not None:
        asked = [_segment(segment, chain, pool, open_only=False)]
    ids = sorted({firm for firm, _ in gates.pairs})
    rows = []
    for r in store.run(SHUT, segments=sorted(asked), shut=sorted(gates.segments), ids=ids):
        own = (_gates.firm_gate(r["gate"]), r["gate"]) if r["gate"] else None
        reason = own or gates.segments.get(r["segment"]) or gates.pairs.get((r["id"], r["segment"]))
        aim = pool.all_aims.get(r["segment"])
        here = r["id"] in gates.gone or (codes is not None and r["seat"] not in codes)
        if aim is not None and reason is not None and not here:
            rows.append(Excluded(enterprise=r["name"], id=r["id"], chain=aim.chain, segment=aim.leaf.name,
                                 gate=reason[0], why=reason[1]))  # fmt: skip
    return sorted(rows, key=lambda r: (r.chain, r.segment, r.id))


def _of(enterprise: str, pool: Pool, chain: str | None) -> list[Candidate]:
    """The candidates of the group that an enterprise belongs to; one that is no target is said with the reason."""
    groups = pool.store.run(GROUPS, ids=_names.ids(pool.store, enterprise))
    found = firsts(pool.members({r["grp"] for r in groups}, pool.segments(chain)))
    if not found:
        why = "本地已有" if any(r["here"] for r in groups) else "没有通向缺口环节的链接,或被一道门槛排除"
        raise InputError(
            f"「{enterprise}」不在目标企业之列:{why};用 liantu links 看它的链接,加 --excluded 看门槛。"
        )
    return found


def _segment(name: str, chain: str | None, pool: Pool, open_only: bool) -> str:
    """The id that a segment's name or id means; what has no targets is said with the reason."""
    known = {
        p["id"]: (p["name"], c)
        for c, places in pool.facts.places.items()
        for p in places
        if chain in (None, c)
    }
    ids = [k for k in known if k == name] or sorted(k for k, (n, _) in known.items() if n == name)
    if not ids:
        raise InputError(missing(name, {n for n, _ in known.values()}, "环节"))
    found: str = next((k for k in ids if k in pool.aims), ids[0])
    if found in pool.aims and chain not in (None, pool.aims[found].chain):
        raise InputError(
            f"「{name}」由几条链共用,按严重度归在{chain_called(pool.aims[found].chain)};请改用 --chain {pool.aims[found].chain}。"
        )
    if found in pool.aims or not open_only:
        return found
    if found in pool.gates.segments:
        raise InputError(f"「{name}」不招商:{pool.gates.segments[found][1]};加 --excluded 看被排除的企业。")
    raise InputError(f"「{name}」没有可招商的缺口(已有且不弱、外采,或数据不足);用 liantu gaps 看它的现状。")


def _codes(region: str | None, facts: _views.Facts) -> set[str] | None:
    """All codes of a focus region, a division's name or a code."""
    if region is None:
        return None
    focus = facts.project.regions.focus
    code = None if region in focus else resolve(region, facts.project.region)
    if code is None and region not in focus:
        raise InputError(missing(region, [*focus, *divisions().values()], "区域"))
    tops = focus[region] if code is None else [code]
    return {c for c in divisions() if any(below(c, top) for top in tops)}


class _Rows:
    """Ranked candidates as rows: what only they need is asked for them alone."""

    def __init__(self, pool: Pool, found: list[Candidate]) -> None:
        """Ask for names, reasons, honors, other segments and like projects."""
        self.pool, self.found, store = pool, found, pool.store
        ids = sorted({c.firm["id"] for c in found})
        segments = sorted({c.aim.leaf.id for c in found})
        details = store.run(DETAILS, ids=ids, segments=segments) if ids else []
        self.details = {(r["id"], r["segment"]): r for r in details}
        self.honors = _honors(store, ids)
        self.groups: dict[str, list[Candidate]] = defaultdict(list)
        for c in pool.members({c.firm["grp"] for c in found}, pool.aims):
            self.groups[c.firm["grp"]].append(c)
        self.alike = _prudence.alike(store, pool.facts, segments)

    def rows(self) -> list[Row]:
        """One row a candidate, in their order."""
        return [self._row(n, c) for n, c in enumerate(self.found, 1)]

    def _row(self, rank: int, c: Candidate) -> Row:
        about, aim, s = self.details[c.firm["id"], c.aim.leaf.id], c.aim, c.scored
        code, honors, weights = c.firm["seat"], self.honors.get(c.firm["id"], []), self.pool.weights
        features = [{"name": name, "value": None if c.firm[k] is None else round(c.firm[k], 4),
                     "weight": round(weights[name], 4), "why": about[k] or "不详"} for k, name in FEATURES.items()]  # fmt: skip
        return Row(
            rank=rank, enterprise=about["name"], short=about["short"][0] if about["short"] else None, id=c.firm["id"],
            region=full_name(code) if code else None, region_code=code, chain=aim.chain, segment=aim.leaf.name,
            segment_id=aim.leaf.id, gap=aim.gap.kind, score=round(s.score, 4), fit=round(s.fit, 4),
            lower_bound=round(s.lower, 4), upper_bound=round(s.upper, 4), coverage=round(s.coverage, 4),
            stability=round(c.stability, 4), mode="本地增资" if about["group_local"] else "外部招引",
            tier=about["tier"], honors=honors, features=features, checks=self._checks(c), also=self._also(c),
            reason=_said.reason(c, about, honors, self.pool.facts.project.policy),
        )  # fmt: skip

    def _also(self, c: Candidate) -> list[dict[str, Any]]:
        """The group's other segments, each with its best score."""
        also: dict[str, dict[str, Any]] = {}
        for o in self.groups[c.firm["grp"]]:
            if o.aim.leaf.id != c.aim.leaf.id and o.aim.leaf.id not in also:
                also[o.aim.leaf.id] = {"chain": o.aim.chain, "segment": o.aim.leaf.name, "segment_id": o.aim.leaf.id,
                                       "gap": o.aim.gap.kind, "score": round(o.scored.score, 4)}  # fmt: skip
        return list(also.values())

    def _checks(self, c: Candidate) -> list[str]:
        """What must be looked at before anyone travels (待核实)."""
        project, seat = self.pool.facts.project, c.firm["seat"]
        said = [f"需核实本地能否提供{n}" for n in c.aim.place["needs"] or [] if n not in project.offers]
        alike = self.alike.get((c.firm["grp"], c.aim.leaf.id)) or self.alike.get(
            (c.firm["id"], c.aim.leaf.id)
        )
        said += [alike] if alike else []
        if seat and prefecture(seat) is not None and prefecture(seat) == prefecture(project.region):
            said.append("市内已布局,防止相互挖转")
        return said


def _honors(store: Store, ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The honors that each enterprise holds, by name."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for r in store.run(_views.HELD, ids=ids) if ids else []:
        until = r["until"].isoformat() if r["until"] else None
        found[r["id"]].append({"name": r["name"], "level": r["level"], "year": r["year"], "rank": r["rank"],
                               "valid_until": until, "expired": expired(r["name"], r)})  # fmt: skip
    return found
