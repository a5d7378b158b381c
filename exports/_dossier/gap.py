"""What a dossier says of one gap: why, what is around, who could fill it, how to reach them, what to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exports._dossier.content import Around, Row, asked, complete, facts, introduced, peer, settled, ways
from exports._dossier.notes import Notes
from exports._needs import courted
from exports._plain import clean

FEW = 6  # facts of one enterprise; its own dossier has all


def candidates(gap: Row, targets: list[Row]) -> list[Row]:
    """The targets whose best segment, or another one of theirs, is the gap, best first."""
    found = []
    for target in targets:
        other = next((a for a in target["also"] if a["segment_id"] == gap["segment_id"]), None)
        if target["segment_id"] == gap["segment_id"] or other:
            found.append(target)
    return found


def context(
    gap: Row, found: list[Row], top: int, around: Around, about: Mapping[str, Any]
) -> tuple[dict[str, Any], Notes]:
    """Everything that the template names, for one gap and the first ``top`` of the enterprises that could fill it."""
    notes, targets = Notes(), found[:top]
    key = (gap["chain"], gap["segment_id"])
    many = courted(around.segments[key], len(found))
    level = f"{gap['severity']},{gap['score']:.2f}" if gap["score"] is not None else "待核实"
    said = {
        "title": f"{clean(gap['segment'], 40)}:{gap['kind']}",
        "line": f"{clean(gap['chain'], 40)}({level})\n目标企业{many}家 · 截至{about['as_of']}",
        "standing": f"外地有{gap['elsewhere']}家做这个环节;目标企业{many}家,下面是前{len(targets)}家,各列要点。",
        "facts": [_firm(t, around, notes) for t in targets],
        "ways": [f"{clean(t['enterprise'], 40)}——{way}" for t in targets for way in ways(t, around, notes)]
        or [introduced(gap["chain"], around)],
        "questions": _asked(targets) or ["各家五项特征均已知;请当面核对近一年的变化。"],
        "peers": [peer(t) for t in targets],
        "peers_title": "目标企业名次",
    }
    return complete(said, key, around, about), notes


def _firm(target: Row, around: Around, notes: Notes) -> dict[str, Any]:
    lines = [
        line for group in facts(around.facts.get(target["id"], [])[:FEW], notes) for line in group["facts"]
    ]
    where = clean(target["region"] or "所在地不详", 40)
    return {
        "name": f"{clean(target['enterprise'], 60)}({where})",
        "facts": [clean(target["reason"], 300), *lines],
    }


def _asked(targets: list[Row]) -> list[str]:
    """Each question once, with whom to ask it; what the county itself must settle comes last."""
    whom: dict[str, list[str]] = {}
    for target in targets:
        for question in asked(target):
            whom.setdefault(question, []).append(clean(target.get("short") or target["enterprise"], 20))
    said = [q if len(names) == len(targets) else f"{q}(问{'、'.join(names)})" for q, names in whom.items()]
    return said + list(dict.fromkeys(c for target in targets for c in settled(target)))
