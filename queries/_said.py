"""What is said of a target in one sentence that can be read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph import gaps
from graph.divisions import short_name
from graph.project import Policy
from queries._candidates import FEATURES, Candidate

SHORT = {"扩张与转移意愿": "扩张意愿"}


def reason(
    c: Candidate, about: Mapping[str, Any], honors: Sequence[Mapping[str, Any]], policy: Policy
) -> str:
    """「盛泰集团(上市):针织面料对应面料缺口(补链,紧急);…62分(57—73),资料覆盖65%。」"""
    level = gaps.severity_name(c.aim.gap.score, policy)
    doubt = "(是否从事待核)" if c.firm["state"] == "待核" else ""
    known = [str(about[k]) for k in ("expansion", "access", "ties", "quality") if c.firm[k] is not None]
    known = [text for text in known if not any(text != other and other.startswith(text) for other in known)]
    unknown = [SHORT.get(name, name) for key, name in FEATURES.items() if c.firm[key] is None]
    parts = [f"{_what(c, about)}({c.aim.gap.kind},{level}){doubt}", *dict.fromkeys(known)]
    parts += ["、".join(unknown) + "未知"] if unknown else []
    parts += ["待补资料"] if c.scored.coverage < 0.5 else []
    low, high, mid = (round(100 * x) for x in (c.scored.lower, c.scored.upper, c.scored.score))
    said = ";".join(parts)
    return f"{about['name']}({_title(c, about, honors)}):{said}。{mid}分({low}—{high}),资料覆盖{c.scored.coverage:.0%}。"


def _what(c: Candidate, about: Mapping[str, Any]) -> str:
    """The product for the gap: a gap that is there already is not one but to be made stronger."""
    segment = c.aim.leaf.name
    product = "、".join((about["products"] or about["words"] or [segment])[:2])
    goal = f"{segment}缺口" if c.aim.leaf.status != "已覆盖" else f"本地{segment}"
    return f"{product}对应{goal}" if product != segment else f"正对{goal}"


def _title(c: Candidate, about: Mapping[str, Any], honors: Sequence[Mapping[str, Any]]) -> str:
    if about["listed"]:
        return "上市"
    if honors:
        return str(honors[0]["name"])
    return short_name(c.firm["seat"]) if c.firm["seat"] else "所在地不详"
