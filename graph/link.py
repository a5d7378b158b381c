"""Enterprises to segments: 已确认, 待核, with the words and the place that say so (contract.md, State of a link)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars as pl

from graph.frames import conform
from graph.model import KINDS
from graph.records import Record
from graph.scopes import Lexicon

SURE = {"已核实": 3, "转载": 2, "待核": 1}
STRENGTH = {"企业环节": 1.0, "主要产品": 0.9, "经营范围": 0.7, "行业代码": 0.3}


def link(
    firms: pl.DataFrame,
    segments: list[Record],
    memberships: pl.DataFrame,
    refused: pl.DataFrame,
    scope_state: str,
) -> pl.DataFrame:
    """One Makes record a pair of enterprise and segment, the best evidence first."""
    found: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in memberships.to_dicts():
        state = stated_state(row["confidence"])
        found[row["enterprise"], row["segment"]].append(
            row | {"state": state, "where": "企业环节", "words": [], "products": row["products"] or []}
        )
    lexicon = Lexicon(segments)
    codes = [(code, s["id"]) for s in segments for code in s.get("codes") or []]
    for firm in firms.to_dicts():
        for segment, evidence in _from_texts(firm, lexicon, codes, scope_state):
            found[firm["id"], segment].append(evidence)
    no = set(refused.iter_rows())
    return conform(
        KINDS["Makes"], [_merged(pair, rows) for pair, rows in sorted(found.items()) if pair not in no]
    )


def stated_state(confidence: str | None) -> str:
    """A stated membership is 待核 only where its source is."""
    return "待核" if confidence == "待核" else "已确认"


def _from_texts(
    firm: Record, lexicon: Lexicon, codes: list[tuple[str, str]], scope_state: str
) -> list[tuple[str, dict[str, Any]]]:
    said = {name: firm.get(name) for name in ("source", "date", "confidence")}
    base = said | {"products": [], "share": None}
    found = []
    for product in firm.get("products") or []:
        for segment, word in lexicon.find(product):
            state = stated_state(firm.get("confidence"))
            found.append(
                (segment, base | {"state": state, "where": "主要产品", "words": [word], "text": product})
            )
    for hit in lexicon.made(firm.get("scope") or ""):
        state = "待核" if firm.get("confidence") == "待核" else scope_state
        evidence = base | {"state": state, "where": "经营范围", "words": [hit.word], "text": hit.clause}
        found.append((hit.segment, evidence))
    for industry in firm.get("industry") or []:
        for code, segment in codes:
            if industry.startswith(code):
                evidence = base | {"state": "待核", "where": "行业代码", "words": [industry]}
                found.append((segment, evidence))
    return found


def _merged(pair: tuple[str, str], rows: list[dict[str, Any]]) -> Record:
    """One edge of several rows: any 已确认 row confirms; the surest source and its date are kept."""
    confirmed = [r for r in rows if r["state"] == "已确认"]
    pool = confirmed or rows
    best = max(pool, key=lambda r: (SURE.get(r["confidence"] or "转载", 2), STRENGTH[r["where"]]))
    dates = [r["date"] for r in pool if r["date"]]
    strength = max(STRENGTH[r["where"]] for r in pool)
    return {
        "from": pair[0],
        "to": pair[1],
        "state": "已确认" if confirmed else "待核",
        "strength": strength if confirmed else min(strength, 0.5),
        "products": list(dict.fromkeys(p for r in rows for p in r["products"])),
        "share": _share(pool),
        "words": list(dict.fromkeys(w for r in rows for w in r["words"])),
        "where": list(dict.fromkeys(r["where"] for r in rows)),
        "evidence": _sentence(rows),
        "source": best["source"],
        "date": max(dates) if dates else None,
        "confidence": best["confidence"],
    }


def _share(rows: list[dict[str, Any]]) -> float | None:
    """Of one product the larger share; shares of different products add up to at most 1; unknown ones are skipped."""
    by_product: dict[tuple[str, ...], float] = {}
    for row in rows:
        if row["share"] is not None:
            key = tuple(row["products"])
            by_product[key] = max(by_product.get(key, 0.0), row["share"])
    return min(1.0, sum(by_product.values())) if by_product else None


def _sentence(rows: list[dict[str, Any]]) -> str:
    said = []
    for row in rows:
        text = f"「{row['text'][:60]}」" if row.get("text") else ""
        words = (
            f"含产品词「{'、'.join(row['words'])}」" if row["words"] and row["where"] != "行业代码" else ""
        )
        code = f"行业代码{row['words'][0]}相符,仅此不足以确认" if row["where"] == "行业代码" else ""
        stated = f"表中列明{'、'.join(row['products'])}" if row["where"] == "企业环节" else ""
        doubt = "(待核)" if row["state"] == "待核" and row["where"] != "行业代码" else ""
        said.append(f"{row['where']}{text}{words}{code}{stated}{doubt}")
    return ";".join(dict.fromkeys(said))
