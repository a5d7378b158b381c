"""What changed since an earlier build, as marks on segments and enterprises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
CHANGES = ("new", "gone", "risen", "fallen")
WHATS = ("segment", "gap", "enterprise", "target")


class Marks:
    """The rows of a difference, found by what they are about."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Take rows of ``what``, ``change``, ``why`` and, as far as they apply, ``chain``, ``segment``, ``id``."""
        self.rows = [r for r in rows if r.get("change") in CHANGES and r.get("what") in WHATS]
        self._segments: dict[tuple[str, str], list[Row]] = {}
        self._firms: dict[str, list[Row]] = {}
        for row in self.rows:
            if row["what"] in ("segment", "gap"):
                self._segments.setdefault((row.get("chain") or "", row.get("segment") or ""), []).append(row)
            elif row.get("id"):
                self._firms.setdefault(row["id"], []).append(row)

    def segment(self, chain: str, name: str) -> list[dict[str, Any]]:
        """The marks of a segment in a chain, or in all where the row names no chain."""
        return [
            _mark(r) for r in (*self._segments.get((chain, name), ()), *self._segments.get(("", name), ()))
        ]

    def firm(self, identity: str) -> list[dict[str, Any]]:
        """The marks of an enterprise."""
        return [_mark(r) for r in self._firms.get(identity, ())]

    def told(self) -> list[dict[str, Any]]:
        """All of it as a list to read, what is gone included."""
        keys = ("what", "change", "chain", "segment", "id", "enterprise", "why")
        return [{k: r.get(k) for k in keys} for r in self.rows]


def _mark(row: Row) -> dict[str, Any]:
    return {"what": row["what"], "change": row["change"], "why": row.get("why") or ""}
