"""Our own workbook comes back: what a person filled in counts, and nothing else of it does."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports import lists
from exports._needs import gathered
from graph import modules
from graph.names import head
from graph.problem import Problem
from graph.store import Store
from loaders.verdicts import is_ours
from tests.county import FIRMS, make

ABOUT = {"county": "夏邑县", "region": "411426", "as_of": "2026-01-01", "policy": {}}
DOUBT = "企业名称,产业链,环节,来源,可信度\n世贤纺织,纺织服装,面料,中国贸易报,待核\n"
FILES = {
    "企业.csv": FIRMS + "世贤纺织,411426,\n迎丰股份有限公司,浙江省绍兴市,染整布\n",
    "企业环节.csv": DOUBT,
}
Rows = list[dict[str, Any]]


def ask(store: Store, name: str, **options: Any) -> Rows:
    return [r.model_dump(mode="json") for r in modules.load("queries", name).answer(store, **options)]


def workbook(store: Store, folder: Path) -> Path:
    rows = gathered(lists.NEEDS, {}, partial(ask, store))
    return lists.write(rows, folder, ABOUT)[0][0]


def fill(path: Path, to: Path, change: Callable[[Workbook], None]) -> Path:
    book = load_workbook(path)
    change(book)
    return save(book, to)


def save(book: Workbook, to: Path, day: str = "2026-03-01") -> Path:
    """As an office program saves it: with the day of saving in its properties."""
    to.parent.mkdir(parents=True, exist_ok=True)
    book.save(to)
    with zipfile.ZipFile(to) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = re.sub(r"(modified[^>]*>)[^<]+<", rf"\g<1>{day}T08:00:00Z<", core).encode()
    with zipfile.ZipFile(to, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return to


def put(sheet: Worksheet, key: str, **values: str) -> None:
    """Write into the row whose 企业名称 or 环节 is ``key``."""
    heads = [head(str(c.value)) for c in sheet[4]]
    (row,) = [r for r in sheet.iter_rows(min_row=5) if key in {str(c.value) for c in r[:4]}]
    for title, value in values.items():
        row[heads.index(title)].value = value


@pytest.fixture
def first(tmp_path: Path) -> tuple[Path, Path]:
    """A project and its first workbook."""
    project = tmp_path / "p"
    store, _ = make(project, FILES)
    path = workbook(store, project / "out")
    store.close()
    return project, path


def again(project: Path) -> tuple[Store, list[Problem]]:
    return make(project, FILES)


def test_a_refused_link_leaves_the_targets_and_an_excluded_one_is_known(first: tuple[Path, Path]) -> None:
    project, path = first

    def change(book: Workbook) -> None:
        put(book["目标企业"], "航民股份有限公司", 图谱核验结果="否", 人工备注="只做贸易")
        put(book["目标企业"], "迎丰股份有限公司", 推荐结论="排除", 风险判断="高", 建议动作="暂缓")
        put(book["待核链接"], "世贤纺织", 判定="对")

    fill(path, project / "会后" / "清单 改.xlsx", change)
    store, problems = again(project)
    assert not [p for p in problems if p.level == "问题"]
    said = {r["enterprise"]: r for r in ask(store, "reviews")}
    assert said["航民股份有限公司"]["result"] == "否" and said["航民股份有限公司"]["note"] == "只做贸易"
    assert said["迎丰股份有限公司"]["conclusion"] == "排除" and said["迎丰股份有限公司"]["risk"] == "高"
    assert "航民股份有限公司" not in {r["enterprise"] for r in ask(store, "targets", top=None)}
    links = {(r["enterprise"], r["segment"]): r["state"] for r in ask(store, "links")}
    assert ("航民股份有限公司", "印染") not in links
    assert links["世贤纺织", "面料"] == "已确认"
    store.close()


def test_answers_of_the_county_count(first: tuple[Path, Path]) -> None:
    project, path = first
    fill(
        path,
        project / "核实.xlsx",
        lambda book: put(book["核实清单"], "面料", 结论="有", 企业数="2", 核实单位="县工信局"),
    )
    store, problems = again(project)
    assert not [p for p in problems if p.level == "问题"]
    (survey,) = store.run(
        "MATCH (r:Region)-[v:Verified]->(s:Segment) RETURN s.id AS id, v.verdict AS verdict, v.`count` AS n ORDER BY id"
    )
    assert survey == {"id": "纺织服装:面料", "verdict": "有", "n": 2}
    store.close()


def test_nothing_else_of_the_workbook_is_a_source(first: tuple[Path, Path]) -> None:
    project, path = first
    before, _ = again(project)
    known = ask(before, "links")
    before.close()

    def change(book: Workbook) -> None:
        for sheet in book:
            for row in sheet.iter_rows(min_row=5, max_col=2):
                row[1].value = "别家有限公司"

    fill(path, project / "清单.xlsx", change)
    store, problems = again(project)
    assert ask(store, "links") == known and ask(store, "reviews") == []
    assert not [p for p in problems if p.file == "清单.xlsx"]
    store.close()


def test_the_later_of_two_workbooks_wins_and_says_so(first: tuple[Path, Path]) -> None:
    project, path = first
    for name, day, word in (("甲.xlsx", "2026-03-05", "是"), ("乙.xlsx", "2026-03-02", "否")):
        book = load_workbook(path)
        put(book["目标企业"], "航民股份有限公司", 图谱核验结果=word)
        save(book, project / name, day)
    store, problems = again(project)
    (row,) = ask(store, "reviews")
    assert row["result"] == "是" and row["date"] == "2026-03-05"
    (problem,) = [p for p in problems if p.level == "问题"]
    assert problem.file == "甲.xlsx" and "乙.xlsx" in problem.reason and problem.column == "图谱核验结果"
    store.close()


def test_of_two_answers_the_later_holds(first: tuple[Path, Path]) -> None:
    project, path = first
    for name, day, word in (("甲.xlsx", "2026-03-05", "有"), ("乙.xlsx", "2026-03-02", "无")):
        book = load_workbook(path)
        put(book["核实清单"], "面料", 结论=word)
        save(book, project / name, day)
    store, problems = again(project)
    assert [r["verdict"] for r in ask(store, "surveys")] == ["有"]
    (problem,) = [p for p in problems if p.level == "问题"]
    assert (problem.file, problem.column, problem.value) == ("甲.xlsx", "结论", "有")
    store.close()


def test_what_was_filled_in_out_is_not_read_but_told(first: tuple[Path, Path]) -> None:
    project, path = first
    fill(path, path, lambda book: put(book["目标企业"], "航民股份有限公司", 图谱核验结果="否"))
    store, problems = again(project)
    assert ask(store, "reviews") == []
    (hint,) = [p for p in problems if p.file == "out/招商清单.xlsx"]
    assert hint.level == "提示" and "另存" in hint.reason
    store.close()


def test_odd_words_and_gone_rows_are_told(first: tuple[Path, Path]) -> None:
    project, path = first

    def change(book: Workbook) -> None:
        put(
            book["目标企业"],
            "航民股份有限公司",
            图谱核验结果="大概",
            企业名称="没有的公司",
            企业标识="name:没有",
        )
        put(book["目标企业"], "迎丰股份有限公司", 推荐结论="再议")

    fill(path, project / "清单.xlsx", change)
    store, problems = again(project)
    told = {(p.column, p.value) for p in problems if p.level == "问题"}
    assert told == {("图谱核验结果", "大概"), ("企业", "没有的公司"), ("推荐结论", "再议")}
    (row,) = ask(store, "reviews")
    assert row["conclusion"] == "再议"
    store.close()


def test_sorting_deleting_and_lost_ids_do_no_harm(first: tuple[Path, Path]) -> None:
    project, path = first

    def change(book: Workbook) -> None:
        sheet = book["目标企业"]
        put(sheet, "迎丰股份有限公司", 图谱核验结果="否")
        titles = [head(str(c.value)) for c in sheet[4]]
        for title in ("环节标识", "企业标识"):
            sheet.delete_cols(titles.index(title) + 1)
        (row,) = [n for n in range(5, sheet.max_row + 1) if sheet.cell(n, 2).value == "航民股份有限公司"]
        sheet.delete_rows(row)
        sheet.insert_rows(5, 2)

    fill(path, project / "清单.xlsx", change)
    store, problems = again(project)
    assert not [p for p in problems if p.level == "问题"]
    assert [(r["enterprise"], r["result"]) for r in ask(store, "reviews")] == [("迎丰股份有限公司", "否")]
    store.close()


def test_a_renamed_verdict_column_is_found_again(first: tuple[Path, Path]) -> None:
    project, _ = first
    store, _ = again(project)
    rows = gathered(lists.NEEDS, {}, partial(ask, store))
    store.close()
    sheet = {
        "of": "目标企业",
        "name": "拟招企业",
        "heads": {"推荐结论": "会议意见", "图谱核验结果": "属实吗"},
    }
    ((path, _),) = lists.write(rows, project / "out", ABOUT | {"lists": {"会": {"sheets": [sheet]}}}, "会")

    def change(book: Workbook) -> None:
        put(book["拟招企业"], "航民股份有限公司", 会议意见="排除", 属实吗="是")

    fill(path, project / "会.xlsx", change)
    store, problems = again(project)
    (row,) = ask(store, "reviews")
    assert (row["conclusion"], row["result"]) == ("排除", "是")
    assert not [p for p in problems if p.level == "问题"]
    store.close()


def test_the_next_workbook_carries_what_was_said(first: tuple[Path, Path]) -> None:
    project, path = first

    def change(book: Workbook) -> None:
        put(book["目标企业"], "航民股份有限公司", 图谱核验结果="否")
        put(book["目标企业"], "迎丰股份有限公司", 人工备注="再访", 建议动作="自拟")
        put(book["待核链接"], "世贤纺织", 判定="错")
        put(book["核实清单"], "面料", 结论="无")

    old = fill(path, project / "旧.xlsx", change)
    store, _ = again(project)
    said = ask(store, "reviews"), [(r["segment_id"], r["verdict"]) for r in ask(store, "surveys")]
    path = workbook(store, project / "out")
    store.close()
    old.unlink()
    fill(path, project / "新.xlsx", lambda _book: None)
    store, problems = again(project)
    keys = ("id", "segment_id", "result", "risk", "conclusion", "note", "action")
    assert [[r[k] for k in keys] for r in ask(store, "reviews")] == [[r[k] for k in keys] for r in said[0]]
    assert [(r["segment_id"], r["verdict"]) for r in ask(store, "surveys")] == said[1]
    assert not [p for p in problems if p.level == "问题"]
    store.close()


@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_another_office_program_keeps_it_ours(first: tuple[Path, Path], tmp_path: Path, suffix: str) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("没有 soffice,不试 LibreOffice 另存")
    project, path = first
    filled = fill(
        path,
        tmp_path / "in" / "清单.xlsx",
        lambda b: put(b["目标企业"], "航民股份有限公司", 图谱核验结果="否"),
    )
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [office, home, "--headless", "--convert-to", suffix, "--outdir", str(project), str(filled)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert is_ours(project / f"清单.{suffix}")
    store, problems = again(project)
    assert not [p for p in problems if p.level == "问题" or (p.file or "").startswith("清单")]
    assert [(r["enterprise"], r["result"]) for r in ask(store, "reviews")] == [("航民股份有限公司", "否")]
    store.close()
