"""Names that look alike: written with a homophone, with and without their place, or one character apart.

Nothing quadratic: names meet only in a block (the same sound, the same name without its place, the same name less
one character), and a block of too many is no evidence.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import polars as pl

from graph import divisions
from graph.identity.branches import BRANCH
from graph.identity.namesakes import Doubt, seats_of

BLOCK = 8  # names in a block; more of them share a common word, not an identity
LEAST, MOST = 5, 40  # characters of a name that is compared
CORE = 4  # characters of a name without its place
LIKE = {"读音相同": 0.7, "只差地名": 0.0, "只差一个字": 0.85}  # the least rapidfuzz ratio
SCORE = {"读音相同": 0.95, "只差地名": 1.0, "只差一个字": 0.9}
TRIED = 5_000  # pairs looked at one by one
# A number, a letter, a point of the compass tells firms apart on purpose; a slip of the pen does not write them.
_TELLING = re.compile(r"[0-9A-Z一二三四五六七八九十甲乙丙丁东南西北中上下大小新老前后第号()]*")


def doubts(said: pl.DataFrame) -> Iterator[Doubt]:
    """Pairs of nodes that may be one firm: not both with a code, no known seats in different places, no two shares."""
    names = _names(said)
    if not names["open"].any():
        return
    blocks = {"读音相同": _sounds(names), "只差地名": _placeless(names), "只差一个字": _one_off(names)}
    pairs = pl.concat(_scored(names, block, why) for why, block in blocks.items())
    pairs = pairs.sort("score", "one", "other", descending=[True, False, False]).head(TRIED)
    nodes = pl.concat([pairs["node"], pairs["node_other"]]).unique()
    seats = seats_of(said, nodes)
    wanted = pairs.select("one", "other", "node", "node_other", "why", "score")
    for one, other, node, node_other, why, score in wanted.iter_rows():
        alike = _places_agree(one, other) if why == "只差地名" else not _tells_apart(one, other)
        if alike and not seats[node].unlike(seats[node_other]):
            yield node, node_other, f"{why}({one} / {other})", score


def _names(said: pl.DataFrame) -> pl.DataFrame:
    """Every key that means one firm and is no branch: at, key, node, open (without a code)."""
    length = pl.col("key").str.len_chars()
    plain = ~pl.col("spelling").str.contains(BRANCH) & (pl.col("stem") == pl.col("key"))
    rows = said.filter(plain & length.is_between(CORE, MOST))
    rows = rows.select("key", "node").unique()
    rows = rows.filter(~pl.col("key").is_duplicated())
    return rows.with_row_index("at").with_columns(open=pl.col("node").str.starts_with("name:"))


def _scored(names: pl.DataFrame, block: pl.DataFrame, why: str) -> pl.DataFrame:
    """The pairs that meet in a block, at least one of them open, with how alike they are: one, other, nodes, score."""
    from rapidfuzz import fuzz, process

    block = block.unique()
    counts = block.group_by("block").len().filter(pl.col("len").is_between(2, BLOCK)).select("block")
    met = block.join(counts, on="block", how="semi")
    pairs = met.join(met, on="block", suffix="_other").filter(pl.col("at") != pl.col("at_other"))
    pairs = pairs.select("at", "at_other").unique().join(names, on="at")
    pairs = pairs.join(names.select(pl.all().name.suffix("_other")), on="at_other").filter(
        (pl.col("open") | pl.col("open_other"))
        & (pl.col("node") != pl.col("node_other"))
        & (pl.col("key") < pl.col("key_other"))
    )
    one, two = pairs["key"].to_list(), pairs["key_other"].to_list()
    ratio = process.cpdist(one, two, scorer=fuzz.ratio, dtype=np.float64) / 100 if one else np.empty(0)
    pairs = pairs.with_columns(ratio=pl.Series(ratio, dtype=pl.Float64), why=pl.lit(why))
    return pairs.filter(pl.col("ratio") >= LIKE[why]).select(
        pl.col("key").alias("one"), pl.col("key_other").alias("other"), "node", "node_other", "why",
        score=(pl.col("ratio") + 2) / 3 * SCORE[why],
    )  # fmt: skip


def _sounds(names: pl.DataFrame) -> pl.DataFrame:
    """Blocks of the same sound, tones aside."""
    written = set("".join(names["key"].to_list()))
    sounds = {c: f"{sound} " for sound, characters in _spoken() for c in characters if c in written}
    return names.select("at", block=pl.col("key").str.replace_many(sounds).hash())


@cache
def _spoken() -> list[tuple[str, str]]:
    """Sound (without its tone) → the characters usually read so."""
    with (divisions.REFERENCE / "sounds.csv").open(encoding="utf-8", newline="") as file:
        return [(row["sound"], row["characters"]) for row in csv.DictReader(file)]


def _placeless(names: pl.DataFrame) -> pl.DataFrame:
    """Blocks of the same name without the places that it begins with."""
    core = pl.col("key").str.replace(_places(), "").str.replace(_places(), "")
    rows = names.select("at", core=core)
    return rows.filter(pl.col("core").str.len_chars() >= CORE).select("at", block=pl.col("core").hash())


@cache
def _places() -> str:
    """A pattern for the division that a name begins with, in full or without 省, 市, 县, the longest first."""
    found = {
        s for name in divisions.divisions().values() for s in (name, re.sub("(?<=..)[省市县]$", "", name))
    }
    ordered = sorted((name for name in found if len(name) > 1), key=lambda name: (-len(name), name))
    return f"^(?:{'|'.join(map(re.escape, ordered))})"


def _one_off(names: pl.DataFrame) -> pl.DataFrame:
    """Blocks of names that are the same less one character: hashes of every name and of all that it leaves."""
    rows = names.filter(pl.col("key").str.len_chars() >= LEAST)
    size = rows["key"].str.len_chars().to_numpy().astype(np.int64)
    if not size.size:
        return pl.DataFrame(schema={"at": pl.UInt32, "block": pl.UInt64})
    letters = np.frombuffer("".join(rows["key"].to_list()).encode("utf-32-le"), np.uint32).astype(np.uint64)
    step = np.uint64(0x9E3779B97F4A7C15)
    back = np.uint64(pow(int(step), -1, 2**64))
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    owner = np.repeat(np.arange(size.size), size)
    place = np.arange(letters.size) - start[owner]
    mixed = (letters + np.uint64(1)) * np.uint64(0xD6E8FEB86659FD93)
    mixed ^= mixed >> np.uint64(29)
    powers = np.concatenate([[np.uint64(1)], np.cumprod(np.full(MOST, step, np.uint64))])
    total = np.concatenate([[np.uint64(0)], np.cumsum(mixed * powers[place], dtype=np.uint64)])
    head = total[:-1] - total[start[owner]]
    tail = total[(start + size)[owner]] - total[1:]
    left = head + tail * back
    whole = total[start + size] - total[start]
    at = rows["at"].to_numpy()
    ordered = np.sort(np.concatenate([left, whole]))
    met = pl.Series(np.unique(ordered[1:][ordered[1:] == ordered[:-1]])).implode()
    parts = [pl.DataFrame({"at": who, "block": block}) for who, block in ((at[owner], left), (at, whole))]
    return pl.concat(part.filter(pl.col("block").is_in(met)) for part in parts)


def _tells_apart(one: str, other: str) -> bool:
    """Whether what differs is a number, a letter or a direction."""
    least = min(len(one), len(other))
    front = next((i for i in range(least) if one[i] != other[i]), least)
    back = next((i for i in range(least - front) if one[-1 - i] != other[-1 - i]), least - front)
    rest = one[front : len(one) - back], other[front : len(other) - back]
    return all(_TELLING.fullmatch(part) for part in rest)


def _places_agree(one: str, other: str) -> bool:
    """Whether one place lies in what the other names (夏邑, 河南夏邑), or one names none."""
    shared = next((i for i in range(min(len(one), len(other))) if one[-1 - i] != other[-1 - i]), None)
    if shared is None:
        return True
    first, second = one[: len(one) - shared], other[: len(other) - shared]
    return first in second or second in first
