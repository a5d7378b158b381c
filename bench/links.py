"""链接:精确率、召回率、校准与速度,逐项印在目标旁边。

用法: python bench/links.py 数据目录 [--rows 200000]。数据目录含 labelled_links、target_facts、chainkg。
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import re
import resource
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from graph.frames import conform
from graph.link import Reading, link
from graph.link.lexicon import Group, groups, taken
from graph.link.vocabulary import vocabulary
from graph.model import KINDS
from graph.names import plain
from graph.projectfile import load_project
from loaders import read

HERE = Path(__file__).parent
FOLDS = 5
Pairs = set[tuple[str, str]]
Found = dict[tuple[str, str], float]


def rows_of(path: Path) -> list[dict[str, str]]:
    """A CSV as records."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def linked(firms: list[dict[str, Any]], segments: list[dict[str, Any]], reading: Reading) -> pl.DataFrame:
    """The Makes frame of firms by their texts alone."""
    makes = {"enterprise": pl.String, "segment": pl.String, "products": pl.List(pl.String), "share": pl.Float64,
             "source": pl.String, "date": pl.Date, "confidence": pl.String}  # fmt: skip
    nothing = pl.DataFrame(schema=makes)  # type: ignore[arg-type]
    return link(
        conform(KINDS["Enterprise"], firms),
        segments,
        nothing,
        nothing.select("enterprise", "segment"),
        reading,
    )


def confirmed(makes: pl.DataFrame) -> dict[tuple[str, str], float]:
    """(enterprise, segment) → strength of the 已确认 links."""
    sure = makes.filter(pl.col("state") == "已确认")
    return {(a, b): s for a, b, s in sure.select("from", "to", "strength").iter_rows()}


def show(what: str, found: Pairs, truth: Pairs, goal: tuple[float, float]) -> None:
    """One line: precision, recall, F1 beside the goal."""
    right = len(found & truth)
    precision, recall = right / max(1, len(found)), right / max(1, len(truth))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(
        f"{what}: 精确率 {precision:.3f}(目标 {goal[0]:.2f}) 召回率 {recall:.3f}(目标 {goal[1]:.2f}) F1 {f1:.3f}"
    )


def labelled(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """Segments and firms of labelled_links."""
    segments = [
        {"id": s["id"], "name": s["name"], "home": "标注", "codes": [], "words": s["words"].split(";"),
         "exclude": [w for w in s["not_words"].split(";") if w]}
        for s in rows_of(folder / "segments.csv")
    ]  # fmt: skip
    return segments, rows_of(folder / "firms.csv")


def held(folder: Path, segments: list[dict[str, Any]]) -> dict[str, tuple[Found, Pairs]]:
    """Half → what is found (less the doubtful) and what is true of the firms judged before they were linked.

    held_links.csv has the judgements, labelled_scopes the texts; the halves are by hash. Rules were
    tuned on the 开发 half only; the 检验 half was measured at the end.
    """
    scopes = {r["name"]: r["business_scope"] for r in rows_of(folder / "firms.csv")}
    judged = [r for r in rows_of(HERE / "held_links.csv") if r["enterprise"] in scopes]
    names = sorted(
        {r["enterprise"] for r in judged}, key=lambda n: hashlib.sha256(f"{n}留".encode()).hexdigest()
    )
    made: dict[str, tuple[Found, Pairs]] = {}
    for half, some in (("开发", names[: len(names) // 2]), ("检验", names[len(names) // 2 :])):
        texts = [{"id": n, "name": n, "scope": scopes[n][scopes[n].find("经营范围") :]} for n in some]
        said = {(r["enterprise"], r["segment"]): r["verdict"] for r in judged if r["enterprise"] in some}
        found = confirmed(linked(texts, segments, Reading()))
        made[half] = (
            {pair: strength for pair, strength in found.items() if said.get(pair) != "存疑"},
            {pair for pair, verdict in said.items() if verdict == "对"},
        )
    return made


def without(lexicon: tuple[Group, ...], unseen: str, seen: str) -> tuple[Group, ...]:
    """The lexicon less every word that the unseen texts hold and the seen ones do not: it may have come from there."""
    return tuple(replace(g, words=tuple(w for w in g.words if w not in unseen or w in seen)) for g in lexicon)


def bench_labelled(folder: Path) -> None:
    """(a) in sample, without the lexicon, and by folds that hide what the lexicon may owe to the firms."""
    segments, firms = labelled(folder)
    unsure = {(f["name"], s) for f in firms for s in f["unsure"].split(";")}
    truth = {(f["name"], s) for f in firms for s in f["makes"].split(";") if s}
    texts = [{"id": f["name"], "name": f["name"], "scope": f["scope"]} for f in firms]
    goal = (0.95, 0.85)
    every = confirmed(linked(texts, segments, Reading()))
    show("(a) 全部 160 家(样本内)", set(every) - unsure, truth, goal)
    bare = confirmed(linked(texts, segments, Reading(lexicon=())))
    show("(a) 不用词库", set(bare) - unsure, truth, goal)
    order = sorted(texts, key=lambda t: str(t["id"]))
    random.Random(0).shuffle(order)
    held: dict[tuple[str, str], float] = {}
    for fold in range(FOLDS):
        out = order[fold::FOLDS]
        names = {t["id"] for t in out}
        unseen = "\n".join(plain(t["scope"]) for t in out)
        seen = "\n".join(plain(t["scope"]) for t in order if t["id"] not in names)
        held |= confirmed(linked(out, segments, Reading(lexicon=without(groups(), unseen, seen))))
    show("(a) 五折,词库去掉只在留出企业里出现的词(下界)", set(held) - unsure, truth, goal)
    calibration({k: v for k, v in held.items() if k not in unsure}, truth)
    for segment, names_taken in taken(segments, groups()).items():
        print(f"    {segment} 取词库:{'、'.join(names_taken)}")


def calibration(found: dict[tuple[str, str], float], truth: Pairs) -> None:
    """Of the links given a strength, how many are right."""
    bins: dict[float, list[bool]] = defaultdict(list)
    for pair, strength in found.items():
        bins[round(strength, 2)].append(pair in truth)
    for strength, right in sorted(bins.items()):
        print(f"    强度 {strength:.2f}: {len(right)} 条,对 {sum(right) / len(right):.3f}")


def seed_segments() -> list[dict[str, Any]]:
    """The segments of the seed county's chains."""
    folder = HERE.parent / "data" / "seed"
    project, _ = load_project(folder)
    return read(folder, project).chains["Segment"]


def products(folder: Path) -> dict[str, list[str]]:
    """Firm → its products in chainkg."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "company_product.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["company_name"]:
            found[row["company_name"]].add(row["product_name"])
    return {name: sorted(made) for name, made in found.items()}


def bench_targets(facts: Path, made: dict[str, list[str]], segments: list[dict[str, Any]]) -> None:
    """(b) target_facts: is each firm's segment found among its products; is each product's segment the right one."""
    accepted = {
        (r["chain"], r["segment"]): set(r["accepted"].split(";"))
        for r in rows_of(HERE / "target_segments.csv")
    }
    known = [
        r for r in rows_of(facts / "segments.csv") if r["basis"] == "chainkg-product" and r["firm"] in made
    ]
    firms = sorted({r["firm"] for r in known})
    by_firm = set(confirmed(linked([_firm(f, made[f]) for f in firms], segments, Reading())))
    asked = {(r["firm"], r["chain"], r["segment"]) for r in known}
    got = [k for k in asked if any((k[0], s) in by_firm for s in accepted[k[1], k[2]])]
    right: dict[str, set[str]] = defaultdict(set)
    for r in known:
        named = re.search("主营产品「(.*?)」", r["source"])
        right[f"{r['firm']}|{named[1] if named else r['product']}"] |= accepted[r["chain"], r["segment"]]
    rows = set(confirmed(linked([_firm(k, [k.partition("|")[2]]) for k in right], segments, Reading())))
    good = sum(segment in right[key] for key, segment in rows)
    print(
        f"(b) 目标企业的环节: 精确率 {good / len(rows):.3f}(目标 0.90) 召回率 {len(got) / len(asked):.3f}(目标 0.80)"
    )


def _firm(name: str, made: list[str]) -> dict[str, Any]:
    return {"id": name, "name": name, "products": made}


def bench_listed(made: dict[str, list[str]], segments: list[dict[str, Any]]) -> None:
    """(c) the judged sample of the listed firms' links (judged_links.csv)."""
    found = confirmed(linked([_firm(f, p) for f, p in sorted(made.items())], segments, Reading()))
    judged = [r for r in rows_of(HERE / "judged_links.csv") if (r["enterprise"], r["segment"]) in found]
    good = sum(r["verdict"] == "对" for r in judged)
    print(
        f"(c) 上市公司 {len(made)} 家、{len(found)} 条已确认;逐条判过且仍在的 {len(judged)} 条,对 {good / len(judged):.3f}"
    )


def bench_speed(folder: Path, count: int) -> None:
    """The whole of linking against the same words found by ``extract_many``, on made-up scopes."""
    segments, firms = labelled(folder)
    dice = random.Random(1)
    pool = [c for f in firms for c in re.split("[;；。]", f["scope"]) if 4 < len(c) < 60]
    texts = []
    for _ in range(count):
        parts: list[str] = []
        while sum(map(len, parts)) < 150:
            parts.append(dice.choice(pool) + (str(dice.randint(0, 10**6)) if dice.random() < 0.2 else ""))
        texts.append("；".join(parts))
    more = [
        "".join(dice.choices("纺织机械塑料电子布纱钢铁铝铜泵阀灯电池食品米面油", k=6)) for _ in range(16_000)
    ]
    segments.append({"id": "多", "name": "多", "home": "多", "codes": [], "words": more, "exclude": []})
    words = vocabulary(segments, groups(), {}).words
    start = time.perf_counter()
    pl.DataFrame({"s": texts}).select(pl.col("s").str.extract_many(words, leftmost=True))
    bare = time.perf_counter() - start
    frame = pl.DataFrame({"id": [str(i) for i in range(count)], "name": "企", "scope": texts})
    enterprises = conform(KINDS["Enterprise"], frame)
    nothing = {"enterprise": pl.String, "segment": pl.String, "products": pl.List(pl.String), "share": pl.Float64,
               "source": pl.String, "date": pl.Date, "confidence": pl.String}  # fmt: skip
    empty = pl.DataFrame(schema=nothing)  # type: ignore[arg-type]
    start = time.perf_counter()
    makes = link(enterprises, segments, empty, empty.select("enterprise", "segment"), Reading())
    whole = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"速度 {count} 家 × {len(words)} 词: 只找词 {bare:.1f} 秒,链接 {whole:.1f} 秒,"
          f"比 {whole / bare:.2f}(目标 3),{makes.height} 条,内存峰值 {peak:.1f} GB")  # fmt: skip


def main() -> None:
    """Print every figure beside its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", type=int, default=200_000)
    asked = parser.parse_args()
    bench_labelled(asked.data / "labelled_links")
    segments, made = seed_segments(), products(asked.data / "chainkg")
    bench_targets(asked.data / "target_facts", made, segments)
    bench_listed(made, segments)
    bench_speed(asked.data / "labelled_links", asked.rows)


if __name__ == "__main__":
    main()
