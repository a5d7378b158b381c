"""A build killed at any moment: the old graph answers, the next build succeeds and clears what was left.

LIANTU_KILLS=50 kills more often than every run of the tests can afford.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from graph.store import open_store
from tests.county import FIRMS, make

ROOT = Path(__file__).parent.parent.parent
RUN = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import cli; cli.main()"
KILLS = int(os.environ.get("LIANTU_KILLS", "4"))
STOCK = "MATCH (e:Enterprise) RETURN e.name AS name ORDER BY name"
STATE = "MATCH (m:Meta) RETURN m.state AS state ORDER BY m.id"


def building(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-c", RUN, "-C", str(folder), "build"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def held(folder: Path) -> set[str]:
    """The names of the enterprises in the graph, which must be whole."""
    store = open_store(str(folder / ".liantu" / "graph.lbug"))
    try:
        assert store.run(STATE) == [{"state": "完整"}]
        return {row["name"] for row in store.run(STOCK)}
    finally:
        store.close()


def table(version: int) -> str:
    return FIRMS + "".join(f"第{version}版{i}号有限公司,夏邑县,棉纱\n" for i in range(500))


def test_a_killed_build_leaves_the_old_graph_and_no_litter(tmp_path: Path) -> None:
    store, _ = make(tmp_path, {"企业.csv": table(0)})
    store.close()
    started = time.monotonic()
    assert building(tmp_path).wait(120) == 0
    whole = time.monotonic() - started
    old, chance = held(tmp_path), random.Random(5)
    for version in range(1, KILLS + 1):
        (tmp_path / "企业.csv").write_text(table(version), encoding="utf-8")
        process = building(tmp_path)
        time.sleep(chance.uniform(0.1, 1.0) * whole)
        process.kill()
        process.wait(120)
        killed = held(tmp_path)
        assert killed == old or f"第{version}版0号有限公司" in killed
        assert len(killed) == len(old)
        assert building(tmp_path).wait(120) == 0
        old = held(tmp_path)
        assert f"第{version}版0号有限公司" in old
        left = {p.relative_to(tmp_path / ".liantu").parts[0] for p in (tmp_path / ".liantu").iterdir()}
        assert left == {"graph.lbug", "cache"}
        assert not [p for p in (tmp_path / ".liantu" / "cache").iterdir() if p.name.startswith("new-")]
