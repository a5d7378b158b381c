"""Names: one spelling for comparing, and what a mistyped name probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

FORMS = ("股份有限公司", "有限责任公司", "有限公司")
_BRACKETS = str.maketrans("【】〔〕[]｛｝{}", "()()()()()")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u202a-\u202e]+")


def plain(text: str) -> str:
    """NFKC, one kind of bracket, no white or invisible characters, lower case: for comparing."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text).translate(_BRACKETS)).lower()


def normalise(name: str) -> str:
    """An enterprise's name for telling whether two are the same: :func:`plain` without its legal form."""
    text = plain(name).upper()
    for form in FORMS:
        if text.endswith(form) and len(text) > len(form):
            return text[: -len(form)]
    return text


def head(text: str) -> str:
    """A column head for comparing: plain, without a unit or note in brackets and without stars."""
    return re.sub(r"\(.*?\)", "", plain(text)).strip("*:")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a mistyped one probably meant, if any is near enough."""
    from rapidfuzz import fuzz, process

    choices = sorted(set(known))
    found = process.extractOne(name, choices, scorer=fuzz.ratio, score_cutoff=45)
    if found:
        return str(found[0])
    inside = [c for c in choices if name and (name in c or c in name)]
    return inside[0] if inside else None


def missing(name: str, known: Iterable[str], what: str = "") -> str:
    """The sentence for a name that is not known: 没有"纺砂",您是不是要"纺纱"?"""
    known = list(known)
    guess = nearest(name, known)
    if guess:
        return f'没有{what}"{name}",您是不是要"{guess}"?'
    few = "、".join(sorted(set(known))[:8])
    return f'没有{what}"{name}"' + (f"(现有:{few})" if few else "")
