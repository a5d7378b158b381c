"""Help: lines as wide as a screen shows them, nothing lost, no punctuation at a line's head."""

from __future__ import annotations

from click import Option, unstyle
from hypothesis import given
from hypothesis import strategies as st

from cli import liantu
from exports._help import NEVER_FIRST, Command, width, wrapped

TEXT = st.text(st.sampled_from("缺口链、。a "), max_size=80)


@given(TEXT, st.integers(12, 40))
def test_wrapping_loses_nothing(text: str, room: int) -> None:
    """Only spaces at a line's end go."""
    assert "".join(wrapped(text, room)).replace(" ", "") == text.replace(" ", "")


@given(
    st.lists(st.sampled_from(["缺口", "链主、", "gaps,", "a", "园区。"]), min_size=1, max_size=30),
    st.integers(12, 40),
)
def test_lines_are_no_wider_than_the_room_and_begin_with_a_word(words: list[str], room: int) -> None:
    """As people write: no run of punctuation, no word longer than a line."""
    lines = list(wrapped(" ".join(words), room))
    assert all(width(line) <= room for line in lines)
    assert not any(line[0] in NEVER_FIRST for line in lines)


def test_a_table_of_chinese_terms_is_aligned_by_width() -> None:
    """The texts begin in the same column of the screen, whatever the terms are made of."""
    command = Command(
        "x", params=[Option(["--ab"], metavar="目录", help="甲"), Option(["--c"], metavar="N", help="乙")]
    )
    shown = command.make_context("x", []).get_help().splitlines()
    assert len({width(line[: line.index(mark)]) for line in shown for mark in "甲乙" if mark in line}) == 1


def test_every_command_stands_in_one_group() -> None:
    """Each name once, all of them."""
    shown = unstyle(liantu.make_context("liantu", ["chains"]).get_help())
    names = [
        line.split()[0]
        for line in shown.split("做项目")[1].splitlines()
        if line.startswith("  ") and line[2] != " "
    ]
    assert sorted(names) == liantu.list_commands(liantu.make_context("liantu", ["chains"]))
