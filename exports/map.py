"""招商图谱:一个离线可开的网页,全县与每条链的现状、缺口、目标企业与远景。"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from exports._map.chart import Chart, County, chart
from exports._map.firms import Links, courting, local_firms, reaching, target
from exports._map.marks import Marks
from exports._map.notes import Sources
from exports._map.page import page
from exports._map.words import spell
from exports._needs import EACH, Needs, drawn, foremost

NEEDS: Needs = {
    "chains": {},
    "segments": {},
    "feeds": {},
    "gaps": {},
    "targets": {"each": EACH, "chain": None},  # a shared segment's stand in the chain of its largest σ
    "leaders": {},
    "links": drawn,
    "sources": {},
}
NAME = "招商图谱.html"
Rows = Mapping[str, list[dict[str, Any]]]


def write(rows: Rows, folder: Path, about: Mapping[str, Any]) -> list[tuple[Path, str]]:
    """Write the map into ``folder``; gives its path and what it is.

    ``rows["diff"]`` is optional: what changed since an earlier build, one dictionary a change, with
    ``what`` (segment, gap, enterprise, target), ``change`` (new, gone, risen, fallen), ``why`` in a sentence,
    ``chain`` and ``segment`` for the first two, ``id`` for the others. Boxes, chips and lists get marks;
    what is gone stands in the county's list of changes.
    """
    rows = {**rows, "targets": reaching(rows), "segments": [foremost(s) for s in rows["segments"]]}
    sources, marks = Sources(), Marks(rows.get("diff", ()))
    links = Links(rows.get("links", ()), sources)
    county = _county(rows, links, sources, marks)
    charts = _charts(rows, county)
    nodes = [node for one in charts for node in one.nodes]
    edges = [edge for one in charts for edge in one.edges]
    data = {
        "about": dict(about),
        "chains": [one.chain for one in charts],
        "undecided": [_undecided(c) for c in rows["chains"] if c["segments"] is None],
        "targets": [target(t, links, marks) for t in rows["targets"]],
        "firms": local_firms(rows["segments"], links, marks),
        "sources": _counted(rows["sources"]) | {"list": sources.rows()},
        "changes": marks.told(),
    }
    path = folder / NAME
    path.write_bytes(page(nodes, edges, data).encode("utf-8", "replace"))  # half a character is no text
    return [(path, f"招商图谱（{len(charts)}条链，离线可开）")]


def _county(rows: Rows, links: Links, sources: Sources, marks: Marks) -> County:
    gaps: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for gap in rows["gaps"]:
        gaps[gap["chain"], gap["segment"]].append(gap)
    homes: dict[str, list[str]] = defaultdict(list)
    for segment in rows["segments"]:
        if segment["leaf"]:
            homes[segment["segment_id"]].append(segment["chain"])
    return County(
        gaps, courting(rows["targets"]), rows["targets"], rows["leaders"], homes, links, sources, marks
    )


def _charts(rows: Rows, county: County) -> list[Chart]:
    """All chains, the county's main one first: with 链主, then most enterprises here, then most segments."""
    segments, feeds = _by_chain(rows["segments"]), _by_chain(rows["feeds"])
    known = [c for c in rows["chains"] if c["segments"] is not None]
    known.sort(key=lambda c: (-len(c["leaders"]), -(c["local"] or 0), -c["segments"], c["chain"]))
    return [chart(c, segments[c["chain"]], feeds[c["chain"]], county) for c in known]


def _by_chain(rows: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["chain"]].append(row)
    return found


def _undecided(chain: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": chain["chain"], "group": chain["group"], "pinyin": spell(chain["chain"])}


def _counted(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How many sources there are, and how sure each kind is."""
    count = Counter(row["confidence"] or "转载" for row in rows)
    order = [
        *(c for c in ("已核实", "转载", "待核") if c in count),
        *sorted(set(count) - {"已核实", "转载", "待核"}),
    ]
    return {"total": len(rows), "confidence": [[c, count[c]] for c in order]}
