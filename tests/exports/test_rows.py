"""A question's rows as a workbook: Chinese heads, unknown said, nothing that runs, the same bytes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import get_args, get_type_hints

from openpyxl import load_workbook

from exports import _rows
from exports._heads import HEADS, heads
from graph import modules
from graph.difference import Row
from loaders._sheets import is_own

ROW = {"chain": "=1+1", "variant": None, "score": None, "b": 0.5, "lead": True, "words": ["棉纱", "坯布"],
       "honors": [{"name": "小巨人", "year": 2022}], "reason": "长\x00" * 40_000}  # fmt: skip


def test_a_workbook_of_rows_reads_back(tmp_path: Path) -> None:
    data = _rows.workbook([ROW], list(ROW))
    assert data == _rows.workbook([ROW], list(ROW))
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    first, second = ([c.value for c in row] for row in sheet.iter_rows())
    assert first == ["产业链", "细类", "得分", "连接", "首要", "用语", "称号", "理由"]
    assert second[:7] == ["=1+1", "—", "不详", 0.5, "是", "棉纱、坯布", "名称 小巨人，年度 2022"]
    assert len(str(second[7])) == 32_767 and str(second[7]).endswith("…")
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == "A1:H2"
    path = tmp_path / "结果.xlsx"
    path.write_bytes(data)
    assert is_own(path)


def test_no_rows_make_a_workbook_too() -> None:
    sheet = load_workbook(io.BytesIO(_rows.workbook([], ["chain"]))).active
    assert sheet is not None and sheet["A1"].value == "产业链"


def test_the_questions_have_chinese_heads() -> None:
    for name in modules.names("queries"):
        instead = [
            key for key, (kind, _) in modules.about("queries", name).options.items() if kind == "instead"
        ]
        for ask in ("answer", *instead):
            row = get_args(get_type_hints(getattr(modules.load("queries", name), ask))["return"])[0]
            assert all(max(head) > "一" for head in heads(list(row.model_fields))), (name, ask)
    assert set(Row.model_fields) <= set(HEADS)
    assert heads(["source", "target"]) == ["供方环节", "受方环节"] and heads(["没有的"]) == ["没有的"]


def test_a_screen_shows_what_is_known_and_names_the_rest() -> None:
    row = {"chain": "袜业", "id": "x", "short": "某", "score": 0.4099, "revenue": 1200.0, "parent": None, "reason": None,
           "words": ["棉纱", "纱线"], "evidence": ["一句说清凭什么的话" * 4]}  # fmt: skip
    said = _rows.table_text([row, row | {"reason": "长"}], list(row))
    assert "0.41" in said and "1,200 " in said and "不详" in said and "棉纱、纱线" in said
    assert "上级环节" not in said.split("没有列出的")[0] and "企业标识" not in said and "简称" not in said
    assert "没有列出的：上级环节、依据\n" in said.replace(" ", "")
