"""Words on the map: short names, full-width punctuation, pinyin for the search."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, product

from pypinyin import Style, pinyin

from graph.divisions import divisions
from graph.names import FORMS

_HAN = "\u4e00-\u9fff"
_NEAR = f"[{_HAN}）」》%％家级链]"
_WIDE = str.maketrans(",;:?!", "，；：？！")
_MARK = re.compile(rf"(?<={_NEAR})[,;:?!]|[,;:?!](?=[{_HAN}「《（])")
_OPEN = re.compile(rf"\(([^()]*[{_HAN}][^()]*)\)|(?<=[{_HAN}])\(([^()]*)\)")
_SUFFIXES = ("省", "市", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区")
_TRADES = ("科技", "实业", "新材料", "材料", "控股", "发展", "工业", "技术", "投资", "股份", "产业")
LIKELY = 4  # most companies are called by so many characters
READINGS = 4  # spellings kept of a name with characters of several readings
LONG = 40  # of a longer name only the usual reading is kept

Pinyin = list[str]


def wide(text: str) -> str:
    """Full-width punctuation in Chinese text: 「上游织造本地有2家(华鹏),…」 → 「…（华鹏），…」."""
    return _MARK.sub(
        lambda m: m.group().translate(_WIDE),
        _OPEN.sub(lambda m: f"（{m.group(1) or m.group(2) or ''}）", text),
    )


@cache
def _provinces() -> str:
    """The provinces as they stand before a company's name, as alternatives of a pattern."""
    names = [name for code, name in divisions().items() if code.endswith("0000")]
    for suffix in _SUFFIXES:
        names = [n.removesuffix(suffix) for n in names]
    return "|".join(sorted(set(names), key=len, reverse=True))


def short(name: str) -> str:
    """A company's name as people say it: 浙江华峰氨纶股份有限公司 → 华峰氨纶, 浙江航民股份有限公司 → 浙江航民."""
    text = re.sub(r"[（(][^（）()]*[）)]", "", name).strip() or name
    for form in FORMS:
        text = text.removesuffix(form) or text
    if text.endswith("集团") and len(text) >= 6:
        text = text.removesuffix("集团")
    for prefix in (rf"({_provinces()})省?", rf"[{_HAN}]{{2,3}}市"):
        rest = re.sub(f"^{prefix}", "", text)
        text = rest if len(rest) >= 4 else text
    for _ in range(2):
        rest = re.sub(f"({'|'.join(_TRADES)})$", "", text)
        text = rest if len(text) > LIKELY and len(rest) >= 3 else text
    return text


def spell(name: str) -> Pinyin:
    """Lower-case initials (several where a character has several readings), then the full pinyin."""
    usual = [reading[0].lower() for reading in pinyin(name[:LONG], style=Style.NORMAL)]
    return [*_initials(name, usual), "".join(usual)]


def _initials(name: str, usual: Pinyin) -> Pinyin:
    """The initials of each reading; what is no Chinese stays whole, as it does in ``usual``."""
    first = [reading[:1] if reading not in name.lower() else reading for reading in usual]
    every = [] if len(name) > LONG else pinyin(name, heteronym=True, style=Style.NORMAL)
    if len(every) != len(first):
        return ["".join(first)]
    letters = [
        [letter, *sorted({r[:1].lower() for r in readings} - {letter[:1]})]
        for letter, readings in zip(first, every, strict=True)
    ]
    return ["".join(choice) for choice in islice(product(*letters), READINGS)]


def spell_firm(name: str, called: str) -> Pinyin:
    """The spellings of an enterprise: initials of what it is called, then those of its name."""
    own = spell(name)
    return list(dict.fromkeys([*(i for i in spell(called)[:-1] if not own[0].startswith(i)), *own]))
