"""Records of a graph while it is built: indexed by a field, joined into groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

Record = dict[str, Any]


def grouped(rows: Iterable[Record], key: str) -> dict[str, list[Record]]:
    """Rows by the value of a field."""
    found: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return dict(found)


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Member → the least name of those connected with it by the pairs."""
    to: dict[str, str] = {}

    def root(name: str) -> str:
        while to.setdefault(name, name) != name:
            to[name] = name = to[to[name]]
        return name

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        to[second] = first
    return {name: root(name) for name in sorted(to)}
