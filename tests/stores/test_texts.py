"""The Cypher texts hold to what both engines answer alike, and Neo4j plans each with an index."""

from __future__ import annotations

import ast
import re
from functools import partial
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph import modules
from graph.problem import InputError
from graph.store import Row, Store
from graph.store.neo4j_store import Neo4j, own
from graph.store.pieces import count, places, read
from tests.stores.test_contract import answer, asks

FORBIDDEN = {
    "sum() of nothing differs": r"\bsum\s*\(",
    "substring counts differently": r"\bsubstring\s*\(",
    "a null parameter breaks ladybug": r"\$\w+\s+IS\s+(NOT\s+)?NULL",
    "log has two bases": r"\blog\s*\(",
    "not in both": r"\b(type|labels|shortestPath|allShortestPaths|reduce|toInteger|toString)\s*\(",
    "any() over a parameter crashes": r"\bany\s*\(\s*\w+\s+IN\s+\$",
    "a list comprehension": r"\[\s*\w+\s+IN\s",
    "a map projection": r"\w\s*\{\s*\.",
    "a CALL subquery": r"\bCALL\b",
    "an unbounded path": r"\*\s*(\]|\d+\s*\.\.\s*\]|\.\.\s*\])",
    "end as a name": r"\bAS\s+end\b|\(\s*end\s*[:)]",
    "a condition on the start of two steps pairs wrongly in ladybug": r"\((\w+)[^()]*\)-\[[^\]]*\]->\([^()]*\)"
    r"-\[[^\]]*\]->\([^()]*\)\s*WHERE\b((?!\bRETURN\b).)*\b\1\.",
    "WITH … ORDER BY without LIMIT": r"\bWITH\b((?!\b(RETURN|MATCH|WITH)\b).)*\bORDER\s+BY\b"
    r"((?!\b(LIMIT|RETURN|MATCH)\b).)*\b(RETURN|MATCH|WITH)\b",
}
SAMPLES = ("RETURN sum(x)", "RETURN substring(a, 1)", "WHERE $a IS NULL OR a = $a", "log(2)", "type(r)",
           "any(x IN $list WHERE x)", "[x IN list | x]", "e {.name}", "CALL { MATCH (n) RETURN n }", "(a)-[:X*]->(b)",
           "(a)-[:X*1..]->(b)", "RETURN a AS end", "MATCH (n) WITH n ORDER BY n.x RETURN n",
           "MATCH (e:E)-[m:M]->(s:S)-[i:I]->(c:C) WHERE m.ok AND e.name <> 'x' RETURN c.name")  # fmt: skip
ALONE = ("neo4j_", "embedded")  # modules whose texts only one engine reads


def texts() -> list[tuple[str, str]]:
    """Every Cypher text of the shared modules, with where it stands."""
    found = []
    for package in ("queries", "graph", "exports"):
        for path in sorted((modules.ROOT / package).rglob("*.py")):
            if not path.name.startswith(ALONE):
                found += [(f"{package}/{path.name}", text) for text in _strings(path)]
    made = [f(kind, ends) for f in (read, partial(read, paged=True), count) for kind, ends in places()]
    return found + [("graph/store/pieces.py", text) for text in made]


def _strings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    made = [n for n in ast.walk(tree) if isinstance(n, ast.JoinedStr)]
    inner = {id(part) for joined in made for part in ast.walk(joined) if part is not joined}
    said = [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in inner
    ]
    said += ["".join(str(p.value) if isinstance(p, ast.Constant) else " x " for p in n.values) for n in made]
    return [
        text for text in said if re.match(r"\s*(MATCH|UNWIND|OPTIONAL MATCH)\b", text) and "RETURN" in text
    ]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_rules_bite(sample: str) -> None:
    assert any(re.search(rule, sample, re.IGNORECASE | re.DOTALL) for rule in FORBIDDEN.values())


def test_no_text_uses_what_the_engines_read_differently() -> None:
    found = texts()
    assert len(found) > 40
    for place, text in found:
        for why, rule in FORBIDDEN.items():
            assert not re.search(rule, text, re.IGNORECASE | re.DOTALL), f"{place}: {why}: {text}"
        assert re.search(r"\bORDER BY\b", text), f"{place}: no order: {text}"


class Heard:
    """A store that notes what it is asked."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: dict[str, dict[str, Any]] = {}

    def run(self, cypher: str, **parameters: Any) -> list[Row]:
        self.asked[cypher] = parameters
        return self.store.run(cypher, **parameters)

    def replace(self, graph: Any) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self.store.close()


def operators(plan: dict[str, Any]) -> set[str]:
    return {plan["operatorType"].partition("@")[0]}.union(*map(operators, plan.get("children", [])))


@pytest.fixture(scope="module")
def seeded(address: str, seed_graph: Any) -> Any:
    store = Neo4j(address)
    store.replace(seed_graph)
    yield store
    store.close()


@pytest.mark.parametrize("name", modules.names("queries"))
def test_every_text_is_planned_with_an_index(name: str, seeded: Neo4j) -> None:
    heard, module = Heard(seeded), modules.load("queries", name)
    for function, options in asks(name, seeded):
        answer(getattr(module, function), heard, options)
    assert heard.asked
    for text, parameters in heard.asked.items():

        def explain(session: neo4j.Session, text: str = text, given: dict[str, Any] = parameters) -> Any:
            return session.run("EXPLAIN " + own(text), given).consume().plan

        used = operators(seeded.session(explain))
        assert not used & {"AllNodesScan", "CartesianProduct"}, (text, used)
        # A kind of a few nodes is quicker scanned, and no index answers an OR with a list.
        if re.search(r"\be\.id (IN|=) \$|\(e:Enterprise \{id: \$", text) and " OR " not in text:
            assert any("IndexSeek" in o for o in used), (text, used)


def test_a_broken_text_is_one_sentence(seeded: Neo4j) -> None:
    with pytest.raises(InputError, match=r"^Cypher 不能执行"):
        seeded.run("MATCH (n RETURN n")
