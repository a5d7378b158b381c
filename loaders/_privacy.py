"""Personal data that a project did not ask for: which columns hold it, and phones, mails and names inside other texts."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from graph.names import plain
from graph.problem import Problem

_PRIVATE = re.compile(
    "电话|手机|邮箱|邮件|联系人|联系方式|法定代表人|法人代表|企业法人|法人姓名|法人$|身份证|负责人|微信|传真|董事长|高管"
)
FREE = ("address", "scope", "products", "content", "basis", "duty", "scale", "source", "details", "project", "investor", "office",
        "capacity", "titles")  # fmt: skip
_EDGE = r"(?-u:\b)"
_MARKS = {  # what it is → how it is written, a quicker look that passes all of these, the words that ask for it
    "电话": (rf"{_EDGE}(?:86[- ]?)?1[3-9][0-9][- ]?[0-9]{{4}}[- ]?[0-9]{{4}}{_EDGE}"
           rf"|[(（]?{_EDGE}0[0-9]{{2,3}}[)） -]{{0,2}}[0-9]{{7,8}}{_EDGE}",
           "[0-9]{3}[- ]?[0-9]{4}", "电话|手机|联系方式"),
    "邮箱": (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", "@", "邮箱|邮件|联系方式"),
    "身份证号": (rf"{_EDGE}[1-9][0-9]{{5}}(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])[0-3][0-9]{{4}}[0-9Xx]{_EDGE}",
              "[0-9]{17}", "身份证"),
    "微信": (r"(?:微信|QQ)号?\s*[:：]\s*[A-Za-z0-9_-]{5,}", "微信|QQ", "微信|联系方式"),
    "姓名": (r"(?:联系人|负责人|法定代表人|法人代表|法人)\s*[:：]\s*\p{Han}{2,4}", "[:：]", "联系人|负责人|法定代表人|法人"),
}  # fmt: skip


def is_private(head: str, keep: tuple[str, ...]) -> bool:
    """Whether a column holds personal data that the project did not ask for."""
    return head not in keep and _PRIVATE.search(plain(head)) is not None


def covered(rows: pl.DataFrame, keep: tuple[str, ...]) -> tuple[pl.DataFrame, dict[str, tuple[int, int]]]:
    """The rows with personal data inside free texts written over; of each such column the first row and how many."""
    told: dict[str, tuple[int, int]] = {}
    for name in (n for n in FREE if n in rows.columns):
        for what, (pattern, near, asked) in _MARKS.items():
            if any(re.search(asked, head) for head in keep):
                continue
            text = pl.col(name)
            found = rows.filter(text.str.contains(near)).filter(text.str.contains(pattern))
            if found.is_empty():
                continue
            cover = found.select("_row", text.str.replace_all(pattern, f"({what}略)").alias("_covered"))
            rows = rows.join(cover, on="_row", how="left", maintain_order="left")
            rows = rows.with_columns(pl.coalesce("_covered", name).alias(name)).drop("_covered")
            first, count = told.get(name, (found["_row"][0], 0))
            told[name] = (min(first, found["_row"][0]), count + found.height)
    return rows, told


def shown(problems: list[Problem], keep: tuple[str, ...]) -> list[Problem]:
    """The Problems without personal data in the cells that they show."""
    values = pl.Series([p.value for p in problems], dtype=pl.String)
    found = list(problems)
    for what, (pattern, _near, asked) in _MARKS.items():
        if not any(re.search(asked, head) for head in keep):
            for at in values.str.contains(pattern).fill_null(False).arg_true():
                found[at] = replace(found[at], value=f"({what}略)")  # a name may stand beside it
    return found
