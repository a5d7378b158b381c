"""缺口:补链、延链、强链、固链、建链、升链各在哪里,多急,凭什么说。"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from graph import gaps
from graph.store import Store
from queries import _evidence, _views
from queries._views import Facts

EXAMPLE = "liantu gaps --chain 纺织服装"


class Row(BaseModel):
    """One row a (chain, segment, kind)."""

    chain: str
    segment: str
    segment_id: str
    stage: str
    kind: str
    variant: str | None
    lead: bool
    status: str
    grade: str | None
    severity: str | None
    score: float | None
    b: float | None
    u: float
    d: float
    criticality: float
    verified: bool
    would_be: dict[str, Any] | None
    local: int
    elsewhere: int
    upstream_local: int
    downstream_local: int
    evidence: list[str]


def answer(store: Store, chain: str | None = None) -> list[Row]:
    """All rows by score descending, null last, then chain, segment, kind."""
    facts = _views.read(store, chain)
    rows = [r for view in facts.views.values() if chain in (None, view.name) for r in _rows(view, facts)]
    return sorted(rows, key=lambda r: (r.score is None, -(r.score or 0), r.chain, r.segment, r.kind))


def _rows(view: gaps.ChainView, facts: Facts) -> list[Row]:
    places = {p["id"]: p for p in facts.places.get(view.name, [])}
    found = gaps.find(view, facts.project.policy)
    leading = gaps.leads(found)
    rows = []
    for i, gap in enumerate(found):
        leaf, place = view.leaves[gap.segment], places[gap.segment]
        rows.append(
            Row(chain=view.name, segment=leaf.name, segment_id=leaf.id, stage=leaf.stage, kind=gap.kind,
                variant=gap.variant, lead=i in leading, status=leaf.status, grade=leaf.grade,
                severity=gaps.severity_name(gap.score, facts.project.policy), score=_four(gap.score), b=_four(gap.b),
                u=round(gap.u, 4), d=round(gap.d, 4), criticality=round(leaf.criticality, 4),
                verified=leaf.status in ("已覆盖", "空白·已核实"), would_be=gap.would_be, local=place["local"],
                elsewhere=place["elsewhere"], upstream_local=_near(view, leaf.id, facts, 1),
                downstream_local=_near(view, leaf.id, facts, 0), evidence=_evidence.sentences(view, gap, place, facts))
        )  # fmt: skip
    return rows


def _near(view: gaps.ChainView, segment: str, facts: Facts, end: int) -> int:
    """Distinct local enterprises with a 已确认 link in the direct upstream (end 1) or downstream leaves."""
    near = {edge[1 - end] for edge in view.feeds if edge[end] == segment}
    return len({r["id"] for s in near for r in facts.locals.get(s, []) if r["state"] == "已确认"})


def _four(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
