"""The score of a target: fit and five features, bounds, coverage, stability (methods.md §4). Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FLOORED = ("实力", "扩张与转移意愿", "本地关系")
KAPPA = {"已核实": 1.0, "转载": 0.8}


@dataclass(frozen=True)
class Score:
    """契合, and Σ w·v̂/Σ w with what it could be: its least and its most; the share of the weights that is known."""

    fit: float
    mean: float
    least: float
    most: float
    coverage: float

    @property
    def product(self) -> float:
        """What rows are ranked by: the score before its root."""
        return self.fit * self.mean

    @property
    def score(self) -> float:
        """√(契合 · Σ w·v̂/Σ w)."""
        return math.sqrt(self.product)

    @property
    def lower(self) -> float:
        """The score if everything unknown were 0."""
        return math.sqrt(self.fit * self.least)

    @property
    def upper(self) -> float:
        """The score if everything unknown were 1."""
        return math.sqrt(self.fit * self.most)


def fit(
    severity: float, share: float | None, revenue: float | None, state: str, confidence: str | None
) -> float:
    """契合 = min(1, σ/0.6) · share factor · κ; ``revenue`` in 万元."""
    if share is None:
        factor = 0.7
    elif revenue is None:
        factor = max(0.4, share / 0.5)
    else:
        factor = max(share / 0.5, share * revenue / 100_000)
    kappa = 0.5 if state == "待核" else KAPPA.get(confidence or "转载", 0.8)
    return min(1.0, severity / 0.6) * min(1.0, factor) * kappa


def score(
    fitness: float, values: Mapping[str, float | None], weights: Mapping[str, float], unknown: float
) -> Score:
    """√(契合 · Σ w·v̂/Σ w): unknown values count as ``unknown``, three features never below it."""
    total = known = mean = least = most = 0.0
    for name, value in values.items():
        w = weights[name]
        total += w
        if value is None:
            mean += w * unknown
            most += w
            continue
        hat = max(value, unknown) if name in FLOORED else value
        known, mean, least, most = known + w, mean + w * hat, least + w * value, most + w * hat
    return Score(fitness, mean / total, least / total, most / total, known / total)


def stability(
    rows: Sequence[tuple[float, Mapping[str, float | None]]],
    weights: Mapping[str, float],
    unknown: float,
    top: int = 10,
) -> list[float]:
    """The share of 500 runs (weights ~ Dirichlet, unknowns ~ uniform) in which each row is in the top 10; rows by id."""
    import numpy as np

    if not rows:
        return []
    names = list(weights)
    w = np.array([weights[n] for n in names]) / sum(weights.values())
    values = np.array([[np.nan if r[1][n] is None else r[1][n] for n in names] for r in rows], dtype=float)
    floors = np.array([n in FLOORED for n in names])
    values = np.where(floors & ~np.isnan(values), np.maximum(values, unknown), values)
    random = np.random.default_rng(20260101)
    runs = random.dirichlet(50 * w, size=500)
    holes = np.isnan(values)
    drawn = random.random((500, int(holes.sum())))
    fitness = np.array([r[0] for r in rows])
    counts = np.zeros(len(rows))
    for weights_, unknowns in zip(runs, drawn, strict=True):
        filled = values.copy()
        filled[holes] = unknowns
        scores = fitness * (filled @ weights_)
        place = np.sort(scores)[::-1][min(top, len(scores)) - 1]
        above, ties = scores > place, scores == place
        counts += above
        counts[ties] += (min(top, len(scores)) - above.sum()) / ties.sum()
    return [float(c) for c in counts / 500]
