"""Which enterprise a row means: the sound credit code, else the normalised name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from graph.names import normalise
from graph.problem import Problem

Row = dict[str, Any]
_ENDS = (
    ("name", "credit_code"),
    ("enterprise", "enterprise_code"),
    ("first", "first_code"),
    ("second", "second_code"),
)
_TABLES = ("Enterprise", "Makes", "Place", "Holds", "Relation", "Leads", "OnList")


class Identities:
    """Names and codes of all tables, learnt once, then asked."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.codes: dict[str, str | None] = {}  # normalised name → the one code it goes with, null if several
        self.aliases: dict[
            str, str | None
        ] = {}  # former and short names → normalised name, null if ambiguous
        self.same: dict[str, str] = {}
        self.apart: set[frozenset[str]] = set()
        self.mentions: dict[str, tuple[str, Row]] = {}

    def learn(self, tables: dict[str, list[Row]], problems: list[Problem]) -> None:
        """Read every mention; a name that goes with two codes is reported once."""
        for row in tables.get("Same", []):
            pair = [row.get(f"{s}_code") or f"name:{normalise(row[s])}" for s in ("first", "second")]
            if row["verdict"] == "同一":
                self.same[max(pair)] = min(pair)
            else:
                self.apart.add(frozenset(pair))
        for table in _TABLES:
            for row in tables.get(table, []):
                for name, code in _ENDS:
                    if row.get(name):
                        self._pair(row[name], row.get(code), row, problems)
        for row in tables.get("Enterprise", []):
            own = normalise(row["name"])
            for alias in (*(row.get("former") or []), *(row.get("short") or [])):
                key = normalise(alias)
                known = self.aliases.get(key, own)
                self.aliases[key] = own if known == own else None

    def _pair(self, name: str, code: str | None, row: Row, problems: list[Problem]) -> None:
        key = normalise(name)
        if code is None:
            return
        if self.codes.get(key, code) not in (code, None):
            reason = f"同名而信用代码不同(另一个是 {self.codes[key]}),按两家企业处理"
            problems.append(Problem(row["_file"], reason, row["_sheet"], row["_row"], "企业名称", name))
            self.codes[key] = None
        self.codes.setdefault(key, code)

    def find(self, name: str, code: str | None) -> str:
        """The id: a code as it is, else what the name leads to."""
        return code or self._by_name(name)

    def _by_name(self, name: str) -> str:
        key = normalise(name)
        if key not in self.codes:
            other = self.aliases.get(key)
            if (
                other
                and frozenset((f"name:{key}", self.codes.get(other) or f"name:{other}")) not in self.apart
            ):
                key = other
        found = self.codes.get(key) or f"name:{key}"
        return self.same.get(found, found)

    def note(self, key: str, name: str, row: Row) -> None:
        """Remember where an id was first named."""
        self.mentions.setdefault(key, (name, row))


@dataclass
class Resolved:
    """Every distinct mention with its id; what is wrong, and which pairs a person should decide."""

    ids: pl.DataFrame
    problems: list[Problem]
    doubtful: pl.DataFrame


def resolve(mentions: pl.DataFrame, aliases: pl.DataFrame, decided: pl.DataFrame) -> Resolved:
    """Interim: the old learner asked once a distinct mention."""
    keys = ["name", "code", "stock", "region"]
    old = Identities()
    problems: list[Problem] = []
    rows = mentions.select("name", pl.col("code").alias("credit_code"), "_file", "_sheet", "_row").to_dicts()
    same = decided.to_dicts()
    alias = (
        aliases.group_by("own", maintain_order=True).agg("alias").rename({"own": "name", "alias": "former"})
    )
    old.learn({"Same": same, "Holds": rows, "Enterprise": alias.to_dicts()}, problems)
    distinct = mentions.select(keys).unique(maintain_order=True)
    ids = [old.find(n, c) for n, c in distinct.select("name", "code").iter_rows()]
    return Resolved(distinct.with_columns(id=pl.Series(ids, dtype=pl.String)), problems, pl.DataFrame())
