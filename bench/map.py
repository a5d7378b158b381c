"""How fast the map opens and redraws, how large it is, how few feeds cross: beside pyvis's defaults and a plain layout.

Run ``python bench/map.py``; ``--segments``, ``--enterprises`` size the generated county. The times are of headless
Chromium on this machine: compare those of one run.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

from exports._needs import gathered

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as Late

import cli
from exports import map as export
from exports._layout import Box, Wire, lay_out
from exports._map.columns import flow, main_wires, spine
from graph.store import open_store
from queries._views import project_of
from tests.exports.browsers import executable

Cell = tuple[float, float]
PATIENCE = 60
WORDS = "纱布染织针棉麻丝毛革绒线带网毯膜胶塑铜铝钢铁锂硅碳硼"


def project(folder: Path, segments: int, enterprises: int) -> None:
    """A county of one chain, half of its enterprises local, as files."""
    dice = random.Random(7)
    (folder / "chains").mkdir(parents=True)
    (folder / "liantu.toml").write_text(
        '[project]\nregion = "411426"\nname = "样例县"\nas_of = 2026-01-01\n', encoding="utf-8"
    )
    names = [f"{a}{b}环节{i}" for i, (a, b) in zip(range(segments), combinations(WORDS, 2), strict=False)]
    names += [f"环节{i}" for i in range(len(names), segments)]
    lines = ["chain: 样例产业", "segments:"]
    for i, name in enumerate(names):
        stage = ["上游", "中游", "下游"][min(2, i * 3 // segments)] if i % 10 else "配套"
        ahead = [names[j] for j in range(i + 1, min(segments, i + 9)) if j % 10]
        feeds = dice.sample(ahead, min(2, len(ahead))) if stage != "配套" else []
        lines.append(f"  {name}: {{stage: {stage}, words: [{name}料], feeds: [{', '.join(feeds)}]}}")
    (folder / "chains" / "样例产业.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with (folder / "企业.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["企业名称", "地区", "主要产品", "注册资本(万元)"])
        for i in range(enterprises):
            region = "411426" if i % 2 else dice.choice(["330600", "320500", "370100", "440300"])
            product = f"{names[(i * 7) % segments if i % 3 else 0]}料"
            writer.writerow([f"样例{i}号实业有限公司", region, product, dice.randint(100, 9000)])


def rows_of(folder: Path) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Any]]:
    """Build the project and ask what the map needs."""
    cli.liantu.main(["-C", str(folder), "build"], standalone_mode=False)
    store = open_store(str(folder / cli.STORE))
    found = gathered(export.NEEDS, {}, partial(cli.answers, store))
    county = project_of(store)
    store.close()
    about = {
        "county": county.county,
        "region": county.region,
        "as_of": county.as_of.isoformat(),
        "policy": {},
        "project": county.county,
    }
    return found, about


def pyvis_page(rows: Mapping[str, list[dict[str, Any]]], path: Path) -> int:
    """The same graph as pyvis draws it by default: enterprises as nodes, forces instead of lanes."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for segment in rows["segments"]:
        network.add_node(segment["segment_id"], label=segment["segment"])
    for link in rows["links"]:
        network.add_node(link["id"], label=link["enterprise"])
        network.add_edge(link["id"], link["segment_id"])
    for feed in rows["feeds"]:
        network.add_edge(feed["source_id"], feed["target_id"])
    path.write_text(network.generate_html(), encoding="utf-8")
    return len(network.nodes)


def opened(browser: Browser, path: Path, drawn: Callable[[Page], object]) -> tuple[Page, str]:
    """A page, and the seconds until it has drawn, at most PATIENCE."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.route("http*://**", lambda route: route.abort())
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    try:
        drawn(page)
    except Late:
        page.evaluate("network.setOptions({physics: false})")
        return page, f"{PATIENCE} 秒后仍未静止"
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page, f"{time.perf_counter() - start:.2f} 秒"


def ready(page: Page) -> None:
    """Our page says when it is ready."""
    page.wait_for_selector("body.ready", state="attached", timeout=PATIENCE * 1000)


def settled(page: Page) -> None:
    """pyvis shows its nodes when they have come to rest."""
    at_rest = "() => typeof network !== 'undefined' && network.physics.stabilized"
    page.wait_for_function(at_rest, polling=20, timeout=PATIENCE * 1000)


def redraw(page: Page, network: str) -> float:
    """The median milliseconds of one redraw."""
    times = page.evaluate(
        f"""() => Array.from({{length: 15}}, () => {{
          const start = performance.now(); {network}.redraw();
          {network}.canvas.frame.canvas.getContext("2d").getImageData(0, 0, 1, 1);
          return performance.now() - start; }})"""
    )
    return float(statistics.median(times))


def times(rows: Mapping[str, list[dict[str, Any]]], about: dict[str, Any], folder: Path) -> None:
    """Open and redraw both pages, print the figures."""
    ours = export.write(dict(rows), folder, about)[0][0]
    theirs = folder / "pyvis.html"
    count = pyvis_page(rows, theirs)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        for word, path, drawn, network in (
            ("链图", ours, ready, "L.network"),
            ("pyvis", theirs, settled, "network"),
        ):
            page, seconds = opened(browser, path, drawn)
            size = path.stat().st_size / 1e6
            print(
                f"{word:6} {count} 个点: 打开 {seconds}, 重画 {redraw(page, network):.1f} 毫秒, 文件 {size:.2f} MB"
            )
            page.close()
        browser.close()


def plain(boxes: Sequence[Box], wires: Sequence[Wire]) -> dict[str, Cell]:
    """The layout that one would write first: a column for each depth, rows in the order of the file."""
    import networkx as nx

    graph = flow(boxes, wires)
    depth: dict[str, int] = {}
    for key in nx.topological_sort(graph):
        depth[key] = max((depth[p] + 1 for p in graph.pred[key]), default=0)
    used: dict[int, int] = {}
    cells: dict[str, Cell] = {}
    for box in sorted(boxes, key=lambda b: (b.order, b.key)):
        if box.key in depth:
            column = depth[box.key]
            cells[box.key] = column, used.get(column, 0)
            used[column] = used.get(column, 0) + 1
    return cells


def crossings(cells: Mapping[str, Cell], wires: Sequence[Wire]) -> int:
    """How many pairs of feeds, drawn straight, cross."""
    lines = [(cells[w.source], cells[w.target]) for w in wires if w.source in cells and w.target in cells]

    def side(a: Cell, b: Cell, c: Cell) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return sum(
        side(*one, two[0]) * side(*one, two[1]) < 0 and side(*two, one[0]) * side(*two, one[1]) < 0
        for one, two in combinations(lines, 2)
    )


def charts(rows: Mapping[str, list[dict[str, Any]]]) -> Iterator[tuple[str, list[Box], list[Wire]]]:
    """The boxes and feeds of each chain."""
    for name in dict.fromkeys(s["chain"] for s in rows["segments"]):
        leaves = [s for s in rows["segments"] if s["chain"] == name and s["leaf"]]
        own = {s["segment"] for s in leaves}
        boxes = [Box(s["segment"], s["stage"], s["order"], s["necessity"], s["parent"]) for s in leaves]
        wires = [
            Wire(f["source"], f["target"], f["necessity"])
            for f in rows["feeds"]
            if f["chain"] == name
            and not f["outside"]
            and not f["serves"]
            and {f["source"], f["target"]} <= own
        ]
        yield name, boxes, wires


def layouts(rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """Crossings of each chain's feeds, all and those drawn at rest, in the plain layout and in ours."""
    total = [0, 0, 0, 0]
    for name, boxes, wires in charts(rows):
        graph = flow(boxes, wires)
        main = main_wires([w for w in wires if w.ends in graph.edges], spine(boxes, graph), boxes)
        first, ours = plain(boxes, wires), lay_out(boxes, wires).cells
        found = [crossings(cells, some) for some in (wires, main) for cells in (first, ours)]
        total = [a + b for a, b in zip(total, found, strict=True)]
        print(
            f"{name}: 全部供给 {found[0]} → {found[1]} 处交叉, 静止时所画 {found[2]} → {found[3]} (平铺 → 链图)"
        )
    print(f"合计: 全部供给 {total[0]} → {total[1]}, 静止时所画 {total[2]} → {total[3]}")


def main() -> None:
    """Both parts: the seed's layouts, then a generated county's times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=60)
    parser.add_argument("--enterprises", type=int, default=2000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cli.liantu.main(["demo", "-o", str(folder / "seed")], standalone_mode=False)
        rows, about = rows_of(folder / "seed")
        layouts(rows)
        (folder / "out").mkdir()
        size = export.write(rows, folder / "out", about)[0][0].stat().st_size / 1e6
        print(f"种子县的图谱: {size:.2f} MB")
        project(folder / "p", asked.segments, asked.enterprises)
        times(*rows_of(folder / "p"), folder / "out")


if __name__ == "__main__":
    main()
