"""What a dossier says of one target: why here, what is around, who it is, how to reach it, what to ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from exports._dossier.notes import Notes
from exports._map.words import wide
from exports._plain import clean

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
KINDS = {
    "登记": "登记情况",
    "荣誉": "荣誉与榜单",
    "产品": "产品与环节",
    "项目": "近年投资",
    "布点": "生产布局",
    "关系": "股权与供应关系",
}
ASK = {
    "实力": "近三年营业收入、主要荣誉和在手订单如何?",
    "扩张与转移意愿": "近两年有没有新建、扩产或转移的打算,意向放在哪里、什么时候定?",
    "可及性": "以往的工厂放在县域还是城市?对土地、用工、能耗和物流有什么硬要求?",
    "本地关系": "和我县的企业有没有供货、采购、股权或人员往来?",
    "四高二低": "研发费用占比、营收增速、增加值率、亩均税收各是多少?",
}
METHOD = (
    "推荐分为契合与五项特征加权平均的几何平均;未知的特征按中性值计,区间是它们全为最低与全为最高的两种情形。"
    "各项数字由判断选定,未经结果检验。「本库未见」不等于县里没有。"
)
FORM = (
    "用地(亩)与地块",
    "标准厂房",
    "污水、蒸汽、电力等指标",
    "用工与培训",
    "奖补与基金",
    "牵头单位与联络办公室",
)


class Around:
    """Segments, feeds and gaps of the county, found by segment."""

    def __init__(self, rows: Rows) -> None:
        """Index once for all dossiers."""
        self.segments = {(r["chain"], r["segment_id"]): r for r in rows["segments"]}
        self.gaps = {(r["chain"], r["segment_id"]): r for r in rows["gaps"] if r["lead"]}
        self.before: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self.after: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for feed in rows["feeds"]:
            self.before[feed["chain"], feed["target_id"]].append(feed)
            self.after[feed["chain"], feed["source_id"]].append(feed)
        self.facts: dict[str, list[Row]] = defaultdict(list)
        for fact in rows["facts"]:
            self.facts[fact["id"]].append(fact)
        self.paths: dict[str, list[Row]] = defaultdict(list)
        for path in rows["paths"]:
            self.paths[path["id"]].append(path)
        self.bodies = [o for o in rows["organisations"] if o["type"] in ("商协会", "协会", "商会", "院校")]

    def lines(self, chain: str, segment: str) -> list[str]:
        """What stands before and after a segment, and who of it is here; what is not seen here in one line a side."""
        said: list[str] = []
        for side, feeds, end in (
            ("上游", self.before[chain, segment], "source"),
            ("下游", self.after[chain, segment], "target"),
        ):
            unseen = []
            for feed in feeds:
                place = self.segments.get((chain, feed[f"{end}_id"]))
                here = _here(place) if place else None
                if here:
                    said.append(f"{side}{clean(feed[end], 30)}:{here}。")
                elif place:
                    unseen.append(clean(feed[end], 30))
            if unseen:
                said.append(f"{side}{'、'.join(unseen)}:本库未见本地企业(待县里核实)。")
        return said or ["本环节在链文件里没有写明上下游,或上下游不在本链。"]


def _here(place: Row) -> str | None:
    """The local firms and parks of a segment, in words; null where none is seen."""
    firms = [clean(f["short"], 30) for f in place["firms"] if f["state"] == "已确认"]
    parks = dict.fromkeys(f"{clean(p['park'], 30)}({p['stage'] or '阶段不详'})" for p in place["parks"])
    parts = [f"本地有{len(firms)}家({'、'.join(firms[:5])})"] if firms else []
    return ",".join(parts + ([f"园区{'、'.join(parks)}"] if parks else [])) or None


def context(
    target: Row, peers: list[Row], around: Around, about: Mapping[str, Any], notes: Notes
) -> dict[str, Any]:
    """Everything that the template names, for one target."""
    key = (target["chain"], target["segment_id"])
    said = {
        "title": clean(target["enterprise"], 60),
        "line": _line(target, about),
        "standing": _standing(target),
        "facts": facts(around.facts.get(target["id"], []), notes),
        "ways": ways(target, around, notes) or [introduced(target["chain"], around)],
        "questions": asked(target) + settled(target) or ["五项特征均已知;请当面核对近一年的变化。"],
        "peers": [peer(p) for p in peers],
        "peers_title": "同环节的其他目标",
    }
    return complete(said, key, around, about)


def complete(
    said: dict[str, Any], key: tuple[str, str], around: Around, about: Mapping[str, Any]
) -> dict[str, Any]:
    """With what every dossier of a segment says; full-width punctuation in every text."""
    gap, place = around.gaps.get(key), around.segments.get(key)
    needs = [f"本环节需要:{clean(n, 20)}" for n in (place["needs"] if place else [])]
    said |= {
        "county": clean(str(about["county"]), 30),
        "chain": clean(key[0], 40),
        "segment": clean(key[1].partition(":")[2], 40),
        "why": [clean(s) for s in gap["evidence"]] if gap else [],
        "around": around.lines(*key),
        "form": [{"name": item, "said": ""} for item in (*FORM, *needs)],
        "method": METHOD,
    }
    return {name: _wide(value) for name, value in said.items()}


def _wide(value: Any) -> Any:
    """Full-width punctuation in every text."""
    if isinstance(value, str):
        return wide(value)
    if isinstance(value, list):
        return [_wide(v) for v in value]
    return {k: _wide(v) for k, v in value.items()} if isinstance(value, dict) else value


def _line(target: Row, about: Mapping[str, Any]) -> str:
    low, high, mid = (round(100 * target[k]) for k in ("lower_bound", "upper_bound", "score"))
    return (
        f"对应环节:{clean(target['segment'], 30)}({target['gap']})\n推荐{mid}分({low}—{high}) · "
        f"资料覆盖{target['coverage']:.0%} · 截至{about['as_of']}"
    )


def _standing(target: Row) -> str:
    where = clean(target["region"] or "所在地不详", 40)
    tier = f"{target['tier']}梯队" if target["tier"] else ""
    return f"{clean(target['enterprise'], 60)},{where},{tier},建议方式:{target['mode']}。{clean(target['reason'])}"


def facts(found: list[Row], notes: Notes) -> list[dict[str, Any]]:
    """Facts by kind, each with its footnote; the same fact of two sources is two footnotes of one line."""
    groups = []
    for kind, name in KINDS.items():
        lines: dict[str, list[Row]] = defaultdict(list)
        for fact in found:
            if fact["kind"] == kind:
                lines[clean(fact["text"], 200)].append(fact)
        items = [
            text + "".join(notes.mark(_source(f)) for f in facts) + "。" for text, facts in lines.items()
        ]
        groups.append({"name": name, "facts": items})
    return groups


def _source(fact: Row) -> str:
    return f"{clean(fact['source'] or '来源不详', 300)}；{fact['date'] or '无日期'}；{fact['confidence'] or '转载'}。"


def ways(target: Row, around: Around, notes: Notes) -> list[str]:
    """The paths from local firms and bodies to a target, each tie with its source in a footnote."""
    said = []
    for path in around.paths.get(target["id"], []):
        marks = "".join(notes.mark(_source(step | {"date": None})) for step in path["steps"])
        said.append(f"{path['kind']}:{clean(path['reason'], 200).rstrip('。')}{marks}。")
    return said


def introduced(chain: str, around: Around) -> str:
    """Who may make an introduction where no tie to a local firm is known."""
    bodies = [o for o in around.bodies if chain in o["chains"]] or around.bodies
    names = "、".join(clean(o["name"], 30) for o in bodies[:3])
    return f"本库未见与本地企业的关系;可先经{names or '行业协会或同类企业'}联系。"


def asked(target: Row) -> list[str]:
    """What is not known of a target, as questions that can be asked in a meeting."""
    doubt = (
        [f"是否真做{clean(target['segment'], 30)},规模多大?(本库依据待核)"]
        if "从事待核" in target["reason"]
        else []
    )
    return doubt + [ASK[f["name"]] for f in target["features"] if f["value"] is None and f["name"] in ASK]


def settled(target: Row) -> list[str]:
    """What the county must settle before the meeting."""
    return [f"会前先由县里落实:{clean(c, 120)}。" for c in target["checks"]]


def peer(row: Row) -> dict[str, Any]:
    low, high, mid = (round(100 * row[k]) for k in ("lower_bound", "upper_bound", "score"))
    return {"rank": row["rank"], "enterprise": clean(row["enterprise"], 40), "region": clean(row["region"] or "不详", 20),
            "score": f"{mid}（{low}—{high}）"}  # fmt: skip
