"""What would fail on Windows, as far as the text of the shipped code shows it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHIPPED = [
    ROOT / "cli.py",
    *(p for d in ("graph", "loaders", "queries", "exports") for p in (ROOT / d).rglob("*.py")),
]
MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
CALLS = {
    "chown",
    "fork",
    "forkpty",
    "geteuid",
    "getuid",
    "kill",
    "killpg",
    "mkfifo",
    "nice",
    "setsid",
    "setuid",
    "umask",
}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_that_only_posix_has(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            assert not MODULES & {name.partition(".")[0] for name in names}, ast.unparse(node)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            assert node.attr not in CALLS, f"os.{node.attr} at line {node.lineno}"
        if isinstance(node, ast.keyword):
            shell = node.arg == "shell" and isinstance(node.value, ast.Constant) and node.value.value
            assert not shell and node.arg != "preexec_fn", f"{node.arg} at line {node.value.lineno}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not node.value.startswith(("/tmp", "/dev/", "/proc/")), node.value
