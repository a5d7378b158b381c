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
        ("5000万美元", None, None), ("壹仟万", None, None), ("约300万", None, 300), ("300万元以上", None, 300), ("-", None, None),
        ("暂无", None, None), ("\\N", None, None), ("1e999", None, None), ("inf", None, None), ("32%", None, None),
        ("3亩", None, None), ("9223372036854775808", None, 9223372036854775808), ("\u200b800 万 元", None, 800),
    ],
)  # fmt: skip
def test_money(text: str, unit: str | None, value: float | None) -> None:
    assert cleaned(text, CAPITAL, unit) == (None if value is None else pytest.approx(value))


def test_foreign_money_with_a_rate() -> None:
    assert cleaned("5000万美元", CAPITAL, None, {"美元": 7.1}) == pytest.approx(35500)
    assert cleaned("USD 100万", CAPITAL, None, {"美元": 7.1}) == pytest.approx(710)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [("120", "亩", 120), ("120亩", None, 120), ("8公顷", None, 120), ("80000平方米", None, 120), ("8万平方米", None, 120),
     ("80000", "平方米", 120), ("8", "万平方米", 120), ("1万元", None, None)],
)  # fmt: skip
def test_area(text: str, unit: str | None, value: float | None) -> None:
    assert cleaned(text, AREA, unit) == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("text", "value"), [("32%", 0.32), ("32", 0.32), ("３２．５％", 0.325), ("三成", None), ("-3.1%", -0.031)]
)
def test_share(text: str, value: float | None) -> None:
    assert cleaned(text, SHARE) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("320", 320), ("320人", 320), ("50-99人", 50), ("100人以上", 100), ("1,200 人", 1200), ("320.0", 320), ("1.2万", 12000),
     ("1.23E+5", 123000), ("3.5", None), ("少于50人", None), ("第3名", 3), ("99999999999999999999", None)],
)  # fmt: skip
def test_whole_numbers_of_a_range_the_lower_end(text: str, value: int | None) -> None:
    assert cleaned(text, field("insured", int)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("2024/3/5", "2024-03-05"), ("2024.03", "2024-03-01"), ("20240305", "2024-03-05"), ("2024年3月", "2024-03-01"),
     ("2024年3月5日", "2024-03-05"), ("45356", "2024-03-05"), ("45356.5", "2024-03-05"), ("二〇二四年三月", "2024-03-01"),
     ("二○二四年十一月二十五日", "2024-11-25"), ("二零二四年十月三十日", "2024-10-30"), ("2024-03-05 00:00:00", "2024-03-05"),
     ("2024", "2024-01-01"), ("202403", "2024-03-01"), ("２０２４－３－５", "2024-03-05"), ("2024-03-05T08:00:00", "2024-03-05"),
     ("2024年3月5日 星期二", "2024-03-05"), ("2024-13-05", None), ("2024-02-30", None), ("前年", None), ("0000-00-00", None)],
)  # fmt: skip
def test_days(text: str, value: str | None) -> None:
    assert cleaned(text, field("founded", dt.date)) == (value and dt.date.fromisoformat(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024", 2024),
        ("2024年度", 2024),
        ("2023-2024", 2024),
        ("2024.0", 2024),
        ("二〇二四年", 2024),
        ("前年", None),
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
     ("不是行业", [None])],
)  # fmt: skip
def test_industries_by_code_or_name(text: str, value: list[str | None]) -> None:
    assert cleaned(text, field("industry", str, many=True)) == value


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
