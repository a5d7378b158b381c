"""One chain as the page needs it: figures, lanes, boxes with their places, feeds with their ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from exports._layout import Box, Layout, Wire, lay_out
from exports._map.firms import Links
from exports._map.forms import PRESENT, Row, form, future, outlook, wire_state
from exports._map.grid import STAGES, SUPPORT
from exports._map.marks import Marks
from exports._map.notes import Notes, Sources
from exports._map.panel import checks, panel
from exports._map.words import spell
from exports._needs import courted

Rows = Sequence[Row]
Item = dict[str, Any]


@dataclass(frozen=True)
class County:
    """All rows, by what they are looked up with.

    ``courting`` gives a segment's targets as numbers, ``homes`` the chains it stands in.
    """

    gaps: Mapping[tuple[str, str], Rows]
    courting: Mapping[str, list[int]]
    targets: Rows
    leaders: Rows
    homes: Mapping[str, Sequence[str]]
    links: Links
    sources: Sources
    marks: Marks


@dataclass(frozen=True)
class Chart:
    """What the page gets of one chain."""

    chain: Item
    nodes: list[Item]
    edges: list[Item]


def chart(chain: Row, segments: Rows, feeds: Rows, county: County) -> Chart:
    """One chain with segments."""
    leaves = [s for s in segments if s["leaf"]]
    forms = {s["segment"]: form(s) for s in leaves}
    later = {s["segment"]: future(form(s), s["segment_id"] in county.courting) for s in leaves}
    inner = [f for f in feeds if not f["outside"] and f["source"] in forms and f["target"] in forms]
    layout = _layout(leaves, inner, forms, county)
    witnesses = _witnesses(leaves, county)
    near = _neighbours(inner)
    nodes = []
    for leaf in leaves:
        known = [w for name in (leaf["segment"], *near.get(leaf["segment"], ())) for w in witnesses[name]]
        nodes.append(_node(leaf, layout, county, feeds, Notes(known)))
    edges = [_edge(f, layout, forms, later) for f in inner]
    return Chart(_chain(chain, leaves, nodes, layout, county), nodes, edges)


def key(chain: str, segment: str) -> str:
    """The id of a box: neither name may hold a colon."""
    return f"{chain}:{segment}"


def _layout(leaves: Rows, feeds: Rows, forms: Mapping[str, str], county: County) -> Layout:
    boxes = [
        Box(
            key=s["segment"],
            stage=s["stage"],
            order=s["order"],
            weight=s["necessity"],
            parent=s["parent"],
            hung=s["segment_id"] in county.courting,
        )
        for s in leaves
    ]
    wires = []
    for feed in feeds:
        if not feed["serves"]:
            state = wire_state(forms[feed["source"]], forms[feed["target"]])
            live = state in ("joined", "landing")
            wires.append(Wire(feed["source"], feed["target"], feed["necessity"], state, live))
    return lay_out(boxes, wires)


def _witnesses(leaves: Rows, county: County) -> dict[str, list[tuple[str, str, int]]]:
    """Segment → who stands for it here, with the place of the source that says so."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for leaf in leaves:
        known = [(p["park"], county.sources.place(p)) for p in leaf["parks"]]
        for firm in leaf["firms"]:
            place = county.links.basis(firm["id"], leaf["segment_id"])[1]
            known += [(firm["short"], place), (firm["enterprise"], place)]
        found[leaf["segment"]] = [
            (leaf["segment"], name, place) for name, place in known if place is not None
        ]
    return found


def _neighbours(feeds: Rows) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for feed in feeds:
        near[feed["source"]].append(feed["target"])
        near[feed["target"]].append(feed["source"])
    return near


def _node(segment: Row, layout: Layout, county: County, feeds: Rows, notes: Notes) -> Item:
    column, row = layout.cells[segment["segment"]]
    gaps = county.gaps.get((segment["chain"], segment["segment"]), [])
    targets = county.courting.get(segment["segment_id"], [])
    return {
        "id": key(segment["chain"], segment["segment"]),
        "label": segment["segment"],
        "chain": segment["chain"],
        "stage": segment["stage"],
        "column": column,
        "row": row,
        "form": form(segment),
        "pinyin": spell(segment["segment"]),
        **panel(segment, gaps, county.sources, notes),
        "confidence": _confidence(segment, county),
        "marks": county.marks.segment(segment["chain"], segment["segment"]),
        "targets": targets,
        "courted": courted(segment, len(targets)),
        "count": segment["count"],
        "checks": checks(segment, [county.targets[t] for t in targets], county.leaders),
        "beyond": _beyond(segment, feeds, county.homes.get(segment["segment_id"], ())),
    }


def _confidence(segment: Row, county: County) -> list[str]:
    """How sure is what stands here: of enterprises and parks, else of the segment itself."""
    told = [county.links.confidence(f["id"], segment["segment_id"]) for f in segment["firms"]]
    told += [p.get("confidence") for p in segment["parks"]]
    return sorted({c for c in told if c} or {s["confidence"] for s in segment["sources"] if s["confidence"]})


def _beyond(segment: Row, feeds: Rows, homes: Sequence[str]) -> list[Item]:
    """The other chains it stands in, feeds from and to other chains."""
    found = [
        {"way": "同", "chain": chain, "segment": segment["segment"]}
        for chain in homes
        if chain != segment["chain"]
    ]
    for feed in feeds:
        if feed["outside"] == "to" and feed["source"] == segment["segment"]:
            found.append({"way": "供", "chain": feed["target_chain"], "segment": feed["target"]})
        if feed["outside"] == "from" and feed["target"] == segment["segment"]:
            found.append({"way": "来", "chain": feed["source_chain"], "segment": feed["source"]})
    return found


def _edge(feed: Row, layout: Layout, forms: Mapping[str, str], later: Mapping[str, str]) -> Item:
    ends = feed["source"], feed["target"]
    steps = set(pairwise(layout.spine))
    route = layout.routes.get(ends)
    return {
        "from": key(feed["chain"], ends[0]),
        "to": key(feed["chain"], ends[1]),
        "necessity": feed["necessity"],
        "serves": feed["serves"],
        "spine": ends in steps,
        "state": wire_state(forms[ends[0]], forms[ends[1]]),
        "future": wire_state(later[ends[0]], later[ends[1]]),
        "route": route and {"points": route.points, "soft": route.soft, "stop": route.stop},
    }


def _chain(chain: Row, leaves: Rows, nodes: Sequence[Item], layout: Layout, county: County) -> Item:
    severities = Counter(n["gap"]["severity"] for n in nodes if n["gap"] and n["gap"]["score"] is not None)
    firms = {county.targets[t]["id"] for n in nodes for t in n["targets"]}
    unknown = sum(n["form"] in ("check", "unknown") for n in nodes)
    known = unknown < len(nodes)  # where nothing is known, a share would be no 0
    return {
        **{k: chain[k] for k in ("group", "category")},
        **{k: chain[k] if known else None for k in ("coverage", "coverage_possible", "coverage_expected")},
        "name": chain["chain"],
        "pinyin": spell(chain["chain"]),
        "segments": len(nodes),
        "present": sum(n["form"] in PRESENT for n in nodes),
        "unknown": unknown,
        "gaps": [severities[s] for s in ("紧急", "重要", "一般")],
        "targets": len(firms),
        "more": any(n["courted"] > len(n["targets"]) for n in nodes),
        "future": outlook(leaves, county.courting) if known else None,
        "leaders": chain["leaders"],
        "parks": chain["parks"],
        "rows": layout.rows,
        "support_rows": layout.support_rows,
        "columns": [{"stage": c.stage, "head": c.head} for c in layout.columns],
        "lanes": _lanes(layout, nodes),
    }


def _lanes(layout: Layout, nodes: Sequence[Item]) -> list[Item]:
    found = []
    for stage in (*STAGES, SUPPORT):
        places = [i for i, c in enumerate(layout.columns) if c.stage == stage]
        if places:
            own = [n for n in nodes if n["stage"] == stage]
            groups = dict.fromkeys(n["parent"] for n in own if n["parent"])
            told = {layout.columns[i].head for i in places}
            found.append(
                {
                    "stage": stage,
                    "from": min(places),
                    "to": max(places),
                    "gloss": "" if told >= set(groups) else "、".join(groups),
                    "present": sum(n["form"] in PRESENT for n in own),
                    "of": len(own),
                }
            )
    return found
