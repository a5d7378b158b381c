"""Sources that disagree: each Problem has the cell as it was read, of the kept one too, and heads as written."""

from __future__ import annotations

from pathlib import Path

from exports._problems import became, grouped
from graph.problem import Problem
from tests.county import make

REGISTRY = (
    "公司名称,所属省份,所属城市,所属区县,注册资本,成立日期,参保人数\n"
    '甲纺织有限公司,河南省,商丘市,夏邑县,"1,000万元",2015年3月,100\n'
    "乙纺织有限公司,河南省,商丘市,永城市,500万元人民币,2016-03-01,20\n"
    "丙纺织有限公司,河南省,商丘市,不存在县,,,\n"
)
STATISTICS = (
    "单位名称,注册资金(元),成立时间,所在地,参保人数,企业性质\n"
    "甲纺织有限公司,12000000,2016/3/1,永城市,120,民营企业\n"
    "乙纺织有限公司,5000000,2016.3.1,,20,民营企业\n"
    "乙纺织有限公司,,,夏邑县,,中央企业\n"
)


def disagreeing(problems: list[Problem]) -> set[tuple[object, ...]]:
    return {(p.file, p.row, p.column, p.value, p.reason) for p in problems if "不一致" in p.reason}


def test_both_cells_are_told_as_they_were_read(tmp_path: Path) -> None:
    store, problems = make(tmp_path, {"1.csv": REGISTRY, "2.csv": STATISTICS})
    store.close()
    assert disagreeing(problems) == {
        ("2.csv", 2, "注册资金(元)", "12000000", "与另一来源不一致,用了「1,000万元」(1.csv 第2行)"),
        ("2.csv", 2, "成立时间", "2016/3/1", "与另一来源不一致,用了「2015年3月」(1.csv 第2行)"),
        ("2.csv", 2, "参保人数", "120", "与另一来源不一致,用了「100」(1.csv 第2行)"),
        ("2.csv", 2, "所在地", "永城市", "与另一来源不一致,用了「河南省商丘市夏邑县」(1.csv 第2行)"),
        ("2.csv", 4, "所在地", "夏邑县", "与另一来源不一致,用了「河南省商丘市永城市」(1.csv 第3行)"),
        ("2.csv", 4, "企业性质", "中央企业", "与另一来源不一致,用了「民营企业」(2.csv 第3行)"),
    }
    unknown = [(p.file, p.row, p.column, p.value) for p in problems if "不认识的地区" in p.reason]
    assert unknown == [("1.csv", 4, "所属省份、所属城市、所属区县", "河南省商丘市不存在县")]


def test_what_was_read_is_kept_with_the_cache(tmp_path: Path) -> None:
    """A second build reads no file again, and says the same."""
    from graph.build import build
    from graph.projectfile import load_project
    from loaders import read

    make(tmp_path, {"1.csv": REGISTRY, "2.csv": STATISTICS})[0].close()
    project, _ = load_project(tmp_path)
    said = []
    for _ in range(2):
        sources = read(tmp_path, project, cache=tmp_path / "cache")
        said.append(disagreeing(sources.as_written(build(project, sources.chains, sources.frames).problems)))
    assert len(said[0]) == 6
    assert said[0] == said[1]


def test_two_bodies_that_disagree(tmp_path: Path) -> None:
    text = "组织名称,类型,所在地,产业链\n专班,专班,夏邑县,纺织服装\n专班,协会,河南省商丘市,纺织服装\n"
    store, problems = make(tmp_path, {"组织.csv": text})
    store.close()
    assert disagreeing(problems) == {
        ("组织.csv", 3, "类型", "协会", "与另一处不一致,用了「专班」(组织.csv 第2行)"),
        ("组织.csv", 3, "所在地", "河南省商丘市", "与另一处不一致,用了「夏邑县」(组织.csv 第2行)"),
    }


def test_in_a_group_no_row_speaks_for_the_others(tmp_path: Path) -> None:
    firms = "企业名称,参保人数\n甲纺织有限公司,1\n乙纺织有限公司,2\n"
    store, problems = make(tmp_path, {"1.csv": firms, "2.csv": firms.replace(",1", ",3").replace(",2", ",4")})
    store.close()
    one = [p for p in problems if "不一致" in p.reason]
    assert [g.reason for g in grouped(one)] == ["与另一来源不一致,用了…"]
    assert [became(p) for p in one] == ["1", "2"]
