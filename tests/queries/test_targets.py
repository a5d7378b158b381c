"""Who is courted and who is not, and why: every gate and filter on small counties computed by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.problem import InputError
from queries import _candidates, _views, segments, targets
from tests.county import CHAIN, FIRMS, TOML, make

PLACES = """MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE s.id = $segment AND m.place IS NOT NULL
RETURN e.id AS id, m.place AS place ORDER BY place"""
NEEDY = CHAIN.replace("words: [染整],", "words: [染整], codes: [1713], needs: [蒸汽],")


def gates(
    folder: Path, files: dict[str, str] | None = None, chain: str = CHAIN
) -> dict[str, tuple[str, str]]:
    store, _ = make(folder, files, chain)
    shut = {r.enterprise: (r.gate, r.why) for r in targets.excluded(store)}
    open_ = {r.enterprise for r in targets.answer(store, top=None)}
    assert not shut.keys() & open_
    return shut


def test_a_list_and_a_status_shut_a_firm(tmp_path: Path) -> None:
    firms = (FIRMS + "老厂染整有限公司,浙江,染整布\n").replace(
        "企业名称,地区,主要产品", "企业名称,地区,主要产品,登记状态"
    )
    firms = firms.replace("老厂染整有限公司,浙江,染整布", "老厂染整有限公司,浙江,染整布,吊销")
    lists = "企业名称,名单\n航民股份有限公司,失信\n"
    shut = gates(tmp_path, {"企业.csv": firms, "名单.csv": lists})
    assert shut == {
        "航民股份有限公司": ("名单", "在「失信」名单上"),
        "老厂染整有限公司": ("登记状态", "登记状态为「吊销」"),
    }


def test_a_segment_barred_or_denied_shuts_all_its_candidates(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    for folder, table in (("a", '[policy]\nbarred = ["17"]\n'), ("b", '[offers]\n"蒸汽" = false\n')):
        store, _ = make(tmp_path / folder, {"liantu.toml": TOML + table}, NEEDY)
        (row,) = [r for r in targets.excluded(store) if r.segment == "印染"]
        assert row.enterprise == "航民股份有限公司"
        assert row.gate == {"a": "两高", "b": "要素不具备"}[folder]
        with pytest.raises(InputError, match="不招商"):
            targets.answer(store, segment="印染")


def test_a_shared_segment_is_barred_under_either_of_its_chains(tmp_path: Path) -> None:
    other = "chain: 军工\nsegments:\n  印染: {of: 纺织服装, stage: 中游}\n"
    for name in ("纺织服装", "军工"):
        (tmp_path / name / "chains").mkdir(parents=True)
        (tmp_path / name / "chains" / "军工.yaml").write_text(other, encoding="utf-8")
        toml = TOML + f'[policy]\nbarred = ["{name}:印染"]\n'
        store, problems = make(tmp_path / name, {"liantu.toml": toml}, NEEDY)
        assert not [p for p in problems if p.file == "liantu.toml"]
        shut = [r for r in targets.excluded(store) if r.segment == "印染"]
        assert [(r.enterprise, r.gate) for r in shut] == [("航民股份有限公司", "两高")]


def test_a_need_not_stated_is_to_be_checked(tmp_path: Path) -> None:
    store, _ = make(tmp_path, chain=NEEDY)
    row = next(r for r in targets.answer(store) if r.segment == "印染")
    assert row.checks == ["需核实本地能否提供蒸汽"]


def test_landed_already_shuts_that_row_alone(tmp_path: Path) -> None:
    firms = FIRMS.replace("航民股份有限公司,浙江杭州,染整布", "航民股份有限公司,浙江杭州,染整布;色织面料")
    places = (
        "企业名称,地区,类型,阶段,产业链,环节,年度\n"
        "航民股份有限公司,411426,项目,签约,纺织服装,印染,2025\n"
        "盛泰集团有限公司,411426,项目,签约,纺织服装,面料,2027\n"  # later than the figures: counts nowhere
    )
    store, _ = make(tmp_path, {"企业.csv": firms, "布点.csv": places})
    (row,) = targets.excluded(store)
    assert (row.enterprise, row.segment, row.gate) == ("航民股份有限公司", "印染", "已在落地")
    assert "2025年签约" in row.why
    assert {(r.enterprise, r.segment) for r in targets.answer(store)} == {
        ("航民股份有限公司", "面料"),
        ("盛泰集团有限公司", "面料"),
    }


def test_like_projects_of_one_investor_in_two_places(tmp_path: Path) -> None:
    # 2023 and 2025 lie within 36 months, neither is at 投产; the third, of 2015, is too old to count with them.
    places = (
        "企业名称,地区,类型,阶段,产业链,环节,年度,投资额(亿元),来源\n"
        "航民股份有限公司,湖北省荆州市洪湖市,项目,签约,纺织服装,印染,2023,10,荆州日报\n"
        "航民股份有限公司,411425,项目,开工,纺织服装,印染,2025,12,商丘日报\n"
        "航民股份有限公司,安徽省,项目,签约,纺织服装,印染,2015,3,安徽日报\n"
        "盛泰集团有限公司,湖北省荆州市洪湖市,项目,签约,纺织服装,面料,2023,10,荆州日报\n"
        "盛泰集团有限公司,411425,项目,投产,纺织服装,面料,2024,10,商丘日报\n"
    )
    store, _ = make(tmp_path, {"布点.csv": places})
    rows = {r.enterprise: r for r in targets.answer(store)}
    (check,) = [c for c in rows["航民股份有限公司"].checks if "同投资方" in c]
    assert "洪湖市10亿元(2023年,签约,来源:荆州日报)" in check
    assert "虞城县12亿元" in check
    assert "安徽" not in check
    assert not [c for c in rows["盛泰集团有限公司"].checks if "同投资方" in c]


def test_a_segment_lists_every_enterprise_and_a_group_once_otherwise(tmp_path: Path) -> None:
    firms = FIRMS + "".join(f"染厂{i}有限公司,江苏省苏州市,染整布\n" for i in range(25))
    ties = "甲方,关系,乙方\n染厂0有限公司,控股,染厂1有限公司\n"
    store, _ = make(tmp_path, {"企业.csv": firms, "企业关系.csv": ties})
    assert len(targets.answer(store)) == 20
    assert len(targets.answer(store, segment="印染")) == 26
    assert len(targets.answer(store, segment="印染", top=3)) == 3
    assert len(targets.answer(store, top=None)) == 26  # 25 groups of 印染 and 面料, 盛泰
    assert {r.region_code for r in targets.answer(store, top=None, region="江苏")} == {"320500"}
    with pytest.raises(InputError, match="您是不是要"):
        targets.answer(store, segment="印然")
    with pytest.raises(InputError, match="没有可招商的缺口"):
        targets.answer(store, segment="织造")


def test_a_gated_member_lends_its_group_nothing(tmp_path: Path) -> None:
    # 赛琪 is here and controlled by 盛泰: 本地增资, unless a list shuts 赛琪.
    ties = "甲方,关系,乙方\n盛泰集团有限公司,控股,赛琪体育有限公司\n"
    for name, files, mode in (
        ("a", {}, "本地增资"),
        ("b", {"名单.csv": "企业名称,名单\n赛琪体育有限公司,失信\n"}, "外部招引"),
    ):
        (tmp_path / name).mkdir()
        store, _ = make(tmp_path / name, {"企业关系.csv": ties, **files})
        row = next(r for r in targets.answer(store) if r.segment == "面料")
        assert row.mode == mode


REGIONS = ("浙江省绍兴市", "江苏省苏州市", "福建省泉州市", "")
MANY = (
    "企业名称,地区,主要产品,营业收入(万元)\n华鹏纺织有限公司,411426,棉纱;坯布,\n赛琪体育有限公司,411426,衬衫,\n"
    + "".join(
        f"厂{i}有限公司,{REGIONS[i % 4]},{'染整布' if i % 3 else '色织面料;染整布'},{i * 997 % 50000 if i % 5 else ''}\n"
        for i in range(150)
    )
)
TIES = "甲方,关系,乙方\n" + "".join(f"厂{i}有限公司,控股,厂{i + 1}有限公司\n" for i in range(0, 60, 2))


@pytest.mark.parametrize(
    "asked", [{"top": 20}, {"top": 7}, {"region": "江苏", "top": 20}, {"region": "福建", "top": 2}]
)
def test_what_is_cut_in_the_store_is_the_top_of_the_whole(tmp_path: Path, asked: dict[str, Any]) -> None:
    store, _ = make(tmp_path, {"企业.csv": MANY, "企业关系.csv": TIES})
    assert targets.answer(store, **asked) == targets.answer(store, **asked | {"top": None})[: asked["top"]]


def test_places_in_a_segment_follow_the_score(tmp_path: Path) -> None:
    shares = "企业名称,产业链,环节,产品,收入占比(%)\n" + "".join(
        f"厂{i}有限公司,纺织服装,印染,染整布,{i % 7 * 12}\n" for i in range(0, 150, 4)
    )
    store, _ = make(tmp_path, {"企业.csv": MANY, "企业关系.csv": TIES, "企业环节.csv": shares})
    pool = _candidates.Pool(store, _views.read(store))
    assert pool.aims
    for segment in pool.aims:
        order = [c.firm["id"] for c in pool.every([segment])]
        assert [r["id"] for r in store.run(PLACES, segment=segment)] == order


@pytest.mark.parametrize(("each", "region"), [(1, None), (5, None), (3, "江苏"), (1000, None)])
def test_the_first_of_each_segment_and_nobody_else(tmp_path: Path, each: int, region: str | None) -> None:
    # 厂0 and its controlled firms fill several places of a segment, 厂7 is shut there: both are made good.
    shut = "企业名称,地区,类型,阶段,产业链,环节\n厂7有限公司,411426,项目,签约,纺织服装,印染\n"
    store, _ = make(tmp_path, {"企业.csv": MANY, "企业关系.csv": TIES, "布点.csv": shut})
    pool = _candidates.Pool(store, _views.read(store))
    codes = None if region is None else targets._codes(region, pool.facts)
    heads = set()
    for segment in pool.aims:
        of_segment = list(dict.fromkeys(c.firm["grp"] for c in pool.every([segment], codes)))
        heads.update(of_segment[:each])
    found = targets.answer(store, each=each, region=region)
    whole = targets.answer(store, top=None, region=region)
    ids = {c.firm["id"]: c.firm["grp"] for c in pool.every(pool.aims)}
    expected = [r.model_dump(exclude={"rank"}) for r in whole if ids[r.id] in heads]
    assert [r.model_dump(exclude={"rank"}) for r in found] == expected
    assert [r.rank for r in found] == list(range(1, len(found) + 1))


def test_how_many_could_be_courted_counts_groups(tmp_path: Path) -> None:
    store, _ = make(tmp_path, {"企业.csv": MANY, "企业关系.csv": TIES})
    pool = _candidates.Pool(store, _views.read(store))
    counted = {r.segment_id: r.courted for r in segments.answer(store)}
    assert counted.keys() > pool.aims.keys()
    for segment in pool.aims:
        assert counted[segment] == len({c.firm["grp"] for c in pool.every([segment])})


def test_one_enterprise_wherever_it_stands(tmp_path: Path) -> None:
    store, _ = make(tmp_path, {"企业.csv": MANY, "企业关系.csv": TIES})
    last = targets.answer(store, top=None)[-1]
    (row,) = targets.answer(store, enterprise=last.enterprise)
    assert row.model_dump(exclude={"rank"}) == last.model_dump(exclude={"rank"})
    with pytest.raises(InputError, match="本地已有"):
        targets.answer(store, enterprise="赛琪体育有限公司")
    with pytest.raises(InputError, match="您是不是要"):
        targets.answer(store, enterprise="厂999有限公司")
