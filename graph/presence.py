"""Presence: which segments the local region has, and how we know (methods.md §1)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import polars as pl

from graph import honors
from graph.census import GONE
from graph.divisions import below, stem
from graph.frames import Graph, told
from graph.problem import Problem
from graph.project import MONTHS_24, Project
from graph.records import Record, joined
from graph.topology import Topology, leaves_under

WEAK = 0.5


def mark_local(graph: Graph, project: Project) -> None:
    """Write is_local and group into enterprises and local into links: a LocatedIn here, for its segment or for all."""
    firms = graph["Enterprise"]
    here = (
        graph["LocatedIn"]
        .filter(pl.col("to").str.starts_with(stem(project.region)))
        .select("from", pl.col("segment").alias("to"))
        .unique()
    )
    gone = firms.filter(pl.col("status").str.contains(GONE)).select("id")
    here = here.join(gone, left_on="from", right_on="id", how="anti")
    whole = here.filter(pl.col("to").is_null())["from"].unique()
    links = graph["Makes"].join(
        here.with_columns(_here=pl.lit(True)), on=["from", "to"], how="left", maintain_order="left"
    )
    local = pl.col("_here").fill_null(False) | pl.col("from").is_in(whole.implode())
    graph["Makes"] = links.with_columns(local=local).drop("_here")
    controls = graph["Owns"].filter("control").select("from", "to")
    groups = joined(controls.iter_rows())
    graph["Enterprise"] = firms.with_columns(
        is_local=pl.col("id").is_in(here["from"].unique().implode()),
        group=pl.col("id").replace(groups) if groups else pl.col("id"),
    )


def judge(
    graph: Graph, segments: list[Record], topologies: list[Topology], surveyed: pl.DataFrame, project: Project
) -> list[Problem]:
    """Write status, grade, local and elsewhere into every segment (rows); what contradicts is a Problem.

    ``surveyed``: the survey lines (from, to, verdict, date) with the place where each stands. Needs what
    :func:`graph.census.measure` has written: census, lq.
    """
    problems: list[Problem] = []
    links = _seen(graph)
    surveys = _surveys(surveyed, project, problems)
    stages = building(graph, project)
    above: dict[str, list[Seen]] = defaultdict(list)
    for t in topologies:
        for parent in set(t.parents.values()) & links.keys():
            for leaf in leaves_under(t, parent):
                above[leaf].append(links[parent])
    grades = _grades(graph, topologies)
    anyone = bool(graph["Enterprise"]["is_local"].any())
    for segment in segments:
        key = segment["id"]
        seen, parents = links.get(key, Seen()), above[key]
        segment["local"], segment["elsewhere"] = seen.local, seen.elsewhere
        status = _status(
            segment, seen, parents, surveys.get(key), stages.get(key), bool(segment["census"]), problems
        )
        segment["status"] = status if anyone else "数据不足"
        if segment["status"] == "已覆盖":
            segment["grade"] = _against_peers(grades.get(key, "具备"), segment.get("lq"))
    return problems


def _against_peers(grade: str, lq: float | None) -> str:
    """With a census 优势 also asks LQ* ≥ 1, and LQ* < 0.5 is 薄弱."""
    if lq is None:
        return grade
    if grade == "优势" and lq < 1:
        grade = "具备"
    return "薄弱" if lq < WEAK and grade != "优势" else grade


@dataclass(frozen=True)
class Seen:
    """What links say of one segment: enterprises here and elsewhere, 已确认 and 待核 ones here with the newest date."""

    local: int = 0
    elsewhere: int = 0
    sure: bool = False
    unsure: bool = False
    sure_date: date | None = None
    unsure_date: date | None = None
    anywhere: bool = False


def _seen(graph: Graph) -> dict[str, Seen]:
    """Segment → what its links say; an enterprise that is gone is neither here nor elsewhere."""
    sure, here, gone = pl.col("state") == "已确认", pl.col("local"), pl.col("status").str.contains(GONE)
    firms = graph["Enterprise"].select(pl.col("id").alias("from"), gone.fill_null(False).alias("gone"))
    links = graph["Makes"].select("from", "to", "state", "local", "date").join(firms, on="from")
    made = links.group_by("to").agg(
        local=pl.col("from").filter(sure & here).n_unique(),
        elsewhere=pl.col("from").filter(sure & ~here & ~pl.col("gone")).n_unique(),
        sure=(sure & here).any(),
        unsure=(~sure & here).any(),
        sure_date=pl.col("date").filter(sure & here).max(),
        unsure_date=pl.col("date").filter(~sure & here).max(),
    )
    return {row.pop("to"): Seen(**row, anywhere=True) for row in made.to_dicts()}


def count(graph: Graph, chains: list[Record], places: list[Record]) -> None:
    """Write local and elsewhere into every chain (rows): its distinct enterprises by their 已确认 links.

    Who is here for one of its segments is not elsewhere for another.
    """
    placed = pl.DataFrame(
        [(p["from"], p["to"]) for p in places], orient="row", schema={"to": pl.String, "chain": pl.String}
    )
    sure = graph["Makes"].filter(pl.col("state") == "已确认").select("from", "to", "local")
    gone = graph["Enterprise"].filter(pl.col("status").str.contains(GONE)).select("id")
    links = sure.join(gone, left_on="from", right_on="id", how="anti").join(placed.unique(), on="to")
    firms = links.group_by("chain", "from").agg(pl.col("local").any())
    found = firms.group_by("chain", "local").len()
    counts = {(chain, local): n for chain, local, n in found.iter_rows()}
    for chain in chains:
        chain["local"], chain["elsewhere"] = (
            counts.get((chain["name"], local), 0) for local in (True, False)
        )


def _status(
    segment: Record, seen: Seen, parents: list[Seen], survey: Record | None, stage: str | None, census: bool,
    problems: list[Problem],
) -> str:  # fmt: skip
    """The first status that holds (methods.md §1)."""
    unsure = seen.unsure or any(p.sure or p.unsure for p in parents)
    verdict = _survey_verdict(segment, survey, seen, parents, problems)
    if verdict == "待核":
        return "待核"
    if verdict == "有" or (seen.sure and verdict != "无"):
        return "已覆盖"
    if stage in ("在建", "已签约"):
        return stage
    if unsure and verdict != "无":
        return "待核"
    if verdict == "无" or (census and not seen.sure):
        return "空白·已核实"
    return "空白·待核实" if seen.anywhere else "数据不足"


def _survey_verdict(
    segment: Record, survey: Record | None, seen: Seen, parents: list[Seen], problems: list[Problem]
) -> str | None:
    """有, 无, 待核 or null: who wins where a survey line and links disagree."""
    if survey is None:
        return None
    said = str(survey["verdict"])
    linked = seen.sure or seen.unsure or any(p.sure or p.unsure for p in parents)
    if not linked or (said == "有" and seen.sure):
        return said
    wider = [day for p in parents for day in (p.sure_date, p.unsure_date)]
    dates = [seen.sure_date] if seen.sure else [seen.unsure_date, *wider]
    newest = max((d for d in dates if d), default=None)
    if survey["date"] is None or newest == survey["date"]:
        reason = (
            f"{segment['id']} 核实为「{said}」,与企业环节的记录矛盾,两者同日或核实未写日期,不能判断,按待核"
        )
        problems.append(_at(survey, reason))
        return "待核"
    return said if newest is None or survey["date"] > newest else None


def _surveys(rows: pl.DataFrame, project: Project, problems: list[Problem]) -> dict[str, Record]:
    """The newest survey line of each segment that still holds (24 months); two of one day that differ say 待核."""
    days = (pl.lit(project.as_of) - pl.col("date")).dt.total_days().fill_null(0)
    here = rows.filter(pl.col("from") == project.region)
    holds = days.is_between(0, MONTHS_24)
    problems += told(
        here.filter(~holds), "日期", "date", f"不在截止日 {project.as_of} 前24个月内,这条核实未用", "提示"
    )
    found: dict[str, Record] = {}
    for row in here.filter(holds).sort("date", "_file", "_sheet", "_row", nulls_last=False).to_dicts():
        old = found.get(row["to"])
        if old and old["date"] == row["date"] and old["verdict"] != row["verdict"]:
            where = f"{old['_file']} 第{old['_row']}行"
            problems.append(_at(row, f"与{where}的核实矛盾,又是同一天或都没有日期,不能判断,按待核"))
            row["verdict"] = "待核"
        found[row["to"]] = row
    return found


def _at(survey: Record, reason: str) -> Problem:
    """A Problem at a survey line."""
    return Problem(survey["_file"], reason, survey["_sheet"], survey["_row"], "结论", survey["verdict"])


def building(graph: Graph, project: Project) -> dict[str, str]:
    """Segment → 在建, 已签约 or 计划, by what projects and parks of the region name it."""
    words = {"开工": "在建", "签约": "已签约", "注册": "已签约", "计划": "计划"}
    order = ["计划", "已签约", "在建"]
    here = pl.col("to").str.starts_with(stem(project.region))
    parks = {p["name"] for p in graph["Park"].to_dicts() if below(p["region"], project.region)}
    settled = set(graph["LocatedIn"].filter(here)["segment"].drop_nulls())
    found: dict[str, str] = {}
    anchors = graph["Anchors"].select("from", "to", "stage").iter_rows()
    named = [(goal, stage, True) for park, goal, stage in anchors if park in parks]
    moves = graph["ExpandsTo"].filter(here & pl.col("segment").is_not_null())
    named += [(goal, stage, False) for goal, stage in moves.select("segment", "stage").unique().iter_rows()]
    for key, stage, park in named:
        word = words.get(stage or "")
        if stage == "投产" and park and key not in settled:
            word = "在建"
        if word and order.index(word) >= order.index(found.get(key, "计划")):
            found[key] = word
    return found


def _grades(graph: Graph, topologies: list[Topology]) -> dict[str, str]:
    """Segment → 优势 or 薄弱 by its local enterprises: honors and named leaders; known to be small and without honor."""
    names = graph["Honor"]["name"]
    titles = graph["Holds"].filter(~pl.col("to").is_in(honors.listings(names)) & pl.col("age").is_not_null())
    good = (pl.col("value") >= honors.PROVINCIAL) & (pl.col("age") >= honors.FRESH)
    good = good & ~pl.col("to").is_in(honors.common(names))
    strong = titles.filter(good)["from"].unique()
    small = graph["Enterprise"].filter(pl.col("scaled").eq_missing(False))["id"]
    weak = small.filter(~small.is_in(titles["from"].unique().implode()))
    places = {t.chain: list(t.places) for t in topologies}
    lead = [(e, s) for e, c in graph["Leads"].select("from", "to").iter_rows() for s in places[c]]
    leads = pl.DataFrame(
        lead, schema=["from", "to"], orient="row", schema_overrides={"from": pl.String, "to": pl.String}
    )
    here = graph["Makes"].filter(pl.col("local") & (pl.col("state") == "已确认")).select("from", "to")
    here = here.join(leads.unique().with_columns(_leads=pl.lit(True)), on=["from", "to"], how="left")
    graded = here.group_by("to").agg(
        strong=(pl.col("from").is_in(strong.implode()) | pl.col("_leads").fill_null(False)).any(),
        weak=pl.col("from").is_in(weak.implode()).all(),
    )
    return {key: "优势" if s else "薄弱" if w else "具备" for key, s, w in graded.iter_rows()}
