"""链文件 chains/*.yaml: chains, their segments and feeds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from graph.chainfile import ChainFile, FeedEntry, SegmentEntry
from graph.industries import code_of
from graph.names import nearest
from graph.problem import Problem
from loaders._yaml import Lines, load

Record = dict[str, Any]
Records = dict[str, list[Record]]
_FORBIDDEN = ":;"
# the segment's, not its place's
_DECLARED = ("codes", "words", "exclude", "radius", "attract", "needs", "target")
_REASONS = {
    "literal_error": "只能填:{expected}",
    "float_parsing": "不是数",
    "less_than_equal": "不能大于 {le}",
    "greater_than_equal": "不能小于 {ge}",
    "greater_than": "应大于 {gt}",
    "list_type": "应是列表,如 [甲, 乙]",
    "bool_parsing": "只能填 true 或 false",
    "date_from_datetime_parsing": "不是日期(例:2025-03-18)",
    "date_parsing": "不是日期(例:2025-03-18)",
    "model_type": "应写成 {{键: 值}}",
    "dict_type": "应写成 环节名: {{…}}",
    "string_type": "应是文字",
    "missing": "缺少这个键",
}


def read(path: Path, file: str) -> tuple[Records, list[Problem]]:
    """Records of Chain, Segment, InChain, Under and Feeds, ends still as written, with the Problems."""
    data, lines = load(path, file)
    goals = _goal_lines(data, lines)
    chain, problems = _checked(ChainFile, data, file, lines, ())
    found: Records = {kind: [] for kind in ("Chain", "Segment", "InChain", "Under", "Feeds")}
    if chain is None:
        return found, [
            *problems[:-1],
            Problem(file, "缺少「chain: 链名」,这个文件未读入", row=1, column="chain"),
        ]
    bad = [name for name in (chain.chain, *(chain.segments or {})) if set(name) & set(_FORBIDDEN)]
    if chain.chain in bad:
        row = lines.get(("chain",))
        reason = "链名里不能有 : 或 ;,这个文件未读入"
        return found, [*problems, Problem(file, reason, row=row, column="chain", value=chain.chain)]
    base = {"source": chain.source, "date": chain.date, "confidence": chain.confidence, "_file": file}
    itself = chain.chain if chain.segments is None else None  # an undecided group
    found["Chain"].append(
        base | {"name": chain.chain, "group": chain.group or itself, "category": chain.category,
                "weight": chain.weight, "decided": chain.segments is not None, "_row": 1}
    )  # fmt: skip
    for name, entry in (chain.segments or {}).items():
        row = lines.get(("segments", name))
        if name in bad:
            problems.append(Problem(file, "环节名里不能有 : 或 ;,未读入", row=row, value=name))
            continue
        problems += _segment(chain.chain, name, entry, base | {"_row": row}, found)
    for kind, key in (("InChain", "of"), ("Under", "under"), ("Feeds", "feeds")):
        for record in found[kind]:
            name = record["from"].partition(":")[2]
            row = goals.get((name, record["to"])) or lines.get(("segments", name, key))
            record["_row"] = row or record["_row"]
    return found, problems


def _goal_lines(data: Record, lines: Lines) -> dict[tuple[str, str], int]:
    """(segment, goal of a feed) → its line, from the document as it is written."""
    found: dict[tuple[str, str], int] = {}
    segments = data.get("segments")
    for name, entry in segments.items() if isinstance(segments, dict) else ():
        path = ("segments", name, "feeds")
        feeds = entry.get("feeds") if isinstance(entry, dict) else None
        for number, item in enumerate(feeds if isinstance(feeds, list) else [feeds]):
            goal = item.get("to") if isinstance(item, dict) else item
            row = lines.get((*path, str(number))) or lines.get(path)
            if isinstance(goal, str) and row:
                found.setdefault((name, goal), row)
    return found


def names(records: Records) -> set[str]:
    """The names of the chains and segments that are declared."""
    return {str(r["name"]) for kind in ("Chain", "Segment") for r in records.get(kind, [])}


def _segment(chain: str, name: str, entry: SegmentEntry, base: Record, found: Records) -> list[Problem]:
    file, row = str(base["_file"]), base["_row"]
    own = base | {k: v for k in ("source", "date", "confidence") if (v := getattr(entry, k)) is not None}
    problems = []
    key = f"{entry.of or chain}:{name}"
    if entry.stage is None:
        problems.append(
            Problem(file, "缺少 stage(上游、中游、下游、配套),未读入", row=row, column="stage", value=name)
        )
        return problems
    if entry.of is None or entry.of == chain:
        codes = [code for c in entry.codes if (code := code_of(c))]
        problems += [
            Problem(file, "不是 GB/T 4754 行业代码", row=row, column="codes", value=c)
            for c in entry.codes
            if code_of(c) is None
        ]
        found["Segment"].append(
            own | {"id": key, "name": name, "home": chain, "codes": codes, "words": entry.words,
                   "exclude": entry.exclude, "radius": entry.radius, "attract": entry.attract,
                   "needs": entry.needs, "target": entry.target}
        )  # fmt: skip
    else:
        why = f"由「{entry.of}」声明的环节,这一项写在那里才算,这里未用"
        problems += [
            Problem(file, why, row=row, column=k, value=_written(getattr(entry, k)))
            for k in _DECLARED
            if k in entry.model_fields_set
        ]
    found["InChain"].append(
        own | {"from": key, "to": chain, "stage": entry.stage, "necessity": entry.necessity}
    )
    if entry.under:
        found["Under"].append(own | {"from": key, "to": entry.under, "chain": chain})
    for item in entry.feeds:
        feed = FeedEntry(to=item) if isinstance(item, str) else item
        said = own | {k: v for k in ("source", "date", "confidence") if (v := getattr(feed, k)) is not None}
        found["Feeds"].append(
            said
            | {
                "from": key,
                "to": feed.to,
                "necessity": feed.necessity,
                "recycle": feed.recycle,
                "chain": chain,
            }
        )
    return problems


def _checked(
    model: type[BaseModel], data: Record, file: str, lines: Lines, path: tuple[str, ...]
) -> tuple[Any, list[Problem]]:
    """The model of the data; what does not fit is dropped and reported, and the rest is kept."""
    problems: list[Problem] = []
    for _ in range(1000):
        try:
            return model.model_validate(data), problems
        except ValidationError as error:
            wrong = [(item, _keys(item)) for item in error.errors() if not _other_shape(item)]
            for item, keys in wrong:
                problem = _problem(item, keys, file, lines, path)
                if problem not in problems:
                    problems.append(problem)
            # from the end, so that the places in a list still hold
            dropped = [
                _drop(data, keys[:-1] if item["type"] == "missing" else keys)
                for item, keys in reversed(wrong)
            ]
            if not any(dropped):
                return None, problems
    return None, problems


def _keys(item: Any) -> tuple[str, ...]:
    return tuple(str(k) for k in item["loc"] if str(k) not in ("str", "FeedEntry"))


def _other_shape(item: Any) -> bool:
    """A feed may be a name or {to: …}: what it would lack as a name is no fault of the other."""
    return str((item["loc"] or ("",))[-1]) == "str" and isinstance(item.get("input"), dict)


def _written(value: Any) -> str | None:
    """A value for a sentence: a list or a mapping as its parts."""
    if value is None:
        return None
    if isinstance(value, dict):
        return "、".join(f"{k}: {_written(v)}" for k, v in value.items())
    return "、".join(_written(v) or "" for v in value) if isinstance(value, list) else str(value)


def _problem(item: Any, keys: tuple[str, ...], file: str, lines: Lines, path: tuple[str, ...]) -> Problem:
    at = keys
    while at and (*path, *at) not in lines:
        at = at[:-1]
    row = lines.get((*path, *at))
    if item["type"] == "extra_forbidden":
        model: type[BaseModel] = SegmentEntry if len(keys) == 3 else FeedEntry if len(keys) > 3 else ChainFile
        guess = nearest(keys[-1], model.model_fields)
        reason = "不认识的键" + (f",您是不是要「{guess}」?" if guess else "")
        return Problem(file, reason, row=row, column=keys[-1], value=_written(item.get("input")))
    context = {
        k: str(v).replace("'", "").replace(" or ", "、").replace(", ", "、")
        for k, v in (item.get("ctx") or {}).items()
    }
    reason = _REASONS.get(item["type"], "不是可用的值").format_map(_Blank(context))
    return Problem(
        file, reason, row=row, column=keys[-1] if keys else None, value=_written(item.get("input"))
    )


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _drop(data: Any, keys: tuple[str, ...]) -> bool:
    """Take the offending part out of the data; whether there was any."""
    for key in keys[:-1]:
        if isinstance(data, dict) and key in data:
            data = data[key]
        elif isinstance(data, list) and key.isdigit() and int(key) < len(data):
            data = data[int(key)]
        else:
            return False
    last = keys[-1] if keys else ""
    if isinstance(data, dict) and last in data:
        del data[last]
        return True
    if isinstance(data, list) and last.isdigit() and int(last) < len(data):
        data.pop(int(last))
        return True
    return False
