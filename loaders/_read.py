"""What was read: clean frames of a kind, problems, what became of every row."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from graph.problem import Problem
from loaders._table import Balance


@dataclass
class Read:
    """What one file, or several that belong together, say; a kind may have several frames, in their order."""

    frames: list[tuple[str, pl.DataFrame]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    balances: list[Balance] = field(default_factory=list)
