"""Cytoscape:Cytoscape 桌面版与 Cytoscape.js 的 JSON。"""

from __future__ import annotations

import json
from pathlib import Path

from graph import network
from graph.store import Store
from graph.store.pieces import whole


def write(store: Store, target: Path) -> list[tuple[Path, str]]:
    """One JSON file; dates are ISO texts, lists stay lists, an enterprise's own id is ``key``."""
    graph = whole(store)
    nodes = [{"data": {"key": f.get("id"), **f, "id": node, "label": f.get("name", node)}}
             for node, f in network.nodes(graph)]  # fmt: skip
    edges = [{"data": {**f, "id": f"e{number}", "source": a, "target": b, "cited": f.get("source")}}
             for number, (a, b, f) in enumerate(network.edges(graph))]  # fmt: skip
    made = {"data": {"name": "liantu"}, "elements": {"nodes": nodes, "edges": edges}}
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(made, ensure_ascii=False, indent=1, default=str)
    target.write_text(text + "\n", encoding="utf-8", newline="\n")
    return [(target, "Cytoscape 图")]
