"""Laws of linking: order does not matter, a stranger adds nothing, an excluding word hides only what it covers."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.graph.reading import links, made

WORDS = ["棉纱", "坯布", "服装", "印染", "阀门", "机床", "纸箱", "大米"]
SEGMENTS: list[dict[str, Any]] = [{"id": w, "words": [w], "exclude": [f"{w}机械"]} for w in WORDS]
VERBS = ["制造", "销售", "生产、销售", "研发", "加工", "安装"]
CLAUSES = st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.sampled_from(VERBS)).map(
    lambda c: "、".join(c[0]) + c[1]
)
SCOPES = st.lists(CLAUSES, min_size=1, max_size=3).map(";".join)


def _firms(scopes: list[str]) -> list[dict[str, Any]]:
    return [{"id": f"{n:02d}", "name": "企", "scope": scope} for n, scope in enumerate(scopes)]


@settings(max_examples=25, deadline=None)
@given(st.lists(SCOPES, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_firms_and_segments_does_not_matter(scopes: list[str], dice: Any) -> None:
    firms, segments = _firms(scopes), list(SEGMENTS)
    before = links(firms, segments)
    dice.shuffle(firms)
    dice.shuffle(segments)
    assert links(firms, segments).equals(before)


@settings(max_examples=25, deadline=None)
@given(SCOPES, st.sampled_from(["棉", "布制", "箱", "大米粉", "机床附件"]))
def test_another_segment_never_adds_links_of_the_first(scope: str, word: str) -> None:
    more = [*SEGMENTS, {"id": "外", "words": [word], "exclude": []}]
    assert made(scope, more) - {"外"} <= made(scope, SEGMENTS)


@settings(max_examples=25, deadline=None)
@given(SCOPES, st.sampled_from(WORDS))
def test_an_excluding_word_hides_only_what_it_covers(scope: str, word: str) -> None:
    barred = [s | {"exclude": [word]} if s["id"] == word else s for s in SEGMENTS]
    assert made(scope, barred) == made(scope, SEGMENTS) - {word}
    assert word in made(f"{word}制造", SEGMENTS)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_read(scope: str) -> None:
    assert made(scope, SEGMENTS) <= set(WORDS)
