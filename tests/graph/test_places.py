"""Where a Problem stands that only the whole graph shows: file, sheet, row, column and value as they are written."""

from __future__ import annotations

from pathlib import Path

from graph.problem import Problem
from tests.county import make

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
    chain = chain.replace("feeds: {to: 纺纱, necessity: 0.9}", "feeds: []") + "  染料:\n    stage: 上游\n    of: 化工\n"
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
