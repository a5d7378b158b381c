"""The wall chart: time per page and file size, by sheet. Usage: python bench/poster.py PROJECT (built, e.g. liantu-demo)."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path

from cli import STORE, answers
from exports import poster
from exports._needs import gathered
from exports._poster.paper import PAPERS
from exports._poster.press import Press
from graph.store import open_store


def main(project: Path) -> None:
    store = open_store(str(project / STORE))
    rows = gathered(poster.NEEDS, {}, partial(answers, store))
    store.close()
    about = {"county": "", "as_of": "2026-01-01"}
    print("纸张  页数  排布 毫秒/页  PDF 毫秒/页  PDF KB/页  SVG 毫秒/页  SVG KB/页")
    for sheet in PAPERS.values():
        start = time.perf_counter()
        pages = poster.book(rows, about, sheet)
        laid = time.perf_counter()
        press = Press("", sheet, pages)
        pdf = press.pdf()
        printed = time.perf_counter()
        svg = press.svg()
        drawn = time.perf_counter()
        n = len(pages)
        figures = [1000 * (laid - start) / n, 1000 * (printed - laid) / n, len(pdf) / 1024 / n,
                   1000 * (drawn - printed) / n, sum(map(len, svg)) / 1024 / n]  # fmt: skip
        print(sheet.name, n, *(f"{f:.0f}" for f in figures), sep="  ")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "liantu-demo"))
