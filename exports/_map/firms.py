"""Enterprises on the map: the county's own, and the targets with what speaks for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from exports._map.marks import Marks
from exports._map.notes import Sources
from exports._map.words import short, spell_firm, wide
from graph.divisions import city_name, short_name

Item = dict[str, Any]
HONORS = (
    (r"(财富)?世界.*500强", "世界500强"),
    (r"民.*500强", "民企500强"),
    (r"500强", "500强"),
    ("单项冠军", "单项冠军"),
    ("小巨人", "小巨人"),
    ("龙头", "龙头"),
    ("独角兽", "独角兽"),
    ("瞪羚", "瞪羚"),
    ("专精特新", "专精特新"),
    ("高新技术", "高企"),
    ("上市", "上市"),
)  # what stands on a pill, the most telling first
LONGEST = 5
PLAIN = (
    "id", "rank", "chain", "segment", "segment_id", "gap", "score", "fit", "lower_bound", "upper_bound", "coverage",
    "stability", "mode", "tier",
)  # fmt: skip


class Links:
    """Why each enterprise is taken for a maker of a segment, and by which source."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], sources: Sources) -> None:
        """Take the rows of links and where to count their sources."""
        self._found = {(r["id"], r["segment_id"]): (_basis(r), sources.place(r)) for r in rows}
        self._confidence = {(r["id"], r["segment_id"]): r.get("confidence") for r in rows}

    def basis(self, identity: str, segment: str) -> tuple[str, int | None]:
        """In words, and the place of the source; empty where it is not known."""
        return self._found.get((identity, segment), ("", None))

    def confidence(self, identity: str, segment: str) -> str | None:
        """How sure the source is."""
        return self._confidence.get((identity, segment))


def _basis(row: Mapping[str, Any]) -> str:
    said = next((str(e) for e in row["evidence"] if not str(e).startswith("来源")), "")
    return wide(said.partition("依据")[2] or said)


def pill(names: Sequence[str]) -> str | None:
    """The one honor worth a pill, in few characters."""
    for pattern, word in HONORS:
        if any(re.search(pattern, name) for name in names):
            return word
    return names[0][:LONGEST] if names else None


def target(row: Mapping[str, Any], links: Links, marks: Marks) -> Item:
    """One target enterprise."""
    code = row["region_code"]
    basis, source = links.basis(row["id"], row["segment_id"])
    called = row.get("short") or short(row["enterprise"])
    return {
        **{k: row[k] for k in PLAIN},
        "name": row["enterprise"],
        "short": called,
        "pinyin": spell_firm(row["enterprise"], called),
        "region": row["region"],
        "city": city_name(code) if code else None,
        "place": short_name(code) if code else None,
        "province": short_name(code[:2] + "0000") if code else None,
        "basis": basis,
        "source": source,
        "marks": marks.firm(row["id"]),
        "pill": pill([h["name"] for h in row["honors"] if not h["expired"]]) or _listed(row),
        "honors": [_honor(h) for h in row["honors"]],
        "features": [{**f, "why": wide(f["why"] or "")} for f in row["features"]],
        "checks": [wide(c) for c in row["checks"]],
        "also": [{k: a[k] for k in ("chain", "segment", "gap", "score")} for a in row["also"]],
        "reason": wide(row["reason"] or ""),
    }


def _listed(row: Mapping[str, Any]) -> str | None:
    """A listing is no honor, but says as much on a pill."""
    return "上市" if any((f["why"] or "").startswith("上市") for f in row["features"]) else None


def _honor(honor: Mapping[str, Any]) -> Item:
    return {k: honor[k] for k in ("name", "level", "year", "rank", "valid_until", "expired")}


def local_firms(segments: Sequence[Mapping[str, Any]], links: Links, marks: Marks) -> list[Item]:
    """The county's own enterprises, each once, with the segments it is known for."""
    found: dict[str, Item] = {}
    for segment in segments:
        for firm in segment["firms"]:
            called = firm["short"] if firm["short"] != firm["enterprise"] else short(firm["enterprise"])
            item = found.setdefault(
                firm["id"],
                {
                    "name": firm["enterprise"],
                    "short": called,
                    "pinyin": spell_firm(firm["enterprise"], called),
                    "leader": False,
                    "honors": list(firm["honors"]),
                    "pill": pill(firm["honors"]),
                    "marks": marks.firm(firm["id"]),
                    "places": [],
                },
            )
            item["leader"] = item["leader"] or firm["leader"]
            basis, source = links.basis(firm["id"], segment["segment_id"])
            item["places"].append(
                {
                    "chain": segment["chain"],
                    "segment": segment["segment"],
                    "state": firm["state"],
                    "basis": basis,
                    "source": source,
                }
            )
    return [{**found[key], "id": key} for key in sorted(found)]


def reaching(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The targets that could come to one of the segments that are drawn, here or in another chain."""
    here = {s["segment_id"] for s in rows["segments"]}
    return [
        dict(t)
        for t in rows["targets"]
        if not here.isdisjoint((t["segment_id"], *(a["segment_id"] for a in t["also"])))
    ]


def courting(targets: Sequence[Mapping[str, Any]]) -> dict[str, list[int]]:
    """Segment → its targets: those best there first, then those that could also come there."""
    best: dict[str, list[tuple[float, int]]] = defaultdict(list)
    also: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for number, row in enumerate(targets):
        best[row["segment_id"]].append((-row["score"], number))
        for other in row["also"]:
            if other["segment_id"] != row["segment_id"]:
                also[other["segment_id"]].append((-other["score"], number))
    found: dict[str, list[int]] = {}
    for segment in [*best, *also]:
        ordered = [*sorted(best[segment]), *sorted(also[segment])]
        found[segment] = list(dict.fromkeys(number for _, number in ordered))
    return found
