"""Names found to be one firm, joined into sets; what a person told apart, and two credit codes, never join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import polars as pl

from graph.records import joined

Pair = tuple[str, str]


class Ties:
    """Nodes (a credit code, or ``name:…``) that are one firm; each set is known by its least member, a code first."""

    def __init__(self, apart: Iterable[Pair]) -> None:
        """Nothing joined; the pairs of ``apart`` never will be."""
        self.apart = sorted(apart)
        self.merged: Counter[str] = Counter()
        self._to: dict[str, str] = {}

    def root(self, node: str) -> str:
        """What a node is joined to."""
        while node in self._to:
            node = self._to[node]
        return node

    def join(self, edges: Iterable[Pair], what: str, decided: bool = False) -> list[Pair]:
        """Join both ends of every edge; where that would join an apart pair or, undecided, two codes, return the edges."""
        asked = [(a, b, self.root(a), self.root(b)) for a, b in edges]
        group = joined((a, b) for *_, a, b in asked if a != b)
        codes = Counter(head for node, head in group.items() if not node.startswith("name:"))
        bad = set() if decided else {head for head, count in codes.items() if count > 1}
        for a, b in self.apart:
            one, other = (group.get(root, root) for root in (self.root(a), self.root(b)))
            if one == other:
                bad.add(one)
        good = {node: head for node, head in group.items() if head not in bad and node != head}
        self._to |= good
        self.merged[what] += len(good)
        return [(a, b) for a, b, one, other in asked if one != other and group[one] in bad]

    def applied(self, said: pl.DataFrame) -> pl.DataFrame:
        """The mentions, each node by what it is joined to."""
        flat = {node: self.root(node) for node in self._to}
        return said.with_columns(pl.col("node").replace(flat)) if flat else said

    def sets(self) -> dict[str, list[str]]:
        """Every joined set by its least member."""
        found: dict[str, list[str]] = {}
        for node in sorted(self._to):
            found.setdefault(self.root(node), []).append(node)
        return {root: [root, *others] for root, others in found.items()}
