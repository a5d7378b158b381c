"""What the lists say of a row in few characters, and the rows of one query beside those of another."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from exports import _needs
from graph.divisions import below, resolve, short_name
from graph.names import FORMS, chain_called

Row = dict[str, Any]
STAGES = {"上游": "上", "中游": "中", "下游": "下", "配套": "配套"}
SURE: dict[str | None, int] = {"已核实": 3, "转载": 2, "待核": 1}
NONE = "—"
BY_HAND = "人工核验"  # how the source of what people filled in begins
MOST_NAMES = 6
_WIDE = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_MARK = re.compile(r"[,:](?!\d)|(?<!\d)[,:]|[;?!()]")
_CITED = re.compile(r"，?来源：[^，；、）]*")
_NEED = "需核实本地能否提供"
_UNKNOWN = re.compile(r"；[^；、]+(?:、[^；、]+){2,}未知")
_URL = re.compile(r"(\s*https?://[!-'*+\-./0-~]+)")
_SCORE = re.compile(r"[。；]?[^。；]*?\d+分（[^）]*）[^。]*$")
_FIGURES = re.compile(r"连接[\d.]+×重要度[^。]*$")
_TITLE = re.compile(r"^（([^）]*)）：")
_KIND = re.compile(r"，属向[上下]游延链")
_SOURCE = "来源："
_SAYS = re.compile(r"^[^：]*→[^：]*：[^，]*，依据")


def status_sign(status: str | None, grade: str | None) -> str | None:
    """The 现状 of a segment, its form's sign first."""
    if status is None:
        return None
    if status == "已覆盖":
        return "◎ 薄弱" if grade == "薄弱" else f"● {grade or '已有'}"
    if status.startswith("空白"):
        return "○ 空白\n已核实" if status.endswith("已核实") else "○ 空白"
    return f"{'△' if status in ('在建', '已签约') else '？'} {status}"


def kind_name(row: Mapping[str, Any] | None) -> str | None:
    """补链·配套, 延链·向上游, 强链 …"""
    if not row or not row.get("kind"):
        return None
    return f"{row['kind']}·{row['variant']}" if row.get("variant") else str(row["kind"])


def place(row: Mapping[str, Any]) -> str | None:
    """浙江绍兴 for the seat, None where it is unknown; ``region_code``, or the full name in ``region``."""
    name = row.get("region")
    code = row.get("region_code") or (resolve(str(name)) if name else None)
    return (short_name(str(code)) if code else None) or name


def firm(name: str) -> str:
    """An enterprise's name without its legal form, for a narrow cell."""
    for form in FORMS:
        if name.endswith(form) and len(name) - len(form) >= 2:
            return name[: -len(form)]
    return name


def credit_code(identity: str | None) -> str | None:
    """The credit code, where an enterprise's id is one."""
    return None if not identity or identity.startswith("name:") else identity


def names(found: Iterable[str] | None, most: int = MOST_NAMES, none: str | None = NONE) -> str | None:
    """Names joined, at most so many; ``none`` (—) for none, None for unknown."""
    if found is None:
        return None
    every = list(dict.fromkeys(found))
    more = f"等{len(every)}个" if len(every) > most > 1 else ""
    return "、".join(every[:most]) + more or none


def honor_text(_: Any, row: Mapping[str, Any]) -> str | None:
    """The honors of a target with their years; an expired one says so."""
    said = (
        f"{h['name']}{'（' + str(h['year']) + '）' if h.get('year') else ''}{'已过期' if h.get('expired') else ''}"
        for h in row.get("honors") or ()
    )
    return names(said, 4)


def prose(sentences: Iterable[str] | str | None) -> str | None:
    """Sentences as one cell's text, with full-width marks and without the stop at its end."""
    text = sentences if isinstance(sentences, str) else "".join(sentences or ())
    return full_width(text).strip().rstrip("。") or None


def full_width(text: str) -> str:
    """The marks between Chinese words full-width; those in addresses and numbers stay."""
    parts = _URL.split(text)
    parts[::2] = [_MARK.sub(lambda m: _WIDE[m[0]], part) for part in parts[::2]]
    return "".join(parts)


def evidence(row: Mapping[str, Any]) -> str | None:
    """The first sentences of a gap, less what has columns of its own: the place and the figures."""
    text = prose((row.get("evidence") or [])[:1]) or ""
    text = _FIGURES.sub("", text)
    opening = f"{row['segment']}在{chain_called(row['chain'])}{row['stage']}："
    text = text.removeprefix(opening).replace("本环节本库", "本库").replace("（待县里核实）", "")
    text = _KIND.sub("", text).replace("未见本地企业；本库未见投产企业", "未见本地企业")
    return text.rstrip("。；") or None


def link_evidence(links: Iterable[Mapping[str, Any]], most: int = 3) -> str | None:
    """What links are read from, and their sources without the addresses, which stand on 来源."""
    said: dict[str, None] = {}
    sources: dict[str, None] = {}
    for row in links:
        for text in row.get("evidence") or ():
            plain = prose(_SAYS.sub("", full_width(_URL.sub("", text)))) or ""
            (sources if plain.startswith(_SOURCE) else said)[plain.removeprefix(_SOURCE)] = None
    parts = [names(said, most) if len(said) > 1 else "".join(said)]
    parts += [f"{_SOURCE}{'；'.join(sources)}"] if sources else []
    return "。".join(part for part in parts if part) or None


def reason(row: Mapping[str, Any], gap: str) -> str | None:
    """Why a target is one: its sentence less what has columns of its own (``gap``: kind and severity); what to check."""
    text = prose(row.get("reason")) or ""
    text = _SCORE.sub("", text).rstrip("。；").removesuffix("；待补资料") or text
    text = _UNKNOWN.sub("；其余不详", text)
    text = _TITLE.sub(r"\1；", text.removeprefix(full_width(row["enterprise"]))).replace(f"（{gap}）", "", 1)
    text = f"{row['mode']}；{text}" if row.get("mode") == "本地增资" else text
    needs = [c for c in row.get("checks") or () if c.startswith(_NEED)]
    others = [c for c in row.get("checks") or () if c not in needs]
    asked = [_NEED + "、".join(c.removeprefix(_NEED) for c in needs)] if needs else []
    checks = "；".join(_CITED.sub("", prose(check) or "") for check in (*asked, *others))
    return "\n".join(part for part in (text, f"待核实：{checks}" if checks else "") if part) or None


def month(value: Any) -> dt.date | str | None:
    """A date, from one or from its text; other text stays as it is."""
    if value is None or isinstance(value, dt.date):
        return value
    found = re.match(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", str(value))
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3] or 1)) if found else str(value)
    except ValueError:
        return str(value)


class Facts:
    """The rows of the queries, found by segment, chain and enterprise."""

    def __init__(self, rows: Mapping[str, list[Row]], focus: Mapping[str, list[str]]) -> None:
        """Take the rows of all queries that the lists need, and the areas to look in (name → code prefixes)."""
        self.rows, self.focus = rows, focus
        self.companies = {r["id"]: r for r in rows["companies"]}
        self.offices: dict[str, list[str]] = defaultdict(list)
        for office in sorted(rows["organisations"], key=lambda r: (r["type"] != "领导组", r["name"])):
            for chain in office["chains"]:
                self.offices[chain].append(office["name"])
        self.near: dict[tuple[str, str], list[str]] = defaultdict(list)
        for feed in rows["feeds"]:
            for end, other in (("source_id", "target_id"), ("target_id", "source_id")):
                self.near[feed["chain"], feed[end]].append(feed[other])
        self.segments = {(r["chain"], r["segment_id"]): r for r in rows["segments"]}
        self.leads = {(r["chain"], r["segment_id"]): r for r in rows["gaps"] if r.get("lead")}
        self.roles = {(r["chain"], r["id"]): str(r["role"]) for r in rows["leaders"]}
        self.reviews = {(r["id"], r["segment_id"]): r for r in rows["reviews"]}
        self.answered = {r["segment_id"]: r for r in rows["surveys"] if str(r["source"]).startswith(BY_HAND)}
        self.targets: Counter[str] = Counter()
        self.first: dict[str, tuple[float, Row]] = {}
        for row in rows["targets"]:
            for at in (row, *(row.get("also") or ())):
                self._target(at, row)
        self.local_links: dict[str, list[Row]] = defaultdict(list)
        for link in rows["links"]:
            if link.get("local"):
                self.local_links[link["segment_id"]].append(link)
        self.honors: dict[str, list[str]] = defaultdict(list)
        for segment in rows["segments"]:
            for member in segment.get("firms") or ():
                self.honors[member["id"]] += [_name(h) for h in member.get("honors") or ()]

    def _target(self, at: Mapping[str, Any], row: Row) -> None:
        segment, score = at["segment_id"], at.get("score") or 0.0
        self.targets[segment] += 1
        if segment not in self.first or score > self.first[segment][0]:
            self.first[segment] = (score, row)

    def courted(self, row: Mapping[str, Any]) -> int:
        """How many groups of companies could be courted for a gap's segment."""
        segment, found = self.segments.get((row["chain"], row["segment_id"])), self.targets[row["segment_id"]]
        return _needs.courted(segment, found) if segment else found

    @property
    def crowded(self) -> bool:
        """Whether some gap has more targets than are listed."""
        return any(self.courted(gap) > self.targets[gap["segment_id"]] for gap in self.leads.values())

    def first_target(self, segment: str) -> str:
        """The best target of a segment and its place, below one another."""
        if segment not in self.first:
            return NONE
        row = self.first[segment][1]
        return f"{firm(row['enterprise'])}\n{place(row) or '所在地不详'}"

    def said(self, row: Mapping[str, Any], key: str) -> str:
        """What a person wrote of an enterprise at a segment: result, risk, conclusion, note or action."""
        return str(self.reviews.get((row["id"], row["segment_id"]), {}).get(key) or "")

    def area(self, row: Mapping[str, Any]) -> str | None:
        """The focus area of a target's seat, else its province."""
        code = row.get("region_code")
        if not code:
            return None
        for name, prefixes in self.focus.items():
            if any(below(code, prefix) for prefix in prefixes):
                return name
        return short_name(f"{code[:2]}0000")

    def neighbours(self, chain: str, segment: str) -> list[str]:
        """The local enterprises one step up or down from a segment."""
        near = self.near.get((chain, segment), ())
        return [r["enterprise"] for s in near for r in self.local_links.get(s, ()) if r["state"] == "已确认"]

    def latest(self, chain: str, segment: str) -> Row:
        """The source of a segment with the latest date."""
        found = self.segments.get((chain, segment), {}).get("sources") or [{}]
        return max(found, key=lambda s: (str(s.get("date") or ""), SURE.get(s.get("confidence"), 0)))

    def parks(self, chain: str, segment: str) -> list[str]:
        """The parks that stand for a segment."""
        return [_name(p, "park") for p in self.segments.get((chain, segment), {}).get("parks") or ()]


def _name(value: Any, key: str = "name") -> str:
    return str(value[key]) if isinstance(value, Mapping) else str(value)
