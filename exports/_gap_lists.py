"""The lists of gaps: 缺口清单 (all), 短板清单 (what to do), 核实清单 (what the county must tell)."""

from __future__ import annotations

from collections.abc import Iterator

from exports._facts import NONE, STAGES, Facts, Row, evidence, firm, kind_name, month, names, status_sign
from exports._list import List, band
from exports._sheet import Cell, Column, Value

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
SURE = ("属实", "不符", "待核")
NUMBER = Column("序号", 4.5, "count")


def _segment(width: float) -> tuple[Column, ...]:
    """Where a gap is, as all three lists begin."""
    return (
        NUMBER,
        Column("环节", width, "name", "segment", more=3),
        Column("产业链", width - 1, "text", "chain", more=10),
        Column("段", 5.5, "text", lambda _, r: STAGES.get(r["stage"], r["stage"])),
        Column("现状", 12, "sign", lambda _, r: status_sign(r["status"], r["grade"])),
    )


def _gaps(facts: Facts) -> list[Row]:
    return facts.rows["gaps"]


def _grave(facts: Facts) -> list[Row]:
    return [r for r in facts.rows["gaps"] if r.get("lead") and r["severity"] in ("紧急", "重要")]


def _unsure(facts: Facts) -> list[Row]:
    """What cannot be judged, what would be gravest first, then what was answered on an earlier list."""
    found = [r for r in facts.rows["gaps"] if r["kind"] == "数据不足"]
    found.sort(key=lambda r: (-(_would(r).get("score") or -1), r["chain"], r["segment_id"]))
    open_still = {r["segment_id"] for r in found}
    answered = {key: at for (chain, key), at in facts.segments.items() if key.startswith(f"{chain}:")}
    return found + [answered[k] for k in sorted(facts.answered) if k in answered and k not in open_still]


def _blank(key: str) -> Value:
    """What the county answered on an earlier list; where it has not, a cell to fill."""

    def said(facts: Facts, row: Row) -> Cell:
        value = facts.answered.get(row["segment_id"], {}).get(key)
        return "" if value is None else month(value) if key == "date" else value

    return said


def _asked(facts: Facts, row: Row) -> Cell:
    return "已答，见右" if row["segment_id"] in facts.answered else evidence(row)


def _would(row: Row) -> Row:
    """The gap that a segment would be, were it blank."""
    return row.get("would_be") or {}


def _judged(row: Row) -> bool:
    return bool(row["kind"] != "数据不足")


def _grade(_: Facts, row: Row) -> Cell:
    return row["severity"] if _judged(row) else "待核实"


def _first(facts: Facts, row: Row) -> Cell:
    return facts.first_target(row["segment_id"]) if _judged(row) else NONE


def _elsewhere(_: Facts, row: Row) -> Cell:
    return row["elsewhere"] or (0 if _judged(row) else None)


def _necessity(facts: Facts, row: Row) -> Cell:
    return facts.segments.get((row["chain"], row["segment_id"]), {}).get("necessity")


def _way(facts: Facts, row: Row) -> str:
    """What the county can do, by the kind of the gap, the park first if one is being built."""
    kind = kind_name(row) or ""
    way = WAYS.get(kind, WAYS.get(row["kind"], "引进{0}企业")).format(row["segment"])
    parks = names(facts.parks(row["chain"], row["segment_id"]), 2)
    if parks in (None, NONE):
        return f"以龙头项目为锚，{way}" if row["kind"] == "建链" else way
    state = f"（{row['status']}）" if row["status"] in ("在建", "已签约") else ""
    return f"依托{parks}{state}：{way}"


def _neighbours(facts: Facts, row: Row) -> Cell:
    """The local enterprises one step up or down, which the gap touches."""
    return names(map(firm, facts.neighbours(row["chain"], row["segment_id"])), 4)


def _waiting(facts: Facts, segment: str) -> Iterator[str]:
    """The local enterprises whose link to a segment is 待核."""
    for link in facts.local_links.get(segment, ()):
        if link["state"] == "待核":
            yield firm(link["enterprise"])


GAPS = List(
    "缺口清单",
    "每个缺口一行：类型、等级、严重度、依据、首选目标企业；供县里核实",
    "口径：本库，非普查。空白须由县里核实，不等于县内没有；数据不足的另见核实清单，不打印",
    "单位：家　严重度0—1",
    _gaps,
    (
        *band("缺口", *_segment(11), Column("缺口类型", 11.5, "kind", more=2, value=lambda _, r: kind_name(r)),
              Column("等级", 7, "grade", _grade)),
        *band("算得的数", Column("严重度", 7.5, "score", "score"),
              Column("上游\n本地", 5.5, "count", "upstream_local"),
              Column("下游\n本地", 5.5, "count", "downstream_local"),
              Column("外地\n企业", 5.5, "count", _elsewhere),
              Column("必要性", 7, "weight", _necessity, extra=True),
              Column("关键度", 7, "weight", "criticality", extra=True)),
        *band("依据与去向", Column("判断依据", 36, "prose", lambda _, r: evidence(r)),
              Column("受影响本地企业", 15, "note", _neighbours, extra=True),
              Column("建议招引方向", 33, "prose", lambda f, r: _way(f, r), extra=True),
              Column("首选目标企业", 13, "note", _first, more=6),
              Column("来源\n日期", 8.5, "month", lambda f, r: month(f.latest(r["chain"], r["segment_id"]).get("date"))),
              Column("可信度", 7.5, "text", lambda f, r: f.latest(r["chain"], r["segment_id"]).get("confidence"))),
        *band("县里核实（请填）", Column("核实结果", 9, "fill", choices=SURE), Column("核实说明", 13, "fill")),
    ),
    printed=_judged,
)  # fmt: skip
SHORT = List(
    "短板清单",
    "紧急和重要的环节怎么补、招谁、谁来办；供分工",
    "口径：紧急、重要的环节，一个环节一行；同一环节有几类缺口的，取最重的一类",
    "单位：家　严重度、必要性、关键度0—1",
    _grave,
    (
        *band("短板", *_segment(13), Column("缺口类型", 11.5, "kind", more=2, value=lambda _, r: kind_name(r)),
              Column("等级", 7, "grade", "severity")),
        *band("为什么急", Column("严重度", 7.5, "score", "score"), Column("必要性", 7, "weight", _necessity),
              Column("关键度", 7, "weight", "criticality"),
              Column("判断依据", 36, "prose", lambda _, r: evidence(r), extra=True),
              Column("受影响本地企业", 15, "note", _neighbours, extra=True)),
        *band("怎么补", Column("建议招引方向", 30, "prose", _way),
              Column("目标\n企业数", 6.5, "count", lambda f, r: f.courted(r)),
              Column("首选目标企业", 14, "note", _first)),
        *band("任务分工（请填）", Column("责任单位", 15, "fill", lambda f, r: names(f.offices[r["chain"]], 1, "")),
              Column("工作措施", 13, "fill"), Column("完成时限", 9, "fill")),
    ),
)  # fmt: skip
CHECK = List(
    "核实清单",
    "资料不足、不能判断的环节；县里填「有」或「无」，下次生成时读回",
    "口径：本库资料不足、不能判断的环节，若确为空白最急的在前",
    "单位：家　严重度0—1",
    _unsure,
    (
        *band("环节", *_segment(13)),
        *band("若确为空白", Column("缺口类型", 11.5, "kind", more=2, value=lambda _, r: kind_name(_would(r))),
              Column("等级", 7, "grade", lambda _, r: _would(r).get("severity")),
              Column("严重度", 7.5, "score", lambda _, r: _would(r).get("score"))),
        *band("线索", Column("待核企业", 18, "note", lambda f, r: names(_waiting(f, r["segment_id"]), 4)),
              Column("请先核实", 34, "prose", _asked)),
        *band("县里核实（请填，另存后读回）", Column("结论", 6.5, "fill", _blank("verdict"), ("有", "无")),
              Column("企业数", 7, "fill", _blank("count")), Column("产能", 10, "fill", _blank("capacity")),
              Column("核实单位", 12, "fill", _blank("office")), Column("日期", 10, "day", _blank("date"))),
        Column("环节标识", 12, value="segment_id", hidden=True, band="标识"),
    ),
)  # fmt: skip
LISTS = (GAPS, SHORT, CHECK)
