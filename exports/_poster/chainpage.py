"""A chain's page, and its continuation where one does not hold it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exports._poster import feeds, foot, lead, strip
from exports._poster.boxes import Drawing
from exports._poster.cells import ChainFacts
from exports._poster.ink import CARD, INK, PAPER, RULE, Ink, Item
from exports._poster.page import Page
from exports._poster.paper import MARGIN, WIDE, Paper
from exports._poster.place import TAB, pages

About = Mapping[str, Any]


def chain_pages(facts: ChainFacts, about: About, paper: Paper) -> list[tuple[str, list[Item]]]:
    """All pages of one chain: (name, items)."""
    placed = pages(facts.cells, facts.wires, paper)
    found = []
    for number, page in enumerate(placed):
        more = f"（续{number}）" if number else ""
        ink = Ink()
        ink.rect(0, 0, WIDE, paper.tall, fill=PAPER)
        lead.title(
            ink, f"{about['county']}{facts.name}产业链招商图谱{more}", _under(about, number, len(placed))
        )
        lead.figures(ink, facts)
        lead.stages(ink, page)
        _lane(ink, page)
        feeds.draw(ink, page)
        for at in page.places:
            Drawing(ink, at.cell, at.at, at.x, at.y).draw(at.tall)
        strip.draw(ink, facts, page.spare)
        foot.foot(ink, facts, about, paper.tall)
        found.append((f"{facts.name}{more}", ink.items))
    return found


def _under(about: About, number: int, total: int) -> str:
    year, month = about["as_of"].split("-")[:2]
    pages_said = f"　第{number + 1}页，共{total}页" if total > 1 else ""
    return f"现状与缺口　{year}年{int(month)}月{pages_said}"


def _lane(ink: Ink, page: Page) -> None:
    """The lane of 配套 behind its boxes."""
    if page.lane is None:
        return
    y, tall = page.lane
    ink.rect(MARGIN, y, WIDE - 2 * MARGIN, tall, fill=CARD, stroke=RULE, line=0.8, r=3)
    ink.rect(MARGIN, y, TAB, tall, fill=INK, r=3)
    ink.rect(MARGIN + TAB - 4, y, 4, tall, fill=INK)
    for i, sign in enumerate("配套"):
        ink.text(MARGIN + TAB / 2, y + tall / 2 - 23 + 28 * i, sign, 18, color=PAPER, bold=True, align="c")
