"""What each file said when it was last read, kept beside the store, so that only changed files are read again."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, astuple
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from graph.modules import ROOT
from graph.problem import Problem
from loaders._read import Read
from loaders._table import Balance

REST = "rest.json"
# What a cache that is damaged, or that another build clears at the same time, can raise; then the file is read again.
_UNUSABLE = (OSError, ValueError, TypeError, KeyError, pl.exceptions.PolarsError)


class Cache:
    """One folder an entry, named by all that the reading depends on; an unknown folder keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        """Remember the folder; it is made when something is first kept."""
        self.folder = folder
        self._used: set[str] = set()

    def key(self, path: Path, *settings: Any) -> str:
        """The name of an entry: the file's bytes, the settings that touch its reading, the code that reads it."""
        if self.folder is None:
            return ""
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
        said = json.dumps([content, _code(), *settings], sort_keys=True)
        name = hashlib.sha256(said.encode()).hexdigest()[:40]
        self._used.add(name)
        return name

    def get(self, key: str) -> Read | None:
        """What was kept, if it is whole."""
        if self.folder is None:
            return None
        place = self.folder / key
        try:
            data = (place / REST).read_bytes()
            said, _, digest = data.rpartition(b"\n")
            if hashlib.sha256(said).hexdigest().encode() != digest:
                return None
            rest = json.loads(said)
            return Read(
                [(kind, _frame(place / name, digest)) for kind, name, digest in rest["frames"]],
                [Problem(*row) for row in rest["problems"]],
                [Balance(**row) for row in rest["balances"]],
            )
        except _UNUSABLE:
            return None

    def keep(self, key: str, read: Read) -> None:
        """Keep it; a folder that cannot be written to is no reason to stop."""
        if self.folder is None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            place = Path(tempfile.mkdtemp(prefix="new-", dir=self.folder))
            frames = [(kind, *_write(place, i, frame)) for i, (kind, frame) in enumerate(read.frames)]
            rest = {"frames": frames, "problems": [astuple(p) for p in read.problems],
                    "balances": [asdict(b) for b in read.balances]}  # fmt: skip
            said = json.dumps(rest).encode()
            (place / REST).write_bytes(said + b"\n" + hashlib.sha256(said).hexdigest().encode())
            shutil.rmtree(self.folder / key, ignore_errors=True)
            place.rename(self.folder / key)
        except OSError:
            pass

    def clear(self) -> None:
        """Forget what this reading did not ask for, and what a killed one left."""
        if self.folder is not None and self.folder.is_dir():
            for place in self.folder.iterdir():
                if place.name not in self._used:
                    shutil.rmtree(place, ignore_errors=True)


def _write(place: Path, number: int, frame: pl.DataFrame) -> tuple[str, str]:
    name = f"{number}.arrow"
    frame.write_ipc(place / name, compression="lz4")
    return name, _digest(place / name)


def _frame(path: Path, digest: str) -> pl.DataFrame:
    if _digest(path) != digest:
        raise ValueError(path)
    return pl.read_ipc(path)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@cache
def _code() -> Sequence[str]:
    """One hash of the code and reference data that decide how a file is read, and the libraries that read it."""
    digest = hashlib.sha256()
    for part in ("loaders/**/*.py", "graph/**/*.py", "data/reference/*.csv"):
        for path in sorted(ROOT.glob(part)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return [digest.hexdigest(), *(version(name) for name in ("polars", "fastexcel"))]
