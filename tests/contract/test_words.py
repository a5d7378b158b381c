"""contract.md, Tables: the words of cells with fixed values; one that cannot be read never says what a blank one says."""

from __future__ import annotations

from pathlib import Path

from tests.contract.test_tables import told
from tests.county import make

ROWS = "企业名称,产业链,环节,判定\n"


def test_a_verdict_that_cannot_be_read_is_no_yes(tmp_path: Path) -> None:
    words = {"甲": "", "乙": "√", "丙": "×", "丁": "不属于", "戊": "大概", "己": "纺织服装:织造"}
    lines = [f"{name}厂,纺织服装,织造,{word}\n" for name, word in words.items() if name != "己"]
    lines.append("己厂,纺织服装,纺织服装:织造,是\n")  # a segment's id is its name too
    store, problems = make(tmp_path, {"企业环节.csv": ROWS + "".join(lines)})
    assert told(problems) == [("企业环节.csv", 6, "判定", "大概")]
    found = store.run("""MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE s.name = '织造' AND e.name ENDS WITH '厂'
        RETURN e.name AS name, m.state AS state ORDER BY name""")
    expected = {
        "丁厂": None,
        "丙厂": None,
        "乙厂": "已确认",
        "己厂": "已确认",
        "戊厂": "待核",
        "甲厂": "已确认",
    }
    assert {r["name"]: r["state"] for r in found} == {n: s for n, s in expected.items() if s}


def test_a_plant_whose_stage_cannot_be_read_is_not_there_yet(tmp_path: Path) -> None:
    stages = ["拟建", "洽谈中", "已签约", "建设中", "竣工", "停建", ""]
    rows = "".join(f"{n}厂,夏邑县,生产基地,{stage},2025\n" for n, stage in enumerate(stages))
    store, problems = make(tmp_path, {"布点.csv": "企业名称,地区,类型,阶段,年度\n" + rows})
    assert told(problems) == [("布点.csv", 7, "阶段", "停建")]
    located = store.run("MATCH (e:Enterprise)-[l:LocatedIn]->(r:Region) WHERE e.name ENDS WITH '厂' "
                        "RETURN e.name AS name ORDER BY name")  # fmt: skip
    assert [r["name"] for r in located] == ["4厂", "6厂"]
    planned = store.run("MATCH (e:Enterprise)-[x:ExpandsTo]->(r:Region) WHERE e.name ENDS WITH '厂' "
                        "RETURN e.name AS name, x.stage AS stage ORDER BY name")  # fmt: skip
    assert [(r["name"], r["stage"]) for r in planned] == [
        ("0厂", "计划"), ("1厂", "在谈"), ("2厂", "签约"), ("3厂", "开工"), ("5厂", None),
    ]  # fmt: skip
