"""What build knows of a target (methods.md §4), on cases computed by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from queries import targets
from tests.county import FIRMS, make

OWNER = FIRMS + "盛泰控股集团,浙江省绍兴市,\n"
HONORS = "企业名称,荣誉,年度\n盛泰控股集团,中国企业500强,2025\n"
CONTROL = "甲方,关系,乙方,可信度\n盛泰控股集团,控股,盛泰集团有限公司,转载\n"


def features(folder: Path, files: dict[str, str], enterprise: str = "盛泰集团有限公司") -> dict[str, Any]:
    store, _ = make(folder, files)
    row = next(r for r in targets.answer(store, top=None) if r.enterprise == enterprise)
    return {f["name"]: f["value"] for f in row.features} | {"tier": row.tier}


def test_a_controller_lends_four_fifths(tmp_path: Path) -> None:
    # 中国企业500强 0.9, of last year: 0.9·0.8
    found = features(tmp_path, {"企业.csv": OWNER, "荣誉.csv": HONORS, "企业关系.csv": CONTROL})
    assert found["实力"] == 0.72
    assert found["tier"] == "成长"  # its own honors alone


def test_a_controller_on_a_list_lends_nothing(tmp_path: Path) -> None:
    lists = "企业名称,名单\n盛泰控股集团,失信\n"
    files = {"企业.csv": OWNER, "荣誉.csv": HONORS, "企业关系.csv": CONTROL, "名单.csv": lists}
    assert features(tmp_path, files)["实力"] is None


def test_no_path_passes_a_gated_firm(tmp_path: Path) -> None:
    # 华鹏 → 中间 → 盛泰: two ties, 0.5; with 中间 on a list there is no way.
    ties = "甲方,关系,乙方\n华鹏纺织有限公司,供货,中间有限公司\n中间有限公司,供货,盛泰集团有限公司\n"
    for name, files, value in (
        ("a", {}, 0.5),
        ("b", {"名单.csv": "企业名称,名单\n中间有限公司,环保\n"}, None),
    ):
        (tmp_path / name).mkdir()
        assert features(tmp_path / name, {"企业关系.csv": ties, **files})["本地关系"] == value


def test_the_latest_row_of_an_honor_holds(tmp_path: Path) -> None:
    rows = "企业名称,荣誉,年度,状态\n盛泰集团有限公司,专精特新小巨人,2024,认定\n盛泰集团有限公司,专精特新小巨人,2025,撤销\n"
    found = features(tmp_path, {"荣誉.csv": rows})
    assert found["实力"] is None
    assert found["tier"] == "成长"


def test_places_and_ages_of_expansions(tmp_path: Path) -> None:
    # 周口 2024: in the province, 2 years: 1; 荆州 2020: 中部 0.8, 6 years: 0.5; 绍兴 is its own prefecture, 虞城 r's.
    rows = (
        "企业名称,地区,类型,阶段,年度\n盛泰集团有限公司,湖北省荆州市洪湖市,项目,开工,2020\n"
        "盛泰集团有限公司,浙江省绍兴市诸暨市,项目,签约,2025\n盛泰集团有限公司,411425,项目,签约,2025\n"
        "盛泰集团有限公司,河南省周口市商水县,项目,签约,2027\n"  # later than the figures
    )
    found = features(tmp_path, {"布点.csv": rows})
    assert found["扩张与转移意愿"] == 0.4
    assert found["可及性"] == 0.8  # built in a county of 中部


def test_rows_of_one_project_are_one_with_the_amount_that_any_of_them_knows(tmp_path: Path) -> None:
    """Built in 2024 without an amount, begun in 2021 with 150 亿元: one project in a county, huge, so halved."""
    rows = (
        "企业名称,地区,类型,阶段,年度,内容,投资额\n"
        "盛泰集团有限公司,河南省周口市商水县,项目,开工,2021,面料园,150\n"
        "盛泰集团有限公司,河南省周口市商水县,生产基地,投产,2024,面料园,\n"
    )
    found = features(tmp_path, {"布点.csv": rows})
    assert (found["扩张与转移意愿"], found["可及性"]) == (1.0, 0.5)  # two years old; 1 · ½


def test_a_revenue_of_nothing_is_known(tmp_path: Path) -> None:
    """max(0, 0.5 + 0.2·log₁₀ 0) = 0, which is not unknown."""
    firms = FIRMS.replace("主要产品", "主要产品,营业收入").replace("色织面料", "色织面料,0")
    assert features(tmp_path, {"企业.csv": firms})["实力"] == 0.0
