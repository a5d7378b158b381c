"""What liantu.toml says of files: those that are not there, and heads that no table has."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from graph.names import head, missing
from graph.problem import Problem
from graph.project import Project
from graph.tables import Table

TOML = "liantu.toml"


def unmet(project: Project, files: list[str], tables: Iterable[Table]) -> list[Problem]:
    """A 提示 for every file that is named and not there, a Problem for every head in [columns] that nothing reads."""
    named = [("sources.rank", file) for file in project.sources.rank]
    named += [("census.file", entry.file) for entry in project.census]
    named += [("columns", file) for file in project.columns]
    there = {*files, *(Path(file).name for file in files)}
    found = [
        Problem(TOML, missing(file, there, "文件"), column=key, value=file, level="提示")
        for key, file in named
        if file not in there
    ]
    heads = {title: spelling for table in tables for spelling, title in _titles(table)}
    for file, odd in project.columns.items():
        wrong = [usual for usual in odd if head(usual) not in heads.values()]
        found += [
            Problem(TOML, missing(usual, heads, "表头"), column=f"columns.{file}", value=usual)
            for usual in wrong
        ]
    return found


def _titles(table: Table) -> list[tuple[str, str]]:
    """Every head of a table as it compares, and as it is written."""
    columns = [field.column for field in table.columns if field.column]
    return [(head(title), title) for c in columns for title in (c.head, *c.aliases)]
