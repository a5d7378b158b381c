"""Sources to frames and problems: one file per source format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from graph import modules
from graph.problem import InputError, Problem
from graph.project import Project
from loaders import _sheets, _table, chains, verdicts

SUFFIXES = (".xlsx", ".xls", ".csv", ".tsv")
Progress = Callable[[str], None]


@dataclass
class Sources:
    """All that was read: chain records, one raw frame per kind, problems, what became of every row."""

    chains: chains.Records
    frames: dict[str, pl.DataFrame]
    problems: list[Problem] = field(default_factory=list)
    balances: list[_table.Balance] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def source_files(folder: Path) -> list[str]:
    """The tables of a project, sorted, with "/"; what liantu writes and hidden files are none."""
    found = []
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        hidden = any(part.startswith((".", "~$")) for part in relative.parts)
        if path.suffix.lower() in SUFFIXES and path.is_file() and not hidden and relative.parts[0] != "out":
            found.append(relative.as_posix())
    return sorted(found)


def read(folder: Path, project: Project, progress: Progress = lambda _: None) -> Sources:
    """Read every chain file and table below ``folder``; raises InputError where there is no chain file."""
    sources = Sources(*_chains(folder, progress))
    parts: dict[str, list[pl.DataFrame]] = {}
    loaders = modules.load_all("loaders")
    tables = {m.TABLE.name: m for m in loaders.values() if hasattr(m, "TABLE")}
    files = source_files(folder)
    ours = [file for file in files if verdicts.is_ours(folder / file)]
    filled = verdicts.read(folder, ours, project.rates)
    sources.problems += filled.problems
    for kind, frame in filled.frames.items():
        parts[kind] = [frame]
    for file in files:
        progress(file)
        sources.files.append(file)
        if file in ours:
            continue
        sheets, problems = _sheets.read_sheets(folder / file, file)
        sources.problems += problems
        odd = project.columns.get(Path(file).name) or project.columns.get(file) or {}
        for sheet in sheets:
            if sheet.name == "说明":
                continue
            match = _table.recognise(sheet, [m.TABLE for m in tables.values()], odd)
            if not isinstance(match, _table.Match):
                sources.problems += [*sheet.problems, *([match] if match else [])]
                continue
            cleaned = _table.clean(sheet, match, project.rates)
            sources.problems += cleaned.problems
            sources.balances.append(cleaned.balance)
            for kind, frame in _frames(tables[match.table.name], cleaned.rows).items():
                parts.setdefault(kind, []).append(frame)
    sources.frames = {kind: pl.concat(frames, how="diagonal_relaxed") for kind, frames in parts.items()}
    return sources


def _frames(loader: Any, rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """A loader's frames: its own ``frames``, else its rows as the one KIND it names."""
    if hasattr(loader, "frames"):
        made: dict[str, pl.DataFrame] = loader.frames(rows)
        return made
    return {loader.KIND: rows}


def _chains(
    folder: Path, progress: Progress
) -> tuple[chains.Records, dict[str, pl.DataFrame], list[Problem]]:
    paths = sorted(p for p in (folder / "chains").glob("*.y*ml") if not p.name.startswith("."))
    if not paths:
        raise InputError(f"「{folder / 'chains'}」里没有链文件(*.yaml);用 liantu init 目录 取一份样例。")
    records: chains.Records = {}
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for path in paths:
        file = path.relative_to(folder).as_posix()
        progress(file)
        found, more = chains.read(path, file)
        problems += more
        name = found["Chain"][0]["name"]
        if name in seen:
            reason = f"链「{name}」已在 {seen[name]} 声明,这个文件未读入"
            problems.append(Problem(file, reason, value=name))
            continue
        seen[name] = file
        for kind, rows in found.items():
            records.setdefault(kind, []).extend(rows)
    return records, {}, problems
