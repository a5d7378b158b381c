"""liantu's answers on projects written at random against the methods written plainly a second time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.build import build
from graph.projectfile import load_project
from graph.store import Store, open_store
from loaders import read
from queries import chains, gaps, segments, targets
from tests.contract.method_targets import Reference
from tests.contract.written import write

SEEDS = range(24)
GAPS = ("stage", "variant", "status", "severity", "score", "b", "u", "d", "lead")
TARGETS = ("gap", "fit", "score", "lower_bound", "upper_bound", "coverage", "mode", "tier")


def built(folder: Path, seed: int) -> tuple[Store, Reference]:
    made = write(seed)
    for name, text in made.files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    project, _ = load_project(folder)
    sources = read(folder, project)
    store = open_store(str(folder / ".liantu" / "graph.lbug"))
    store.replace(build(project, sources.chains, sources.frames).graph)
    return store, Reference(made)


def rounded(row: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {k: round(row[k], 4) if isinstance(row[k], float) else row[k] for k in keys}


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_are_those_of_the_method(tmp_path: Path, seed: int) -> None:
    store, reference = built(tmp_path, seed)
    found = {(r.chain, r.segment, r.kind): r.model_dump() for r in gaps.answer(store)}
    wanted = {(r["chain"], r["segment"], r["kind"]): r for r in reference.gaps()}
    assert found.keys() == wanted.keys()
    for key, row in wanted.items():
        assert rounded(found[key], GAPS) == pytest.approx(rounded(row, GAPS), abs=2e-4), key
        assert (found[key]["would_be"] or {}) == pytest.approx(row["would_be"] or {}, abs=2e-4), key
    for place in segments.answer(store):
        if place.leaf:
            assert place.must_pass is reference.must_pass(place.chain, place.segment_id), place.segment_id
    for chain in chains.answer(store):
        assert chain.coverage == pytest.approx(reference.coverage(chain.chain), abs=1e-4)
    scored = {(r["enterprise"], r["segment_id"]): r for r in reference.targets()}
    for first in targets.answer(store, top=None):
        row = scored[first.enterprise, first.segment_id]
        assert first.chain in row["chains"]
        assert {f["name"]: f["value"] for f in first.features} == pytest.approx(row["values"], abs=1e-4), (
            first.enterprise
        )
        assert rounded(first.model_dump(), TARGETS) == pytest.approx(rounded(row, TARGETS), abs=2e-4)
    groups = {r["group"] for r in scored.values()}
    best = {g: max(r["score"] for r in scored.values() if r["group"] == g) for g in groups}
    assert sorted(r.score for r in targets.answer(store, top=None)) == pytest.approx(
        sorted(best.values()), abs=2e-4
    )
