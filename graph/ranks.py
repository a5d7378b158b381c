"""Every candidate's place in its segment, so that questions read only those that can still enter a top (methods.md §4)."""

from __future__ import annotations

import polars as pl

from graph.features import FEATURES
from graph.frames import Graph
from graph.project import FEATURES as NAMES
from graph.project import Policy
from graph.score import FLOORED, KAPPA


def place(graph: Graph, policy: Policy) -> dict[str, int]:
    """Write worth, least and place into the links of enterprises that may be courted (neither here nor gated).

    ``worth``: share factor · κ · Σ w·v̂/Σ w, which times min(1, σ/0.6) is what targets are ranked by; ``least``:
    Σ w·v/Σ w with unknown as 0; ``place`` counts from 1 by both, then by the enterprise's id. Gives how many groups
    of companies each segment has among them.
    """
    open_ = ~pl.col("is_local") & pl.col("gate").is_null()
    firms = graph["Enterprise"].filter(open_).select("id", "revenue", "group", *_means(policy))
    made = graph["Makes"].drop("worth", "least", "place").sort("from", maintain_order=True)
    made = made.join(firms, left_on="from", right_on="id", how="left", maintain_order="left")
    made = made.with_columns(worth=_factor() * _kappa() * pl.col("mean")).with_row_index("_at")
    segment = pl.col("to").cast(pl.Categorical).to_physical()
    ranked = made.select("_at", "worth", "least", to=segment).drop_nulls("worth")
    # The links stand by enterprise: of two that are worth the same the lesser id stays first.
    ranked = ranked.sort("to", "worth", "least", descending=[False, True, True], maintain_order=True)
    places = ranked.select("_at", place=pl.int_range(1, pl.len() + 1).over("to"))
    made = made.join(places, on="_at", how="left", maintain_order="left")
    counts = made.filter(pl.col("place").is_not_null()).group_by("to").agg(pl.col("group").n_unique())
    graph["Makes"] = made.drop("_at", "mean", "revenue", "group")
    return dict(counts.iter_rows())


def _means(policy: Policy) -> tuple[pl.Expr, pl.Expr]:
    """Σ w·v̂/Σ w and Σ w·v/Σ w with unknown as 0, as graph.score.score adds them up."""
    weights = policy.feature_weights()
    total, mean, least = 0.0, pl.lit(0.0), pl.lit(0.0)
    for key, name in zip(FEATURES, NAMES, strict=True):
        value, w = pl.col(key), weights[name]
        hat = value.clip(policy.unknown) if name in FLOORED else value
        total += w
        mean = mean + w * hat.fill_null(policy.unknown)
        least = least + w * value.fill_null(0.0)
    return (mean / total).alias("mean"), (least / total).alias("least")


def _factor() -> pl.Expr:
    """The share factor of graph.score.fit."""
    half = pl.col("share") / 0.5
    sized = pl.max_horizontal(half, pl.col("share") * pl.col("revenue") / 100_000)
    known = pl.when(pl.col("revenue").is_null()).then(half.clip(0.4)).otherwise(sized)
    return pl.when(pl.col("share").is_null()).then(0.7).otherwise(known.clip(upper_bound=1.0))


def _kappa() -> pl.Expr:
    sure = pl.col("confidence").replace_strict(KAPPA, default=KAPPA["转载"], return_dtype=pl.Float64)
    return pl.when(pl.col("state") == "待核").then(0.5).otherwise(sure)
