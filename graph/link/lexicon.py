"""The shipped lexicon of products (data/reference/lexicon.csv) and which of its groups a segment stands for."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from graph.divisions import REFERENCE
from graph.names import plain
from graph.records import Record

ENOUGH = 2  # words of a group that an analyst must have given before a segment takes on the rest
CORE = 8  # a group's first words are its general ones: a segment that names none of them is narrower
NAMED = 0.3  # of the segment's words that must be the group's where one of them is its name, without codes or another such name
SHARE = 0.2  # of the segment's words that must be the group's, or the segment is about something else


@dataclass(frozen=True)
class Group:
    """Products that one trade makes: its name, codes (GB/T 4754), words (as compared, the general ones first), source.

    ``claimed``: segments may take it; the others only tell things apart (种植 from 蔬菜加工).
    """

    name: str
    claimed: bool
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
                row["role"] == "认领",
                tuple(row["codes"].split(";")),
                tuple(plain(w) for w in row["words"].split(";")),
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def taken(segments: list[Record], lexicon: tuple[Group, ...]) -> dict[str, list[str]]:
    """Segment id → names of the groups that it stands for, judged by its own words.

    A group is taken where two of the analyst's words are among its general ones and a fifth of
    the analyst's words are its own, or where a word is the group's name (without codes: together
    with more of the group, or with another group's name); one word alone never takes any. A segment
    with codes takes only groups of its codes. A group that several segments would take says nothing
    about which of them, so none takes it.
    """
    claims: dict[str, list[str]] = defaultdict(list)
    names = {plain(group.name) for group in lexicon}
    for segment in segments:
        own = {plain(word) for word in segment.get("words") or []}
        codes = [str(code) for code in segment.get("codes") or []]
        named = len(own & names)
        sure = bool(codes) or named >= ENOUGH
        for group in lexicon if len(own) >= ENOUGH else ():
            if group.claimed and (not codes or _same_trade(codes, group.codes)) and _alike(own, group, sure):
                claims[group.name].append(segment["id"])
    found: dict[str, list[str]] = defaultdict(list)
    for name, claimants in claims.items():
        if len(claimants) == 1:
            found[claimants[0]].append(name)
    return dict(found)


def _alike(own: set[str], group: Group, sure: bool) -> bool:
    general, shared = own & set(group.words[:CORE]), own & set(group.words)
    named = plain(group.name) in own and (sure or len(shared) >= NAMED * len(own))
    return named or (len(general) >= ENOUGH and len(shared) >= SHARE * len(own))


def _same_trade(codes: list[str], of_group: tuple[str, ...]) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in codes for b in of_group)
