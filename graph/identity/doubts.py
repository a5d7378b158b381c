"""Pairs of names that a person should decide: as the 同名核对 table has them, with the reason."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from graph.identity.namesakes import Doubt
from graph.identity.ties import Ties

DOUBTFUL = {"first": pl.String, "first_code": pl.String, "second": pl.String, "second_code": pl.String,
            "why": pl.String, "score": pl.Float64}  # fmt: skip


def listed(doubts: Iterable[Doubt], said: pl.DataFrame, ties: Ties) -> pl.DataFrame:
    """The pairs that are still open, each once, the likeliest first."""
    apart = {tuple(sorted((ties.root(a), ties.root(b)))) for a, b in ties.apart}
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for a, b, why, score in doubts:
        one, other = sorted((ties.root(a), ties.root(b)))
        both_coded = not one.startswith("name:") and not other.startswith("name:")
        if one != other and not both_coded and (one, other) not in apart:
            best[one, other] = max(best.get((one, other), (0.0, "")), (score, why))
    names = _named(said, {node for pair in best for node in pair})
    rows: dict[tuple[str, str | None, str, str | None], tuple[list[str], float]] = {}
    for (one, other), (score, why) in sorted(best.items(), key=lambda item: (-item[1][0], item[0])):
        rows.setdefault((*names[one], *names[other]), ([], round(score, 3)))[0].append(why)
    return pl.DataFrame(
        [(*key, _together(whys), score) for key, (whys, score) in rows.items()], schema=DOUBTFUL, orient="row"
    )


def _together(whys: list[str]) -> str:
    """One reason; of three or more firms of one name, whom one row of the table cannot tell apart, all of them."""
    if len(whys) == 1:
        return whys[0]
    heads = {why.partition("(")[0] for why in whys}
    parts = dict.fromkeys(
        p for why in whys for p in why.partition("(")[2].removesuffix(")").split(" / ") if p
    )
    return f"{'、'.join(sorted(heads))}({' / '.join(parts)});填一次,对这几家都算"


def _named(said: pl.DataFrame, nodes: set[str]) -> dict[str, tuple[str, str | None]]:
    """How each firm is written in the row that says most of it, and its code."""
    rows = said.filter(pl.col("node").is_in(sorted(nodes)))
    first = rows.sort("listed_here", "place", "name", descending=[True, False, False]).unique(
        "node", keep="first", maintain_order=True
    )
    return {node: (name, None if node.startswith("name:") else node)
            for node, name in first.select("node", "name").iter_rows()}  # fmt: skip
