"""contract.md, 同名核对 and credit codes: three of one name, and what a verdict makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli import compile_project
from exports._namesakes import WIDTHS
from graph.store import open_store
from tests.contract.test_tables import CHAIN, told
from tests.county import TOML, make

THREE = """企业名称,地区,主要产品
华丰纺织有限公司,浙江省绍兴市,棉纱
华丰纺织有限公司,河南省商丘市,棉纱
华丰纺织有限公司,江苏省南通市,衬衫
"""
FIRMS = "MATCH (e:Enterprise) RETURN e.id AS id ORDER BY id"


@pytest.mark.parametrize(
    ("verdict", "ids"),
    [
        (
            "不同",
            ["name:华丰纺织 320600", "name:华丰纺织 330600", "name:华丰纺织 411400"],
        ),
        ("同一", ["name:华丰纺织"]),
    ],
)
def test_three_of_a_name_are_asked_about_once_and_the_answer_holds(
    tmp_path: Path, verdict: str, ids: list[str]
) -> None:
    from openpyxl import load_workbook

    (tmp_path / "chains").mkdir()
    for name, text in {"liantu.toml": TOML, "chains/a.yaml": CHAIN, "企业.csv": THREE}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    compile_project(tmp_path, None, write=False)
    asked = tmp_path / "out" / "同名核对.xlsx"
    book = load_workbook(asked)
    sheet = book.worksheets[0]
    assert [
        all(place in str(row[5].value) for place in ("南通", "绍兴", "商丘"))
        for row in sheet.iter_rows(min_row=3)
    ] == [True]
    sheet.cell(3, list(WIDTHS).index("判定") + 1).value = verdict
    book.save(tmp_path / "核对.xlsx")
    asked.unlink()
    compile_project(tmp_path, None, write=True)
    assert not asked.exists()
    store = open_store(str(tmp_path / ".liantu" / "graph.lbug"))
    assert [row["id"] for row in store.run(FIRMS)] == ids
    store.close()


def test_two_names_under_one_code_are_one_firm_and_a_problem(tmp_path: Path) -> None:
    """But a former name, the code itself, or the name without its legal form are no other names."""
    code = "91411426MA4000012C"
    names = ["甲纺织有限公司", "甲纺织股份有限公司", "老甲纺织有限公司", code, "乙服装有限公司"]
    rows = "".join(f"{n},{code},{'老甲纺织' if n == names[0] else ''}\n" for n in names)
    store, problems = make(tmp_path, {"企业.csv": "企业名称,统一社会信用代码,曾用名\n" + rows}, CHAIN)
    assert [row["id"] for row in store.run(FIRMS)] == [code]
    assert told(problems) == [("企业.csv", 6, "企业名称", "乙服装有限公司")]
