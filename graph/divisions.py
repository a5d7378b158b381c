"""Administrative divisions (GB/T 2260): codes, names, what lies below what, the four 板块."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

from graph.names import plain

REFERENCE = Path(__file__).parent.parent / "data" / "reference"
BLOCKS = {
    "东部": ("11", "12", "13", "31", "32", "33", "35", "37", "44", "46"),
    "中部": ("14", "34", "36", "41", "42", "43"),
    "西部": ("15", "45", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"),
    "东北": ("21", "22", "23"),
}
_SUFFIXES = (
    "特别行政区",
    "壮族自治区",
    "回族自治区",
    "维吾尔自治区",
    "自治区",
    "新区",
    "省",
    "市",
    "县",
    "区",
)


@cache
def _rows() -> list[dict[str, str]]:
    with (REFERENCE / "divisions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def divisions() -> dict[str, str]:
    """Code → name of every division, abolished ones too."""
    return {row["code"]: row["name"] for row in _rows()}


@cache
def _abolished() -> frozenset[str]:
    return frozenset(row["code"] for row in _rows() if row["status"] == "撤销")


def stem(code: str) -> str:
    """The code less its trailing 00 pairs: what every code below it begins with."""
    while code.endswith("00") and len(code) > 2:
        code = code[:-2]
    return code


def below(code: str | None, top: str) -> bool:
    """Whether ``code`` is ``top`` or lies below it."""
    return code is not None and code.startswith(stem(top))


def province(code: str) -> str:
    """The two digits of the province."""
    return code[:2]


def prefecture(code: str) -> str | None:
    """The four digits of the prefecture, null where only the province is known."""
    return None if code.endswith("0000") else code[:4]


def block(code: str) -> str | None:
    """The 板块 (东部, 中部, 西部, 东北) of a code."""
    return next((name for name, codes in BLOCKS.items() if code[:2] in codes), None)


def level(code: str) -> str:
    """省, 市 or 县 by the code's trailing zeros."""
    return "省" if code.endswith("0000") else "市" if code.endswith("00") else "县"


def is_county(code: str) -> bool:
    """Whether it is a 县, 县级市 or 旗 (a district is none)."""
    name = divisions().get(code, "")
    return (level(code) == "县" and not name.endswith("区")) or name.endswith(("林区", "特区"))


def full_name(code: str) -> str:
    """Province, prefecture and county, joined: 河南省商丘市夏邑县."""
    names = divisions()
    parts = [names.get(c) for c in (code[:2] + "0000", code[:4] + "00", code)]
    kept: list[str] = []
    for part in parts:
        if part and part not in kept:
            kept.append(part)
    return "".join(kept)


def short_name(code: str) -> str:
    """Province and the place in few characters: 浙江绍兴, 河南夏邑, 北京."""
    names = divisions()
    top = _short(names.get(code[:2] + "0000", ""))
    city = names.get(code[:4] + "00") or names.get(code, "")
    if level(code) == "省" or not city:
        return top
    return top + _short(city)


def city_name(code: str) -> str:
    """The prefecture alone (绍兴), a municipality's own name (北京)."""
    names = divisions()
    return _short(names.get(code[:4] + "00") or names.get(code[:2] + "0000", "") or names.get(code, ""))


def _short(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name


@cache
def _by_name() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in divisions().items():
        top, city = code[:2] + "0000", code[:4] + "00"
        upper = [divisions().get(c, "") for c in (top, city)]
        spellings = {name, _short(name), full_name(code)}
        for prefix in {upper[0], _short(upper[0])}:
            for middle in {upper[1] or upper[0], _short(upper[1] or upper[0]), ""}:
                spellings |= {prefix + middle + name, prefix + middle + _short(name)}
        for middle in {upper[1], _short(upper[1])} - {""}:
            spellings |= {middle + name, middle + _short(name)}
        for spelling in spellings:
            found[plain(spelling)].append(code)
    return found


def resolve(text: str, home: str | None = None) -> str | None:
    """The code of a code, a full name or a short name.

    A short name must be unambiguous in the country, else in the province of ``home``;
    of a place and one below it of the same name (襄阳市, 襄阳区), and of a province, the higher is meant.
    """
    text = plain(text)
    if text.isdigit():
        code = text.ljust(6, "0") if len(text) in (2, 4, 6) else text
        return code if code in divisions() else None
    codes = sorted(set(_by_name().get(text, [])), key=lambda c: ("省市县".index(level(c)), c))
    if len(codes) > 1:
        exact = [c for c in codes if plain(divisions()[c]) == text or plain(full_name(c)) == text]
        codes = exact or codes
    if len(codes) > 1 and (level(codes[0]) == "省" or all(below(c, codes[0]) for c in codes)):
        codes = codes[:1]
    if len(codes) > 1:
        codes = [c for c in codes if c not in _abolished()] or codes
    if len(codes) > 1 and home:
        codes = [c for c in codes if c[:2] == home[:2]]
    return codes[0] if len(codes) == 1 else None
