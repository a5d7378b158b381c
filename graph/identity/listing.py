"""Listed enterprises: one spelling of a stock code, and a short name without what an exchange hangs on it."""

from __future__ import annotations

import polars as pl

_CODE = r"^(SH|SZ|BJ|HK)?[.:]?(\d{1,6})(?:\.?(SH|SS|SZ|BJ|HK|XSHG|XSHE|XHKG))?(?:[;,/、].*)?$"
_MAIN = r"^(?:00|30|60|68)\d{4}$"
# Signs of risk and of delisting stand on no other name; a share class or the first days' N and C may.
_SIGNS = (r"^(?:S?\*ST|S?ST|S?PT|XD|XR|DR|退市)([\p{Han}A-Z0-9]{2,6}(?:退|\(退\))*)$",
          r"^([\p{Han}A-Z0-9]{2,8}?)(?:退|\(退\)|-UW?|-W)+$")  # fmt: skip
_FIRST_DAYS = r"^[NC](\p{Han}{2,4})$"
_CLASS = r"^(\p{Han}{2,4})A$"
_MADE_UP = r"(?:企业|公司|厂|店|部|所|单位|客户|商|家|户|机构|项目|园区|园|组|测试|示例|某)A$"


def stock(cell: pl.Expr) -> pl.Expr:
    """A stock code: 000001.SZ, SZ000001, 1 are 000001; 00700.HK and 00700 are HK00700; others in capitals."""
    text = cell.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_uppercase()
    parts = text.str.extract_groups(_CODE)
    digits = parts.struct["2"]
    market = pl.coalesce(parts.struct["1"], parts.struct["3"]).fill_null("")
    hong_kong = market.is_in(["HK", "XHKG"]) | ((market == "") & digits.str.contains(r"^0\d{4}$"))
    code = pl.when(hong_kong).then("HK" + digits.str.zfill(5)).otherwise(digits.str.zfill(6))
    return pl.when(digits.is_not_null()).then(code).when(text != "").then(text)


def main_share(ticker: pl.Expr) -> pl.Expr:
    """The stock code where it is an A share of 沪深, of which a firm has one; Beijing's were given anew in 2025."""
    return pl.when(ticker.str.contains(_MAIN)).then(ticker)


def stem(key: pl.Expr) -> pl.Expr:
    """A short name without ST, *ST, PT, 退, a share class and the like; other names as they are."""
    bare = key
    for pattern in (*_SIGNS, _FIRST_DAYS):
        bare = bare.str.replace(pattern, "$1")
    share = bare.str.contains(_CLASS) & ~bare.str.contains(_MADE_UP)
    return pl.when(share).then(bare.str.strip_suffix("A")).otherwise(bare)
