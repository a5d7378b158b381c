"""A project folder of one chain for reading tests, and what reading it gives."""

from __future__ import annotations

from pathlib import Path

from graph.problem import Problem
from graph.projectfile import load_project
from loaders import Sources, read
from tests.county import CHAIN, TOML


def sources(
    folder: Path, files: dict[str, bytes | str] | None = None, toml: str = "", **chosen: str
) -> Sources:
    """Write the files beside a chain and read all."""
    (folder / "chains").mkdir(exist_ok=True)
    (folder / "liantu.toml").write_text(TOML + toml, encoding="utf-8")
    (folder / "chains" / "纺织服装.yaml").write_text(CHAIN, encoding="utf-8")
    for name, data in (files or {}).items():
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    project, _ = load_project(folder)
    return read(folder, project, chosen=chosen or None)


def serious(found: Sources) -> list[Problem]:
    """The Problems that a user should mend."""
    return [p for p in found.problems if p.level == "问题"]
