"""neo4j-admin:一个文件夹的 .csv,用 neo4j-admin 一次导入上百万家企业(见其中的说明)。"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from graph.frames import conform
from graph.model import NODES, Kind, Node, fields
from graph.store import Store
from graph.store.neo4j_load import INDEXES
from graph.store.pieces import Ends, Part, Pieces, of_store

APART = "\x1f"  # between the items of a list: no text of a source holds it
TYPES = {"str": "string", "float": "double", "int": "long", "bool": "boolean", "date": "date"}
README = """# 用 neo4j-admin 导入

这些文件是一个链图图谱。先停下 Neo4j(数据库必须是空的,或允许覆盖),在这个文件夹里运行:

```bash
{command}
```

启动 Neo4j 后在 Browser 里运行 `constraints.cypher`(建约束和索引,提问才快),然后在任何地方提问:

```bash
liantu gaps --store bolt://localhost:7687
```

以后图谱有变化,用 `liantu push` 更新;不必再导入。
"""


def write(store: Store, target: Path) -> list[tuple[Path, str]]:
    """One file a kind and pair of ends, the import command, the constraints; streamed, so that size is no matter."""
    target.mkdir(parents=True, exist_ok=True)
    with of_store(store) as pieces:
        files = _tables(pieces, target)
    # ./ because the importer of 2026.08 looks for the folder of a file and knows no other way to say this one.
    lines = [f"  {'--nodes' if ends is None else '--relationships'}=./{path.name}" for path, ends in files]
    options = ["neo4j-admin database import full neo4j --overwrite-destination", "  --id-type=string --multiline-fields=true",
               "  --array-delimiter=U+001F", *lines]  # fmt: skip
    readme, constraints = target / "README.md", target / "constraints.cypher"
    readme.write_text(README.format(command=" \\\n".join(options)), encoding="utf-8", newline="\n")
    constraints.write_text(
        "".join([*map(_constraint, NODES), *map(_index, INDEXES)]), encoding="utf-8", newline="\n"
    )
    written = [(path, "节点表" if ends is None else "边表") for path, ends in files]
    return [(readme, "导入说明"), (constraints, "约束"), *written]


def _constraint(kind: type[Node]) -> str:
    name = kind.__name__
    return f"CREATE CONSTRAINT `liantu_{name}` IF NOT EXISTS FOR (n:`{name}`) REQUIRE n.`{kind.key}` IS UNIQUE;\n"


def _index(name: str) -> str:
    return f"CREATE INDEX `liantu_{name}` IF NOT EXISTS FOR {INDEXES[name]};\n"


def _tables(pieces: Pieces, target: Path) -> list[tuple[Path, Ends | None]]:
    found: dict[Path, Ends | None] = {}
    meta = next(kind for kind in NODES if kind.__name__ == "Meta")
    for part in chain((Part(meta, None, conform(meta, [pieces.meta])),), pieces.parts()):
        ends = [end.__name__ for end in part.ends or ()]
        path = target / ("-".join([part.kind.__name__, *ends]) + ".csv")
        first = path not in found
        found[path] = part.ends
        with path.open("wb" if first else "ab") as file:
            _columns(part, pieces.meta["hash"][:12]).write_csv(
                file, include_header=first, quote_style="necessary"
            )
    return list(found.items())


def _columns(part: Part, tag: str) -> pl.DataFrame:
    """A part's rows under the heads that neo4j-admin reads, with our mark."""
    name = part.kind.__name__
    made: list[Any] = []
    if part.ends is not None:
        a, b = (end.__name__ for end in part.ends)
        made = [
            pl.col("from").alias(f":START_ID({a})"),
            pl.col("to").alias(f":END_ID({b})"),
            pl.lit(name).alias(":TYPE"),
        ]
    made += [_column(part.kind, part.ends, field) for field in fields(part.kind)]
    made.append(pl.lit(tag).alias("liantu:string"))
    if part.ends is None:
        made.append(pl.lit(f"{name}{APART}Liantu").alias(":LABEL"))
    return part.rows.select(made)


def _column(kind: type[Kind], ends: Ends | None, name: str) -> pl.Expr:
    field = fields(kind)[name]
    if ends is None and name == kind.key:  # type: ignore[attr-defined]
        return pl.col(name).alias(f"{name}:ID({kind.__name__})")
    column = pl.col(name)
    if field.many:
        text = column.cast(pl.List(pl.String)).list.join(APART)
        column = pl.when(column.list.len() > 0).then(text)
    return column.alias(f"{name}:{TYPES[field.type.__name__]}{'[]' if field.many else ''}")
