"""Like projects of one investor or group in several places, none of them producing (methods.md §7, first)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from graph.divisions import below, city_name, divisions, level
from graph.names import normalise
from graph.store import Store
from queries import _views

Row = dict[str, Any]
MONTHS_36 = 1096
PROJECTS = """MATCH (e:Enterprise)-[x:ExpandsTo]->(r:Region) WHERE x.segment IN $segments
RETURN e.id AS id, e.`group` AS grp, e.name AS name, x.segment AS segment, r.code AS code, x.stage AS stage,
x.year AS year, x.date AS date, x.content AS content, x.investor AS investor, x.amount AS amount, x.source AS source
ORDER BY segment, grp, code, year, date, content, stage"""
BUILT = """MATCH (e:Enterprise)-[l:LocatedIn]->(r:Region) WHERE l.segment IN $segments AND l.type = '生产基地'
RETURN e.`group` AS grp, l.segment AS segment, r.code AS code ORDER BY segment, grp, code"""


def alike(store: Store, facts: _views.Facts, segments: list[str]) -> dict[tuple[str, str], str]:
    """(group, segment) → the sentence that lists its like projects, and those of its investors."""
    rows = [r for r in store.run(PROJECTS, segments=segments) if not _later(r, facts.project.as_of)]
    built = {(r["grp"], r["segment"], r["code"]) for r in store.run(BUILT, segments=segments)}
    by_owner: dict[tuple[str, str], list[Row]] = defaultdict(list)
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["stage"] == "投产" or (row["grp"], row["segment"], row["code"]) in built:
            continue
        for owner in {row["grp"], f"name:{normalise(row['investor'])}" if row["investor"] else row["grp"]}:
            by_owner[owner, row["segment"]].append(row)
            groups[owner, row["segment"]] |= {row["grp"], owner}
    said: dict[tuple[str, str], str] = {}
    for (owner, segment), found in sorted(by_owner.items()):
        near = _near(found, facts.project.region)
        if near:
            text = "同投资方异地同类,均未投产:" + "、".join(dict.fromkeys(_project(r) for r in near))
            for group in groups[owner, segment]:
                said.setdefault((group, segment), text)
    return said


def _near(rows: list[Row], home: str) -> list[Row]:
    """The projects that have another one in another place within 36 months, at most one of the two at home."""
    return [
        a for a in rows
        if any(_place(a, home) != _place(b, home) and _within(a, b) for b in rows)
    ]  # fmt: skip


def _place(row: Mapping[str, Any], home: str) -> str:
    return home if below(row["code"], home) else str(row["code"])


def _within(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Within 36 months; of undated ones nothing can be said."""
    if a["year"] is None and b["year"] is None and a["date"] and b["date"]:
        return bool(abs((a["date"] - b["date"]).days) <= MONTHS_36)
    first, second = _year(a), _year(b)
    return first is not None and second is not None and abs(first - second) <= 3


def _year(row: Mapping[str, Any]) -> int | None:
    year: int | None = row["year"] or (row["date"].year if row["date"] else None)
    return year


def _later(row: Mapping[str, Any], as_of: dt.date) -> bool:
    return bool(row["year"] > as_of.year if row["year"] else row["date"] and row["date"] > as_of)


def _project(row: Mapping[str, Any]) -> str:
    """「荆门200亿元(2023年,签约,来源:…)」."""
    place = city_name(row["code"]) + (divisions()[row["code"]] if level(row["code"]) == "县" else "")
    money = f"{row['amount']:g}亿元" if row["amount"] is not None else "(金额不详)"
    year = _year(row)
    parts = [f"{year}年" if year else "无日期", row["stage"] or "阶段不详", f"来源:{row['source'] or '不详'}"]
    return f"{place}{money}({','.join(parts)})"
