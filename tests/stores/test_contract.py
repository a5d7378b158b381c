"""Every question of the registry answers alike on both engines; a new one joins by existing."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

import pytest
from polars.testing import assert_frame_equal

from graph import modules
from graph.problem import InputError
from graph.store import Row, Store, pieces
from graph.store.pieces import whole

QUESTIONS = modules.names("queries")
Ask = tuple[str, dict[str, Any]]


def asks(name: str, store: Store) -> Iterator[Ask]:
    """Ways to ask a question of this graph: with each option it has, with names that are there and that are not."""
    about, module = modules.about("queries", name), modules.load("queries", name)
    chains = [r["n"] for r in store.run("MATCH (c:Chain) RETURN c.name AS n ORDER BY n")]
    segments = [
        r["n"] for r in store.run("MATCH (s:Segment) RETURN s.id AS n, s.name AS m ORDER BY n LIMIT 3")
    ]
    firms = [r["n"] for r in store.run("MATCH (e:Enterprise) RETURN e.name AS n, e.id AS i ORDER BY i LIMIT 4")]  # fmt: skip
    words = [*segments[:1], *(s.partition(":")[2] for s in segments), "411426", "没有这个"]
    given: list[dict[str, Any]] = (
        [{about.argument: f} for f in [*firms, "没有这家"]] if about.argument else []
    )
    if not about.needs_input:
        given.append({})
    for instead in ["answer", *(k for k, (kind, _) in about.options.items() if kind == "instead")]:
        hints = get_type_hints(getattr(module, instead))
        values: dict[str, list[Any]] = {
            "int": [1, 1000],
            "flag": [True],
            "many": [[w] for w in words],
            "str": words,
            "instead": [],
        }
        own = [
            {k: v} for k, (kind, _) in about.options.items() if k in hints for v in values.get(kind, words)
        ]
        for options in [*given, *({**given[0], **o} for o in own if given), *([] if given else own)]:
            yield instead, options
        if "chain" in hints:
            yield from ((instead, {**(given[0] if given else {}), "chain": c}) for c in [*chains[:5], "没有"])


def answer(ask: Callable[..., Any], store: Store, options: dict[str, Any]) -> Any:
    """The rows, or the sentence that says why there are none."""
    required = [p for p in inspect.signature(ask).parameters.values() if p.default is p.empty]
    if any(p.name not in options for p in required[1:]):
        return None
    try:
        return [row.model_dump(mode="json") for row in ask(store, **options)]
    except InputError as error:
        return str(error)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_answers_alike(name: str, both: tuple[Store, Store]) -> None:
    module = modules.load("queries", name)
    for function, options in asks(name, both[0]):
        ask = getattr(module, function)
        expected = answer(ask, both[0], options)
        assert answer(ask, both[1], options) == expected, (name, function, options)


def test_the_graph_comes_back_as_it_went_in(both: tuple[Store, Store]) -> None:
    here, there = (whole(store) for store in both)
    assert sum(frame.height for frame in here.values()) > 30
    for kind, frame in here.items():
        columns = frame.columns
        keys = [c for c in columns if frame.schema[c].base_type() is not _list()]
        assert_frame_equal(frame.sort(keys), there[kind].sort(keys))


def test_a_graph_is_read_alike_a_page_at_a_time(
    both: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = whole(both[0])
    monkeypatch.setattr(pieces, "SIZE", 7)
    for store in both:
        with pieces.of_store(store) as found:
            parts = list(found.parts())
        assert max(part.rows.height for part in parts) <= 7
        assert sum(part.rows.height for part in parts) == found.total
        for kind, frame in whole(store).items():
            keys = [c for c in frame.columns if frame.schema[c].base_type() is not _list()]
            assert_frame_equal(frame.sort(keys), expected[kind].sort(keys))


def _list() -> Any:
    import polars as pl

    return pl.List


def test_a_value_means_the_same(both: tuple[Store, Store]) -> None:
    text = """MATCH (e:Enterprise) RETURN e.id AS id, e.insured AS insured, e.products AS products,
    e.founded AS founded, coalesce(e.revenue, -1) AS revenue ORDER BY id"""
    answers: list[list[Row]] = [store.run(text) for store in both]
    assert answers[0] == answers[1]
