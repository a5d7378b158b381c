"""The balance after merging: every row read is loaded, merged into another, left out with a Problem, or set aside."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import xlsxwriter
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


# -- messy files: several tables one over the other, as text, as a web page, as a workbook ---------

ENTERPRISES = (["序号", "企业名称", "注册资本(万元)", "地区"], ["{n}", "{name}", "{n}00万", "夏邑县"])
HONORED = (["企业名称", "荣誉", "年度"], ["{name}", "瞪羚", "2024"])
PLACED = (
    ["序号", "项目名称", "投资方", "总投资(亿元)", "项目进展"],
    ["{n}", "某项目", "{name}", "1.5", "已签约"],
)
LED = (["产业链", "链主企业", "备注"], ["纺织服装", "{name}", "-"])
ROWS_BETWEEN = {
    "示例": ["示例{n}", "示例企业{n}", "", ""],
    "合计": ["合计", "", "5", ""],
    "注": ["注:以上为初步统计", "", "", ""],
    "落款": ["填表人:某某", "", "", ""],
    "分节": ["(一)规上企业", "", "", ""],
    "分组": ["二", "纺织类(3家)", "", ""],
}
KINDS_OF_ROW = st.sampled_from(["firm", "firm", "firm", "same", "lost", "blank", *ROWS_BETWEEN, "head"])
TABLE = st.tuples(
    st.sampled_from([ENTERPRISES, HONORED, PLACED, LED]),
    st.booleans(),
    st.sampled_from([None, "一、企业情况", "附表"]),
    st.lists(KINDS_OF_ROW, min_size=1, max_size=8),
)
SHAPE = st.sampled_from(["csv", "gbk", "tab", "html", "xlsx"])


class Messy:
    """Rows of tables under each other, with what is to become of each."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.rows: list[list[str]] = []
        self.kinds: list[str] = []
        self.names: dict[int, str] = {}
        self.heads: list[str] = []

    def add(self, cells: list[str], kind: str) -> None:
        """One row."""
        self.rows.append([*cells, "", "", "", "", ""][:5])
        self.kinds.append(kind)

    def table(
        self, shape: tuple[list[str], list[str]], under: bool, title: str | None, rows: list[str]
    ) -> None:
        """A title, a head, perhaps the numbers of the columns, the rows."""
        heads, pattern = shape
        if self.rows:
            self.add([], "blank")
        again = heads == self.heads  # another page of the same table
        self.heads = heads
        if title:
            self.add([title], "aside" if again else "title")
        self.add(heads, "aside" if again else "top")
        if under:
            self.add([str(n) for n in range(1, len(heads) + 1)], "aside")
        for kind in rows:
            n = len(self.rows)
            if kind in ("firm", "same", "lost"):
                name = {"firm": f"第{n}纺织有限公司", "same": "相同纺织有限公司", "lost": ""}[kind]
                self.add([cell.format(n=n, name=name) for cell in pattern], kind)
                self.names[len(self.rows)] = name
            elif kind == "blank":
                self.add([], kind)
            else:
                between = heads if kind == "head" else ROWS_BETWEEN[kind]
                self.add([cell.format(n=n) for cell in between], "aside")

    def write(self, folder: Path, shape: str) -> str:
        """The rows as a file of this shape; its name."""
        out = io.StringIO()
        csv.writer(out, delimiter="\t" if shape == "tab" else ",").writerows(self.rows)
        name = {"html": "表.xls", "xlsx": "表.xlsx", "tab": "表.xls"}.get(shape, "表.csv")
        if shape == "html":
            page = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in self.rows)
            (folder / name).write_text(f"<html><table>{page}</table></html>", encoding="utf-8")
        elif shape == "xlsx":
            with xlsxwriter.Workbook(str(folder / name)) as book:
                sheet = book.add_worksheet("表")
                for at, row in enumerate(self.rows):
                    sheet.write_row(at, 0, [c or None for c in row])
        else:
            (folder / name).write_bytes(out.getvalue().encode("gb18030" if shape == "gbk" else "utf-8"))
        return name


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TABLE, min_size=1, max_size=3), SHAPE)
def test_no_row_of_messy_files_is_lost(
    tables: list[tuple[tuple[list[str], list[str]], bool, str | None, list[str]]], shape: str
) -> None:
    """Every row is counted once, and every name is in the graph or in a Problem."""
    messy = Messy()
    for one in tables:
        messy.table(*one)
    with tempfile.TemporaryDirectory() as place:
        file = messy.write(Path(place), shape)
        found = sources(Path(place))
        made = build(load_project(Path(place))[0], found.chains, found.frames)
    for balance in found.balances:
        balance.settle(made.merged)
        assert balance.read == balance.loaded + balance.merged + balance.left_out + balance.set_aside
    count = messy.kinds.count
    total = {n: sum(getattr(b, n) for b in found.balances) for n in ("read", "left_out", "set_aside")}
    firms = count("firm") + count("same")
    assert total == {
        "read": firms + count("aside") + count("lost"),
        "left_out": count("lost"),
        "set_aside": count("aside"),
    }
    told = {p.row for p in serious(found) if p.file == file}
    assert {at for at, name in messy.names.items() if not name} <= told
    assert set(made.graph["Enterprise"]["name"]) == {name for name in messy.names.values() if name}
