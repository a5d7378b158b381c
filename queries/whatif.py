"""假如:某些环节落地、签约或失去,哪些缺口关闭、减轻、加重或新开,覆盖率怎么变。"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from graph import gaps, whatif
from graph.gaps import Gap
from graph.names import missing
from graph.problem import InputError
from graph.store import Store
from queries import _names, _views

EXAMPLE = "liantu whatif --land 印染 --sign 面料"
NEEDS_INPUT = True
OPTIONS = {
    "land": ("many", "假如这个环节落地(环节或 链:环节,可重复)"),
    "sign": ("many", "假如这个环节签约(可重复)"),
    "lose": ("many", "假如失去这个环节(可重复)"),
    "by": ("str", "落地的企业:列出与它有供货、合资、控股关系的配套企业(葡萄串)"),
}
STATUS = {"land": "已覆盖", "sign": "已签约", "lose": "空白·待核实"}
ORDER = ("已关闭", "减轻", "加重", "新开")
KINDS = (
    ("供货", "MATCH (x:Enterprise)-[t:Supplies]->(e:Enterprise) WHERE e.id IN $ids"),
    ("控股", "MATCH (x:Enterprise)-[t:Owns]->(e:Enterprise) WHERE e.id IN $ids AND t.control = true"),
    ("被控股", "MATCH (e:Enterprise)-[t:Owns]->(x:Enterprise) WHERE e.id IN $ids AND t.control = true"),
    ("合资", "MATCH (x:Enterprise)-[t:Partners]->(e:Enterprise) WHERE e.id IN $ids AND t.relation = '合资'"),
    ("合资", "MATCH (e:Enterprise)-[t:Partners]->(x:Enterprise) WHERE e.id IN $ids AND t.relation = '合资'"),
)
TIED = """ MATCH (x)-[m:Makes]->(s:Segment) WHERE s.id IN $segments
RETURN DISTINCT x.id AS id, x.name AS enterprise, s.id AS segment ORDER BY segment, id"""


class Row(BaseModel):
    """One gap that changes in one chain; coverage is the chain's."""

    effect: str
    chain: str
    segment: str
    segment_id: str
    kind_before: str | None
    score_before: float | None
    kind_after: str | None
    score_after: float | None
    coverage_before: float | None
    coverage_after: float | None
    tied: list[dict[str, Any]]
    reason: str


def answer(
    store: Store,
    chain: str | None = None,
    land: tuple[str, ...] = (),
    sign: tuple[str, ...] = (),
    lose: tuple[str, ...] = (),
    by: str | None = None,
) -> list[Row]:
    """已关闭, 减轻, 加重, 新开 apart, each by the size of the change; never one sum."""
    facts = _views.read(store, chain)
    statuses: dict[str, str] = {}
    for option, names in (("lose", lose), ("sign", sign), ("land", land)):
        statuses |= {_segment(name, facts): STATUS[option] for name in names}
    if not statuses:
        raise InputError("请说明假如什么:--land 环节(落地)、--sign 环节(签约)或 --lose 环节(失去)。")
    after = whatif.changed(facts.views, statuses)
    rows = []
    for name, view in facts.views.items():
        if chain in (None, name):
            found = whatif.compare(view, after[name], facts.project.policy)
            covers = (view.coverage(), after[name].coverage())
            rows += [_row(c, covers, facts) for c in found]
    if by is not None:
        rows = _tied(store, rows, _names.ids(store, by))
    return sorted(rows, key=lambda r: (ORDER.index(r.effect), -_size(r), r.chain, r.segment))


def _segment(name: str, facts: _views.Facts) -> str:
    """The id of a leaf, from its id or its name."""
    leaves = {key: leaf.name for view in facts.views.values() for key, leaf in view.leaves.items()}
    ids = [name] if name in leaves else sorted(k for k, n in leaves.items() if n == name)
    if not ids:
        raise InputError(missing(name, {*leaves.values(), *(leaves if ":" in name else ())}, "环节"))
    if len(ids) > 1:
        raise InputError(f"有几个环节叫「{name}」,请写明:{'、'.join(ids)}。")
    return ids[0]


def _row(change: whatif.Change, covers: tuple[float | None, float | None], facts: _views.Facts) -> Row:
    a, b = change.before, change.after
    name = change.segment.partition(":")[2]
    policy = facts.project.policy
    told = {"已关闭": f"{name}的缺口关闭(原为{_gap(a, policy)})", "新开": f"{name}新开缺口:{_gap(b, policy)}"}
    text = told.get(change.effect, f"{name}{change.effect}:由{_gap(a, policy)}变为{_gap(b, policy)}")
    before, after = (None if c is None else round(c, 4) for c in covers)
    return Row(effect=change.effect, chain=change.chain, segment=name, segment_id=change.segment,
               kind_before=a.kind if a else None, score_before=_score(a), kind_after=b.kind if b else None,
               score_after=_score(b), coverage_before=before, coverage_after=after, tied=[], reason=f"{text}。")  # fmt: skip


def _gap(gap: Gap | None, policy: Any) -> str:
    return f"{gap.kind},{gaps.severity_name(gap.score, policy)} {gap.score:.2f}" if gap else "无"


def _score(gap: Gap | None) -> float | None:
    return None if gap is None or gap.score is None else round(gap.score, 4)


def _size(row: Row) -> float:
    return abs((row.score_after or 0.0) - (row.score_before or 0.0))


def _tied(store: Store, rows: list[Row], ids: list[str]) -> list[Row]:
    """With each gap that opens or grows, who could follow: suppliers tied to the one that lands, the tie named."""
    segments = sorted({r.segment_id for r in rows if r.effect in ("加重", "新开")})
    found: dict[str, list[dict[str, Any]]] = {}
    for tie, text in KINDS:
        for r in store.run(text + TIED, ids=ids, segments=segments) if segments else []:
            found.setdefault(r["segment"], []).append(
                {"enterprise": r["enterprise"], "id": r["id"], "tie": tie}
            )
    return [r.model_copy(update={"tied": found.get(r.segment_id, [])}) for r in rows]
