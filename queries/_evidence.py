"""Why a gap is one, in sentences that can be read aloud; the first stands alone (methods.md §2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph import gaps
from graph.gaps import ChainView, Gap, Leaf
from graph.names import chain_called
from queries import _views
from queries._views import Facts

WEAK = 0.5
BUILDING = {"开工": "在建", "投产": "在建", "签约": "已签约", "注册": "已注册", "计划": "规划中"}


def sentences(view: ChainView, gap: Gap, place: Mapping[str, Any], facts: Facts) -> list[str]:
    """The evidence of one row."""
    leaf = view.leaves[gap.segment]
    if gap.kind == "数据不足" or gap.b is None or gap.score is None:
        return [_unknown(gap, leaf, place, facts), *_remarks(leaf, place, facts)]
    said = {
        "补链": _missing,
        "延链": _extend,
        "建链": _new,
        "强链": _stronger,
        "固链": _fragile,
        "升链": _upgrade,
    }
    first = said[gap.kind](view, gap, leaf, facts)
    absent = leaf.status != "已覆盖"
    if absent:
        first += f";{_elsewhere(place)}"
    importance = 0.3 + 0.4 * leaf.necessity + 0.3 * leaf.criticality
    weight = f"×政策权重{view.weight:.2f}" if view.weight != 1 else ""
    product = view.weight * gap.b * importance
    cut = f",外采封顶为{gap.score:.2f}" if leaf.outsourced and product > gap.score else ""
    level = gaps.severity_name(gap.score, facts.project.policy)
    figure = f"连接{gap.b:.2f}×重要度{importance:.2f}{weight}={min(1.0, product):.2f}{cut},{level}。"
    return [
        f"{first}。{figure}",
        *([] if absent else [f"{_elsewhere(place)}。"]),
        *_remarks(leaf, place, facts),
    ]


def _elsewhere(place: Mapping[str, Any]) -> str:
    return f"外地有{place['elsewhere']}家" if place["elsewhere"] else "外地也未见已确认的企业"


def _name(segment: str) -> str:
    return segment.partition(":")[2]


def _some(firms: list[str], most: int = 3) -> str:
    return "、".join(firms[:most]) + ("等" if len(firms) > most else "")


def _park(segment: str, facts: Facts, stages: Iterable[str]) -> str | None:
    return next((p["park"] for p in facts.parks.get(segment, []) if p["stage"] in stages), None)


def _near(view: ChainView, segment: str, facts: Facts, forward: bool) -> tuple[int, str] | None:
    """The neighbour that u (forward) or d comes from, and how many empty segments lie between."""
    found = gaps.connections(view, facts.project.policy, forward)
    at, between = found[segment][1], 0
    while at is not None and at in view.leaves:
        leaf = view.leaves[at]
        value, further = found[at]
        if (
            further is None
            or facts.project.policy.connection(leaf.status) >= facts.project.policy.gamma * value
        ):
            break
        at, between = further, between + 1
    return None if at is None else (between, at)


def _stand(segment: str, facts: Facts) -> str:
    """「本地有2家(世贤纺织、华鹏纺织)」, 「有1家待核(桂柳牧业)」, 「在建(生态印染科技产业园)」."""
    firms, doubt = facts.firms(segment), facts.firms(segment, "待核")
    if firms:
        return f"本地有{len(firms)}家({_some(firms)})"
    park = _park(segment, facts, ("开工", "投产", "签约", "注册"))
    status = facts.status(segment)
    if status in ("在建", "已签约"):
        return f"{status}({park})" if park else status
    if status == "待核" and doubt:
        return f"有{len(doubt)}家待核({_some(doubt, 2)})"
    return "县里已核实有" if status == "已覆盖" else f"为{status}"


def _called(segment: str, facts: Facts) -> str:
    """「本地屠宰(桂柳)」, 「在建的印染(生态印染科技产业园)」, 「待核的孵化(桂柳)」."""
    name, firms, status = _name(segment), facts.firms(segment), facts.status(segment)
    if firms or status == "已覆盖":
        return f"本地{name}({_some(firms) if firms else '县里已核实有'})"
    park = _park(segment, facts, ("开工", "投产", "签约", "注册"))
    known = park if status in ("在建", "已签约") else _some(facts.firms(segment, "待核"), 2)
    return f"{status}的{name}" + (f"({known})" if known else "")


def _side(view: ChainView, segment: str, facts: Facts, forward: bool) -> str:
    found = _near(view, segment, facts, forward)
    if found is None:
        return "未接通"
    between, at = found
    return f"{f'隔{between}步的' if between else ''}{_name(at)}{_stand(at, facts)}"


def _unseen(leaf: Leaf, facts: Facts, subject: str = "本环节") -> str:
    """What is known of the absence, and which park is meant to fill it."""
    checked = f"{subject}本库未见投产企业(待县里核实)"
    if leaf.status == "空白·已核实":
        by_county = leaf.surveyed or not leaf.census
        checked = f"{subject}县里已核实没有企业" if by_county else f"{subject}{leaf.census}未见企业"
    named = {
        p["park"]: BUILDING.get(p["stage"], p["stage"]) for p in facts.parks.get(leaf.id, []) if p["stage"]
    }
    return checked + "".join(f",{park}{stage}" for park, stage in named.items())


def _missing(view: ChainView, gap: Gap, leaf: Leaf, facts: Facts) -> str:
    if gap.variant == "配套":
        served = [_name(goal) for source, goal in view.serves if source == leaf.id]
        names = "、".join(sorted(served)) or "本链各环节"
        return f"{leaf.name}是{chain_called(view.name)}的配套环节,服务{names};{_unseen(leaf, facts)}"
    sides = f"上游{_side(view, leaf.id, facts, True)},下游{_side(view, leaf.id, facts, False)}"
    return f"{leaf.name}在{chain_called(view.name)}{leaf.stage}:{sides};{_unseen(leaf, facts)}"


def _extend(view: ChainView, gap: Gap, leaf: Leaf, facts: Facts) -> str:
    down = gap.variant == "向下游"
    between, at = _near(view, leaf.id, facts, down) or (0, leaf.id)
    step = f",中间还隔{between}个空白环节" if between else ""
    side, way = ("之后", "下") if down else ("之前", "上")
    ends = not any(leaf.id == edge[0 if down else 1] for edge in view.feeds)
    beyond = f"是本链的{'末端' if down else '源头'}" if ends else f"再往{way}本库也未见企业"
    return f"{leaf.name}接在{_called(at, facts)}{side}{step},{beyond},属向{way}游延链;{_unseen(leaf, facts)}"


def _new(view: ChainView, gap: Gap, leaf: Leaf, facts: Facts) -> str:
    cover = view.coverage() or 0.0
    head = f"{chain_called(view.name)}{'本库未见投产企业' if cover == 0 else '本地只有少数环节'}(覆盖率{cover:.0%})"
    if gap.anchor is None:
        return f"{head},{_unseen(leaf, facts, leaf.name)},与已有、在建和规划的环节都不相连,需从头建起"
    if gap.anchor == leaf.id:
        first = "宜促其投产" if leaf.status == "在建" else "宜先落地"
        return f"{head},以{leaf.name}为锚,{first},上下游随后;{_unseen(leaf, facts)}"
    anchor = view.leaves[gap.anchor]
    if anchor.status == "已覆盖":
        return f"{head},可依托{_called(anchor.id, facts)};{_unseen(leaf, facts, leaf.name)}"
    park = _park(anchor.id, facts, BUILDING) or anchor.park
    stage = anchor.status if anchor.status in ("在建", "已签约") else anchor.stands or "规划中"
    by = f"{head},以{anchor.name}为锚({f'{park}{stage}' if park else stage})"
    wait = "宜随锚环节的建设招引" if stage == "在建" else "等待锚环节开工后升级"
    return f"{by};{_unseen(leaf, facts, leaf.name)},{wait}"


def _stronger(view: ChainView, gap: Gap, leaf: Leaf, facts: Facts) -> str:
    firms = facts.firms(leaf.id)
    if gap.variant == "补弱":
        if leaf.lq is not None and leaf.lq < WEAK:
            return f"{leaf.name}本地{len(firms)}家({_some(firms)}),家数区位商{leaf.lq:.2f}({leaf.census}),偏弱,宜补弱"
        weak = "均非规上、无称号" if len(firms) > 1 else "非规上、无称号"
        return f"{leaf.name}本地{len(firms)}家({_some(firms)}){weak},宜补弱"
    heads = facts.leaders.get(view.name, set())
    led = [_views.short_name(r) for r in facts.locals.get(leaf.id, []) if r["id"] in heads]
    who = f"链主({'、'.join(led)})" if led else f"{len(firms)}家({_some(firms)})"
    return f"{leaf.name}本地有{who},未见国家级称号,宜锻长板"


def _fragile(view: ChainView, gap: Gap, leaf: Leaf, facts: Facts) -> str:
    near = {edge[1] for edge in view.feeds if edge[0] == leaf.id}
    fed = {r["id"] for s in near for r in facts.locals.get(s, []) if r["state"] == "已确认"}
    tail = f",下游本地{len(fed)}家靠它供货" if fed else ""
    return f"{leaf.name}:{gap.why}{tail},一旦停产即断,宜固链"


def _upgrade(view: ChainView, gap: Gap, leaf: Leaf, facts: Facts) -> str:
    del view, gap, facts
    said = [f"{metric}率{value:.0%},目标{goal:.0%}" for metric, (value, goal) in leaf.upgrades.items()]
    rest = {1: "另一项", 2: "另两项"}.get(3 - len(said))
    return f"{leaf.name}{';'.join(said)}{f',{rest}未填' if rest else ''},宜升链"


def _unknown(gap: Gap, leaf: Leaf, place: Mapping[str, Any], facts: Facts) -> str:
    would = gap.would_be or {}
    if leaf.status == "待核":
        firms = facts.firms(leaf.id, "待核")
        who = f"有{len(firms)}家待核({_some(firms)})" if firms else "只见上级环节有企业,或核实与资料有出入"
        kind = would["kind"] + (f"({would['variant']})" if would["variant"] else "")
        return f"{leaf.name}{who},请先核实;若确为空白,将是{kind},{would['severity']}({would['score']:.2f})。"
    return f"{leaf.name}本库{'未见本地企业' if place['elsewhere'] else '各地均无企业'},不能判断。"


def _remarks(leaf: Leaf, place: Mapping[str, Any], facts: Facts) -> list[str]:
    said = []
    if place["must_pass"]:
        said.append(f"从源头到终端的每条路都经过{leaf.name}(必经环节)。")
    if leaf.outsourced:
        said.append("此环节为外采,不作招商对象,严重度封顶。")
    if leaf.lq is not None:
        said.append(f"家数区位商{leaf.lq:.2f}(LQ*,{leaf.census},α={facts.project.policy.alpha:g})。")
    if leaf.status == "已覆盖" and place["local"] == 1 and not leaf.census:
        said.append("本库仅见1家。")
    cited = [r for r in (*facts.locals.get(leaf.id, []), *facts.parks.get(leaf.id, [])) if r["source"]]
    seen = {(r["source"], str(r["date"] or "无日期"), r["confidence"] or "转载") for r in cited}
    return said + [f"来源:{name}({date},{sure})。" for name, date, sure in sorted(seen)[:3]]
