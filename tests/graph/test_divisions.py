"""Divisions as cells write them: codes of every length, abolished ones, names in parts, addresses."""

from __future__ import annotations

import pytest

from graph.divisions import divisions, prefecture, resolve


@pytest.mark.parametrize(
    ("text", "code"),
    [("411426", "411426"), ("411426.0", "411426"), ("4114", "411400"), ("411426000000", "411426"), ("411426100", "411426"),
     ("110100", "110000"), ("330601", "330600"), ("河南省-商丘市-夏邑县", "411426"), ("河南省/商丘市/夏邑县", "411426"),
     ("中国河南省商丘市夏邑县", "411426"), ("河南省直辖县级行政区划济源市", "419001"), ("北京市市辖区", "110000"),
     ("夏邑县城关镇", "411426"), ("河南省夏邑县人民路1号", "411426"), ("郑州航空港区", "410100"), ("苏州工业园区", "320576"),
     ("河北雄安新区", "130000"), ("大兴县", "110115"), ("110224", "110115"), ("上虞市", "330604"), ("绍兴县", "330621"),
     ("330621", "330621"), ("忻州地区", "140900"), ("襄樊市", "420600")],
)  # fmt: skip
def test_a_place_is_found(text: str, code: str) -> None:
    assert resolve(text, "411426") == code


@pytest.mark.parametrize(
    "text",
    [
        "河南省夏邑线",
        "不存在县",
        "南关街道",
        "中山路",
        "新区",
        "郊区",
        "长三角",
        "市辖区",
        "",
        "41142",
        "999999",
    ],
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert resolve(text, "411426") is None


def test_every_code_is_itself_or_what_it_became() -> None:
    assert all(resolve(code) in divisions() for code in divisions())


def test_a_municipality_is_one_prefecture_and_a_county_under_its_province_is_its_own() -> None:
    """重庆 has two (5001 districts, 5002 counties) by its codes; 仙桃 and 潜江 share 4290 and no government."""
    assert {prefecture(code) for code in ("500000", "500100", "500103", "500229")} == {"50"}
    assert prefecture("429004") == "429004" != prefecture("429005")
    assert prefecture("411426") == prefecture("411400") == "4114"
    assert prefecture("220000") is None
