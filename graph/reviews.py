"""What people decided on our own lists: links confirmed or refused, and remarks that come back as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from graph.assemble import Assembled
from graph.frames import conform
from graph.model import KINDS
from graph.names import normalise
from graph.problem import Problem

Row = dict[str, Any]
SAID = {
    "result": "图谱核验结果",
    "risk": "风险判断",
    "conclusion": "推荐结论",
    "note": "人工备注",
    "action": "建议动作",
}


@dataclass
class Reviews:
    """``edges``: Reviewed records; ``confirmed``: stated memberships (企业环节 with 判定 是); ``refused``: 判定 否."""

    edges: list[Row] = field(default_factory=list)
    confirmed: list[Row] = field(default_factory=list)
    refused: set[tuple[str, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def apply(made: Assembled, places: Iterable[Row], rows: pl.DataFrame) -> None:
    """Put the reviews into what was assembled; ``places`` are the InChain records of the chain files."""
    firms = made.graph["Enterprise"].select("id", "name").iter_rows()
    found = decide(rows.to_dicts(), firms, [(p["from"], p["to"]) for p in places])
    made.graph["Reviewed"] = conform(KINDS["Reviewed"], found.edges)
    said = pl.DataFrame(found.confirmed, made.memberships.schema)
    made.memberships = pl.concat([made.memberships, said])
    refused = pl.DataFrame(sorted(found.refused), made.refused.schema, orient="row")
    made.refused = pl.concat([made.refused, refused]).unique(maintain_order=True)
    made.problems += found.problems


def decide(
    rows: Iterable[Row], firms: Iterable[tuple[str, str]], places: Iterable[tuple[str, str]]
) -> Reviews:
    """One review a pair of enterprise and segment, the later row's words winning.

    ``rows`` come in the order in which they were said; each names its enterprise by ``id`` or ``name`` and its
    segment by ``segment_id`` or ``chain`` and ``segment``. ``firms`` are (id, name) of all enterprises of the
    sources, ``places`` (segment id, chain). A review never makes an enterprise or a name: what is not there any
    more is a Problem.
    """
    found = Reviews()
    named: dict[str, set[str]] = defaultdict(set)
    ids = set()
    for key, name in firms:
        ids.add(key)
        named[normalise(name)].add(key)
    at = {(chain, segment.partition(":")[2]): segment for segment, chain in places}
    edges: dict[tuple[str, str], Row] = {}
    for row in rows:
        firm, segment = _firm(row, ids, named), _segment(row, at)
        if firm is None or segment is None:
            what, value = ("企业", row.get("name")) if firm is None else ("环节", row.get("segment"))
            found.problems.append(_problem(row, what, value, f"核验过的{what}已不在图谱里,这一行的核验未用"))
            continue
        edge = edges.setdefault((firm, segment), {"from": firm, "to": segment})
        _say(edge, row, found.problems)
    found.edges = [{k: v for k, v in e.items() if not k.startswith("_")} for _, e in sorted(edges.items())]
    for edge in found.edges:
        pair = {"enterprise": edge["from"], "segment": edge["to"], "products": [], "share": None}
        if edge.get("result") == "是":
            found.confirmed.append(pair | {k: edge[k] for k in ("source", "date", "confidence")})
        elif edge.get("result") == "否":
            found.refused.add((edge["from"], edge["to"]))
    return found


def _firm(row: Row, ids: set[str], named: dict[str, set[str]]) -> str | None:
    if row.get("id") in ids:
        return str(row["id"])
    same = named.get(normalise(row.get("name") or ""), set())
    return next(iter(same)) if len(same) == 1 else None


def _segment(row: Row, at: dict[tuple[str, str], str]) -> str | None:
    if row.get("segment_id") in at.values():
        return str(row["segment_id"])
    return at.get((row.get("chain") or "", row.get("segment") or ""))


def _say(edge: Row, row: Row, problems: list[Problem]) -> None:
    """Take a row's words into the edge; a blank says nothing, another word than before is a Problem."""
    for name, head in SAID.items():
        value = row.get(name)
        if value is None:
            continue
        if edge.get(name) not in (None, value):
            where = edge[f"_{name}"]
            problems.append(
                _problem(row, head, value, f"与{where}填的「{edge[name]}」不一致,以较晚保存的这一处为准")
            )
        edge[name], edge[f"_{name}"] = value, f"「{row['_file']}」[{row['_sheet']}]"
    edge |= {k: row[k] for k in ("source", "date", "confidence")}


def _problem(row: Row, column: str, value: object, reason: str) -> Problem:
    return Problem(
        row["_file"], reason, row["_sheet"], row["_row"], column, None if value is None else str(value)
    )
