"""Links: the words that speak, the lexicon that helps, the states, the strength and the sentence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from graph.frames import conform
from graph.link import Reading, link
from graph.link.lexicon import groups, taken
from graph.model import KINDS
from tests.graph.reading import MEMBERSHIPS, REFUSED, links, made

NETS = {
    "id": "产业用", "name": "产业用纺织品",
    "words": ["无纺布", "土工布", "帆布", "篷布", "绳网", "缆绳"], "exclude": ["无纺布机"],
}  # fmt: skip
CLOTH = {"id": "布", "name": "织布", "words": ["坯布"], "exclude": []}


def test_the_lexicon_finds_what_the_analyst_did_not_list() -> None:
    scope = "滤布、土工格栅、安全网制造、销售;缆绳销售"
    found = links([{"id": "甲", "name": "甲", "scope": scope}], [NETS, CLOTH])
    row = found.row(0, named=True)
    assert (row["to"], row["state"], row["where"]) == ("产业用", "已确认", ["经营范围"])
    assert "词库「无纺布」" in row["evidence"] and "滤布" in row["evidence"]
    assert made(scope, [NETS, CLOTH], Reading(lexicon=())) == set()
    assert made(scope, [NETS, CLOTH], Reading(takes={"产业用": []})) == set()


def test_one_word_alone_takes_nothing_from_the_lexicon() -> None:
    assert taken([CLOTH], groups()) == {}
    assert made("色织布、牛仔布制造", [CLOTH]) == set()


def test_a_group_that_two_segments_could_take_is_nobodys() -> None:
    assert taken([NETS, NETS | {"id": "另"}], groups()) == {}


def test_codes_bound_what_a_segment_takes() -> None:
    assert "产业用" in taken([NETS | {"codes": ["178"]}], groups())
    assert taken([NETS | {"codes": ["3551"]}], groups()) == {}


def test_every_group_of_the_lexicon_has_a_source_and_codes() -> None:
    assert all(g.source and g.codes and g.words for g in groups())
    assert len({g.name for g in groups()}) == len(groups())


def test_a_product_counts_by_the_analysts_words_and_unknown_ends() -> None:
    segments = [{"id": "染", "words": ["染整"], "exclude": []}, CLOTH]
    firms = [
        {"id": str(n), "name": "甲", "products": [p]}
        for n, p in enumerate(["染整布", "染整设备", "高支坯布", "布坯"])
    ]
    found = links(firms, segments)
    assert found.select("from", "to").rows() == [("0", "染"), ("2", "布")]


def _stated(**row: Any) -> pl.DataFrame:
    base = {
        "enterprise": "甲",
        "segment": "布",
        "products": None,
        "share": None,
        "source": "某表",
        "date": None,
        "confidence": None,
    }
    return pl.DataFrame([base | row], schema=MEMBERSHIPS)


def _linked(
    memberships: pl.DataFrame, refused: pl.DataFrame | None = None, scope: str | None = None
) -> list[dict[str, Any]]:
    firms = conform(KINDS["Enterprise"], [{"id": "甲", "name": "甲", "scope": scope}])
    no = pl.DataFrame(schema=REFUSED) if refused is None else refused
    return link(firms, [CLOTH | {"codes": []}], memberships, no, Reading()).to_dicts()


def test_a_statement_without_products_still_reads_as_a_sentence() -> None:
    assert _linked(_stated())[0]["evidence"] == "资料直接列明该企业属于此环节"
    assert _linked(_stated(products=["坯布", "帆布"]))[0]["evidence"].endswith("属于此环节:坯布、帆布")


def test_what_a_person_refused_is_no_link() -> None:
    refused = pl.DataFrame([{"enterprise": "甲", "segment": "布"}], schema=REFUSED)
    assert _linked(_stated(), refused, "坯布制造") == []


def test_only_confirmed_evidence_gives_the_source_of_a_confirmed_link() -> None:
    both = pl.concat(
        [
            _stated(confidence="待核", date=dt.date(2025, 1, 1)),
            _stated(source="另表", share=0.4, products=["坯布"]),
        ]
    )
    row = _linked(both)[0]
    assert (row["state"], row["source"], row["date"], row["share"]) == ("已确认", "另表", None, 0.4)


def test_the_scope_alone_can_be_made_doubtful() -> None:
    firms = [{"id": "甲", "name": "甲", "scope": "坯布制造"}]
    row = links(firms, [CLOTH], Reading(scope_only="待核")).row(0, named=True)
    assert row["state"] == "待核" and row["strength"] > 0.9 and "(待核)" in row["evidence"]


def test_a_doubtful_source_halves_the_strength() -> None:
    firms = [{"id": "甲", "name": "甲", "scope": "坯布制造", "confidence": "待核"}]
    row = links(firms, [CLOTH]).row(0, named=True)
    assert (row["state"], row["strength"]) == ("待核", 0.5)


def test_the_industry_code_alone_is_doubtful() -> None:
    row = links([{"id": "甲", "name": "甲", "industry": ["1712"]}], [CLOTH | {"codes": ["171"]}]).row(
        0, named=True
    )
    assert (row["state"], row["words"], row["strength"]) == ("待核", ["1712"], 0.8)


def test_a_code_that_the_scope_does_not_bear_out_weighs_next_to_nothing() -> None:
    firms = [{"id": "甲", "name": "甲", "industry": ["1712"], "scope": "纸箱制造"}]
    row = links(firms, [CLOTH | {"codes": ["171"]}]).row(0, named=True)
    assert (row["state"], row["strength"]) == ("待核", 0.05)


def test_an_exact_word_is_surer_than_a_part_of_one() -> None:
    firms = [
        {"id": "1", "name": "甲", "products": ["坯布"]},
        {"id": "2", "name": "乙", "products": ["条纹坯布类"]},
    ]
    exact, part = links(firms, [CLOTH])["strength"].to_list()
    assert exact > part > 0.9


def test_a_word_of_two_segments_weighs_by_what_else_its_firms_show() -> None:
    segments = [
        {"id": "A", "words": ["电池", "隔板"], "exclude": []},
        {"id": "B", "words": ["电池", "硅片"], "exclude": []},
    ]
    firms = [
        {"id": str(n), "name": "甲", "scope": "电池、隔板制造" if n < 8 else "电池制造"} for n in range(9)
    ]
    strength = {(r["from"], r["to"]): r["strength"] for r in links(firms, segments).to_dicts()}
    assert strength["8", "A"] > strength["8", "B"] > 0
    given = {
        (r["from"], r["to"]): r["strength"]
        for r in links(firms, segments, Reading(weights={"电池": 0.5})).to_dicts()
    }
    assert given["8", "A"] == given["8", "B"] == pytest.approx(0.5 * 0.99)


def test_the_second_best_segment_stands_beside_the_best() -> None:
    firms = [
        {"id": "甲", "name": "甲", "scope": "坯布、帆布制造"},
        {"id": "乙", "name": "乙", "scope": "坯布制造"},
    ]
    found = {(r["from"], r["to"]): r["second"] for r in links(firms, [NETS, CLOTH]).to_dicts()}
    assert found == {("甲", "产业用"): "布", ("甲", "布"): "产业用", ("乙", "布"): None}


BED = {"id": "床", "name": "家具", "words": ["衣柜", "床"], "exclude": []}


@pytest.mark.parametrize("made", ["机床", "数控磨床", "临床前研究", "医用临床系列", "裁床"])
def test_a_short_word_is_not_seen_in_words_of_other_trades(made: str) -> None:
    firm = {"id": "甲", "name": "甲", "products": [made], "scope": f"{made}制造"}
    assert links([firm], [BED]).height == 0
    assert links([firm | {"products": ["折叠床"]}], [BED]).height == 1


def test_a_general_word_of_another_trade_says_nothing() -> None:
    segment = {"id": "液", "name": "电解液", "words": ["电解液", "锂盐", "添加剂"], "exclude": []}
    firm = {"id": "甲", "name": "甲", "products": ["食品添加剂"], "scope": "食品添加剂生产"}
    assert links([firm], [segment]).height == 0
    assert links([firm | {"products": ["电解液添加剂"]}], [segment]).height == 1


def test_what_is_farmed_is_not_what_is_cooked() -> None:
    segment = {"id": "水", "name": "水产加工", "words": ["水产品", "冷冻水产品"], "exclude": []}
    firm = {"id": "甲", "name": "甲"}
    assert links([firm | {"scope": "龙虾加工"}], [segment]).height == 1
    assert links([firm | {"scope": "龙虾养殖"}], [segment]).height == 0


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("皮革及制成品生产加工", ["皮革制品"]),
        ("钢结构工程设计、制作、安装", ["钢结构"]),
        ("汽车内饰塑料件制造", ["汽车内饰", "汽车零部件"]),
    ],
)
def test_the_language_of_scopes(scope: str, words: list[str]) -> None:
    segment = {"id": "环节", "name": "环节", "words": words, "exclude": []}
    assert links([{"id": "甲", "name": "甲", "scope": scope}], [segment])["state"].to_list() == ["已确认"]
    assert links([{"id": "甲", "name": "甲", "scope": "钢结构工程施工"}], [segment]).height == 0
