"""What if a segment lands, is signed or is lost: statuses set, gaps found again, told apart (methods.md §6). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from graph import gaps
from graph.gaps import ChainView, Gap
from graph.project import Policy

Effect = Literal["已关闭", "减轻", "加重", "新开"]
SAME = 1e-9


@dataclass(frozen=True)
class Change:
    """The lead row of a segment in a chain, before and after; null where there is none with a score."""

    chain: str
    segment: str
    effect: Effect
    before: Gap | None
    after: Gap | None


def changed(views: Mapping[str, ChainView], statuses: Mapping[str, str]) -> dict[str, ChainView]:
    """The chains with these statuses by segment id; what is newly covered is 具备, what is lost has no grade."""
    found = {}
    for name, view in views.items():
        leaves = dict(view.leaves)
        for key in statuses.keys() & leaves.keys():
            grade = "具备" if statuses[key] == "已覆盖" else None
            leaves[key] = replace(leaves[key], status=statuses[key], grade=grade, fragile=None, upgrades={})
        outer = {k: statuses.get(k, v) for k, v in view.outer.items()}
        found[name] = replace(view, leaves=leaves, outer=outer)
    return found


def compare(before: ChainView, after: ChainView, policy: Policy) -> list[Change]:
    """What changed in a chain, by segment."""
    old, new = _leads(before, policy), _leads(after, policy)
    found = []
    for key in before.leaves:
        a, b = old.get(key), new.get(key)
        effect = _effect(a, b)
        if effect:
            found.append(Change(before.name, key, effect, a, b))
    return found


def _leads(view: ChainView, policy: Policy) -> dict[str, Gap]:
    rows = gaps.find(view, policy)
    return {rows[i].segment: rows[i] for i in gaps.leads(rows) if rows[i].score is not None}


def _effect(before: Gap | None, after: Gap | None) -> Effect | None:
    if before is None or after is None:
        return None if before is after else "新开" if before is None else "已关闭"
    difference = (after.score or 0.0) - (before.score or 0.0)
    if abs(difference) < SAME:
        return None
    return "加重" if difference > 0 else "减轻"
