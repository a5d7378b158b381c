"""contract.md, A project folder: liantu.toml and chains/*.yaml, what is a Problem and what ends the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.divisions import resolve
from graph.problem import InputError, Problem
from graph.projectfile import load_project
from tests.county import make

HOME = '[project]\nregion = "411426"\n'
CHAIN = """chain: 甲链
segments:
  a: {stage: 上游, feeds: [b]}
  b: {stage: 下游}
"""


def said(problems: list[Problem]) -> set[tuple[str | None, str | None]]:
    return {(p.column, p.value) for p in problems}


def written(folder: Path, toml: str) -> Path:
    (folder / "liantu.toml").write_text(toml, encoding="utf-8")
    return folder


def test_a_value_that_is_no_use_is_a_problem_and_its_default_holds(tmp_path: Path) -> None:
    toml = HOME + (
        '[regions]\ncomparison = [411425, "zz"]\nfocus."长三角" = ["31", "xx"]\n'
        '[policy]\ngamma = 3\nurgnt = 0.5\nweights."实利" = 3\nbarred = [13, "0"]\n[rates]\n"美元" = "七"\n'
        '[[census]]\nfile = "规上.xlsx"\nregions = ["411426"]\n'
    )
    project, problems = load_project(written(tmp_path, toml))
    assert project.policy.gamma == 0.7
    assert project.regions.comparison == ["411425"]
    assert project.census == []  # without its date
    assert said(problems) == {
        ("regions.comparison", "zz"), ("regions.focus.长三角", "xx"), ("policy.gamma", "3"), ("policy.urgnt", "0.5"),
        ("policy.weights.实利", "3.0"), ("policy.barred", "0"), ("rates.美元", "七"), ("census.0.date", None),
    }  # fmt: skip


def test_a_region_may_be_written_as_a_number(tmp_path: Path) -> None:
    assert load_project(written(tmp_path, "[project]\nregion = 411426\n"))[0].region == "411426"


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("[project\nregion=1", "liantu.toml 第1行第9列读不懂"),
        ("[regions]\n", "liantu.toml 缺少 project。"),
        ('[project]\nregion = "999999"\n', "999999"),
        ('[project]\nregion = "411426"\nas_of = "去年"\n', "project.as_of 写成了「去年」"),
    ],
)
def test_what_cannot_be_read_ends_the_command(tmp_path: Path, toml: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        load_project(written(tmp_path, toml))


def test_a_chain_file_without_its_name_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "chains").mkdir()
    (tmp_path / "chains" / "b.yaml").write_text("segments:\n  c: {stage: 上游}\n", encoding="utf-8")
    (tmp_path / "chains" / "c.yaml").write_text("chain: '丙:链'\n", encoding="utf-8")
    store, problems = make(tmp_path, {}, CHAIN)
    found = [(p.file, p.row, p.column, p.value) for p in problems if p.level == "问题"]
    assert found == [("chains/b.yaml", 1, "chain", None), ("chains/c.yaml", 1, "chain", "丙:链")]
    assert [r["name"] for r in store.run("MATCH (c:Chain) RETURN c.name AS name ORDER BY name")] == ["甲链"]


def test_of_a_feed_only_what_is_wrong_is_dropped(tmp_path: Path) -> None:
    feeds = "[{too: a}, {to: b, necessity: x}, {to: a, recycle: 也许}]"
    store, problems = make(tmp_path, {}, CHAIN + f"  c: {{stage: 上游, feeds: {feeds}}}\n")
    assert said([p for p in problems if p.column != "企业名称"]) >= {
        ("to", "too: a"), ("too", "a"), ("necessity", "x"), ("recycle", "也许")}  # fmt: skip
    rows = store.run(
        "MATCH (s:Segment)-[f:Feeds]->(t:Segment) WHERE s.name = 'c' RETURN t.name AS name ORDER BY name"
    )
    assert [r["name"] for r in rows] == ["a", "b"]


def test_parents_in_a_ring_are_a_problem(tmp_path: Path) -> None:
    ring = "chain: 甲链\nsegments:\n  a: {stage: 上游, under: b, feeds: [b]}\n  b: {stage: 下游, under: a}\n"
    _, problems = make(tmp_path, {}, ring)
    assert ("under", "a") in said(problems)


def test_of_two_divisions_of_a_name_the_one_in_force_is_meant() -> None:
    assert resolve("海门", "411426") == "320614"  # 海门市 320684 became 海门区
    assert resolve("上海浦东", "411426") == "310115"
    assert resolve("朝阳", "411426") is None  # 朝阳市 in 辽宁 and 朝阳区 in 北京 and 长春


def test_files_and_heads_that_the_project_names_must_be_there(tmp_path: Path) -> None:
    toml = HOME + (
        '[sources]\nrank = ["企业.csv", "统计局.csv"]\n[columns."企业.csv"]\n"企业名" = "单位"\n"企业名称" = "户名"\n'
    )
    store, problems = make(tmp_path, {"liantu.toml": toml, "企业.csv": "户名,地区\n甲厂,夏邑\n"}, CHAIN)
    assert [(p.column, p.value, p.level) for p in problems if p.file == "liantu.toml"] == [
        ("sources.rank", "统计局.csv", "提示"), ("columns.企业.csv", "企业名", "问题")]  # fmt: skip
    assert store.run("MATCH (e:Enterprise) RETURN e.name AS name ORDER BY name") == [{"name": "甲厂"}]


def test_a_ranked_file_is_told_by_its_name_in_any_folder(tmp_path: Path) -> None:
    (tmp_path / "表").mkdir()
    toml = HOME + '[sources]\nrank = ["统计局.csv"]\n'
    rows = "企业名称,参保人数,日期\n甲厂,{}\n"
    files = {
        "企业.csv": rows.format("60,2025-12"),
        "表/统计局.csv": rows.format("50,2024-12"),
        "liantu.toml": toml,
    }
    store, _ = make(tmp_path, files, CHAIN)
    assert store.run("MATCH (e:Enterprise) RETURN e.insured AS insured ORDER BY insured") == [{"insured": 50}]
