"""What an export asks before it writes: questions with their options, some of which hang on earlier answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Rows = Mapping[str, list[dict[str, Any]]]
Row = Mapping[str, Any]
Options = dict[str, Any]
# The name of the answer → the question's options (``question`` where its name is another), or what gives them, or
# null for no asking, from the answers so far and the export's own options.
Needs = Mapping[str, Options | Callable[[Rows, Options], Options | None]]

WAITING = 2000  # 待核 links that a person is given to judge at a time, those of local enterprises first
SHOWN = 100  # local enterprises of a segment that are drawn, 链主 and those with honors first
EACH = 30  # targets of a segment that are listed; how many there are beside them is said


def gathered(
    needs: Needs, own: Options, ask: Callable[..., list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """The answers by name, asked in their order."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, need in needs.items():
        found = need(rows, own) if callable(need) else need
        options = dict(found or {})
        question = options.pop("question", name)
        rows[name] = [] if found is None else ask(question, **options)
    return rows


def listed(rows: Rows, _own: Options) -> Options:
    """The links of the county's own enterprises and of the targets that are listed."""
    return _links(rows["segments"], rows["targets"])


def drawn(rows: Rows, _own: Options) -> Options:
    """The links of the enterprises that are drawn, the county's own and targets."""
    return _links(map(foremost, rows["segments"]), rows["targets"])


def _links(segments: Iterable[Row], targets: Iterable[Row]) -> Options:
    here = {firm["id"] for segment in segments for firm in segment["firms"]}
    return {"ids": sorted(here | {target["id"] for target in targets})}


def foremost(segment: Row) -> dict[str, Any]:
    """A segment with the first of its local enterprises; ``count`` says how many there are."""
    firms = segment["firms"]
    best = sorted(range(len(firms)), key=lambda i: (not firms[i]["leader"], not firms[i]["honors"], i))
    return {**segment, "firms": [firms[i] for i in sorted(best[:SHOWN])], "count": len(firms)}


def courted(segment: Row, listed: int) -> int:
    """How many groups of companies could be courted for a segment, of which so many are listed."""
    return max(listed, segment["courted"]) if listed >= EACH else listed


def cut(segments: Iterable[Row], listed: Mapping[str, Sequence[int]]) -> bool:
    """Whether more could be courted for one of these segments than are listed there."""
    counts = ((segment, len(listed.get(segment["segment_id"], ()))) for segment in segments)
    return any(courted(segment, count) > count for segment, count in counts)
