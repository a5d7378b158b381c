"""How large what a box says is: type sizes, lines, heights; the same figures place the boxes and draw them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from exports._poster.cells import Cell, Courted
from exports._poster.ink import FLOOR, clean, fill, shrink, width, wrap

HARDLY = 20  # lines that a name may take before it ends in an ellipsis


@dataclass(frozen=True)
class Size:
    """A box's width and the factor of its type; no text gets smaller than what is read from two metres."""

    w: float
    k: float

    def type(self, mm: float) -> float:
        """A type size of the design at this factor."""
        return max(FLOOR, mm * self.k)


@dataclass(frozen=True)
class Head:
    """A box's head: its name in lines, and whether the tag stands beside it or below."""

    lines: list[str]
    size: float
    beside: bool
    height: float
    tag_size: float


@lru_cache(maxsize=4096)
def head(cell: Cell, at: Size) -> Head:
    """The name at its largest beside its tag, else above it, else wrapped."""
    k, name = at.k, clean(cell.key)
    left, tag = 21.5 * k, at.type(9.5)
    tag_room = width(cell.tag, tag) + 5 * k
    large, least = at.type(15.5), at.type(12.5)
    size = shrink(name, large, least, at.w - left - tag_room - 10 * k)
    if size:
        return Head([name], size, True, 27 * k, tag)
    size = shrink(name, large, least, at.w - left - 6 * k)
    lines = [name]
    if not size:
        size = least if width(name, least) <= 3 * (at.w - left - 6 * k) else at.type(10.5)
        lines = wrap(name, size, at.w - left - 6 * k, HARDLY)
    return Head(lines, size, False, 7 * k + 1.22 * size * len(lines) + 1.5 * tag + 2 * k, tag)


@dataclass(frozen=True)
class Token:
    """An enterprise's name as it is packed into lines, or the words that count the rest."""

    text: str
    size: float
    role: str | None = None
    quiet: bool = False

    def wide(self, k: float) -> float:
        """Its width with its frame."""
        if not self.role:
            return width(self.text, self.size)
        return width(self.text, self.size) + width(self.role, FLOOR) + 11 * k


@lru_cache(maxsize=4096)
def firm_lines(cell: Cell, at: Size, most: int) -> list[list[Token]]:
    """The local enterprises packed into at most so many lines; who does not fit is counted at the end."""
    total = len(cell.firms)
    if most < 1 or not total:
        return []
    # No line holds more than a dozen names: so many more need not be tried.
    names = [_name(f.name, f.role, f.sure, at) for f in cell.firms[: 12 * most]]
    low, high, best = 0, len(names), [[_rest(0, cell, at)]]
    while low <= high:
        shown = (low + high) // 2
        tokens = [token for name in names[:shown] for token in name]
        lines = _pack([*tokens, *([_rest(shown, cell, at)] if shown < total else [])], at)
        if len(lines) <= most:
            low, best = shown + 1, lines
        else:
            high = shown - 1
    return best


def _rest(shown: int, cell: Cell, at: Size) -> Token:
    """The words that count those who are not named, where no note below counts them."""
    total = len(cell.firms)
    counted = any(note.startswith(f"本库{total}家") for note in cell.notes)
    named = "等" if counted else f"等{total}家"
    return Token(named if shown else f"本地{total}家", at.type(10.5), quiet=True)


def _name(name: str, role: str | None, sure: bool, at: Size) -> list[Token]:
    room = at.w - 14 * at.k - (width(role, FLOOR) + 11 * at.k if role else 0)
    size = shrink(name, at.type(13.5), at.type(10.5), room)
    if size:
        return [Token(name, size, role, not sure)]
    return [Token(line, at.type(10.5), role if i == 0 else None, not sure)
            for i, line in enumerate(wrap(name, at.type(10.5), room, 4))]  # fmt: skip


def _pack(tokens: list[Token], at: Size) -> list[list[Token]]:
    lines: list[list[Token]] = []
    used = 0.0
    for token in tokens:
        need = token.wide(at.k)
        if lines and used + 6 * at.k + need <= at.w - 14 * at.k:
            lines[-1].append(token)
            used += 6 * at.k + need
        else:
            lines.append([token])
            used = need
    return lines


@lru_cache(maxsize=4096)
def note_lines(cell: Cell, at: Size) -> list[str]:
    """The reason in lines."""
    return [line for note in cell.notes for line in wrap(note, at.type(10.5), at.w - 14 * at.k, 3)]


def firm_pitch(at: Size) -> float:
    """From one line of enterprises to the next."""
    return at.type(13.5) + 5.5 * at.k


def frame_height(cell: Cell, at: Size, firms: int) -> float:
    """How tall the frame itself must be with so many lines of enterprises."""
    body = len(firm_lines(cell, at, firms)) * firm_pitch(at) + len(note_lines(cell, at)) * 1.32 * at.type(
        10.5
    )
    return head(cell, at).height + (body + 9 * at.k if body else 4 * at.k)


@lru_cache(maxsize=4096)
def target_rows(target: Courted, at: Size) -> list[tuple[str, float, str]]:
    """A target in one row, or in two where its name is long: (text, size, place)."""
    room, small = at.w - 20 * at.k, at.type(10.5)
    for place in (target.place, target.city):
        size = shrink(target.name, at.type(12.2), small, room - width(place, small) - 4 * at.k)
        if size:
            return [(target.name, size, place)]
    lines = fill(target.name, small, room)
    rows = [(line, small, "") for line in lines]
    place = target.place if width(target.place, small) <= room else target.city
    if width(lines[-1], small) + width(place, small) + 4 * at.k <= room:
        rows[-1] = (lines[-1], small, place)
        return rows
    return [*rows, ("", small, place)]


def target_pitch(at: Size) -> float:
    """From one target to the next."""
    return at.type(12.2) + 4.8 * at.k


def hung_height(cell: Cell, at: Size, most: int) -> float:
    """How tall the targets below the frame are."""
    rows = sum(len(target_rows(t, at)) for t in cell.targets[:most])
    return rows * target_pitch(at) + (3 * at.k if rows else 0)


def height(cell: Cell, at: Size, firms: int, targets: int) -> float:
    """How tall the box must be with so many lines of enterprises and so many targets."""
    return frame_height(cell, at, firms) + hung_height(cell, at, targets)


def fitting(cell: Cell, at: Size, tall: float) -> int:
    """How many lines of enterprises fit into a frame of this height."""
    room = tall - head(cell, at).height - len(note_lines(cell, at)) * 1.32 * at.type(10.5) - 8 * at.k
    return max(0, int((room + 0.01) / firm_pitch(at)))
