"""Cells to ends: what the region, chain, segment and enterprise cells of a table's rows stand for, as columns."""

from __future__ import annotations

from typing import Any

import polars as pl

from graph import divisions
from graph.frames import ORIGIN, told
from graph.problem import Problem
from graph.structure import Structure

UNKNOWN_REGION = "不认识的地区;请写六位代码或全称(如 河南省商丘市夏邑县)"
CELLS: dict[str, Any] = {"chain": pl.List(pl.String), "segment": pl.List(pl.String)}


def regions(rows: pl.DataFrame, home: str, default: str | None, problems: list[Problem]) -> pl.DataFrame:
    """With ``code``, the region's six digits; blank is the default, an unknown one null and a Problem."""
    texts = rows["region"].drop_nulls().unique().to_list()
    known = {text: divisions.resolve(text, home) for text in texts}
    codes = pl.col("region").replace_strict(known, default=None, return_dtype=pl.String)
    made = rows.with_columns(code=pl.when(pl.col("region").is_null()).then(pl.lit(default)).otherwise(codes))
    wrong = made.filter(pl.col("code").is_null() & pl.col("region").is_not_null())
    problems += told(wrong, "地区", "region", UNKNOWN_REGION)
    return made


def goals(rows: pl.DataFrame, structure: Structure, problems: list[Problem]) -> pl.DataFrame:
    """With ``goals``, the ids of the segments that a row names; what is not declared is a Problem."""
    cells = pl.concat_str(*(pl.col(name).list.join("\x1f").fill_null("") for name in CELLS), separator="\x1e")
    rows = rows.with_columns(_cells=cells)
    found = {text: structure.named(*_parts(text)) for text in rows["_cells"].unique().to_list()}
    bad = [{"_cells": text, "_column": c, "_value": v, "_reason": r}
           for text, (_, wrong) in found.items() for c, v, r in wrong]  # fmt: skip
    problems += _named_badly(rows, bad)
    table = pl.DataFrame(
        {"_cells": list(found), "goals": [ids for ids, _ in found.values()]},
        schema={"_cells": pl.String, "goals": pl.List(pl.String)},
    )
    return rows.join(table, on="_cells", how="left", maintain_order="left").drop("_cells")


def _parts(text: str) -> tuple[list[str], list[str]]:
    chains, _, names = text.partition("\x1e")
    return [c for c in chains.split("\x1f") if c], [n for n in names.split("\x1f") if n]


def _named_badly(rows: pl.DataFrame, bad: list[dict[str, str]]) -> list[Problem]:
    if not bad:
        return []
    wrong = rows.select("_cells", *ORIGIN).join(pl.DataFrame(bad), on="_cells", maintain_order="left")
    return [p for (column,), part in wrong.group_by("_column", maintain_order=True)
            for p in told(part, str(column), "_value", "_reason")]  # fmt: skip


def chains(rows: pl.DataFrame, structure: Structure, problems: list[Problem]) -> pl.DataFrame:
    """One row a chain that the chain cell names, in ``to``; an undeclared one is a Problem."""
    each = rows.explode("chain").filter(pl.col("chain").is_not_null()).with_columns(to=pl.col("chain"))
    bare = each.with_columns(chain=pl.concat_list("chain"), segment=pl.lit(None, pl.List(pl.String)))
    checked = goals(bare, structure, problems)
    return checked.filter(pl.col("to").is_in(sorted(structure.chains)))


def mentions(rows: pl.DataFrame, name: str, code: str, whole: bool = False) -> pl.DataFrame:
    """How the rows name an enterprise: name, code, stock code and region, where they say them, and where they stand."""
    said = {"stock": "stock_code", "region": "code"} if whole else {}
    return rows.select(
        pl.col(name).alias("name"),
        pl.col(code).alias("code"),
        *(pl.col(column).alias(key) if (column := said.get(key)) else pl.lit(None, pl.String).alias(key)
          for key in ("stock", "region")),
        pl.lit(bool(said)).alias("listed_here"),
        *ORIGIN,
    )  # fmt: skip
