"""How long commands take to start, as ratios to Python starting with click, all measured in one run.

uv run python bench/startup.py [PROJECT]: PROJECT is a folder that ``liantu demo`` made (default: liantu-demo).
Goals: --help at most twice the floor; gaps and targets on the seed at most a second each, as whole processes.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUN = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import cli; cli.main()"


def seconds(*command: str) -> float:
    """The least of five wall times of a process."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-P", "-c", *command], capture_output=True, check=True)
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    """Print each command beside the floor."""
    project = sys.argv[1] if len(sys.argv) > 1 else "liantu-demo"
    floor = seconds("import click")
    print(f"Python 带 click 启动 {floor:.2f} 秒")
    for words in (["--help"], ["targets", "--help"], ["-C", project, "gaps"], ["-C", project, "targets"]):
        took = seconds(RUN, *words)
        print(f"liantu {' '.join(words)}\t{took:.2f} 秒\t{took / floor:.1f} 倍")


if __name__ == "__main__":
    main()
