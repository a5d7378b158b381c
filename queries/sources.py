"""来源:图谱引用了哪些资料、什么日期、多可信、用了几次。"""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel

from graph.store import Store

EXAMPLE = "liantu sources --format csv"
ALL = """MATCH (s:Source) RETURN s.name AS source, s.date AS date, s.confidence AS confidence, s.uses AS uses
ORDER BY s.id"""


class Row(BaseModel):
    """One source."""

    source: str
    date: dt.date | None
    confidence: str | None
    uses: int


def answer(store: Store) -> list[Row]:
    """All sources by name."""
    return [Row.model_validate(r) for r in store.run(ALL)]
