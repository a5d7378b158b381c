"""GraphML:Gephi、yEd、Neo4j(APOC)、igraph 都能打开。"""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from exports._formats._plain import plain
from graph import network
from graph.store import Store


def write(store: Store, target: Path) -> list[tuple[Path, str]]:
    """One GraphML file; lists stand in it as JSON texts."""
    target.parent.mkdir(parents=True, exist_ok=True)
    nx.write_graphml_xml(plain(network.of(store)), target)
    return [(target, "GraphML 图")]
