"""What build knows of each enterprise as a target: group, gate, tier, the five features (methods.md §4)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from graph import divisions, honors, moves
from graph.frames import Graph
from graph.project import Project
from graph.records import joined

STOPPED = "注销|吊销|停业|歇业|清算|责令关闭"
RULED_OUT = ("失信", "环保", "安全", "僵尸", "经营异常")
QUALITY = (("rd_share", "研发费用占比", 0.03), ("growth", "营收增速", 0.15), ("value_added", "增加值率", 0.30),
           ("tax_per_mu", "亩均税收", 10.0))  # fmt: skip
LISTED = 0.7
FEATURES = ("strength", "expansion", "access", "ties", "quality")


def describe(graph: Graph, project: Project) -> None:
    """Write group, gate, tier and the features with their reasons into every enterprise.

    Each feature is a frame (id, value, why) of the enterprises of which it is known.
    """
    firms = _states(graph, project)
    owners = _Owners(graph, firms)
    firms = _grouped(firms, owners.groups)
    open_ = pl.col("gate").is_null()
    makers = graph["Makes"].filter(pl.col("local") & (pl.col("state") == "已确认"))["from"].unique()
    present = firms.filter(pl.col("id").is_in(makers.implode()) & pl.col("is_local") & open_)
    firms = firms.with_columns(group_local=pl.col("group").is_in(present["group"].unique().implode()))
    projects = moves.known(graph, firms, project)
    known = {
        "strength": _strength(graph, firms, owners),
        "expansion": _leaving(graph, firms, project, moves.expansion(projects)),
        "access": _at_home(firms, moves.access(projects)),
        "ties": _ties(graph, firms, present["id"], owners, project),
        "quality": _quality(firms),
    }
    for name, frame in known.items():
        best = frame.sort("id", "value", "why", descending=[False, True, True]).unique("id", keep="first")
        made = best.select("id", pl.col("value").alias(name), pl.col("why").alias(f"{name}_why"))
        firms = firms.drop(name, f"{name}_why").join(made, on="id", how="left", maintain_order="left")
    graph["Enterprise"] = _tiers(graph, firms)


def _grouped(firms: pl.DataFrame, groups: dict[str, str]) -> pl.DataFrame:
    """With the group of every enterprise (its least member), and on that one all members' ids."""
    firms = firms.with_columns(group=pl.col("id").replace(groups) if groups else pl.col("id"))
    several = firms.filter(pl.col("id").is_in(sorted(groups)))
    members = several.group_by(pl.col("group").alias("id")).agg(pl.col("id").sort().alias("members"))
    return firms.drop("members").join(members, on="id", how="left", maintain_order="left")


def number(value: pl.Expr) -> pl.Expr:
    """A number as text in at most six digits, without a needless .0."""
    return value.round_sig_figs(6).cast(pl.String).str.strip_suffix(".0")


def _known(frame: pl.DataFrame, value: pl.Expr, why: pl.Expr) -> pl.DataFrame:
    return frame.select("id", value.cast(pl.Float64).alias("value"), why.alias("why"))


def _states(graph: Graph, project: Project) -> pl.DataFrame:
    """Enterprises with seat, listed and gate."""
    firms = graph["Enterprise"]
    seats = (
        graph["LocatedIn"]
        .filter(pl.col("type") == "注册地")
        .unique("from", keep="first", maintain_order=True)
    )
    listing = _held(graph).filter(pl.col("to").is_in(honors.listings(graph["Honor"]["name"])))
    named = _on_lists(graph, project).filter(pl.col("to").is_in(RULED_OUT))
    worst = named.group_by("from").agg(pl.col("to").min().alias("_list"))
    firms = firms.drop("seat").join(
        seats.select(pl.col("from").alias("id"), pl.col("to").alias("seat")), on="id", how="left", maintain_order="left"
    ).join(worst.rename({"from": "id"}), on="id", how="left", maintain_order="left")  # fmt: skip
    stopped = pl.col("status").str.contains(STOPPED)
    return firms.with_columns(
        listed=(pl.col("stock_code").str.len_chars() > 0).fill_null(False)
        | pl.col("id").is_in(listing["from"].unique().implode()),
        gate=pl.when(stopped)
        .then(pl.format("登记状态为「{}」", "status"))
        .when(pl.col("_list").is_not_null())
        .then(pl.format("在「{}」名单上", "_list")),
    ).drop("_list")


def _on_lists(graph: Graph, project: Project) -> pl.DataFrame:
    """OnList edges that hold on the day of the figures."""
    removed = pl.col("removed")
    later = pl.col("date").is_not_null() & (pl.col("date") > project.as_of)
    return graph["OnList"].filter((removed.is_null() | (removed > project.as_of)) & ~later)


@dataclass
class _Owners:
    """Who controls whom: never through a government holder or an organisation."""

    groups: dict[str, str]
    above: dict[str, list[str]]

    def __init__(self, graph: Graph, firms: pl.DataFrame) -> None:
        controls = pl.col("control") | (pl.col("share").fill_null(0) > 0.5)
        private = firms.filter(pl.col("owner").ne_missing("政府"))["id"]
        ties = graph["Owns"].filter(controls & pl.col("from").is_in(private.implode()))
        self.groups = joined(ties.select("from", "to").iter_rows())
        self.above = {}
        # A holder that a gate shuts lends nothing, nor does whoever stands above it.
        shut = firms.filter(pl.col("gate").is_not_null())["id"]
        sure = ties.filter(pl.col("confidence").ne_missing("待核") & ~pl.col("from").is_in(shut.implode()))
        for holder, held in sure.select("from", "to").iter_rows():
            self.above.setdefault(held, []).append(holder)

    def controllers(self, key: str) -> list[str]:
        """Everyone above an enterprise by ties that are all 已确认."""
        found: list[str] = []
        queue = [key]
        while queue:
            for holder in self.above.get(queue.pop(), []):
                if holder not in found and holder != key:
                    found.append(holder)
                    queue.append(holder)
        return found

    def pairs(self) -> pl.DataFrame:
        """id, above: every enterprise with each of its controllers."""
        rows = [(key, up) for key in self.above for up in self.controllers(key)]
        return pl.DataFrame(rows, schema={"id": pl.String, "above": pl.String}, orient="row")


def _held(graph: Graph) -> pl.DataFrame:
    """The honors that hold (:func:`graph.honors.valued`)."""
    return graph["Holds"].filter(pl.col("age").is_not_null())


def _strength(graph: Graph, firms: pl.DataFrame, owners: _Owners) -> pl.DataFrame:
    """Level × age of the best honor, ×0.8 of a controller's; min(0.9, max(0, 0.5 + 0.2·log₁₀ revenue in 亿元))."""
    when = pl.when(pl.col("year").is_null()).then(pl.lit("")).otherwise(pl.format("({}年)", "year"))
    dated = pl.any_horizontal(pl.col("year", "date", "until").is_not_null())
    ends = pl.col("until").is_not_null() | ~pl.col("to").is_in(honors.intents(graph["Honor"]["name"]))
    over = (
        pl.when(pl.col("age") == 1)
        .then(pl.lit(""))
        .when(~dated)
        .then(pl.lit("(年份不详)"))
        .when(ends)
        .then(pl.lit(",已过期待复核"))
        .otherwise(pl.lit(""))
    )
    titles = _held(graph).with_columns(id="from")
    titles = _known(titles, pl.col("value") * pl.col("age"), pl.concat_str("to", when, over))
    listed = _known(firms.filter("listed"), pl.lit(LISTED), pl.lit("上市"))
    own = pl.concat([listed, titles]).unique(["id", "value"], keep="first", maintain_order=True)
    best = own.sort("value", descending=True, maintain_order=True).unique(
        "id", keep="first", maintain_order=True
    )
    names = firms.select(pl.col("id").alias("above"), "name")
    lent = owners.pairs().join(best.rename({"id": "above"}), on="above").join(names, on="above")
    lent = _known(lent, pl.col("value") * 0.8, pl.format("控股方{}:{}", "name", "why"))
    sizes = firms.filter(pl.col("revenue") >= 0)
    billions = pl.col("revenue") / 10_000
    size = (0.5 + 0.2 * billions.log10()).clip(0.0, 0.9)
    return pl.concat([best, lent, _known(sizes, size, pl.format("营业收入{}亿元", number(billions)))])


def _leaving(graph: Graph, firms: pl.DataFrame, project: Project, groups: pl.DataFrame) -> pl.DataFrame:
    """What the group's projects say (group, value, why); 1 for who is on the 外迁 list."""
    gone = (
        _on_lists(graph, project).filter(pl.col("to") == "外迁").select(pl.col("from").alias("id")).unique()
    )
    leaving = _known(gone, pl.lit(1.0), pl.lit("在「外迁」名单上"))
    rest = _spread(firms, groups).join(gone, on="id", how="anti")
    return pl.concat([leaving, rest])


def _at_home(firms: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """What the group has built elsewhere; 1 for who is here."""
    here = _known(firms.filter("group_local"), pl.lit(1.0), pl.lit("集团已在本地有厂"))
    return pl.concat([here, _spread(firms.filter(~pl.col("group_local")), groups)])


def _spread(firms: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    return firms.select("id", "group").join(groups, on="group").select("id", "value", "why")


def _ties(
    graph: Graph, firms: pl.DataFrame, present: pl.Series, owners: _Owners, project: Project
) -> pl.DataFrame:
    """0.5^(hops−1) from the nearest local enterprise or institution, to it or a controller of it."""
    hops = _hops(graph, firms, present, project)
    reach = {key: min(n for n in (hops.get(k) for k in (key, *owners.controllers(key))) if n)
             for key in {*hops, *owners.above} if any(hops.get(k) for k in (key, *owners.controllers(key)))}  # fmt: skip
    near = pl.DataFrame(list(reach.items()), schema={"id": pl.String, "hops": pl.Int64}, orient="row")
    here = _known(firms.filter("group_local"), pl.lit(1.0), pl.lit("集团已在本地有厂"))
    away = near.join(firms.filter(~pl.col("group_local")).select("id"), on="id")
    half = pl.lit(0.5).pow(pl.col("hops") - 1)
    return pl.concat([here, _known(away, half, pl.format("经{}步关系可到本地企业或机构", "hops"))])


def _hops(graph: Graph, firms: pl.DataFrame, present: pl.Series, project: Project) -> dict[str, int]:
    """The fewest ties from local enterprises and institutions, at most 4; 待核 ties and gated firms aside."""
    near: dict[str, list[str]] = {}
    for kind in ("Supplies", "Owns", "Partners"):
        sure = graph[kind].filter(pl.col("confidence").ne_missing("待核"))
        for a, b in sure.select("from", "to").iter_rows():
            near.setdefault(a, []).append(b)
            near.setdefault(b, []).append(a)
    here = [name for name, region in graph["Organisation"].select("name", "region").iter_rows()
            if divisions.below(region, project.region)]  # fmt: skip
    shut = set(firms.filter(pl.col("gate").is_not_null() | pl.col("owner").eq_missing("政府"))["id"])
    away = set(graph["Organisation"]["name"]) - set(here)
    return _spreading(near, sorted({*here, *set(present)} & set(near)), shut | away)


def _spreading(near: dict[str, list[str]], start: Iterable[str], shut: set[str]) -> dict[str, int]:
    steps = dict.fromkeys(start, 0)
    queue = deque(steps)
    while queue:
        at = queue.popleft()
        if steps[at] == 4 or (steps[at] and at in shut):
            continue
        for other in near.get(at, []):
            if other not in steps:
                steps[other] = steps[at] + 1
                queue.append(other)
    return {key: n for key, n in steps.items() if n}


def _quality(firms: pl.DataFrame) -> pl.DataFrame:
    """The mean of the known ones of the four 高: min(1, max(0, value)/line)."""
    some = firms.filter(pl.any_horizontal(pl.col(key).is_not_null() for key, _, _ in QUALITY))
    value = pl.mean_horizontal(
        ((pl.col(key) / line).clip(0.0, 1.0) for key, _, line in QUALITY), ignore_nulls=True
    )
    said = [
        pl.format(name + "{}" + ("%" if line < 1 else "万元/亩"),
                  (pl.col(key) * 100).round(1).cast(pl.String) if line < 1 else number(pl.col(key)))
        for key, name, line in QUALITY
    ]  # fmt: skip
    return _known(some, value, pl.concat_str(said, separator="、", ignore_nulls=True))


def _tiers(graph: Graph, firms: pl.DataFrame) -> pl.DataFrame:
    """旗舰, 骨干 or 成长, by its own honors with age factor ≥ 0.5."""
    fresh = _held(graph).filter(pl.col("age") >= honors.FRESH)
    top = fresh.filter(pl.col("to").str.contains("500强"))["from"].unique()
    known = fresh.filter(pl.col("to").str.contains("单项冠军|小巨人"))["from"].unique()
    flagship = pl.col("owner").eq_missing("央企") | pl.col("id").is_in(top.implode())
    backbone = pl.col("listed") | pl.col("id").is_in(known.implode())
    named = (
        pl.when(flagship).then(pl.lit("旗舰")).when(backbone).then(pl.lit("骨干")).otherwise(pl.lit("成长"))
    )
    return firms.with_columns(tier=named)
