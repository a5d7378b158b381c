"""Cells as people write them: what each becomes, and that what it cannot become is null."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from graph.model import Column, Field
from loaders import _clean


def cleaned(
    text: str, field: Field, unit: str | None = None, rates: dict[str, float] | None = None
) -> object:
    frame = pl.DataFrame({"x": [text]}, schema={"x": pl.String})
    made = frame.select(_clean.value(_clean.tidy(pl.col("x")), field, unit, rates or {}))
    return made.to_series().to_list()[0]


def field(name: str, kind: type, unit: str | None = None, many: bool = False) -> Field:
    return Field(name, kind, many, (), Column(name, unit=unit))


CAPITAL, AREA, SHARE = field("capital", float, "万元"), field("area", float, "亩"), field("share", float, "%")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1,000万人民币", None, 1000), ("500万元人民币", None, 500), ("1.2亿", None, 12000), ("1.2亿元", "万元", 12000),
        ("人民币5000万元", None, 5000), ("（人民币）５０００万元整", None, 5000), ("¥30000元", None, 3), ("5000", None, 5000),
        ("5", "亿元", 50000), ("5000", "元", 0.5), ("1.23E+3", None, 1230), ("1000.000000万人民币", None, 1000),
        ("5000万美元", None, None), ("壹仟万", None, None), ("约300万", None, 300), ("300万元以上", None, 300),
        ("-", None, None),
        ("暂无", None, None), ("\\N", None, None), ("1e999", None, None), ("inf", None, None), ("32%", None, None),
        ("3亩", None, None), ("9223372036854775808", None, 9223372036854775808), ("\u200b800 万 元", None, 800),
        ("1亿2000万元", None, 12000), ("1亿2千万", None, 12000), ("1000w", None, 1000), ("5000万-1亿", None, 5000),
        ("1000-5000万元", None, 1000), ("5亿以上", None, 50000), ("0-5000万", None, None), ("2023-03", None, None),
        ("≥500万元", None, 500), ("300余万元", None, 300), ("1000万人民币(实缴500万)", None, 1000), ("(1000)", None, None),
        ("1000（万元）", None, 1000), ("500万以下", None, None), ("'1000", None, 1000), ('="1000"', None, 1000),
        ("未披露", None, None), ("——", None, None),
    ],
)  # fmt: skip
def test_money(text: str, unit: str | None, value: float | None) -> None:
    assert cleaned(text, CAPITAL, unit) == (None if value is None else pytest.approx(value))


def test_foreign_money_with_a_rate() -> None:
    assert cleaned("5000万美元", CAPITAL, None, {"美元": 7.1}) == pytest.approx(35500)
    assert cleaned("USD 100万", CAPITAL, None, {"美元": 7.1}) == pytest.approx(710)
    assert cleaned("100-500万美元", CAPITAL, None, {"美元": 7.1}) == pytest.approx(710)
    assert cleaned("100万美元(折合710万人民币)", CAPITAL, None, {"美元": 7.1}) == pytest.approx(710)
    assert cleaned("100万澳大利亚元", CAPITAL, None, {"澳元": 4.7}) == pytest.approx(470)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [("120", "亩", 120), ("120亩", None, 120), ("8公顷", None, 120), ("80000平方米", None, 120), ("8万平方米", None, 120),
     ("80000", "平方米", 120), ("8", "万平方米", 120), ("1万元", None, None), ("100余亩", None, 100),
     ("6.67万㎡", None, 100.05), ("100亩(一期50亩)", None, 100),
     ("100-200亩", None, 100), ("50000平", None, 75)],
)  # fmt: skip
def test_area(text: str, unit: str | None, value: float | None) -> None:
    assert cleaned(text, AREA, unit) == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [("32%", 0.32), ("32", 0.32), ("３２．５％", 0.325), ("三成", None), ("-3.1%", -0.031), ("30%-50%", 0.3)],
)
def test_share(text: str, value: float | None) -> None:
    assert cleaned(text, SHARE) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("320", 320), ("320人", 320), ("50-99人", 50), ("100人以上", 100), ("1,200 人", 1200), ("320.0", 320), ("1.2万", 12000),
     ("1.23E+5", 123000), ("3.5", None), ("少于50人", None), ("第3名", 3), ("99999999999999999999", None),
     ("120(2023)", 120), ("120（2024年报）", 120), ("300余人", 300), ("超过500人", 500), ("0-49", None), ("500名员工", 500)],
)  # fmt: skip
def test_whole_numbers_of_a_range_the_lower_end(text: str, value: int | None) -> None:
    assert cleaned(text, field("insured", int)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("2024/3/5", "2024-03-05"), ("2024.03", "2024-03-01"), ("20240305", "2024-03-05"), ("2024年3月", "2024-03-01"),
     ("2024年3月5日", "2024-03-05"), ("45356", "2024-03-05"), ("45356.5", "2024-03-05"), ("二〇二四年三月", "2024-03-01"),
     ("二○二四年十一月二十五日", "2024-11-25"), ("二零二四年十月三十日", "2024-10-30"), ("2024-03-05 00:00:00", "2024-03-05"),
     ("2024", "2024-01-01"), ("202403", "2024-03-01"), ("２０２４－３－５", "2024-03-05"),
     ("2024-03-05T08:00:00", "2024-03-05"),
     ("2024年3月5日 星期二", "2024-03-05"), ("2024-13-05", None), ("2024-02-30", None), ("前年", None), ("0000-00-00", None),
     ("23/3/5", "2023-03-05"), ("95-3-5", "1995-03-05"), ("23年3月", "2023-03-01"), ("12/3/5", None),
     ("2023。3。5", "2023-03-05"),
     ("2023 03 05", "2023-03-05"), ("3/15/2023", "2023-03-15"), ("Mar-23", "2023-03-01"), ("5-Mar-23", "2023-03-05"),
     ("Mar 5, 2023", "2023-03-05"), ("2023年3-5月", "2023-03-01"), ("2023-03-05至2043-03-04", "2023-03-05"),
     ("2023年3月至今", "2023-03-01"), ("2023年下半年", "2023-07-01"), ("2023年一季度", "2023-01-01"),
     ("预计2025年底", "2025-12-01"),
     ("2025年6月底前", "2025-06-01"), ("2023年第二季度", "2023-04-01"), ("1678003200000", "2023-03-05"),
     ("20230305103000", "2023-03-05"),
     ("'2023-03-05", "2023-03-05"), ("2023年3月5日(星期日)", "2023-03-05"), ("3月5日", None), ("2022-2024", "2022-01-01")],
)  # fmt: skip
def test_days(text: str, value: str | None) -> None:
    assert cleaned(text, field("founded", dt.date)) == (value and dt.date.fromisoformat(value))


@pytest.mark.parametrize("text", ["2021-10-12至2024-10-11", "2021.10.12-2024.10.11", "2024年10月11日"])
def test_an_end_is_the_later_of_two_days(text: str) -> None:
    assert cleaned(text, field("until", dt.date)) == dt.date(2024, 10, 11)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024", 2024),
        ("2024年度", 2024),
        ("2023-2024", 2024),
        ("2024.0", 2024),
        ("二〇二四年", 2024),
        ("前年", None),
        ("2023/2024", 2024),
        ("2024年第一批", 2024),
        ("2024年(第六批)", 2024),
        ("202403", 2024),
        ("20240305", 2024),
        ("24年", 2024),
        ("2024Q1", 2024),
        ("第五批", None),
    ],
)
def test_years(text: str, value: int | None) -> None:
    assert cleaned(text, field("year", int)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("2658", "002658"), ("000001.SZ", "000001.SZ"), ("600000.0", "600000"), ("00700", "00700")],
)
def test_stock_codes_get_their_zeros_back(text: str, value: str) -> None:
    assert cleaned(text, field("stock_code", str)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("1711", ["1711"]), ("C1711;C17", ["1711", "17"]), ("纺织业", ["17"]), ("棉纺纱加工", ["1711"]),
     ("1711 棉纺纱加工", ["1711"]), ("家具制造业", ["21"]),
     ("C17纺织业", ["17"]), ("纺织业(C17)", ["17"]), ("皮革、毛皮、羽毛及其制品和制鞋业", ["19"]), ("制造业", [None]),
     ("不是行业", [None])],
)  # fmt: skip
def test_industries_by_code_or_name(text: str, value: list[str | None]) -> None:
    assert cleaned(text, field("industry", str, many=True)) == value


@pytest.mark.parametrize(
    "text",
    ["91440300708461136t", "'91440300708461136T", '="91440300708461136T"', "91440300 708461136T",
     "９１４４０３００７０８４６１１３６Ｔ",
     "91440300708461136T(三证合一)", "统一社会信用代码:91440300708461136T", "\t91440300708461136T"],
)  # fmt: skip
def test_spellings_of_a_sound_code(text: str) -> None:
    assert cleaned(text, field("credit_code", str)) == "91440300708461136T"


@settings(deadline=None)
@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ", min_size=17, max_size=18))
def test_credit_codes_agree_with_stdnum(text: str) -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    whole = text[:17] + (str(uscc.calc_check_digit(text[:17])) if set(text[:17]) <= set(alphabet) else "0")
    for code in {text, whole}:
        ours = cleaned(code, field("credit_code", str))
        shaped = len(code) == 18 and set(code) <= set(alphabet)
        right = shaped and str(uscc.calc_check_digit(code[:17])) == code[17]
        assert (ours == code) if right else (ours is None)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_a_cleaner(text: str) -> None:
    for one in (CAPITAL, AREA, SHARE, field("founded", dt.date), field("year", int), field("insured", int),
                field("stock_code", str), field("industry", str, many=True), field("former", str, many=True)):  # fmt: skip
        cleaned(text, one)
