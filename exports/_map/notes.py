"""Notes: each clause of the evidence with the numbers of the sources that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Source = tuple[str, str | None, str]
Clause = tuple[str, list[int]]  # a piece of text and the notes behind it
_CLAUSE = re.compile(r"(?<=[^，；。])(?=[，；。])")


class Sources:
    """All sources of the page, each once; a row's source becomes its place in the list."""

    def __init__(self) -> None:
        self._place: dict[Source, int] = {}

    def place(self, row: Row) -> int | None:
        """The place of a row's source, None for a row that names none."""
        if not row.get("source"):
            return None
        date = str(row["date"]) if row.get("date") else None
        return self._place.setdefault(
            (str(row["source"]), date, str(row.get("confidence") or "转载")), len(self._place)
        )

    def rows(self) -> list[dict[str, Any]]:
        """The list itself."""
        return [{"source": s, "date": d, "confidence": c} for s, d, c in self._place]


class Notes:
    """The notes of one segment's panel, numbered as they are first cited."""

    def __init__(self, witnesses: Iterable[tuple[str, str, int]]) -> None:
        """Take who may be named: (segment, name of an enterprise or park, place of its source)."""
        self.witnesses = sorted(witnesses, key=lambda w: (-len(w[1]), w))
        self.order: list[int] = []

    def number(self, place: int) -> int:
        """The note for a source, from 1."""
        if place not in self.order:
            self.order.append(place)
        return self.order.index(place) + 1

    def clauses(self, sentences: Sequence[str]) -> list[Clause]:
        """The sentences in pieces, each with its notes; joined they are the sentences."""
        found: list[Clause] = []
        for part in _CLAUSE.split("".join(sentences)):
            notes = sorted({self.number(place) for place in self._named(part)})
            if found and not found[-1][1]:
                found[-1] = (found[-1][0] + part, notes)
            else:
                found.append((part, notes))
        return found

    def _named(self, text: str) -> list[int]:
        """Sources of those named in a clause: from the segment that it also names, else from any."""
        by_name: dict[str, list[tuple[str, int]]] = {}
        for segment, name, place in self.witnesses:
            if name in text:
                by_name.setdefault(name, []).append((segment, place))
        for name in list(by_name):
            if any(name != other and name in other for other in by_name):
                del by_name[name]
        return [
            next((place for segment, place in known if segment in text), known[0][1])
            for known in by_name.values()
        ]
