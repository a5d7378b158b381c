"""What ``export neo4j-admin`` and ``export kgx`` wrote is the county again, with its chain files alone beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from cli import compile_project
from graph import modules
from graph.build import build
from graph.frames import Graph
from graph.modules import ROOT
from graph.problem import Problem
from graph.projectfile import load_project
from graph.store import Store, open_store
from graph.store.pieces import whole
from loaders import exported, read
from tests.county import make

FORMATS = ("neo4j_admin", "kgx")
COUNTY = {
    "企业.csv": """企业名称,统一社会信用代码,曾用名,地区,成立日期,参保人数,营业收入(万元),规上,主要产品,经营范围,来源,日期
华鹏纺织有限公司,91440300708461136T,华鹏棉纺厂;华鹏纱厂,411426,2016-05-18,320,26000.5,是,棉纱;坯布,,县工信局,2025-03-01
赛琪体育有限公司,,,夏邑县,,0,0,否,"衬衫,""甲""裙",棉纱、坯布的生产;染整加工,,
航民股份有限公司,,,浙江杭州,,,,,染整布,"生产色织面料
销售衬衫",年报,
盛泰集团有限公司,,,浙江省绍兴市,,,,,,,,
""",
    "企业环节.csv": """企业名称,产业链,环节,产品,收入占比,来源,可信度
盛泰集团有限公司,纺织服装,服装,衬衫,60%,年报,转载
盛泰集团有限公司,纺织服装,服装,T恤;夹克,20%,公告,已核实
航民股份有限公司,纺织服装,织造,,,传闻,待核
只在这里有限公司,纺织服装,面料,,,,
""",
    "布点.csv": """企业名称,地区,类型,阶段,产业链,环节,年度,投资额(亿元)
盛泰集团有限公司,411426,生产基地,,纺织服装,服装,2020,
航民股份有限公司,411426,项目,签约,纺织服装,印染,2025,12.5
航民股份有限公司,河南省商丘市,项目,投产,纺织服装,印染;面料,2023,3
赛琪体育有限公司,浙江杭州,分支,,,,,
赛琪体育有限公司,411426,注册地,,纺织服装,服装,,
""",
    "荣誉.csv": "企业名称,荣誉,级别,年度\n盛泰集团有限公司,专精特新小巨人(公示),国家级,2024\n航民股份有限公司,制造业单项冠军,,\n",
    "企业关系.csv": """甲方,关系,乙方,占比,内容
华鹏纺织有限公司,供货,赛琪体育有限公司,30%,棉纱
盛泰集团有限公司,控股,赛琪体育有限公司,51%,
县纺织基金,参股,华鹏纺织有限公司,10%,
县纺织协会,会员,华鹏纺织有限公司,,
盛泰集团有限公司,合资,航民股份有限公司,,
""",
    "链主.csv": "企业名称,产业链,依据\n华鹏纺织有限公司,纺织服装,县文件\n",
    "园区.csv": """园区,地区,产业链,环节,期次,年度,阶段,投资方,投资额(亿元)
纺织园,411426,纺织服装,纺纱;织造,一期,2023,投产,县投,5
纺织园,411426,纺织服装,,二期,2026,计划,市投,8
""",
    "组织.csv": """组织,类型,地区,产业链,职责
县纺织基金,基金,411426,纺织服装,投资
县纺织协会,协会,,,
""",
    "环节核实.csv": "产业链,环节,结论,企业数,来源\n纺织服装,面料,无,0,县工信局\n",
    "名单.csv": "企业名称,名单,移出日期\n盛泰集团有限公司,经营异常,\n航民股份有限公司,失信,2025-06-01\n",
    "三化.csv": "产业链,环节,指标,现值,目标\n纺织服装,纺纱,智能化,32%,60%\n",
}


def again(store: Store, before: Path, folder: Path, kind: str) -> tuple[Graph, list[Problem]]:
    """The graph of a project of chain files, liantu.toml and an export."""
    shutil.copytree(before / "chains", folder / "chains")
    shutil.copy(before / "liantu.toml", folder)
    modules.load("exports._formats", kind).write(store, folder / "来自别处" / "图谱")
    project, _ = load_project(folder)
    sources = read(folder, project)
    assert all(b.read == b.loaded + b.left_out + b.set_aside for b in sources.balances)
    made = build(project, sources.chains, sources.frames)
    return made.graph, [*sources.problems, *made.problems]


def same(one: Graph, other: Graph) -> None:
    assert set(one) == set(other)
    for kind, frame in one.items():
        assert_frame_equal(frame.sort(pl_keys(frame)), other[kind].sort(pl_keys(frame)))


def pl_keys(frame: object) -> list[str]:
    return [c for c, t in frame.schema.items() if not t.is_nested()]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_table_comes_back(kind: str, tmp_path: Path) -> None:
    store, problems = make(tmp_path / "a", COUNTY)
    assert [p for p in problems if p.level == "问题"] == []
    before = whole(store)
    empty = [k for k, f in before.items() if not f.height]
    assert empty == ["Under", "Reviewed"], empty
    graph, problems = again(store, tmp_path / "a", tmp_path / "b", kind)
    assert [p for p in problems if p.level == "问题"] == []
    assert any("当作表格读入" in p.reason for p in problems)
    same(before, graph)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_seed_answers_alike(kind: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "seed", tmp_path / "a")
    address = str(tmp_path / "a.lbug")
    compile_project(tmp_path / "a", address, write=True)
    store = open_store(address)
    graph, _ = again(store, tmp_path / "a", tmp_path / "b", kind)
    same(whole(store), graph)  # Meta's hash is that of all records, so every question answers alike


def test_only_our_own_heads_are_ours(tmp_path: Path) -> None:
    for text in ("id:ID,name,:LABEL\n1,甲公司,企业\n", "企业名称,地区\n甲,411426\n", "id\tname\n", ""):
        path = tmp_path / "表.csv"
        path.write_text(text, encoding="utf-8")
        assert not exported.is_exported(path)


@pytest.mark.parametrize("text", ["id:ID(Nothing),liantu:string,:LABEL\n1,x,y\n", ":START_ID(A),liantu:string\n1,2\n",
                                  'id:ID(Enterprise),liantu:string,:LABEL\n"1,x,y\n'])  # fmt: skip
def test_a_damaged_export_is_a_problem_or_nothing(text: str, tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "坏.csv").write_text(text, encoding="utf-8")
    sources = read(tmp_path, load_project(tmp_path)[0])
    assert sources.frames["Enterprise"].height == 4
