"""The file that asks which names are one firm: filled in, moved, obeyed; never written over."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from openpyxl import load_workbook

from exports._namesakes import FILE, Pair, ask
from graph.build import build
from graph.problem import Problem
from graph.projectfile import load_project
from loaders import read
from tests.county import make

DAY = dt.date(2026, 1, 1)
PAIR: Pair = ("=华鹏", None, "华\x00鹏 & <b>", "91411426MA0000001A", "读音相同")
FIRMS = "企业名称,地区,主要产品\n夏邑华鹏纺织有限公司,411426,棉纱\n华鹏纺织有限公司,411426,坯布\n"


def compiled(folder: Path) -> tuple[list[str], list[Problem], list[Pair]]:
    """Names of the enterprises, problems and open pairs of a project folder."""
    project, problems = load_project(folder)
    sources = read(folder, project)
    built = build(project, sources.chains, sources.frames)
    names = built.graph["Enterprise"]["name"].sort().to_list()
    return names, [*problems, *sources.problems, *built.problems], built.doubtful.drop("score").rows()


def fill(path: Path, row: int, verdict: str) -> None:
    book = load_workbook(path)
    book["同名核对"].cell(row, 5, verdict)
    book.save(path)


def test_what_is_filled_in_and_moved_is_obeyed_by_the_next_build(tmp_path: Path) -> None:
    make(tmp_path, {"企业.csv": FIRMS})
    names, problems, pairs = compiled(tmp_path)
    assert len(names) == 2
    (pair,) = pairs
    assert "只差地名" in pair[4]
    said = ask(pairs, tmp_path / "out", DAY)
    assert said is not None
    assert "1 对" in said

    moved = shutil.move(tmp_path / "out" / FILE, tmp_path / FILE)
    again, blank, _ = compiled(tmp_path)
    assert again == names
    assert [p for p in blank if p not in problems] == []

    fill(Path(moved), 3, "同一")
    assert len(compiled(tmp_path)[0]) == 1
    fill(Path(moved), 3, "不同")
    names, _, pairs = compiled(tmp_path)
    assert (len(names), pairs) == (2, [])


def test_verdicts_that_were_begun_are_never_written_over(tmp_path: Path) -> None:
    ask([PAIR], tmp_path, DAY)
    fill(tmp_path / FILE, 3, "同一")
    before = (tmp_path / FILE).read_bytes()
    said = ask([], tmp_path, DAY)
    assert said is not None
    assert "没有覆盖" in said
    assert (tmp_path / FILE).read_bytes() == before


def test_a_file_without_a_question_goes(tmp_path: Path) -> None:
    ask([PAIR], tmp_path, DAY)
    assert ask([], tmp_path, DAY) is None
    assert not (tmp_path / FILE).exists()


def test_the_same_pairs_give_the_same_bytes_and_text_stays_text(tmp_path: Path) -> None:
    for name in ("a", "b"):
        ask([PAIR], tmp_path / name, DAY)
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()
    sheet = load_workbook(tmp_path / "a" / FILE)["同名核对"]
    cells = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    assert cells[0] == ["甲方", "甲方信用代码", "乙方", "乙方信用代码", "判定", "原因"]
    assert cells[1] == ["=华鹏", None, "华鹏 & <b>", "91411426MA0000001A", None, "读音相同"]
    assert sheet["A3"].data_type == "s"


def test_a_branch_is_held_by_its_parent(tmp_path: Path) -> None:
    store, _ = make(tmp_path, {"企业.csv": FIRMS + "华鹏纺织有限公司夏邑分公司,411426,棉纱\n"})
    found = store.run(
        "MATCH (p:Enterprise)-[o:Owns]->(b:Enterprise) RETURN p.name AS parent, b.name AS branch, o.control AS control "
        "ORDER BY branch"
    )
    assert found == [{"parent": "华鹏纺织有限公司", "branch": "华鹏纺织有限公司夏邑分公司", "control": True}]


def test_the_likeliest_pairs_come_first_and_the_rest_is_counted(tmp_path: Path) -> None:
    said = ask([(f"甲{i}", None, f"乙{i}", None, "读音相同") for i in range(301)], tmp_path, DAY)
    assert said is not None
    assert "301 对(先列最像的 300 对)" in said
    assert load_workbook(tmp_path / FILE)["同名核对"].max_row == 302
