"""A real Neo4j for these tests, started once; graphs that both engines are asked about."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli import compile_project
from graph.frames import Graph
from graph.modules import ROOT
from graph.store import Store, open_store
from graph.store.pieces import whole
from tests.county import make
from tests.stores import graphs
from tests.stores.server import Server, jars


@pytest.fixture(scope="session")
def packages() -> None:
    """The server's jars are here, or the test skips and says so; under CI they must be."""
    try:
        jars()
    except (OSError, RuntimeError, ValueError) as error:
        reason = f"Neo4j 的安装包下载不了({str(error)[:120]});可用 LIANTU_TEST_NEO4J=bolt://… 指明一个服务器"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a Neo4j answers."""
    given = os.environ.get("LIANTU_TEST_NEO4J")
    if given:
        yield given
        return
    request.getfixturevalue("packages")
    server = Server(tmp_path_factory.mktemp("neo4j")).start()
    yield server.address
    server.stop()


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Store]:
    """Every graph in an embedded store of its own."""
    found: dict[str, Store] = {}
    folder = tmp_path_factory.mktemp("seed")
    seed = folder / "graph.lbug"
    shutil.copytree(ROOT / "data" / "seed", folder / "seed")
    compile_project(folder / "seed", str(seed), write=True)
    found["seed"] = open_store(str(seed))
    for name in ("generated", "awkward"):
        found[name] = make(tmp_path_factory.mktemp(name), *getattr(graphs, name)())[0]
    return found


@pytest.fixture(scope="module", params=["seed", "generated", "awkward"])
def both(
    request: pytest.FixtureRequest, embedded: dict[str, Store], address: str
) -> Iterator[tuple[Store, Store]]:
    """One graph in both engines."""
    here = embedded[request.param]
    there = open_store(address)
    # in another order, so that a text whose ORDER BY leaves ties shows itself
    there.replace(
        {kind: frame.sample(fraction=1, shuffle=True, seed=3) for kind, frame in whole(here).items()}
    )
    yield here, there
    there.close()


@pytest.fixture(scope="session")
def seed_graph(embedded: dict[str, Store]) -> Graph:
    return whole(embedded["seed"])


@pytest.fixture(scope="session")
def seed_path(embedded: dict[str, Store]) -> Path:
    return embedded["seed"].path  # type: ignore[attr-defined, no-any-return]
