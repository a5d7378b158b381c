"""The lists of enterprises: 重点企业 (here), 目标企业 (elsewhere), 待核链接 (to be judged), 链主."""

from __future__ import annotations

from itertools import groupby

from exports._facts import (
    NONE,
    STAGES,
    Facts,
    Row,
    credit_code,
    kind_name,
    link_evidence,
    names,
    place,
    prose,
    reason,
)
from exports._sheet import Cell, Column, Sheet

LOCAL = (
    Column("序号", 4.5, "企业", "count"),
    Column("企业名称", 21, "企业", "name"),
    Column("产业链", 12, "企业"),
    Column("身份", 9, "企业"),
    Column("所在环节", 20, "位置", "note"),
    Column("段", 7, "位置"),
    Column("产品\n（经营用语）", 18, "位置", "note"),
    Column("称号", 18, "资料", "note"),
    Column("链接\n状态", 7.5, "资料"),
    Column("判断依据", 38, "资料", "prose"),
    Column("统一社会\n信用代码", 19, "资料", "note"),
)
FOUND, RISK = ("是", "否"), ("低", "中", "高")
ADVICE, STEP = ("推荐", "待定", "排除"), ("敲门拜访", "邀请考察", "跟踪", "暂缓")
TARGETS = (
    Column("序号", 4.5, "企业", "count"),
    Column("企业名称", 13, "企业", "name"),
    Column("产业链", 10, "企业"),
    Column("所在地", 9, "企业"),
    Column("梯队", 5.5, "企业"),
    Column("对应环节", 9, "对应缺口"),
    Column("缺口类型", 11.5, "对应缺口", "kind"),
    Column("等级", 6, "对应缺口", "grade"),
    Column("推荐分", 6.5, "推荐", "points"),
    Column("可能区间", 8, "推荐"),
    Column("资料\n覆盖", 6, "推荐", "known"),
    Column("推荐理由", 37.5, "依据", "prose"),
    Column("对接路径", 10, "依据", "note"),
    Column("图谱核验\n结果", 8.5, "人工核验（请填）", "fill", FOUND),
    Column("风险\n判断", 6, "人工核验（请填）", "fill", RISK, free=True),
    Column("推荐\n结论", 6.5, "人工核验（请填）", "fill", ADVICE),
    Column("人工备注", 9, "人工核验（请填）", "fill"),
    Column("建议\n动作", 8, "人工核验（请填）", "fill", STEP, free=True),
    Column("企业标识", 12, "标识", hidden=True),
    Column("环节标识", 12, "标识", hidden=True),
)
LINKS = (
    Column("序号", 4.5, "链接", "count"),
    Column("企业名称", 26, "链接", "name"),
    Column("产业链", 13, "链接"),
    Column("环节", 14, "链接", "name"),
    Column("所在地", 10, "链接"),
    Column("命中用语", 22, "依据", "note"),
    Column("出处", 14, "依据", "note"),
    Column("判断依据", 42, "依据", "prose"),
    Column("判定", 7, "人工判定（请填）", "fill", ("对", "错")),
    Column("备注", 17, "人工判定（请填）", "fill"),
    Column("企业标识", 12, "标识", hidden=True),
    Column("环节标识", 12, "标识", hidden=True),
)
LEADERS = (
    Column("序号", 4.5, "链主", "count"),
    Column("企业名称", 26, "链主", "name"),
    Column("产业链", 16, "链主"),
    Column("身份", 10, "链主"),
    Column("所在地", 12, "链主"),
    Column("依据", 50, "依据", "prose"),
    Column("统一社会\n信用代码", 20, "依据", "note"),
    Column("是否认定", 9, "县里认定（请填）", "fill", ("是", "否")),
    Column("认定文件", 18, "县里认定（请填）", "fill"),
)


def local(facts: Facts, title: str) -> Sheet:
    """重点企业: one row a local enterprise in a chain."""
    found = sorted((r for r in facts.rows["links"] if r.get("local")), key=_who)
    groups = [list(group) for _, group in groupby(found, key=_who)]
    rows = [_local(facts, number, group) for number, group in enumerate(groups, 1)]
    basis = "口径：本库有资料的本地企业，非普查；「待核」的未计入覆盖"
    return Sheet("重点企业", f"{title}重点企业清单", basis, "单位：家", LOCAL, rows)


def _who(row: Row) -> tuple[str, str, str]:
    return row["chain"], row["enterprise"], row["id"]


def _local(facts: Facts, number: int, links: list[Row]) -> list[Cell]:
    first = links[0]
    chain, identity = first["chain"], first["id"]
    stages = {facts.segments.get((chain, r["segment_id"]), {}).get("stage") for r in links}
    state = "已确认" if any(r["state"] == "已确认" for r in links) else "待核"
    products = [word for r in links for word in r.get("products") or r.get("words") or ()]
    where = [short for stage, short in STAGES.items() if stage in stages]
    return [
        number, first["enterprise"], chain, facts.roles.get((chain, identity), NONE),
        names(r["segment"] for r in links), "、".join(where) or None,
        names(products) if products else None, names(facts.honors.get(identity, [])),
        state, link_evidence(links), credit_code(identity),
    ]  # fmt: skip


def targets(facts: Facts, title: str) -> Sheet:
    """目标企业: every target with its gap, its figures and its reason; the rest is for a person."""
    rows = [_target(facts, number, row) for number, row in enumerate(facts.rows["targets"], 1)]
    basis = "公开资料推荐，未作意向接触；「不详」不按0分计"
    return Sheet("目标企业", f"{title}目标企业清单", basis, "单位：分、%", TARGETS, rows)


def _target(facts: Facts, number: int, row: Row) -> list[Cell]:
    lead = facts.leads.get((row["chain"], row["segment_id"])) or {"kind": row["gap"]}
    ties: Row = next((f for f in row.get("features") or () if f["name"] == "本地关系"), {})
    low, high = (round(100 * row[key]) for key in ("lower_bound", "upper_bound"))
    gap = f"{row['gap']}，{lead.get('severity')}"
    return [
        number, row["enterprise"], row["chain"], place(row), row["tier"], row["segment"], kind_name(lead),
        lead.get("severity"), 100 * row["score"], f"{low}—{high}", row["coverage"], reason(row, gap),
        prose(ties.get("why")) if ties.get("value") is not None else None,
        *facts.said(row, _asked(TARGETS)), row["id"], row["segment_id"],
    ]  # fmt: skip


def links(facts: Facts, title: str) -> Sheet:
    """待核链接: links that a person must judge, those of local enterprises first."""
    waiting = [r for r in facts.rows["links"] if r["state"] == "待核"]
    waiting.sort(key=lambda r: (not r.get("local"), *_who(r), r["segment_id"]))
    rows = [_link(facts, number, row) for number, row in enumerate(waiting, 1)]
    basis = "口径：资料只能说明可能，做不做请县里判定；本地企业在前"
    return Sheet("待核链接", f"{title}待核链接清单", basis, "单位：条", LINKS, rows)


def _link(facts: Facts, number: int, row: Row) -> list[Cell]:
    return [
        number, row["enterprise"], row["chain"], row["segment"],
        "本地" if row.get("local") else place(row),
        names(row.get("words")), names(row.get("where")), link_evidence([row]),
        *facts.said(row, _asked(LINKS)), row["id"], row["segment_id"],
    ]  # fmt: skip


def leaders(facts: Facts, title: str) -> Sheet:
    """链主: those named and those that the figures suggest."""
    rows: list[list[Cell]] = [
        [n, r["enterprise"], r["chain"], r["role"], place(r), prose(r["basis"]), credit_code(r["id"]), "", ""]
        for n, r in enumerate(facts.rows["leaders"], 1)
    ]
    basis = "口径：「链主」出自来源，「链主候选」由营收、用工或供货企业数推得；均须县里认定"
    return Sheet("链主", f"{title}链主企业清单", basis, "单位：家", LEADERS, rows)


def _asked(columns: tuple[Column, ...]) -> list[str]:
    """The heads that a person fills in, without their line breaks."""
    return [c.head.replace("\n", "") for c in columns if c.form == "fill"]
