"""Which enterprise a name means."""

from __future__ import annotations

from graph.names import missing, normalise
from graph.problem import InputError
from graph.store import Store

NAMED = """MATCH (e:Enterprise) WHERE e.name = $name OR e.id = $name OR $name IN e.short OR $name IN e.former
RETURN e.id AS id ORDER BY id"""
LIKE = """MATCH (e:Enterprise) WHERE e.name CONTAINS $part RETURN e.name AS name, e.id AS id ORDER BY name, id LIMIT 1000"""


def ids(store: Store, name: str) -> list[str]:
    """The ids that a name (its legal form may be left off), a short or former name or an id stands for.

    Else an InputError with a suggestion.
    """
    found: list[str] = [r["id"] for r in store.run(NAMED, name=name)]
    if not found and (core := normalise(name)):
        found = [r["id"] for r in store.run(LIKE, part=core) if normalise(r["name"]) == core]
    if not found:
        near = {r["name"] for part in (name[:2], name[-2:]) if part for r in store.run(LIKE, part=part)}
        raise InputError(missing(name, near, "企业"))
    return found
