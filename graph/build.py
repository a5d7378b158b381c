"""The build: tables and chains to a checked, linked, analysed graph."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import polars as pl

from graph import census, features, honors, mentions, presence, ranks, reviews, topology
from graph.assemble import assemble
from graph.frames import Graph, conform
from graph.link import Reading, link
from graph.link.lexicon import groups
from graph.model import KINDS, shape
from graph.problem import Problem
from graph.project import Policy, Project
from graph.records import Record
from graph.structure import Structure


@dataclass
class Built:
    """The whole graph, what could not be used, pairs that a person should decide, rows that went into others."""

    graph: Graph
    problems: list[Problem]
    doubtful: pl.DataFrame
    merged: dict[tuple[str | None, str | None], pl.Series]


def build(project: Project, chains: dict[str, list[Record]], tables: Graph) -> Built:
    """The whole graph of a project from the records of its chain files and the frames of its tables."""
    structure = Structure(chains)
    made = assemble(project, structure, tables)
    graph, rows = made.graph, structure.rows
    if "Reviewed" in tables:
        reviews.apply(made, rows["InChain"], tables["Reviewed"])
    problems = mentions.unmet(project, structure) + structure.problems + made.problems
    graph["Makes"] = conform(
        KINDS["Makes"],
        link(
            graph["Enterprise"],
            rows["Segment"],
            made.memberships,
            made.refused,
            _reading(project.policy),
        ),
    )
    presence.mark_local(graph, project)
    policy = project.policy
    graph["Holds"] = honors.valued(graph["Holds"], project.as_of, policy.honors)
    topologies = topology.build(rows, problems)
    radius = {s["id"]: s.get("radius") or "区域" for s in rows["Segment"]}
    for one in topologies:
        topology.measure(one, radius)
    census.measure(graph, rows["Segment"], project, made.censuses)
    problems += presence.judge(graph, rows["Segment"], topologies, made.surveys, project)
    presence.count(graph, rows["Chain"], rows["InChain"])
    features.describe(graph, project)
    courted = ranks.place(graph, policy)
    for segment in rows["Segment"]:
        segment["courted"] = courted.get(segment["id"], 0)
    flows = [flow for one in topologies for flow in one.flows]
    for kind, records in ({**rows, "Flow": flows}).items():
        graph[kind] = conform(KINDS[kind], records)
    graph["Source"] = _sources(graph)
    graph = {kind: conform(KINDS[kind], frame) for kind, frame in graph.items()}
    graph["Meta"] = conform(KINDS["Meta"], [_meta(graph, project)])
    return Built(graph, problems, made.doubtful, made.merged)


def _reading(policy: Policy) -> Reading:
    takes = policy.lexicon if isinstance(policy.lexicon, dict) else {}
    return Reading(policy.scope_only, () if policy.lexicon is False else groups(), takes, policy.words)


def _sources(graph: Graph) -> pl.DataFrame:
    """Every source that some record cites, with how often."""
    cited = pl.concat(
        frame.filter(pl.col("source").is_not_null()).group_by("source", "date", "confidence").len("uses")
        for kind, frame in graph.items()
        if kind not in ("Flow", "Meta", "Source")
    )
    keys = ["source", "date", "confidence"]
    counted = cited.group_by(keys).agg(pl.col("uses").sum()).sort(keys, nulls_last=True)
    numbered = counted.with_row_index("id", 1).with_columns(
        id=pl.col("id").cast(pl.String).str.zfill(5), name="source"
    )
    return conform(KINDS["Source"], numbered)


def _meta(graph: Graph, project: Project) -> dict[str, Any]:
    return {"id": "liantu", "county": project.county, "region": project.region, "as_of": project.as_of,
            "state": "完整", "hash": content_hash(graph, project), "shape": shape(),
            "project": project.model_dump_json()}  # fmt: skip


def content_hash(graph: Graph, project: Project) -> str:
    """One hash of the kinds' declaration and all records, whatever the order of records."""
    digest = hashlib.sha256((shape() + project.model_dump_json()).encode())
    for kind in sorted(graph):
        digest.update(kind.encode())
        if kind != "Meta" and graph[kind].height:
            digest.update(graph[kind].hash_rows().sort().to_numpy().tobytes())
    return digest.hexdigest()
