"""Enterprises to segments: 已确认, 待核, with the words and the place that say so (contract.md, State of a link)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from graph.frames import conform
from graph.link.lexicon import Group, groups
from graph.link.scopes import product_words, scope_words, spelled
from graph.link.vocabulary import Vocabulary, vocabulary
from graph.model import KINDS
from graph.records import Record

BATCH = 200_000  # firms whose texts are read at a time: bounds the memory
# how often a link of one such evidence is right, measured (bench/links.py, docs/linking.md)
STRENGTH = {"企业环节": 1.0, "主要产品": 0.99, "主要产品另有字": 0.95, "经营范围": 0.99, "经营范围另有字": 0.97, "词库": 0.97,
            "行业代码": 0.8, "行业代码,文字没写": 0.05, "来源待核": 0.5}  # fmt: skip
SURE = {"已核实": 3, "转载": 2, "待核": 1}
RANK = {"企业环节": 0, "主要产品": 1, "经营范围": 2, "行业代码": 3}
SAID = ("source", "date", "confidence")
_PROOF: dict[str, Any] = {"from": pl.String, "to": pl.String, "state": pl.String, "where": pl.String, "words": pl.List(pl.String),
          "products": pl.List(pl.String), "share": pl.Float64, "strength": pl.Float64, "sentence": pl.String,
          "source": pl.String, "date": pl.Date, "confidence": pl.String}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """How texts are read, where a project may choose.

    The state of a link that only the scope shows; the lexicon (none: not in use); the groups that
    a segment takes from it, where not by its words; the weights of words, where not as counted.
    """

    scope_only: str = "已确认"
    lexicon: tuple[Group, ...] = field(default_factory=groups)
    takes: Mapping[str, list[str]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)


def link(
    firms: pl.DataFrame,
    segments: list[Record],
    memberships: pl.DataFrame,
    refused: pl.DataFrame,
    reading: Reading,
) -> pl.DataFrame:
    """One Makes record a pair of enterprise and segment, of all its evidence."""
    words = vocabulary(segments, reading.lexicon, reading.takes)
    proofs = [_stated(memberships), _coded(firms, segments)]
    for start in range(0, firms.height, BATCH):
        some = firms.slice(start, BATCH)
        proofs += [_from_products(some, words.own()), _from_scopes(some, words, reading.scope_only)]
    pairs = refused.select(pl.col("enterprise").alias("from"), pl.col("segment").alias("to"))
    found = pl.concat([p.select([pl.col(n).cast(t) for n, t in _PROOF.items()]) for p in proofs])
    kept = _weighed(found.join(pairs, on=["from", "to"], how="anti"), words.shared(), reading.weights)
    return conform(KINDS["Makes"], _seconded(_merged(kept)))


def stated_state(confidence: pl.Expr) -> pl.Expr:
    """A stated membership or product is 待核 only where its source is."""
    return pl.when(confidence == "待核").then(pl.lit("待核")).otherwise(pl.lit("已确认"))


def _stated(memberships: pl.DataFrame) -> pl.DataFrame:
    listed = pl.col("products").fill_null([])
    named = pl.when(listed.list.len() > 0).then(pl.lit(":") + listed.list.join("、")).otherwise(pl.lit(""))
    return memberships.rename({"enterprise": "from", "segment": "to"}).with_columns(
        state=stated_state(pl.col("confidence")),
        where=pl.lit("企业环节"),
        words=pl.lit([], pl.List(pl.String)),
        products=listed,
        strength=pl.lit(STRENGTH["企业环节"]),
        sentence=pl.lit("资料直接列明该企业属于此环节") + named,
    )


def _coded(firms: pl.DataFrame, segments: list[Record]) -> pl.DataFrame:
    """行业代码 alone is 待核: a class holds more than a segment, and where products or scope are known they mostly say no."""
    said = pl.col("scope").is_not_null() | (pl.col("products").list.len() > 0).fill_null(False)
    coded = firms.select("id", *SAID, said=said, code="industry").explode("code").drop_nulls("code")
    pairs = [
        (mine, segment["id"])
        for mine in coded["code"].unique().sort()
        for segment in segments
        if any(mine.startswith(str(code)) for code in segment.get("codes") or [])
    ]
    known = pl.DataFrame(pairs, schema={"code": pl.String, "to": pl.String}, orient="row")
    return coded.join(known, on="code").select(
        pl.col("id").alias("from"), "to", *SAID,
        state=pl.lit("待核"), where=pl.lit("行业代码"), words=pl.concat_list("code"),
        products=pl.lit([], pl.List(pl.String)), share=pl.lit(None, pl.Float64),
        strength=pl.when("said").then(STRENGTH["行业代码,文字没写"]).otherwise(STRENGTH["行业代码"]),
        sentence=pl.format("行业代码{}相符,仅此不足以确认", pl.col("code")),
    )  # fmt: skip


def _from_products(firms: pl.DataFrame, words: Vocabulary) -> pl.DataFrame:
    numbered = firms.with_row_index("text")
    texts = numbered.select("text", raw="products").explode("raw").drop_nulls("raw")
    rows, found = product_words(texts, words.words)
    told = _told(_spoken(found, words), "主要产品")
    return _proof(rows.join(told, on="clause"), numbered, "主要产品", stated_state(pl.col("confidence")))


def _from_scopes(firms: pl.DataFrame, words: Vocabulary, scope_only: str) -> pl.DataFrame:
    numbered = firms.with_row_index("text")
    rows, found = scope_words(numbered.select("text", raw="scope").drop_nulls("raw"), words.words)
    told = _told(_spoken(found, words), "经营范围")
    state = pl.when(pl.col("confidence") == "待核").then(pl.lit("待核")).otherwise(pl.lit(scope_only))
    return _proof(rows.join(told, on="clause"), numbered, "经营范围", state)


def _spoken(found: pl.DataFrame, words: Vocabulary) -> pl.DataFrame:
    """What the found words say: clause, segment, word, group; less what a segment's excluding words hide."""
    read = found.join(words.meaning, on="term").filter(~pl.col("whole") | (pl.col("before") == ""))
    read = read.filter(~pl.col("farmed") | pl.col("group").is_null() | pl.col("group").is_in(words.farms))
    items = read.select(pl.col("item").unique(maintain_order=True))
    texts = items.with_columns(plain=spelled(pl.col("item"), words.words))
    read = read.join(texts, on="item")
    parts = [
        part.filter(_shows(words.hides[str(key[0])])) if str(key[0]) in words.hides else part
        for key, part in read.partition_by("segment", as_dict=True).items()
    ]
    return pl.concat(parts) if parts else read


def _shows(hides: list[str]) -> pl.Expr:
    """Whether the word is still there once the characters that the excluding words cover are hidden."""
    left = pl.col("plain").str.replace_many(hides, ["\ue00f"] * len(hides), leftmost=True)
    return left.str.contains(pl.col("word"), literal=True)


def _told(read: pl.DataFrame, where: str) -> pl.DataFrame:
    """One row a clause, segment and kind of word: the words, their strength, the sentence."""
    own, bare = pl.col("group").is_null(), (pl.col("before") == "") & (pl.col("tail") == "")
    kind = pl.when(own).then(pl.lit("产品词")).otherwise(pl.format("词库「{}」的产品词", pl.col("group")))
    grouped = (
        read.with_columns(kind=kind)
        .group_by("clause", "segment", "kind")
        .agg(pl.col("raw").first(), words=pl.col("word").unique().sort(), own=own.any(), bare=bare.any())
    )
    clause, listed = pl.col("raw").str.slice(0, 60), pl.col("words").list.join("、")
    return grouped.select(
        "clause", "words",
        to="segment",
        strength=pl.when(~pl.col("own")).then(STRENGTH["词库"]).when("bare").then(STRENGTH[where])
        .otherwise(STRENGTH[f"{where}另有字"]),
        sentence=pl.format(f"{where}「{{}}」含{{}}「{{}}」", clause, "kind", listed),
    )  # fmt: skip


def _proof(told: pl.DataFrame, firms: pl.DataFrame, where: str, state: pl.Expr) -> pl.DataFrame:
    """What the clauses of each firm told, as its proofs."""
    doubt = pl.when(pl.col("state") == "待核").then(pl.col("sentence") + "(待核)").otherwise("sentence")
    return (
        told.join(firms.select("text", "id", *SAID), on="text")
        .with_columns(state=state)
        .select(
            pl.col("id").alias("from"), "to", *SAID, "state", "words", "strength",
            where=pl.lit(where), products=pl.lit([], pl.List(pl.String)), share=pl.lit(None, pl.Float64),
            sentence=doubt,
        )
    )  # fmt: skip


def _weighed(proofs: pl.DataFrame, shared: list[str], given: Mapping[str, float]) -> pl.DataFrame:
    """Strength by how well the words tell segments apart, counted on the project's own firms.

    A word of one segment weighs 1. A word of several weighs, for each, the share of its firms that
    something else links to that segment (each counted once more, so that none is 0).
    """
    if not shared and not given:
        return proofs
    said = proofs.with_row_index("_proof").explode("words").rename({"words": "word"}).drop_nulls("word")
    asked = said.filter(pl.col("word").is_in([*shared, *given]))
    others = said.select("from", "to", other="word").vstack(
        proofs.filter(pl.col("words").list.len() == 0).select("from", "to", other=pl.lit("", pl.String))
    )
    seen = asked.select("from", "to", "word").unique()
    backed = seen.join(others, on=["from", "to"]).filter(pl.col("word") != pl.col("other"))
    counted = (
        seen.select("to", "word")
        .unique()
        .join(backed.group_by("to", "word").agg(n=pl.col("from").n_unique()), on=["to", "word"], how="left")
        .with_columns(n=pl.col("n").fill_null(0) + 1)
        .with_columns(weight=pl.col("n") / pl.col("n").sum().over("word"))
        .with_columns(weight=pl.col("word").replace_strict(dict(given), default=pl.col("weight")))
    )
    weight = (
        said.join(counted.select("to", "word", "weight"), on=["to", "word"], how="left")
        .group_by("_proof")
        .agg(weight=pl.col("weight").fill_null(1.0).max())
    )
    weighed = proofs.with_row_index("_proof").join(weight, on="_proof", how="left").sort("_proof")
    light = pl.format("{}(词权{})", "sentence", pl.col("weight").round(2))
    return weighed.with_columns(
        strength=pl.col("strength") * pl.col("weight").fill_null(1.0),
        sentence=pl.when(pl.col("weight") < 1).then(light).otherwise("sentence"),
    ).drop("_proof", "weight")


def _merged(proofs: pl.DataFrame) -> pl.DataFrame:
    """One edge of several proofs: any 已确认 confirms; the surest source of those and its date are kept, the shares of all."""
    pair = ["from", "to"]
    counted = proofs.with_columns(_of=pl.len().over(pair))
    alone = counted.filter(pl.col("_of") == 1).select(
        *pair, "state", "strength", "products", "words", "share", *SAID,
        where=pl.concat_list("where"), evidence="sentence",
    )  # fmt: skip
    together = _joined(counted.filter(pl.col("_of") > 1).drop("_of"))
    both = pl.concat([alone, together.select(alone.columns)])
    doubt = (pl.col("state") == "待核") & (pl.col("confidence") == "待核")
    return both.with_columns(
        pl.when(doubt).then(pl.min_horizontal("strength", STRENGTH["来源待核"])).otherwise("strength")
    )


def _joined(proofs: pl.DataFrame) -> pl.DataFrame:
    """Pairs of several proofs."""
    pair = ["from", "to"]
    sure = pl.col("confidence").fill_null("转载").replace_strict(SURE, default=2, return_dtype=pl.Int8)
    rank = pl.col("where").replace_strict(RANK, return_dtype=pl.Int8)
    rows = proofs.with_columns(_sure=sure, _rank=rank, _yes=pl.col("state") == "已确认").sort(
        "from", "to", "_rank", "sentence", "source", nulls_last=True
    )
    pool = rows.filter(pl.col("_yes") | ~pl.col("_yes").any().over(pair))
    each = pl.col("products", "words").list.explode(keep_nulls=False, empty_as_null=False)
    said = rows.group_by(pair).agg(
        each.unique(maintain_order=True),
        where=pl.col("where").unique(maintain_order=True),
        evidence=pl.col("sentence").unique(maintain_order=True).str.join(";"),
    )
    best = pool.sort("_sure", "strength", descending=True, maintain_order=True).group_by(pair).agg(
        pl.col("state").first(), pl.col("source").first(), pl.col("confidence").first(), pl.col("date").max(),
        strength=pl.col("strength").max(),
    )  # fmt: skip
    return best.join(said, on=pair).join(_shares(rows), on=pair, how="left")


def _shares(rows: pl.DataFrame) -> pl.DataFrame:
    """Of one product the larger share; shares of different products add up to at most 1; unknown ones are skipped."""
    known = rows.filter(pl.col("share").is_not_null()).with_columns(_of=pl.col("products").list.join(";"))
    return (
        known.group_by("from", "to", "_of")
        .agg(pl.col("share").max())
        .group_by("from", "to")
        .agg(share=pl.min_horizontal(pl.lit(1.0), pl.col("share").sum()))
    )


def _seconded(links: pl.DataFrame) -> pl.DataFrame:
    """With the strongest other segment of the same enterprise (``second``)."""
    ordered = links.sort("from", "strength", "to", descending=[False, True, False])
    tops = ordered.group_by("from", maintain_order=True).agg(_tops=pl.col("to").head(2))
    first = pl.col("_tops").list.get(0)
    other = (
        pl.when(pl.col("to") == first).then(pl.col("_tops").list.get(1, null_on_oob=True)).otherwise(first)
    )
    return ordered.join(tops, on="from").with_columns(second=other).drop("_tops").sort("from", "to")
