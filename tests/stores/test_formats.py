"""Every export of the whole graph reads back the same; the real importer takes neo4j-admin's files and answers alike."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import networkx as nx
import polars as pl
import pytest

from graph import modules, network
from graph.model import KINDS, fields
from graph.store import Store, open_store
from graph.store.neo4j_store import Neo4j
from graph.store.pieces import whole
from tests.stores.server import Server, imported
from tests.stores.test_contract import answer

FORMATS = modules.names("exports/_formats")
GRAPHS = ("seed", "awkward")
FIELDS = {name: fields(kind) for name, kind in KINDS.items()}  # read once: type hints are slow to read


@pytest.fixture(params=GRAPHS)
def store(request: pytest.FixtureRequest, embedded: dict[str, Store]) -> Store:
    return embedded[request.param]


def value(kind: str, name: str, text: Any) -> Any:
    """A plain value as the graph has it."""
    field = FIELDS[kind].get(name)
    if field is None:
        return text
    if field.many:
        return json.loads(text) if isinstance(text, str) else text
    return dt.date.fromisoformat(text) if field.type is dt.date and isinstance(text, str) else text


def restored(made: Any) -> tuple[dict[str, Any], list[Any]]:
    """Nodes and edges with the graph's own values, comparable."""
    nodes = {
        n: {k: value(f["kind"], k, v) for k, v in f.items() if k != "label"} for n, f in made.nodes(data=True)
    }
    edges = [
        (a, b, {k: value(f["kind"], k, v) for k, v in f.items() if k not in ("id", "label")})
        for a, b, f in made.edges(data=True)
    ]
    return nodes, sorted(edges, key=lambda e: json.dumps(e, default=str, sort_keys=True))


def expected(store: Store) -> tuple[dict[str, Any], list[Any]]:
    return restored(network.of(store))


def cleaned(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_gives_the_same_bytes(name: str, store: Store, tmp_path: Path) -> None:
    write = modules.load("exports._formats", name).write
    first, second = (write(store, tmp_path / part / "图谱") for part in ("a", "b"))
    assert [p.read_bytes() for p, _ in first] == [p.read_bytes() for p, _ in second]
    assert modules.about("exports/_formats", name).title


def test_graphml(store: Store, tmp_path: Path) -> None:
    modules.load("exports._formats", "graphml").write(store, tmp_path / "g.graphml")
    assert restored(nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)) == expected(store)


def test_gexf(store: Store, tmp_path: Path) -> None:
    modules.load("exports._formats", "gexf").write(store, tmp_path / "g.gexf")
    made: Any = nx.read_gexf(tmp_path / "g.gexf")
    nodes, edges = restored(made)
    whole, links = expected(store)
    assert set(nodes) == {re.sub(r"\s", " ", n) for n in whole}
    assert len(edges) == len(links)
    for name, fields_ in whole.items():
        assert nodes[re.sub(r"\s", " ", name)]["kind"] == fields_["kind"]


def test_cytoscape(store: Store, tmp_path: Path) -> None:
    modules.load("exports._formats", "cytoscape").write(store, tmp_path / "g.json")
    made = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))["elements"]
    nodes, edges = expected(store)
    assert {n["data"]["id"]: n["data"]["kind"] for n in made["nodes"]} == {
        k: f["kind"] for k, f in nodes.items()
    }
    firms = {n["data"]["id"]: n["data"] for n in made["nodes"] if n["data"]["kind"] == "Enterprise"}
    for name, data in firms.items():
        assert data["products"] == nodes[name]["products"]
        assert data["key"] == nodes[name]["id"]
    ends = sorted((e["data"]["source"], e["data"]["target"], e["data"]["kind"]) for e in made["edges"])
    assert ends == sorted((a, b, f["kind"]) for a, b, f in edges)


def kgx(path: Path) -> list[dict[str, str]]:
    """A table as KGX reads it: lines part at new lines, cells at tabs, and no quote means anything."""
    lines = path.read_bytes().decode().removesuffix("\n").split("\n")
    heads = lines[0].split("\t")
    return [dict(zip(heads, line.split("\t"), strict=True)) for line in lines[1:]]


def test_kgx(store: Store, tmp_path: Path) -> None:
    (nodes, _), (edges, _) = modules.load("exports._formats", "kgx").write(store, tmp_path / "g.tsv")
    whole, links = expected(store)
    rows = {r["id"]: r for r in kgx(nodes)}
    bare = str.maketrans({"\t": " ", "\r": " ", "\n": "\u2028"})
    assert set(rows) == {name.translate(bare) for name in whole}
    for name, known in whole.items():
        row = rows[name.translate(bare)]
        assert row["category"] == known["kind"]
        assert re.fullmatch(r"[A-Z]\w+:[^\n]+", row["id"])  # a CURIE
        for name_of, cell in known.items():
            field = "chain_category" if name_of == "category" else name_of
            if isinstance(cell, list):
                assert row[field] == "|".join(cell).translate(bare)
            elif isinstance(cell, float):
                assert float(row[field]) == cell
            elif field not in ("id", "kind"):
                assert row[field].lower() == str(cell).lower().translate(bare)
    found = kgx(edges)
    assert len({r["id"] for r in found}) == len(found)
    assert all(r["subject"] in rows and r["object"] in rows for r in found)
    ends = sorted((r["subject"], r["object"], r["predicate"]) for r in found)
    assert ends == sorted((a.translate(bare), b.translate(bare), f["kind"]) for a, b, f in links)


@pytest.fixture
def mixed(embedded: dict[str, Store], tmp_path: Path) -> Store:
    """The seed and the awkward records in one graph: the importer and its server start once."""
    one, other = whole(embedded["seed"]), whole(embedded["awkward"])
    made = {kind: one[kind] for kind in one}
    for kind in ("Enterprise", "Honor", "Holds", "Supplies"):
        known = one[kind].select("id" if kind == "Enterprise" else "name" if kind == "Honor" else "from")
        made[kind] = pl.concat([one[kind], other[kind].join(known, on=known.columns, how="anti")])
    store = open_store(str(tmp_path / "mixed.lbug"))
    store.replace(made)
    return store


@pytest.mark.usefixtures("packages")
def test_neo4j_admin_imports_it_and_answers_alike(mixed: Store, tmp_path: Path) -> None:
    store = mixed
    modules.load("exports._formats", "neo4j_admin").write(store, tmp_path / "csv")
    imported(tmp_path / "csv", tmp_path / "home")
    server = Server(tmp_path / "home").start()
    there = Neo4j(server.address)
    try:
        assert expected(there) == expected(store)
        for name in modules.names("queries"):
            module = modules.load("queries", name)
            assert answer(module.answer, there, {}) == answer(module.answer, store, {}), name
        text = (tmp_path / "csv" / "constraints.cypher").read_text(encoding="utf-8")
        for statement in text.split(";\n")[:-1]:
            there.session(lambda s, c=statement: s.run(c).consume(), "WRITE")  # type: ignore[misc]
    finally:
        there.close()
        server.stop()
