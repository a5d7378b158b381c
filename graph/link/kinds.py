"""Which longer words are kinds of an analyst's word, and which only look alike: 船用阀门 is a valve, 机床 no bed."""

from __future__ import annotations

from collections import defaultdict

from graph.link.lexicon import Group
from graph.link.trade import PROCESSES, SHAPING
from graph.names import plain
from graph.records import Record


class Trades:
    """Which trades (GB/T 4754 divisions) segments and words are of, and which words are kinds of others."""

    def __init__(self, segments: list[Record], lexicon: tuple[Group, ...]) -> None:
        """Of the project's segments and the lexicon (none: it is not in use)."""
        self.groups: dict[str, set[str]] = defaultdict(set)
        self.divisions: dict[str, set[str]] = defaultdict(set)
        for group in lexicon:
            for word in group.words:
                self.groups[word].add(group.name)
                self.divisions[word] |= {code[:2] for code in group.codes}
        self.of = {segment["id"]: self._of(segment) for segment in segments}

    def _of(self, segment: Record) -> set[str]:
        """By its codes, else by what the lexicon knows of its words."""
        stated = {str(code)[:2] for code in segment.get("codes") or []}
        words = [plain(word) for word in segment.get("words") or []]
        return stated or set().union(*(self.divisions.get(word, set()) for word in words))

    def kind(self, word: str, own: dict[str, list[str]]) -> str | None:
        """The analyst's word that a longer word of the lexicon is a kind of: by its end, or as words of one group."""
        for part in _parts(word):
            if part in own and (
                (word.endswith(part) and part not in PROCESSES | SHAPING)
                or self.groups.get(part, set()) & self.groups.get(word, set())
            ):
                return part
        return None

    def fits(self, segment: str, kind: str, word: str) -> bool:
        """Whether the longer word is of the segment's trade.

        A product that the lexicon knows names the thing whatever stands before it (船用阀门 is a
        valve); a word that it does not know, or of one character, may only look alike: 食品添加剂
        is nothing of a battery's 添加剂, 机床 no 床.
        """
        known = len(kind) > 1 and kind in self.groups
        mine = self.of[segment]
        return known or not mine or bool(mine & self.divisions.get(word, set()))


def _parts(word: str) -> list[str]:
    """What a word ends with, then what else it holds, longest first."""
    ends = [word[i:] for i in range(1, len(word))]
    rest = [word[i : i + n] for n in range(len(word) - 1, 1, -1) for i in range(len(word) - n)]
    return ends + rest
