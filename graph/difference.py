"""Difference: what changed between two builds, and why; nothing that stayed the same. Pure, over questions' rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel

Severities = tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]
Rows = Mapping[str, list[dict[str, Any]]]
ABSENT = ("补链", "延链", "建链", "数据不足")
NEEDS: dict[str, dict[str, Any]] = {
    "chains": {},
    "segments": {},
    "gaps": {},
    "companies": {},
    "links": {},
    "targets": {"top": None},
}
FIGURES = {"where": "所在地", "status": "登记状态", "scaled": "规上", "revenue": "营业收入(万元)", "insured": "参保人数",
           "capital": "注册资本(万元)", "owner": "企业性质"}  # fmt: skip
WORTH = 0.005  # a score that moved by less reads the same in points
MARKS = {
    "产业链": "chain",
    "环节": "segment",
    "缺口": "gap",
    "企业": "enterprise",
    "链接": "link",
    "目标": "target",
}
CHANGES = {"新增": "new", "新开": "new", "消失": "gone", "关闭": "gone", "上升": "risen", "加重": "risen",
           "下降": "fallen", "减轻": "fallen"}  # fmt: skip


class Row(BaseModel):
    """One change: what it is about, how it changed, from what to what, and why in a sentence."""

    what: Literal["产业链", "环节", "缺口", "企业", "链接", "目标"]
    change: Literal["新增", "消失", "改变", "新开", "关闭", "转变", "加重", "减轻", "上升", "下降"]
    chain: str | None = None
    segment: str | None = None
    enterprise: str | None = None
    id: str | None = None
    before: str | None = None
    after: str | None = None
    why: str


def compare(old: Rows, new: Rows) -> list[Row]:
    """The changes from the old build's answers to the new one's: chains, segments, gaps, enterprises, links, targets."""
    here = _arrivals(old["links"], new["links"])
    return [
        *_chains(old["chains"], new["chains"]),
        *_segments(old["segments"], new["segments"], here),
        *_gaps(old["gaps"], new["gaps"], here),
        *_enterprises(old, new),
        *_links(old["links"], new["links"]),
        *_targets(old, new),
    ]


def marks(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The changes as the map marks them (``what`` and ``change`` in its own words)."""
    return [
        row.model_dump() | {"what": MARKS[row.what], "change": CHANGES[row.change]}
        for row in rows
        if row.change in CHANGES
    ]


def _pairs(
    old: Iterable[dict[str, Any]], new: Iterable[dict[str, Any]], *keys: str
) -> Iterator[tuple[Any, Any]]:
    """Rows of both sides by their keys, in the order of the keys; null on the side that lacks it."""
    before = {tuple(r[k] for k in keys): r for r in old}
    after = {tuple(r[k] for k in keys): r for r in new}
    for key in sorted({*before, *after}, key=str):
        yield before.get(key), after.get(key)


def _arrivals(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> dict[str, str]:
    """Segment → who came to it or left it here, as a clause."""
    found: dict[str, list[str]] = {}
    for before, after in _pairs(old, new, "id", "segment_id"):
        was, is_ = (bool(r and r["local"] and r["state"] == "已确认") for r in (before, after))
        row = after or before
        if was != is_:
            found.setdefault(row["segment_id"], []).append(
                f"{'新增' if is_ else '少了'}本地企业{row['enterprise']}"
            )
    return {key: "、".join(said[:3]) for key, said in found.items()}


def _percent(value: float | None) -> str:
    return "未知" if value is None else f"{value:.0%}"


def _chains(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Row]:
    shown = (("coverage", "覆盖率"), ("coverage_expected", "含在建覆盖率"), ("completeness", "完整度"))
    counts = (
        ("segments", "环节"),
        ("covered", "已覆盖"),
        ("gaps", "缺口环节"),
        ("local", "本地企业"),
        ("elsewhere", "外地企业"),
    )
    for before, after in _pairs(old, new, "chain"):
        name = (after or before)["chain"]
        if before is None or after is None:
            change: Literal["新增", "消失"] = "新增" if after else "消失"
            yield Row(
                what="产业链",
                change=change,
                chain=name,
                why=f"{name}{'是新的链' if after else '不再在项目里'}。",
            )
            continue
        moved = [
            (label, _percent(before[k]), _percent(after[k])) for k, label in shown if before[k] != after[k]
        ]
        moved += [(label, str(before[k]), str(after[k])) for k, label in counts if before[k] != after[k]]
        if before["leaders"] != after["leaders"]:
            moved.append(("链主", "、".join(before["leaders"]) or "无", "、".join(after["leaders"]) or "无"))
        if moved:
            yield Row(
                what="产业链", change="改变", chain=name, before=";".join(f"{m[0]}{m[1]}" for m in moved),
                after=";".join(f"{m[0]}{m[2]}" for m in moved),
                why=name + ":" + ",".join(f"{label}由{a}到{b}" for label, a, b in moved) + "。",
            )  # fmt: skip


def _state(row: dict[str, Any]) -> str:
    return str(row["status"]) + (f"({row['grade']})" if row.get("grade") else "")


def _segments(old: list[dict[str, Any]], new: list[dict[str, Any]], here: Mapping[str, str]) -> Iterator[Row]:
    for before, after in _pairs(old, new, "chain", "segment_id"):
        row = after or before
        common: dict[str, Any] = {"what": "环节", "chain": row["chain"], "segment": row["segment"]}
        if before is None or after is None:
            yield Row(change="新增" if after else "消失", why=f"{row['segment']}{'是新的环节' if after else '不再在链里'}。",
                      **common)  # fmt: skip
        elif _state(before) != _state(after):
            cause = here.get(row["segment_id"], "")
            yield Row(change="改变", before=_state(before), after=_state(after), **common,
                      why=f"{row['segment']}由{_state(before)}到{_state(after)}{':' + cause if cause else ''}。")  # fmt: skip


def _level(row: dict[str, Any]) -> str:
    return row["kind"] if row["score"] is None else f"{row['kind']}({row['severity']},{row['score']:.2f})"


def _placed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"place": "缺" if row["kind"] in ABSENT else row["kind"]} for row in rows]


def _gaps(old: list[dict[str, Any]], new: list[dict[str, Any]], here: Mapping[str, str]) -> Iterator[Row]:
    """Absent kinds are one place that may change its kind; rows of present leaves stand by their kind."""
    for before, after in _pairs(_placed(old), _placed(new), "chain", "segment_id", "place"):
        row = after or before
        cause = here.get(row["segment_id"], "")
        common: dict[str, Any] = {"what": "缺口", "chain": row["chain"], "segment": row["segment"]}
        if before is None:
            yield Row(change="新开", after=_level(after), why=after["evidence"][0], **common)
        elif after is None:
            why = cause or "不再符合这一类缺口的条件"
            yield Row(
                change="关闭",
                before=_level(before),
                why=f"{row['segment']}的{before['kind']}已关闭:{why}。",
                **common,
            )
        elif before["kind"] != after["kind"]:
            yield Row(
                change="转变", before=_level(before), after=_level(after), why=after["evidence"][0], **common
            )
        elif abs((after["score"] or 0) - (before["score"] or 0)) >= WORTH:
            heavier = (after["score"] or 0) > (before["score"] or 0)
            yield Row(change="加重" if heavier else "减轻", before=_level(before), after=_level(after),
                      why=_moved(before, after), **common)  # fmt: skip


def _moved(before: dict[str, Any], after: dict[str, Any]) -> str:
    names = (("u", "上游连接"), ("d", "下游连接"), ("b", "连接"), ("criticality", "关键度"))
    said = [f"{label}由{_two(before[k])}到{_two(after[k])}" for k, label in names
            if abs((before[k] or 0) - (after[k] or 0)) >= WORTH]  # fmt: skip
    return f"{after['segment']}的{_level(before)}→{_level(after)}:{','.join(said) or '环节的重要性变了'}。"


def _two(value: float | None) -> str:
    return "未知" if value is None else f"{value:.2f}"


def _enterprises(old: Rows, new: Rows) -> Iterator[Row]:
    """Local enterprises and those linked to a segment: who came, who went, which figures of local ones moved."""
    for before, after in _pairs(_known(old), _known(new), "id"):
        row = after or before
        common: dict[str, Any] = {"what": "企业", "enterprise": row["enterprise"], "id": row["id"]}
        if before is None or after is None:
            said = "新进入图谱" if after else "已不在图谱里"
            yield Row(
                change="新增" if after else "消失",
                why=f"{row['enterprise']}({row['where']}){said}。",
                **common,
            )
            continue
        moved = [(label, _shown(before.get(k)), _shown(after.get(k))) for k, label in FIGURES.items()
                 if before.get(k) != after.get(k)]  # fmt: skip
        if moved:
            yield Row(
                change="改变", before=";".join(f"{m[0]}{m[1]}" for m in moved),
                after=";".join(f"{m[0]}{m[2]}" for m in moved),
                why=row["enterprise"] + ":" + ",".join(f"{label}由{x}到{y}" for label, x, y in moved) + "。", **common,
            )  # fmt: skip


def _known(rows: Rows) -> list[dict[str, Any]]:
    """One row an enterprise that is local or linked, with where it is."""
    found = {r["id"]: {"id": r["id"], "enterprise": r["enterprise"], "where": r["region"] or "所在地未知"}
             for r in rows["links"]}  # fmt: skip
    for row in rows["companies"]:
        found[row["id"]] = row | {"where": "本地"}
    return list(found.values())


def _shown(value: Any) -> str:
    return "未知" if value is None else "是" if value is True else "否" if value is False else str(value)


def _links(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Row]:
    for before, after in _pairs(old, new, "id", "segment_id"):
        row = after or before
        common: dict[str, Any] = {"what": "链接", "chain": row["chain"], "segment": row["segment"],
                                  "enterprise": row["enterprise"], "id": row["id"]}  # fmt: skip
        if before is None:
            yield Row(change="新增", after=after["state"], why=after["evidence"][0], **common)
        elif after is None:
            why = f"{row['enterprise']}→{row['segment']}的链接没有了:来源里不再有依据,或已判「否」。"
            yield Row(change="消失", before=before["state"], why=why, **common)
        elif before["state"] != after["state"]:
            yield Row(
                change="改变",
                before=before["state"],
                after=after["state"],
                why=after["evidence"][0],
                **common,
            )


def _points(row: dict[str, Any]) -> str:
    return f"{row['segment']} {row['score'] * 100:.0f}分,第{row['rank']}名"


def _targets(old: Rows, new: Rows) -> Iterator[Row]:
    local, known = {r["id"] for r in new["links"] if r["local"]}, {r["id"] for r in new["links"]}
    gaps = (_severities(old), _severities(new))
    for before, after in _pairs(old["targets"], new["targets"], "id"):
        row = after or before
        common: dict[str, Any] = {"what": "目标", "chain": row["chain"], "segment": row["segment"],
                                  "enterprise": row["enterprise"], "id": row["id"]}  # fmt: skip
        if before is None:
            yield Row(change="新增", after=_points(after), why=after["reason"], **common)
        elif after is None:
            why = "已在本地" if row["id"] in local else _lost(row, known, gaps[1])
            yield Row(
                change="消失", before=_points(before), why=f"{row['enterprise']}不再是目标:{why}。", **common
            )
        elif abs(after["score"] - before["score"]) >= WORTH or before["segment_id"] != after["segment_id"]:
            up = after["score"] >= before["score"]
            yield Row(change="上升" if up else "下降", before=_points(before), after=_points(after),
                      why=_rescored(before, after, gaps), **common)  # fmt: skip


def _lost(row: dict[str, Any], known: set[str], severities: Mapping[tuple[str, str], float]) -> str:
    """Why an enterprise that is not local is no target any more."""
    if row["id"] not in known:
        return "图谱里已没有它的环节"
    if (row["chain"], row["segment_id"]) not in severities:
        return "它对应的缺口已关闭"
    return "缺口还在,它被门槛排除或并入了同一集团的另一家(用 targets --excluded 看)"


def _severities(rows: Rows) -> dict[tuple[str, str], float]:
    return {
        (r["chain"], r["segment_id"]): r["score"]
        for r in rows["gaps"]
        if r["lead"] and r["score"] is not None
    }


def _fitted(before: dict[str, Any], after: dict[str, Any], gaps: Severities) -> str:
    """Why the fit moved: its gap's severity, else the share of its products."""
    was, is_ = (
        found.get((row["chain"], row["segment_id"])) for found, row in zip(gaps, (before, after), strict=True)
    )
    if was == is_:
        return "产品占比或依据变了"
    return f"{after['segment']}缺口的严重度由{_two(was)}到{_two(is_)}"


def _rescored(before: dict[str, Any], after: dict[str, Any], gaps: Severities) -> str:
    said = (
        []
        if before["segment_id"] == after["segment_id"]
        else [f"最适合的环节由{before['segment']}变为{after['segment']}"]
    )
    if abs(before["fit"] - after["fit"]) >= WORTH:
        said.append(f"契合由{before['fit']:.2f}到{after['fit']:.2f}({_fitted(before, after, gaps)})")
    for was, is_ in zip(before["features"], after["features"], strict=True):
        if was["value"] != is_["value"]:
            said.append(f"{is_['name']}由{_two(was['value'])}到{_two(is_['value'])}({is_['why']})")
    return f"{after['enterprise']}:{';'.join(said) or '权重变了'}。"
