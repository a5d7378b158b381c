"""All words that may be found in texts, and which segment each one speaks for: the analyst's own and the lexicon's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graph.link.kinds import Trades
from graph.link.lexicon import ENOUGH, Group, taken
from graph.link.trade import GENERIC, GOODS_OF, KITS, STUFFS, VAGUE
from graph.names import plain
from graph.records import Record

MEANING = {
    "term": pl.UInt32,
    "segment": pl.String,
    "word": pl.String,
    "group": pl.String,
    "whole": pl.Boolean,
    "own": pl.Boolean,
}


@dataclass(frozen=True)
class Vocabulary:
    """``words``, longest first; ``meaning``: term (a word's number), segment, word, group (null for own words).

    A word of the analyst's wins: within a longer word of another segment it does not speak, at the
    end of a longer word that only the lexicon knows (涤纶面料) it does. ``whole`` words count only
    where they are the whole item (the lexicon's words of one character). ``farms``: the groups of
    agriculture (GB/T 4754 class A), whose words 种植 and 养殖 also make. ``silent``: words that only
    look like an analyst's (机床 for 床 in a chain of furniture).
    """

    words: list[str]
    meaning: pl.DataFrame
    hides: dict[str, list[str]]
    farms: list[str]
    silent: list[int]

    def shared(self) -> list[str]:
        """The words that speak for several segments."""
        counted = self.meaning.group_by("word").agg(pl.col("segment").n_unique())
        return counted.filter(pl.col("segment") > 1)["word"].sort().to_list()

    def own(self) -> Vocabulary:
        """Only the analyst's words and those that hide them: in a stated product nothing else speaks."""
        theirs = self.meaning.filter("own")
        terms = pl.concat([theirs["term"], pl.Series(self.silent, dtype=pl.UInt32)]).unique().sort()
        number = pl.col("term").replace_strict(terms, pl.int_range(len(terms), dtype=pl.UInt32, eager=True))
        words = [self.words[term] for term in terms]
        return Vocabulary(words, theirs.with_columns(term=number), self.hides, self.farms, [])


def vocabulary(
    segments: list[Record], lexicon: tuple[Group, ...], takes: Mapping[str, list[str]]
) -> Vocabulary:
    """The words of all segments and of the lexicon (none: it is not in use)."""
    own: dict[str, list[str]] = defaultdict(list)
    for segment in segments:
        for word in dict.fromkeys(plain(w) for w in segment.get("words") or []):
            if word and word not in GENERIC:
                own[word].append(segment["id"])
    shipped = _shipped(taken(segments, lexicon) | dict(takes), lexicon)
    if lexicon:
        _say_otherwise(segments, own, shipped)
    trades = Trades(segments, lexicon)
    words = sorted({*own, *shipped}, key=lambda w: (-len(w), w))
    rows = [
        (number, segment, said, group, word not in own and len(word) == 1, word in own)
        for number, word in enumerate(words)
        for segment, said, group in _speaks(word, own, shipped, trades)
    ]
    heard = {row[0] for row in rows}
    silent = [n for n, word in enumerate(words) if n not in heard and trades.kind(word, own)]
    hides = {s["id"]: [e for e in map(plain, s.get("exclude") or []) if e] for s in segments}
    farms = [group.name for group in lexicon if all(code.startswith("0") for code in group.codes)]
    return Vocabulary(
        words,
        pl.DataFrame(rows, schema=MEANING, orient="row"),
        {k: v for k, v in hides.items() if v},
        farms,
        silent,
    )


def _shipped(takes: dict[str, list[str]], lexicon: tuple[Group, ...]) -> dict[str, list[tuple[str, str]]]:
    """Lexicon word → the (segment, group) pairs that took its groups; none for words that only tell things apart."""
    holder = {group: segment for segment, names in takes.items() for group in names}
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for group in lexicon:
        for word in group.words:
            found[word] += [(holder[group.name], group.name)] if group.name in holder else []
    return found


def _say_otherwise(
    segments: list[Record], own: dict[str, list[str]], shipped: dict[str, list[tuple[str, str]]]
) -> None:
    """Other ways to say an analyst's word, as words of the lexicon: 环保机械 for 环保设备, 塑料… for 塑料制品."""
    for segment in segments:
        mine = [plain(w) for w in segment.get("words") or []]
        for word in mine if len(mine) >= ENOUGH else ():
            kit = next((k for k in sorted(KITS, key=len, reverse=True) if word.endswith(k)), None)
            stem = word.removesuffix(kit) if kit else word.removesuffix(GOODS_OF)
            said = [stem + other for other in KITS] if kit else [stem] if stem in STUFFS else []
            for other in said if len(stem) >= 2 and stem not in VAGUE else ():
                if other not in own and not shipped.get(other):
                    shipped[other] = [(segment["id"], "同义说法")]


def _speaks(
    word: str, own: dict[str, list[str]], shipped: dict[str, list[tuple[str, str]]], trades: Trades
) -> list[tuple[str, str, str | None]]:
    """(segment, word as the analyst or the lexicon has it, group) for a word that was found."""
    if word in own:
        return [(segment, word, None) for segment in own[word]]
    found = {segment: (segment, word, group) for segment, group in reversed(shipped[word])}
    if found:
        return [found[segment] for segment in sorted(found)]
    kind = trades.kind(word, own)
    return (
        [(segment, kind, None) for segment in own[kind] if trades.fits(segment, kind, word)] if kind else []
    )
