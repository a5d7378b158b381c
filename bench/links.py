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

from graph.divisions import REFERENCE
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

    held_links.csv has the judgements, labelled_scopes the texts; the halves are by hash. Rules and
    words were tuned on the 开发 half; the 检验 half is measured, never read. Each half is read without
    the lexicon's words that no other firm's text holds.
    """
    texts = {r["name"]: r["business_scope"] for r in rows_of(folder / "firms.csv")}
    judged = [r for r in rows_of(HERE / "held_links.csv") if r["enterprise"] in texts]
    names = sorted(
        {r["enterprise"] for r in judged}, key=lambda n: hashlib.sha256(f"{n}留".encode()).hexdigest()
    )
    made: dict[str, tuple[Found, Pairs]] = {}
    for half, some in (("开发", names[: len(names) // 2]), ("检验", names[len(names) // 2 :])):
        firms = [{"id": n, "name": n, "scope": texts[n][texts[n].find("经营范围") :]} for n in some]
        said = {(r["enterprise"], r["segment"]): r["verdict"] for r in judged if r["enterprise"] in some}
        true = {pair for pair, verdict in said.items() if verdict == "对"}
        for how, lexicon in ((half, groups()), (f"{half},词库去掉别家没写过的词", apart(texts, set(some)))):
            found = confirmed(linked(firms, segments, Reading(lexicon=lexicon)))
            made[how] = {k: v for k, v in found.items() if said.get(k) != "存疑"}, true
    return made


def apart(texts: dict[str, str], out: set[str]) -> tuple[Group, ...]:
    """The lexicon less the words that only the texts of ``out`` hold."""
    unseen = "\n".join(plain(texts[n]) for n in texts if n in out)
    seen = "\n".join(plain(texts[n]) for n in texts if n not in out)
    return without(groups(), unseen, seen)


def without(lexicon: tuple[Group, ...], unseen: str, seen: str) -> tuple[Group, ...]:
    """The lexicon less every word that the unseen texts hold and the seen ones do not: it may have come from there."""
    return tuple(replace(g, words=tuple(w for w in g.words if w not in unseen or w in seen)) for g in lexicon)


def bench_labelled(folder: Path, more: dict[str, str]) -> tuple[Found, Pairs]:
    """(a) in sample, without the lexicon, by folds that hide what the lexicon may owe to the firms; ``more`` texts."""
    segments, firms = labelled(folder)
    unsure = {(f["name"], s) for f in firms for s in f["unsure"].split(";")}
    truth = {(f["name"], s) for f in firms for s in f["makes"].split(";") if s}
    texts = [{"id": f["name"], "name": f["name"], "scope": f["scope"]} for f in firms]
    goal = (0.95, 0.85)
    every = confirmed(linked(texts, segments, Reading()))
    show("(a) 全部 160 家(样本内)", set(every) - unsure, truth, goal)
    bare = confirmed(linked(texts, segments, Reading(lexicon=())))
    show("(a) 不用词库", set(bare) - unsure, truth, goal)
    mine = {t["id"]: t["scope"] for t in texts}
    order = sorted(texts, key=lambda t: str(t["id"]))
    random.Random(0).shuffle(order)
    kept: Found = {}
    for what, known in (("其余 128 家", mine), (f"其余 {len(more | mine) - 32} 家", more | mine)):
        kept = {}
        for fold in range(FOLDS):
            out = order[fold::FOLDS]
            lexicon = apart(known, {t["id"] for t in out})
            kept |= confirmed(linked(out, segments, Reading(lexicon=lexicon)))
        show(f"(a) 五折,词库去掉{what}没写过的词", set(kept) - unsure, truth, goal)
    return {k: v for k, v in kept.items() if k not in unsure}, truth


def calibration(found: Found, truth: Pairs) -> None:
    """Of the links given a strength, how many are right."""
    bins: dict[float, list[bool]] = defaultdict(list)
    for pair, strength in found.items():
        bins[round(strength, 2)].append(pair in truth)
    for strength, right in sorted(bins.items()):
        print(f"    强度 {strength:.2f}: {len(right)} 条,对 {sum(right) / len(right):.3f}")


def bench_codes(
    folder: Path, segments: list[dict[str, Any]], truth: Pairs, unsure: Pairs
) -> tuple[Found, Pairs]:
    """Of the judged firms, what the registered class alone says: with and without a scope to bear it out."""
    code = {r["name"]: r["code"] for r in rows_of(REFERENCE / "industries.csv") if r["version"] == "2017"}
    of = {g.name: g.codes for g in groups()}
    coded = [
        s | {"words": [], "codes": [c for g in taken(segments, groups()).get(s["id"], []) for c in of[g]]}
        for s in segments
    ]
    judged = {firm for firm, _ in truth}
    rows = [r for r in rows_of(folder / "firms.csv") if r["name"] in judged and r["行业"] in code]
    found: Found = {}
    right: Pairs = set()
    said = set(
        confirmed(
            linked(
                [{"id": r["name"], "name": r["name"], "scope": r["business_scope"]} for r in rows],
                segments,
                Reading(),
            )
        )
    )
    for silent in (True, False):
        firms = [
            {"id": r["name"], "name": r["name"], "industry": [code[r["行业"]]]}
            | ({} if silent else {"scope": r["business_scope"]})
            for r in rows
        ]
        for a, b, strength in linked(firms, coded, Reading()).select("from", "to", "strength").iter_rows():
            if (a, b) not in unsure and (silent or (a, b) not in said):
                found[f"{a}{'' if silent else '*'}", b] = strength
                right |= {(f"{a}{'' if silent else '*'}", b)} if (a, b) in truth else set()
    return found, right


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


def bench_targets(
    facts: Path, made: dict[str, list[str]], segments: list[dict[str, Any]]
) -> tuple[Found, Pairs]:
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
    rows = confirmed(linked([_firm(k, [k.partition("|")[2]]) for k in right], segments, Reading()))
    good = sum(segment in right[key] for key, segment in rows)
    print(
        f"(b) 目标企业的环节: 精确率 {good / len(rows):.3f}(目标 0.90) 召回率 {len(got) / len(asked):.3f}(目标 0.80)"
    )
    return rows, {(key, segment) for key, accepted_here in right.items() for segment in accepted_here}


def _firm(name: str, made: list[str]) -> dict[str, Any]:
    return {"id": name, "name": name, "products": made}


def bench_listed(made: dict[str, list[str]], segments: list[dict[str, Any]]) -> tuple[Found, Pairs]:
    """(c) the judged sample of the listed firms' links (judged_links.csv)."""
    found = confirmed(linked([_firm(f, p) for f, p in sorted(made.items())], segments, Reading()))
    judged = [r for r in rows_of(HERE / "judged_links.csv") if (r["enterprise"], r["segment"]) in found]
    good = sum(r["verdict"] == "对" for r in judged)
    print(
        f"(c) 上市公司 {len(made)} 家、{len(found)} 条已确认;逐条判过且仍在的 {len(judged)} 条,对 {good / len(judged):.3f}"
    )
    pairs = {(r["enterprise"], r["segment"]): r["verdict"] == "对" for r in judged}
    return {k: v for k, v in found.items() if k in pairs}, {k for k, good_one in pairs.items() if good_one}


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
    folder, scopes = asked.data / "labelled_links", asked.data / "labelled_scopes"
    fifty, _ = labelled(folder)
    more = {r["name"]: r["business_scope"] for r in rows_of(scopes / "firms.csv")}
    seen = [bench_labelled(folder, more)]
    for half, (found, truth) in held(scopes, fifty).items():
        show(f"(a) 另 80 家({half})", set(found), truth, (0.95, 0.85))
        seen += [(found, truth)] if "词库" in half else []
    judged = {pair for _, truth in seen for pair in truth}
    doubt = {
        (r["enterprise"], r["segment"]) for r in rows_of(HERE / "held_links.csv") if r["verdict"] == "存疑"
    }
    seen.append(bench_codes(scopes, fifty, judged, doubt))
    segments, made = seed_segments(), products(asked.data / "chainkg")
    seen.append(bench_targets(asked.data / "target_facts", made, segments))
    seen.append(bench_listed(made, segments))
    print("校准:标过的数据合在一起,给了这个强度的链接里对的有多少")
    calibration({k: v for f, _ in seen for k, v in f.items()}, {k for _, t in seen for k in t})
    bench_speed(asked.data / "labelled_links", asked.rows)


if __name__ == "__main__":
    main()
