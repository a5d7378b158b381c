"""Where a chain's boxes and feeds go on the map: computed, deterministic, for 6 segments and for 60."""

from __future__ import annotations

import math
from collections.abc import Sequence

from exports._map.columns import assign, flow, heads, main_wires, spine
from exports._map.grid import SUPPORT, Box, Column, Layout, Wire
from exports._map.routes import routes
from exports._map.rows import Placement

SUPPORT_ROWS = 6  # boxes of 配套 in one column, if the chain itself is no taller

__all__ = ["Box", "Column", "Layout", "Wire", "lay_out"]


def lay_out(boxes: Sequence[Box], wires: Sequence[Wire]) -> Layout:
    """Columns, rows and routes of one chain.

    Boxes of the three stages stand in columns by their place in the flow, 配套 in columns of its own on the
    right. The spine is one row. Only the main wires get routes; the page draws the others when asked.
    """
    boxes = sorted(boxes, key=lambda b: (b.order, b.key))
    graph = flow(boxes, wires)
    kept = sorted((w for w in wires if w.ends in graph.edges), key=lambda w: w.ends)
    path = spine(boxes, graph)
    main = main_wires(kept, path, boxes)
    column = assign(boxes, graph, main, path)
    placement = Placement(column, main, path)
    row = placement.solve()
    cells = {key: (column[key], row[key]) for key in column}
    columns = heads(boxes, column, path)
    rows = placement.height if column else 0
    hung = {b.key for b in boxes if b.hung}
    ways = routes(main, cells, rows, hung)
    high = _support(boxes, cells, columns, rows)
    return Layout(columns, rows, high, cells, path, ways)


def _support(
    boxes: Sequence[Box], cells: dict[str, tuple[int, int]], columns: list[Column], rows: int
) -> int:
    """Put 配套 into columns on the right, in their order; gives the number of their rows."""
    own = [b for b in boxes if b.stage == SUPPORT]
    if not own:
        return 0
    wide = math.ceil(len(own) / max(rows, SUPPORT_ROWS))
    high = math.ceil(len(own) / wide)
    first = len(columns)
    for i, box in enumerate(own):
        cells[box.key] = (first + i // high, i % high)
    columns.extend(Column(SUPPORT, None) for _ in range(wide))
    return high
