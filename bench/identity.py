"""The same firm once, measured: precision, recall and F1 on listed firms, and time and memory at a million mentions.

    python bench/identity.py accuracy DATA    # DATA holds listed_firms/, chainkg/ and stock_concepts/
    python bench/identity.py speed [N]

Accuracy: every row of the A-share lists is a mention, two rows are one firm if they bear one stock code. The resolver
sees the stock code or not; former names or not. Speed: N synthetic mentions, 30 % of them repeats in five spellings,
as a ratio to a bare polars group_by and join on the same columns.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).parent.parent))
from graph import divisions
from graph.identity import Resolved, resolve
from graph.identity.listing import stem
from graph.names import formless, spelt

SCHEMA = {"name": pl.String, "code": pl.String, "stock": pl.String, "region": pl.String, "listed_here": pl.Boolean,
          "_file": pl.String, "_sheet": pl.String, "_row": pl.Int64}  # fmt: skip
ALIASES = {"own": pl.String, "alias": pl.String, "kind": pl.String}
NOTHING = pl.DataFrame(
    schema=dict.fromkeys(("first", "first_code", "second", "second_code", "verdict"), pl.String)
)


def lists(data: Path) -> pl.DataFrame:
    """All rows of the lists: name, full (chainkg), stock as written, truth (six digits), area, file."""
    csv = {"tushare": "listed_firms/henrylin99_stock_basic.csv",
           "with_delisted": "listed_firms/afan_stock_basic_with_delisted.csv",
           "concepts": "stock_concepts/stock.csv"}  # fmt: skip
    parts = []
    for file, path in csv.items():
        rows = pl.read_csv(data / path, infer_schema=False)
        code = "ts_code" if "ts_code" in rows.columns else "code"
        area = "area" if "area" in rows.columns else None
        parts.append(rows.select("name", full=pl.lit(None, pl.String), stock=pl.col(code),
                                 area=pl.col(area) if area else pl.lit(None, pl.String), file=pl.lit(file)))  # fmt: skip
    firms = pl.read_ndjson(data / "chainkg/company.json")
    parts.append(
        firms.select(
            "name", full="fullname", stock="code", area=pl.lit(None, pl.String), file=pl.lit("chainkg")
        )
    )
    rows = pl.concat(parts).filter(pl.col("name").is_not_null())
    return rows.with_columns(truth=pl.coalesce(pl.col("stock").str.extract(r"^(\d+)").str.zfill(6), "stock"))


def mentions(rows: pl.DataFrame, stock: bool, full: bool) -> pl.DataFrame:
    """The rows as the resolver sees them."""
    places = {
        a: divisions.resolve(a) or divisions.resolve(a + "市") for a in rows["area"].drop_nulls().unique()
    }
    name = pl.coalesce("full", "name") if full else pl.col("name")
    return rows.with_row_index("_row").select(
        name.alias("name"), pl.lit(None, pl.String).alias("code"),
        pl.col("stock") if stock else pl.lit(None, pl.String).alias("stock"),
        pl.col("area").replace_strict(places, default=None, return_dtype=pl.String).alias("region"),
        pl.lit(True).alias("listed_here"), pl.col("file").alias("_file"), pl.lit(None, pl.String).alias("_sheet"),
        pl.col("_row").cast(pl.Int64), "truth",
    )  # fmt: skip


def pairs(counts: pl.Series) -> int:
    """How many pairs groups of these sizes hold."""
    return int((counts.cast(pl.Int64) * (counts.cast(pl.Int64) - 1) // 2).sum())


def measured(seen: pl.DataFrame, found: Resolved) -> tuple[float, float, float, pl.DataFrame]:
    """Pairwise precision, recall, F1, and every mention with its id."""
    keys = ["name", "code", "stock", "region"]
    told = seen.join(found.ids, on=keys, how="left", nulls_equal=True)
    both = pairs(told.group_by("truth", "id").len()["len"])
    precision = both / max(1, pairs(told.group_by("id").len()["len"]))
    recall = both / max(1, pairs(told.group_by("truth").len()["len"]))
    return precision, recall, 2 * precision * recall / (precision + recall), told


def accuracy(data: Path) -> None:
    rows = lists(data)
    true = pairs(rows.group_by("truth").len()["len"])
    print(f"{rows.height} rows of 4 lists, {rows['truth'].n_unique()} stock codes, {true} true pairs")
    short = rows.filter(pl.col("full").is_not_null()).select(own="full", alias="name", kind=pl.lit("简称"))
    former = _former(rows)
    for label, stock, full, aliases in (
        ("stock code; full names with 简称", True, True, [short]),
        ("stock code; short names alone", True, False, []),
        ("no stock code; full names with 简称 and 曾用名", False, True, [short, former]),
        ("no stock code; short names with 曾用名", False, False, [former]),
        ("no stock code; full names with 简称", False, True, [short]),
        ("no stock code; short names alone", False, False, []),
    ):
        seen = mentions(rows, stock, full)
        found = resolve(seen.drop("truth"), pl.concat([pl.DataFrame(schema=ALIASES), *aliases]), NOTHING)
        precision, recall, f1, told = measured(seen, found)
        told = told.join(
            rows.with_row_index("_row").select(pl.col("_row").cast(pl.Int64), short="name"), on="_row"
        )
        told = told.with_columns(stem=stem(formless(spelt(pl.col("short")))))
        print(
            f"\n{label}: precision {precision:.4f} recall {recall:.4f} F1 {f1:.4f}; asked {found.doubtful.height}"
        )
        for kind, counts in _classes(told).items():
            print(f"  {kind}: " + ", ".join(f"{name} {n}" for name, n in counts.most_common()))


def _former(rows: pl.DataFrame) -> pl.DataFrame:
    """What a registry's column of former names would say: every firm's other names, with its newest as its own."""
    newest = {"tushare": 0, "with_delisted": 1, "chainkg": 2, "concepts": 3}
    order = rows.with_columns(rank=pl.col("file").replace_strict(newest)).sort("rank", maintain_order=True)
    own = order.group_by("truth").agg(pl.col("name").first().alias("own"))
    names = pl.concat(
        [rows.select("truth", alias="name"), rows.select("truth", alias="full").drop_nulls()]
    ).unique()
    found = names.join(own, on="truth").filter(pl.col("alias") != pl.col("own"))
    return found.select("own", "alias", kind=pl.lit("曾用名"))


def _classes(told: pl.DataFrame) -> dict[str, Counter[str]]:
    """The pairs that went wrong, by why."""
    row = told.select("_row", "truth", "id", "stem", "name", "_file")
    missed = row.join(row, on="truth", suffix="2").filter(
        (pl.col("_row") < pl.col("_row2")) & (pl.col("id") != pl.col("id2"))
    )
    wrong = row.join(row, on="id", suffix="2").filter(
        (pl.col("_row") < pl.col("_row2")) & (pl.col("truth") != pl.col("truth2"))
    )
    signs = r"ST|PT|退"
    why_missed = (
        pl.when(pl.col("stem") == pl.col("stem2")).then(pl.lit("one short name, yet apart"))
        .when(pl.any_horizontal(pl.col("name", "name2").str.contains(signs))).then(pl.lit("shortened anew under ST or 退"))
        .otherwise(pl.lit("renamed, nothing in the lists says so"))
    )  # fmt: skip
    full = pl.any_horizontal(pl.col("_file", "_file2") == "chainkg")
    why_wrong = (
        pl.when(pl.col("stem") == pl.col("stem2")).then(pl.lit("one short name of two firms over the years"))
        .when(full).then(pl.lit("full name of another firm in the list itself"))
        .otherwise(pl.lit("chained by such a pair"))
    )  # fmt: skip
    return {
        "missed": Counter(missed.select(why_missed).to_series()),
        "wrong": Counter(wrong.select(why_wrong).to_series()),
    }


def spellings(n: int, seed: int = 1) -> pl.DataFrame:
    """N mentions of 0.7 N firms: 30 % are repeats, in five spellings; half have a code, a third a region."""
    rng = random.Random(seed)
    places = [divisions.short_name(c) for c in rng.sample(sorted(divisions.divisions()), 400)]
    words = [
        a + b
        for a in "华鹏盛泰恒力荣昌金鼎兴隆永安宏远嘉禾润泽瑞祥"
        for b in "达丰源茂信诚康宁辉煌峰岳海川林森"
    ]
    trades = [
        "纺织",
        "服装",
        "面料",
        "针织",
        "印染",
        "机械",
        "电子科技",
        "新材料",
        "食品",
        "农业发展",
        "包装",
        "物流",
    ]
    firms = [
        f"{rng.choice(places)}{rng.choice(words)}{rng.choice(words)}{rng.choice(trades)}"
        for _ in range(n * 7 // 10)
    ]
    codes = [f"91{i:016d}" if i % 2 else None for i in range(len(firms))]
    ways: list[Callable[[str], str]] = [
        lambda f: f + "有限公司", lambda f: f + "有限责任公司", lambda f: f" {f}　股份有限公司",
        lambda f: f + "（集团）有限公司", lambda f: f,
    ]  # fmt: skip
    rows = []
    for at in range(n):
        firm = at if at < len(firms) else rng.randrange(len(firms))
        way = ways[0] if at < len(firms) else rng.choice(ways)
        code = codes[firm] if at < len(firms) or rng.random() < 0.5 else None
        rows.append(
            (
                way(firms[firm]),
                code,
                None,
                "411426" if at % 3 == 0 else None,
                at < len(firms),
                "大表.csv",
                None,
                at + 2,
            )
        )
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def speed(n: int) -> None:
    seen = spellings(n)
    nothing = pl.DataFrame(schema=ALIASES)
    keys = ["name", "code", "stock", "region"]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    counted = seen.group_by(keys).agg(pl.col("listed_here").any(), pl.col("_row").min())
    seen.select(keys).join(counted, on=keys, how="left", nulls_equal=True)
    floor = time.perf_counter() - start
    middle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    found = resolve(seen, nothing, NOTHING)
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{n} mentions, {found.ids['id'].n_unique()} firms, {found.doubtful.height} asked")
    print(f"floor {floor:.2f} s, resolve {took:.2f} s: ratio {took / floor:.1f}")
    print(
        f"peak memory {before / 1024:.0f} MB with the mentions, {middle / 1024:.0f} MB after the floor, "
        f"{peak / 1024:.0f} MB after"
    )


if __name__ == "__main__":
    if sys.argv[1] == "speed":
        speed(int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
    else:
        accuracy(Path(sys.argv[2]))
