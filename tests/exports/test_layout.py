"""The layout of the map: no two boxes in one place, the spine straight, no feed through a box."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports._layout import Box, Layout, Wire, lay_out
from exports._map.grid import STAGES, Point

TEXTILE = ["棉花", "棉纱", "机织布", "印染", "面料", "服装"]


def textile() -> tuple[list[Box], list[Wire]]:
    stages = ["上游", "中游", "中游", "中游", "中游", "下游"]
    boxes = [Box(key, stage, i) for i, (key, stage) in enumerate(zip(TEXTILE, stages, strict=True))]
    return boxes, [Wire(a, b) for a, b in pairwise(TEXTILE)]


def chain(size: int, seed: int = 7) -> tuple[list[Box], list[Wire]]:
    """A chain with feeds onwards, within a stage and over stages, and a few 配套."""
    dice = random.Random(seed)
    support = size // 10
    stages = sorted((dice.choice(STAGES) for _ in range(size - support)), key=STAGES.index)
    boxes = [
        Box(f"环节{i}", stage, i, dice.choice([0.3, 0.6, 1]), hung=dice.random() < 0.6)
        for i, stage in enumerate(stages)
    ]
    boxes += [Box(f"配套{i}", "配套", 100 + i) for i in range(support)]
    wires = []
    for i in range(size - support):
        for j in dice.sample(range(i + 1, size - support), min(2, size - support - i - 1)):
            state = dice.choice(["joined", "broken", "dark"])
            wires.append(Wire(f"环节{i}", f"环节{j}", dice.choice([0.3, 0.8, 1]), state, state == "joined"))
    return boxes, wires


def horizontal(route: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return (pair for pair in pairwise(route) if pair[0][1] == pair[1][1])


def vertical(route: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return (pair for pair in pairwise(route) if pair[0][0] == pair[1][0])


def level(y: tuple[str | int | float, ...]) -> float:
    """Where on the row axis a coordinate lies; a band is half a row above its row."""
    return float(y[1]) + {"r": 0.0, "b": -0.5, "T": -0.3, "B": 0.3}[str(y[0])]


def on_axis(x: tuple[str | int | float, ...]) -> float:
    """Where on the column axis a coordinate lies: a box is its whole number, a gutter half past it."""
    place = float(x[1])
    return {"R": place + 0.4, "L": place - 0.4, "C": place, "G": place + 0.5}[str(x[0])]


def through_boxes(layout: Layout) -> list[tuple[str, str]]:
    """Feeds that run through a box, along a row or down a column."""
    found = []
    taken = {cell: key for key, cell in layout.cells.items()}
    support = {i for i, column in enumerate(layout.columns) if column.stage == "配套"}
    for ends, route in layout.routes.items():
        for (x1, y), (x2, _) in horizontal(route.points):
            if y[0] != "r":
                continue
            a, b = sorted((on_axis(x1), on_axis(x2)))
            inside = [c for c in range(len(layout.columns)) if a < c < b and c not in support]
            found += [ends for c in inside if taken.get((c, int(y[1]))) not in (None, *ends)]
        for (x, y1), (_, y2) in vertical(route.points):
            a, b = sorted((level(y1), level(y2)))
            found += [
                ends for r in range(layout.rows) if x[0] == "C" and a <= r <= b and (int(x[1]), r) in taken
            ]
    return found


@pytest.mark.parametrize("size", [6, 20, 60])
def test_no_two_boxes_share_a_place(size: int) -> None:
    boxes, wires = chain(size)
    layout = lay_out(boxes, wires)
    assert set(layout.cells) == {b.key for b in boxes}
    assert len(set(layout.cells.values())) == size
    stage = {b.key: b.stage for b in boxes}
    for key, (column, row) in layout.cells.items():
        assert layout.columns[column].stage == stage[key]
        assert 0 <= row < (layout.support_rows if stage[key] == "配套" else layout.rows)


@pytest.mark.parametrize("size", [6, 20, 60])
def test_the_spine_is_one_straight_row(size: int) -> None:
    layout = lay_out(*chain(size))
    assert len({layout.cells[key][1] for key in layout.spine}) == 1
    columns = [layout.cells[key][0] for key in layout.spine]
    assert columns == sorted(set(columns))
    for ends in pairwise(layout.spine):
        assert len({y[:2] for _, y in layout.routes[ends].points}) == 1, "a step of the spine bends"


def test_a_chain_of_six_in_line_is_one_row() -> None:
    layout = lay_out(*textile())
    assert layout.spine == TEXTILE
    assert layout.rows == 1
    assert [c.stage for c in layout.columns] == ["上游", "中游", "中游", "中游", "中游", "下游"]


@pytest.mark.parametrize("seed", range(6))
def test_no_feed_runs_through_a_box(seed: int) -> None:
    assert through_boxes(lay_out(*chain(40, seed))) == []


def test_columns_are_no_taller_than_a_screen() -> None:
    boxes = [Box(f"料{i}", "上游", i) for i in range(20)] + [Box("总成", "中游", 30)]
    layout = lay_out(boxes, [Wire(f"料{i}", "总成", state="dark") for i in range(20)])
    assert layout.rows <= 9


def test_many_feeds_into_one_box_share_a_trunk() -> None:
    boxes = [Box(f"料{i}", "上游", i) for i in range(7)] + [Box("总成", "中游", 30)]
    layout = lay_out(boxes, [Wire(f"料{i}", "总成", state="dark") for i in range(7)])
    stops = [route.stop for route in layout.routes.values() if route.stop]
    assert len(stops) >= 4
    ports = {route.points[-1][1] for route in layout.routes.values()}
    assert len(ports) == 3, "one from above, one straight, one from below"


def test_the_order_of_rows_does_not_matter() -> None:
    boxes, wires = chain(30)
    layout = lay_out(boxes, wires)
    dice = random.Random(1)
    for _ in range(3):
        dice.shuffle(boxes)
        dice.shuffle(wires)
        assert lay_out(boxes, wires) == layout


def test_cycles_and_strangers_do_no_harm() -> None:
    boxes, wires = textile()
    extra = [Wire("服装", "棉花", 0.2), Wire("面料", "面料"), Wire("面料", "别处"), Wire("无", "棉纱")]
    layout = lay_out(boxes, [*wires, *extra])
    assert layout.spine == TEXTILE
    assert set(layout.routes) == {w.ends for w in wires}


def test_a_feed_back_in_stage_has_a_way() -> None:
    boxes = [Box("甲", "中游", 0), Box("乙", "上游", 1), Box("丙", "下游", 2)]
    layout = lay_out(boxes, [Wire("甲", "乙"), Wire("乙", "丙")])
    assert {("甲", "乙"), ("乙", "丙")} == set(layout.routes)
    assert layout.routes["甲", "乙"].points[0][0] == ("R", layout.cells["甲"][0])


@pytest.mark.parametrize("boxes", [[], [Box("独", "中游")], [Box("检测", "配套")]])
def test_chains_almost_empty(boxes: list[Box]) -> None:
    layout = lay_out(boxes, [])
    assert set(layout.cells) == {b.key for b in boxes}


def test_sub_heads_are_groups_or_steps() -> None:
    boxes = [
        Box("棉纱", "中游", 0, parent="纺纱"),
        Box("色纺纱", "中游", 1, parent="纺纱"),
        Box("印染", "中游", 2),
    ]
    layout = lay_out(boxes, [Wire("棉纱", "印染"), Wire("色纺纱", "印染")])
    assert [c.head for c in layout.columns] == ["纺纱", "印染"]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 45), st.integers(0, 10_000))
def test_laws_hold_for_any_chain(size: int, seed: int) -> None:
    boxes, wires = chain(size, seed)
    layout = lay_out(boxes, wires)
    assert len(set(layout.cells.values())) == len(boxes)
    assert through_boxes(layout) == []
    assert len({layout.cells[key][1] for key in layout.spine}) <= 1
    assert all(route.points[0][0][0] == "R" for route in layout.routes.values())
