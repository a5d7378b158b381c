"""Where a Problem stands that only the whole graph shows: file, sheet, row, column and value as they are written."""

from __future__ import annotations

from pathlib import Path

from cli import compile_project
from graph.build import build
from graph.problem import Problem
from graph.projectfile import load_project
from loaders import read
from tests.county import TOML, make

LOOP = """chain: 纺织服装
segments:
  纺纱:
    stage: 上游
    feeds:
      - 织造
      - {to: "纺织服装:织机"}
  织造:
    stage: 中游
    feeds: [印染]
  印染: {stage: 中游, feeds: {to: 纺纱, necessity: 0.9}}
  织机: {stage: 配套, feeds: [织造]}
"""
LINKS = "企业名称,产业链,环节,日期\n华鹏纺织有限公司,纺织服装,印染,2025-06-01\n"


def places(problems: list[Problem]) -> list[tuple[object, ...]]:
    return [(p.file, p.sheet, p.row, p.column, p.value) for p in problems if p.level == "问题"]


def test_a_loop_and_a_feed_into_support_stand_at_their_lines(tmp_path: Path) -> None:
    _, problems = make(tmp_path, {}, LOOP)
    file = "chains/纺织服装.yaml"
    assert places(problems) == [
        (file, None, 7, "feeds", "纺织服装:织机"),
        (file, None, 11, "feeds", "纺纱"),
    ]


def test_what_does_not_exist_stands_at_its_own_line(tmp_path: Path) -> None:
    """A feed to itself, an unknown goal, an unknown parent, an unknown declaring chain."""
    chain = LOOP.replace("      - 织造\n", "      - 织早\n").replace(
        "    feeds: [印染]\n", "    under: 终瑞\n    feeds: [织造, 印染]\n"
    )
    chain = (
        chain.replace("feeds: {to: 纺纱, necessity: 0.9}", "feeds: []")
        + "  染料:\n    stage: 上游\n    of: 化工\n"
    )
    _, problems = make(tmp_path, {}, chain)
    found = {(row, column, value) for _, _, row, column, value in places(problems)}
    assert found == {
        (6, "feeds", "织早"),
        (7, "feeds", "纺织服装:织机"),
        (10, "under", "终瑞"),
        (11, "feeds", "织造"),
        (16, "of", "化工:染料"),
    }


def test_a_survey_that_contradicts_the_links_stands_at_its_row(tmp_path: Path) -> None:
    survey = "产业链,环节,结论,日期\n纺织服装,服装,有,2025-06-01\n纺织服装,印染,无,2025-06-01\n"
    store, problems = make(tmp_path, {"环节.csv": LINKS, "核实.csv": survey})
    assert places(problems) == [("核实.csv", None, 3, "结论", "无")]
    assert "纺织服装:印染" in problems[-1].reason
    status = store.run("MATCH (s:Segment) WHERE s.name = '印染' RETURN s.status AS status ORDER BY status")
    assert status == [{"status": "待核"}]


def test_surveys_that_contradict_each_other_decide_nothing(tmp_path: Path) -> None:
    """Of one day, whatever their order and number; the newer of two days holds; one that is too old is told."""
    survey = (
        "产业链,环节,结论,日期\n纺织服装,印染,有,2025-06-01\n纺织服装,印染,无,2025-06-01\n"
        "纺织服装,印染,有,2025-06-01\n纺织服装,面料,有,2025-03-01\n纺织服装,面料,无,2025-06-01\n"
        "纺织服装,面料,有,2023-06-01\n纺织服装,面料,有,2026-06-01\n"
    )
    store, problems = make(tmp_path, {"核实.csv": survey})
    assert places(problems) == [("核实.csv", None, 3, "结论", "无"), ("核实.csv", None, 4, "结论", "有")]
    assert {(p.row, p.column, p.value) for p in problems if p.level == "提示"} == {
        (7, "日期", "2023-06-01"),
        (8, "日期", "2026-06-01"),
    }
    query = "MATCH (s:Segment) WHERE s.name IN ['印染', '面料'] RETURN s.name AS name, s.status AS status ORDER BY name"
    assert store.run(query) == [
        {"name": "印染", "status": "待核"},
        {"name": "面料", "status": "空白·已核实"},
    ]


def test_two_rows_that_say_one_body_or_park_differently(tmp_path: Path) -> None:
    """The better source's word stands; blanks and repetitions say nothing."""
    files = {
        "甲.csv": "组织,类型,地区,产业链\n纺织专班,专班,411426,纺织服装\n纺织专班,,,\n纺织专班,协会,河南省商丘市,纺织服装\n",
        "园.csv": "园区,地区,产业链\n东园,411426,纺织服装\n东园,411425,纺织服装\n东园,,\n",
    }
    store, problems = make(tmp_path, files)
    assert {(p.file, p.row, p.column, p.value) for p in problems if "不一致" in p.reason} == {
        ("甲.csv", 4, "类型", "协会"),
        ("甲.csv", 4, "地区", "河南省商丘市"),
        ("园.csv", 3, "地区", "411425"),
    }
    query = "MATCH (o:Organisation) RETURN o.type AS type, o.region AS region ORDER BY o.name"
    assert store.run(query) == [{"type": "专班", "region": "411426"}]


def test_what_another_chain_declares_is_not_said_again(tmp_path: Path) -> None:
    (tmp_path / "chains").mkdir()
    other = "chain: 军工\nsegments:\n  印染: {of: 纺织服装, stage: 中游, necessity: 0.9, words: [军布], radius: 就近}\n"
    (tmp_path / "chains" / "军工.yaml").write_text(other, encoding="utf-8")
    _, problems = make(tmp_path)
    assert places(problems) == [
        ("chains/军工.yaml", None, 3, "words", "军布"),
        ("chains/军工.yaml", None, 3, "radius", "就近"),
    ]


def test_a_census_that_is_none_says_why(tmp_path: Path) -> None:
    """Too old, of the future, without trades: each a line, and nothing is counted as if it were one."""
    (tmp_path / "规上.csv").write_text(
        "企业名称,地区,行业代码\n甲厂,411426,1711\n乙厂,411426,\n", encoding="utf-8"
    )
    census = '[[census]]\nfile = "规上.csv"\nregions = ["411426"]\ndate = {}\n'
    (tmp_path / "liantu.toml").write_text(
        TOML + "".join(census.format(day) for day in ("2025-12-31", "2023-12-30", "2026-03-01")),
        encoding="utf-8",
    )
    (tmp_path / "chains").mkdir()
    (tmp_path / "chains" / "纺织服装.yaml").write_text(LOOP, encoding="utf-8")
    project, _ = load_project(tmp_path)
    sources = read(tmp_path, project)
    found = [p for p in build(project, sources.chains, sources.frames).problems if p.column == "census.file"]
    assert [p.reason.partition(",")[0] for p in found] == [
        "只有50%的行写了行业代码或经营范围",
        "日期 2023-12-30 不在截止日 2026-01-01 前24个月内",
        "日期 2026-03-01 不在截止日 2026-01-01 前24个月内",
    ]
    assert {(p.file, p.value, p.level) for p in found} == {("liantu.toml", "规上.csv", "提示")}


def test_what_liantu_toml_names_and_nobody_has(tmp_path: Path) -> None:
    """Each with the name that was probably meant; what is right is not mentioned."""
    toml = TOML + (
        '[policy]\nbarred = ["纺织服装:纺砂", "纺织服装:织造"]\nlexicon."纺织服装:织早" = ["没有的组"]\n'
        'words."棉沙" = 0.5\n[quotas."签约额"]\ngoal = 3\ndone = {"纺织福装" = 1, "纺织服装" = 2}\n'
        '[offers]\n"污水指表" = true\n"蒸汽" = false\n[lists."县里"]\n'
        'sheets = ["缺口清淡", {of = "重点企业", columns = ["企业名", "企业名称"]}]\n'
    )
    chain = LOOP.replace(
        "    feeds: [印染]\n", "    feeds: [印染]\n    needs: [污水指标, 蒸汽]\n    words: [棉纱]\n"
    )
    (tmp_path / "chains").mkdir()
    (tmp_path / "liantu.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "chains" / "纺织服装.yaml").write_text(chain, encoding="utf-8")
    found = [p for p in compile_project(tmp_path, None, write=False) if p.file == "liantu.toml"]
    assert {(p.column, p.value, p.level) for p in found} == {
        ("policy.barred", "纺织服装:纺砂", "问题"),
        ("policy.lexicon", "纺织服装:织早", "问题"),
        ("policy.lexicon.纺织服装:织早", "没有的组", "问题"),
        ("policy.words", "棉沙", "问题"),
        ("quotas.签约额.done", "纺织福装", "问题"),
        ("offers", "污水指表", "提示"),
        ("lists.县里", "缺口清淡", "问题"),
        ("lists.县里", "企业名", "问题"),
    }
    said = {p.value: p.reason for p in found}
    assert said["纺织服装:纺砂"] == '没有环节"纺织服装:纺砂",您是不是要"纺织服装:纺纱"?'
    assert said["污水指表"] == '没有要素需求"污水指表",您是不是要"污水指标"?'
