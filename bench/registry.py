"""Writes a 企查查-shaped table of N made-up firms, about 1 kB a row, 2 % of the cells dirty: registry.py N OUT.csv."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from graph.divisions import divisions, level
from graph.industries import industries
from graph.link.lexicon import groups

HEADS = (
    "公司名称",
    "登记状态",
    "法定代表人",
    "企业规模",
    "注册资本",
    "实缴资本",
    "成立日期",
    "核准日期",
    "营业期限",
    "所属省份",
    "所属城市",
    "所属区县",
    "公司类型",
    "国标行业门类",
    "国标行业大类",
    "国标行业中类",
    "曾用名",
    "英文名",
    "统一社会信用代码",
    "纳税人识别号",
    "注册号",
    "组织机构代码",
    "参保人数",
    "参保人数所属年报",
    "有效手机号",
    "更多电话",
    "注册地址",
    "最新年报地址",
    "通信地址",
    "网址",
    "邮箱",
    "其他邮箱",
    "经营范围",
)
BRANDS = "华鑫瑞恒泰盛隆昌源宏达兴旺祥和顺德利康安佳美诚信联创新世纪东方金银龙凤海天宇中正大同力科技丰润嘉禾"
GENERAL = (
    "货物进出口", "技术进出口", "普通货物道路运输", "仓储服务", "企业管理咨询", "机械设备租赁", "非居住房地产租赁",
    "技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广", "信息咨询服务(不含许可类信息咨询服务)", "物业管理",
    "(依法须经批准的项目,经相关部门批准后方可开展经营活动)",
)  # fmt: skip
DIRT = {
    "注册资本": ("壹仟万", "5000万美元", "#N/A", "１０００万元"),
    "成立日期": ("2024年3月", "前年", "45000", "二〇二〇年五月"),
    "参保人数": ("50-99人", "暂无", "-", "若干"),
    "统一社会信用代码": ("91410000000000000X", "-", "410000000000001"),
    "国标行业中类": ("-", "别的行业"),
    "公司名称": ("", "\u200b某某有限公司", '"引号"有限公司'),
}
ALPHABET, WEIGHTS = (
    "0123456789ABCDEFGHJKLMNPQRTUWXY",
    (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28),
)


def code(number: int) -> str:
    body = "91411426MA" + f"{number:07d}"
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, WEIGHTS, strict=True))
    return body + ALPHABET[(31 - total % 31) % 31]


def rows(n: int) -> Iterator[list[str]]:
    """Firms of every county; goods from the lexicon, trades from GB/T 4754: few clauses are the same."""
    rng = random.Random(7)
    goods = [(group.codes[0], word) for group in groups() if group.codes for word in group.words]
    classes = industries()
    trades = [name for code, name in classes.items() if len(code) == 4]
    places = [
        tuple(divisions()[c] for c in (code[:2] + "0000", code[:4] + "00", code) if c in divisions())
        for code in divisions()
        if level(code) == "县"
    ]
    for i in range(n):
        place = places[i * 7919 % len(places)]
        made = rng.sample(goods, rng.randint(1, 4))
        brand = "".join(rng.sample(BRANDS, rng.randint(2, 3)))
        row = dict.fromkeys(HEADS, "-") | {
            "公司名称": f"{place[-1]}{brand}{made[0][1]}有限公司",
            "登记状态": "存续",
            "法定代表人": "某某",
            "企业规模": "小型",
            "注册资本": f"{rng.randint(1, 90) * 100}万人民币",
            "成立日期": f"20{rng.randint(10, 24)}-0{rng.randint(1, 9)}-{rng.randint(10, 28)}",
            "所属省份": place[0],
            "所属城市": place[-2],
            "所属区县": place[-1],
            "公司类型": "有限责任公司(自然人投资或控股)",
            "国标行业门类": "制造业",
            "国标行业大类": classes.get(made[0][0][:2], "-"),
            "国标行业中类": classes.get(made[0][0][:3], "-"),
            "统一社会信用代码": code(i),
            "参保人数": str(rng.randint(0, 500)),
            "参保人数所属年报": "2024",
            "有效手机号": "13800000000",
            "注册地址": "".join(place) + f"产业集聚区工业大道{i}号",
            "经营范围": scope(rng, [word for _, word in made], trades),
        }
        if rng.random() < 0.02 * len(DIRT):
            head = rng.choice(sorted(DIRT))
            row[head] = rng.choice(DIRT[head])
        yield list(row.values())


def scope(rng: random.Random, made: list[str], trades: list[str]) -> str:
    """What a firm of these goods says that it does, about 300 characters."""
    clauses = [f"{'、'.join(made)}{rng.choice(('生产、销售', '制造', '加工;销售', '的研发、生产和销售'))}"]
    clauses += [
        f"{t}{rng.choice(('', '销售', '服务', '批发、零售'))}" for t in rng.sample(trades, rng.randint(4, 16))
    ]
    clauses += rng.sample(GENERAL, rng.randint(3, 9))
    return ";".join(clauses)


def write_csv(n: int, path: Path) -> None:
    import csv

    with path.open("w", encoding="gb18030", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADS)
        writer.writerows(rows(n))


def write_xlsx(n: int, path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("工商")
        sheet.write_row(0, 0, HEADS)
        for number, row in enumerate(rows(n), 1):
            sheet.write_row(number, 0, row)


if __name__ == "__main__":
    count, goal = int(sys.argv[1]), Path(sys.argv[2])
    (write_xlsx if goal.suffix == ".xlsx" else write_csv)(count, goal)
