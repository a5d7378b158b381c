"""Which ten together: the expected closing of gaps, chosen greedily, with the share that is certified (methods.md §6).

F(S) = Σ_g σ₀(g)·(1 − Π_{e∈S}(1 − p(e,g))) is monotone and submodular, so greedy choice reaches (1−1/e) of the best
without caps, 1/2 with one kind of cap, 1/3 with two (Nemhauser, Wolsey, Fisher 1978, I and II). Pure.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Element:
    """One enterprise that may be chosen: p by gap, and what its caps count it under (city, chain …)."""

    key: str
    chances: Mapping[str, float]
    counts: tuple[tuple[str, str], ...] = ()


@dataclass
class Choice:
    """The chosen keys with the gain of each, F of them all, and the share of the optimum certified for this case."""

    keys: list[str] = field(default_factory=list)
    gains: list[float] = field(default_factory=list)
    value: float = 0.0
    certified: float = 1.0


def choose(
    elements: Sequence[Element], weights: Mapping[str, float], most: int, caps: Mapping[str, int]
) -> Choice:
    """At most ``most`` elements, those of equal gain in their order; ``caps``: the most of each city or chain."""
    left = dict.fromkeys(weights, 1.0)  # Π (1 − p) of what is chosen
    used: Counter[tuple[str, str]] = Counter()
    choice = Choice()
    heap = [(-_gain(e, weights, left), n, 0) for n, e in enumerate(elements)]
    heapq.heapify(heap)
    rest: set[int] = set(range(len(elements)))
    while heap and len(choice.keys) < most:
        negative, n, seen = heapq.heappop(heap)
        element = elements[n]
        if any(used[count] >= caps[count[0]] for count in element.counts if count[0] in caps):
            continue
        if seen < len(choice.keys):  # an old gain is only an upper bound
            heapq.heappush(heap, (-_gain(element, weights, left), n, len(choice.keys)))
            continue
        if negative == 0.0:
            break
        choice.keys.append(element.key)
        choice.gains.append(-negative)
        rest.discard(n)
        used.update(element.counts)
        for gap, p in element.chances.items():
            left[gap] *= 1 - p
    choice.value = math.fsum(w * (1 - left[g]) for g, w in weights.items())
    remaining = heapq.nlargest(most, (_gain(elements[n], weights, left) for n in rest))
    whole = choice.value + math.fsum(remaining)
    choice.certified = choice.value / whole if whole else 1.0
    return choice


def guarantee(caps: Mapping[str, int]) -> float:
    """The share of the best that greedy choice reaches at least, whatever the case."""
    return (1 - 1 / math.e, 1 / 2, 1 / 3)[len(caps)]


def _gain(element: Element, weights: Mapping[str, float], left: Mapping[str, float]) -> float:
    return math.fsum(weights[g] * left[g] * p for g, p in element.chances.items())
