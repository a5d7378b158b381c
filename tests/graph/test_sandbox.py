"""A user's Cypher cannot write, whatever the case; words inside strings and comments do no harm."""

from __future__ import annotations

import pytest

from graph.sandbox import refused


@pytest.mark.parametrize(
    ("cypher", "word"),
    [
        ("copy Chain to 'x.csv'", "COPY"),
        ("MATCH (c) RETURN c.name AS n; COPY Chain TO 'x'", "COPY"),
        ("MATCH (c) RETURN 1; MATCH (d) RETURN 2", ";"),
        ("CALL show_tables() RETURN *", "CALL"),
        ("MATCH (c:Chain) WHERE c.name = 'COPY; x' RETURN c.name AS n;", None),
        ("MATCH (c:Chain) /* LOAD */ RETURN c.name AS n // SET", None),
    ],
)
def test_refused(cypher: str, word: str | None) -> None:
    assert refused(cypher) == word
