"""Sources to frames and problems: one file per source format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from graph import modules
from graph.names import missing
from graph.problem import InputError, Problem
from graph.project import Project
from loaders import _asked, _kinds, _sheets, _table, _titles, _written, chains, exported, graphs, verdicts
from loaders._besides import besides
from loaders._blocks import blocks
from loaders._cache import Cache
from loaders._privacy import shown
from loaders._read import Read

Progress = Callable[[str], object]


@dataclass
class Sources:
    """All that was read: chain records, one raw frame per kind, problems, what became of every row."""

    chains: chains.Records
    frames: dict[str, pl.DataFrame]
    problems: list[Problem] = field(default_factory=list)
    balances: list[_table.Balance] = field(default_factory=list)

    def as_written(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems that the build found in these rows, their columns as the files have them."""
        tables: dict[tuple[str | None, str | None], list[_table.Balance]] = {}
        for balance in self.balances:
            tables.setdefault((balance.file, balance.sheet), []).append(balance)
        return [_as_written(p, tables.get((p.file, p.sheet), [])) for p in problems]


def _as_written(problem: Problem, tables: list[_table.Balance]) -> Problem:
    inside = (b for b in tables if problem.row is not None and b.first <= problem.row <= b.last)
    table = next(inside, None)
    return table.as_written(problem) if table else problem


def source_files(folder: Path) -> tuple[list[str], list[str]]:
    """The tables of a project and the other files, sorted, with "/"; what liantu writes and hidden files are none."""
    tables: list[str] = []
    others: list[str] = []
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        hidden = any(part.startswith((".", "~$")) for part in relative.parts)
        if not hidden and relative.parts[0] != "out" and path.is_file():
            fits = path.suffix.lower() in _kinds.SUFFIXES
            (tables if fits else others).append(relative.as_posix())
    return sorted(tables), sorted(others)


def read(
    folder: Path,
    project: Project,
    progress: Progress = lambda _: None,
    chosen: Mapping[str, str] | None = None,
    cache: Path | None = None,
) -> Sources:
    """Read every chain file and table below ``folder``; raises InputError where there is no chain file.

    ``chosen``: file → the name of the table it is to be read as. ``cache``: where what files said is kept, so that
    those that have not changed need not be read again.
    """
    records, problems = _chains(folder, progress)
    sources = Sources(records, {}, problems)
    files, others = source_files(folder)
    sources.problems += _kinds.not_read(others)
    reader = _Reader(folder, project, sources.chains, chosen or {}, Cache(cache))
    reader.known(files)
    sources.problems += _asked.unmet(project, files, [m.TABLE for m in reader.tables.values()])
    ours = [file for file in files if _is_ours(folder / file)]
    restored = [file for file in files if file not in ours and exported.is_exported(folder / file)]
    read = [verdicts.read(folder, ours, project.rates), exported.read(folder, restored)]
    for file in files:
        progress(file)
        if file not in ours and file not in restored:
            read.append(reader.read(file))
    reader.cache.clear()
    read.append(graphs.read(reader.published, _declared(sources.chains)))
    parts: dict[str, list[pl.DataFrame]] = {}
    for said in read:
        sources.problems += said.problems
        sources.balances += said.balances
        for kind, frame in said.frames:
            parts.setdefault(kind, []).append(frame)
    sources.frames = {kind: pl.concat(frames, how="diagonal_relaxed") for kind, frames in parts.items()}
    return sources


class _Reader:
    """Files one by one, by what the project says of them; sheets of a published graph are set aside (``published``)."""

    def __init__(
        self, folder: Path, project: Project, records: chains.Records, chosen: Mapping[str, str], cache: Cache
    ) -> None:
        loaders = modules.load_all("loaders")
        self.tables = {m.TABLE.name: m for m in loaders.values() if hasattr(m, "TABLE")}
        self.folder, self.columns, self.chosen, self.cache = folder, project.columns, chosen, cache
        self.given = _table.Given(project.rates, _names(records), tuple(project.privacy.keep))
        self.published: list[_sheets.Sheet] = []

    def known(self, files: list[str]) -> None:
        """An InputError where a table or a file that was chosen does not exist."""
        for file, table in self.chosen.items():
            if table not in self.tables:
                raise InputError(missing(table, self.tables, "表"))
            if file not in files:
                raise InputError(missing(file, files, "文件"))

    def read(self, file: str) -> Read:
        """What a file says, as it was kept or read anew; what it says of a graph depends on other files too."""
        odd = self.columns.get(Path(file).name) or self.columns.get(file) or {}
        names = {name: sorted(found) for name, found in self.given.names.items()}
        settings = (file, odd, self.chosen.get(file), dict(self.given.rates), names, self.given.keep)
        key = self.cache.key(self.folder / file, *settings)
        said = self.cache.get(key)
        if said is None:
            before = len(self.published)
            said = self._anew(file, odd)
            said.problems = shown(said.problems, self.given.keep)
            if len(self.published) == before:
                self.cache.keep(key, said)
        return said

    def _anew(self, file: str, odd: Mapping[str, str]) -> Read:
        one = self.chosen.get(file)
        candidates = [m.TABLE for m in self.tables.values() if one in (None, m.TABLE.name)]
        sheets, problems = _sheets.read_sheets(self.folder / file, file)
        said = Read(problems=list(problems))
        rest = []
        for sheet in sheets:
            if one is None and graphs.is_graph(sheet):
                self.published.append(sheet)
            elif sheet.name != "说明":
                rest.append(sheet)
        for block in (b for sheet in rest for b in blocks(sheet, candidates, odd)):
            match = _table.recognise(block, candidates, odd)
            if not isinstance(match, _table.Match):
                unread = [replace(match, row=block.start + 1 if block.start else None)] if match else []
                said.problems += [*block.problems, *unread]
                continue
            self._cleaned(block, match, said, one is None)
        if not said.problems and not said.balances and len(rest) >= len(sheets):
            said.problems.append(Problem(file, "空文件,没有可读的内容", level="提示"))
        return said

    def _cleaned(self, block: _sheets.Sheet, match: _table.Match, said: Read, more: bool) -> None:
        """Add what a recognised table says, and, if asked for ``more``, what it says besides."""
        tables = {name: m.TABLE for name, m in self.tables.items()}
        again = list(besides(block, match, tables)) if more else []
        read = {i for b in again for at in b.match.columns.values() for i in at}
        first = replace(match, unread={i: t for i, t in match.unread.items() if i not in read})
        cleaned = _table.clean(block, first, self.given)
        said.problems += cleaned.problems
        said.balances.append(cleaned.balance)
        rows = cleaned.rows
        if match.table.name == "项目台账" and "stage" not in rows.columns:
            rows = rows.with_columns(stage=pl.lit(_titles.stage(block, match), pl.String))
        loader = self.tables[match.table.name]
        said.frames += _frames(loader, rows).items()
        heads: dict[str, str] = {}
        for b in again:
            heads |= _written.heads(block, b.match)
            cleaned = _table.clean(replace(block, problems=[]), b.match, self.given)
            said.problems += b.problems + b.own(cleaned.problems)
            said.frames += _frames(self.tables[b.match.table.name], b.filled(cleaned.rows)).items()
        said.balances[-1].heads = heads | _written.heads(block, first, getattr(loader, "MADE_OF", {}))


def _is_ours(path: Path) -> bool:
    """Whether liantu wrote it; a damaged file is reported when it is read."""
    try:
        return verdicts.is_ours(path)
    except _sheets.DAMAGE:
        return False
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return False


def _declared(records: chains.Records) -> dict[str, list[tuple[str, str]]]:
    """A segment's name → the chains and segments that declare it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in records.get("Segment", []):
        found.setdefault(row["name"], []).append((row["home"], row["name"]))
    return found


def _names(records: chains.Records) -> dict[str, frozenset[str]]:
    """Declared names that hold a mark at which list cells part."""
    parted = {"chain": [r["name"] for r in records.get("Chain", [])],
              "segment": [r["name"] for r in records.get("Segment", [])]}  # fmt: skip
    return {
        field_: frozenset(n for n in names if any(m in n for m in ";；、"))
        for field_, names in parted.items()
    }


def _frames(loader: Any, rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """A loader's frames: its own ``frames``, else its rows as the one KIND it names."""
    if hasattr(loader, "frames"):
        made: dict[str, pl.DataFrame] = loader.frames(rows)
        return made
    return {loader.KIND: rows}


def _chains(folder: Path, progress: Progress) -> tuple[chains.Records, list[Problem]]:
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
        if not found["Chain"]:
            continue
        name = found["Chain"][0]["name"]
        if name in seen:
            reason = f"链「{name}」已在 {seen[name]} 声明,这个文件未读入"
            problems.append(Problem(file, reason, value=name))
            continue
        seen[name] = file
        for kind, rows in found.items():
            records.setdefault(kind, []).extend(rows)
    return records, problems
