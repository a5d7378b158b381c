"""Names: one spelling for comparing, and what a mistyped name probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_BRACKETS = dict(zip("【】〔〕[]｛｝{}", "()()()()()", strict=True))
_TURNED = str.maketrans(_BRACKETS)
_USUAL = re.compile("[\u4e00-\u9fa5]+").fullmatch  # Chinese characters alone: nothing to make plain
_INVISIBLE = (
    "[\t-\r\x1c-\x20\x85\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+"
)
_ODD = r"[^\u4e00-\u9fa5A-Z0-9()]"
FEW = 40  # more names than that (all divisions) tell nobody what there is
FORMS = ("股份有限公司", "有限责任公司", "有限公司")
# "(集团)" in brackets comes and goes with the form; a bare 集团 does not: 恒力集团有限公司 holds 恒力股份有限公司.
_FORM = rf"(.)(?:\(集团\)(?:{'|'.join(FORMS)})?|{'|'.join(FORMS)})$"


def plain(text: str) -> str:
    """NFKC, one kind of bracket, no white or invisible characters, lower case: for comparing."""
    if _USUAL(text):
        return text
    text = unicodedata.normalize("NFKC", text).translate(_TURNED)
    return re.sub(_INVISIBLE, "", text).lower()


def normalise(name: str) -> str:
    """An enterprise's name for telling whether two are the same: :func:`plain` without its legal form."""
    return re.sub(_FORM, r"\1", plain(name).upper())


def spelt(name: pl.Expr) -> pl.Expr:
    """:func:`plain` of a column, in capitals; most names are so already, and cost only the looking."""
    import polars as pl

    odd = name.str.contains(_ODD)
    text = pl.when(odd).then(name).str.normalize("NFKC").str.replace_many(_BRACKETS)
    text = text.str.replace_all(_INVISIBLE, "").str.to_lowercase().str.to_uppercase()
    return pl.when(odd).then(text).otherwise(name)


def formless(spelling: pl.Expr) -> pl.Expr:
    """What :func:`spelt` gives, without its legal form: together they are :func:`normalise` of a column."""
    return spelling.str.replace(_FORM, "$1")


@lru_cache(4096)
def head(text: str) -> str:
    """A column head for comparing: plain, without a unit or note in brackets and without stars and the like."""
    return re.sub(r"\(.*?\)", "", plain(text)).strip("*:※★☆●▲◆■")


def chain_called(name: str) -> str:
    """A chain's name in a sentence: 纺织服装链, but 锂电产业链."""
    return name if name.endswith("链") else f"{name}链"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a mistyped one probably meant, if any is near enough."""
    from rapidfuzz import fuzz, process

    choices = sorted(set(known))
    found = process.extract(name, choices, scorer=fuzz.ratio, score_cutoff=45, limit=5)
    if found:  # of equals the one whose characters stand where they were typed: 纺砂 is 纺纱, not 家纺
        return str(max(found, key=lambda f: (f[1], sum(a == b for a, b in zip(name, f[0], strict=False))))[0])
    inside = [c for c in choices if name and (name in c or c in name)]
    return inside[0] if inside else None


def missing(name: str, known: Iterable[str], what: str = "") -> str:
    """The sentence for a name that is not known: 没有"纺砂",您是不是要"纺纱"?"""
    known = list(known)
    guess = nearest(name, known)
    if guess:
        return f'没有{what}"{name}",您是不是要"{guess}"?'
    few = "、".join(sorted(set(known))[:8]) if len(known) <= FEW else ""
    return f'没有{what}"{name}"' + (f"(现有:{few})" if few else "")
