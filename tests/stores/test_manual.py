"""The Cypher questions of the manual run on the seed, and each finds something where there is something."""

from __future__ import annotations

import re

from graph.frames import Graph
from graph.modules import ROOT
from graph.store.neo4j_store import Neo4j


def test_the_manuals_questions_run(address: str, seed_graph: Graph) -> None:
    text = (ROOT / "docs" / "neo4j.md").read_text(encoding="utf-8")
    found = re.findall(r"```cypher\n(.*?)```", text, re.DOTALL)
    assert len(found) == 20
    there = Neo4j(address)
    there.replace(seed_graph)
    rows = [there.session(lambda s, c=c: s.run(c).data()) for c in found]  # type: ignore[misc]
    there.close()
    none = {6, 10, 11}  # the seed has no such segment, and no supplier or owner from elsewhere
    assert {number for number, r in enumerate(rows, 1) if not r} <= none
