"""The lists of gaps: 缺口清单 (all), 短板清单 (what to do), 核实清单 (what the county must tell)."""

from __future__ import annotations

from collections.abc import Iterator

from exports._facts import NONE, STAGES, Facts, Row, evidence, firm, kind_name, month, names, status_sign
from exports._sheet import Cell, Column, Sheet

CHECKED = ("属实", "不符", "待核")
GAPS = (
    Column("序号", 4.5, "缺口", "count"),
    Column("环节", 11, "缺口", "name"),
    Column("产业链", 10, "缺口"),
    Column("段", 5.5, "缺口"),
    Column("现状", 12, "缺口", "sign"),
    Column("缺口类型", 11.5, "缺口", "kind"),
    Column("等级", 7, "缺口", "grade"),
    Column("严重度", 7.5, "算得的数", "score"),
    Column("上游\n本地", 5.5, "算得的数", "count"),
    Column("下游\n本地", 5.5, "算得的数", "count"),
    Column("外地\n企业", 5.5, "算得的数", "count"),
    Column("判断依据", 36, "依据与去向", "prose"),
    Column("首选目标企业", 13, "依据与去向", "note"),
    Column("来源\n日期", 8.5, "依据与去向", "month"),
    Column("可信度", 7.5, "依据与去向"),
    Column("核实结果", 9, "县里核实（请填）", "fill", CHECKED),
    Column("核实说明", 13, "县里核实（请填）", "fill"),
)
SHORT = (
    Column("序号", 4.5, "短板", "count"),
    Column("环节", 13, "短板", "name"),
    Column("产业链", 12, "短板"),
    Column("段", 5.5, "短板"),
    Column("现状", 12, "短板", "sign"),
    Column("缺口类型", 11.5, "短板", "kind"),
    Column("等级", 7, "短板", "grade"),
    Column("严重度", 7.5, "为什么急", "score"),
    Column("必要性", 7, "为什么急", "weight"),
    Column("关键度", 7, "为什么急", "weight"),
    Column("建议招引方向", 33, "怎么补", "prose"),
    Column("目标\n企业数", 6.5, "怎么补", "count"),
    Column("首选目标企业", 14, "怎么补", "note"),
    Column("责任单位", 12, "任务分工（请填）", "fill"),
    Column("工作措施", 13, "任务分工（请填）", "fill"),
    Column("完成时限", 9, "任务分工（请填）", "fill"),
)
CHECK = (
    Column("序号", 4.5, "环节", "count"),
    Column("环节", 13, "环节", "name"),
    Column("产业链", 12, "环节"),
    Column("段", 5.5, "环节"),
    Column("现状", 12, "环节", "sign"),
    Column("缺口类型", 11.5, "若确为空白", "kind"),
    Column("等级", 7, "若确为空白", "grade"),
    Column("严重度", 7.5, "若确为空白", "score"),
    Column("待核企业", 18, "线索", "note"),
    Column("请先核实", 34, "线索", "prose"),
    Column("结论", 6.5, "县里核实（请填）", "fill", ("有", "无")),
    Column("企业数", 7, "县里核实（请填）", "fill"),
    Column("产能", 10, "县里核实（请填）", "fill"),
    Column("核实单位", 12, "县里核实（请填）", "fill"),
    Column("日期", 10, "县里核实（请填）", "fill"),
    Column("环节标识", 12, "标识", hidden=True),
)
WAYS = {
    "补链": "引进一家能做{0}的企业，把本地上下游接起来",
    "补链·配套": "引进{0}配套企业，就近服务本地企业",
    "延链": "由{0}延长本地链条",
    "延链·向下游": "支持本地企业往下延伸做{0}，或引进{0}企业消化本地产品",
    "延链·向上游": "引进{0}企业，为本地下游企业就近供料",
    "建链": "先落地{0}项目，再引上下游",
    "强链": "做强本地{0}企业",
    "强链·补弱": "引进规上或有称号的{0}企业，帮本地企业上规、创牌",
    "强链·锻长板": "支持本地{0}企业争创国家级称号，引进同行龙头",
    "固链": "给{0}找第二家供应企业，稳住现有企业，防停产外迁",
    "升链": "支持{0}企业技术改造，补高端化、智能化、绿色化的差距",
}
NO_CENSUS = "口径：本库，非普查。空白须由县里核实，不等于县内没有"


def gaps(facts: Facts, title: str) -> Sheet:
    """缺口清单: every row of gaps, 数据不足 last."""
    rows = [_gap(facts, number, row) for number, row in enumerate(facts.rows["gaps"], 1)]
    return Sheet("缺口清单", f"{title}缺口清单", NO_CENSUS, "单位：家　严重度0—1", GAPS, rows)


def _gap(facts: Facts, number: int, row: Row) -> list[Cell]:
    unsure = row["kind"] == "数据不足"
    latest = facts.latest(row["chain"], row["segment_id"])
    return [
        number, row["segment"], row["chain"], STAGES.get(row["stage"], row["stage"]),
        status_sign(row["status"], row["grade"]), kind_name(row), "待核实" if unsure else row["severity"],
        row["score"], row["upstream_local"], row["downstream_local"],
        row["elsewhere"] or (None if unsure else 0),
        evidence(row), NONE if unsure else facts.first_target(row["segment_id"]),
        month(latest.get("date")), latest.get("confidence"), "", "",
    ]  # fmt: skip


def short(facts: Facts, title: str) -> Sheet:
    """短板清单: one row a segment that is 紧急 or 重要, with the way out and whom to ask."""
    grave = [r for r in facts.rows["gaps"] if r.get("lead") and r["severity"] in ("紧急", "重要")]
    rows = [_short(facts, number, row) for number, row in enumerate(grave, 1)]
    basis = "口径：紧急、重要的环节，一个环节一行；同一环节有几类缺口的，取最重的一类"
    return Sheet("短板清单", f"{title}短板清单", basis, "单位：家　严重度、必要性、关键度0—1", SHORT, rows)


def _short(facts: Facts, number: int, row: Row) -> list[Cell]:
    place_in_chain = facts.segments.get((row["chain"], row["segment_id"]), {})
    return [
        number, row["segment"], row["chain"], STAGES.get(row["stage"], row["stage"]),
        status_sign(row["status"], row["grade"]), kind_name(row), row["severity"], row["score"],
        place_in_chain.get("necessity"), row["criticality"], _way(facts, row),
        facts.targets[row["segment_id"]], facts.first_target(row["segment_id"]), "", "", "",
    ]  # fmt: skip


def _way(facts: Facts, row: Row) -> str:
    """What the county can do, by the kind of the gap, the park first if one is being built."""
    kind = kind_name(row) or ""
    way = WAYS.get(kind, WAYS.get(row["kind"], "引进{0}企业")).format(row["segment"])
    parks = names(facts.parks(row["chain"], row["segment_id"]), 2)
    if parks in (None, NONE):
        return f"以龙头项目为锚，{way}" if row["kind"] == "建链" else way
    state = f"（{row['status']}）" if row["status"] in ("在建", "已签约") else ""
    return f"依托{parks}{state}：{way}"


def check(facts: Facts, title: str) -> Sheet:
    """核实清单: what cannot be judged, what would be gravest first; its heads are those of 环节核实."""
    unsure = [r for r in facts.rows["gaps"] if r["kind"] == "数据不足"]
    unsure.sort(key=lambda r: (-((r.get("would_be") or {}).get("score") or -1), r["chain"], r["segment_id"]))
    rows = [_check(facts, number, row) for number, row in enumerate(unsure, 1)]
    basis = "口径：本库资料不足、不能判断的环节，若确为空白最急的在前；填好的行可直接贴进「环节核实」表"
    return Sheet("核实清单", f"{title}环节核实清单", basis, "单位：家　严重度0—1", CHECK, rows)


def _check(facts: Facts, number: int, row: Row) -> list[Cell]:
    would = row.get("would_be") or {}
    waiting = list(_waiting(facts, row["segment_id"]))
    return [
        number, row["segment"], row["chain"], STAGES.get(row["stage"], row["stage"]),
        status_sign(row["status"], row["grade"]), kind_name(would), would.get("severity"), would.get("score"),
        names(waiting, 4), evidence(row), "", "", "", "", "", row["segment_id"],
    ]  # fmt: skip


def _waiting(facts: Facts, segment: str) -> Iterator[str]:
    """The local enterprises whose link to a segment is 待核."""
    for link in facts.local_links.get(segment, ()):
        if link["state"] == "待核":
            yield firm(link["enterprise"])
