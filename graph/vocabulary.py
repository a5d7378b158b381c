"""All words that may be found in texts, and which segment each one speaks for: the analyst's own and the lexicon's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from graph.lexicon import groups, taken
from graph.names import plain
from graph.records import Record
from graph.trade import GENERIC, PROCESSES, SHAPING

MEANING = {
    "term": pl.UInt32,
    "segment": pl.String,
    "word": pl.String,
    "group": pl.String,
    "whole": pl.Boolean,
}


@dataclass(frozen=True)
class Vocabulary:
    """``words``, longest first; ``meaning``: term (a word's number), segment, word, group (null for own words).

    A word of the analyst's wins: within a longer word of another segment it does not speak, at the
    end of a longer word that only the lexicon knows (涤纶面料) it does. ``whole`` words count only
    where they are the whole item (the lexicon's words of one character).
    """

    words: list[str]
    meaning: pl.DataFrame
    hides: dict[str, list[str]]


def vocabulary(segments: list[Record], lexicon: bool = True) -> Vocabulary:
    """The words of all segments, and the lexicon's where it is in use."""
    own: dict[str, list[str]] = defaultdict(list)
    for segment in segments:
        for word in dict.fromkeys(plain(w) for w in segment.get("words") or []):
            if word and word not in GENERIC:
                own[word].append(segment["id"])
    shipped = _shipped(segments) if lexicon else {}
    words = sorted({*own, *shipped}, key=lambda w: (-len(w), w))
    rows = [
        (number, segment, said, group, word not in own and len(word) == 1)
        for number, word in enumerate(words)
        for segment, said, group in _speaks(word, own, shipped)
    ]
    hides = {s["id"]: [e for e in map(plain, s.get("exclude") or []) if e] for s in segments}
    return Vocabulary(
        words, pl.DataFrame(rows, schema=MEANING, orient="row"), {k: v for k, v in hides.items() if v}
    )


def _shipped(segments: list[Record]) -> dict[str, list[tuple[str, str]]]:
    """Lexicon word → the (segment, group) pairs that took its groups; none for words that only tell things apart."""
    holder = {group: segment for segment, names in taken(segments).items() for group in names}
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for group in groups():
        for word in group.words:
            found[word] += [(holder[group.name], group.name)] if group.name in holder else []
    return found


def _speaks(
    word: str, own: dict[str, list[str]], shipped: dict[str, list[tuple[str, str]]]
) -> list[tuple[str, str, str | None]]:
    """(segment, word as the analyst or the lexicon has it, group) for a word that was found."""
    if word in own:
        return [(segment, word, None) for segment in own[word]]
    found: dict[str, tuple[str, str, str | None]] = {}
    ends = (word[i:] for i in range(1, len(word)))
    tail = next((e for e in ends if e in own and e not in PROCESSES | SHAPING), None)
    for segment, group in shipped[word]:
        found.setdefault(segment, (segment, word, group))
    if tail and not found:
        return [(segment, tail, None) for segment in own[tail]]
    return list(found.values())
