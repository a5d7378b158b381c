"""The balance after merging: every row read is loaded, merged into another, left out with a Problem, or set aside."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.build import build
from graph.projectfile import load_project
from tests.loaders.folder import serious, sources

HEAD = ["企业名称", "统一社会信用代码", "地区", "注册资本(万元)", "曾用名"]
FIRM = st.tuples(
    st.sampled_from(
        (
            "甲纺织有限公司",
            "乙 纺织有限公司",
            "乙纺织（集团）有限公司",
            "乙纺织有限公司",
            "丙厂",
            "=1+1",
            "<b>丁</b>",
        )
    ),
    st.sampled_from(("", "", "坏代码", "91110000100005752N")),
    st.sampled_from(("411426", "夏邑县", "没有的地方", "")),
    st.sampled_from(("100", "五百", "1,000万元", "-")),
    st.sampled_from(("", "甲纺织厂", "丙厂")),
).map(list)
SET_ASIDE = st.sampled_from(
    (["合计", "", "", "100", ""], ["示例公司", "", "", "", ""], HEAD, ["注:数据来源某处", "", "", "", ""])
)
LOST = st.just(["", "", "411426", "5", ""])
BLANK = st.just(["", "", "", "", ""])
FILE = st.lists(st.one_of(FIRM, FIRM, FIRM, SET_ASIDE, LOST, BLANK), min_size=1, max_size=12)


def text(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    return out.getvalue()


def kind(row: list[str]) -> str:
    if not any(row):
        return "blank"
    if not row[0]:
        return "lost"
    return "aside" if row == HEAD or row[0].startswith(("合计", "示例", "注")) else "firm"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FILE, FILE)
def test_every_row_is_accounted_for(one: list[list[str]], two: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = sources(Path(folder), {"一.csv": text(one), "二.csv": text([*two, *one[:3]])})
        made = build(load_project(Path(folder))[0], found.chains, found.frames)
    rows = {"一.csv": one, "二.csv": [*two, *one[:3]]}
    for balance in found.balances:
        balance.settle(made.merged)
        kinds = [kind(row) for row in rows[balance.file]]
        assert balance.read == len(kinds) - kinds.count("blank")
        assert balance.set_aside == kinds.count("aside")
        assert balance.left_out == kinds.count("lost")
        assert balance.read == balance.loaded + balance.merged + balance.left_out + balance.set_aside
        said = {p.row for p in serious(found) if p.file == balance.file}
        assert {i for i, k in enumerate(kinds, 2) if k == "lost"} <= said, "whatever is left out is a Problem"
    assert sum(b.loaded for b in found.balances) == made.graph["Enterprise"].height
