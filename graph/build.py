"""The build: tables and chains to a checked, linked, analysed graph."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from graph import features, presence, topology
from graph.assemble import Assembly, Graph
from graph.link import link
from graph.problem import Problem
from graph.project import Project


def build(project: Project, chains: Graph, tables: Graph) -> tuple[Graph, list[Problem]]:
    """The whole graph of a project, and what could not be used."""
    assembly = Assembly(project)
    assembly.add_chains(chains)
    assembly.add_tables(tables)
    graph = assembly.graph
    graph["Makes"] = link(assembly)
    problems = assembly.problems
    presence.mark_local(graph, project)
    topologies = topology.build(graph, problems)
    radius = {s["id"]: s.get("radius") or "区域" for s in graph["Segment"]}
    for one in topologies:
        topology.measure(one, radius)
        graph["Flow"] += one.flows
    problems += presence.judge(graph, topologies, project)
    features.describe(graph, project)
    _sources(graph)
    graph["Meta"] = [_meta(graph, project)]
    return graph, problems


def _sources(graph: Graph) -> None:
    counted: dict[tuple[Any, ...], int] = {}
    for kind, rows in graph.items():
        if kind in ("Flow", "Meta", "Source"):
            continue
        for row in rows:
            if row.get("source"):
                key = (row["source"], row.get("date"), row.get("confidence"))
                counted[key] = counted.get(key, 0) + 1
    graph["Source"] = [
        {"id": f"{number:05d}", "name": name, "source": name, "date": date, "confidence": sure, "uses": uses}
        for number, ((name, date, sure), uses) in enumerate(
            sorted(counted.items(), key=lambda i: str(i[0])), 1
        )
    ]


def _meta(graph: Graph, project: Project) -> dict[str, Any]:
    text = json.dumps(dict(sorted(graph.items())), ensure_ascii=False, sort_keys=True, default=str)
    return {"id": "liantu", "county": project.county, "region": project.region, "as_of": project.as_of,
            "state": "完整", "hash": hashlib.sha256(text.encode()).hexdigest(),
            "project": project.model_dump_json()}  # fmt: skip
