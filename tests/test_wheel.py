"""A built wheel, installed in an empty environment outside the repository, runs the demo, seed included."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_the_wheel_runs_the_demo(tmp_path: Path) -> None:
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("没有 uv,不能装轮子")
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", str(tmp_path), str(ROOT)], check=True)
    wheel = next(tmp_path.glob("*.whl"))
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(tmp_path / "env")], check=True)
    scripts = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run(
        [uv, "pip", "install", "--quiet", "--python", str(scripts / "python"), str(wheel)], check=True
    )
    done = subprocess.run(
        [str(scripts / "liantu"), "demo"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "liantu-demo" / "out" / "gaps.json").is_file()
