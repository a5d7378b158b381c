"""Reading a registry export against the floor: reading.py N (firms); .xlsx against fastexcel, .csv against polars."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import fastexcel
import polars as pl

from bench.registry import write_csv, write_xlsx
from graph.projectfile import load_project
from loaders import read

TOML = '[project]\nregion = "411426"\nas_of = 2026-01-01\n'
CHAIN = "chain: 纺织\nsegments:\n  纺纱: {stage: 上游, words: [棉纱]}\n"


def timed(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def project(folder: Path) -> Callable[[], object]:
    (folder / "chains").mkdir(parents=True)
    (folder / "liantu.toml").write_text(TOML, encoding="utf-8")
    (folder / "chains" / "a.yaml").write_text(CHAIN, encoding="utf-8")
    return lambda: read(folder, load_project(folder)[0])


def main(n: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        one, two = Path(name) / "csv", Path(name) / "xlsx"
        read_csv, read_xlsx = project(one), project(two)
        write_csv(n, one / "工商.csv")
        write_xlsx(n, two / "工商.xlsx")
        size = (one / "工商.csv").stat().st_size
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        ours = timed(read_csv)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        text = (one / "工商.csv").read_bytes().decode("gb18030").encode()
        floor = timed(lambda: pl.read_csv(text, infer_schema=False))
        print(f"csv  {n:>9,} rows {size >> 20} MB: {ours:.1f} s, polars alone {floor:.1f} s, ratio {ours / floor:.2f}; "
              f"peak +{(peak - before) >> 10} MB")  # fmt: skip
        floor = timed(
            lambda: (
                fastexcel.read_excel(two / "工商.xlsx")
                .load_sheet(0, header_row=None, dtypes="string")
                .to_polars()
            )
        )
        ours = timed(read_xlsx)
        print(
            f"xlsx {n:>9,} rows: {ours:.1f} s, fastexcel alone {floor:.1f} s, ratio {ours / floor:.2f} (goal ≤ 2)"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
