"""缺口:补链、延链、强链、固链、建链、升链各在哪里,多急,凭什么说。"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from graph import gaps
from graph.gaps import Gap, Leaf
from graph.store import Store
from queries import _views
from queries._views import Facts

EXAMPLE = "liantu gaps --chain 纺织服装"

WEAK = 0.5


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
    places = {p["id"]: p for p in facts.places[view.name]}
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
                downstream_local=_near(view, leaf.id, facts, 0), evidence=_evidence(view, gap, leaf, place, facts))
        )  # fmt: skip
    return rows


def _near(view: gaps.ChainView, segment: str, facts: Facts, end: int) -> int:
    """Distinct local enterprises with a 已确认 link in the direct upstream (end 1) or downstream leaves."""
    near = {edge[1 - end] for edge in view.feeds if edge[end] == segment}
    return len({r["id"] for s in near for r in facts.locals.get(s, []) if r["state"] == "已确认"})


def _evidence(view: gaps.ChainView, gap: Gap, leaf: Leaf, place: dict[str, Any], facts: Facts) -> list[str]:
    if gap.kind == "数据不足":
        return [_unknown(gap, leaf, place, facts)]
    said = {
        "补链": _missing,
        "延链": _extend,
        "建链": _new,
        "强链": _stronger,
        "固链": _fragile,
        "升链": _upgrade,
    }
    first = said[gap.kind](view, gap, leaf, facts)
    importance = 0.3 + 0.4 * leaf.necessity + 0.3 * leaf.criticality
    weight = f"×政策权重{view.weight:.2f}" if view.weight != 1 else ""
    level = gaps.severity_name(gap.score, facts.project.policy)
    figure = f"连接{gap.b:.2f}×重要度{importance:.2f}{weight}={gap.score:.2f},{level}。"
    tail = (
        f"外地有{place['elsewhere']}家企业做这个环节。"
        if place["elsewhere"]
        else "本库未见外地企业做这个环节。"
    )
    return [first + figure, tail, *_remarks(leaf, place, facts)]


def _missing(view: gaps.ChainView, gap: Gap, leaf: Leaf, facts: Facts) -> str:
    if gap.variant == "配套":
        served = sorted(goal for source, goal in view.serves if source == leaf.id)
        names = "、".join(g.partition(":")[2] for g in served) or "本链各环节"
        return f"{leaf.name}是{view.name}链的配套环节,服务{names};{_unseen(leaf, facts)}。"
    return (
        f"{leaf.name}在{view.name}链{leaf.stage}:上游{_side(gap.before, facts)},下游{_side(gap.after, facts)};"
        f"{_unseen(leaf, facts)}。"
    )


def _side(neighbour: str | None, facts: Facts) -> str:
    if neighbour is None:
        return "未接通"
    name = neighbour.partition(":")[2]
    firms = facts.firms(neighbour)
    if firms:
        return f"{name}本地有{len(firms)}家({'、'.join(firms[:3])}{'等' if len(firms) > 3 else ''})"
    parks = [p["park"] for p in facts.parks.get(neighbour, []) if p["stage"] in ("开工", "投产")]
    if parks:
        return f"{name}({parks[0]}在建)"
    doubt = facts.firms(neighbour, "待核")
    return f"{name}有{len(doubt)}家待核({'、'.join(doubt[:2])})" if doubt else f"经{name}相连"


def _unseen(leaf: Leaf, facts: Facts) -> str:
    checked = "本环节本库未见投产企业(待县里核实)"
    if leaf.status == "空白·已核实":
        checked = "县里已核实没有企业" if leaf.surveyed or not leaf.census else f"{leaf.census}未见企业"
    parks = [p for p in facts.parks.get(leaf.id, []) if p["stage"]]
    words = {"开工": "在建", "投产": "在建", "签约": "已签约", "注册": "已注册", "计划": "在计划中"}
    named = {p["park"]: words.get(p["stage"], p["stage"]) for p in parks}
    return checked + "".join(f",{park}{stage}" for park, stage in named.items())


def _extend(view: gaps.ChainView, gap: Gap, leaf: Leaf, facts: Facts) -> str:
    del view
    if gap.variant == "向下游":
        return f"{leaf.name}接在{_side(gap.before, facts)}之后,再往下本库未见本地企业,属向下游延链;{_unseen(leaf, facts)}。"
    return f"{leaf.name}接在{_side(gap.after, facts)}之前,再往上本库未见本地企业,属向上游延链;{_unseen(leaf, facts)}。"


def _new(view: gaps.ChainView, gap: Gap, leaf: Leaf, facts: Facts) -> str:
    del gap
    cover = view.coverage() or 0.0
    seen = "本库未见投产企业" if cover == 0 else "本地只有少数环节"
    anchors = [x.name for x in view.leaves.values() if x.planned or x.status in ("在建", "已签约")]
    by = f",规划园区以{'、'.join(anchors[:3])}为锚" if anchors else ""
    order = "宜先落地本环节,其上游配套随后" if leaf.name in anchors else "宜待锚环节开工后升级"
    return f"{view.name}链{seen}(覆盖率{cover:.0%}){by};{leaf.name}{_unseen(leaf, facts)},{order if anchors else '需从头建起'}。"


def _stronger(view: gaps.ChainView, gap: Gap, leaf: Leaf, facts: Facts) -> str:
    firms = facts.firms(leaf.id)
    names = "、".join(firms[:3])
    if gap.variant == "补弱":
        if leaf.lq is not None and leaf.lq < WEAK:
            return (
                f"{leaf.name}本地{len(firms)}家({names}),家数区位商{leaf.lq:.2f}({leaf.census}),偏弱,宜补弱。"
            )
        return f"{leaf.name}本地{len(firms)}家({names})均非规上、无称号,宜补弱。"
    heads = facts.leaders.get(view.name, set())
    led = [_views.short_name(r) for r in facts.locals.get(leaf.id, []) if r["id"] in heads]
    return f"{leaf.name}本地有{'链主(' + '、'.join(led) + ')' if led else f'{len(firms)}家({names})'},未见国家级称号,宜锻长板。"


def _fragile(view: gaps.ChainView, gap: Gap, leaf: Leaf, facts: Facts) -> str:
    near = _near(view, leaf.id, facts, 0)
    tail = f",下游本地{near}家靠它供货" if near else ""
    return f"{leaf.name}:{gap.why}{tail},一旦停产即断,宜固链。"


def _upgrade(view: gaps.ChainView, gap: Gap, leaf: Leaf, facts: Facts) -> str:
    del view, gap, facts
    said = [f"{metric}率{value:.0%},目标{goal:.0%}" for metric, (value, goal) in leaf.upgrades.items()]
    rest = 3 - len(said)
    return f"{leaf.name}{';'.join(said)}{f',另{rest}项未填' if rest else ''},宜升链。"


def _unknown(gap: Gap, leaf: Leaf, place: dict[str, Any], facts: Facts) -> str:
    would = gap.would_be or {}
    if leaf.status == "待核":
        firms = facts.firms(leaf.id, "待核")
        who = f"有{len(firms)}家待核({'、'.join(firms[:3])})" if firms else "只见上级环节有企业或核实有出入"
        return f"{leaf.name}{who},请先核实;若确为空白,将是{would['kind']},{would['severity']}({would['score']:.2f})。"
    return f"{leaf.name}本库{'各地均无企业' if not place['elsewhere'] else '未见本地企业'},不能判断。"


def _remarks(leaf: Leaf, place: dict[str, Any], facts: Facts) -> list[str]:
    said = []
    if place["must_pass"]:
        said.append(f"从源头到终端的每条路都经过{leaf.name}(必经环节)。")
    if leaf.outsourced:
        said.append("此环节为外采,不作招商对象,严重度封顶。")
    if leaf.lq is not None:
        said.append(f"家数区位商{leaf.lq:.2f}(LQ*,{leaf.census},α={facts.project.policy.alpha:g})。")
    if leaf.status == "已覆盖" and place["local"] == 1 and not leaf.census:
        said.append("本库仅见1家。")
    seen = {
        (r["source"], str(r["date"] or "无日期"), r["confidence"])
        for r in facts.locals.get(leaf.id, [])
        if r["source"]
    }
    seen |= {
        (p["source"], str(p["date"] or "无日期"), p["confidence"])
        for p in facts.parks.get(leaf.id, [])
        if p["source"]
    }
    said += [f"来源:{name}({date},{sure or '转载'})。" for name, date, sure in sorted(seen)[:3]]
    return said


def _four(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
