"""The same firm once: each rule by hand, and the laws that hold for any names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.identity import Resolved, resolve
from graph.names import formless, normalise, spelt

C1, C2 = "91411426MA0000001A", "91411426MA0000002B"  # the resolver is given sound codes and trusts them
XIAYI, SHANGQIU, SHAOXING, HENAN = "411426", "411400", "330600", "410000"
SCHEMA = {"name": pl.String, "code": pl.String, "stock": pl.String, "region": pl.String, "listed_here": pl.Boolean,
          "_file": pl.String, "_sheet": pl.String, "_row": pl.Int64}  # fmt: skip
Mention = tuple[str, str | None, str | None, str | None]


def said(*mentions: str | Mention) -> pl.DataFrame:
    rows = [(m, None, None, None) if isinstance(m, str) else m for m in mentions]
    full = [(*row, True, f"企业{at}.csv", None, at) for at, row in enumerate(rows, 2)]
    return pl.DataFrame(full, schema=SCHEMA, orient="row")


def called(*aliases: tuple[str, str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        aliases, schema={"own": pl.String, "alias": pl.String, "kind": pl.String}, orient="row"
    )


def judged(*verdicts: tuple[str, str | None, str, str | None, str | None]) -> pl.DataFrame:
    columns = ("first", "first_code", "second", "second_code", "verdict")
    return pl.DataFrame(verdicts, schema=dict.fromkeys(columns, pl.String), orient="row")


def run(*mentions: str | Mention, aliases: Iterable[Any] = (), verdicts: Iterable[Any] = ()) -> Resolved:
    return resolve(said(*mentions), called(*aliases), judged(*verdicts))


def ids(found: Resolved) -> list[str]:
    """Ids in the order of name, code, stock, region."""
    return found.ids.sort("name", "code", "stock", "region")["id"].to_list()


def one(found: Resolved) -> str:
    (only,) = set(found.ids["id"])
    return str(only)


# -- names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("华鹏纺织有限公司", "华鹏纺织"),
        ("华鹏纺织有限责任公司", "华鹏纺织"),
        ("华鹏纺织股份有限公司", "华鹏纺织"),
        ("华鹏纺织(集团)股份有限公司", "华鹏纺织"),
        ("华鹏纺织【集团】有限公司", "华鹏纺织"),
        ("华鹏纺织集团有限公司", "华鹏纺织集团"),
        (" 华鹏\u200b纺织\u3000有限公司\n", "华鹏纺织"),
        ("ＴＣＬ科技", "TCL科技"),
        ("华鹏(夏邑)纺织", "华鹏(夏邑)纺织"),
        ("华鹏纺织有限公司夏邑分公司", "华鹏纺织有限公司夏邑分公司"),
        ("有限公司", "有限公司"),
        ("万科Ａ", "万科A"),
    ],
)  # fmt: skip
def test_a_name_loses_its_form_and_nothing_else(name: str, key: str) -> None:
    assert normalise(name) == key


ODD = "华鹏纺织集团有限责任公司股份()（）【】〔〕 \t\n\u200b\u3000\ufeff\u202e\x00\"'Ａa😀İßσΣς㈱"
NAMES = st.one_of(
    st.text(st.sampled_from(ODD), max_size=16),
    st.text(st.characters(exclude_categories=("Cs", "Cn", "Co")), max_size=8),
)


@given(st.lists(NAMES, max_size=20))
def test_one_name_and_a_column_of_names_are_normalised_alike(names: list[str]) -> None:
    column = pl.Series("name", names, dtype=pl.String)
    made = column.to_frame().select(formless(spelt(pl.col("name"))))["name"].to_list()
    assert made == [normalise(name) for name in names]
    assert unicodedata.normalize("NFKC", "Ａ") == "A"


# -- rules -------------------------------------------------------------------------------------------


def test_a_code_is_the_id_of_every_spelling() -> None:
    found = run(
        ("华鹏纺织有限公司", C1, None, None), "华鹏纺织股份有限公司", "华鹏纺织（集团）有限公司", "华鹏 纺织"
    )
    assert one(found) == C1
    assert found.problems == []


def test_without_a_code_the_id_is_the_normalised_name() -> None:
    assert one(run("华鹏纺织有限公司", "华鹏纺织有限责任公司")) == "name:华鹏纺织"


def test_one_code_under_two_names_is_one_firm() -> None:
    assert one(run(("华鹏纺织有限公司", C1, None, None), ("盛泰集团有限公司", C1, None, None))) == C1


def test_a_name_with_two_codes_is_two_firms_and_one_problem() -> None:
    found = run(("华鹏纺织有限公司", C1, None, None), ("华鹏纺织有限公司", C2, None, None),
                ("华鹏纺织", C2, None, None), "华鹏纺织")  # fmt: skip
    assert ids(found) == [C2, "name:华鹏纺织", C1, C2] or set(ids(found)) == {C1, C2, "name:华鹏纺织"}
    (problem,) = found.problems
    assert (problem.file, problem.row, problem.value) == ("企业3.csv", 3, "华鹏纺织有限公司")
    assert C1 in problem.reason
    asked = found.doubtful.select("first", "first_code", "second", "second_code").rows()
    assert {tuple(sorted((a, b), key=str)) for _, a, _, b in asked} == {(C1, None), (C2, None)}


def test_a_region_tells_which_of_two_coded_namesakes_is_meant() -> None:
    found = run(
        ("华鹏纺织", C1, None, XIAYI), ("华鹏纺织", C2, None, SHAOXING), ("华鹏纺织", None, None, SHANGQIU)
    )
    assert dict(found.ids.select("region", "id").iter_rows()) == {XIAYI: C1, SHAOXING: C2, SHANGQIU: C1}


def test_namesakes_of_two_prefectures_stay_apart_and_are_asked_about() -> None:
    found = run(("华丰纺织有限公司", None, None, XIAYI), ("华丰纺织有限公司", None, None, SHAOXING))
    assert sorted(set(ids(found))) == ["name:华丰纺织 330600", "name:华丰纺织 411400"]
    assert found.doubtful.select("first", "second", "why").rows() == [
        ("华丰纺织有限公司", "华丰纺织有限公司", "同名而注册地不同(浙江绍兴 / 河南商丘)")
    ]


@pytest.mark.parametrize("other", [SHANGQIU, HENAN, None, "411402"])
def test_a_vaguer_or_nearby_seat_is_the_same_firm(other: str | None) -> None:
    found = run(("华丰纺织有限公司", None, None, XIAYI), ("华丰纺织有限公司", None, None, other))
    assert one(found) == "name:华丰纺织"


def test_a_name_that_names_its_place_has_moved() -> None:
    found = run(("河南华丰纺织有限公司", None, None, XIAYI), ("河南华丰纺织有限公司", None, None, SHAOXING))
    assert one(found) == "name:河南华丰纺织"


def test_a_mention_that_could_be_either_namesake_is_neither() -> None:
    found = run(("华丰纺织", None, None, XIAYI), ("华丰纺织", None, None, SHAOXING), "华丰纺织")
    assert len(set(ids(found))) == 3
    assert "name:华丰纺织" in ids(found)


@pytest.mark.parametrize("stock", ["000002", "000002.SZ", "SZ000002", "sz.000002", "2", "２", "000002.XSHE"])
def test_a_stock_code_in_any_shape_is_one(stock: str) -> None:
    found = run(("万科企业股份有限公司", None, "000002", None), ("万科A", None, stock, None))
    assert len(set(ids(found))) == 1


def test_hong_kong_and_the_mainland_are_two_markets() -> None:
    found = run(
        ("甲集团", None, "00001.HK", None), ("乙银行", None, "000001", None), ("丙实业", None, "00001", None)
    )
    assert len(set(ids(found))) == 2


def test_a_stock_code_leads_to_the_credit_code() -> None:
    assert one(run(("万科企业股份有限公司", C1, "000002.SZ", None), ("万科A", None, "2", None))) == C1


def test_two_shares_of_one_name_are_two_firms() -> None:
    found = run(("东方明珠", None, "600832", None), ("东方明珠", None, "600637", None))
    assert set(ids(found)) == {"name:东方明珠 600637", "name:东方明珠 600832"}


def test_an_a_and_an_h_share_of_one_name_are_one_firm() -> None:
    assert (
        one(run(("中国平安", None, "601318", None), ("中国平安", None, "02318.HK", None))) == "name:中国平安"
    )


@pytest.mark.parametrize(
    ("one_", "other"),
    [("万科A", "万科"), ("*ST国华", "国华"), ("ST中迪", "*ST中迪"), ("神城A退(退)", "神城"), ("PT金田A(退)", "金田A"),
     ("退市博元", "博元"), ("寒武纪-U", "寒武纪"), ("C德力佳", "德力佳"), ("S*ST托普", "托普(退)")],
)  # fmt: skip
def test_what_an_exchange_hangs_on_a_short_name_does_not_part(one_: str, other: str) -> None:
    assert len(set(ids(run(one_, other)))) == 1


def test_two_short_names_of_one_list_are_asked_about() -> None:
    rows = said("天茂退", "*ST天茂").with_columns(_file=pl.lit("名录.csv"))
    found = resolve(rows, called(), judged())
    assert len(set(ids(found))) == 2
    assert found.doubtful.height == 1


@pytest.mark.parametrize(("one_", "other"), [("企业A", "企业"), ("纺织厂A", "纺织厂"), ("华丰A", "华丰B"),
                                            ("STX动力有限公司", "X动力有限公司"), ("T3出行", "出行")])  # fmt: skip
def test_a_letter_that_no_exchange_hung_there_parts(one_: str, other: str) -> None:
    assert len(set(ids(run(one_, other)))) == 2


def test_a_former_name_is_the_firm_of_today() -> None:
    aliases = [("华鹏智能纺织有限公司", "夏邑棉纺厂", "曾用名")]
    assert one(run("华鹏智能纺织有限公司", "夏邑棉纺厂", aliases=aliases)) == "name:华鹏智能纺织"
    found = run("华鹏智能纺织有限公司", ("夏邑棉纺厂", C1, None, None), aliases=aliases)
    assert one(found) == C1


def test_names_taken_one_after_the_other_are_one_firm() -> None:
    aliases = [("丙公司", "乙公司", "曾用名"), ("乙公司", "甲公司", "曾用名")]
    assert one(run("甲公司", "乙公司", "丙公司", aliases=aliases)) == "name:丙公司"


def test_a_former_name_that_another_code_bears_is_another_firm() -> None:
    aliases = [("华鹏智能纺织", "夏邑棉纺厂", "曾用名")]
    found = run(("华鹏智能纺织", C1, None, None), ("夏邑棉纺厂", C2, None, None), aliases=aliases)
    assert set(ids(found)) == {C1, C2}
    assert found.doubtful.is_empty()


def test_a_short_name_of_one_firm_means_it() -> None:
    aliases = [("大洋纱线集团有限公司", "大洋纱线", "简称")]
    assert one(run(("大洋纱线集团有限公司", C1, None, None), "大洋纱线", aliases=aliases)) == C1


def test_a_short_name_of_two_firms_means_neither() -> None:
    aliases = [("大洋纱线集团有限公司", "大洋", "简称"), ("大洋服装有限公司", "大洋", "简称")]
    found = run("大洋纱线集团有限公司", "大洋服装有限公司", "大洋", aliases=aliases)
    assert len(set(ids(found))) == 3
    assert found.doubtful.height == 2


def test_a_short_name_is_not_a_full_name_that_looks_like_it() -> None:
    aliases = [("夏邑华鹏纺织有限公司", "华鹏", "简称")]
    assert len(set(ids(run("夏邑华鹏纺织有限公司", "华鹏有限公司", aliases=aliases)))) == 2


def test_a_listed_short_name_is_found_under_its_marks() -> None:
    aliases = [("飞亚达精密科技股份有限公司", "飞亚达A", "简称")]
    assert len(set(ids(run("飞亚达精密科技股份有限公司", "飞亚达", "*ST飞亚达", aliases=aliases)))) == 1


def test_branches_stay_apart_with_a_link() -> None:
    found = run(("华鹏纺织有限公司", C1, None, None), "华鹏纺织有限公司夏邑分公司", "夏邑棉纺厂", "夏邑棉纺厂一分厂",
                "无名纺织有限公司夏邑分公司")  # fmt: skip
    assert len(set(ids(found))) == 5
    assert found.branches.rows() == [
        ("name:华鹏纺织有限公司夏邑分公司", C1),
        ("name:夏邑棉纺厂一分厂", "name:夏邑棉纺厂"),
    ]
    assert found.doubtful.is_empty()


def test_a_persons_word_joins_and_parts() -> None:
    same = [("华鹏纺织", None, "夏邑华鹏纺织", None, "同一")]
    assert len(set(ids(run("华鹏纺织", "夏邑华鹏纺织", verdicts=same)))) == 1
    apart = [("华鹏纺织", None, "夏邑棉纺厂", None, "不同")]
    aliases = [("华鹏纺织", "夏邑棉纺厂", "曾用名")]
    assert len(set(ids(run("华鹏纺织", "夏邑棉纺厂", aliases=aliases, verdicts=apart)))) == 2


def test_a_persons_word_on_namesakes() -> None:
    both = [("华丰纺织", None, None, XIAYI), ("华丰纺织", None, None, SHAOXING)]
    same = [("华丰纺织", None, "华丰纺织", None, "同一")]
    assert len(set(ids(run(*both, verdicts=same)))) == 1
    near = [("华丰纺织", None, None, XIAYI), ("华丰纺织", None, None, SHANGQIU)]
    found = run(*near, verdicts=[(*same[0][:4], "不同")])
    assert len(set(ids(found))) == 2
    assert found.doubtful.is_empty()


def test_two_spellings_of_one_name_told_apart() -> None:
    apart = [("华丰纺织有限公司", None, "华丰纺织股份有限公司", None, "不同")]
    found = run("华丰纺织有限公司", "华丰纺织股份有限公司", verdicts=apart)
    assert len(set(ids(found))) == 2


def test_one_name_with_and_without_a_code_told_apart() -> None:
    apart = [("华丰纺织", C1, "华丰纺织", None, "不同")]
    assert set(ids(run(("华丰纺织", C1, None, None), "华丰纺织", verdicts=apart))) == {C1, "name:华丰纺织"}


def test_two_codes_that_a_person_joined_are_one_without_a_problem() -> None:
    found = run(
        ("华丰纺织", C1, None, None),
        ("华丰纺织", C2, None, None),
        verdicts=[("华丰纺织", C1, "华丰纺织", C2, "同一")],
    )
    assert one(found) == C1
    assert found.problems == []


def test_verdicts_that_contradict_are_a_problem_and_keep_apart() -> None:
    verdicts = [("甲公司", None, "乙公司", None, "同一"), ("乙公司", None, "丙公司", None, "同一"),
                ("甲公司", None, "丙公司", None, "不同")]  # fmt: skip
    found = run("甲公司", "乙公司", "丙公司", verdicts=verdicts)
    assert len(set(ids(found))) == 3
    assert [p.value for p in found.problems] == ["同一", "同一"]


def test_a_row_without_a_verdict_is_passed_over() -> None:
    found = run("华鹏纺织", "夏邑华鹏纺织", verdicts=[("华鹏纺织", None, "夏邑华鹏纺织", None, None)])
    assert len(set(ids(found))) == 2
    assert found.problems == []


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [("夏邑华鹏纺织有限公司", "华鹏纺织有限公司", "只差地名"), ("浙江盛泰服装集团", "浙江圣泰服装集团", "读音相同"),
     ("河南永安新型材料科技", "河南永安新型材抖科技", "只差一个字")],
)  # fmt: skip
def test_names_that_look_alike_are_asked_about(first: str, second: str, why: str) -> None:
    found = run(first, second)
    assert len(set(ids(found))) == 2
    (asked,) = found.doubtful.to_dicts()
    assert {asked["first"], asked["second"]} == {first, second}
    assert asked["why"].startswith(why)
    verdict = [(asked["first"], None, asked["second"], None, "不同")]
    assert run(first, second, verdicts=verdict).doubtful.is_empty()
    joined = [(*verdict[0][:4], "同一")]
    assert len(set(ids(run(first, second, verdicts=joined)))) == 1


@pytest.mark.parametrize(
    ("first", "second"), [("夏邑第一棉纺织厂", "夏邑第二棉纺织厂"), ("河南华鹏纺织", "浙江华鹏纺织")]
)
def test_names_that_differ_on_purpose_are_not_asked_about(first: str, second: str) -> None:
    assert run(first, second).doubtful.is_empty()


def test_two_sound_codes_are_never_asked_about() -> None:
    found = run(("浙江盛泰服装集团", C1, None, None), ("浙江圣泰服装集团", C2, None, None))
    assert found.doubtful.is_empty()


def test_nothing_gives_nothing() -> None:
    found = run()
    assert found.ids.is_empty()
    assert found.doubtful.is_empty()


# -- laws --------------------------------------------------------------------------------------------

HOSTILE = ['"华鹏"纺织', "华鹏\x00纺织", "华鹏😀纺织", "\u202e华鹏纺织\u202c", "华" * 32_000, "=cmd|' /C calc'!A0",
           "../华鹏", "<script>", "", " ", "'; DROP TABLE", "name:华鹏纺织", "华鹏纺织 330600", "(集团)", "退", "A"]  # fmt: skip
BASES = ["华鹏纺织", "华鹏纺织有限公司", "华鹏纺织(集团)股份有限公司", "华鹏", "华鹏A", "*ST华鹏", "夏邑华鹏纺织",
         "华鹏纺织有限公司夏邑分公司", "华朋纺织", "盛泰"]  # fmt: skip
NAME = st.sampled_from([*BASES, *HOSTILE])
MENTION = st.tuples(
    NAME, st.sampled_from([None, None, C1, C2]), st.sampled_from([None, None, "2", "000002.SZ", "600637", "00700.HK"]),
    st.sampled_from([None, None, XIAYI, SHANGQIU, SHAOXING, HENAN]),
)  # fmt: skip
ALIAS = st.tuples(NAME, NAME, st.sampled_from(["曾用名", "简称"]))
VERDICT = st.tuples(NAME, st.sampled_from([None, C1, C2]), NAME, st.sampled_from([None, C1, C2]),
                    st.sampled_from(["同一", "不同", "不同", None]))  # fmt: skip
PROJECT = st.tuples(
    st.lists(MENTION, max_size=12), st.lists(ALIAS, max_size=3), st.lists(VERDICT, max_size=3)
)
Project = tuple[list[Mention], list[Any], list[Any]]
slow = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def outcome(mentions: pl.DataFrame, aliases: list[Any], verdicts: list[Any]) -> tuple[Any, ...]:
    found = resolve(mentions, called(*aliases), judged(*verdicts))
    ordered = found.ids.sort("name", "code", "stock", "region").rows()
    return ordered, sorted(map(str, found.problems)), found.doubtful.rows(), found.branches.rows()


@slow
@given(PROJECT, st.randoms())
def test_the_order_of_rows_does_not_matter(project: Project, random: Any) -> None:
    mentions, aliases, verdicts = project
    first = outcome(said(*mentions), aliases, verdicts)
    order = list(range(len(mentions)))
    random.shuffle(order)
    random.shuffle(aliases)
    random.shuffle(verdicts)
    assert outcome(said(*mentions)[order], aliases, verdicts) == first


@slow
@given(PROJECT)
def test_resolving_twice_is_resolving_once(project: Project) -> None:
    mentions, aliases, verdicts = project
    rows = said(*mentions)
    assert outcome(pl.concat([rows, rows]), aliases, verdicts) == outcome(rows, aliases, verdicts)


@slow
@given(PROJECT)
def test_every_mention_has_one_id_and_every_id_a_mention(project: Project) -> None:
    mentions, aliases, verdicts = project
    found = run(*mentions, aliases=aliases, verdicts=verdicts)
    assert sorted(map(str, found.ids.select("name", "code", "stock", "region").rows())) == sorted(
        {str(m) for m in mentions}
    )
    possible = {code for _, code, *_ in mentions if code} | {
        f"name:{normalise(name)}" for name, *_ in mentions
    }
    for name, code, _, _, key in found.ids.iter_rows():
        assert key in possible or key.split(" ")[0] in possible
        assert code is None or not key.startswith("name:"), name
    assert {i for row in found.branches.rows() for i in row} <= set(found.ids["id"])


@slow
@given(PROJECT)
def test_what_a_person_told_apart_is_never_joined(project: Project) -> None:
    mentions, aliases, verdicts = project
    found = run(*mentions, aliases=aliases, verdicts=verdicts)
    coded = {code for _, code, *_ in mentions if code}
    for first, first_code, second, second_code, verdict in verdicts:
        if verdict != "不同" or normalise(first) == normalise(second):
            continue
        sides = []
        for name, code in ((first, first_code), (second, second_code)):
            match = pl.col("code") == code if code in coded else pl.col("key") == normalise(name)
            keyed = found.ids.with_columns(key=formless(spelt(pl.col("name"))))
            sides.append(set(keyed.filter(match)["id"]))
        shared = {i for i in sides[0] & sides[1] if i.startswith("name:")}
        assert not shared
