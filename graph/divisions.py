"""Administrative divisions (GB/T 2260): codes, names, what lies below what, the four 板块."""

from __future__ import annotations

import csv
import re
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
MUNICIPAL = ("11", "12", "31", "50")
# What stands between the parts of a place, names that are no place, and what follows one: a zone, or a town and street.
_PARTING = r"[-/\\>·,、|_—]"
_NO_PLACE = r"(省|自治区|^|市)(?:(?:省|自治区)?直辖县级行政(?:区划|单位)|市辖区)"
_ZONE = re.compile(
    "[^省市县区旗]{0,10}(?:开发|工业|高新|经开|技术产业|集聚|保税|示范|合作|试验|航空港|港|园|新|度假|管理)区"
)
_STREET = re.compile("[^省市县区旗]{1,14}(?:镇|乡|街道|村|路|街|巷|大道|号|园|广场|大厦)")
_SUFFIXES = (
    "特别行政区",
    "壮族自治区",
    "回族自治区",
    "维吾尔自治区",
    "自治区",
    "地区",
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
    return {row["code"]: row["name"] for row in _rows() if row["status"] != "曾用名"}


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
    """What begins every code of the prefecture (3301, a municipality's 11), null where only the province is known.

    A county directly under its province (419001 济源, 429004 仙桃) is a prefecture of its own.
    """
    if code[:2] in MUNICIPAL:
        return code[:2]
    return None if code.endswith("0000") else code if code[2:4] == "90" else code[:4]


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
        if code in _abolished() and len(name) < 3:
            spellings -= {name}  # 郊区, 新区
        for spelling in spellings:
            found[plain(spelling)].append(code)
    for row in _rows():
        if row["status"] == "曾用名":
            for spelling in (row["name"], divisions()[row["code"][:2] + "0000"] + row["name"]):
                found[plain(spelling)].append(row["code"])
    return found


def resolve(text: str, home: str | None = None) -> str | None:
    """The code of a code (of villages too, or abolished), a name as in :func:`named`, or an address that begins with one."""
    text = re.sub(_PARTING, "", plain(text)).removeprefix("中华人民共和国").removeprefix("中国")
    text = re.sub(_NO_PLACE, r"\1", text)
    if re.fullmatch(r"\d+(?:\.0+)?", text):
        return _coded(text.partition(".")[0])
    return named(text, home) or _beginning(text, home)


def _coded(digits: str) -> str | None:
    """Six digits, or two, four, nine, twelve; 330601 (市辖区) is its city, an abolished county what it is called today."""
    if len(digits) not in (2, 4, 6, 9, 12):
        return None
    code = digits[:6].ljust(6, "0")
    whole = (
        code[:2] + "0000"
        if code[2:] in ("0100", "0200")
        else code[:4] + "00"
        if code.endswith("01")
        else code
    )
    found = next((c for c in (code, whole) if c in divisions()), None)
    return _successors().get(found, found) if found else None


def _beginning(text: str, home: str | None) -> str | None:
    """The longest name that a place without a code of its own (夏邑县城关镇, 郑州航空港区) begins with."""
    for end in range(min(len(text) - 1, 24), 1, -1):
        rest = text[end:]
        if _ZONE.match(rest) or (text[end - 1] in "省市县区旗州盟" and _STREET.match(rest)):
            code = named(text[:end], home)
            if code and (text[end - 1] in "省市县区旗州盟" or level(code) != "县"):
                return code
    return None


@cache
def _successors() -> dict[str, str]:
    """Abolished code → today's code of the same place: 大兴县 is 大兴区, 临汾地区's 洪洞县 is 临汾市's."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in divisions().items():
        if code not in _abolished():
            area = code[:2] if level(code) == "市" or code[:2] in MUNICIPAL else code[:4]
            found[f"{level(code)} {area} {_short(name)}"].append(code)
            if not name.endswith("区"):
                found[f"{code[:2]} {name}"].append(code)
    heirs = {}
    for code in _abolished():
        name = divisions()[code]
        area = code[:2] if level(code) == "市" or code[:2] in MUNICIPAL else code[:4]
        same = found.get(f"{level(code)} {area} {_short(name)}", []) if len(name) > 2 else []
        same = same or found.get(f"{code[:2]} {name}", [])
        if len(same) == 1:
            heirs[code] = same[0]
    return heirs


def named(text: str, home: str | None = None) -> str | None:
    """The code of a full name or a short name.

    A short name must be unambiguous in the country, else in the province of ``home``;
    of a place and one below it of the same name (襄阳市, 襄阳区), and of a province, the higher is meant.
    """
    same = {_successors().get(code, code) for code in _by_name().get(plain(text), [])}
    codes = sorted(same, key=lambda c: ("省市县".index(level(c)), c))
    if len(codes) > 1:
        exact = [
            c for c in codes if plain(divisions()[c]) == plain(text) or plain(full_name(c)) == plain(text)
        ]
        codes = exact or codes
    if len(codes) > 1 and (level(codes[0]) == "省" or all(below(c, codes[0]) for c in codes)):
        codes = codes[:1]
    if len(codes) > 1:
        codes = [c for c in codes if c not in _abolished()] or codes
    if len(codes) > 1 and home:
        codes = [c for c in codes if c[:2] == home[:2]]
    return codes[0] if len(codes) == 1 else None
