"""Heads as offices write them, and several tables in one sheet: each row loads once, under the head it stands under."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.build import build
from graph.projectfile import load_project
from tests.loaders.folder import serious, sources

MANY = "".join(f"第{i}纺织公司,100,411426,棉纱\n" for i in range(40))


def test_lower_tables_far_down_and_narrower(tmp_path: Path) -> None:
    text = f"名录,,,\n企业名称,注册资本(万元),地区,主要产品\n{MANY}合计,4000,,\n,,,\n二、获奖情况,,,\n企业名称,荣誉,年度,\n"
    text += "第3纺织公司,瞪羚,2024,\n,,,\n附表3 园区,,,\n序号,园区,占地(亩),\n1,甲园,50,\n"
    found = sources(tmp_path, {"全.csv": text})
    assert found.frames["Enterprise"].height == 40
    assert found.frames["Holds"].select("enterprise", "honor", "_row").rows() == [("第3纺织公司", "瞪羚", 47)]
    assert found.frames["ParkPhase"].select("park", "area", "_row").rows() == [("甲园", 50, 51)]
    assert serious(found) == []
    assert [(b.table, b.read, b.loaded, b.set_aside) for b in found.balances] == [
        ("企业", 41, 40, 1),
        ("荣誉", 1, 1, 0),
        ("园区", 1, 1, 0),
    ]


def test_the_balance_of_two_tables_of_one_sheet(tmp_path: Path) -> None:
    text = "企业名称,注册资本\n甲公司,1\n甲公司,1\n乙公司,2\n,\n公司名称,地区\n乙公司,411426\n丙公司,411426\n"
    found = sources(tmp_path, {"表.csv": text})
    made = build(load_project(tmp_path)[0], found.chains, found.frames)
    for balance in found.balances:
        balance.settle(made.merged)
    assert [(b.read, b.loaded, b.merged) for b in found.balances] == [(3, 2, 1), (2, 1, 1)]
    assert made.graph["Enterprise"].height == 3


def test_a_lower_table_of_no_known_kind_makes_no_firms(tmp_path: Path) -> None:
    text = "企业名称,注册资本(万元),地区\n甲公司,1,411426\n,,\n序号,事项,时限\n1,修路,2024\n2,架桥,2025\n"
    found = sources(tmp_path, {"表.csv": text})
    assert found.frames["Enterprise"]["name"].to_list() == ["甲公司"]
    assert [(p.level, p.row) for p in found.problems] == [("提示", 4)]


def test_a_head_repeated_on_every_page_is_no_new_table(tmp_path: Path) -> None:
    head = "序号,企业名称,注册资本(万元)\n"
    found = sources(
        tmp_path, {"表.csv": head + "1,甲公司,1\n" + head + "2,乙公司,2\n,企业名称,\n3,丙公司,3\n"}
    )
    assert found.frames["Enterprise"]["name"].to_list() == ["甲公司", "乙公司", "丙公司"]
    assert [(b.read, b.loaded, b.set_aside) for b in found.balances] == [(5, 3, 2)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("企业名称,统一社会信用代码,地区\nenterprise_name,credit_code,region\n甲公司,,411426\n", "甲公司"),
        ("企业名称,信用代码,地区\nQYMC,TYSHXYDM,DQ\n甲公司,,411426\n", "甲公司"),
        ("序号,企业名称,营业收入,地区\n甲,乙,1,2\n1,甲公司,300,411426\n", "甲公司"),
        ("序号,企业名称,营业收入,地区\n,,万元,\n栏次,1,2,3\n1,甲公司,300,411426\n", "甲公司"),
        ("企业名称,股票代码,地区\nTCL,000100,411426\n", "TCL"),
        ("企业名称,简称\nABB,ABB\n", "ABB"),
    ],
)
def test_what_stands_between_a_head_and_its_rows(tmp_path: Path, text: str, name: str) -> None:
    """Numbers of columns, units and a program's own names are no firms; a firm with a Latin name is one."""
    found = sources(tmp_path, {"表.csv": text})
    assert found.frames["Enterprise"]["name"].to_list() == [name]
    assert serious(found) == []


@pytest.mark.parametrize(
    ("heads", "cells", "revenue"),
    [
        ("企业名称,2023年营业收入(万元)", "甲公司,200", 200),
        ("企业名称,营业收入（2024年）", "甲公司,200", 200),
        ("企业名称,2022年营业收入(万元),2023年营业收入(亿元)", "甲公司,100,2", 20000),
        ("企业名称,2024年度营业收入,2023年度营业收入", "甲公司,7,8", 7),
        (
            "企业名称,,2023年,,2024年,\n,地区,营业收入(万元),参保人数,营业收入(万元),参保人数",
            "甲公司,,1,2,3,4",
            3,
        ),
        ("企業名稱,註冊資本,營業收入(萬元)", "甲公司,5,200", 200),
        ('"1.企业\n名称①","2、营业收入\n(亿元)²"', "甲公司,2", 20000),
        ("一、企业名称,二、营业收入[注1]", "甲公司,2", 2),
    ],
)
def test_heads_with_years_marks_and_in_traditional_characters(
    tmp_path: Path, heads: str, cells: str, revenue: float
) -> None:
    """Of several years the last; the others are named as unread."""
    found = sources(tmp_path, {"表.csv": f"{heads}\n{cells}\n"})
    assert found.frames["Enterprise"].select("name", "revenue").rows() == [("甲公司", revenue)]
    assert serious(found) == []
