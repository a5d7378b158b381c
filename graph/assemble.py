"""Frames to a Graph: every record once, every end resolved, every conflict reported."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from graph import divisions
from graph.identity import Identities
from graph.names import missing
from graph.problem import Problem
from graph.project import Project
from graph.records import Record

Graph = dict[str, list[Record]]
PROVENANCE = ("source", "date", "confidence")


class Assembly:
    """One build's records while they are put together; problems gather on the way."""

    def __init__(self, project: Project) -> None:
        """Start with no record."""
        self.project = project
        self.graph: Graph = defaultdict(list)
        self.problems: list[Problem] = []
        self.places: dict[str, set[str]] = defaultdict(set)  # chain → segment ids placed in it
        self.chains: set[str] = set()
        self.memberships: list[Record] = []
        self.refused: set[tuple[str, str]] = set()
        self.identities = Identities()
        self.establishments: dict[str, list[Record]] = defaultdict(list)
        self.offices: set[str] = set()
        self.seen: set[tuple[str, str]] = set()

    # -- chains ---------------------------------------------------------------------------------

    def add_chains(self, records: Graph) -> None:
        """Chain, Segment, InChain, Under and Feeds; ends that do not exist are Problems with a suggestion."""
        self.chains = {r["name"] for r in records.get("Chain", [])}
        self.graph["Chain"] += [_public(r) for r in records.get("Chain", [])]
        self.graph["Segment"] += [_public(r) for r in records.get("Segment", [])]
        declared = {r["id"] for r in self.graph["Segment"]}
        for record in records.get("InChain", []):
            if record["from"] in declared:
                self.places[record["to"]].add(record["from"])
                self.graph["InChain"].append(_public(record))
            else:
                self._problem(record, "of", record["from"], missing(record["from"], declared, "环节"))
        for kind in ("Under", "Feeds"):
            for record in records.get(kind, []):
                self._join(kind, record, declared)

    def _join(self, kind: str, record: Record, declared: set[str]) -> None:
        if record["from"] not in self.places[record["chain"]]:
            return
        goal = self._segment(record["chain"], record["to"], declared)
        if goal is None:
            near = [s.partition(":")[2] for s in self.places[record["chain"]]]
            known = declared if ":" in record["to"] else near
            self._problem(
                record, "feeds" if kind == "Feeds" else "under", record["to"], missing(record["to"], known)
            )
        elif goal == record["from"]:
            self._problem(record, "feeds", record["to"], "环节不能供给自己,这条供给未用")
        else:
            made = _public(record) | {"to": goal}
            self.graph[kind].append(
                made if kind == "Under" else {k: v for k, v in made.items() if k != "chain"}
            )

    def _segment(self, chain: str, name: str, declared: set[str]) -> str | None:
        if ":" in name:
            return name if name in declared else None
        return next((s for s in sorted(self.places[chain]) if s.partition(":")[2] == name), None)

    # -- tables ---------------------------------------------------------------------------------

    def add_tables(self, tables: dict[str, list[Record]]) -> None:
        """The rows of every table; enterprises first, so that names find their codes."""
        self.identities.learn(tables, self.problems)
        self.offices = {r["name"] for r in tables.get("Office", [])}
        self._enterprises(tables.get("Enterprise", []))
        for kind, method in (("Makes", self._membership), ("Place", self._place), ("Holds", self._honor),
                             ("Relation", self._relation), ("Leads", self._leader), ("ParkPhase", self._park),
                             ("Office", self._office), ("Verified", self._survey), ("OnList", self._on_list),
                             ("Upgrades", self._upgrade)):  # fmt: skip
            for row in tables.get(kind, []):
                method(row)
        self._named_only()
        self._regions()

    def _enterprises(self, rows: list[Record]) -> None:
        ranks = {name: i for i, name in enumerate(self.project.sources.rank)}
        order = sorted(
            rows,
            key=lambda r: (ranks.get(r["_file"], len(ranks)), -(r.get("date") or dt.date.min).toordinal(), r["_file"],
                           r["_row"]),
        )  # fmt: skip
        merged: dict[str, Record] = {}
        for row in order:
            key = self.identities.find(row["name"], row.get("credit_code"))
            found = merged.setdefault(key, {"id": key, "name": row["name"]})
            self._merge(found, row)
            code = self._region(row, None)
            if code:
                self._located({"from": key, "to": code, "type": "注册地"}, row)
        self.graph["Enterprise"] += merged.values()

    def _merge(self, found: Record, row: Record) -> None:
        for name, value in row.items():
            if name.startswith("_") or name in ("name", "region") or value is None or value == []:
                continue
            if name in ("former", "short", "products"):
                found[name] = list(dict.fromkeys([*found.get(name, []), *value]))
            elif found.get(name) is None:
                found[name] = value
            elif found[name] != value and name not in PROVENANCE and name != "address":
                self._problem(row, name, str(value), f"与另一来源不一致,用了「{found[name]}」")

    def _membership(self, row: Record) -> None:
        for segment in self._segments(row):
            key = self._enterprise(row)
            if row.get("verdict") == "否":
                self.refused.add((key, segment))
            else:
                self.memberships.append(
                    _said(row) | {"enterprise": key, "segment": segment, "products": row.get("products") or [],
                                  "share": row.get("share")}
                )  # fmt: skip

    def _place(self, row: Record) -> None:
        key = self._enterprise(row)
        code = self._region(row, None)
        if code is None:
            return
        segments: list[str | None] = list(self._segments(row)) or [None]
        for segment in segments:
            settled = row.get("stage") in (None, "投产")
            project = row["type"] == "项目"
            if project or not settled:
                fields = (
                    "stage",
                    "year",
                    "content",
                    "investor",
                    "capacity",
                    "area",
                    "amount",
                    "output",
                    "tax",
                    "jobs",
                )
                self.graph["ExpandsTo"].append(
                    _said(row) | {f: row.get(f) for f in fields}
                    | {"from": key, "to": code, "segment": segment, "type": row["type"]}
                )  # fmt: skip
            if (project and row.get("stage") == "投产") or (not project and settled):
                kind = "生产基地" if project else row["type"]
                extra = {"content": row.get("content"), "year": row.get("year")}
                self._located({"from": key, "to": code, "type": kind, "segment": segment, **extra}, row)
                if segment:
                    self.memberships.append(
                        _said(row) | {"enterprise": key, "segment": segment, "products": [], "share": None}
                    )

    def _located(self, edge: Record, row: Record) -> None:
        same = ("from", "to", "type", "segment")
        if not any(all(e.get(k) == edge.get(k) for k in same) for e in self.establishments[edge["from"]]):
            made = _said(row) | edge
            self.establishments[edge["from"]].append(made)
            self.graph["LocatedIn"].append(made)

    def _honor(self, row: Record) -> None:
        fields = ("level", "rank", "year", "until", "state")
        edge = {"from": self._enterprise(row), "to": row["honor"], **{f: row.get(f) for f in fields}}
        self.graph["Holds"].append(_said(row) | edge)
        self._once("Honor", "name", {"name": row["honor"]})

    def _relation(self, row: Record) -> None:
        first, second = self._party(row, "first"), self._party(row, "second")
        relation = row["relation"]
        bodies = (first in self.offices, second in self.offices)
        partners = relation in ("合资", "合作", "会员")
        if all(bodies) or (bodies[1] and not partners) or (bodies[0] and relation == "供货"):
            self._problem(
                row,
                "关系",
                relation,
                f"「{row['first']}」与「{row['second']}」之间不能有这种关系(组织不是企业)",
            )
            return
        if bodies[0] and partners:
            first, second = second, first
        edge = _said(row) | {
            "from": first,
            "to": second,
            **{f: row.get(f) for f in ("content", "share", "year")},
        }
        if relation == "供货":
            self.graph["Supplies"].append(edge)
        elif relation in ("投资", "控股", "参股"):
            self.graph["Owns"].append(edge | {"relation": relation, "control": relation == "控股"})
        else:
            self.graph["Partners"].append(edge | {"relation": relation})

    def _leader(self, row: Record) -> None:
        for chain in row.get("chain") or []:
            if chain in self.chains:
                edge = {"from": self._enterprise(row), "to": chain, "basis": row.get("basis")}
                self.graph["Leads"].append(_said(row) | edge)
            else:
                self._problem(row, "产业链", chain, missing(chain, self.chains, "产业链"))

    def _park(self, row: Record) -> None:
        code = self._region(row, self.project.region)
        self._once(
            "Park",
            "name",
            _said(row) | {"name": row["park"], "region": code, "investor": row.get("investor")},
        )
        fields = (
            "phase",
            "year",
            "stage",
            "investor",
            "scale",
            "capacity",
            "area",
            "investment",
            "output",
            "tax",
            "jobs",
        )
        key = f"{row['park']}#{len(self.graph['Phase']) + 1}"
        self.graph["Phase"].append(
            _said(row) | {"id": key, "park": row["park"], **{f: row.get(f) for f in fields}}
        )
        goals: list[str] = list(self._segments(row)) or [
            c for c in row.get("chain") or [] if c in self.chains
        ]
        for goal in goals:
            edge = {"from": row["park"], "to": goal, "stage": row.get("stage"), "phase": row.get("phase")}
            self.graph["Anchors"].append(_said(row) | edge)

    def _office(self, row: Record) -> None:
        code = self._region(row, None)
        self._once(
            "Organisation", "name", _said(row) | {"name": row["name"], "type": row["type"], "region": code,
                                                   "duty": row.get("duty")}
        )  # fmt: skip
        for chain in row.get("chain") or []:
            if chain in self.chains:
                self.graph["Responsible"].append(_said(row) | {"from": row["name"], "to": chain})
            else:
                self._problem(row, "产业链", chain, missing(chain, self.chains, "产业链"))

    def _survey(self, row: Record) -> None:
        code = self._region(row, self.project.region)
        for segment in self._segments(row) if code else []:
            fields = ("verdict", "count", "capacity", "office")
            self.graph["Verified"].append(
                _said(row) | {"from": code, "to": segment, **{f: row.get(f) for f in fields}}
            )

    def _on_list(self, row: Record) -> None:
        self._once("Watchlist", "name", {"name": row["list"]})
        edge = {"from": self._enterprise(row), "to": row["list"], "removed": row.get("removed")}
        self.graph["OnList"].append(_said(row) | edge)

    def _upgrade(self, row: Record) -> None:
        code = self._region(row, self.project.region)
        for segment in self._segments(row) if code else []:
            fields = ("metric", "value", "goal")
            self.graph["Upgrades"].append(
                _said(row) | {"from": code, "to": segment, **{f: row[f] for f in fields}}
            )

    # -- ends -----------------------------------------------------------------------------------

    def _enterprise(self, row: Record) -> str:
        return self._named(row, "enterprise")

    def _party(self, row: Record, side: str) -> str:
        return str(row[side]) if row[side] in self.offices else self._named(row, side)

    def _named(self, row: Record, field: str) -> str:
        key = self.identities.find(row[field], row.get(f"{field}_code"))
        self.identities.note(key, row[field], row)
        return key

    def _segments(self, row: Record) -> list[str]:
        """The ids that a row's chain and segment cells name; what is not declared is a Problem."""
        chains, names = row.get("chain") or [], row.get("segment") or []
        known = [c for c in chains if c in self.chains]
        for chain in chains:
            if chain not in self.chains:
                self._problem(row, "产业链", chain, missing(chain, self.chains, "产业链"))
        found = []
        for name in names if known else []:
            ids = [s for c in known for s in sorted(self.places[c]) if s.partition(":")[2] == name]
            if ids:
                found += ids
            else:
                near = {s.partition(":")[2] for c in known for s in self.places[c]}
                self._problem(row, "环节", name, missing(name, near, "环节"))
        return list(dict.fromkeys(found))

    def _region(self, row: Record, default: str | None) -> str | None:
        text = row.get("region")
        if not text:
            return default
        code = divisions.resolve(text, self.project.region)
        if code is None:
            self._problem(row, "地区", text, "不认识的地区;请写六位代码或全称(如 河南省商丘市夏邑县)")
        return code

    def _once(self, kind: str, key: str, record: Record) -> None:
        if (kind, record[key]) not in self.seen:
            self.seen.add((kind, record[key]))
            self.graph[kind].append(record)

    def _named_only(self) -> None:
        known = {r["id"] for r in self.graph["Enterprise"]}
        for key, (name, row) in sorted(self.identities.mentions.items()):
            if key not in known:
                self.graph["Enterprise"].append({"id": key, "name": name})
                reason = "只在这张表里出现,没有企业资料,已按名称建立"
                self.problems.append(
                    Problem(row["_file"], reason, row["_sheet"], row["_row"], "企业名称", name, level="提示")
                )

    def _regions(self) -> None:
        used = {e["to"] for kind in ("LocatedIn", "ExpandsTo") for e in self.graph[kind]}
        used |= {e["from"] for kind in ("Verified", "Upgrades") for e in self.graph[kind]} | {
            self.project.region
        }
        for code in sorted(used):
            parent = code[:4] + "00" if divisions.level(code) == "县" else code[:2] + "0000"
            self.graph["Region"].append(
                {"code": code, "name": divisions.full_name(code), "level": divisions.level(code),
                 "parent": None if parent == code else parent}
            )  # fmt: skip

    def _problem(self, row: Record, column: str, value: str, reason: str) -> None:
        self.problems.append(
            Problem(row.get("_file"), reason, row.get("_sheet"), row.get("_row"), column, value)
        )


def _public(record: Record) -> Record:
    return {k: v for k, v in record.items() if not k.startswith("_")}


def _said(row: Record) -> Record:
    return {name: row.get(name) for name in PROVENANCE}


def stated_state(confidence: str | None) -> str:
    """A stated membership is 待核 only where its source is."""
    return "待核" if confidence == "待核" else "已确认"
