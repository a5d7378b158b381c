"""同名核对: what a person decided of two names: 同一 joins them, 不同 keeps them apart for good."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import product

import polars as pl

from graph.identity.ties import Pair
from graph.names import formless, spelt
from graph.problem import Problem

_COLUMNS = ("_file", "_sheet", "_row", "verdict", "first", "first_code", "second", "second_code")


@dataclass(frozen=True)
class Side:
    """One of the two: as written, spelt for comparing, its normalised name, its code if any row bears it."""

    name: str
    spelling: str
    key: str
    code: str | None


@dataclass(frozen=True)
class Verdict:
    """One decided row."""

    same: bool
    first: Side
    second: Side
    place: tuple[str | None, str | None, int | None]

    def problem(self, reason: str) -> Problem:
        """Why it could not be obeyed."""
        file, sheet, row = self.place
        return Problem(file, reason, sheet, row, "判定", "同一" if self.same else "不同")


class Verdicts:
    """All decided rows, and what they mean among the mentions."""

    def __init__(self, decided: pl.DataFrame, said: pl.DataFrame) -> None:
        """Read the rows that have a verdict."""
        self.all = _read(decided, said)
        several = [v for v in self.all if not v.same and v.first.key == v.second.key
                   and not (v.first.code and v.second.code)]  # fmt: skip
        self.spelled = {v.first.key for v in several if v.first.spelling != v.second.spelling}
        self.exact = {v.first.key for v in several if v.first.spelling == v.second.spelling}
        self.settled = {v.first.key for v in self.all if v.first.key == v.second.key}

    def pairs(self, said: pl.DataFrame, problems: list[Problem]) -> tuple[dict[Pair, Verdict], set[Pair]]:
        """Nodes to join, with the row that says so, and nodes to keep apart."""
        same: dict[Pair, Verdict] = {}
        apart: set[Pair] = set()
        nodes = self._nodes(said)
        for verdict in self.all:
            one, other = self._meant(nodes, verdict, False), self._meant(nodes, verdict, True)
            if verdict.same and min(len(one), len(other)) and verdict.first.key != verdict.second.key:
                unsure = [s for s, found in ((verdict.first, one), (verdict.second, other)) if len(found) > 1]
                if unsure:
                    reason = f"叫「{unsure[0].name}」的不止一家,请填信用代码;这一行未用"
                    problems.append(verdict.problem(reason))
                    continue
            pairs = {(min(a, b), max(a, b)) for a, b in product(one, other) if a != b}
            if not verdict.same and not pairs and one and other:
                problems.append(verdict.problem("两者信用代码相同,只能按一家处理;请先更正信用代码"))
            same |= {} if not verdict.same else dict.fromkeys(sorted(pairs), verdict)
            apart |= set() if verdict.same else pairs
        return same, apart

    def contradicted(self, refused: list[Pair], same: dict[Pair, Verdict]) -> list[Problem]:
        """A Problem for every 同一 that another row's 不同 forbids."""
        rows = dict.fromkeys(same[pair] for pair in refused)
        return [verdict.problem("与另一行判定「不同」矛盾,这一行未用") for verdict in rows]

    def _nodes(self, said: pl.DataFrame) -> dict[str, list[tuple[str, str]]]:
        """Key → its spellings and nodes."""
        keys = {side.key for v in self.all for side in (v.first, v.second)}
        rows = (
            said.filter(pl.col("key").is_in(sorted(keys)))
            .select("key", "spelling", "node")
            .unique()
            .sort("*")
        )
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key, spelling, node in rows.iter_rows():
            found[key].append((spelling, node))
        return found

    def _meant(self, nodes: dict[str, list[tuple[str, str]]], verdict: Verdict, second: bool) -> list[str]:
        """The nodes that one side of a row means: its code; else its name, without what the other side's code takes."""
        side, other = (verdict.second, verdict.first) if second else (verdict.first, verdict.second)
        if side.code:
            return [side.code]
        found = sorted({node for spelling, node in nodes.get(side.key, [])
                        if side.key not in self.spelled or spelling == side.spelling})  # fmt: skip
        if side.key == other.key and other.code:
            return [node for node in found if node.startswith("name:")]
        bare = [node for node in found if node.startswith("name:")]
        return bare if verdict.same and bare and side.key != other.key else found


def _read(decided: pl.DataFrame, said: pl.DataFrame) -> list[Verdict]:
    rows = decided.with_columns(pl.lit(None).alias(n) for n in _COLUMNS if n not in decided.columns)
    rows = rows.filter(pl.col("verdict").is_not_null()).with_columns(
        expression.alias(f"{side}_{what}")
        for side in ("first", "second")
        for what, expression in (("spelling", spelt(pl.col(side).cast(pl.String))),
                                 ("key", formless(spelt(pl.col(side).cast(pl.String)))))
    ).sort(_COLUMNS)  # fmt: skip
    wanted = {row[c] for row in rows.iter_rows(named=True) for c in ("first_code", "second_code")}
    known = set(said.filter(pl.col("code").is_in(sorted(wanted - {None})))["code"])

    def side(row: dict[str, str | None], which: str) -> Side:
        code = row[f"{which}_code"]
        return Side(row[which] or "", row[f"{which}_spelling"] or "", row[f"{which}_key"] or "",
                    code if code in known else None)  # fmt: skip

    return [
        Verdict(row["verdict"] == "同一", side(row, "first"), side(row, "second"),
                (row["_file"], row["_sheet"], row["_row"]))
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
