"""Projects written at random in the files of the contract: every table, every awkward case that the methods name."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from random import Random
from typing import Any

Row = dict[str, Any]
PLACES = ("411426", "411425", "410105", "411623", "340122", "330106", "320583", "500101", "420100")
TOML = '[project]\nregion = "411426"\nname = "夏邑县"\nas_of = 2026-01-01\n'
HONORS = (
    "世界500强",
    "中国500强",
    "专精特新小巨人",
    "高新技术企业",
    "独角兽",
    "瞪羚企业",
    "质量示范企业",
    "A股上市",
)


@dataclass
class Written:
    """A project: chain → its places, and the rows of every table."""

    chains: dict[str, Row] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    offers: dict[str, bool] = field(default_factory=dict)
    barred: list[str] = field(default_factory=list)

    def files(self) -> dict[str, str]:
        """Path → text."""
        toml = TOML + f"[policy]\nbarred = {self.barred}\n".replace("'", '"')
        toml += "[offers]\n" + "".join(f'"{k}" = {str(v).lower()}\n' for k, v in self.offers.items())
        found = {"liantu.toml": toml}
        for name, chain in self.chains.items():
            found[f"chains/{name}.yaml"] = _yaml(name, chain)
        for table, rows in self.tables.items():
            if rows:
                heads = list(dict.fromkeys(key for row in rows for key in row))
                out = io.StringIO()
                writer = csv.DictWriter(out, heads, restval="")
                writer.writeheader()
                writer.writerows(rows)
                found[f"{table}.csv"] = out.getvalue()
        return found


def _yaml(name: str, chain: Row) -> str:
    lines = [f"chain: {name}", f"category: {chain['category']}", f"weight: {chain['weight']}", "segments:"]
    for segment, entry in chain["segments"].items():
        feeds = ", ".join(
            f'{{to: "{f["to"]}", necessity: {f["necessity"]}, recycle: {str(f["recycle"]).lower()}}}'
            for f in entry.get("feeds", ())
        )
        plain = ", ".join(f"{k}: {v}" for k, v in entry.items() if k != "feeds")
        lines.append(f"  {segment}: {{{plain}, feeds: [{feeds}]}}")
    return "\n".join(lines) + "\n"


def write(seed: int) -> Written:
    """A project from a seed."""
    r = Random(seed)
    made = Written()
    for n in range(r.choice((1, 2, 2, 3))):
        made.chains[f"{'甲乙丙'[n]}链"] = _chain(r, "甲乙丙"[n], made)
    _cross(r, made)
    firms = [f"企{i}有限公司" for i in range(r.randint(4, 12))]
    made.tables["企业"] = [_firm(r, name) for name in firms]
    placed = [(c, s) for c, chain in made.chains.items() for s in chain["segments"]]
    _members(r, made, firms, placed)
    _moves(r, made, firms, placed)
    _facts(r, made, firms, placed)
    made.offers = {n: r.random() < 0.5 for n in ("蒸汽", "天然气") if r.random() < 0.4}
    made.barred = r.sample(["1711", "17", *(f"{c}:{s}" for c, s in placed)], 1) if r.random() < 0.3 else []
    return made


def _chain(r: Random, mark: str, made: Written) -> Row:
    names = [f"{mark}{i}" for i in range(r.randint(3, 8))]
    segments: dict[str, Row] = {}
    for i, name in enumerate(names):
        stage = r.choice(("上游", "中游", "中游", "下游")) if r.random() > 0.15 else "配套"
        entry: Row = {"stage": stage, "necessity": r.choice((0, 0.3, 0.5, 0.8, 1))}
        if r.random() < 0.3:
            entry["radius"] = r.choice(("就近", "全国"))
        if r.random() < 0.1:
            entry["attract"] = "外采"
        if r.random() < 0.2:
            entry["needs"] = f"[{r.choice(('蒸汽', '天然气', '码头'))}]"
        if r.random() < 0.3:
            entry["codes"] = f"[{r.choice(('1711', '1712', '3311'))}]"
        if i > 2 and r.random() < 0.2 and stage != "配套":
            up = r.choice(names[:2])
            if segments[up]["stage"] != "配套" and "under" not in segments[up]:
                entry["under"] = up
        segments[name] = entry
    for name in names:
        goals = [g for g in names if g != name and segments[g].get("under") != name]
        goals = [g for g in goals if segments[name].get("under") != g]
        chosen = r.sample(goals, min(len(goals), r.choice((0, 1, 1, 2, 3))))
        segments[name]["feeds"] = [_feed(r, g) for g in chosen]
    for other, chain in made.chains.items():
        free = [s for s, e in chain["segments"].items()
                if "of" not in e and "under" not in e and e["stage"] != "配套"
                and not any(x.get("under") == s for x in chain["segments"].values())]  # fmt: skip
        if free and r.random() < 0.5:
            shared = r.choice(free)
            segments[shared] = {"of": other, "stage": r.choice(("上游", "中游", "下游")),
                                "necessity": r.choice((0.3, 0.5, 1))}  # fmt: skip
    return {"category": r.choice(("传统", "新兴")), "weight": r.choice((1, 1, 0.8)), "segments": segments}


def _feed(r: Random, goal: str) -> Row:
    return {"to": goal, "necessity": r.choice((1, 1, 0.9, 0.8, 0.5, 0.3)), "recycle": r.random() < 0.08}


def _cross(r: Random, made: Written) -> None:
    """Some feeds from one chain into another."""
    for name, chain in made.chains.items():
        for other, there in made.chains.items():
            own = [s for s, e in chain["segments"].items() if "of" not in e]
            goals = [s for s, e in there["segments"].items() if "of" not in e]
            if name != other and r.random() < 0.5:
                chain["segments"][r.choice(own)]["feeds"].append(_feed(r, f"{other}:{r.choice(goals)}"))


def _some(r: Random, chance: float, *values: Any) -> Any:
    return r.choice(values) if r.random() < chance else ""


def _firm(r: Random, name: str) -> Row:
    return {
        "企业名称": name, "地区": r.choice((*PLACES, "411426", "411426", "")),
        "登记状态": r.choice(("存续",) * 8 + ("注销", "停业", "")), "规上": _some(r, 0.6, "是", "否"),
        "营业收入": _some(r, 0.5, 5000, 80000, 900000, 30000000, 0),
        "企业性质": _some(r, 0.3, "民企", "央企", "政府"), "股票代码": _some(r, 0.2, f"6{r.randint(0, 99999):05}"),
        "研发费用占比": _some(r, 0.3, "1.5%", "6%"), "营收增速": _some(r, 0.3, "-5%", "9%", "40%"),
        "增加值率": _some(r, 0.2, "15%"), "亩均税收": _some(r, 0.2, 4, 25),
    }  # fmt: skip


def _members(r: Random, made: Written, firms: list[str], placed: list[tuple[str, str]]) -> None:
    rows = []
    for firm in firms:
        for chain, segment in r.sample(placed, min(len(placed), r.choice((0, 1, 1, 2, 3)))):
            date = _some(r, 0.4, "2024-05-01", "2025-07-01")
            rows += [
                {"企业名称": firm, "产业链": chain, "环节": segment, "产品": product,
                 "收入占比": _some(r, 0.4, "10%", "35%", "70%"), "判定": _some(r, 0.3, "是"),
                 "日期": date, "可信度": _some(r, 0.7, "已核实", "转载", "待核")}
                for product in r.sample(("", "甲品", "乙品"), r.choice((1, 1, 2)))
            ]  # fmt: skip
            if r.random() < 0.1:
                rows[-1]["判定"] = "否"
    made.tables["企业环节"] = rows


def _moves(r: Random, made: Written, firms: list[str], placed: list[tuple[str, str]]) -> None:
    rows = []
    for firm in firms:
        for _ in range(r.choice((0, 0, 1, 2, 3))):
            chain, segment = r.choice(placed) if r.random() < 0.5 else ("", "")
            rows.append({
                "企业名称": firm, "地区": r.choice(PLACES), "类型": r.choice(("生产基地", "分支", "项目", "项目", "项目")),
                "阶段": _some(r, 0.8, "计划", "在谈", "签约", "注册", "开工", "投产"), "产业链": chain, "环节": segment,
                "年度": _some(r, 0.7, 2018, 2021, 2023, 2025, 2027), "内容": _some(r, 0.5, "一厂", "二厂"),
                "投资额": _some(r, 0.5, 0.5, 30, 260),
            })  # fmt: skip
    made.tables["布点"] = rows


def _facts(r: Random, made: Written, firms: list[str], placed: list[tuple[str, str]]) -> None:
    """Honors, lists, ties, surveys, parks, the three 化, leaders."""
    tables = made.tables
    tables["荣誉"] = [
        {"企业名称": r.choice(firms), "荣誉": r.choice(HONORS), "级别": _some(r, 0.4, "国家级", "省级", "市级"),
         "年度": _some(r, 0.8, 2018, 2021, 2023, 2025, 2027), "有效期至": _some(r, 0.2, "2024-12-31", "2027-06-30"),
         "状态": _some(r, 0.4, "认定", "公示", "撤销")}
        for _ in range(r.randint(0, 8))
    ]  # fmt: skip
    tables["名单"] = [
        {"企业名称": r.choice(firms), "名单": r.choice(("失信", "环保", "僵尸", "经营异常", "外迁")),
         "移出日期": _some(r, 0.3, "2025-01-01", "2026-06-01")}
        for _ in range(r.choice((0, 0, 1, 2)))
    ]  # fmt: skip
    ties = []
    for _ in range(r.randint(0, 6)):
        a, b = r.sample(firms, 2)
        ties.append({"甲方": a, "关系": r.choice(("供货", "投资", "控股", "参股", "合作")), "乙方": b,
                     "占比": _some(r, 0.5, "20%", "60%"), "可信度": _some(r, 0.5, "已核实", "待核")})  # fmt: skip
    tables["企业关系"] = ties
    leaf = [
        (c, s) for c, s in placed if not any(x.get("under") == s for x in made.chains[c]["segments"].values())
    ]
    named = {(b["产业链"], b["环节"]) for b in tables["布点"]}
    tables["环节核实"] = [
        {"产业链": c, "环节": s, "结论": r.choice(("有", "无")), "日期": r.choice(("", "2025-06-01", "2023-01-01"))}
        for c, s in r.sample(leaf, min(len(leaf), r.choice((0, 0, 1, 2))))
        if (c, s) not in named and "of" not in made.chains[c]["segments"][s]
    ]  # fmt: skip
    tables["园区"] = [
        {"园区": f"园{i}", "产业链": c, "环节": s if r.random() < 0.7 else "",
         "阶段": r.choice(("计划", "在谈", "签约", "开工", "投产"))}
        for i, (c, s) in enumerate(r.sample(leaf, min(len(leaf), r.choice((0, 0, 1, 2)))))
    ]  # fmt: skip
    tables["三化"] = [
        {"产业链": c, "环节": s, "指标": kind, "现值": f"{r.choice((0, 20, 50))}%", "目标": f"{r.choice((30, 60))}%"}
        for c, s in r.sample(leaf, min(len(leaf), r.choice((0, 1, 2))))
        for kind in r.sample(("高端化", "智能化", "绿色化"), r.choice((1, 2)))
        if "of" not in made.chains[c]["segments"][s]
    ]  # fmt: skip
    tables["链主"] = [
        {"企业名称": r.choice(firms), "产业链": r.choice(list(made.chains))}
        for _ in range(r.choice((0, 0, 1)))
    ]
