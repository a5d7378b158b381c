"""Ink: what is drawn on a page, as plain items in millimetres of A0, and how wide a text will be."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from exports import _plain

Item = dict[str, Any]
Point = tuple[float, float]

INK, QUIET, PAPER, CARD = "#18222D", "#5B616B", "#FFFFFF", "#F7F8FA"
BLUE, AMBER, VIOLET, RED, GREY = "#0E4F73", "#C98A1B", "#57479B", "#BE3418", "#8A8F98"
AMBER_TEXT, AMBER_TINT, VIOLET_TINT, FEED, RULE = "#8A5A0B", "#FBF1DF", "#DAD5EF", "#98A0AB", "#D5D9DE"

FLOOR = 9.0  # mm on A0: what can be read from two metres
LONGEST = 80  # characters of a name; the lists have it whole
_NARROW = set("iljtfr.,'|!:;()[]{}`-/\\ \"")
_BROAD = set("mwMW@%&—…")
_PAUSE = "，、；：。　"
_NEVER_LAST = set("（「《“‘")
_NEVER_FIRST = set("，。、；：！？）」》”’…·%％")


def clean(text: str) -> str:
    """A name that can be set: no control or direction marks, no line breaks, no more than LONGEST characters."""
    return _plain.clean(text, LONGEST)


def width(text: str, size: float) -> float:
    """How wide a text is at most, in the unit of ``size``."""
    total = 0.0
    for c in text:
        if unicodedata.east_asian_width(c) in "WFA" or ord(c) > 0x2E7F:
            total += 1.0
        elif c in _NARROW:
            total += 0.4
        elif c in _BROAD:
            total += 0.95
        else:
            total += 0.69 if c.isupper() else 0.565 if c.isdigit() else 0.625
    return total * size


def wrap(text: str, size: float, room: float, most: int = 99) -> list[str]:
    """The text in lines no wider than ``room``, about equally long; beyond ``most`` it ends in an ellipsis."""
    lines = fill(text, size, room)
    if len(lines) > most:
        last = lines[most - 1]
        while last and width(last + "…", size) > room:
            last = last[:-1]
        return [*lines[: most - 1], last + "…"]
    if 1 < len(lines) <= 4:
        whole = _clauses(text, size, room)
        if len(whole) <= len(lines) and all(width(line, size) <= room for line in whole):
            return whole
        even = [fill(text, size, room * part / 100) for part in range(50, 101, 10)]
        fitting = [way for way in even if len(way) == len(lines)]
        return fitting[0]
    return lines


def _clauses(text: str, size: float, room: float) -> list[str]:
    """The text in lines that break only where the sentence pauses, however long they are."""
    lines = [""]
    for clause in re.findall(rf"[^{_PAUSE}]+[{_PAUSE}]*|[{_PAUSE}]+", text):
        if lines[-1] and width((lines[-1] + clause).rstrip(), size) > room:
            lines.append("")
        lines[-1] += clause
    return [line.strip() for line in lines]


def fill(text: str, size: float, room: float) -> list[str]:
    """The text in lines as full as they go."""
    lines: list[str] = []
    line = ""
    for token in _tokens(text, size, room):
        if not line or width(line + token, size) <= room:
            line += token
        elif (token[0] in _NEVER_FIRST or line[-1] in _NEVER_LAST) and len(line) > 1:
            lines.append(line[:-1])
            line = line[-1] + token
        else:
            lines.append(line)
            line = token.lstrip()
    return [one.strip() for one in [*lines, line] if one.strip()]


def _tokens(text: str, size: float, room: float) -> list[str]:
    """What may stand on a line of its own: a Chinese character, a Latin word no wider than the room."""
    found: list[str] = []
    for c in text:
        joins = found and c.isascii() and c != " " and found[-1][-1].isascii() and found[-1] != " "
        if joins and width(found[-1] + c, size) <= room:
            found[-1] += c
        else:
            found.append(c)
    return found


def wrap_list(items: list[str], size: float, room: float, most: int) -> list[str]:
    """Items in lines, parted by 、 and whole where the room allows; who does not fit is left out at the end."""
    lines: list[str] = []
    for i, item in enumerate(items):
        text = item + ("、" if i < len(items) - 1 else "")
        if lines and width(lines[-1] + text, size) <= room:
            lines[-1] += text
        else:
            lines += fill(text, size, room)
    if len(lines) > most:
        return [*lines[: most - 1], lines[most - 1].rstrip("、") + "等"]
    return lines


def shrink(text: str, size: float, least: float, room: float) -> float | None:
    """The largest size between the two at which the text fits on one line, None if it does not."""
    full = width(text, 1.0)
    fitting = room / full if full else size
    return None if fitting < least else min(size, fitting)


@dataclass
class Ink:
    """The items of one page, in the order they are drawn."""

    items: list[Item] = field(default_factory=list)

    def rect(self, x: float, y: float, w: float, h: float, **style: Any) -> None:
        """A rectangle; ``fill``, ``hatch``, ``stroke`` with ``line`` and ``dash``, ``r``."""
        self.items.append({"t": "rect", "x": x, "y": y, "w": w, "h": h, **style})

    def disc(self, x: float, y: float, r: float, **style: Any) -> None:
        """A circle round its middle."""
        self.items.append({"t": "disc", "x": x, "y": y, "r": r, **style})

    def path(self, points: list[Point], **style: Any) -> None:
        """A line through points; ``close`` for a shape."""
        self.items.append({"t": "path", "at": [list(p) for p in points], **style})

    def text(self, x: float, y: float, text: str, size: float, **style: Any) -> None:
        """One line of text, its top at ``y``; ``align`` l, r or c; ``room`` it must not exceed; ``bold``."""
        if text:
            own = {"room": 1.02 * width(text, size), "color": INK}
            self.items.append({"t": "text", "x": x, "y": y, "s": text, "size": size, **own, **style})
