"""Census: sources that list every enterprise of a place and trade, and what only such a full count allows.

LQ*, concentration, single supply, the size of a segment: methods.md, Census and §1.
"""

from __future__ import annotations

from statistics import median
from typing import Any

import polars as pl

from graph.divisions import below, stem
from graph.frames import Graph
from graph.problem import Problem
from graph.project import MONTHS_24, Census, Project
from graph.records import Record

TOML = "liantu.toml"
GONE = "注销|吊销|迁出"
FILLED = 0.95
DOMINANT = 0.7
SIZES = ("revenue", "insured", "capital")


def usable(project: Project, firms: pl.DataFrame, problems: list[Problem]) -> list[Census]:
    """The fresh entries whose file says the trade (行业代码 or 经营范围) of 95 % of its rows; why the others are none."""
    told = firms.group_by("_file").agg(
        share=((pl.col("industry").list.len() > 0) | (pl.col("scope").str.len_chars() > 0))
        .fill_null(False)
        .mean()
    )
    shares = dict(told.iter_rows())
    found = []
    for entry in project.census:
        known = [share for file, share in shares.items() if _is(file, entry)]
        why = _why_not(entry, max(known, default=None), project)
        if why:
            problems.append(
                Problem(TOML, f"{why},未作普查用", column="census.file", value=entry.file, level="提示")
            )
        else:
            found.append(entry)
    return found


def _why_not(entry: Census, share: float | None, project: Project) -> str | None:
    """Why an entry is no census, or null."""
    if not 0 <= (project.as_of - entry.date).days <= MONTHS_24:
        return f"日期 {entry.date} 不在截止日 {project.as_of} 前24个月内"
    if share is None:
        return "从这个文件没有读到企业"
    return f"只有{share:.0%}的行写了行业代码或经营范围,不到{FILLED:.0%}" if share < FILLED else None


def _is(file: str, entry: Census) -> bool:
    return entry.file in (file, file.rpartition("/")[2])


def scaled(firms: pl.DataFrame, project: Project) -> pl.DataFrame:
    """Rows of a 规上 census are 规上."""
    files = [f for f in firms["_file"].unique() for entry in project.census
             if entry.threshold == "规上" and _is(f, entry)]  # fmt: skip
    listed = pl.col("_file").is_in(files)
    return firms.with_columns(
        scaled=pl.when(listed).then(pl.col("scaled").fill_null(True)).otherwise("scaled")
    )


def census_of(entries: list[Census], region: str, codes: list[str]) -> Census | None:
    """The census that lists every enterprise of the region in all the codes; none for a segment without codes."""
    for entry in entries:
        covers = any(below(region, r) for r in entry.regions)
        trades = not entry.industries or all(c.startswith(tuple(entry.industries)) for c in codes)
        if covers and codes and trades:
            return entry
    return None


def compared(entries: list[Census], project: Project, codes: list[str]) -> Census | None:
    """The local census of a segment, if the comparison regions have theirs at the same threshold."""
    mine = census_of(entries, project.region, codes)
    others = [census_of(entries, r, codes) for r in project.regions.comparison]
    return mine if mine and all(o and o.threshold == mine.threshold for o in others) else None


def measure(graph: Graph, segments: list[Record], project: Project, entries: list[Census]) -> None:
    """Write size (万元) into every segment, and lq, hhi, sole and norm where a census allows them."""
    regions = [project.region, *project.regions.comparison]
    links = _made(graph, regions)
    members = {r: _members(graph, r) for r in regions}
    sized = links.filter(pl.col("size").is_not_null() & (pl.col("region") == project.region))
    sizes = dict(sized.group_by("to").agg(pl.col("size").sum()).iter_rows())
    for segment in segments:
        segment["size"] = sizes.get(segment["id"])
        codes = segment.get("codes") or []
        full = census_of(entries, project.region, codes)
        segment["census"] = full and f"{full.threshold}普查{full.date:%Y-%m}"
        if compared(entries, project, codes) is None:
            continue
        mine = links.filter(pl.col("to") == segment["id"])
        segment |= _concentration(mine.filter(pl.col("region") == project.region))
        if project.regions.comparison:
            segment |= _against(mine, members, project)


def _made(graph: Graph, regions: list[str]) -> pl.DataFrame:
    """已确认 links of the enterprises located in each of the regions, with the size of each."""
    firms = graph["Enterprise"].select("id", "group", *SIZES)
    sure = graph["Makes"].filter(pl.col("state") == "已确认").select("from", "to", "share")
    places = _standing(graph).select("from", pl.col("to").alias("code"), "segment")
    found = []
    for region in regions:
        here = places.filter(pl.col("code").str.starts_with(stem(region))).select("from", "segment").unique()
        whole = here.filter(pl.col("segment").is_null())["from"].implode()
        own = here.filter(pl.col("segment").is_not_null()).rename({"segment": "to"})
        mine = pl.concat([sure.filter(pl.col("from").is_in(whole)), sure.join(own, on=["from", "to"])])
        found.append(mine.unique().with_columns(region=pl.lit(region)))
    size = pl.col("revenue") * pl.col("share").fill_null(1.0)
    return pl.concat(found).join(firms, left_on="from", right_on="id").with_columns(size=size)


def _members(graph: Graph, region: str) -> int:
    """How many enterprises are located in a region."""
    return _standing(graph).filter(pl.col("to").str.starts_with(stem(region)))["from"].n_unique()


def _standing(graph: Graph) -> pl.DataFrame:
    """The establishments of enterprises that still are: who is gone counts nowhere."""
    gone = graph["Enterprise"].filter(pl.col("status").str.contains(GONE))["id"]
    return graph["LocatedIn"].filter(~pl.col("from").is_in(gone.implode()))


def _concentration(here: pl.DataFrame) -> dict[str, Any]:
    """HHI of the best size that all have, and whether one supplier stands for the segment."""
    groups = here.group_by("group").agg(pl.col(s).sum() for s in SIZES)
    if groups.is_empty():
        return {}
    full = [s for s in SIZES if here[s].null_count() == 0 and groups[s].sum() > 0]
    sizes = groups[full[0]].to_list() if full else [1.0] * groups.height
    shares = [size / sum(sizes) for size in sizes]
    return {
        "hhi": sum(share**2 for share in shares),
        "sole": len(shares) == 1 or (bool(full) and max(shares) >= DOMINANT),
    }


def _against(mine: pl.DataFrame, members: dict[str, int], project: Project) -> dict[str, Any]:
    """LQ* = (n+α)/(e+α), e = n_r·n_s/n_total (Gamma–Poisson, Clayton and Kaldor 1987); the peers' median size."""
    counts = dict(mine.group_by("region").agg(pl.col("group").n_unique()).iter_rows())
    total = sum(members.values())
    alpha = project.policy.alpha
    expected = members[project.region] * sum(counts.values()) / total if total else 0.0
    sizes = dict(
        mine.filter(pl.col("size").is_not_null()).group_by("region").agg(pl.col("size").sum()).iter_rows()
    )
    known = [sizes[r] for r in project.regions.comparison if r in sizes]
    return {
        "lq": (counts.get(project.region, 0) + alpha) / (expected + alpha),
        "norm": median(known) if known else None,
    }
