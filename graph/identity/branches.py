"""Branches (分公司, 分厂, 分行, 分店): firms of their own, each with a link to the parent whose name it begins with."""

from __future__ import annotations

import polars as pl

from graph.names import FORMS

BRANCH = r"(?:分公司|分厂|分店|分行|支行|分部|分院)$"
_FORM = rf"^(?:\(集团\))?(?:{'|'.join(FORMS)})"
LONGEST = 60  # characters of a parent's name that are tried


def branches(said: pl.DataFrame) -> pl.DataFrame:
    """Branch and parent (ids), from mentions with spelling, key and node.

    The parent is the longest name that the branch's begins with: in full (…有限公司夏邑分公司), or, where no legal
    form is written, at least four characters (夏邑棉纺厂一分厂). One that is not mentioned, or means several firms,
    gives no link.
    """
    branch = said.filter(pl.col("spelling").str.contains(BRANCH)).select("spelling", branch="node").unique()
    if branch.is_empty():
        return pl.DataFrame(schema={"branch": pl.String, "parent": pl.String})
    ends = pl.int_ranges(2, pl.min_horizontal(pl.col("spelling").str.len_chars() - 2, LONGEST) + 1)
    tried = branch.with_columns(end=ends).explode("end").filter(pl.col("end").is_not_null())
    tried = tried.with_columns(
        key=pl.col("spelling").str.slice(0, pl.col("end")), rest=pl.col("spelling").str.slice(pl.col("end"))
    )
    formal = pl.col("spelling").str.contains("|".join(FORMS))
    whole = pl.when(formal).then(pl.col("rest").str.contains(_FORM)).otherwise(pl.col("end") >= 4)
    names = said.filter(~pl.col("spelling").str.contains(BRANCH)).select("key", parent="node").unique()
    found = tried.filter(whole).join(names, on="key").filter(pl.col("parent") != pl.col("branch"))
    longest = (
        found.filter(pl.col("end") == pl.col("end").max().over("branch")).select("branch", "parent").unique()
    )
    return longest.filter(~pl.col("branch").is_duplicated()).sort("branch")
