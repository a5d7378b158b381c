"""init: whichever built-in chains are chosen, the new folder has no problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli import compile_project
from exports import _starter
from graph.modules import ROOT
from graph.problem import InputError
from graph.store import open_store

CHAINS = sorted(p.stem for p in (ROOT / "data" / "seed" / "chains").glob("*.yaml"))


@pytest.mark.parametrize("chosen", [*CHAINS, "纺织服装,品牌食品", "军民两用功能材料,纺织服装"])
def test_a_folder_just_made_passes_the_check(tmp_path: Path, chosen: str) -> None:
    """What a chain shares with one that was not chosen is written out, what it feeds there is left off."""
    _starter.start(tmp_path / "县", "411426", chosen)
    problems = compile_project(tmp_path / "县", None, write=False)
    assert [p.reason for p in problems if p.level == "问题"] == []


def test_a_shared_segment_keeps_its_codes_and_words(tmp_path: Path) -> None:
    _starter.start(tmp_path / "县", "411426", "军民两用功能材料")
    compile_project(tmp_path / "县", None, write=True)
    store = open_store(str(tmp_path / "县" / ".liantu" / "graph.lbug"))
    (row,) = store.run("""MATCH (s:Segment) WHERE s.id = '军民两用功能材料:印染'
        RETURN s.codes AS codes, s.words AS words, s.radius AS radius, s.needs AS needs ORDER BY s.id""")
    assert "1713" in row["codes"] and "染整" in row["words"]
    assert (row["radius"], row["needs"]) == ("就近", ["污水指标", "蒸汽"])
    store.close()


def test_a_name_of_several_places_names_them(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"北京市朝阳区\(110105\).*长春市朝阳区"):
        _starter.start(tmp_path / "县", "朝阳区", None)
