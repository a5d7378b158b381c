"""Presence: which segments the local region has, and how we know (methods.md §1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from graph import honors
from graph.divisions import below
from graph.problem import Problem
from graph.project import Census, Project
from graph.records import Record, grouped, joined
from graph.topology import Topology, leaves_under

GONE = ("注销", "吊销", "迁出")
MONTHS_24 = 731


def mark_local(graph: dict[str, list[Record]], project: Project) -> None:
    """Write is_local into enterprises and local into links: a LocatedIn here, for its own segment or for all."""
    here: dict[str, set[str | None]] = defaultdict(set)
    for edge in graph["LocatedIn"]:
        if below(edge["to"], project.region):
            here[edge["from"]].add(edge.get("segment"))
    gone = {e["id"] for e in graph["Enterprise"] if any(w in (e.get("status") or "") for w in GONE)}
    for firm in graph["Enterprise"]:
        firm["is_local"] = firm["id"] in here and firm["id"] not in gone
    for link in graph["Makes"]:
        at = here.get(link["from"], set()) if link["from"] not in gone else set()
        link["local"] = None in at or link["to"] in at
    groups = joined((e["from"], e["to"]) for e in graph["Owns"] if e["control"])
    for firm in graph["Enterprise"]:
        firm["group"] = groups.get(firm["id"], firm["id"])


def census_of(project: Project, region: str, codes: list[str]) -> Census | None:
    """The census that lists every enterprise of the region in all the codes, if one is fresh enough."""
    for entry in project.census:
        fresh = 0 <= (project.as_of - entry.date).days <= MONTHS_24
        covers = any(below(region, r) for r in entry.regions)
        industries = not entry.industries or all(c.startswith(tuple(entry.industries)) for c in codes)
        if fresh and covers and codes and industries:
            return entry
    return None


def judge(graph: dict[str, list[Record]], topologies: list[Topology], project: Project) -> list[Problem]:
    """Write status, grade, local and elsewhere into every segment; what contradicts is a Problem."""
    problems: list[Problem] = []
    links = grouped(graph["Makes"], "to")
    surveys = _surveys(graph["Verified"], project)
    stages = building(graph, project)
    above = {leaf: p for t in topologies for p in t.places for leaf in leaves_under(t, p) if leaf != p}
    group = {e["id"]: e.get("group") or e["id"] for e in graph["Enterprise"]}
    strong, weak = _grades(graph, project)
    leaders = _leaders(graph, topologies)
    anyone = any(e["is_local"] for e in graph["Enterprise"])
    for segment in graph["Segment"]:
        key = segment["id"]
        mine = links.get(key, [])
        sure = [m for m in mine if m["state"] == "已确认" and m["local"]]
        unsure = [m for m in mine if m["state"] == "待核" and m["local"]]
        inherited = [m for m in links.get(above.get(key, ""), []) if m["local"]]
        firms = {m["from"] for m in sure}
        segment["local"] = len({group[f] for f in firms})
        segment["elsewhere"] = len(
            {group[m["from"]] for m in mine if m["state"] == "已确认" and not m["local"]}
        )
        census = census_of(project, project.region, segment.get("codes") or [])
        segment["census"] = census is not None
        status = _status(
            segment, sure, unsure + inherited, surveys.get(key), stages.get(key), bool(census), mine, problems
        )
        segment["status"] = status if anyone else "数据不足"
        if segment["status"] == "已覆盖":
            segment["grade"] = _grade(firms, strong | leaders.get(key, set()), weak)
    return problems


def _status(
    segment: Record, sure: list[Record], unsure: list[Record], survey: Record | None, stage: str | None,
    census: bool, everywhere: list[Record], problems: list[Problem],
) -> str:  # fmt: skip
    verdict = _survey_verdict(segment, survey, sure, unsure, problems)
    if verdict == "待核":
        return "待核"
    if verdict == "有" or (sure and verdict != "无"):
        return "已覆盖"
    if stage in ("在建", "已签约"):
        return stage
    if unsure and verdict != "无":
        return "待核"
    if verdict == "无" or (census and not sure):
        return "空白·已核实"
    return "空白·待核实" if everywhere else "数据不足"


def _survey_verdict(
    segment: Record, survey: Record | None, sure: list[Record], unsure: list[Record], problems: list[Problem]
) -> str | None:
    """有, 无, 待核 or null: who wins where a survey line and links disagree."""
    if survey is None:
        return None
    links = sure or unsure
    agree = survey["verdict"] == "有" and bool(sure)
    if not links or agree:
        return str(survey["verdict"])
    dates = [m["date"] for m in links if m["date"]]
    if survey["date"] is None or (dates and max(dates) == survey["date"]):
        reason = f"环节核实为「{survey['verdict']}」,与企业环节同日或未写日期,不能判断,按待核"
        problems.append(Problem(None, reason, value=segment["id"]))
        return "待核"
    return str(survey["verdict"]) if not dates or survey["date"] > max(dates) else None


def _surveys(rows: list[Record], project: Project) -> dict[str, Record]:
    """The newest survey line of each segment that still holds (24 months)."""
    found: dict[str, Record] = {}
    for row in sorted(rows, key=lambda r: r["date"] or dt.date.min):
        age = (project.as_of - row["date"]).days if row["date"] else 0
        if row["from"] == project.region and 0 <= age <= MONTHS_24:
            found[row["to"]] = row
    return found


def building(graph: dict[str, list[Record]], project: Project) -> dict[str, str]:
    """Segment → 在建, 已签约 or 计划, by what projects and parks of the region name it."""
    words = {"开工": "在建", "签约": "已签约", "注册": "已签约", "计划": "计划"}
    order = ["计划", "已签约", "在建"]
    parks = {p["name"] for p in graph["Park"] if below(p.get("region"), project.region)}
    settled = {e.get("segment") for e in graph["LocatedIn"] if below(e["to"], project.region)}
    found: dict[str, str] = {}
    named = [(e["to"], e.get("stage"), True) for e in graph["Anchors"] if e["from"] in parks]
    named += [(e["segment"], e.get("stage"), False) for e in graph["ExpandsTo"]
              if e.get("segment") and below(e["to"], project.region)]  # fmt: skip
    for key, stage, park in named:
        word = words.get(stage or "")
        if stage == "投产" and park and key not in settled:
            word = "在建"
        if word and order.index(word) >= order.index(found.get(key, "计划")):
            found[key] = word
    return found


def _grades(graph: dict[str, list[Record]], project: Project) -> tuple[set[str], set[str]]:
    """Enterprises that make a segment 优势, and those known to be weak."""
    own = project.policy.honors
    strong: set[str] = set()
    honored: set[str] = set()
    for edge in graph["Holds"]:
        if honors.is_listing(edge["to"]):
            continue
        level, age = honors.worth(edge["to"], edge, project.as_of, own)
        edge["value"], edge["age"] = level, age
        if age is not None:
            honored.add(edge["from"])
            if level >= honors.PROVINCIAL and age >= 0.5:
                strong.add(edge["from"])
    weak = {e["id"] for e in graph["Enterprise"] if e.get("scaled") is False and e["id"] not in honored}
    return strong, weak


def _leaders(graph: dict[str, list[Record]], topologies: list[Topology]) -> dict[str, set[str]]:
    """Segment → the named leaders of the chains that it stands in."""
    places = {t.chain: t.places for t in topologies}
    found: dict[str, set[str]] = defaultdict(set)
    for edge in graph["Leads"]:
        for segment in places[edge["to"]]:
            found[segment].add(edge["from"])
    return dict(found)


def _grade(firms: set[str], strong: set[str], weak: set[str]) -> str:
    if firms & strong:
        return "优势"
    return "薄弱" if firms and firms <= weak else "具备"
