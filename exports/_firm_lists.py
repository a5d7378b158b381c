"""The lists of enterprises: 重点企业 (here), 目标企业 (elsewhere), 待核链接 (to be judged), 链主, 核验记录."""

from __future__ import annotations

from itertools import groupby

from exports._facts import (
    NONE,
    STAGES,
    Facts,
    Row,
    credit_code,
    firm,
    honor_text,
    kind_name,
    link_evidence,
    month,
    names,
    place,
    prose,
    reason,
)
from exports._list import List, band
from exports._needs import EACH, WAITING
from exports._sheet import Cell, Column, Value

FOUND, RISK = ("是", "否"), ("低", "中", "高")
ADVICE, STEP = ("推荐", "待定", "排除"), ("敲门拜访", "邀请考察", "跟踪", "暂缓")
READ_BACK = "请填，另存后读回"
NUMBER = Column("序号", 4.5, "count")
CODE = Column("统一社会信用代码", 19, "note", lambda _, r: credit_code(r["id"]))
IDS = band("标识", Column("企业标识", 12, value="id", hidden=True),
           Column("环节标识", 12, value="segment_id", hidden=True))  # fmt: skip


def _said(key: str) -> Value:
    """What a person wrote of an enterprise at a segment."""
    return lambda facts, row: facts.said(row, key)


def _verdicts(band_name: str) -> tuple[Column, ...]:
    """The five columns for a person's verdict."""
    return band(
        f"{band_name}（{READ_BACK}）",
        Column("图谱核验结果", 8.5, "fill", _said("result"), FOUND),
        Column("风险判断", 6, "fill", _said("risk"), RISK, free=True),
        Column("推荐结论", 6.5, "fill", _said("conclusion"), ADVICE),
        Column("人工备注", 10, "fill", _said("note")),
        Column("建议动作", 9, "fill", _said("action"), STEP, free=True),
    )


# -- 重点企业 ---------------------------------------------------------------------------------------


def _locals(facts: Facts) -> list[Row]:
    """One row a local enterprise in a chain, its links within."""
    found = sorted((r for r in facts.rows["links"] if r.get("local")), key=_who)
    groups = (list(group) for _, group in groupby(found, key=_who))
    return [links[0] | {"links": links} for links in groups]


def _who(row: Row) -> tuple[str, str, str]:
    return row["chain"], row["enterprise"], row["id"]


def _role(facts: Facts, row: Row) -> Cell:
    """链主 as named; else 骨干 where it is 规上 or holds a title, 配套 where it serves only."""
    named = facts.roles.get((row["chain"], row["id"]))
    if named:
        return named
    if facts.companies.get(row["id"], {}).get("scaled") or facts.honors.get(row["id"]):
        return "骨干"
    return "配套" if _stages(facts, row) == {"配套"} else NONE


def _stages(facts: Facts, row: Row) -> set[str | None]:
    return {facts.segments.get((row["chain"], r["segment_id"]), {}).get("stage") for r in row["links"]}


def _where(facts: Facts, row: Row) -> Cell:
    return "、".join(short for stage, short in STAGES.items() if stage in _stages(facts, row)) or None


def _products(facts: Facts, row: Row) -> Cell:
    own = facts.companies.get(row["id"], {}).get("products") or []
    found = own or [w for r in row["links"] for w in r.get("products") or r.get("words") or ()]
    return names(found) if found else None


def _state(_: Facts, row: Row) -> Cell:
    return "已确认" if any(r["state"] == "已确认" for r in row["links"]) else "待核"


def _of(key: str) -> Value:
    """A figure of a local enterprise."""
    return lambda facts, row: facts.companies.get(row["id"], {}).get(key)


def _ties(key: str) -> Value:
    """Whom a local enterprise buys from or sells to; with none known, unknown."""
    return lambda facts, row: names(map(firm, facts.companies.get(row["id"], {}).get(key) or ()), 4, None)


# -- 目标企业 ---------------------------------------------------------------------------------------


def _targets(facts: Facts) -> list[Row]:
    return facts.rows["targets"]


def _foremost(facts: Facts) -> str:
    said = f"；企业多的环节只列前{EACH}家，总数见「目标企业数」" if facts.crowded else ""
    return f"公开资料推荐，未作意向接触；「不详」不按0分计{said}"


def _lead(facts: Facts, row: Row) -> Row:
    return facts.leads.get((row["chain"], row["segment_id"])) or {"kind": row["gap"], "severity": None}


def _span(_: Facts, row: Row) -> Cell:
    low, high = (round(100 * row[key]) for key in ("lower_bound", "upper_bound"))
    return f"{low}—{high}"


def _reason(facts: Facts, row: Row) -> Cell:
    return reason(row, f"{row['gap']}，{_lead(facts, row)['severity']}")


def _feature(name: str) -> Value:
    """The sentence of one of the five features."""

    def said(_: Facts, row: Row) -> Cell:
        found: Row = next((f for f in row.get("features") or () if f["name"] == name), {})
        return prose(found.get("why")) if found.get("value") is not None else None

    return said


# -- 待核链接, 链主, 核验记录 -------------------------------------------------------------------------


def _waiting(facts: Facts) -> list[Row]:
    """Links that a person must judge, those of local enterprises first."""
    return sorted(facts.rows["waiting"], key=lambda r: (not r.get("local"), *_who(r), r["segment_id"]))


def _first(facts: Facts) -> str:
    full = len(facts.rows["waiting"]) >= WAITING
    said = f"；先列{WAITING}条，判过再生成，列其余的" if full else ""
    return f"口径：资料只能说明可能，做不做请县里判定；本地企业在前{said}"


def _right(facts: Facts, row: Row) -> Cell:
    return {"是": "对", "否": "错"}.get(facts.said(row, "result"), "")


def _leaders(facts: Facts) -> list[Row]:
    return facts.rows["leaders"]


def _decided(facts: Facts) -> list[Row]:
    """Reviews of what stands on none of the lists any more: so that none gets lost with the old workbook."""
    shown = {(r["id"], r["segment_id"]) for r in (*_targets(facts), *_waiting(facts))}
    return [r for r in facts.rows["reviews"] if (r["id"], r["segment_id"]) not in shown]


def _effect(_: Facts, row: Row) -> Cell:
    if row["result"] == "否":
        return "链接已去掉"
    said = "链接已确认" if row["result"] == "是" else ""
    return "；".join(filter(None, (said, "不列入目标企业" if row["conclusion"] == "排除" else ""))) or "照录"


LOCAL = List(
    "重点企业",
    "本库已有资料的本地企业：在哪条链、哪个环节、做什么、有什么称号",
    "口径：本库有资料的本地企业，非普查；「待核」的未计入覆盖",
    "单位：家",
    _locals,
    (
        *band("企业", NUMBER, Column("企业名称", 20, "name", "enterprise"), Column("产业链", 11, "text", "chain"),
              Column("身份", 7, "text", _role)),
        *band("位置", Column("所在环节", 16, "note", lambda _, r: names(x["segment"] for x in r["links"])),
              Column("段", 6, "text", _where), Column("产品\n（经营用语）", 14, "note", _products)),
        *band("规模", Column("规上", 5, "text", _of("scaled")), Column("营收\n（万元）", 8, "money", _of("revenue")),
              Column("参保\n（人）", 6.5, "count", _of("insured")),
              Column("注册资本\n（万元）", 9, "money", _of("capital"), extra=True),
              Column("主要供应商", 16, "note", _ties("suppliers"), extra=True),
              Column("主要客户", 16, "note", _ties("customers"), extra=True)),
        *band("资料", Column("称号", 14, "note", lambda f, r: names(f.honors.get(r["id"], []))),
              Column("链接\n状态", 7.5, "text", _state),
              Column("判断依据", 28, "prose", lambda _, r: link_evidence(r["links"])), CODE),
    ),
)  # fmt: skip
TARGETS = List(
    "目标企业",
    "该招谁、为什么、多少分、多大把握；人工核验各列由人填写，下次生成时读回",
    _foremost,
    "单位：分、%",
    _targets,
    (
        *band("企业", NUMBER, Column("企业名称", 16, "name", "enterprise", more=10),
              Column("产业链", 10, "text", "chain", more=10),
              Column("所在地", 9.5, "text", lambda _, r: place(r)), Column("梯队", 5.5, "text", "tier"),
              Column("区域", 8, "text", lambda f, r: f.area(r), extra=True),
              Column("称号和榜单", 20, "note", honor_text, extra=True)),
        *band("对应缺口", Column("对应环节", 9.5, "text", "segment", more=2),
              Column("缺口类型", 11.5, "kind", more=2, value=lambda f, r: kind_name(_lead(f, r))),
              Column("等级", 6, "grade", lambda f, r: _lead(f, r)["severity"])),
        *band("推荐", Column("推荐分", 6.5, "points", lambda _, r: 100 * r["score"]), Column("可能区间", 8, "text", _span),
              Column("资料\n覆盖", 6, "known", "coverage")),
        *band("依据", Column("推荐理由", 31, "prose", _reason),
              Column("近年异地投资", 24, "note", _feature("扩张与转移意愿"), extra=True),
              Column("对接路径", 11, "note", _feature("本地关系"))),
        *_verdicts("人工核验"),
        *band("跟踪（请填）", Column("责任单位", 12, "fill", lambda f, r: names(f.offices[r["chain"]], 1, ""), extra=True),
              Column("跟踪人", 8, "fill", extra=True), Column("状态", 8, "fill", extra=True)),
        *IDS,
    ),
)  # fmt: skip
LINKS = List(
    "待核链接",
    "企业与环节对不对得上，请逐条判「对」或「错」，下次生成时读回",
    _first,
    "单位：条",
    _waiting,
    (
        *band("链接", NUMBER, Column("企业名称", 26, "name", "enterprise"), Column("产业链", 13, "text", "chain", more=4.5),
              Column("环节", 14, "name", "segment"),
              Column("所在地", 10, "text", lambda _, r: "本地" if r.get("local") else place(r))),
        *band("依据", Column("命中用语", 22, "note", lambda _, r: names(r.get("words"), 4)),
              Column("出处", 14, "note", lambda _, r: names(r.get("where"))),
              Column("判断依据", 42, "prose", lambda _, r: link_evidence([r]))),
        *band(f"人工判定（{READ_BACK}）", Column("判定", 7, "fill", _right, ("对", "错")),
              Column("备注", 17, "fill", _said("note"))),
        *IDS,
    ),
)  # fmt: skip
LEADERS = List(
    "链主",
    "来源点名的链主和按数据推得的候选",
    "口径：「链主」出自来源，「链主候选」由营收、用工或供货企业数推得；均须县里认定",
    "单位：家",
    _leaders,
    (
        *band("链主", NUMBER, Column("企业名称", 26, "name", "enterprise"), Column("产业链", 16, "text", "chain"),
              Column("身份", 10, "text", "role"), Column("所在地", 12, "text", lambda _, r: place(r))),
        *band("依据", Column("依据", 50, "prose", lambda _, r: prose(r["basis"])), CODE),
        *band("县里认定（请填）", Column("是否认定", 9, "fill", choices=FOUND), Column("认定文件", 18, "fill")),
    ),
    title="链主企业清单",
)  # fmt: skip
DECIDED = List(
    "核验记录",
    "已判过、如今不在别的表上的企业和环节；改了另存，下次生成时读回",
    "口径：以前填的判定，现已生效；要撤回就改成另一个值，另存后再生成",
    "单位：条",
    _decided,
    (
        *band("企业和环节", NUMBER, Column("企业名称", 26, "name", "enterprise"), Column("产业链", 14, "text", "chain"),
              Column("环节", 14, "name", "segment"),
              Column("所在地", 10, "text", lambda _, r: "本地" if r["local"] else place(r))),
        *band("生效情况", Column("生效情况", 20, "text", _effect), Column("出处", 24, "prose", "source"),
              Column("日期", 9, "month", lambda _, r: month(r["date"]))),
        *_verdicts("人工核验"),
        *IDS,
    ),
)  # fmt: skip
LISTS = (LOCAL, LINKS, TARGETS, LEADERS, DECIDED)
