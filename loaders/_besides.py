"""What a sheet says besides its own table: facts of the firms it names, and what its title says of all its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from graph.frames import PROVENANCE
from graph.problem import Problem
from graph.tables import TABLES, Table
from loaders import _titles
from loaders._head import Match, matched
from loaders._sheets import Sheet

_WHO = {"name": "name", "enterprise": "name", "credit_code": "code", "enterprise_code": "code"}
_FIRMS = ("企业", "工商导出")


@dataclass
class Besides:
    """A second table in the same rows: what to read it as, and the cells that are the same in every row."""

    match: Match
    same: Mapping[str, str | int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def filled(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with those cells, where they say nothing of their own."""
        added = [
            pl.coalesce(name, pl.lit(value)) if name in rows.columns else pl.lit(value)
            for name, value in self.same.items()
        ]
        return rows.with_columns(cell.alias(name) for cell, name in zip(added, self.same, strict=True))

    def own(self, problems: list[Problem]) -> list[Problem]:
        """Those Problems that the first reading has not told: of the columns that only this one reads."""
        written = self.match.written or {}
        columns = {written[i] for name, at in self.match.columns.items() if name not in _WHO for i in at}
        return [p for p in problems if p.column in columns and p.level == "问题"]


def besides(sheet: Sheet, match: Match, tables: Mapping[str, Table]) -> Iterator[Besides]:
    """Further readings of a recognised sheet."""
    if match.table.name not in _FIRMS and "enterprise" in match.columns:
        again = _rest(matched(TABLES["企业"], match), match)
        if len(set(again.columns) - {*_WHO, *PROVENANCE}) > 0:
            yield Besides(again, problems=_leaders(sheet, match))
    if match.table.name not in _FIRMS:
        return
    if said := _titles.honor(sheet, match):
        again = _rest(
            matched(_without(tables["荣誉"], "honor", "products"), match, ranks="强" in str(said["honor"])),
            match,
        )
        yield Besides(again, said, [_told(sheet, f"荣誉「{said['honor']}」", match)])
    if listed := _titles.watchlist(sheet, match):
        again = _rest(matched(_without(tables["名单"], "list"), match), match)
        yield Besides(again, {"list": listed}, [_told(sheet, f"名单「{listed}」", match)])


def _leaders(sheet: Sheet, match: Match) -> list[Problem]:
    """A list of firms with their chain has all that 链主 must have: who meant no more than a list is told."""
    if match.table.name != "链主" or "basis" in match.columns:
        return []
    reason = (
        "有「企业名称」和「产业链」两列,读作「链主」:表里每家企业都记为该链的链主;只是企业名录的话,"
        f"请把「产业链」一列删去或改名,或用 --as 企业={sheet.file} 指定"
    )
    return [Problem(sheet.file, reason, sheet.name, sheet.start + match.row + 1, level="提示")]


def _told(sheet: Sheet, what: str, match: Match) -> Problem:
    reason = f"按标题把表里的企业都记入{what};不是的话,请改标题或文件名"
    return Problem(sheet.file, reason, sheet.name, sheet.start + match.row + 1, level="提示")


def _without(table: Table, *names: str) -> Table:
    return replace(table, columns=tuple(f for f in table.columns if f.name not in names))


def _rest(again: Match, first: Match) -> Match:
    """Only the columns that the first reading leaves, but for who is meant and where the row is from."""
    taken = {i for at in first.columns.values() for i in at}
    meant = {_WHO[n]: at for n, at in first.columns.items() if n in _WHO}
    who = {f.name: meant[_WHO[f.name]] for f in again.table.columns if _WHO.get(f.name) in meant}
    kept = {n: at for n, at in again.columns.items() if n in PROVENANCE or not taken & set(at)}
    return replace(again, columns=kept | who, unread={})
