"""What several questions read from the store: the project, the chains as views, who is where."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from graph.divisions import below, stem
from graph.gaps import ChainView, Leaf
from graph.honors import NATIONAL, is_listing
from graph.names import missing
from graph.problem import InputError
from graph.project import MONTHS_24, Project
from graph.records import grouped
from graph.store import Store

Row = dict[str, Any]
CONCENTRATED = 0.5
BAD_STATUS = ("异常", "停业", "歇业", "清算", "责令关闭", "僵尸")
META = "MATCH (m:Meta) RETURN m.project AS project, m.county AS county, m.as_of AS as_of, m.state AS state ORDER BY m.id"
CHAINS = """MATCH (c:Chain) RETURN c.name AS name, c.`group` AS grp, c.category AS category, c.weight AS weight,
c.decided AS decided, c.local AS local, c.elsewhere AS elsewhere ORDER BY c.name"""
PLACES = """MATCH (s:Segment)-[i:InChain]->(c:Chain) RETURN c.name AS chain, s.id AS id, s.name AS name,
i.stage AS stage, i.necessity AS necessity, i.leaf AS leaf, i.parent AS parent, i.`order` AS ord, i.layer AS layer,
i.criticality AS criticality, i.must_pass AS must_pass, s.status AS status, s.grade AS grade, s.local AS local,
s.elsewhere AS elsewhere, s.attract AS attract, s.radius AS radius, s.needs AS needs, s.target AS target,
s.census AS census, s.lq AS lq, s.hhi AS hhi, s.sole AS sole, s.size AS size, s.norm AS norm,
s.courted AS courted,
i.source AS source, i.date AS date, i.confidence AS confidence ORDER BY chain, ord, id"""
FLOWS = """MATCH (a:Segment)-[f:Flow]->(b:Segment) RETURN f.chain AS chain, a.id AS source_id, b.id AS target_id,
a.name AS source, b.name AS target, a.home AS source_chain, b.home AS target_chain, f.necessity AS necessity,
f.serves AS serves, f.outside AS outside, f.confidence AS confidence, a.status AS source_status,
b.status AS target_status ORDER BY chain, source_id, target_id"""
# A local link's enterprise is local: said twice, so that the embedded engine starts from the few enterprises.
LOCALS = """MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE m.local = true AND e.is_local = true
RETURN s.id AS segment, e.id AS id,
e.name AS name, e.short AS short, e.status AS status, m.state AS state, m.source AS source, m.date AS date,
m.confidence AS confidence ORDER BY segment, state, name, id"""
LEADERS = """MATCH (e:Enterprise)-[l:Leads]->(c:Chain) RETURN e.id AS id, c.name AS chain, l.basis AS basis
ORDER BY chain, id"""
HELD = """UNWIND $ids AS key MATCH (e:Enterprise {id: key})-[h:Holds]->(x:Honor) WHERE h.age IS NOT NULL
RETURN e.id AS id, x.name AS name, h.level AS level, h.year AS year, h.rank AS rank, h.until AS until,
h.date AS date, h.value AS value, h.age AS age ORDER BY id, name"""  # the latest row of each honor, which alone has an age
HONORS = """MATCH (e:Enterprise)-[h:Holds]->(x:Honor) WHERE e.is_local = true RETURN e.id AS id, x.name AS honor,
h.value AS value, h.age AS age, h.year AS year ORDER BY id, honor, year, value, age"""
LISTED = """MATCH (e:Enterprise)-[o:OnList]->(w:Watchlist) WHERE e.is_local = true RETURN e.id AS id, w.name AS list,
o.removed AS removed ORDER BY id, list, removed"""
PARKS = """MATCH (p:Park)-[a:Anchors]->(s:Segment) RETURN s.id AS segment, p.name AS park, p.region AS region,
a.stage AS stage, a.source AS source, a.date AS date, a.confidence AS confidence
ORDER BY segment, park, stage, source, date, confidence"""
SURVEYS = """MATCH (r:Region)-[v:Verified]->(s:Segment) WHERE r.code = $region
AND (v.date IS NULL OR (v.date >= $since AND v.date <= $day)) RETURN DISTINCT s.id AS segment ORDER BY segment"""
CHAIN_PARKS = """MATCH (p:Park)-[a:Anchors]->(c:Chain) RETURN c.name AS chain, p.name AS park, p.region AS region,
a.stage AS stage ORDER BY chain, park, stage"""
PLANNED = """MATCH (e:Enterprise)-[x:ExpandsTo]->(r:Region) WHERE x.stage = '计划' AND r.code STARTS WITH $stem
AND x.segment IS NOT NULL RETURN DISTINCT x.segment AS segment ORDER BY segment"""
UPGRADES = """MATCH (r:Region)-[u:Upgrades]->(s:Segment) RETURN r.code AS region, s.id AS segment, u.metric AS metric,
u.value AS value, u.goal AS goal ORDER BY segment, metric, value, goal"""


@dataclass
class Facts:
    """All that the questions about chains need, read once."""

    project: Project
    chains: list[Row]
    places: dict[str, list[Row]]
    flows: dict[str, list[Row]]
    locals: dict[str, list[Row]]
    leaders: dict[str, set[str]]
    honors: dict[str, list[Row]]
    parks: dict[str, list[Row]]
    listed: dict[str, set[str]]
    upgrades: dict[str, dict[str, tuple[float, float]]]
    surveyed: set[str]
    planned: set[str]
    chain_parks: dict[str, list[Row]]
    views: dict[str, ChainView] = field(default_factory=dict)

    def status(self, segment: str) -> str | None:
        """A segment's status, whichever chain it stands in."""
        return next(
            (p["status"] for places in self.places.values() for p in places if p["id"] == segment), None
        )

    def firms(self, segment: str, state: str = "已确认") -> list[str]:
        """The short names of a segment's local enterprises."""
        return [short_name(r) for r in self.locals.get(segment, []) if r["state"] == state]


def short_name(row: Row) -> str:
    """The listed short name, else the name."""
    return str(row["short"][0] if row["short"] else row["name"])


def project_of(store: Store) -> Project:
    """The project as the build saw it; a build that is being written answers nothing."""
    rows = store.run(META)
    if not rows or rows[0]["state"] != "完整":
        raise InputError("图谱正在写入或上次没有写完;请稍候,或重新运行 liantu build。")
    return Project.model_validate_json(rows[0]["project"])


def read(store: Store, chain: str | None = None) -> Facts:
    """The facts of all chains; a chain that does not exist is an InputError with a suggestion."""
    project = project_of(store)
    chains = store.run(CHAINS)
    names = [c["name"] for c in chains]
    if chain is not None and chain not in names:
        raise InputError(missing(chain, [*names, *(c["grp"] for c in chains if c["grp"])]))
    listed: dict[str, set[str]] = defaultdict(set)
    for row in store.run(LISTED):
        if row["removed"] is None or row["removed"] > project.as_of:
            listed[row["id"]].add(row["list"])
    upgrades: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for row in store.run(UPGRADES):
        if row["region"] == project.region:
            upgrades[row["segment"]][row["metric"]] = (row["value"], row["goal"])
    leaders: dict[str, set[str]] = defaultdict(set)
    for row in store.run(LEADERS):
        leaders[row["chain"]].add(row["id"])
    facts = Facts(project, chains, grouped(store.run(PLACES), "chain"), grouped(store.run(FLOWS), "chain"),
                  grouped(store.run(LOCALS), "segment"), leaders, grouped(store.run(HONORS), "id"),
                  _parks(store, project), listed, upgrades, _surveyed(store, project),
                  {r["segment"] for r in store.run(PLANNED, stem=stem(project.region))},
                  grouped([p for p in store.run(CHAIN_PARKS) if below(p["region"], project.region)], "chain"))  # fmt: skip
    facts.views = {c["name"]: _view(c, facts) for c in chains if c["decided"]}
    return facts


def _parks(store: Store, project: Project) -> dict[str, list[Row]]:
    return grouped([p for p in store.run(PARKS) if below(p["region"], project.region)], "segment")


def _view(chain: Row, facts: Facts) -> ChainView:
    leaves = {p["id"]: _leaf(p, facts) for p in facts.places.get(chain["name"], []) if p["leaf"]}
    flows = facts.flows.get(chain["name"], [])
    outer = {f[f"{end}_id"]: f[f"{end}_status"] for f in flows for end in ("source", "target")
             if f[f"{end}_id"] not in leaves}  # fmt: skip
    edges = [{(f["source_id"], f["target_id"]): f["necessity"] for f in flows if f["serves"] is serves}
             for serves in (False, True)]  # fmt: skip
    _anchor(leaves, facts.chain_parks.get(chain["name"], []))
    return ChainView(chain["name"], chain["category"], chain["weight"], leaves, edges[0], edges[1], outer)


def _anchor(leaves: dict[str, Leaf], parks: list[Row]) -> None:
    """A park that names only the chain stands for its leaf with the largest w, then K, then name."""
    words = {"计划": "规划中", "签约": "已签约", "注册": "已签约", "开工": "在建", "投产": "在建"}
    found = [p for p in parks if p["stage"] in words]
    if found and leaves:
        leaf = min(leaves.values(), key=lambda x: (-x.necessity, -x.criticality, x.name))
        best = max(found, key=lambda p: list(words).index(p["stage"]))
        leaf.park, leaf.stands = best["park"], words[best["stage"]]


def _surveyed(store: Store, project: Project) -> set[str]:
    """The segments with a survey line of the county that still holds."""
    as_of = project.as_of
    since = as_of - dt.timedelta(days=MONTHS_24)
    return {r["segment"] for r in store.run(SURVEYS, region=project.region, since=since, day=as_of)}


def _leaf(place: Row, facts: Facts) -> Leaf:
    firms = [r for r in facts.locals.get(place["id"], []) if r["state"] == "已确认"]
    planned = place["id"] in facts.planned or any(
        p["stage"] == "计划" for p in facts.parks.get(place["id"], [])
    )
    national = any(
        h["age"] is not None and (h["value"] or 0) >= NATIONAL and not is_listing(h["honor"])
        for r in firms
        for h in facts.honors.get(r["id"], [])
    )
    fragile, why = _fragile(place, firms, facts)
    return Leaf(place["id"], place["name"], place["stage"], place["necessity"], place["criticality"] or 0.0,
                place["status"], place["grade"], planned, place["attract"] == "外采", fragile, why, national,
                facts.upgrades.get(place["id"], {}), place["census"], place["id"] in facts.surveyed, place["lq"])  # fmt: skip


def _fragile(place: Row, firms: list[Row], facts: Facts) -> tuple[float | None, str | None]:
    """The largest known f of 固链 (methods.md §2), and why."""
    for firm in firms:
        lists = facts.listed.get(firm["id"], set())
        trouble = next(iter(sorted(lists & {"僵尸", "经营异常"})), None)
        word = next((w for w in BAD_STATUS if w in (firm["status"] or "")), None)
        if trouble or word:
            said = f"在「{trouble}」名单上" if trouble else f"登记状态为「{firm['status']}」"
            return 1.0, f"{short_name(firm)}{said}"
    for firm in firms:
        if "外迁" in facts.listed.get(firm["id"], set()):
            return 0.9, f"{short_name(firm)}在「外迁」名单上"
    if place["sole"] and firms:
        n = place["local"]
        return 0.6, f"在册仅1家({place['census']})" if n == 1 else f"{n}家中一家占七成以上({place['census']})"
    if (place["hhi"] or 0) >= CONCENTRATED and firms:
        return 0.4, f"集中于少数企业(HHI {place['hhi']:.2f},{place['census']})"
    return None, None
