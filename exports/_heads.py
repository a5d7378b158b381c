"""What the keys of results are called on a screen and on a sheet; JSON and CSV keep the keys."""

from __future__ import annotations

from collections.abc import Sequence

HEADS = {
    "action": "建议动作", "also": "也可做", "area": "占地（亩）", "attract": "招引", "b": "连接", "basis": "依据",
    "capacity": "产能", "capital": "注册资本（万元）", "category": "类别", "chain": "产业链", "chains": "产业链",
    "checks": "待核实", "column": "列", "completeness": "完整度", "conclusion": "推荐结论", "confidence": "可信度",
    "content": "内容", "count": "企业数", "coverage": "覆盖率", "coverage_expected": "含在建覆盖率",
    "coverage_possible": "若待核属实覆盖率", "covered": "已有环节", "credit_code": "信用代码", "criticality": "关键度",
    "customers": "客户", "d": "下游接通", "date": "日期", "downstream_local": "下游本地", "duty": "职责",
    "elsewhere": "外地企业", "enterprise": "企业名称", "evidence": "依据", "expired": "已过期", "features": "五项特征",
    "file": "文件", "firms": "企业", "fit": "契合", "founded": "成立日期", "gap": "缺口", "gaps": "缺口环节",
    "gate": "门槛", "grade": "强弱", "group": "所属系", "honors": "称号", "id": "企业标识", "insured": "参保人数",
    "investment": "投资额（亿元）", "investor": "投资方", "jobs": "就业（人）", "kind": "类型", "layer": "层",
    "lead": "首要", "leader": "链主", "leaders": "链主", "leaf": "末级", "level": "级别", "local": "本地",
    "lower_bound": "下限", "mode": "方式", "must_pass": "必经", "name": "名称", "necessity": "必要性", "needs": "要素",
    "note": "人工备注", "office": "核实单位", "order": "次序", "output": "年产值（亿元）", "outside": "跨链",
    "owner": "企业性质", "parent": "上级环节", "park": "园区", "parks": "园区", "phase": "期次", "products": "产品",
    "radius": "半径", "rank": "名次", "reason": "理由", "region": "所在地", "region_code": "地区代码", "result": "核验结果",
    "revenue": "营收（万元）", "risk": "风险判断", "role": "身份", "row": "行", "scaled": "规上", "score": "得分",
    "segment": "环节", "segment_id": "环节标识", "segments": "环节", "serves": "配套", "severity": "等级",
    "sheet": "工作表", "short": "简称", "source": "来源", "sources": "来源", "stability": "稳定度", "stage": "阶段",
    "state": "状态", "status": "现状", "strength": "强度", "suppliers": "供货企业", "tax": "税收（亿元）",
    "tier": "梯队", "type": "类型", "u": "上游接通", "unknown": "不明环节", "upper_bound": "上限", "upstream_local": "上游本地",
    "uses": "引用次数", "valid_until": "有效期至", "value": "值", "variant": "细类", "verdict": "结论", "verified": "已核实",
    "weight": "权重", "where": "出处", "why": "为什么", "words": "用语",
    "importance": "重要度", "steps": "步骤", "peers": "同行", "share": "占比", "second": "次选",
    "start": "起点", "hops": "步数", "cost": "代价", "gain": "增益", "total": "累计", "closes": "补上的缺口",
    "certified": "已证比例", "guarantee": "保证", "after": "之后", "effect": "影响", "kind_before": "原类型",
    "score_before": "原得分", "kind_after": "后类型", "score_after": "后得分", "coverage_before": "原覆盖率",
    "coverage_after": "后覆盖率", "tied": "并列", "would_be": "若确为空白", "year": "年度",
    "what": "对象", "change": "变化", "before": "之前", "text": "内容", "courted": "目标企业数",
}  # fmt: skip
FEEDS = {"source": "供方环节", "source_id": "供方标识", "source_chain": "供方产业链", "target": "受方环节",
         "target_id": "受方标识", "target_chain": "受方产业链"}  # fmt: skip

# Null under these keys means that there is none, not that it is unknown.
ABSENT = (
    "variant", "would_be", "outside", "attract", "parent", "grade", "valid_until", "file", "sheet", "row", "column", "value",
)  # fmt: skip


def heads(keys: Sequence[str]) -> list[str]:
    """The heads of a result's keys; a key without a name of its own stays as it is."""
    names = HEADS | (FEEDS if "target" in keys else {})
    return [names.get(key, key) for key in keys]
