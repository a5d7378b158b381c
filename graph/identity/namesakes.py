"""One name, several firms: parts the mentions of a name by credit code, A share and the prefecture of the seat.

A name is unique where it is registered, and no more: two firms of different prefectures may bear one that names
no place (华丰纺织有限公司 in 绍兴 and in 商丘). Taken for one, they lend the county a stranger's revenue; kept apart,
they cost a person one question: so they stay apart and are asked about. A name that names a place in which one of
the seats lies (河南华丰…, 商丘华丰…) is unique there: that firm has moved, or a cell is wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations

import polars as pl

from graph import divisions
from graph.identity.listing import main_share

Doubt = tuple[str, str, str, float]  # two nodes, why they may be one, how likely
Mention = tuple[str | None, str | None, str | None]  # credit code, A share, region


@dataclass
class Seat:
    """One firm of a name: what the clearer mentions say of it before the vaguer ones come."""

    codes: set[str] = field(default_factory=set)
    shares: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)

    def take(self, mention: Mention) -> None:
        """Learn from a mention."""
        for known, said in zip((self.codes, self.shares, self.regions), mention, strict=True):
            if said:
                known.add(said)

    def elsewhere(self, other: Seat) -> bool:
        """Whether both have known regions, and no two of them are one place."""
        near = any(same_place(a, b) for a in self.regions for b in other.regions)
        return bool(self.regions and other.regions) and not near

    def unlike(self, other: Seat) -> bool:
        """Whether they lie in different places, or are listed under different A shares."""
        return self.elsewhere(other) or bool(self.shares and other.shares and not self.shares & other.shares)


def area(region: str) -> str:
    """The prefecture; the province where no more is known."""
    return divisions.prefecture(region) or region[:2]


def same_place(one: str, other: str) -> bool:
    """Whether two seats may be one: the same prefecture, or the same province where one is vaguer."""
    first, second = sorted((area(one), area(other)), key=len)
    return second.startswith(first)


def seats_of(said: pl.DataFrame, nodes: pl.Series) -> dict[str, Seat]:
    """What is known of the firms that these nodes are."""
    share = main_share(pl.col("ticker")).alias("share")
    rows = said.filter(pl.col("node").is_in(nodes.implode())).select("node", share, "region")
    found = rows.group_by("node").agg(pl.all().drop_nulls().unique())
    return {node: Seat(set(), set(share), set(region)) for node, share, region in found.iter_rows()}


def split(said: pl.DataFrame, exact: set[str], spelled: set[str], doubts: list[Doubt]) -> pl.DataFrame:
    """Mentions with ``node``: the credit code, else ``name:`` and the key, else that and what tells it apart.

    Of the keys in ``exact`` a person said that they are several, so nothing vague joins what is clear; of those in
    ``spelled`` that their spellings differ.
    """
    several = pl.col("key").is_duplicated()
    single, rows = said.filter(~several), said.filter(several)
    known = _known(rows)
    asked = pl.DataFrame({"key": sorted(exact | spelled)}, schema={"key": pl.String})
    hard = pl.concat([known.filter("hard").select("key"), asked]).unique()
    easy = rows.join(hard, on="key", how="anti").join(known.select("key", "only"), on="key", how="left")
    easy = pl.concat([single.with_columns(only=pl.lit(None, pl.String)), easy])
    easy = easy.with_columns(node=pl.coalesce("code", "only", "name:" + pl.col("key"))).drop("only")
    rows = rows.join(hard, on="key", how="semi").sort("key", "spelling", maintain_order=True)
    if rows.is_empty():
        return easy
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    wanted = rows.select("key", "spelling", "code", main_share(pl.col("ticker")), "region")
    for key, spelling, *mention in wanted.iter_rows():
        groups[key, spelling if key in spelled else key].append((mention[0], mention[1], mention[2]))
    nodes: list[str] = []
    for (key, spelling), mentions in groups.items():
        base = f"name:{key}" + (f" {spelling[len(key) :]}" if spelling != key else "")
        nodes += _apart(base, mentions) if key in exact else _part(base, key, mentions, doubts)
    return pl.concat([easy, rows.with_columns(node=pl.Series(nodes, dtype=pl.String))])


def _known(rows: pl.DataFrame) -> pl.DataFrame:
    """Of every key: its code, and whether its mentions may be several firms."""
    region, province = pl.col("region"), pl.col("region").str.slice(0, 2)
    areas = {code: divisions.prefecture(code) for code in rows["region"].drop_nulls().unique()}
    facts = {"code": pl.col("code"), "share": main_share(pl.col("ticker")), "top": province,
             "area": region.replace_strict(areas, default=None, return_dtype=pl.String)}  # fmt: skip
    rows = rows.select("key", **facts)
    differ = pl.any_horizontal((pl.col(n).min() != pl.col(n).max()).fill_null(False) for n in facts)
    return rows.group_by("key").agg(pl.col("code").min().alias("only"), differ.alias("hard"))


def _apart(base: str, mentions: list[Mention]) -> list[str]:
    """Each code, share and region a firm of its own."""
    labels = [share or region or "" for _, share, region in mentions]
    several = len({label for label, (code, *_) in zip(labels, mentions, strict=True) if not code}) > 1
    return [
        code or base + (f" {label}" if label and several else "")
        for label, (code, *_) in zip(labels, mentions, strict=True)
    ]


def _part(base: str, key: str, mentions: list[Mention], doubts: list[Doubt]) -> list[str]:
    """The clear mentions make the firms, the vaguer ones join the only firm that they can mean."""
    moved = names_a_place(key, {region for *_, region in mentions if region})
    known = [(code, share, None if moved else region) for code, share, region in mentions]
    seats: dict[str, Seat] = {}
    labels: dict[Mention, str] = {}
    for level in range(5):
        here: dict[str, list[Mention]] = defaultdict(list)
        for mention in dict.fromkeys(known):
            if _level(mention) == level:
                here[_label(mention)].append(mention)
        meant = {label: _meant(group, seats) for label, group in here.items()}
        wooed = Counter(found for found, sure in meant.values() if not sure)
        for label, group in here.items():
            found, sure = meant[label]
            goal = found if found is not None and (sure or wooed[found] == 1) else label
            labels |= dict.fromkeys(group, goal)
            meant[label] = (goal, sure)
        for label, group in here.items():
            for mention in group:
                seats.setdefault(meant[label][0] or label, Seat()).take(mention)
    nodes = _nodes(base, seats)
    doubts += _doubts(nodes, seats)
    return [nodes[labels[mention]] for mention in known]


def _level(mention: Mention) -> int:
    """From clear to vague: a code, an A share, a prefecture, a province, the name alone."""
    code, share, region = mention
    if code or share:
        return 0 if code else 1
    return (
        4 if not region else 3 if area(region) == region[:2] and region[:2] not in divisions.MUNICIPAL else 2
    )


def _label(mention: Mention) -> str:
    code, share, region = mention
    return code or share or (area(region).ljust(6, "0") if region else "")


def _meant(group: list[Mention], seats: dict[str, Seat]) -> tuple[str | None, bool]:
    """The one firm that mentions of one label can mean, and whether something says so."""
    said = Seat()
    for mention in group:
        said.take(mention)
    if said.codes:
        return None, False
    fits = {label: seat for label, seat in seats.items() if not said.unlike(seat)}
    sure = [label for label, seat in fits.items() if said.shares & seat.shares
            or (not said.shares and said.regions and seat.regions)]  # fmt: skip
    best = sure or list(fits)
    return (best[0], bool(sure)) if len(best) == 1 else (None, False)


def _nodes(base: str, seats: dict[str, Seat]) -> dict[str, str]:
    """Label → node; the only one without a code bears the bare name."""
    bare = [label for label, seat in seats.items() if not seat.codes]
    return {
        label: label if seat.codes else base + (f" {label}" if label and len(bare) > 1 else "")
        for label, seat in seats.items()
    }


def _doubts(nodes: dict[str, str], seats: dict[str, Seat]) -> list[Doubt]:
    first, *others = sorted(seats)
    pairs = list(combinations(sorted(seats), 2)) if len(seats) <= 5 else [(first, other) for other in others]
    return [
        (nodes[one], nodes[other], _why(seats[one], seats[other]), 1.0)
        for one, other in pairs
        if not (seats[one].codes and seats[other].codes)
    ]


def _why(one: Seat, other: Seat) -> str:
    if one.elsewhere(other):
        places = " / ".join(divisions.short_name(min(s.regions)) for s in (one, other))
        return f"同名而注册地不同({places})"
    if one.shares and other.shares:
        return f"同名而股票代码不同({min(one.shares)} / {min(other.shares)})"
    return "同名,现有资料分不清是不是同一家"


def names_a_place(key: str, regions: set[str]) -> bool:
    """Whether a name begins with (or has in brackets) a place in which one of the regions lies."""
    key = key.removeprefix("name:")
    spots = [key[:n] for n in range(2, min(len(key), 13))]
    spots += [part.split(")")[0] for part in key.split("(")[1:]]
    for region in sorted(regions):
        for spot in spots:
            code = divisions.named(spot, region)
            whole = code and (divisions.level(code) != "县" or divisions.is_county(code))
            if code and whole and divisions.below(region, code):
                return True
    return False
