"""What the chain files say: chains, segments, their places, parents and feeds, every end resolved."""

from __future__ import annotations

from collections import defaultdict

from graph.names import missing
from graph.problem import Problem
from graph.records import Record

KINDS = ("Chain", "Segment", "InChain", "Under", "Feeds")


class Structure:
    """The records of the chain files (small, so rows), and what a chain's or a segment's name stands for."""

    def __init__(self, records: dict[str, list[Record]]) -> None:
        """Resolve every end; those that do not exist are Problems with a suggestion."""
        self.problems: list[Problem] = []
        self.rows: dict[str, list[Record]] = {kind: [] for kind in KINDS}
        self.places: dict[str, set[str]] = defaultdict(set)  # chain → segment ids placed in it
        self.rows["Chain"] = [_public(r) for r in records.get("Chain", [])]
        self.rows["Segment"] = [_public(r) for r in records.get("Segment", [])]
        self.chains = {r["name"] for r in self.rows["Chain"]}
        self.declared = {r["id"] for r in self.rows["Segment"]}
        for record in records.get("InChain", []):
            if record["from"] in self.declared:
                self.places[record["to"]].add(record["from"])
                self.rows["InChain"].append(_public(record))
            else:
                self._problem(record, "of", record["from"], missing(record["from"], self.declared, "环节"))
        for kind in ("Under", "Feeds"):
            for record in records.get(kind, []):
                self._join(kind, record)

    def called(self) -> set[str]:
        """链:环节 of every segment under every chain it stands in."""
        return {f"{chain}:{key.partition(':')[2]}" for chain, keys in self.places.items() for key in keys}

    def named(self, chains: list[str], names: list[str]) -> tuple[list[str], list[tuple[str, str, str]]]:
        """The segment ids that cells of chains and segments name, and (column, value, reason) of what they cannot."""
        known = [c for c in chains if c in self.chains]
        bad = [("产业链", c, missing(c, self.chains, "产业链")) for c in chains if c not in self.chains]
        found: list[str] = []
        for name in names if known else []:
            ids = [s for c in known for s in sorted(self.places[c]) if name in (s, s.partition(":")[2])]
            found += ids
            if not ids:
                near = {s.partition(":")[2] for c in known for s in self.places[c]}
                bad.append(("环节", name, missing(name, near, "环节")))
        return list(dict.fromkeys(found)), bad

    def _join(self, kind: str, record: Record) -> None:
        if record["from"] not in self.places[record["chain"]]:
            return
        column = "feeds" if kind == "Feeds" else "under"
        goal = self._segment(record["chain"], record["to"])
        if goal is None:
            near = [s.partition(":")[2] for s in self.places[record["chain"]]]
            known = self.declared if ":" in record["to"] else near
            self._problem(record, column, record["to"], missing(record["to"], known))
        elif goal == record["from"]:
            said = "环节不能供给自己,这条供给未用" if kind == "Feeds" else "环节不能是自己的上级,未用"
            self._problem(record, column, record["to"], said)
        elif kind == "Under" and record["from"] in self._above(record["chain"], goal):
            self._problem(record, column, record["to"], "上级成环,这一条未用")
        else:
            made = record | {"to": goal, "_written": record["to"]}
            self.rows[kind].append(made)

    def _above(self, chain: str, segment: str) -> list[str]:
        """The parents of a segment in a chain, as far as they are joined."""
        up = {r["from"]: r["to"] for r in self.rows["Under"] if r["chain"] == chain}
        found = []
        while segment in up:
            segment = up[segment]
            found.append(segment)
        return found

    def _segment(self, chain: str, name: str) -> str | None:
        if ":" in name:
            return name if name in self.declared else None
        return next((s for s in sorted(self.places[chain]) if s.partition(":")[2] == name), None)

    def _problem(self, record: Record, column: str, value: str, reason: str) -> None:
        self.problems.append(
            Problem(record.get("_file"), reason, record.get("_sheet"), record.get("_row"), column, value)
        )


def _public(record: Record) -> Record:
    return {k: v for k, v in record.items() if not k.startswith("_")}
