"""KGX:知识图谱交换格式(节点表和边表两个 .tsv),可放回项目里再 build。"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from graph import network
from graph.model import EDGES, NODES, fields
from graph.store import Store
from graph.store.pieces import whole

_BARE = str.maketrans({"\t": " ", "\r": " ", "\n": "\u2028"})


def write(store: Store, target: Path) -> list[tuple[Path, str]]:
    """``FILE_nodes.tsv`` and ``FILE_edges.tsv``; lists part at | (a | inside a value becomes |).

    KGX reads without quotes, so a tab in a value becomes a space and a new line the line separator U+2028.
    """
    graph = whole(store)
    stem = target.with_suffix("") if target.suffix in (".tsv", ".kgx", ".txt") else target
    target.parent.mkdir(parents=True, exist_ok=True)
    nodes, edges = (stem.with_name(f"{stem.name}_{part}.tsv") for part in ("nodes", "edges"))
    own = dict.fromkeys(
        name for kind in NODES for name in fields(kind) if name not in ("id", "name", "category")
    )
    _table(nodes, ["id", "category", "name", "key", "chain_category", *own],
           ({**f, "id": node, "category": f["kind"], "key": f.get("id"), "chain_category": f.get("category")}
            for node, f in network.nodes(graph)))  # fmt: skip
    own = dict.fromkeys(name for kind in EDGES for name in fields(kind))
    _table(edges, ["id", "subject", "predicate", "object", *own],
           ({**f, "id": f"e{n}", "subject": a, "predicate": f["kind"], "object": b}
            for n, (a, b, f) in enumerate(network.edges(graph))))  # fmt: skip
    return [(nodes, "KGX 节点表"), (edges, "KGX 边表")]


def _table(path: Path, heads: list[str], rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\t".join(heads) + "\n")
        file.writelines("\t".join(_cell(row.get(head)) for head in heads) + "\n" for row in rows)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        text = "|".join(str(v).replace("|", "|") for v in value)
    elif isinstance(value, bool):
        text = "true" if value else "false"
    else:
        text = "" if value is None else str(value)
    return text.translate(_BARE)
