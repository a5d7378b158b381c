"""What build knows of each enterprise as a target: group, gate, tier, the five features (methods.md §4)."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict, deque
from statistics import median
from typing import Any

from graph import divisions, honors
from graph.project import Project
from graph.records import Record, grouped, joined

Known = tuple[float, str] | None
STOPPED = ("注销", "吊销", "停业", "歇业", "清算", "责令关闭")
RULED_OUT = ("失信", "环保", "安全", "僵尸", "经营异常")
QUALITY = (("rd_share", "研发费用占比", 0.03), ("growth", "营收增速", 0.15), ("value_added", "增加值率", 0.30),
           ("tax_per_mu", "亩均税收", 10.0))  # fmt: skip
STAGES = ("在谈", "计划", "签约", "注册", "开工", "投产")


class Facts:
    """The edges that features need, by enterprise."""

    def __init__(self, graph: dict[str, list[Record]], project: Project) -> None:
        """Index the graph once."""
        self.project = project
        self.firms = {e["id"]: e for e in graph["Enterprise"]}
        self.honors = grouped(graph["Holds"], "from")
        self.owns = grouped(graph["Owns"], "to")
        self.lists: dict[str, set[str]] = defaultdict(set)
        for edge in graph["OnList"]:
            if edge["removed"] is None or edge["removed"] > project.as_of:
                self.lists[edge["from"]].add(edge["to"])
        self.expansions = _expansions(graph, project)
        self.groups = _groups(graph, self.firms)
        self.members: dict[str, list[str]] = defaultdict(list)
        for key in sorted(self.firms):
            self.members[self.groups.get(key, key)].append(key)

    def holder(self, key: str) -> bool:
        """Whether ties through it count: not a government holder, not an organisation."""
        return key in self.firms and self.firms[key].get("owner") != "政府"

    def controllers(self, key: str) -> list[str]:
        """Everyone above it by control ties that are all 已确认."""
        found: list[str] = []
        queue = [key]
        while queue:
            for edge in self.owns.get(queue.pop(), []):
                above = edge["from"]
                if (
                    _controls(edge)
                    and edge.get("confidence") != "待核"
                    and self.holder(above)
                    and above not in found
                ):
                    found.append(above)
                    queue.append(above)
        return [f for f in found if f != key]


def describe(graph: dict[str, list[Record]], project: Project) -> None:
    """Write group, gate, tier and the features with their reasons into every enterprise."""
    facts = Facts(graph, project)
    makers = {m["from"] for m in graph["Makes"] if m["local"] and m["state"] == "已确认"}
    seats = {e["from"]: e["to"] for e in reversed(graph["LocatedIn"]) if e["type"] == "注册地"}
    for key, firm in facts.firms.items():
        firm["group"] = facts.groups.get(key, key)
        firm["seat"] = seats.get(key)
        firm["gate"] = _gate(firm, facts.lists.get(key, set()))
        listing = any(
            honors.is_listing(h["to"]) and h.get("state") != "撤销" for h in facts.honors.get(key, [])
        )
        firm["listed"] = bool(firm.get("stock_code")) or listing
    local_groups = {
        facts.firms[k]["group"] for k in makers if facts.firms[k]["is_local"] and not facts.firms[k]["gate"]
    }
    hops = _hops(graph, facts, makers)
    for key, firm in facts.firms.items():
        firm["group_local"] = firm["group"] in local_groups
        moves = [x for member in facts.members[firm["group"]] for x in facts.expansions.get(member, [])
                 if not facts.firms[member]["gate"]]  # fmt: skip
        moves = _outside(moves, seats, project.region)
        leaving = "外迁" in facts.lists.get(key, set())
        near = min((hops[k] for k in (key, *facts.controllers(key)) if k in hops), default=None)
        found = {"strength": _strength(key, facts), "expansion": _expansion(moves, leaving, project),
                 "access": _access(moves, firm["group_local"], project), "ties": _ties(firm["group_local"], near),
                 "quality": _quality(firm)}  # fmt: skip
        for name, known in found.items():
            firm[name], firm[f"{name}_why"] = known or (None, None)
        firm["tier"] = _tier(firm, facts.honors.get(key, []), project)


def _gate(firm: Record, lists: set[str]) -> str | None:
    word = next((w for w in STOPPED if w in (firm.get("status") or "")), None)
    if word:
        return f"登记状态为「{firm['status']}」"
    named = sorted(lists & set(RULED_OUT))
    return f"在「{named[0]}」名单上" if named else None


def _worth(firm: Record, rows: list[Record], project: Project) -> tuple[float, str] | None:
    """The best level × age factor of an enterprise's honors; the latest row of each honor holds."""
    latest: dict[str, Record] = {}
    for row in sorted(rows, key=lambda r: (r.get("year") or 0, str(r.get("date") or ""))):
        latest[row["to"]] = row
    best: tuple[float, str] | None = (0.7, "上市") if firm.get("listed") else None
    for name, row in latest.items():
        level, age = honors.worth(name, row, project.as_of, project.policy.honors)
        if age is not None and (best is None or level * age > best[0]):
            when = f"({row['year']}年)" if row.get("year") else ""
            best = (level * age, f"{name}{when}{',已过期待复核' if age < 1 else ''}")
    return best


def _strength(key: str, facts: Facts) -> Known:
    firm = facts.firms[key]
    found = [w for w in [_worth(firm, facts.honors.get(key, []), facts.project)] if w]
    for above in facts.controllers(key):
        worth = _worth(facts.firms[above], facts.honors.get(above, []), facts.project)
        if worth:
            found.append((worth[0] * 0.8, f"控股方{facts.firms[above]['name']}:{worth[1]}"))
    revenue = firm.get("revenue")
    if revenue is not None and revenue > 0:
        value = min(0.9, max(0.0, 0.5 + 0.2 * math.log10(revenue / 10_000)))
        found.append((value, f"营业收入{revenue / 10_000:g}亿元"))
    return max(found) if found else None


def _expansions(graph: dict[str, list[Record]], project: Project) -> dict[str, list[Record]]:
    """Projects and dated plants by enterprise; rows of one place and content are one project, at its furthest stage."""
    found: dict[str, dict[tuple[Any, ...], Record]] = defaultdict(dict)
    rows = list(graph["ExpandsTo"])
    rows += [e | {"stage": "投产", "amount": None} for e in graph["LocatedIn"]
             if e["type"] == "生产基地" and (e.get("year") or e.get("date"))]  # fmt: skip
    for row in rows:
        if (_age(row, project.as_of) or 0) < 0:
            continue
        at = (row["to"], row.get("content"))
        old = found[row["from"]].get(at)
        if old is None or _step(row) > _step(old):
            found[row["from"]][at] = row
    return {key: list(rows.values()) for key, rows in found.items()}


def _step(row: Record) -> int:
    return STAGES.index(row["stage"]) if row.get("stage") in STAGES else len(STAGES)


def _age(row: Record, as_of: dt.date) -> float | None:
    if row.get("year") is not None:
        return float(as_of.year - row["year"])
    return (as_of - row["date"]).days / 365.25 if row.get("date") else None


def _outside(moves: list[Record], seats: dict[str, str], region: str) -> list[Record]:
    """Outside the prefecture of the enterprise's own seat and outside the local one."""
    here = divisions.prefecture(region)
    kept = []
    for move in moves:
        there = divisions.prefecture(move["to"])
        seat = seats.get(move["from"])
        own = divisions.prefecture(seat) if seat else None
        if there is None or there not in (here, own):
            kept.append(move)
    return kept


def _place(code: str, region: str, else_: float) -> float:
    if divisions.province(code) == divisions.province(region):
        return 1.0
    return 0.8 if divisions.block(code) == divisions.block(region) else else_


def _expansion(moves: list[Record], leaving: bool, project: Project) -> Known:
    if leaving:
        return 1.0, "在「外迁」名单上"
    scored = []
    for move in moves:
        age = _age(move, project.as_of)
        fresh = 0.25 if age is None or age > 6 else 1.0 if age <= 3 else 0.5
        scored.append((_place(move["to"], project.region, 0.5) * fresh, _move(move)))
    return max(scored) if scored else None


def _move(move: Record) -> str:
    when = (
        f"{move['year']}年"
        if move.get("year")
        else f"{move['date'].year}年"
        if move.get("date")
        else "(无日期)"
    )
    money = f"投{move['amount']:g}亿元" if move.get("amount") else "有项目"
    county = divisions.divisions()[move["to"]] if divisions.level(move["to"]) == "县" else ""
    return f"{when}在{divisions.short_name(move['to'])}{county}{money}"


def _access(moves: list[Record], here: bool, project: Project) -> Known:
    if here:
        return 1.0, "集团已在本地有厂"
    built = [
        m for m in moves if m.get("stage") in (None, "开工", "投产") and divisions.level(m["to"]) == "县"
    ]
    counties = [m for m in built if divisions.is_county(m["to"])]
    if counties:
        value, why = max((_place(m["to"], project.region, 0.7), _move(m)) for m in counties)
        why += "(落在县域)"
    elif len(built) >= 2:
        value, why = 0.2, f"{len(built)}个异地项目均不在县域"
    else:
        return None
    amounts = [m["amount"] for m in built if m.get("amount")]
    if amounts and median(amounts) > 100:
        return value / 2, why + ",项目投资中位数超过100亿元"
    return value, why


def _ties(here: bool, hops: int | None) -> Known:
    if here:
        return 1.0, "集团已在本地有厂"
    return (0.5 ** (hops - 1), f"经{hops}步关系可到本地企业或机构") if hops else None


def _hops(graph: dict[str, list[Record]], facts: Facts, makers: set[str]) -> dict[str, int]:
    """The fewest ties from local enterprises and institutions, at most 4; 待核 ties and gated firms aside."""
    near: dict[str, set[str]] = defaultdict(set)
    for kind in ("Supplies", "Owns", "Partners"):
        for edge in graph[kind]:
            if edge.get("confidence") != "待核":
                near[edge["from"]].add(edge["to"])
                near[edge["to"]].add(edge["from"])
    offices = {
        o["name"] for o in graph["Organisation"] if divisions.below(o.get("region"), facts.project.region)
    }
    start = {k for k in makers if facts.firms[k]["is_local"] and not facts.firms[k]["gate"]} | offices
    steps, queue = dict.fromkeys(start, 0), deque(sorted(start))
    while queue:
        at = queue.popleft()
        blocked = at in facts.firms and (facts.firms[at]["gate"] or facts.firms[at].get("owner") == "政府")
        if steps[at] == 4 or (blocked and steps[at]) or (at not in facts.firms and at not in offices):
            continue
        for other in sorted(near[at]):
            if other not in steps:
                steps[other] = steps[at] + 1
                queue.append(other)
    return {key: n for key, n in steps.items() if n}


def _quality(firm: Record) -> Known:
    known = [(name, firm[key], line) for key, name, line in QUALITY if firm.get(key) is not None]
    if not known:
        return None
    value = sum(min(1.0, max(0.0, v) / line) for _, v, line in known) / len(known)
    said = "、".join(f"{name}{v:.1%}" if line < 1 else f"{name}{v:g}万元/亩" for name, v, line in known)
    return value, said


def _tier(firm: Record, rows: list[Record], project: Project) -> str:
    fresh = [h["to"] for h in rows if (honors.age_factor(h["to"], h, project.as_of) or 0) >= 0.5]
    if firm.get("owner") == "央企" or any("500强" in name for name in fresh):
        return "旗舰"
    return "骨干" if firm.get("listed") or any("单项冠军" in n or "小巨人" in n for n in fresh) else "成长"


def _controls(edge: Record) -> bool:
    return bool(edge["control"]) or (edge.get("share") or 0) > 0.5


def _groups(graph: dict[str, list[Record]], firms: dict[str, Record]) -> dict[str, str]:
    """Enterprise → the least id of its group: joined by 控股, or by more than half, never through a government holder."""
    return joined(
        (edge["from"], edge["to"])
        for edge in graph["Owns"]
        if _controls(edge) and edge["from"] in firms and firms[edge["from"]].get("owner") != "政府"
    )
