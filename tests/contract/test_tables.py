"""contract.md, Tables: odd but legal files, and what each broken one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.problem import Problem
from graph.store import Store
from tests.county import make

CHAIN = """chain: 纺织服装
segments:
  纺纱: {stage: 上游, words: [棉纱], feeds: [服装]}
  "牛仔、工装": {stage: 中游, words: [牛仔布], feeds: [服装]}
  服装: {stage: 下游, words: [衬衫]}
"""


def told(problems: list[Problem]) -> list[tuple[str | None, int | None, str | None, str | None]]:
    """Where the 问题 stand and what they say: file, row, column, value."""
    return [(p.file, p.row, p.column, p.value) for p in problems if p.level == "问题"]


def capitals(store: Store) -> dict[str, float | None]:
    rows = store.run("MATCH (e:Enterprise) RETURN e.name AS name, e.capital AS capital ORDER BY name")
    return {r["name"]: r["capital"] for r in rows}


def test_list_cells_do_not_decide_the_delimiter(tmp_path: Path) -> None:
    store, problems = make(
        tmp_path, {"企业.csv": "企业名称,主要产品\n甲厂,棉纱;坯布;衬衫\n乙厂,棉纱;a;b;c\n"}, CHAIN
    )
    assert told(problems) == []
    assert list(capitals(store)) == ["乙厂", "甲厂"]


@pytest.mark.parametrize(
    ("head", "cell", "capital"),
    [
        ("注册资本(元)", "50000000", 5000),
        ("注册资本(单位:万元)", "1000", 1000),
        ("注册资本(万元人民币)", "1000", 1000),
        ("注册资本(2024年)", "26000", 26000),  # no unit: the template's own, 万元
        ("注册资本(万美元)", "100", 710),  # 100 × 7.1
        ("注册资本(亿元)", "500万元", 500),  # the cell's own unit goes before the head's
    ],
)
def test_a_unit_in_brackets_is_read(tmp_path: Path, head: str, cell: str, capital: float) -> None:
    toml = '[project]\nregion = "411426"\n[rates]\n"美元" = 7.1\n'
    files = {"liantu.toml": toml, "企业.csv": f"企业名称,{head}\n甲厂,{cell}\n"}
    store, problems = make(tmp_path, files, CHAIN)
    assert told(problems) == []
    assert capitals(store) == {"甲厂": capital}


def test_foreign_money_without_a_rate_is_a_problem(tmp_path: Path) -> None:
    store, problems = make(tmp_path, {"企业.csv": "企业名称,注册资本(万美元)\n甲厂,100\n"}, CHAIN)
    assert told(problems) == [("企业.csv", 2, "注册资本(万美元)", "100")]
    assert capitals(store) == {"甲厂": None}


def test_a_declared_name_with_a_list_mark_stays_whole(tmp_path: Path) -> None:
    rows = "企业名称,产业链,环节\n甲厂,纺织服装,牛仔、工装\n乙厂,纺织服装,纺纱、服装\n"
    store, problems = make(tmp_path, {"企业.csv": "企业名称\n甲厂\n乙厂\n", "企业环节.csv": rows}, CHAIN)
    assert told(problems) == []
    found = store.run(
        "MATCH (e:Enterprise)-[:Makes]->(s:Segment) RETURN e.name AS e1, s.name AS s1 ORDER BY e1, s1"
    )
    assert [(r["e1"], r["s1"]) for r in found] == [("乙厂", "服装"), ("乙厂", "纺纱"), ("甲厂", "牛仔、工装")]


def test_a_project_without_any_word_still_builds(tmp_path: Path) -> None:
    chain = "chain: 纺织服装\nsegments:\n  纺纱: {stage: 上游}\n"
    files = {"企业.csv": "企业名称,主要产品,经营范围\n甲厂,棉纱,棉纱生产\n"}
    store, problems = make(tmp_path, files, chain)
    assert told(problems) == []
    assert store.run("MATCH (e:Enterprise)-[m:Makes]->(s:Segment) RETURN e.id AS id ORDER BY id") == []


def test_the_type_of_a_file_is_told_by_its_content(tmp_path: Path) -> None:
    files = {"导出.xlsx": "企业名称,注册资本(万元)\n甲厂,1000\n", "网页.xls": "<html><table></table></html>"}
    store, problems = make(tmp_path, files | {"企业.csv": "企业名称\n乙厂\n"}, CHAIN)
    assert capitals(store) == {"乙厂": None, "甲厂": 1000}
    assert told(problems) == [("网页.xls", None, None, None)]
