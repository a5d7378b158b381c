"""Chain files as people write them: codes with their letters and leading zeros, with and without a BOM."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.problem import InputError
from tests.loaders.folder import serious, sources

FILE = """chain: 水产
segments:
  养殖: {stage: 上游, codes: [A0411, 0412, c1363], words: [淡水鱼], feeds: [加工]}
  加工: {stage: 下游, codes: [X1361, 9999], words: [鱼糜制品]}
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_codes_are_read_as_people_write_them(tmp_path: Path, encoding: str) -> None:
    """A code's letter is the classification's own and is left off; its zero stays; an unknown one is told."""
    found = sources(tmp_path, {"chains/水产.yaml": FILE.encode(encoding)})
    codes = {r["name"]: r["codes"] for r in found.chains["Segment"] if r["home"] == "水产"}
    assert codes == {"养殖": ["0411", "0412", "1363"], "加工": []}
    assert [(p.row, p.column, p.value) for p in serious(found)] == [
        (4, "codes", "X1361"),
        (4, "codes", "9999"),
    ]


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    """One sentence, for the contract has chain files in UTF-8."""
    with pytest.raises(InputError, match=r"^chains/坏\.yaml 第1行不是 UTF-8 文本"):
        sources(tmp_path, {"chains/坏.yaml": FILE.encode("gb18030")})
