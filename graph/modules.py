"""Modules found, never registered: every file of a package whose name does not begin with "_"."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

SAYS = {"OPTIONS": "options", "ARGUMENT": "argument", "EXAMPLE": "example", "NEEDS_INPUT": "needs_input"}
ROOT = Path(__file__).parent.parent


def names(package: str) -> list[str]:
    """The names of a package's modules, sorted, without importing any."""
    found = pkgutil.iter_modules([str(ROOT / package)])
    return sorted(m.name for m in found if not m.name.startswith("_"))


def load(package: str, name: str) -> ModuleType:
    """One module."""
    return importlib.import_module(f"{package}.{name}")


def load_all(package: str) -> dict[str, ModuleType]:
    """All modules of a package by name."""
    return {name: load(package, name) for name in names(package)}


@dataclass(frozen=True)
class About:
    """What a module says of itself: first line, example, options, argument; whether it answers only when given one."""

    title: str
    example: str
    options: dict[str, tuple[str, str]] = field(default_factory=dict)
    argument: str | None = None
    needs_input: bool = False


def about(package: str, name: str) -> About:
    """Read from the head of the source, down to its first class or function, without importing it: help is quick."""
    source = (ROOT / package / f"{name}.py").read_text(encoding="utf-8")
    tree = ast.parse(re.split(r"^(?:class|def|@)", source, maxsplit=1, flags=re.MULTILINE)[0])
    said: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in SAYS:
            said[SAYS[ast.unparse(node.targets[0])]] = ast.literal_eval(node.value)
    title = (ast.get_docstring(tree) or name).splitlines()[0]
    return About(**{"title": title, "example": f"liantu -C liantu-demo {name}"} | said)
