"""Industries (GB/T 4754): codes of 2017 and 2011, and the code of a name."""

from __future__ import annotations

import csv
from functools import cache

from graph.divisions import REFERENCE


@cache
def industries() -> dict[str, str]:
    """Code → name; where 2017 and 2011 differ, the name of 2017."""
    names: dict[str, str] = {}
    with (REFERENCE / "industries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names.setdefault(row["code"], row["name"])
    return names


@cache
def by_name(digits: int) -> dict[str, str]:
    """Name → code of the classes with that many digits (2 大类, 3 中类, 4 小类)."""
    found: dict[str, str] = {}
    for code, name in industries().items():
        if len(code) == digits and code.isdigit():
            found.setdefault(name, code)
    return found


def code_of(text: str) -> str | None:
    """The code of 2 to 4 digits that a text writes, with or without its letter (C1711); None if there is none."""
    code = text.removeprefix(text[:1]) if text[:1].upper() in "ABCDEFGHIJKLMNOPQRST" else text
    return code if code.isdigit() and code in industries() else None
