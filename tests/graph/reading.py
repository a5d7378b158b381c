"""Links of one text for tests: a firm with that scope or those products, linked to the given segments."""

from __future__ import annotations

from typing import Any

import polars as pl

from graph.frames import conform
from graph.link import Reading, link
from graph.model import KINDS

MEMBERSHIPS: dict[str, Any] = {"enterprise": pl.String, "segment": pl.String, "products": pl.List(pl.String), "share": pl.Float64,
               "source": pl.String, "date": pl.Date, "confidence": pl.String}  # fmt: skip
REFUSED: dict[str, Any] = {"enterprise": pl.String, "segment": pl.String}


def links(
    firms: list[dict[str, Any]], segments: list[dict[str, Any]], reading: Reading | None = None
) -> pl.DataFrame:
    """The Makes frame of firms, nothing being stated or refused."""
    return link(
        conform(KINDS["Enterprise"], firms),
        segments,
        pl.DataFrame(schema=MEMBERSHIPS),
        pl.DataFrame(schema=REFUSED),
        reading or Reading(),
    )


def made(scope: str, segments: list[dict[str, Any]], reading: Reading | None = None) -> set[str]:
    """The segments that a scope alone links a firm to."""
    return set(links([{"id": "甲", "name": "甲", "scope": scope}], segments, reading)["to"])
