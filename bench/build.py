"""A whole build of N firms against the floor, with peak memory, growth and cold questions: build.py [N] [FOLDER].

The floor does in one process what no build can leave out: the same bytes decoded and read by polars, the same words
found in the same scopes by extract_many, the same rows COPYed into a store. Goals: at most 3 floors, 6 GB, growth
(exponent from N/10 to N) at most 1.05, each question at most 1 s. Ratios are of processor seconds, so that what else
the machine does matters little.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from bench.registry import write_csv
from graph.modules import ROOT

CLI = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import cli; cli.main()"
SELF = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from bench import build; build."
OUTPUTS = (["map"], ["map", "--chain", "纺织服装"], ["lists"], ["poster"], ["dossier"])
QUESTIONS = (["gaps"], ["targets"], ["targets", "--chain", "纺织服装"], ["chains"], ["leaders"])
SMALL = 100_000  # an exponent below it measures the start, not the growth
# A user's Python keeps what it has compiled; so do the processes measured here.
KEPT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "liantu-bytecode")
}


def process(*command: str) -> tuple[float, float, int, str]:
    """Seconds, seconds of all processors, peak MB and output of a process of its own; its failure ends the run."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(
            [sys.executable, "-P", "-c", *command], stdout=out, stderr=subprocess.DEVNULL, env=KEPT
        )
        _, status, usage = os.wait4(child.pid, 0)
        took = time.perf_counter() - begin
        out.seek(0)
        said = out.read().decode()
    if status:
        sys.exit(f"{command}: {status}")
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10, said


def project(n: int, folder: Path) -> Path:
    """The seed with a registry export of n firms."""
    place = folder / f"{n}"
    if not place.exists():
        shutil.copytree(ROOT / "data" / "seed", place)
        write_csv(n, place / "工商.csv")
    return place


def steps(place: str) -> None:
    """Print the seconds of each step of a build, as JSON."""
    from graph.build import build
    from graph.projectfile import load_project
    from graph.store import open_store
    from loaders import read

    marks = [time.process_time()]
    made, _ = load_project(Path(place))
    sources = read(Path(place), made)
    marks.append(time.process_time())
    graph = build(made, sources.chains, sources.frames).graph
    marks.append(time.process_time())
    open_store(place + "/.liantu/steps.lbug").replace(graph)
    marks.append(time.process_time())
    Path(place, ".liantu", "steps.lbug").unlink()
    print(json.dumps([b - a for a, b in pairwise(marks)]))


def floor(place: str) -> None:
    """Print the seconds of the least work, as JSON: read, words, COPY of the graph that the store holds."""
    import ladybug
    import polars as pl

    from graph.link.lexicon import groups
    from graph.model import EDGES, KINDS, NODES
    from graph.store.embedded import BUILD, ROOM, create

    marks = [time.process_time()]
    text = Path(place, "工商.csv").read_bytes().decode("gb18030", errors="replace").encode()
    rows = pl.read_csv(text, infer_schema=False)
    del text
    marks.append(time.process_time())
    words = sorted({word for group in groups() for word in group.words}, key=lambda word: (-len(word), word))
    rows["经营范围"].str.extract_many(words, leftmost=True)
    marks.append(time.process_time())
    del rows
    files = _unloaded(place)
    began = time.process_time()
    database = ladybug.Database(
        f"{place}/.liantu/floor.lbug", buffer_pool_size=BUILD, max_db_size=ROOM, max_num_threads=1
    )
    connection = ladybug.Connection(database)
    for kind in (*NODES, *EDGES):
        connection.execute(create(kind))
    for name in KINDS:
        for file, ends in files.get(name, []):
            connection.execute(f'COPY `{name}` FROM "{file}"{ends}')
            Path(file).unlink()
    connection.close()
    database.close()
    copied = time.process_time() - began
    Path(place, ".liantu", "floor.lbug").unlink()
    print(json.dumps([marks[1] - marks[0], marks[2] - marks[1], copied]))


def _unloaded(place: str) -> dict[str, list[tuple[str, str]]]:
    """Every table of the built store as parquet files: kind → (file, COPY options)."""
    from graph.model import KINDS, Edge, fields
    from graph.store import embedded

    embedded.ASK = embedded.BUILD  # a table at a time is more than any question asks for
    store = embedded.Embedded(Path(place, ".liantu", "graph.lbug"))
    files: dict[str, list[tuple[str, str]]] = {}
    for name, kind in KINDS.items():
        ends = kind.ends if issubclass(kind, Edge) else [None]
        for number, pair in enumerate(ends):
            columns = ", ".join(f"x.`{f}` AS `{f}`" for f in fields(kind))
            pattern, options = f"(x:`{name}`)", ""
            if pair:
                a, b = pair
                pattern = f"(a:`{a.__name__}`)-[x:`{name}`]->(b:`{b.__name__}`)"
                columns = f"a.`{a.key}` AS `from`, b.`{b.key}` AS `to`, {columns}"
                options = f' (from="{a.__name__}", to="{b.__name__}")' if len(ends) > 1 else ""
            if not store.run(f"MATCH {pattern} RETURN 1 AS one LIMIT 1"):
                continue
            file = Path(place, ".liantu", f"floor-{name}-{number}.parquet")
            store.unload(f"MATCH {pattern} RETURN {columns}", file)
            files.setdefault(name, []).append((file.as_posix(), options))
    store.close()
    return files


def measure(n: int, folder: Path) -> list[float]:
    """Print one size's figures; the seconds of its steps and of the whole."""
    place = project(n, folder)
    shutil.rmtree(place / ".liantu", ignore_errors=True)
    wall, whole, peak, _ = process(CLI, "-C", str(place), "build")
    print(
        f"{n} 家:build {wall:.1f} 秒,处理器 {whole:.1f} 秒,内存峰值 {peak / 1024:.2f} GB(目标 ≤ 6)",
        flush=True,
    )
    least = json.loads(process(f"{SELF}floor({str(place)!r})")[3])
    print("  底线(处理器秒):读 {:.1f},词 {:.1f},入库 {:.1f};".format(*least)
          + f"build 是它的 {whole / sum(least):.2f} 倍(目标 ≤ 3)", flush=True)  # fmt: skip
    parts = json.loads(process(f"{SELF}steps({str(place)!r})")[3])
    print("  build(处理器秒):读 {:.1f},汇总链接分析 {:.1f},入库 {:.1f}".format(*parts), flush=True)
    return [*parts, whole]


def again(n: int, folder: Path) -> None:
    """Print what a build costs when nothing, and when one small file, has changed."""
    place = project(n, folder)
    whole = process(CLI, "-C", str(place), "build")[1]
    (place / "新.csv").write_text("企业名称,地区\n新来有限公司,411426\n", encoding="utf-8")
    added = process(CLI, "-C", str(place), "build")[1]
    (place / "新.csv").unlink()
    print(f"  再次 build(处理器秒):什么都没变 {whole:.1f},加一个小文件 {added:.1f}", flush=True)


def questions(n: int, folder: Path) -> None:
    """Print cold questions as whole processes."""
    place = str(project(n, folder))
    process(CLI, "-C", place, "build")
    some = "MATCH (e:Enterprise)-[m:Makes]->(s:Segment) WHERE m.place = 1 RETURN e.name AS name ORDER BY e.id LIMIT 1"
    asked = process(CLI, "-C", place, "query", "--format", "json", some)[3]
    for question in (*QUESTIONS, ["links", json.loads(asked)[0]["name"]]):
        wall, cpu = min(process(CLI, "-C", place, *question, "--format", "json")[:2] for _ in range(2))
        print(f"  {' '.join(question)} {wall:.2f} 秒,处理器 {cpu:.2f} 秒(目标 ≤ 1)", flush=True)


def outputs(n: int, folder: Path) -> None:
    """Print what the pictures and papers of the whole county cost."""
    place = project(n, folder)
    for output in OUTPUTS:
        _, cpu, peak, _ = process(CLI, "-C", str(place), *output)
        print(f"  {' '.join(output)} 处理器 {cpu:.1f} 秒,内存峰值 {peak / 1024:.2f} GB", flush=True)


def main() -> None:
    """Sizes from SMALL to N; growth; building again; questions and outputs at N."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else SMALL
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="liantu-build-"))
    sizes = sorted({max(SMALL, n // 10), n})
    found = [measure(size, folder) for size in sizes]
    if len(sizes) > 1:
        growth = [math.log(b / a) / math.log(sizes[1] / sizes[0]) for a, b in zip(*found, strict=True)]
        print("增长指数:读 {:.2f},汇总链接分析 {:.2f},入库 {:.2f},全程 {:.2f}(目标 ≤ 1.05)".format(*growth))
    again(n, folder)
    questions(n, folder)
    outputs(n, folder)


if __name__ == "__main__":
    main()
