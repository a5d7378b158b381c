"""Graphs to ask both engines about: one drawn by chance (always the same), one as awkward as can be."""

from __future__ import annotations

import csv
import io
import itertools
import random
from collections.abc import Sequence

Project = tuple[dict[str, str], str]
PLACES = ("411426", "浙江省绍兴市", "河南省商丘市", "")
PRODUCTS = ("棉纱", "坯布", "染整布", "色织面料", "衬衫", "")


def table(head: str, rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head.split(","))
    writer.writerows(rows)
    return out.getvalue()


def generated(size: int = 300) -> Project:
    """Files of a county drawn by chance, and its chain file."""
    from tests.county import CHAIN

    dice = random.Random(7)
    names = [f"企业{n:05d}有限公司" for n in range(size)]
    firms = [
        [n, dice.choice(PLACES), dice.choice(PRODUCTS), dice.choice(["", 10, 2000]), dice.choice(["是", "否", ""])]
        for n in names
    ]  # fmt: skip
    honors = [
        [dice.choice(names), dice.choice(["专精特新小巨人", "制造业单项冠军"]), dice.choice([2019, 2024, ""])]
        for _ in range(size // 5)
    ]
    ties = [
        [dice.choice(names), dice.choice(["供货", "控股", "合作"]), dice.choice(names)] for _ in range(size)
    ]
    files = {
        "企业.csv": table("企业名称,地区,主要产品,参保人数,规上", firms),
        "荣誉.csv": table("企业名称,荣誉,年度", list(map(list, honors))),
        "关系.csv": table("甲方,关系,乙方", [t for t in ties if t[0] != t[2]]),
        "链主.csv": table("企业名称,产业链,依据", [[names[0], "纺织服装", "县文件"]]),
        "名单.csv": table("企业名称,名单", [[n, "经营异常"] for n in names[:9]]),
    }
    return files, CHAIN


NAMES = ("`) DETACH DELETE n //", "O'Neil \"双引号\" \\ 有限公司", "$rows", "MATCH (n) RETURN n", "(e:Enterprise)-[:Makes]->",
         "group", "null", "{id: 1}", "😀笑脸公司", "-1", "=1+1", "北京\t制表")  # fmt: skip
AWKWARD = """chain: "`order`-[Makes]->"
segments:
  "`) RETURN 1 //": {stage: 上游, words: ["$x"], feeds: [环]}
  环: {stage: 中游, words: [棉纱], feeds: ["圈'\\"", 空]}
  "圈'\\"": {stage: 中游, feeds: [环]}
  空: {stage: 下游}
  配: {stage: 配套, feeds: [环]}
"""
EMPTY = "chain: 空链\nsegments: {}\n"


def awkward() -> Project:
    """Cycles, an empty chain, unknowns everywhere, numbers beyond 2^53, names that look like Cypher."""
    firms: list[list[object]] = [[n, "", "", "", "", ""] for n in NAMES]
    firms += [
        ["大数有限公司", "411426", "棉纱", 2**53 + 1, 1e16, "1899-12-31"],
        ["小数有限公司", "浙江绍兴", "棉纱;棉纱", 0, 1e-7, ""],
    ]
    files = {
        "企业.csv": table("企业名称,地区,主要产品,参保人数,营业收入(万元),成立日期", firms),
        "荣誉.csv": table("企业名称,荣誉", [[n, "`荣誉`"] for n in NAMES]),
        "关系.csv": table("甲方,关系,乙方", [[a, "供货", b] for a, b in itertools.pairwise(NAMES)]),
        "chains/空.yaml": EMPTY,
        "chains/待定.yaml": "chain: 待定系\n",
    }
    return files, AWKWARD
