"""One box of the wall chart, drawn by form, line and colour."""

from __future__ import annotations

from typing import Any

from exports._map.forms import LANDING, PRESENT
from exports._poster.cells import Cell
from exports._poster.ink import (
    AMBER,
    AMBER_TEXT,
    AMBER_TINT,
    BLUE,
    CARD,
    FLOOR,
    GREY,
    INK,
    PAPER,
    QUIET,
    RED,
    VIOLET,
    VIOLET_TINT,
    Ink,
    width,
)  # fmt: skip
from exports._poster.measure import (
    Size,
    Token,
    firm_lines,
    firm_pitch,
    fitting,
    frame_height,
    head,
    hung_height,
    note_lines,
    target_pitch,
    target_rows,
)  # fmt: skip
from exports._poster.signs import arrow, disc

Style = dict[str, Any]
WEIGHT = {"紧急": 3.6, "重要": 2.2, "一般": 1.2, None: 1.6}
DASHED, DOTTED = [9, 4], [0.01, 4.2]
TEXT = {"weak": AMBER_TEXT, "building": VIOLET, "signed": VIOLET, "gap": RED}


class Drawing:
    """Draws one box into the ink at its place."""

    def __init__(self, ink: Ink, cell: Cell, at: Size, x: float, y: float) -> None:
        """Take the place of the upper left corner."""
        self.ink, self.cell, self.at, self.x, self.y = ink, cell, at, x, y
        self.head = head(cell, at)

    def draw(self, tall: float) -> None:
        """The box and its targets in the height it has."""
        cell, at = self.cell, self.at
        targets = self._targets(tall)
        frame = tall - hung_height(cell, at, targets) if targets else tall
        if targets:
            most = frame_height(cell, at, fitting(cell, at, frame))
            frame = min(frame, max(most, head(cell, at).height + 24 * at.k))
        self._frame(frame)
        self._head()
        self._body(frame)
        if targets:
            self._hang(frame, targets)

    def _targets(self, tall: float) -> int:
        """How many targets fit below the least frame."""
        most, least = 0, frame_height(self.cell, self.at, 1)
        while (
            most < len(self.cell.targets) and least + hung_height(self.cell, self.at, most + 1) <= tall + 0.01
        ):
            most += 1
        return most

    def _frame(self, tall: float) -> None:
        form, x, y, w = self.cell.form, self.x, self.y, self.at.w
        ink, top = self.ink, self.head.height
        if form in ("strong", "present"):
            ink.rect(x, y, w, tall, fill=PAPER, stroke=BLUE, line=1.4, r=3)
            ink.rect(x, y, w, top, fill=BLUE, stroke=BLUE, line=1.4, r=3)
            ink.rect(x, y + top - 4, w, 4, fill=BLUE)
            if form == "strong":
                ink.rect(x, y + tall - 2.6, w, 2.6, fill=BLUE, r=1.3)
        elif form == "weak":
            ink.rect(x, y, w, tall, fill=PAPER, r=3)
            ink.rect(x, y, w, top, fill=AMBER_TINT, r=3)
            ink.rect(x, y, w, tall, stroke=AMBER, line=1.6, r=3)
            ink.rect(x, y, 4.2, tall, fill=AMBER)
        elif form in LANDING:
            line = WEIGHT[self.cell.severity]
            ink.rect(x, y, w, tall, fill=PAPER)
            ground: Style = (
                {"hatch": VIOLET_TINT, "fill": PAPER} if form == "building" else {"fill": "#EDEAF7"}
            )
            ink.rect(x, y, w, top, **ground)
            ink.rect(x, y, w, tall, stroke=VIOLET, line=line, dash=DASHED)
        elif form == "gap":
            ink.rect(x, y, w, tall, fill=PAPER, stroke=RED, line=WEIGHT[self.cell.severity])
        elif form == "bought":
            fold = 9 * self.at.k
            shape = [(x, y), (x + w - fold, y), (x + w, y + fold), (x + w, y + tall), (x, y + tall)]
            ink.path(shape, close=True, fill=CARD, stroke=GREY, line=1.25)
            ink.path([(x + w - fold, y), (x + w - fold, y + fold), (x + w, y + fold)], stroke=GREY, line=1.25)
        else:
            ink.rect(x, y, w, tall, fill=CARD, stroke=GREY, line=1.5, dash=DOTTED, cap="round", r=3)

    def _head(self) -> None:
        k, found, form = self.at.k, self.head, self.cell.form
        color = PAPER if form in ("strong", "present") else TEXT.get(form, QUIET)
        name = color if form in ("strong", "present", "gap") else QUIET if form not in TEXT else INK
        y = self.y + 13.5 * k - found.size / 2 if found.beside else self.y + 6 * k
        disc(
            self.ink,
            form,
            self.x + 13 * k,
            y + found.size / 2,
            5.2 * k,
            on_fill=form in ("strong", "present"),
        )
        for i, line in enumerate(found.lines):
            self.ink.text(
                self.x + 21.5 * k, y + i * 1.22 * found.size, line, found.size, color=name, bold=True
            )
        self._tag(color)

    def _tag(self, color: str) -> None:
        k, found, cell = self.at.k, self.head, self.cell
        wide = width(cell.tag, found.tag_size)
        right = self.x + self.at.w - (15 if cell.form == "bought" and found.beside else 7) * k
        y = self.y + (13.5 * k - found.tag_size / 2 if found.beside else found.height - 1.5 * found.tag_size)
        left = right - wide if found.beside else self.x + 21.5 * k
        pad = 2.2 * k
        box = (left - pad, y - pad, wide + 2 * pad, found.tag_size + 2 * pad)
        loud = cell.form in ("gap", *LANDING)
        if loud and cell.severity == "紧急":
            self.ink.rect(*box, fill=color, r=1.5)
            color = PAPER
        elif loud and cell.severity == "重要":
            self.ink.rect(*box, fill=PAPER, stroke=color, line=0.9, r=1.5)
        self.ink.text(left, y, cell.tag, found.tag_size, color=color, room=wide)

    def _body(self, tall: float) -> None:
        cell, at, ink = self.cell, self.at, self.ink
        y = self.y + self.head.height + 6 * at.k
        left = self.x + (9 if cell.form == "weak" else 7) * at.k
        strong = cell.form in PRESENT
        for line in firm_lines(cell, at, fitting(cell, at, tall)):
            x = left
            for token in line:
                x = self._token(token, x, y) + 6 * at.k
            y += firm_pitch(at)
        y += 0 if strong else 0.5 * at.k
        for text in note_lines(cell, at):
            color = VIOLET if cell.form in LANDING else QUIET
            ink.text(left, y, text, at.type(10.5), color=color, room=self.x + at.w - left - 2)
            y += 1.32 * at.type(10.5)

    def _token(self, token: Token, x: float, y: float) -> float:
        k, ink, size = self.at.k, self.ink, token.size
        wide = width(token.text, size)
        y += (self.at.type(13.5) - size) / 2
        color = QUIET if token.quiet else INK
        if not token.role:
            ink.text(x, y, token.text, size, color=color, bold=not token.quiet)
            return x + wide
        tab = width(token.role, FLOOR) + 4 * k
        ink.rect(x, y - 2 * k, wide + 5 * k + tab, size + 4 * k, fill=PAPER, stroke=INK, line=1.6)
        ink.rect(x + wide + 5 * k, y - 2 * k, tab, size + 4 * k, fill=INK)
        ink.text(x + 2.5 * k, y, token.text, size, color=INK, bold=True)
        ink.text(x + wide + 7 * k, y + (size - FLOOR) / 2, token.role, FLOOR, color=PAPER)
        return x + token.wide(k)

    def _hang(self, frame: float, targets: int) -> None:
        """The targets below the frame on a bracket."""
        at, ink, k = self.at, self.ink, self.at.k
        color = TEXT.get(self.cell.form, RED)
        y, pitch, x = self.y + frame + 3 * k, target_pitch(at), self.x + 6 * k
        last = y
        for target in self.cell.targets[:targets]:
            rows = target_rows(target, at)
            middle = last = y + rows[0][1] / 2 + 1.5 * k
            ink.path([(x, middle), (x + 5.5 * k, middle)], stroke=color, line=1.3)
            arrow(ink, x + 9 * k, middle, color, 3.2 * k)
            for text, size, place in rows:
                top = y + 1.5 * k
                ink.text(x + 13 * k, top, text, size, bold=True)
                small = at.type(10.5)
                ink.text(
                    self.x + at.w - 2 * k, top + (size - small) / 2, place, small, color=QUIET, align="r"
                )
                y += pitch
        ink.path([(x, self.y + frame), (x, last)], stroke=color, line=1.3)
