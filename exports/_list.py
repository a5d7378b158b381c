"""A list: which rows it has, what its columns say; and how a sheet is cut from it, as it stands or to order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from exports._book import sheet_name
from exports._facts import Facts, Row
from exports._sheet import A3, A4, TO_FILL, Cell, Column, Paper, Sheet
from graph.names import missing
from graph.problem import InputError
from graph.project import ListSheet

NUMBER = "序号"
LONG = 60  # rows beyond which a list goes on the larger paper
MOST_PROSE = 50.0


@dataclass(frozen=True)
class List:
    """``about`` stands on 说明; ``basis`` and ``unit`` above the table; ``printed`` tells the rows worth paper.

    ``levels`` folds rows below the row before them: 0 shown, 1 folded away.
    """

    name: str
    about: str
    basis: str | Callable[[Facts], str]
    unit: str
    rows: Callable[[Facts], list[Row]]
    columns: tuple[Column, ...]
    title: str = ""
    printed: Callable[[Row], bool] | None = None
    levels: Callable[[Row], int] | None = None


@dataclass(frozen=True)
class Laid:
    """A sheet with the list that it was cut from."""

    list: List
    sheet: Sheet
    renamed: Mapping[str, str] = field(default_factory=dict)

    def named(self, taken: set[str]) -> Laid:
        """The same under a name that no other sheet has; Excel tells no upper from lower case."""
        name, number = self.sheet.name, 2
        while name.lower() in taken:
            name, number = sheet_name(f"{self.sheet.name[:28]}{number}"), number + 1
        return replace(self, sheet=replace(self.sheet, name=name))


def band(name: str, *columns: Column) -> tuple[Column, ...]:
    """Columns under one band."""
    return tuple(replace(column, band=name) for column in columns)


def lay(made: List, facts: Facts, title: str, wish: ListSheet | None = None) -> Laid:
    """The sheet of a list; raises InputError where the wish names a column that the list does not have."""
    wish = wish or ListSheet(of=made.name)
    columns = _chosen(made, wish)
    rows = made.rows(facts)
    table = [
        (row, [_cell(facts, row, column, number) for column in columns]) for number, row in enumerate(rows, 1)
    ]
    if wish.only:
        table = _kept(made, facts, wish, table)
    printed = sum(1 for row, _ in table if made.printed is None or made.printed(row)) or len(table)
    paper = A3 if printed > LONG and not made.levels else A4
    name = wish.name or made.name
    sheet = Sheet(
        sheet_name(name), _titled(title, made, wish), made.basis if isinstance(made.basis, str) else made.basis(facts), made.unit,
        _spread(_called(columns, wish), paper), [cells for _, cells in table], paper, printed,
        [made.levels(row) for row, _ in table] if made.levels else None,
    )  # fmt: skip
    return Laid(made, sheet, {k: v for k, v in wish.heads.items() if k != v})


def _titled(title: str, made: List, wish: ListSheet) -> str:
    """The title of a sheet; one whose name says 产业 already does not say it twice."""
    name = wish.name or made.title or made.name
    said = name if wish.name or name.endswith(("清单", "总览")) else f"{name}清单"
    return f"{title.removesuffix('产业链') if said.startswith('产业') else title}{said}"


def _chosen(made: List, wish: ListSheet) -> tuple[Column, ...]:
    """The columns asked for in their order, what a program needs always, blank ones to fill at the end."""
    known = {column.title: column for column in made.columns if not column.hidden}
    for word in (*wish.columns, *wish.heads, *wish.only):
        if word not in known:
            raise InputError(f"清单「{made.name}」{missing(word, known, '列')}")
    picked = [known[word] for word in wish.columns] or [c for c in known.values() if not c.extra]
    blank = [Column(word, 11, "fill", band=TO_FILL) for word in wish.fill]
    hidden = [column for column in made.columns if column.hidden]
    return (*picked, *blank, *hidden)


def _called(columns: Iterable[Column], wish: ListSheet) -> tuple[Column, ...]:
    return tuple(replace(c, head=wish.heads.get(c.title, c.head)) for c in columns)


def _cell(facts: Facts, row: Row, column: Column, number: int) -> Cell:
    if column.title == NUMBER:
        return number
    if callable(column.value):
        return column.value(facts, row)
    return row[column.value] if column.value else ""


def _kept(
    made: List, facts: Facts, wish: ListSheet, table: list[tuple[Row, list[Cell]]]
) -> list[tuple[Row, list[Cell]]]:
    """The rows whose cells begin with one of the words, numbered anew."""
    tests = [(column, wish.only[column.title]) for column in made.columns if column.title in wish.only]
    kept = []
    for row, cells in table:
        said = [(str(_cell(facts, row, column, 0) or ""), words) for column, words in tests]
        if all(any(text.startswith(word) for word in words) for text, words in said):
            kept.append((row, cells))
    at = next((i for i, c in enumerate(_chosen(made, wish)) if c.title == NUMBER), None)
    if at is not None:
        for number, (_, cells) in enumerate(kept, 1):
            cells[at] = number
    return kept


def _spread(columns: tuple[Column, ...], paper: Paper) -> tuple[Column, ...]:
    """What is left of the page's width goes to the columns that want more, then to the sentences."""
    room = paper.width - sum(c.width for c in columns if not c.hidden)
    wanted = sum(c.more for c in columns)
    if room > 0 and wanted:
        share = min(1.0, room / wanted)
        columns = tuple(replace(c, width=c.width + share * c.more) for c in columns)
        room -= share * wanted
    prose = sum(c.form == "prose" for c in columns)
    if room <= 0 or not prose:
        return columns
    each = min(room / prose, MOST_PROSE)
    return tuple(replace(c, width=c.width + each) if c.form == "prose" else c for c in columns)
