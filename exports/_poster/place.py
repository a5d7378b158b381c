"""Where a page's boxes stand: columns and feeds from the chain's layout, the type as large as the page allows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from exports._layout import Layout, Wire, lay_out
from exports._map.columns import flow, spine
from exports._map.grid import SUPPORT
from exports._poster import measure
from exports._poster.cells import Cell, box
from exports._poster.measure import Size
from exports._poster.page import Page, Place
from exports._poster.paper import FOOT, MARGIN, WIDE, Paper

TOP = 147.0  # where the boxes begin
NARROWEST, WIDEST = 117.0, 300.0
FACTORS = (1.3, 1.2, 1.1, 1.0, 0.9, 0.8)
LEVELS = ((4, 3), (3, 3), (3, 2), (2, 2))  # lines of enterprises and targets that a box must have room for
LEAST = (1, 1)
FULL = (9, 6)  # what a box shows where there is room
MOST = 54  # boxes that a page can hold at best: six rows of eight columns, and 配套
TAB = 34.0
ACROSS, FEWEST = 6, 3  # boxes of 配套 in a row; fewer get no wider
STRIP = 88.0  # from this height on, the room left over is used for the list of targets
LISTED, LINE, LINES = 3, 26.0, 8  # targets in a line of that list, the height of a line, and the most lines
GAP = 11.0


def pages(cells: Sequence[Cell], wires: Sequence[Wire], paper: Paper) -> list[Page]:
    """All boxes on as few pages as hold them; a chain that fits has one."""
    least = max(1, math.ceil(len(cells) / MOST))
    for number in range(least, len(cells) + 1):
        shares = _shares(cells, wires, number)
        found = [place(share, wires, paper) for share in shares]
        if all(found):
            return [page for page in found if page]
    # Even alone, a box that is too tall gets its page: the texts wrap, the page is as full as it can be.
    return [_squeezed([cell], wires, paper) for cell in cells]


def _shares(cells: Sequence[Cell], wires: Sequence[Wire], number: int) -> list[list[Cell]]:
    """The boxes in so many shares: the main line on the first, of every stage a stretch on each."""
    if number == 1:
        return [list(cells)]
    places = sorted((box(c) for c in cells), key=lambda b: (b.order, b.key))
    main = set(spine(places, flow(places, wires)))
    shares: list[list[Cell]] = [[] for _ in range(number)]
    for stage in dict.fromkeys(c.stage for c in cells):
        own = sorted(
            (c for c in cells if c.stage == stage), key=lambda c: (c.key not in main, c.order, c.key)
        )
        size = math.ceil(len(own) / number)
        for i, cell in enumerate(own):
            shares[i // size].append(cell)
    return [s for s in shares if s]


def place(cells: Sequence[Cell], wires: Sequence[Wire], paper: Paper) -> Page | None:
    """One page with these boxes in the largest type that holds them, None if none does."""
    frame = _columns(cells, wires)
    if frame is None:
        return None
    fits = [k for k in FACTORS if k <= max(1.0, frame.at.w / 132)]
    tries = [(k, level) for k in fits for level in LEVELS] + [(FACTORS[-1], LEAST)]
    for k, level in tries:
        found = _rows(frame, cells, k, level, paper)
        if found:
            return found
    return None


def _squeezed(cells: Sequence[Cell], wires: Sequence[Wire], paper: Paper) -> Page:
    frame = _columns(cells, wires)
    assert frame is not None
    tall = Paper("", paper.width, paper.height * 100)
    page = _rows(frame, cells, FACTORS[-1], LEAST, tall)
    assert page is not None
    return page


def _columns(cells: Sequence[Cell], wires: Sequence[Wire]) -> Page | None:
    """The layout and the columns, as wide as they can be."""
    layout = lay_out([box(c) for c in cells], wires)
    stages = [c.stage for c in layout.columns if c.stage != SUPPORT]
    tracks = _tracks(layout)
    gutters = [
        max(30.0 if a != b else 20.0, 4.6 * (tracks.get(i, 0) + 1))
        for i, (a, b) in enumerate(pairwise(stages))
    ]
    room = WIDE - 2 * MARGIN
    if not stages:
        return Page(layout, 1.0, [], Size(room, 1.0), [], [], [])
    wide = min(WIDEST, (room - sum(gutters)) / len(stages))
    if wide < NARROWEST:
        return None
    if gutters:
        more = (room - sum(gutters) - wide * len(stages)) / len(gutters)
        gutters = [g + more for g in gutters]
    columns = [MARGIN]
    for gutter in gutters:
        columns.append(columns[-1] + wide + gutter)
    return Page(layout, 1.0, columns, Size(wide, 1.0), gutters, [], [])


def _tracks(layout: Layout) -> dict[int, int]:
    """How many runs each gutter has side by side."""
    found: dict[int, int] = {}
    for route in layout.routes.values():
        for x, _ in route.points:
            if x[0] == "G":
                found[int(x[1])] = max(found.get(int(x[1]), 0), int(x[3]))
    return found


def _gaps(layout: Layout, k: float) -> list[float]:
    """The space above each row and below the last: wider where feeds run in it."""
    found = [0.0, *([GAP * k] * max(0, layout.rows - 1)), 0.0]
    for route in layout.routes.values():
        for _, y in route.points:
            if y[0] == "b":
                found[int(y[1])] = max(found[int(y[1])], 4.6 * (int(y[3]) + 1))
    return found[: layout.rows + 1]


def _rows(frame: Page, cells: Sequence[Cell], k: float, level: tuple[int, int], paper: Paper) -> Page | None:
    """The page at this factor and level, None if it is not tall enough."""
    at = Size(frame.at.w, k)
    layout = frame.layout
    own = [c for c in cells if c.stage != SUPPORT]
    support = [c for c in cells if c.stage == SUPPORT]
    size, high = _support_size(len(support), k)
    gaps = _gaps(layout, k) if own else []
    lines = [(c, layout.cells[c.key][1], at) for c in own]
    first = layout.rows if own else 0
    across = math.ceil(len(support) / high) if high else 0
    lines += [(c, first + i // across, size) for i, c in enumerate(support)]
    count = first + high
    needs = _needs(lines, count, level)
    # 配套 stands in a lane with a border of its own, a gap below the chain.
    lane = (8.0 * (high + 1) + (12.0 if own else 0.0)) if high else 0.0
    budget = paper.tall - FOOT - 9 - TOP - sum(gaps) - lane
    if sum(needs) > budget + 0.01:
        return None
    wants = _needs(lines, count, FULL)
    talls = _grown(needs, wants, budget - sum(needs), sum(len(c.targets) for c in cells))
    page = Page(layout, k, frame.columns, at, frame.gutters, [], gaps)
    _stand(page, lines, talls, first, across)
    bottom = page.lane[0] + page.lane[1] if page.lane else page.rows[-1][0] + page.rows[-1][1]
    page.spare = (bottom, paper.tall - FOOT - 9 - bottom)
    return page


def _support_size(number: int, k: float) -> tuple[Size, int]:
    """The size of a box of 配套, and the number of their rows."""
    if not number:
        return Size(0.0, k), 0
    high = math.ceil(number / ACROSS)
    across = math.ceil(number / high)
    room = WIDE - 2 * MARGIN - TAB - 9 * (max(across, FEWEST) + 1)
    return Size(room / max(across, FEWEST), k), high


def _needs(lines: Sequence[tuple[Cell, int, Size]], count: int, level: tuple[int, int]) -> list[float]:
    needs = [0.0] * count
    for cell, row, at in lines:
        needs[row] = max(needs[row], measure.height(cell, at, *level))
    return needs


def _grown(needs: Sequence[float], wants: Sequence[float], spare: float, listed: int) -> list[float]:
    """The rows with the room left over: first what they could fill, then air, if no list is to stand there."""
    lacks = [max(0.0, want - need) for need, want in zip(needs, wants, strict=True)]
    share = min(1.0, spare / sum(lacks)) if sum(lacks) else 0.0
    talls = [need + share * lack for need, lack in zip(needs, lacks, strict=True)]
    left = spare - share * sum(lacks)
    each = left / len(talls) if talls else 0.0
    if listed and left >= STRIP + 22.0 * len(talls):
        strip = max(STRIP, 44.0 + LINE * min(LINES, math.ceil(listed / LISTED)))
        each = max(22.0, (left - strip) / len(talls))
    air = min(each, 60.0)
    return [tall + air for tall in talls]


def _stand(
    page: Page, lines: Sequence[tuple[Cell, int, Size]], talls: Sequence[float], first: int, across: int
) -> None:
    """Give every row its top and every box its place."""
    y = TOP
    for row in range(first):
        y += page.gaps[row]
        page.rows.append((y, talls[row]))
        y += talls[row]
    y += page.gaps[first] if first else 0.0
    if len(talls) > first:
        top = y + (12.0 if first else 0.0)
        page.lane = (top, sum(talls[first:]) + 8.0 * (len(talls) - first + 1))
        y = top + 8.0
        for tall in talls[first:]:
            page.rows.append((y, tall))
            y += tall + 8.0
    seen: Mapping[str, int] = {c.key: i for i, (c, row, _) in enumerate(lines) if row >= first}
    start = min(seen.values(), default=0)
    for cell, row, at in lines:
        top, tall = page.rows[row]
        if cell.key in seen:
            x = MARGIN + TAB + 9 + ((seen[cell.key] - start) % across) * (at.w + 9)
        else:
            x = page.columns[page.layout.cells[cell.key][0]]
        if not cell.targets:
            tall = min(tall, max(measure.frame_height(cell, at, FULL[0]) + 24 * at.k, 66 * at.k))
        page.places.append(Place(cell, x, top, at, tall))
    del page.rows[first:]
