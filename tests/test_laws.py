"""Laws that hold for every small project: what order, what repetition, what silence may not change."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries import chains, gaps, segments, targets
from tests.county import TOML, make

SEGMENTS = ("纺纱", "织造", "印染", "面料", "服装", "纺机")
WORDS = dict(zip(SEGMENTS, ("棉纱", "坯布", "染整布", "色织面料", "衬衫", "织机"), strict=True))
STAGES = ("上游", "中游", "中游", "中游", "下游", "配套")
FEEDS = st.sets(st.tuples(st.sampled_from(SEGMENTS), st.sampled_from(SEGMENTS[:5])), max_size=8)
FIRM = st.tuples(
    st.sampled_from(("411426", "浙江省绍兴市", "河南省商丘市虞城县", "")),
    st.lists(st.sampled_from(SEGMENTS), max_size=3, unique=True),
    st.sampled_from(("存续", "注销", "")),
)
FIRMS = st.lists(FIRM, min_size=1, max_size=8)
FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def chain_text(feeds: set[tuple[str, str]]) -> str:
    lines = ["chain: 纺织服装", "segments:"]
    for name, stage in zip(SEGMENTS, STAGES, strict=True):
        to = ", ".join(sorted(b for a, b in feeds if a == name))
        lines.append(f"  {name}: {{stage: {stage}, words: [{WORDS[name]}], feeds: [{to}]}}")
    return "\n".join(lines) + "\n"


def table(firms: list[tuple[str, list[str], str]], order: list[int]) -> str:
    rows = [
        f"厂{i}有限公司,{at},{';'.join(WORDS[s] for s in made)},{status}"
        for i, (at, made, status) in enumerate(firms)
    ]
    return "企业名称,地区,主要产品,登记状态\n" + "".join(f"{rows[i]}\n" for i in order)


def answers(files: dict[str, str], chain: str) -> list[Any]:
    with tempfile.TemporaryDirectory() as folder:
        store, _ = make(Path(folder), files, chain)
        try:
            said = [q.answer(store) for q in (chains, gaps, segments)]
            return [*said, targets.answer(store, top=None), targets.excluded(store)]
        finally:
            store.close()


@FEW
@given(FEEDS, FIRMS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_files_does_not_matter(
    feeds: set[tuple[str, str]], firms: list[tuple[str, list[str], str]], chance: random.Random
) -> None:
    straight = list(range(len(firms)))
    mixed = straight.copy()
    chance.shuffle(mixed)
    half = len(mixed) // 2
    whole = answers({"liantu.toml": TOML, "企业.csv": table(firms, straight)}, chain_text(feeds))
    parts = {"企业.csv": table(firms, mixed[:half]), "a企业.csv": table(firms, mixed[half:])}
    assert answers(parts, chain_text(feeds)) == whole


@FEW
@given(FEEDS, FIRMS)
def test_loading_twice_is_loading_once(
    feeds: set[tuple[str, str]], firms: list[tuple[str, list[str], str]]
) -> None:
    text = table(firms, list(range(len(firms))))
    once = answers({"企业.csv": text}, chain_text(feeds))
    assert answers({"企业.csv": text, "又一份企业.csv": text}, chain_text(feeds)) == once


@FEW
@given(FEEDS, FIRMS)
def test_every_leaf_is_covered_a_gap_or_undecided(
    feeds: set[tuple[str, str]], firms: list[tuple[str, list[str], str]]
) -> None:
    (chain,), found, placed, courted, _ = answers(
        {"企业.csv": table(firms, list(range(len(firms))))}, chain_text(feeds)
    )
    rows = {g.segment: g for g in found}
    covered = {s.segment for s in placed if s.status == "已覆盖"}
    assert {s.segment for s in placed} == covered | rows.keys()
    assert chain.covered == len(covered)
    for g in found:
        assert (g.score is None) == (g.kind == "数据不足") == (g.would_be is not None)
        assert g.score is None or 0 <= g.score <= 1
        assert 0 <= g.u <= 1
        assert 0 <= g.d <= 1
    for t in courted:
        assert t.lower_bound <= t.score <= t.upper_bound
        assert rows[t.segment].score is not None
        assert abs(sum(f["weight"] for f in t.features) - 100) < 1e-6
