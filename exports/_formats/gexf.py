"""GEXF:用 Gephi 打开,看布局和社区。"""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx

from exports._formats._plain import plain
from graph import network
from graph.store import Store


def write(store: Store, target: Path) -> list[tuple[Path, str]]:
    """One GEXF file with the names as labels; lists stand in it as JSON texts."""
    made = plain(network.of(store))
    for node, fields in made.nodes(data=True):
        fields["label"] = fields.get("name", node)
        if "id" in fields:
            fields["key"] = fields.pop("id")  # GEXF's own words: id of a node, type of an edge
    for _, _, fields in made.edges(data=True):
        if "type" in fields:
            fields["place_type"] = fields.pop("type")
    target.parent.mkdir(parents=True, exist_ok=True)
    # networkx stamps the day of writing; the same graph gives the same bytes.
    text = re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(nx.generate_gexf(made)))
    target.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n', encoding="utf-8", newline="\n")
    return [(target, "GEXF 图")]
