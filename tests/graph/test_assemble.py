"""Rows to edges: what a leader and a body are, and are not."""

from __future__ import annotations

from pathlib import Path

from queries import gaps
from tests.county import FIRMS, make

OTHER = "chain: 品牌食品\nsegments:\n  面粉: {stage: 中游, words: [面粉]}\n"


def test_a_leader_makes_strong_only_the_segments_of_its_chain(tmp_path: Path) -> None:
    (tmp_path / "chains").mkdir()
    (tmp_path / "chains" / "品牌食品.yaml").write_text(OTHER, encoding="utf-8")
    files = {
        "企业.csv": FIRMS.replace("411426,棉纱;坯布", "411426,棉纱;坯布;面粉"),
        "链主.csv": "企业名称,产业链\n华鹏纺织有限公司,品牌食品\n",
    }
    store, problems = make(tmp_path, files)
    assert problems == []
    found = store.run(
        "MATCH (s:Segment) WHERE s.local > 0 RETURN s.name AS name, s.grade AS grade ORDER BY name"
    )
    assert {r["name"]: r["grade"] for r in found} == {
        "纺纱": "具备",
        "织造": "具备",
        "服装": "具备",
        "面粉": "优势",
    }


def test_a_body_named_in_a_tie_stays_a_body(tmp_path: Path) -> None:
    files = {
        "组织.csv": "组织,类型,地区\n东华大学,院校,上海\n",
        "企业关系.csv": "甲方,关系,乙方\n东华大学,合作,盛泰集团有限公司\n东华大学,供货,盛泰集团有限公司\n",
    }
    store, problems = make(tmp_path, files)
    assert [(p.file, p.row, p.value) for p in problems] == [("企业关系.csv", 3, "供货")]
    tie = store.run(
        "MATCH (e:Enterprise)-[p:Partners]->(o:Organisation) RETURN e.name AS firm, o.name AS body ORDER BY firm"
    )
    assert tie == [{"firm": "盛泰集团有限公司", "body": "东华大学"}]
    assert store.run("MATCH (e:Enterprise) WHERE e.name = '东华大学' RETURN e.id AS id ORDER BY id") == []
    assert gaps.answer(store)
