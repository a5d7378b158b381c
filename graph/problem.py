"""A Problem: something in a source that could not be used; and the error that ends a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["问题", "提示"]


class InputError(Exception):
    """The input or the usage is wrong: one clear Chinese sentence, exit code 2."""


@dataclass(frozen=True)
class Problem:
    """Where it stands (file, sheet, row and column as Excel shows them), what it says, why it is no use.

    ``level`` 提示 marks what a user may want to know but need not mend.
    """

    file: str | None
    reason: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    level: Level = "问题"

    def sentence(self) -> str:
        """One line: place, value, reason."""
        return one_line(self._said())

    def _said(self) -> str:
        place = self.file or "项目"
        if self.sheet:
            place += f" [{self.sheet}]"
        if self.row is not None:
            place += f" 第{self.row}行"
        if self.column:
            place += f"「{self.column}」"
        value = f" 值「{shorten(self.value)}」" if self.value else ""
        return f"{place}{value}:{self.reason}"


def one_line(text: str) -> str:
    """The text as one line of a screen: what would break it, turn it or steer the terminal is written out."""
    return "".join(c if c.isprintable() or c == "\u3000" else ascii(c)[1:-1] for c in text)


def shorten(text: str, length: int = 40) -> str:
    """The text, cut for a sentence."""
    return text if len(text) <= length else text[: length - 1] + "…"
