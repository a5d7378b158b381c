"""Modules found, never registered: every file of a package whose name does not begin with "_"."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

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
