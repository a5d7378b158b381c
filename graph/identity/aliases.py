"""Former and short names: which mentions they mean, and short names that differ by an exchange's marks alone."""

from __future__ import annotations

import polars as pl

from graph.identity.listing import stem
from graph.names import formless, spelt

SHORT = 10  # characters of the longest short name with its marks
Edge = tuple[
    str, str, str, bool
]  # a firm, a node that may be the same, why, whether nothing else can be meant


def stems(frame: pl.DataFrame) -> pl.DataFrame:
    """With ``key`` and ``stem`` from ``spelling``."""
    frame = frame.with_columns(key=formless(pl.col("spelling")))
    short = (pl.col("key") == pl.col("spelling")) & (pl.col("key").str.len_chars() <= SHORT)
    return frame.with_columns(stem=pl.coalesce(stem(pl.when(short).then("key")), "key"))


def meant(said: pl.DataFrame, aliases: pl.DataFrame, column: str) -> list[Edge]:
    """A firm and the mention of one of its former and short names, compared by ``key`` or by ``stem``.

    A short name means only what is mentioned without a legal form: 华鹏 of 夏邑华鹏纺织 is not 华鹏有限公司.
    """
    code = pl.col("code") if "code" in aliases.columns else pl.lit(None, pl.String).alias("code")
    named = aliases.filter(pl.col("alias").is_not_null()).select(
        "alias", "kind", code, own=formless(spelt(pl.col("own"))), spelling=spelt(pl.col("alias"))
    )
    rows = stems(named).filter(pl.col(column) != pl.col("own")).drop("spelling").unique()
    bare = pl.col("key") == pl.col("spelling")
    mentioned = said.filter(pl.col(column).is_in(rows[column].unique().implode()))
    mentioned = mentioned.select(column, bare.alias("bare"), second="node").unique()
    pairs = rows.join(mentioned, on=column).filter((pl.col("kind") == "曾用名") | pl.col("bare"))
    owners = said.filter(pl.col("key").is_in(pairs["own"].unique().implode())).select(own="key", first="node")
    pairs = pairs.join(owners.unique(), on="own")
    pairs = pairs.filter(pl.col("code").is_null() | (pl.col("first") == pl.col("code")))
    pairs = pairs.filter(pl.col("first") != pl.col("second"))
    alone = [pl.col(end).n_unique().over(column) == 1 for end in ("first", "second")]
    why = pl.format("「{}」是{}", "alias", "kind")
    return _edges(pairs.select("first", "second", why.alias("why"), pl.all_horizontal(alone).alias("clear")))


def marked(said: pl.DataFrame, mentions: pl.DataFrame) -> list[Edge]:
    """Short names that are the same but for ST, 退, A and the like, each with the plainest of them.

    Not clear where one sheet has two of them as rows of their own: a list of firms names each once, and of two
    firms that the exchange shortened to 天茂, one is 天茂退 and the other *ST天茂.
    """
    rows = said.filter(pl.col("key") == pl.col("spelling")).select("name", "stem", "key", "node").unique()
    lettered = rows.filter(pl.col("key").str.contains(r"\p{Han}[B-Z]$"))
    rows = rows.join(lettered.select(stem=pl.col("key").str.head(-1)), on="stem", how="anti")
    dressed = pl.col("stem") != pl.col("key")
    rows = rows.filter(dressed.any().over("stem") & (pl.col("node").n_unique().over("stem") > 1))
    rows = rows.sort("stem", dressed, "node").with_columns(least=pl.col("node").first().over("stem"))
    own = mentions.filter(pl.col("listed_here")).select("name", "_file", "_sheet").join(rows, on="name")
    once = own.group_by("stem", "_file", "_sheet").agg(pl.col("node").n_unique())
    twice = once.filter(pl.col("node") > 1)["stem"].unique().implode()
    pairs = rows.filter(pl.col("least") != pl.col("node")).with_columns(
        why=pl.format("证券简称「{}」", "key"), clear=~pl.col("stem").is_in(twice)
    )
    return _edges(pairs.select("least", "node", "why", "clear"))


def _edges(pairs: pl.DataFrame) -> list[Edge]:
    return pairs.unique().sort(pl.all()).rows()
