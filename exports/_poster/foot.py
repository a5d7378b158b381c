"""The foot of a page: who answers for the chain, how far the quotas are, how to read it, where it is from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from exports._map.words import short
from exports._poster.cells import ChainFacts
from exports._poster.ink import (
    BLUE,
    CARD,
    FEED,
    FLOOR,
    GREY,
    INK,
    PAPER,
    QUIET,
    RED,
    VIOLET,
    Ink,
    clean,
    shrink,
    width,
    wrap,
)  # fmt: skip
from exports._poster.paper import FOOT, MARGIN, WIDE
from exports._poster.signs import arrow

About = Mapping[str, Any]
RIGHT = WIDE - MARGIN
ASK = "待县里填写"
OFFICES = ("牵头单位", "专班", "政府部门", "开发区", "办公室", "指挥部")
GROUPS = ("领导组", "领导小组")
QUOTAS_FROM, QUOTA_WIDE, KEY_FROM = 352.0, 250.0, 902.0
NOTICE = "空白＝本库未见投产企业，须由县里核实，不等于县里没有。目标企业按公开资料推荐，未作意向接触。覆盖率是下限。"


def foot(ink: Ink, facts: ChainFacts, about: About, tall: float) -> None:
    """The whole foot of a chain's page, on a sheet so tall."""
    rule(ink, tall)
    _answering(ink, facts, about, tall - 112)
    quotas(ink, facts, about, tall - 112)
    key(ink, tall - 112)
    colophon(ink, tall, facts.sources, about)


def rule(ink: Ink, tall: float) -> None:
    """The line above the foot."""
    ink.path([(MARGIN, tall - FOOT), (RIGHT, tall - FOOT)], stroke=INK, line=1.4)


def _answering(ink: Ink, facts: ChainFacts, about: About, y: float) -> None:
    """链长, 领导组, 牵头单位, 园区, 链主: roles and bodies, and plainly what is not known."""
    term = about.get("terms", {}).get("链长", "链长")
    bodies = {
        t: [b["name"] for b in facts.bodies if b["type"] == t] for t in {b["type"] for b in facts.bodies}
    }
    heads = [*bodies.get("链长", []), *bodies.get(term, [])]
    groups = [n for t in GROUPS for n in bodies.get(t, [])]
    offices = [n for t in OFFICES for n in bodies.get(t, [])]
    named = [r for r in facts.leaders if r["role"] == "链主"]
    leaders = [short(r["enterprise"]) for r in (named or facts.leaders)]
    role = "链主" if named or not facts.leaders else "链主候选"
    rows: list[tuple[str, Sequence[str], str]] = [
        (term, heads, ASK), ("领导组", groups, ASK), ("牵头单位", offices, ASK),
        ("承载园区", facts.row["parks"], "本库未见"), (role, leaders, "待认定"),
    ]  # fmt: skip
    for i, (label, values, ask) in enumerate(rows):
        top, left = y + 14.9 * i, MARGIN + 62
        room = QUOTAS_FROM - 22 - left
        ink.text(MARGIN, top + 0.5, label, shrink(label, 10.5, FLOOR, 58) or FLOOR, color=QUIET, room=58)
        text = fitted([clean(v) for v in values], 11.5, room) or ask
        ink.text(left, top, text, 11.5, color=INK if values else QUIET, bold=bool(values), room=room)


def fitted(values: Sequence[str], size: float, room: float) -> str:
    """As many names as fit on a line, the rest counted."""
    for shown in range(len(values), 0, -1):
        text = "、".join(values[:shown]) + (f"等{len(values)}个" if shown < len(values) else "")
        if width(text, size) <= room:
            return text
    return wrap(values[0], size, room, 1)[0] if values else ""


def quotas(ink: Ink, facts: ChainFacts, about: About, y: float) -> None:
    """Six bars at most; what is not known is hatched and said, never an empty bar that reads as zero."""
    given: Mapping[str, Mapping[str, Any]] = about.get("quotas") or {}
    if not given:
        ink.text(QUOTAS_FROM, y + 2, "招商指标", 10.5, color=QUIET)
        for i, line in enumerate(
            ("未设指标：在 liantu.toml 的 [quotas] 里填写", "目标数和完成数，这里画进度条")
        ):
            ink.text(QUOTAS_FROM, y + 22 + 16 * i, line, 10.5, color=QUIET)
        return
    for i, (name, quota) in enumerate(list(given.items())[:6]):
        x = QUOTAS_FROM + (i // 3) * (QUOTA_WIDE + 22)
        said = (
            f"{name}（本库目标）" if quota.get("count") else name
        )  # counted by liantu, not reported by the county
        _quota(ink, said, quota, _done(quota, facts), (x, y + 27 * (i % 3)))


def _done(quota: Mapping[str, Any], facts: ChainFacts) -> float | None:
    """What was reached for this chain: as written, or counted; None where nobody has said."""
    if quota.get("count") == "目标企业":
        return facts.courted
    value = (quota.get("done") or {}).get(facts.name)
    return None if value is None else float(value)


def _quota(
    ink: Ink, name: str, quota: Mapping[str, Any], done: float | None, at: tuple[float, float]
) -> None:
    x, y = at
    goal, unit = quota["goal"], clean(quota["unit"])
    reached = done is not None and done >= goal
    text = (
        f"数据不足 / {goal:g}{unit}"
        if done is None
        else f"{done:g} / {goal:g}{unit}" + ("　已达" if reached else "")
    )
    label = wrap(clean(name), 10.5, QUOTA_WIDE - width(text, 10.5) - 6, 1)[0]
    ink.text(x, y, label, 10.5)
    ink.text(x + QUOTA_WIDE, y, text, 10.5, align="r", color=QUIET if done is None else INK, bold=reached)
    top = y + 14
    if done is None:
        ink.rect(x, top, QUOTA_WIDE, 7.5, hatch="#D5D9DE", fill=CARD, stroke=GREY, line=0.6)
        return
    ink.rect(x, top, QUOTA_WIDE, 7.5, fill=PAPER, stroke=INK, line=0.7)
    part = QUOTA_WIDE * min(1.0, done / goal if goal else 1.0)
    if part:
        ink.rect(x, top, part, 7.5, fill=BLUE if reached else INK)


def key(ink: Ink, y: float) -> None:
    """How to read the page: weights, frames, feeds, targets."""
    x = KEY_FROM
    for name, line, wide in (("紧急", 3.6, 0), ("重要", 2.2, 86), ("一般", 1.2, 172)):
        ink.rect(x + wide + 1, y + 1, 22, 11, fill=PAPER, stroke=RED, line=line)
        ink.text(x + wide + 29, y + 1, name, 10.5)
    y += 20.5
    ink.rect(x, y - 1, 58, 14, fill=PAPER, stroke=INK, line=1.6)
    ink.rect(x + 34, y - 1, 24, 14, fill=INK)
    ink.text(x + 5, y + 1, "企业", 10.5, bold=True)
    ink.text(x + 37, y + 1.5, "链主", FLOOR, color=PAPER)
    ink.text(x + 65, y + 1, "粗框为链主", 10.5)
    ink.text(x + 140, y + 1, "灰字企业待核", 10.5, color=QUIET)
    y += 20.5
    for name, color, line, left in (("主干供给", INK, 3.0, 0), ("供给", FEED, 1.3, 112)):
        ink.path([(x + left, y + 6), (x + left + 22, y + 6)], stroke=color, line=line)
        arrow(ink, x + left + 29, y + 6, color, 8 if line > 2 else 5.3)
        ink.text(x + left + 37, y + 1, name, 10.5)
    y += 20.5
    ink.path([(x + 2, y - 4), (x + 2, y + 6), (x + 8, y + 6)], stroke=RED, line=1.3)
    arrow(ink, x + 12, y + 6, RED, 4.2)
    ink.text(x + 20, y + 1, "框外：目标企业与所在地", 10.5)
    ink.rect(x + 150, y, 22, 12, fill=PAPER, stroke=VIOLET, line=1.6, dash=[5, 2.4])
    ink.text(x + 180, y + 1, "在建、签约", 10.5)


def colophon(ink: Ink, tall: float, sources: Sequence[str], about: About) -> None:
    """Read from close by: what an empty box means, the sources, the day."""
    day = _day(about["as_of"])
    right = f"更新{day}　链图 liantu"
    room = RIGHT - MARGIN - width(right, 7) - 14
    names = list(dict.fromkeys(_source(s) for s in sources))
    text = NOTICE
    for shown in range(len(names), -1, -1):
        more = f"等{len(names)}种" if shown < len(names) else ""
        text = NOTICE + (f"来源：{'、'.join(names[:shown])}{more}。" if shown else "")
        if width(text, 7) <= 2 * room - 60:
            break
    for i, line in enumerate(wrap(text, 7, room, 2)):
        ink.text(MARGIN, tall - 27 + 9 * i, line, 7, color=QUIET, close=True)
    ink.text(RIGHT, tall - 27, right, 7, color=QUIET, align="r", close=True)


def _source(text: str) -> str:
    """A source without its address and its remarks."""
    plain = re.sub(r"\s*https?://\S+", "", clean(text))
    return re.split(r"[；;]", plain)[0].strip() or clean(text)


def _day(iso: str) -> str:
    year, month, day = (int(part) for part in iso.split("-"))
    return f"{year}年{month}月{day}日"
