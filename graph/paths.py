"""The cheapest ways from home to a target along known ties (methods.md §5). Pure: what is near is asked as it is needed."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

STRENGTH = {"控股": 0.9, "合资": 0.8, "供货": 0.7, "投资": 0.6, "参股": 0.6, "合作": 0.5, "会员": 0.4}
BODY = 0.4  # any tie with a 商协会 or 院校
KAPPA = {"已核实": 1.0}
EQUITY = ("控股", "合资", "投资", "参股")
MOST_EDGES, MOST_PATHS, MOST_STEPS = 4, 3, 50_000


@dataclass(frozen=True)
class Tie:
    """A tie between two parties, direction kept for saying it; ``body``: one of them is a 商协会 or 院校."""

    first: str
    second: str
    relation: str
    confidence: str | None
    body: bool = False
    content: str | None = None
    source: str | None = None

    @property
    def cost(self) -> float:
        """−ln(strength · κ)."""
        strength = BODY if self.body else STRENGTH[self.relation]
        return -math.log(strength * KAPPA.get(self.confidence or "转载", 0.8))

    def other(self, party: str) -> str:
        """The party at the other end."""
        return self.second if party == self.first else self.first


@dataclass(frozen=True)
class Path:
    """Ties from the target's side (the target or a controller of it) to a party at home."""

    start: str
    home: str
    ties: tuple[Tie, ...]

    @property
    def cost(self) -> float:
        """Σ −ln(strength · κ)."""
        return math.fsum(t.cost for t in self.ties)

    @property
    def equity(self) -> bool:
        """Whether all of it is equity."""
        return all(t.relation in EQUITY for t in self.ties)


def cheapest(
    starts: Iterable[str],
    near: Callable[[str], Iterable[Tie]],
    home: Callable[[str], bool],
    passes: Callable[[str], bool],
) -> Mapping[str, list[Path]]:
    """The three cheapest simple paths of at most four ties, of equity alone and of other ties, each by cost.

    ``home`` says where a path may end, ``passes`` what may lie inside one.
    """
    ends = set(starts)
    found: dict[str, list[Path]] = {"股权": [], "供应与合作": []}
    heap: list[tuple[float, tuple[str, ...], tuple[Tie, ...]]] = [
        (0.0, (s,), ()) for s in sorted(set(starts))
    ]
    heapq.heapify(heap)
    steps = 0
    while heap and steps < MOST_STEPS and any(len(paths) < MOST_PATHS for paths in found.values()):
        cost, visited, ties = heapq.heappop(heap)
        steps += 1
        at = visited[-1]
        if ties and home(at):
            path = Path(visited[0], at, ties)
            paths = found["股权" if path.equity else "供应与合作"]
            if len(paths) < MOST_PATHS:
                paths.append(path)
            continue
        if len(ties) == MOST_EDGES or (ties and not passes(at)):
            continue
        for tie in near(at):
            other = tie.other(at)
            if other not in visited and other not in ends:
                heapq.heappush(heap, (cost + tie.cost, (*visited, other), _Ties((*ties, tie))))
    return found


class _Ties(tuple[Tie, ...]):
    """Ties that do not decide an order: cost and the parties' names do."""

    __slots__ = ()

    def __lt__(self, other: Any) -> bool:
        return [t.relation for t in self] < [t.relation for t in other]
