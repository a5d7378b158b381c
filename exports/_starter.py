"""A new project folder: liantu.toml, chosen chains with the schema that editors complete from, the templates."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

from exports._subset import standing_alone
from exports._templates import write as write_templates
from graph.chainfile import schema
from graph.divisions import divisions, full_name, resolve
from graph.modules import ROOT
from graph.names import missing
from graph.problem import InputError

TEMPLATE = "模板.xlsx"
SCHEMA = "链文件.schema.json"
# Editors with the YAML language server complete and check a chain file by this line.
HINT = f"# yaml-language-server: $schema={SCHEMA}\n"


def start(directory: Path, county: str, chains: str | None) -> list[tuple[Path, str]]:
    """Write the folder and say what of; what exists already is never changed."""
    code = resolve(county)
    if code is None:
        same = [f"{full_name(c)}({c})" for c, name in divisions().items() if name == county]
        guess = missing(county, divisions().values(), "地区")
        said = (
            f"叫「{county}」的有{len(same)}处:{'、'.join(same[:4])}{'等' if len(same) > 4 else ''};"
            if same
            else guess
        )
        raise InputError(f"{said}请写六位代码或全称(如 河南省商丘市夏邑县)。")
    if directory.exists() and not directory.is_dir():
        raise InputError(f"「{directory}」是一个文件,不能作项目文件夹。")
    if (directory / "liantu.toml").exists():
        raise InputError(f"「{directory}」里已有 liantu.toml,没有改动。")
    built_in = {p.stem: p for p in (ROOT / "data" / "seed" / "chains").glob("*.yaml")}
    wanted = [name for name in re.split("[,,、;;]", chains or "纺织服装") if name]
    for name in wanted:
        if name not in built_in:
            raise InputError(missing(name, built_in, "内置链"))
    text = f'[project]\nregion = "{code}"\nname = "{divisions()[code]}"\n# as_of = 2026-01-01   # 截止日,不写就是当天\n'
    texts = {Path("liantu.toml"): (text, "项目设置")}
    absent = {n: partial(p.read_text, encoding="utf-8") for n, p in built_in.items() if n not in wanted}
    for name in wanted:
        chain = HINT + standing_alone(built_in[name].read_text(encoding="utf-8"), absent)
        texts[Path("chains", built_in[name].name)] = (chain, f"链文件:{name}")
    rules = json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
    texts[Path("chains", SCHEMA)] = (rules, "链文件的格式,供编辑器补全和检查")
    (directory / "chains").mkdir(parents=True, exist_ok=True)
    written = [(directory, "项目文件夹")]
    for place, (said, what) in texts.items():
        if not (directory / place).exists():
            (directory / place).write_text(said, encoding="utf-8", newline="\n")
            written.append((directory / place, what))
    template = directory / TEMPLATE
    if not template.exists():
        write_templates(template)
        written.append((template, "全部模板"))
    return written
