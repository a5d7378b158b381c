"""The same firm once: which enterprise every mention means, by code, name, stock code, former and short names.

The sound credit code is the id; without one, ``name:`` and the normalised name (:func:`graph.names.normalise`).
Clearer evidence goes first: codes and names (:mod:`graph.identity.namesakes`), a person's verdicts, stock codes, former and
short names, short names as an exchange marks them. A step that would join two codes, two firms that a person told
apart, or firms of different places, joins nothing there and asks a person instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import polars as pl

from graph.identity import aliases as names
from graph.identity import doubts as asked
from graph.identity import likeness, listing, namesakes
from graph.identity.branches import branches
from graph.identity.decided import Verdicts
from graph.identity.namesakes import Doubt
from graph.identity.ties import Pair, Ties
from graph.names import spelt
from graph.problem import Problem

MENTION = ["name", "code", "stock", "region"]
NAMED = 3  # of many codes of one name a Problem names so many


@dataclass(frozen=True)
class Resolved:
    """Who is meant.

    ``ids``: name, code, stock, region (as mentioned, each once) → id. ``doubtful``: pairs for a person to decide, the
    likeliest first (:data:`graph.identity.doubts.DOUBTFUL`). ``branches``: branch, parent (ids). ``merged``: how many names
    went into other firms, by what told.
    """

    ids: pl.DataFrame
    problems: list[Problem]
    doubtful: pl.DataFrame
    branches: pl.DataFrame
    merged: dict[str, int]


def resolve(mentions: pl.DataFrame, aliases: pl.DataFrame, decided: pl.DataFrame) -> Resolved:
    """Who every mention means; nothing depends on the order of rows.

    ``mentions``: name, code (sound or null), stock, region (six digits of the seat, or null), listed_here (the row
    describes the firm), _file, _sheet, _row. ``aliases``: own, alias, kind (曾用名, 简称), perhaps code (own's).
    ``decided``: first, first_code, second, second_code, verdict (同一, 不同; null is passed over).
    """
    said, places = _said(mentions)
    verdicts = Verdicts(decided, said)
    doubts: list[Doubt] = []
    said = namesakes.split(said, verdicts.exact, verdicts.spelled, doubts).with_columns(origin=pl.col("node"))
    problems = _two_codes(said, verdicts.settled, places)
    same, apart = verdicts.pairs(said, problems)
    ties = Ties(apart)
    problems += verdicts.contradicted(ties.join(same, "人工判定", decided=True), same)
    said = ties.applied(said)
    doubts += [(a, b, "股票代码相同", 1.0) for a, b in ties.join(_one_stock(said), "股票代码")]
    second: set[str] = set()
    by_alias, by_stem = (partial(names.meant, aliases=aliases, column=c) for c in ("key", "stem"))
    by_mark = partial(names.marked, mentions=mentions)
    for tier in (by_alias, by_mark, by_stem):
        said = ties.applied(said)
        good = _clear(said, tier(said), doubts)
        doubts += [(*pair, good[pair], 0.95) for pair in ties.join(good, "曾用名与简称")]
        second |= {b for _, b in good}
    said = ties.applied(said)
    doubtful = asked.listed([*doubts, *likeness.doubts(said)], said, ties)
    said = _final(said, ties, second)
    written = said["name"].n_unique() - said["key"].n_unique()
    merged = {"写法": written, **ties.merged}
    return Resolved(said.select(*MENTION, id="node"), problems, doubtful, branches(said), merged)


def _said(mentions: pl.DataFrame) -> tuple[pl.DataFrame, list[list[str | None]]]:
    """Every distinct mention once, and the files and sheets that ``place`` counts.

    With spelling, key, stem, ticker, listed_here and place: file, sheet and row where it first stands, as one number.
    """
    names_of = [[None, *mentions[column].drop_nulls().unique().sort()] for column in ("_file", "_sheet")]
    place = pl.col("_row").fill_null(0)
    for column, known, shift in zip(("_file", "_sheet"), names_of, (48, 32), strict=True):
        number = pl.col(column).cast(pl.Enum(known[1:])).to_physical().cast(pl.Int64) + 1
        place = place + number.fill_null(0) * 2**shift
    once = mentions.group_by(MENTION).agg(pl.col("listed_here").any(), place.min().alias("place"))
    said = names.stems(
        once.with_columns(spelling=spelt(pl.col("name")), ticker=listing.stock(pl.col("stock")))
    )
    return said, names_of


def _two_codes(said: pl.DataFrame, settled: set[str], places: list[list[str | None]]) -> list[Problem]:
    """One Problem for every name that goes with several codes, where the second of them first stands."""
    coded = said.filter(pl.col("code").is_not_null() & ~pl.col("key").is_in(sorted(settled)))
    several = coded.filter(pl.col("key").is_duplicated())
    first = several.sort("place", "code", "name").unique(["key", "code"], keep="first", maintain_order=True)
    several = first.filter(pl.col("key").is_duplicated())
    problems = []
    for _, group in several.group_by("key", maintain_order=True):
        codes, place, name = group["code"].to_list(), int(group["place"][1]), group["name"][1]
        file, sheet = places[0][place >> 48], places[1][place >> 32 & 0xFFFF]
        others = [codes[0], *codes[2:]]
        more = "、".join(others[:NAMED]) + (f" 等 {len(others)} 个" if len(others) > NAMED else "")
        reason = f"同名而信用代码不同(另有 {more}),按{len(codes)}家企业处理"
        problems.append(Problem(file, reason, sheet, place & 0xFFFFFFFF or None, "企业名称", name))
    return problems


def _one_stock(said: pl.DataFrame) -> list[Pair]:
    """Nodes of one stock code, each with the least of them."""
    pairs = said.filter(pl.col("ticker").is_not_null()).select("ticker", "node").unique()
    pairs = pairs.filter(pl.col("ticker").is_duplicated())
    pairs = pairs.select(pl.col("node").min().over("ticker").alias("least"), "node")
    return pairs.filter(pl.col("least") != pl.col("node")).sort("least", "node").rows()


def _clear(said: pl.DataFrame, edges: list[names.Edge], doubts: list[Doubt]) -> dict[Pair, str]:
    """The edges that can mean nothing else and whose ends do not lie in different places; the others are doubts."""
    seats = namesakes.seats_of(said, pl.Series([n for edge in edges for n in edge[:2]], dtype=pl.String))
    good: dict[Pair, str] = {}
    for a, b, why, clear in edges:
        one, other = seats[a], seats[b]
        moved = one.elsewhere(other) and namesakes.names_a_place(b, one.regions | other.regions)
        if clear and (moved or not one.unlike(other)):
            good[a, b] = why
        else:
            doubts.append((a, b, why + (",分不清是哪一家" if not clear else ",注册地或股票代码不同"), 0.95))
    return good


def _final(said: pl.DataFrame, ties: Ties, second: set[str]) -> pl.DataFrame:
    """The mentions, each node by its firm's id: a code, else the name that the firm's own row bears today."""
    sets = {root: nodes for root, nodes in ties.sets().items() if root.startswith("name:")}
    members = sorted({node for nodes in sets.values() for node in nodes})
    own = set(said.filter(pl.col("listed_here") & pl.col("origin").is_in(members))["origin"])
    best = {root: min(nodes, key=lambda n: (n in second, n not in own, n)) for root, nodes in sets.items()}
    if not best:
        return said
    said = said.with_columns(pl.col("node").replace(best))
    # who is no longer told apart from another of its name bears the bare one
    marked = {node: node.partition(" ")[0] for node in best.values() if " " in node}
    bare = pl.col("node").str.split(" ").list.first()
    alike = said.filter(bare.is_in(sorted(marked.values()))).select("node", base=bare).unique()
    single = alike.filter(~pl.col("base").is_duplicated() & (pl.col("node") != pl.col("base")))
    return said.with_columns(pl.col("node").replace(single["node"], single["base"]))
