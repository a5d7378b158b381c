"""Write the exact version of every installed package into pyproject.toml, as constraints; ``--check`` compares."""

from __future__ import annotations

import re
import sys
from importlib.metadata import distributions
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def installed() -> list[str]:
    found = {re.sub(r"[-_.]+", "-", d.name).lower(): d.version for d in distributions()}
    return [
        f"{name}=={version}" for name, version in sorted(found.items()) if name not in ("liantu", "pip", "uv")
    ]


def main() -> int:
    text = PROJECT.read_text(encoding="utf-8")
    pins = "".join(f'    "{pin}",\n' for pin in installed())
    fresh = re.sub(
        r"constraint-dependencies = \[.*?\]", f"constraint-dependencies = [\n{pins}]", text, flags=re.DOTALL
    )
    if "--check" in sys.argv:
        return 0 if fresh == text else 1
    PROJECT.write_text(fresh, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
