"""The one or two lines of reason in a box: what joins it, how many could come, what is still to be verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exports._map.forms import LANDING, PRESENT
from exports._map.grid import SUPPORT
from exports._poster.ink import clean

Row = Mapping[str, Any]


def reason(segment: Row, shape: str, forms: Mapping[str, str], feeds: Sequence[Row]) -> list[str]:
    """The lines of reason, the one to keep first."""
    name, elsewhere = segment["segment"], segment["elsewhere"]
    unsure = sum(f["state"] == "待核" for f in segment["firms"])
    if shape in PRESENT:
        notes = [f"本库{segment['local']}家，均非规上、无称号"] if shape == "weak" else []
        if not segment["firms"]:
            notes.append("县里已核实有企业")
        return notes
    if shape in LANDING:
        parks = list(dict.fromkeys(p["park"] for p in segment["parks"] if p["stage"] != "计划"))
        word = "在建" if shape == "building" else "已签约"
        return [*(clean(p) for p in parks[:2]), *([] if parks else [f"项目{word}"])]
    if shape == "check":
        return [f"{unsure}家待县里核实" if unsure else "待县里核实"]
    if shape == "unknown":
        return ["各地均无企业，不能判断" if not elsewhere else "本库未见本地企业，不能判断"]
    return _gap_notes(name, segment, shape, forms, feeds)


def _gap_notes(
    name: str, segment: Row, shape: str, forms: Mapping[str, str], feeds: Sequence[Row]
) -> list[str]:
    if shape == "bought":
        return ["大宗原料或设备，县外采购" if segment["stage"] != SUPPORT else "随项目采购"]
    kept = sorted((f for f in feeds if f["serves"] == (segment["stage"] == SUPPORT)),
                  key=lambda f: (-f["necessity"], f["source"], f["target"]))  # fmt: skip
    before = [f["source"] for f in kept if f["target"] == name and forms[f["source"]] in PRESENT | LANDING]
    after = [f["target"] for f in kept if f["source"] == name and forms[f["target"]] in PRESENT | LANDING]
    word = "供" if segment["stage"] == SUPPORT else "接"
    sides = [f"承{_few(before)}"] if before else []
    sides += [f"{word}{_few(after)}"] if after else []
    known = f"外地{segment['elsewhere']}家" if segment["elsewhere"] else "外地企业待查"
    if sides and segment["elsewhere"]:
        return [f"{'，'.join(sides)}　{known}"]
    return ["，".join(sides) or known] if sides else [known]


def _few(names: Sequence[str], most: int = 2) -> str:
    """At most so many names."""
    return "、".join(clean(n) for n in names[:most]) + ("等" if len(names) > most else "")
