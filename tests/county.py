"""A county of one chain for tests: written as a user would, read by the real loaders, kept in a real store."""

from __future__ import annotations

from pathlib import Path

from graph.build import build
from graph.problem import Problem
from graph.projectfile import load_project
from graph.store import Store, open_store
from loaders import read

TOML = '[project]\nregion = "411426"\nname = "夏邑县"\nas_of = 2026-01-01\n'
CHAIN = """chain: 纺织服装
category: 传统
segments:
  纺纱: {stage: 上游, necessity: 1, words: [棉纱], feeds: [织造]}
  织造: {stage: 中游, necessity: 1, words: [坯布], feeds: [印染]}
  印染: {stage: 中游, necessity: 1, words: [染整], feeds: [面料]}
  面料: {stage: 中游, necessity: 0.8, words: [色织面料], feeds: [服装]}
  服装: {stage: 下游, necessity: 1, words: [衬衫]}
"""
FIRMS = """企业名称,地区,主要产品
华鹏纺织有限公司,411426,棉纱;坯布
赛琪体育有限公司,夏邑县,衬衫
航民股份有限公司,浙江杭州,染整布
盛泰集团有限公司,浙江省绍兴市,色织面料
"""


def make(
    folder: Path, files: dict[str, str] | None = None, chain: str = CHAIN
) -> tuple[Store, list[Problem]]:
    """Write, read, build and store a project; the store and the problems."""
    (folder / "chains").mkdir(parents=True, exist_ok=True)
    (folder / "liantu.toml").write_text(TOML, encoding="utf-8")
    (folder / "chains" / "纺织服装.yaml").write_text(chain, encoding="utf-8")
    for name, text in ({"企业.csv": FIRMS} | (files or {})).items():
        (folder / name).write_text(text, encoding="utf-8")
    project, problems = load_project(folder)
    sources = read(folder, project)
    built = build(project, sources.chains, sources.frames)
    store = open_store(str(folder / ".liantu" / "graph.lbug"))
    store.replace(built.graph)
    return store, [*problems, *sources.problems, *sources.as_written(built.problems)]
