"""A store of N enterprises made of the seed's chains: questions on it, cold, as whole processes.

uv run python bench/million.py [N] [FOLDER]: prints each question's time as a ratio to opening the store and reading
one node in a process of its own, measured in the same run. The goal is 1 s for each question at a million.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from graph import ranks
from graph.build import build
from graph.divisions import divisions, level
from graph.frames import conform
from graph.model import KINDS
from graph.modules import ROOT
from graph.projectfile import load_project
from graph.store import open_store
from loaders import read

RUN = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import cli; cli.main()"
FLOOR = f"""import sys; sys.path.insert(0, {str(ROOT)!r})
from graph.store import open_store
open_store(sys.argv[1]).run("MATCH (m:Meta) RETURN m.county AS county ORDER BY county")"""
QUESTIONS = (
    ["gaps"], ["targets"], ["targets", "--chain", "纺织服装"], ["targets", "--region", "浙江省"],
    ["targets", "--segment", "印染"], ["links", "企业500000有限公司"], ["chains"], ["leaders"],
)  # fmt: skip


def enterprises(count: int, random: np.random.Generator, regions: list[str]) -> pl.DataFrame:
    """So many firms with features known for a part of them."""
    ids = [f"name:企业{i}" for i in range(count)]

    def feature(known: float) -> pl.Series:
        values = random.random(count).round(4)
        return pl.Series(np.where(random.random(count) < known, values, np.nan)).fill_nan(None)

    why = pl.lit("据公开资料")
    made = pl.DataFrame(
        {"id": ids, "name": [f"企业{i}有限公司" for i in range(count)], "group": ids,
         "seat": random.choice(regions, count), "is_local": random.random(count) < 0.001,
         "strength": feature(0.3), "expansion": feature(0.1), "access": feature(0.05), "ties": feature(0.02),
         "quality": feature(0.1), "revenue": feature(0.2) * 100_000}
    )  # fmt: skip
    return made.with_columns(
        group_local=pl.lit(False), tier=pl.lit("成长"), listed=pl.lit(False),
        **{f"{n}_why": why for n in ("strength", "expansion", "access", "ties", "quality")},
    )  # fmt: skip


def links(firms: pl.DataFrame, segments: list[str], random: np.random.Generator) -> pl.DataFrame:
    """A link of every fourth firm, one in ten 待核: of a million about 120,000 are candidates for a gap."""
    linked = firms.filter(pl.int_range(pl.len()) % 4 == 0)
    return pl.DataFrame(
        {"from": linked["id"], "to": random.choice(segments, linked.height),
         "state": np.where(random.random(linked.height) < 0.1, "待核", "已确认"), "strength": 0.9,
         "local": linked["is_local"], "evidence": "主要产品含产品词"}
    )  # fmt: skip


def make(count: int, path: Path) -> None:
    """The store: the seed's graph and so many firms more."""
    seed = ROOT / "data" / "seed"
    project, _ = load_project(seed)
    sources = read(seed, project)
    graph = build(project, sources.chains, sources.frames).graph
    random = np.random.default_rng(1)
    counties = [c for c in divisions() if level(c) == "县" and not c.startswith("4114")]
    firms = enterprises(count, random, counties)
    for kind, made in (
        ("Enterprise", firms),
        ("Makes", links(firms, graph["Segment"]["id"].to_list(), random)),
    ):
        graph[kind] = pl.concat([graph[kind], conform(KINDS[kind], made)])
    ranks.place(graph, project.policy)
    open_store(str(path)).replace(graph)


def seconds(*command: str) -> float:
    """The wall time of a process; its failure ends the run."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-P", "-c", *command], capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        sys.exit(done.stderr)
    return time.perf_counter() - started


def main() -> None:
    """Make the store once a folder, then ask."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp(prefix="liantu-million-"))
    path = folder / "graph.lbug"
    if not path.exists():
        make(count, path)
    floor = min(seconds(FLOOR, str(path)) for _ in range(3))
    print(f"{count} 家企业;底线(打开图谱、读一个节点){floor:.2f} 秒")
    for question in QUESTIONS:
        took = min(seconds(RUN, "--store", str(path), *question, "--format", "json") for _ in range(3))
        print(f"{' '.join(question)}\t{took:.2f} 秒\t{took / floor:.1f} 倍")


if __name__ == "__main__":
    main()
