"""供给:链上哪个环节供给哪个环节,必要性多大,是不是跨链。"""

from __future__ import annotations

from pydantic import BaseModel

from graph.store import Store
from queries import _views

EXAMPLE = "liantu feeds --chain 纺织服装"


class Row(BaseModel):
    """One feed between leaves that counts in a chain."""

    chain: str
    source: str
    target: str
    source_id: str
    target_id: str
    necessity: float
    serves: bool
    outside: str | None
    source_chain: str
    target_chain: str
    confidence: str | None


def answer(store: Store, chain: str | None = None) -> list[Row]:
    """All effective feeds, by chain and ends."""
    facts = _views.read(store, chain)
    return [
        Row.model_validate({k: f[k] for k in Row.model_fields})
        for name in sorted(facts.flows)
        if chain in (None, name)
        for f in facts.flows[name]
    ]
