"""The lists of the county: 产业链总览, 重点园区, 重点项目, 组织机构, 来源."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from exports._facts import NONE, SURE, Facts, Row, firm, month, names, place, prose
from exports._list import List, band
from exports._sheet import Column, Value

COUNTED = ("已有", "薄弱", "在建、签约", "空白", "待核、不足")
NUMBER = Column("序号", 4.5, "count")
STEPS = ("投产", "开工", "注册", "签约", "在谈", "计划")
_ADDRESS = re.compile(r"\s*https?://|[：；]|(?<=》)")


# -- 产业链总览 -------------------------------------------------------------------------------------


def _chains(facts: Facts) -> list[Row]:
    """One row a chain, those still undecided last: they have no figures."""
    grades = Counter((r["chain"], r["severity"]) for r in facts.leads.values())
    states: dict[str, Counter[str]] = {}
    for segment in facts.rows["segments"]:
        if segment["leaf"]:
            states.setdefault(segment["chain"], Counter())[counted(segment)] += 1
    rows = []
    for row in sorted(facts.rows["chains"], key=lambda r: r["chain"] not in states):
        own = states.get(row["chain"])
        judged = own is not None and row["unknown"] < row["segments"]
        grave = {word: grades[row["chain"], word] for word in ("紧急", "重要")}
        rows.append(row | {"states": own, "judged": judged, "grades": grave})
    return rows


def counted(segment: Row) -> str:
    """Which of the five counts a segment belongs to."""
    status = segment["status"] or "数据不足"
    if status == "已覆盖":
        return COUNTED[1] if segment["grade"] == "薄弱" else COUNTED[0]
    if status in ("在建", "已签约"):
        return COUNTED[2]
    return COUNTED[3] if status.startswith("空白") else COUNTED[4]


def _state(word: str) -> Value:
    return lambda _, row: row["states"][word] if row["states"] else None


def _judged(key: str) -> Value:
    return lambda _, row: row[key] if row["judged"] else None


def _grave(word: str) -> Value:
    return lambda _, row: row["grades"][word] if row["judged"] else None


# -- 重点园区, 重点项目, 组织机构 ---------------------------------------------------------------------


def _parks(facts: Facts) -> list[Row]:
    return [r for r in facts.rows["projects"] if r["kind"] == "园区"]


def _projects(facts: Facts) -> list[Row]:
    """The furthest first, then the largest."""

    def order(row: Row) -> tuple[int, float]:
        step = STEPS.index(row["stage"]) if row["stage"] in STEPS else len(STEPS)
        return step, -(row["investment"] or 0)

    return sorted(facts.rows["projects"], key=order)


def _joined(key: str) -> Value:
    return lambda _, row: names(row[key], 3)


def _bodies(facts: Facts) -> list[Row]:
    return sorted(facts.rows["organisations"], key=lambda r: (str(r["type"]), not r["chains"], r["name"]))


_SAID = (
    Column("来源", 22, "prose", lambda _, r: prose(_short(r["source"])) or None),
    Column("可信度", 7.5, "text", "confidence"),
)
_FIGURES = band(
    "规模",
    Column("投资额\n（亿元）", 8.5, "amount", "investment"),
    Column("占地\n（亩）", 8, "count", "area"),
    Column("年产值\n（亿元）", 8.5, "amount", "output"),
    Column("税收\n（亿元）", 7.5, "amount", "tax"),
    Column("就业\n（人）", 8, "count", "jobs"),
)


# -- 来源 -----------------------------------------------------------------------------------------


def _short(text: str | None) -> str:
    """Whose source it is, without the address, the page and the note on it."""
    return _ADDRESS.split(text or "", maxsplit=1)[0].strip()


def _sources(facts: Facts) -> list[Row]:
    """Every publisher with what is cited of it folded below, most often cited first."""
    groups: dict[str, list[Row]] = {}
    for row in facts.rows["sources"]:
        groups.setdefault(_short(row["source"]) or row["source"], []).append(row)
    order = sorted(groups.items(), key=lambda g: (-sum(r["uses"] for r in g[1]), g[0]))
    return [row for n, (name, found) in enumerate(order, 1) for row in _publisher(n, name, found)]


def _publisher(number: int, name: str, found: list[Row]) -> Iterator[Row]:
    dates = sorted(str(r["date"]) for r in found if r["date"])
    sure = Counter({word: sum(r["confidence"] == word for r in found) for word in SURE if word})
    said = "、".join(f"{word}{n}" for word, n in sure.items() if n and n < len(found))
    yield {
        "number": number, "source": name, "count": len(found),
        "from": dates[0] if dates else None, "to": dates[-1] if dates else None,
        "confidence": said or found[0]["confidence"], "uses": sum(r["uses"] for r in found), "level": 0,
    }  # fmt: skip
    if len(found) == 1 and found[0]["source"] == name:
        return
    for row in sorted(found, key=lambda r: (-(r["uses"] or 0), str(r["source"]))):
        day = {"from": row["date"], "to": row["date"]}
        yield {**row, **day, "number": "", "source": f"　　{row['source']}", "count": "", "level": 1}


CHAINS = List(
    "产业链总览",
    "每条链有多少环节、覆盖多少、缺多少，附现状图",
    "口径：本库，非普查。覆盖率是下限；环节数只计末级环节，含配套",
    "单位：个、家、%",
    _chains,
    (
        *band("产业链", NUMBER, Column("产业链", 17, "name", "chain"),
              Column("所属系", 13, "text", lambda _, r: r["group"] or NONE), Column("类别", 7, "text", "category"),
              Column("牵头组织", 18, "note", lambda f, r: names(f.offices[r["chain"]], 1, None), extra=True)),
        *band("环节现状", Column("环节", 6, "count", "segments"),
              *(Column(word.replace("、", "、\n"), 6.5, "count", _state(word)) for word in COUNTED)),
        *band("覆盖", Column("覆盖率", 9, "share", _judged("coverage")),
              Column("若待核\n属实", 9, "share", _judged("coverage_possible")),
              Column("含在建", 9, "expected", _judged("coverage_expected"))),
        *band("企业与缺口", Column("本地\n企业", 6.5, "count", "local"), Column("外地\n企业", 6.5, "count", "elsewhere"),
              Column("缺口\n环节", 6.5, "count", _judged("gaps")),
              *(Column(word, 6, "count", _grave(word)) for word in ("紧急", "重要"))),
        *band("抓手", Column("链主", 16, "note", lambda _, r: names((firm(n) for n in r["leaders"] or ()), 3)),
              Column("园区", 19.5, "note", lambda _, r: names(r["parks"], 2))),
    ),
    title="总览",
)  # fmt: skip
PARKS = List(
    "重点园区",
    "县里的园区各期：哪条链、到哪一步、多大规模",
    "口径：来源所载的计划或在建数，不是完成数",
    "单位：亿元、亩、人",
    _parks,
    (
        *band("园区", NUMBER, Column("园区", 24, "name", "name"), Column("产业链", 14, "text", _joined("chains")),
              Column("环节", 12, "note", _joined("segments")), Column("期次", 6, "text", "phase"),
              Column("年度", 6.5, "text", "year"), Column("阶段", 7, "text", "stage"),
              Column("投资方", 14, "note", "investor")),
        *_FIGURES,
        *band("建设内容", Column("建设内容", 26, "prose", lambda _, r: prose(r["content"])),
              Column("产能", 11, "note", "capacity"), *_SAID),
        *band("跟踪（请填）", Column("责任单位", 12, "fill", extra=True), Column("进展", 12, "fill", extra=True)),
    ),
)  # fmt: skip
PROJECTS = List(
    "重点项目",
    "落在本县的企业项目和园区各期，按阶段从投产到计划",
    "口径：来源所载的计划或在建数，不是完成数；阶段不详的在最后",
    "单位：亿元、亩、人",
    _projects,
    (
        *band("项目", NUMBER, Column("项目名称", 24, "name", "name"), Column("类别", 8, "text", "kind"),
              Column("产业链", 13, "text", _joined("chains")), Column("环节", 11, "note", _joined("segments")),
              Column("投资方", 13, "note", "investor")),
        *band("进展", Column("阶段", 7, "text", "stage"), Column("年度", 6.5, "text", "year")),
        *_FIGURES,
        *band("建设内容", Column("建设内容", 24, "prose", lambda _, r: prose(r["content"])), *_SAID),
        *band("调度（请填）", Column("责任领导", 9, "fill"), Column("责任单位", 11, "fill"), Column("存在问题", 11, "fill")),
    ),
)  # fmt: skip
BODIES = List(
    "组织机构",
    "领导组、专班、部门、院校、商协会、平台公司与基金，各管什么",
    "口径：来源所载的组织，不写个人",
    "单位：个",
    _bodies,
    (
        *band("组织", NUMBER, Column("组织", 34, "name", "name"), Column("类型", 10, "text", "type"),
              Column("所在地", 12, "text", lambda _, r: place(r)), Column("产业链", 20, "note", _joined("chains"))),
        *band("职责", Column("职责", 40, "prose", lambda _, r: prose(r["duty"])), *_SAID),
        *band("联系（请填）", Column("联系处室", 12, "fill", extra=True)),
    ),
)  # fmt: skip
SOURCES = List(
    "来源",
    "本册用到的资料，按出处归并；点左边的＋看每一篇和网址",
    "口径：企业、链接、布点、荣誉等记录所引的资料，按出处归并，点行号左边的＋看每一篇",
    "单位：篇、次",
    _sources,
    (
        *band("来源", Column("编号", 5.5, "count", "number"), Column("来源", 100, "prose", "source"),
              Column("篇数", 8, "count", "count")),
        *band("日期", Column("最早", 10, "month", lambda _, r: month(r["from"])),
              Column("最晚", 10, "month", lambda _, r: month(r["to"]))),
        *band("可信度", Column("可信度", 22, "text", "confidence"), Column("引用次数", 9, "count", "uses")),
    ),
    title="资料来源清单",
    levels=lambda row: int(row["level"]),
)  # fmt: skip
LISTS = (CHAINS, PARKS, PROJECTS, BODIES, SOURCES)
