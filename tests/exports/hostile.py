"""A county whose every name tries to break out: of HTML, of Excel, of Cypher, of a template, of a folder."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

NAMES = (
    "引\"号'厂", "换\n行厂", "=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>', "../../etc/passwd", "CON", "甲\x00乙", "\u202e反向", "🏭👨\u200d👩厂",
    "9223372036854775808", "]]>", "{{7*7}}", "{% raw %}", '#eval("1")', "`ls`$(id)", "}) DETACH DELETE n //",
    "长" * 10_900, "\x1b[31m红\x07", "\u2028行\ufeff", "$x$ _a_ *b* @c <l> \\", "_xD800_甲", "\ufffe\uffff号",
    "javascript:alert(1)",
)  # fmt: skip
GOOD = "好邻居纺织有限公司"
FILES = (
    "=cmd calc'!A0.csv", "{{7*7}}.csv", "CON1.csv", "🏭.csv", "`ls`.csv", "#eval(1).csv", "''; x.csv", "[a-z].csv",
    "\u202e反.csv",
)  # fmt: skip
BARRED = ('"><img src=x onerror=alert(1)>.csv', "换\n行.csv", "*.csv", "\x1b[31m.csv")  # by Windows
TOML = """[project]
region = "411426"
name = "<script>alert(1)</script>{{7*7}}"
as_of = 2026-01-01
[terms]
"链长" = "=cmd|x"
[regions.focus]
"<img src=x onerror=alert(1)>" = ["31", "33"]
[offers]
"{{7*7}}" = true
"""


def quoted(text: str) -> str:
    """A YAML string with everything but letters and digits escaped."""
    return '"' + "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in text) + '"'


def chain(name: str, segments: list[str]) -> str:
    """A chain file in which every text is hostile and every segment feeds the next."""
    lines = [f"chain: {quoted(name)}", f"group: {quoted(name)}", f"source: {quoted(name)}"]
    lines += ["segments:"] if segments else []
    for i, segment in enumerate(segments):
        said = quoted(segment)
        after = quoted(segments[(i + 1) % len(segments)])
        stage = ("上游", "中游", "下游", "配套")[i % 4]
        lines.append(
            f"  {said}: {{stage: {stage}, words: [词{i}, {said}], needs: [{said}], source: {said}, feeds: [{after}]}}"
        )
    return "\n".join(lines) + "\n"


def tables(home: str, segments: list[str]) -> dict[str, list[list[str]]]:
    """Every table with every name in every column that takes text."""
    at = {n: segments[i % len(segments)] for i, n in enumerate(NAMES)}
    after = dict(zip(NAMES, (*NAMES[1:], NAMES[0]), strict=True))
    place = {n: "411426" if i % 2 else "浙江省绍兴市" for i, n in enumerate(NAMES)}
    return {
        "企业": [["企业名称", "地区", "主要产品", "经营范围", "曾用名", "地址", "来源"],
               *([n, place[n], f"词{i % len(segments)}", n, n + "旧", n, n] for i, n in enumerate(NAMES)),
               [GOOD, "411426", "词0", "", "", "", ""]],
        "企业环节": [["企业名称", "产业链", "环节", "产品", "来源"], *([n, home, at[n], n, n] for n in NAMES)],
        "布点": [["企业名称", "地区", "类型", "阶段", "产业链", "环节", "内容", "投资方", "产能", "来源"],
               *([n, "411426", "项目", "签约", home, at[n], n, n, n, n] for n in NAMES)],
        "荣誉": [["企业名称", "荣誉", "来源"], *([n, n, n] for n in NAMES)],
        "企业关系": [["甲方", "关系", "乙方", "内容", "来源"], *([n, "供货", after[n], n, n] for n in NAMES)],
        "链主": [["企业名称", "产业链", "依据"], *([n, at[n], n] for n in NAMES)],
        "园区": [["园区", "地区", "产业链", "环节", "期次", "阶段", "投资方", "规模", "产能", "来源"],
               *([n, "411426", home, at[n], n, "开工", n, n, n, n] for n in NAMES)],
        "组织": [["组织", "类型", "产业链", "职责", "来源"], *([n + "组", n, at[n], n, n] for n in NAMES)],
        "环节核实": [["产业链", "环节", "地区", "结论", "产能", "核实单位"],
                 *([home, s, "411426", "无", s, s] for s in segments[:3])],
    }  # fmt: skip


def make(folder: Path) -> None:
    """Write the project."""
    (folder / "chains").mkdir(parents=True)
    (folder / "liantu.toml").write_text(TOML, encoding="utf-8")
    names = [n for n in NAMES if ":" not in n and ";" not in n and len(n) < 1000]
    for i, name in enumerate(names):
        text = chain(name, names if i < 2 else [])
        (folder / "chains" / f"{i:02}.yaml").write_text(text, encoding="utf-8")
    for title, rows in tables(names[0], names).items():
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        (folder / f"{title}.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    for i, file in enumerate(FILES if os.name == "nt" else FILES + BARRED):
        text = f'企业名称,地区\n文件厂{i}有限公司,411426\n坏地区厂{i}有限公司,"{NAMES[i]!r:.20}"\n'
        (folder / file).write_text(text.replace('"\'"', "x"), encoding="utf-8")
