"""A user's Cypher cannot write, read files, run on or break the store; words inside strings and comments do no harm."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from graph.problem import InputError
from graph.store import sandbox
from graph.store.sandbox import ask, refused
from tests.county import make


@pytest.mark.parametrize(
    ("cypher", "word"),
    [
        ("copy Chain to 'x.csv'", "COPY"),
        ("MATCH (c) RETURN c.name AS n; COPY Chain TO 'x'", "COPY"),
        ("MATCH (c) RETURN 1; MATCH (d) RETURN 2", ";"),
        ("CALL show_tables() RETURN *", "CALL"),
        ("MATCH (c:Chain) WHERE c.name = 'COPY; x' RETURN c.name AS n;", None),
        ("MATCH (c:Chain) /* LOAD */ RETURN c.name AS n // SET", None),
        ("MATCH (c:Chain) RETURN c.name AS n //\r; COPY Chain TO 'x'", "COPY"),
        ("MATCH (c:Chain) WHERE c.name = '\\u0027 RETURN 1' RETURN c.name AS n", "\\u"),
        ("MATCH (c:Chain) \\u0044ETACH \\u0044ELETE c", "\\u"),
    ],
)
def test_refused(cypher: str, word: str | None) -> None:
    assert refused(cypher) == word


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    store, _ = make(folder)
    store.close()
    return folder / ".liantu" / "graph.lbug"


def left(address: Path) -> dict[str, str]:
    """Every file around the store."""
    files = (p for p in address.parent.parent.rglob("*") if p.is_file())
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.mark.parametrize(
    "cypher",
    [
        "COPY Chain TO '{folder}/x.csv'",
        "COPY (MATCH (c:Chain) RETURN c.name) TO '{folder}/x.csv'",
        "/**/ copy/**/Chain TO '{folder}/x.csv'",
        "MATCH (c:Chain) RETURN c.name AS n //\r; COPY Chain TO '{folder}/x.csv'",
        "EXPORT DATABASE '{folder}/x'",
        "IMPORT DATABASE '{folder}'",
        "LOAD FROM '{folder}/企业.csv' RETURN *",
        "MATCH (c:Chain) LOAD FROM '{folder}/企业.csv' RETURN *",
        "ATTACH '{folder}/x' AS x (dbtype lbug)",
        "INSTALL httpfs",
        "CALL show_tables() RETURN *",
        "MATCH (c:Chain) SET c.name = 'x'",
        "MATCH (c:Chain) DETACH DELETE c",
        "CREATE (c:Chain {{name: 'x'}})",
        "MATCH (c:Chain) RETURN c.name AS n; MATCH (d:Chain) RETURN d.name AS n",
        "CHECKPOINT",
        "BEGIN TRANSACTION",
        "COMMENT ON TABLE Chain IS 'x'",
        "EXPLAIN MATCH (c:Chain) RETURN c.name AS n",
        "MATCH (c:Chain RETURN",
        "MATCH (c:Nothing) RETURN c.name AS n",
        "RETURN nothing('x') AS n",
        "MATCH (c:Chain) RETURN '\x00' AS n",
        "MATCH (c:Chain) RETURN '\ud800' AS n",
        "",
        ";",
        "// nothing",
        "'",
    ],
)
def test_one_sentence_and_nothing_changed(address: Path, cypher: str) -> None:
    before = left(address)
    with pytest.raises(InputError) as said:
        ask(str(address), cypher.format(folder=address.parent.parent.as_posix()))
    assert "\n" not in str(said.value)
    assert "Traceback" not in str(said.value)
    assert left(address) == before
    assert ask(str(address), "MATCH (c:Chain) RETURN c.name AS n // ;") == [{"n": "纺织服装"}]


def test_strings_comments_and_quotes_are_understood_as_the_engine_does(address: Path) -> None:
    asked = "RETURN 'a\\' ; COPY Chain TO \\'x' AS `; COPY`, \"it's\" AS b /* SET ; */"
    assert ask(str(address), asked) == [{"; COPY": "a' ; COPY Chain TO 'x", "b": "it's"}]


def test_a_question_without_end_is_stopped(address: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 2)
    endless = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN avg(a + b) AS n"
    with pytest.raises(InputError, match="2 秒没有答完"):
        ask(str(address), endless)
