"""The seed county: every fact has a source, a date or 无日期, a confidence; every code is real."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.divisions import divisions
from graph.projectfile import load_project
from loaders import read

SEED = Path(__file__).parent.parent / "data" / "seed"
TABLES = sorted(SEED.glob("*.csv"))


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.stem)
def test_every_fact_is_sourced(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert row["来源"]
        assert row["日期"]
        assert row["可信度"] in ("已核实", "转载", "待核")
        if row["来源"].startswith("记忆"):
            assert row["可信度"] == "待核"
        if row.get("地区"):
            assert row["地区"] in divisions()


def test_the_seed_reads_without_a_problem() -> None:
    project, problems = load_project(SEED)
    sources = read(SEED, project)
    assert [*problems, *sources.problems] == []
    assert all(b.read == b.loaded for b in sources.balances)
    undecided = {r["name"] for r in sources.chains["Chain"] if not r["decided"]}
    assert undecided == {"轻跑系", "飞江系", "整治僵尸企业"}
