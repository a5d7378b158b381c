"""Personal columns: left out unless liantu.toml asks for them, then kept with the enterprise and shown."""

from __future__ import annotations

from pathlib import Path

from graph.problem import Problem
from queries import facts
from tests.county import TOML, make

EXPORT = "公司名称,所属省份,法定代表人,电话,经营范围\n甲纺织有限公司,河南省,某某,0370-1234567,棉纱生产\n"


def told(folder: Path, toml: str) -> tuple[list[str], list[Problem]]:
    """What the graph says of the enterprise, and the problems."""
    store, problems = make(folder, {"企业.csv": EXPORT, "liantu.toml": toml})
    said = [row.text for row in facts.answer(store, "甲纺织有限公司")]
    store.close()
    return said, problems


def test_nothing_personal_is_kept_unless_asked(tmp_path: Path) -> None:
    said, problems = told(tmp_path, TOML)
    assert not any("1234567" in text or "某某" in text for text in said)
    assert any("法定代表人" in p.reason and p.level == "提示" for p in problems)


def test_a_column_that_is_asked_for_stands_with_the_enterprise(tmp_path: Path) -> None:
    said, problems = told(tmp_path, TOML + '[privacy]\nkeep = ["电话"]\n')
    assert any("电话:0370-1234567" in text for text in said)
    assert not any("某某" in text for text in said)
    assert not any(p.column == "电话" for p in problems)
