"""Which sheets a workbook has: our own choice, official sets with their sources, a project's own from liantu.toml."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from exports import _county_lists, _firm_lists, _gap_lists
from exports._list import List
from graph.names import missing
from graph.problem import InputError, Problem
from graph.project import ListSet, ListSheet

ALL: dict[str, List] = {
    made.name: made for made in (*_county_lists.LISTS, *_gap_lists.LISTS, *_firm_lists.LISTS)
}
DEFAULT = "默认"
KEY_FIRMS = ["序号", "企业名称", "统一社会信用代码", "产业链", "身份", "所在环节", "段", "产品（经营用语）", "规上",
             "营收（万元）", "参保（人）", "称号", "主要供应商", "主要客户"]  # fmt: skip
TASKS = ListSheet(
    of="短板清单", name="重点事项清单", heads={"建议招引方向": "事项"},
    columns=["序号", "产业链", "环节", "现状", "缺口类型", "等级", "建议招引方向", "目标企业数", "首选目标企业", "责任单位",
             "工作措施", "完成时限"],
)  # fmt: skip
PARKS = ListSheet(of="重点园区", name="重点园区清单")
FIRMS = ListSheet(of="重点企业", name="重点企业清单", columns=KEY_FIRMS)
PROJECTS = ListSheet(of="重点项目", name="重点项目清单")
NEEDS = ListSheet(
    of="短板清单", name="重点短板需求清单", fill=["技术需求", "人才需求", "融资需求", "政策需求"],
    columns=["序号", "环节", "产业链", "段", "现状", "缺口类型", "等级", "判断依据", "受影响本地企业"],
)  # fmt: skip
PLATFORMS = ListSheet(
    of="组织机构", name="重点创新平台清单", only={"类型": ["院校", "研发", "创新", "平台", "实验", "技术"]}
)
STRONG = ListSheet(of="缺口清单", name="锻长板重点领域清单", only={"缺口类型": ["强链·锻长板", "升链"]})
WEAK = ListSheet(
    of="缺口清单", name="补短板突破环节清单", only={"缺口类型": ["补链", "建链", "强链·补弱", "固链"]}
)
BACKBONE = ListSheet(
    of="重点企业", name="龙头骨干企业清单", columns=KEY_FIRMS, only={"身份": ["链主", "骨干"]}
)
WANTED = ListSheet(
    of="目标企业", name="产业重点招引企业库",
    columns=["序号", "企业名称", "产业链", "区域", "所在地", "梯队", "称号和榜单", "对应环节", "缺口类型", "等级", "推荐分",
             "可能区间", "资料覆盖", "推荐理由", "图谱核验结果", "风险判断", "推荐结论", "人工备注", "建议动作",
             "责任单位"],
)  # fmt: skip
OVERVIEW = ListSheet(
    of="产业链总览",
    columns=["序号", "产业链", "所属系", "类别", "牵头组织", "环节", "已有", "薄弱", "在建、签约", "空白", "待核、不足",
             "覆盖率", "缺口环节", "紧急", "重要", "链主", "园区"],
)  # fmt: skip


@dataclass(frozen=True)
class Preset:
    """A set of sheets; ``source`` says whose it is; ``lacking`` what of it no table holds."""

    name: str
    sheets: list[ListSheet]
    source: str = ""
    lacking: str = ""
    title: str | None = None
    own: bool = field(default=False)


def _plain(*names: str) -> list[ListSheet]:
    return [ListSheet(of=name) for name in names]


PRESETS = {
    p.name: p
    for p in (
        Preset(DEFAULT, _plain("产业链总览", "重点企业", "缺口清单", "短板清单", "核实清单", "待核链接", "目标企业", "链主",
                               "核验记录", "来源")),
        Preset("四清单", [TASKS, PARKS, FIRMS, PROJECTS],
               "河南省2020年产业链工作：一个产业链、一个方案、四个清单（重点事项、重点园区、重点企业、重点项目）、一套班子、"
               "一抓到底；清单管理、按月调度（转载页 http://m.jiangsulong.com/a/2020/1104/01524196.html）"),
        Preset("六图六清单", [TASKS, PARKS, FIRMS, PROJECTS, PLATFORMS, NEEDS],
               "河南某市级先进制造业群链专班：六清单为重点事项、重点园区、重点企业、重点项目、重点创新平台、重点短板需求"
               "（技术、人才、融资、政策）（转载页 http://bid.caigoupt.com/info-260521215.html）；六图见招商图谱",
               "创新平台只列组织表里的院校和平台；四类需求留空待填"),
        Preset("1+N", [BACKBONE, ListSheet(of="重点企业", name="主要配套企业清单", columns=KEY_FIRMS, only={"身份": ["配套"]}),
                       STRONG, WEAK, ListSheet(of="缺口清单", name="关键产品技术攻关清单", only={"缺口类型": ["升链"]},
                                               fill=["关键技术", "攻关单位"])],
               "山东省：1个图谱加N张清单（龙头骨干企业、主要配套企业、锻长板重点领域、补短板突破环节、关键产品技术攻关……）"
               "（转载页 https://aisoutu.com.cn/a/739023）；图谱见招商图谱",
               "攻关清单只列填过三化指标的环节"),
        Preset("五个一", [ListSheet(of="重点企业", name="龙头和隐形冠军企业表", columns=KEY_FIRMS,
                                 only={"身份": ["链主", "骨干"]}), PROJECTS,
                       ListSheet(of="组织机构", name="创新体系", only={"类型": ["院校", "研发", "创新", "实验", "技术"]}),
                       ListSheet(of="组织机构", name="政策工具包", only={"类型": ["政府部门", "基金", "平台公司"]},
                                 fill=["政策名称", "文号", "要点"]),
                       ListSheet(of="组织机构", name="战略咨询支撑机构", only={"类型": ["智库", "咨询", "商协会", "院校"]})],
               "广东省：一张龙头企业和「隐形冠军」企业表、一份重点项目清单、一套创新体系、一个政策工具包、一家战略咨询支撑机构"
               "（https://sqzc.gd.gov.cn/rdzt/cyjq/cyfc/content/post_3256777.html）",
               "本库没有政策文件，政策各列留空待填"),
        Preset("夏邑", [OVERVIEW,
                      WANTED, TASKS, PROJECTS, PARKS, ListSheet(of="核实清单"), ListSheet(of="待核链接"),
                      ListSheet(of="核验记录"), ListSheet(of="组织机构"), ListSheet(of="来源")],
               "《夏邑县招商引资和承接产业转移三年行动计划（2023年—2025年）》：每个专班绘制招商图谱，建立不少于20家的产业重点招引"
               "企业库、任务台账、问题清单；重大项目按阶段调度"),
    )
}  # fmt: skip


def find(name: str | None, own: dict[str, ListSet]) -> Preset:
    """The preset of a name, a project's own before ours; raises InputError where there is none."""
    name = name or DEFAULT
    if name in own:
        made = own[name]
        sheets = [ListSheet(of=s) if isinstance(s, str) else s for s in made.sheets]
        found = Preset(name, sheets, "liantu.toml", title=made.title, own=True)
    elif name in PRESETS:
        found = PRESETS[name]
    else:
        raise InputError(missing(name, [*own, *PRESETS], "清单组合"))
    for sheet in found.sheets:
        if sheet.of not in ALL:
            raise InputError(f'liantu.toml 的 [lists."{name}"] 里{missing(sheet.of, ALL, "清单")}')
    return found


def unmet(own: Mapping[str, ListSet]) -> list[Problem]:
    """A Problem for every list and every column that a project's own preset names and that there is none of."""
    named: list[tuple[str, str, Collection[str], str]] = []
    for name, made in own.items():
        for wish in (ListSheet(of=s) if isinstance(s, str) else s for s in made.sheets):
            named.append((name, wish.of, ALL, "清单"))
            if wish.of in ALL:
                titles = {column.title for column in ALL[wish.of].columns if not column.hidden}
                asked = (*wish.columns, *wish.heads, *wish.only)
                named += [(name, column, titles, f"「{wish.of}」的列") for column in dict.fromkeys(asked)]
    return [
        Problem("liantu.toml", missing(word, known, what), column=f"lists.{name}", value=word)
        for name, word, known, what in named
        if word not in known
    ]
