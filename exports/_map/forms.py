"""What is drawn how: the form of a segment and the state of a feed, each in 缺口 and in 远景."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

Row = Mapping[str, Any]

GRADES = {"优势": "strong", "具备": "present", "薄弱": "weak"}
FORMS = {"在建": "building", "已签约": "signed", "待核": "check", "数据不足": "unknown"}
LANDING = {"building", "signed"}
PRESENT = {"strong", "present", "weak"}
PLAN = "plan"  # 远景 only: a gap that has a target


def form(segment: Row) -> str:
    """The form of a leaf: by its grade, its status, or that it is bought elsewhere."""
    status = segment["status"]
    if status == "已覆盖":
        return GRADES.get(segment["grade"] or "", "present")
    if segment["attract"] == "外采" and status not in ("在建", "已签约", "待核"):
        return "bought"
    return FORMS.get(status, "gap")


def wire_state(source: str, target: str) -> str:
    """How a feed between two forms is drawn."""
    ends = {_reach(source), _reach(target)}
    if "plan" in ends and ends <= {"on", "soon", "plan"}:
        return "planned"
    if source == "bought":
        return "bought"
    if ends == {"on"}:
        return "joined"
    if ends <= {"on", "soon"}:
        return "landing"
    return "broken" if ends & {"on", "soon"} and "off" in ends else "dark"


def _reach(shape: str) -> str:
    if shape in PRESENT:
        return "on"
    if shape in LANDING:
        return "soon"
    return {"gap": "off", "bought": "off", PLAN: "plan"}.get(shape, "dark")


def future(shape: str, courted: bool) -> str:
    """The form in 远景."""
    return PLAN if shape == "gap" and courted else shape


def outlook(leaves: Collection[Row], courted: Collection[str]) -> float | None:
    """Coverage in 远景: present, landing, or with a target, weighted by necessity."""
    total = sum(leaf["necessity"] for leaf in leaves)
    if not total:
        return None
    held = sum(
        leaf["necessity"]
        for leaf in leaves
        if form(leaf) in PRESENT | LANDING or future(form(leaf), leaf["segment_id"] in courted) == PLAN
    )
    return round(float(held / total), 4)
