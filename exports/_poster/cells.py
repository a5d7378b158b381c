"""What each box of the wall chart says: its form, its tag, its enterprises, one reason, whom to court."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exports._layout import Box, Wire
from exports._map.firms import pill
from exports._map.forms import LANDING, form, wire_state
from exports._map.words import short
from exports._needs import cut
from exports._poster.ink import clean
from exports._poster.notes import reason
from graph.divisions import city_name, short_name

Row = Mapping[str, Any]
STATES = {"strong": "优势", "present": "具备", "weak": "薄弱", "check": "待核", "unknown": "数据不足"}
COURTING = {"gap", "building", "signed", "weak"}


@dataclass(frozen=True)
class Firm:
    """A local enterprise; ``role`` 链主 or 链主候选, ``sure`` where its link is 已确认."""

    name: str
    role: str | None
    sure: bool


@dataclass(frozen=True)
class Courted:
    """A target: its name, and where it sits in full and in short."""

    name: str
    place: str
    city: str


@dataclass(frozen=True)
class Cell:
    """One box."""

    key: str
    stage: str
    order: int
    weight: float
    parent: str | None
    form: str
    tag: str
    severity: str | None
    firms: tuple[Firm, ...] = ()
    notes: tuple[str, ...] = ()
    targets: tuple[Courted, ...] = ()


@dataclass
class ChainFacts:
    """One chain: its figures, its boxes, its feeds and who answers for it."""

    name: str
    row: Row
    cells: list[Cell]
    wires: list[Wire]
    served: list[Row] = field(default_factory=list)
    leaders: list[Row] = field(default_factory=list)
    bodies: list[Row] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    courted: int | None = None
    more: bool = False
    ranked: list[tuple[str, str, str, float]] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """Boxes by the six states of the legend."""
        return Counter(state(c.form) for c in self.cells)


def state(shape: str) -> str:
    """The state of the legend that a form belongs to."""
    if shape in ("strong", "present"):
        return "已有"
    if shape in LANDING:
        return "在建"
    return {"weak": "薄弱", "gap": "空白", "bought": "外采"}.get(shape, "待核·数据不足")


def standing(chain: Row) -> tuple[Any, ...]:
    """The county's main chain first: with 链主, then most enterprises here, then most segments."""
    return (
        not chain["segments"],
        -len(chain["leaders"]),
        -(chain["local"] or 0),
        -(chain["segments"] or 0),
        chain["chain"],
    )


class Chains:
    """All rows, looked up by chain and segment."""

    def __init__(self, rows: Mapping[str, Sequence[Row]], courting: Mapping[str, Sequence[int]]) -> None:
        """Take the rows of the queries and each segment's targets as numbers."""
        self.rows = rows
        self.courting = courting
        self.leads = {(g["chain"], g["segment"]): g for g in rows["gaps"] if g["lead"]}
        self.roles = {(r["chain"], r["id"]): r for r in rows["leaders"]}

    def chain(self, row: Row) -> ChainFacts:
        """The facts of one chain."""
        name = row["chain"]
        leaves = [s for s in self.rows["segments"] if s["chain"] == name and s["leaf"]]
        feeds = [f for f in self.rows["feeds"] if f["chain"] == name and not f["outside"]]
        forms = {s["segment"]: form(s) for s in leaves}
        inner = [f for f in feeds if f["source"] in forms and f["target"] in forms]
        facts = ChainFacts(name, row, [], [])
        for feed in inner:
            if not feed["serves"]:
                drawn = wire_state(forms[feed["source"]], forms[feed["target"]])
                live = drawn in ("joined", "landing")
                facts.wires.append(Wire(feed["source"], feed["target"], feed["necessity"], drawn, live))
        facts.cells = [self._cell(s, forms, inner) for s in leaves]
        facts.leaders = [r for r in self.rows["leaders"] if r["chain"] == name]
        facts.bodies = [r for r in self.rows["organisations"] if name in r["chains"]]
        cited = Counter(s["source"] for leaf in leaves for s in leaf["sources"])
        facts.sources = [source for source, _ in sorted(cited.items(), key=lambda i: (-i[1], i[0]))]
        firms = {
            self.rows["targets"][n]["id"] for s in leaves for n in self.courting.get(s["segment_id"], ())
        }
        judged = bool(firms) or any(shape in COURTING for shape in forms.values())
        facts.courted, facts.more = len(firms) if judged else None, cut(leaves, self.courting)
        best = [t for t in self.rows["targets"] if t["chain"] == name]
        facts.ranked = [(c.name, c.place, t["segment"], t["score"]) for t in best for c in [_courted(t)]]
        return facts

    def _cell(self, segment: Row, forms: Mapping[str, str], feeds: Sequence[Row]) -> Cell:
        name, shape = segment["segment"], forms[segment["segment"]]
        gap = self.leads.get((segment["chain"], name))
        severity = gap["severity"] if gap and shape in ("gap", *LANDING) else None
        firms = [self._firm(segment, f) for f in segment["firms"]]
        firms.sort(key=lambda f: (not f.sure, f.role is None))
        numbers = self.courting.get(segment["segment_id"], ()) if shape in COURTING else ()
        return Cell(
            key=name, stage=segment["stage"], order=segment["order"], weight=segment["necessity"],
            parent=segment["parent"], form=shape, tag=_tag(shape, gap), severity=severity,
            firms=tuple(firms), notes=tuple(self._said(segment, shape, forms, feeds)),
            targets=tuple(_courted(self.rows["targets"][n]) for n in numbers),
        )  # fmt: skip

    def _said(self, segment: Row, shape: str, forms: Mapping[str, str], feeds: Sequence[Row]) -> list[str]:
        """The lines below the enterprises."""
        if shape not in ("strong", "present") or not segment["firms"]:
            return reason(segment, shape, forms, feeds)
        for firm in segment["firms"]:
            leader = self.roles.get((segment["chain"], firm["id"]))
            quoted = re.search("「[^」]+」", leader["basis"] or "") if leader else None
            if quoted:
                return [quoted[0]]
        word = pill([h for f in segment["firms"] for h in f["honors"]])
        count = "本库仅见1家" if segment["local"] == 1 else f"本库{segment['local']}家"
        return [f"{count}　{word}" if word else count]

    def _firm(self, segment: Row, firm: Row) -> Firm:
        leader = self.roles.get((segment["chain"], firm["id"]))
        role = str(leader["role"]) if leader else None
        name = firm["short"] if firm["short"] != firm["enterprise"] else short(firm["enterprise"])
        return Firm(clean(name), role, firm["state"] == "已确认")


def box(cell: Cell) -> Box:
    """The cell as the layout takes it."""
    return Box(cell.key, cell.stage, cell.order, cell.weight, cell.parent, hung=bool(cell.targets))


def _courted(row: Row) -> Courted:
    code = row["region_code"]
    name = clean(row.get("short") or short(row["enterprise"]))
    if not code:
        return Courted(name, clean(row["region"] or "所在地不详"), clean(row["region"] or "不详"))
    return Courted(name, short_name(code), city_name(code))


def _tag(shape: str, gap: Row | None) -> str:
    if shape == "bought":
        return "外采·不招引"
    if shape in STATES:
        return STATES[shape]
    kind = gap["kind"] if gap else "空白"
    first = {"building": "在建", "signed": "已签约"}.get(shape, kind)
    return f"{first}·{gap['severity']}" if gap and gap["severity"] else first
