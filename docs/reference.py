"""The reference page, written from the code: commands, questions and their keys, tables, kinds.

uv run python docs/reference.py writes docs/reference.md; a test holds that it is current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from graph import model, modules  # noqa: E402
from graph.tables import TABLES  # noqa: E402

PAGE = ROOT / "docs" / "reference.md"
OPTION = {"int": "整数", "str": "文本", "many": "文本,可重复", "flag": "开关", "instead": "开关,改答另一张表"}


def text() -> str:
    """The whole page."""
    parts = [_questions(), _outputs(), _tables(), _kinds()]
    head = (
        "# 参考\n\n本页由 `docs/reference.py` 从代码生成,不要手改。用法与例子见 [使用手册](使用手册.md)。\n"
    )
    return head + "\n" + "\n".join(line for part in parts for line in part) + "\n"


def _questions() -> Iterator[str]:
    yield "## 提问\n"
    yield "每个提问的共用选项:`-C 目录`、`--store 地址`、`--format table|json|csv|xlsx`、`-o 文件`、`--chain 产业链`。\n"
    for name in modules.names("queries"):
        about, module = modules.about("queries", name), modules.load("queries", name)
        yield f"### {name}\n\n{about.title}\n\n```\n{about.example}\n```\n"
        yield from _options(about)
        yield from _keys(module.Row)
        for key, (kind, _) in about.options.items():
            if kind == "instead":
                other = get_args(get_type_hints(getattr(module, key))["return"])[0]
                yield f"`--{key}` 时每行:\n"
                yield from _keys(other)


def _options(about: modules.About) -> Iterator[str]:
    for key, (kind, said) in about.options.items():
        yield f"- `--{key.replace('_', '-')}`({OPTION[kind]}):{said}"
    if about.options:
        yield ""


def _keys(row: Any) -> Iterator[str]:
    hints = get_type_hints(row)
    yield "、".join(f"`{key}`({_type(hints[key])})" for key in row.model_fields) + "\n"


def _type(hint: Any) -> str:
    names = {
        "str": "文本",
        "int": "整数",
        "float": "数",
        "bool": "真假",
        "date": "日期",
        "list": "列表",
        "dict": "对象",
    }
    options = [a for a in get_args(hint) if a is not type(None)] if type(None) in get_args(hint) else [hint]
    plain = names.get(getattr(getattr(options[0], "__origin__", options[0]), "__name__", ""), "文本")
    return plain + ("或空" if options[0] is not hint else "")


def _outputs() -> Iterator[str]:
    yield "## 输出\n"
    for name in modules.names("exports"):
        about = modules.about("exports", name)
        yield f"### {name}\n\n{about.title}\n\n```\n{about.example}\n```\n"
        yield from _options(about)


def _tables() -> Iterator[str]:
    yield "## 表\n\n星号为必有的列;每张表都可加 来源、日期、可信度。\n"
    for table in TABLES.values():
        yield f"### {table.name}\n\n{table.about}\n\n| 列 | 也认 | 可填 |\n| --- | --- | --- |"
        for field in table.columns:
            if field.column:
                star = "*" if field.column.required else ""
                others = "、".join(field.column.aliases)
                yield f"| {field.column.title}{star} | {others} | {'、'.join(field.choices)} |"
        yield ""


def _kinds() -> Iterator[str]:
    yield "## 图谱里的点和边\n\n`liantu query` 用到的名字;每个点、边都可带 `source`、`date`、`confidence`。\n"
    for name, kind in model.KINDS.items():
        ends = getattr(kind, "ends", ())
        joins = ";".join(f"{a.__name__} → {b.__name__}" for a, b in ends)
        about = (kind.__doc__ or "").splitlines()[0]
        yield f"### {name}\n\n{about}{f' ({joins})' if joins else ''}\n"
        own = [f for n, f in model.fields(kind).items() if n not in model.Kind.model_fields]
        said = [f"`{f.name}`" + (f" {f.column.title}" if f.column else "") for f in own]
        yield "、".join(said) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8", newline="\n")
