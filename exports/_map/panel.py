"""What the panel shows of one segment: its gap with the evidence, firms, parks, sources, what to verify."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exports._map.forms import Row
from exports._map.notes import Clause, Notes, Sources
from exports._map.words import wide

Item = dict[str, Any]
FEW = 4  # firms named in one question
PLAIN = (
    "segment_id", "parent", "status", "grade", "necessity", "criticality", "must_pass", "radius", "needs",
    "local", "elsewhere",
)  # fmt: skip
GAP = (
    "kind", "variant", "severity", "score", "b", "u", "d", "verified", "would_be",
    "upstream_local", "downstream_local",
)  # fmt: skip


def panel(segment: Row, gaps: Sequence[Row], sources: Sources, notes: Notes) -> Item:
    """Facts of a segment and its gap rows, the leading one first; ``sources``: places in the page's list."""
    ordered = sorted(gaps, key=lambda g: (not g["lead"], g["score"] is None, -(g["score"] or 0), g["kind"]))
    rows = [{**{k: g[k] for k in GAP}, "evidence": _evidence(g["evidence"], notes)} for g in ordered]
    own = [place for s in segment["sources"] if (place := sources.place(s)) is not None]
    for place in own:
        notes.number(place)
    return {
        **{k: segment[k] for k in PLAIN},
        "firms": [{k: f[k] for k in ("id", "state", "leader")} for f in segment["firms"]],
        "parks": [{"park": park, "stage": stage} for park, stage in _parks(segment)],
        "gap": rows[0] if rows else None,
        "more": rows[1:],
        "sources": notes.order,
    }


def _parks(segment: Row) -> list[tuple[str, str]]:
    """Each park once at each stage: its phases are one line."""
    return list(dict.fromkeys((p["park"], p["stage"]) for p in segment["parks"]))


def _evidence(evidence: Sequence[str], notes: Notes) -> list[Clause]:
    """The sentences that argue, in clauses with notes; the sources have their own list."""
    return notes.clauses([wide(e) for e in evidence if not e.startswith("来源")])


def checks(segment: Row, targets: Sequence[Row], leaders: Sequence[Row]) -> list[str]:
    """What the county should be asked, as questions."""
    name, status = segment["segment"], segment["status"]
    asked: list[str] = []
    if status == "空白·待核实":
        asked.append(f"县内有无在产的{name}企业")
    elif status == "数据不足":
        asked.append(f"县内及周边有无{name}企业")
    elif status == "待核":
        unsure = [f["short"] for f in segment["firms"] if f["state"] == "待核"]
        asked += [f"{firm}是否生产{name}" for firm in unsure[:FEW]]
        if len(unsure) > FEW:
            asked.append(f"另{len(unsure) - FEW}家是否生产{name}")
    asked += [f"{park}的投产时间与招引环节" for park, stage in _parks(segment) if stage in ("开工", "在建")]
    open_needs = [n for n in segment["needs"] if any(n in check for t in targets for check in t["checks"])]
    asked += [f"{need}能否保障" for need in open_needs]
    own = {f["enterprise"] for f in segment["firms"]}
    asked += [
        f"{lead['enterprise']}是否经县认定为链主"
        for lead in leaders
        if lead["chain"] == segment["chain"] and lead["enterprise"] in own and "待核" in (lead["basis"] or "")
    ]
    return asked
