"""What a text says a firm makes: clauses, verbs, words and the characters that excluding words hide."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.names import plain

GENERIC = {
    "加工",
    "材料",
    "设备",
    "配件",
    "机械",
    "机械设备",
    "产品",
    "制品",
    "新材料",
    "五金",
    "纺织品",
    "零部件",
    "食品",
}
_MAKE = "生产|制造|加工|制作|织造|纺制|纺纱|印染|染整|铸造|锻造|冶炼|养殖|种植|屠宰|饲养|繁育|孵化|酿造|组装|装配|缝制|产销"
_OTHER = "销售|批发|零售|购销|经销|代理|贸易|进出口|研发|研究开发|研究|设计|开发|安装|维修|维护|施工|租赁|咨询|服务|回收|采购"
_GROUP = re.compile(f"(?:的)?(?:(?:{_MAKE}|{_OTHER})(?:[、，,/及和与兼]|以及)?)+")
_MAKING = re.compile(_MAKE)
_CLAUSE = re.compile(r"[;；。\n]")
_NEGATED = re.compile(r"[(（]?(?:不含|不包括|除)[^)）;；。]*?(?:除外|以外|外|[)）]|(?=[;；。]|$))")
_BOILERPLATE = re.compile(r"依法须经批准|自营和代理|许可项目|一般项目|凭.*许可|国家限定|经营活动")


@dataclass(frozen=True)
class Hit:
    """One word of one segment that a text says the firm makes."""

    segment: str
    word: str
    clause: str


class Lexicon:
    """The words and excluding words of all segments, found in one pass."""

    def __init__(self, segments: Iterable[dict[str, Any]]) -> None:
        """Take ``id``, ``words`` and ``exclude`` of every segment."""
        self.words: dict[str, set[str]] = defaultdict(set)
        self.hides: dict[str, set[str]] = defaultdict(set)
        for segment in segments:
            for word in segment.get("words") or []:
                if plain(word) and word not in GENERIC:
                    self.words[plain(word)].add(segment["id"])
            for word in segment.get("exclude") or []:
                if plain(word):
                    self.hides[plain(word)].add(segment["id"])
        every = sorted({*self.words, *self.hides}, key=len, reverse=True)
        by_first: dict[str, list[str]] = defaultdict(list)
        for word in every:
            by_first[word[0]].append(word)
        self._by_first = dict(by_first)

    def find(self, text: str) -> list[tuple[str, str]]:
        """(segment, word) pairs of the text: hidden characters and words inside longer foreign words do not count."""
        text = plain(text)
        spans = [
            (start, start + len(word), word)
            for start, letter in enumerate(text)
            for word in self._by_first.get(letter, ())
            if text.startswith(word, start)
        ]
        found = []
        for start, end, word in spans:
            for segment in sorted(self.words.get(word, ())):
                hidden = any(segment in self.hides.get(w, ()) and s < end and start < e for s, e, w in spans)
                inside = any(
                    s <= start
                    and end <= e
                    and e - s > end - start
                    and self.words.get(w)
                    and segment not in self.words[w]
                    for s, e, w in spans
                )
                if not hidden and not inside:
                    found.append((segment, word))
        return list(dict.fromkeys(found))

    def made(self, scope: str) -> list[Hit]:
        """What the business scope says the firm makes."""
        hits = []
        for clause in _CLAUSE.split(_NEGATED.sub("", scope)):
            if _BOILERPLATE.search(clause):
                clause = _BOILERPLATE.sub("", clause.partition(":")[2] or clause.partition("：")[2])
            for unit in _made_units(clause):
                hits += [Hit(segment, word, clause.strip()) for segment, word in self.find(unit)]
        return list({(h.segment, h.word): h for h in hits}.values())


def _made_units(clause: str) -> list[str]:
    """The parts of a clause whose governing verbs say making: after the list (A、B制造), else before it (生产A、B)."""
    groups = list(_GROUP.finditer(clause))
    verbs = [g for g in groups if not _is_product(clause, g)]
    if not verbs:
        return []
    leading = not clause[: verbs[0].start()].strip(" :：、,，(（")
    units = []
    for i, verb in enumerate(verbs):
        before = clause[verbs[i - 1].end() if i else 0 : verb.end()]
        after = clause[verb.start() : verbs[i + 1].start() if i + 1 < len(verbs) else len(clause)]
        if _MAKING.search(verb.group()):
            units.append(after if leading else before)
    return units


def _is_product(clause: str, verb: re.Match[str]) -> bool:
    """Whether the "verb" is part of a product's name (印染助剂, 加工中心): a noun goes on right after it."""
    rest = clause[verb.end() : verb.end() + 1]
    starts = verb.start() == 0 or clause[verb.start() - 1] in "、,，:：;；(（"
    lone = _MAKING.fullmatch(verb.group())
    return bool(lone and not starts and rest and rest not in "、,，:：;；。)） 及和与")
