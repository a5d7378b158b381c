"""Chain files as people write them: codes with their letters and leading zeros, saved by Notepad."""

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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_chain_file_is_read_as_notepad_saves_it(tmp_path: Path, encoding: str) -> None:
    """A code's letter is the classification's own and is left off; its zero stays; an unknown one is told."""
    found = sources(tmp_path, {"chains/水产.yaml": FILE.encode(encoding)})
    codes = {r["name"]: r["codes"] for r in found.chains["Segment"] if r["home"] == "水产"}
    assert codes == {"养殖": ["0411", "0412", "1363"], "加工": []}
    assert [(p.row, p.column, p.value) for p in serious(found)] == [
        (4, "codes", "X1361"),
        (4, "codes", "9999"),
    ]


def test_bytes_of_no_encoding_are_told_with_their_line(tmp_path: Path) -> None:
    """Neither UTF-8 nor GB18030: one sentence."""
    with pytest.raises(InputError, match=r"^chains/坏\.yaml 第5行不是 UTF-8 文本"):
        sources(tmp_path, {"chains/坏.yaml": FILE.encode() + b"# \xff\xff\n"})
