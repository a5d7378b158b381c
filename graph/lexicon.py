"""The shipped lexicon of products (data/reference/lexicon.csv) and which of its groups a segment stands for."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from graph.divisions import REFERENCE
from graph.names import plain
from graph.records import Record

ENOUGH = 2  # words that an analyst must have given before a segment takes on more from the lexicon


@dataclass(frozen=True)
class Group:
    """Products that one trade makes: its name, its GB/T 4754 codes, its words (as compared), its source."""

    name: str
    codes: tuple[str, ...]
    words: tuple[str, ...]
    source: str


@cache
def groups() -> tuple[Group, ...]:
    """All groups, in the file's order."""
    with (REFERENCE / "lexicon.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Group(
                row["group"],
                tuple(row["codes"].split(";")),
                tuple(plain(w) for w in row["words"].split(";")),
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def taken(segments: list[Record]) -> dict[str, list[str]]:
    """Segment id → names of the groups that it stands for, judged by its own words.

    A group is taken where at least two of the analyst's words are words of it, or one that
    is also the group's name; a segment with codes takes only groups of its codes. A group
    that several segments would take says nothing about which of them, so none takes it.
    """
    claims: dict[str, list[str]] = defaultdict(list)
    for segment in segments:
        own = {plain(word) for word in segment.get("words") or []}
        codes = [str(code) for code in segment.get("codes") or []]
        for group in groups() if len(own) >= ENOUGH else ():
            shared = own & set(group.words)
            alike = len(shared) >= 2 or bool(shared & {plain(group.name)})
            if alike and (not codes or _same_trade(codes, group.codes)):
                claims[group.name].append(segment["id"])
    found: dict[str, list[str]] = defaultdict(list)
    for name, claimants in claims.items():
        if len(claimants) == 1:
            found[claimants[0]].append(name)
    return dict(found)


def _same_trade(codes: list[str], of_group: tuple[str, ...]) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in codes for b in of_group)
