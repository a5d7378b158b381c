"""The workbook read back: its sheets, its mark, no formula whatever the names are."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from exports import lists
from graph import modules
from loaders._sheets import is_own
from tests.county import FIRMS, make


def test_the_seed_workbook_reads_back(outputs: Path) -> None:
    path = outputs / "招商清单.xlsx"
    assert is_own(path)
    book = load_workbook(path)
    assert {"说明", "产业链总览", "重点企业", "核实清单", "目标企业", "链主", "来源"} <= set(book.sheetnames)
    targets = book["目标企业"]
    assert targets.freeze_panes
    assert targets.page_setup.orientation == "landscape"
    texts = {str(c.value) for row in targets.iter_rows() for c in row}
    assert any("盛泰智造集团股份有限公司" in t for t in texts)


def test_no_cell_runs_as_a_formula(tmp_path: Path) -> None:
    names = ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2"]
    store, _ = make(tmp_path, {"企业.csv": FIRMS + "".join(f"{n},411426,棉纱\n" for n in names)})
    rows = {
        name: [r.model_dump(mode="json") for r in modules.load("queries", name).answer(store, **options)]
        for name, options in lists.NEEDS.items()
    }
    about = {"county": "夏邑县", "region": "411426", "as_of": "2026-01-01", "policy": {}, "project": "夏邑县"}
    ((path, _),) = lists.write(rows, tmp_path, about)
    cells = [c for sheet in load_workbook(path) for row in sheet.iter_rows() for c in row]
    assert not [c.value for c in cells if c.data_type == "f"]
    assert any("cmd|" in str(c.value) for c in cells)
