"""How help looks: click's, in Chinese, with columns and line ends counted as wide as a screen shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from unicodedata import combining, east_asian_width

import click

WIDEST = 110  # a line longer than this is hard to read, however wide the window
GAP = 2
NEVER_FIRST = set(",。;:、!?)」』》…,.;:!?)]")


def width(text: str) -> int:
    """Columns of a fixed-width screen that a text takes: Chinese two a character."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(text: str, room: int) -> Iterator[str]:
    """Lines of at most ``room`` columns: broken at a space or beside a Chinese character, never before a 、 or 。"""
    line, used, cut = "", 0, 0
    for char in text:
        if line and char not in NEVER_FIRST and (char == " " or width(char) == 2 or width(line[-1]) == 2):
            cut = len(line)
        line, used = line + char, used + width(char)
        if used > room and cut:
            yield line[:cut].rstrip()
            line = line[cut:].lstrip()
            used, cut = width(line), 0
    yield line.rstrip()


class Formatter(click.HelpFormatter):
    """click's, but for the width of what it writes and the words of its heads."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage."""
        self.write(f"{click.style(prefix or '用法:', bold=True)}{prog} {args}\n")

    def write_heading(self, heading: str) -> None:
        """The head of a section."""
        self.write(click.style(heading, fg="cyan", bold=True) + "\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, each line of the text on lines of its own."""
        for line in text.splitlines():
            for part in wrapped(line, self.width - self.current_indent):
                self.write((" " * self.current_indent + part).rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 34, col_spacing: int = GAP) -> None:
        """Terms and what they mean, side by side."""
        rows = list(rows)
        first = min(max(width(term) for term, _ in rows), col_max) + col_spacing
        room = max(self.width - self.current_indent - first, 20)
        for term, text in rows:
            lead = " " * self.current_indent + click.style(term, fg="green")
            short = width(term) + col_spacing <= first
            self.write(lead + (" " * (first - width(term)) if short else "\n"))
            for number, part in enumerate(wrapped(text, room)):
                self.write(
                    ("" if short and not number else " " * (self.current_indent + first)) + part + "\n"
                )


class Context(click.Context):
    """click's, writing help by our formatter."""

    formatter_class = Formatter

    def make_formatter(self) -> click.HelpFormatter:
        """A formatter as wide as the window, within reason."""
        from shutil import get_terminal_size

        return Formatter(width=max(50, min(get_terminal_size().columns, WIDEST)))


class Option(click.Option):
    """An option whose help says what we wrote and no more."""

    def get_help_extra(self, _ctx: click.Context) -> click.types.OptionHelpExtra:
        """Nothing: a range, a default is in the Chinese text where it matters."""
        return {}


class Command(click.Command):
    """A command whose help has no English word of click's in it."""

    context_class = Context

    def __init__(self, *args: Any, **options: Any) -> None:
        """As click's, with options called in Chinese."""
        super().__init__(*args, **{"options_metavar": "[选项]", **options})

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What may be given, under a Chinese word."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = [record for p in options if (record := p.get_help_record(ctx))]
        with formatter.section("选项"):
            formatter.write_dl(records)
