"""The kinds of nodes and edges, each declared once: read this first.

From these classes come the store's tables and constraints, the columns of the Excel
templates (``graph.tables``), the JSON Schema of chain files and the reference page.
A field with a :class:`Column` is a column that people fill in; a field without one is
a key or something that ``build`` computes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict

Stage = Literal["上游", "中游", "下游", "配套"]
Category = Literal["未来", "新兴", "传统", "农业", "服务业"]
Confidence = Literal["已核实", "转载", "待核"]
LinkState = Literal["已确认", "待核"]
Progress = Literal["计划", "在谈", "签约", "注册", "开工", "投产"]
PlaceType = Literal["注册地", "生产基地", "分支", "项目"]
Owner = Literal["央企", "地方国企", "民企", "外资", "政府", "其他"]
HonorLevel = Literal["国家级", "省级", "市级", "协会"]
HonorState = Literal["认定", "公示", "复核", "撤销"]
Radius = Literal["就近", "区域", "全国"]
ListName = Literal["失信", "环保", "安全", "僵尸", "经营异常", "外迁"]
Metric = Literal["高端化", "智能化", "绿色化"]
Status = Literal["已覆盖", "在建", "已签约", "待核", "空白·已核实", "数据不足", "空白·待核实"]
Grade = Literal["优势", "具备", "薄弱"]


@dataclass(frozen=True)
class Column:
    """How people write a field in a table: its head, its other heads, its unit.

    ``unit`` is the unit of the stored value (万元, 亿元, 亩, 人, 万元/亩) or ``%``, whose
    values are stored as shares of 1. A sheet must have a ``required`` column, and each row a value
    in it, unless ``blank``: what is asked and not yet answered.
    """

    head: str
    aliases: tuple[str, ...] = ()
    unit: str | None = None
    required: bool = False
    blank: bool = False
    example: str = ""

    @property
    def title(self) -> str:
        """The head as a template prints it, with its unit."""
        return f"{self.head}({self.unit})" if self.unit else self.head


@dataclass(frozen=True)
class Field:
    """One field of a kind: its name, plain type, allowed values and column, if any."""

    name: str
    type: type
    many: bool
    choices: tuple[str, ...]
    column: Column | None


class Kind(BaseModel):
    """What every node and edge can carry: where it is from, of what day, how sure."""

    model_config = ConfigDict(extra="forbid")

    source: Annotated[str | None, Column("来源", ("资料来源", "出处"))] = None
    date: Annotated[dt.date | None, Column("日期", ("来源日期", "资料日期"))] = None
    confidence: Annotated[Confidence | None, Column("可信度", ("置信度",))] = None


class Node(Kind):
    """A node; ``key`` names the field that identifies it."""

    key: ClassVar[str] = "name"


class Edge(Kind):
    """An edge; ``ends`` lists the pairs of node kinds it may join."""

    ends: ClassVar[tuple[tuple[type[Node], type[Node]], ...]] = ()


class Region(Node):
    """An administrative division (GB/T 2260)."""

    key: ClassVar[str] = "code"
    code: str
    name: str
    level: Literal["省", "市", "县"]
    parent: str | None = None


class Chain(Node):
    """An industry chain, or a group that has no segments yet."""

    name: str
    group: str | None = None
    category: Category | None = None
    weight: float = 1.0
    decided: bool = True
    # computed by build: distinct enterprises with a 已确认 link to one of its segments
    local: int | None = None
    elsewhere: int | None = None


class Segment(Node):
    """A segment (环节) of a chain; its id is ``链:环节`` of the file that declares it."""

    key: ClassVar[str] = "id"
    id: str
    name: str
    home: str
    codes: list[str] = []
    words: list[str] = []
    exclude: list[str] = []
    radius: Radius = "区域"
    attract: Literal["外采"] | None = None
    needs: list[str] = []
    target: float | None = None
    # computed by build, for the local region
    status: Status | None = None
    grade: Grade | None = None
    local: int | None = None
    elsewhere: int | None = None
    census: str | None = None
    lq: float | None = None
    hhi: float | None = None
    sole: bool | None = None
    size: float | None = None
    norm: float | None = None
    courted: int | None = None  # groups of companies elsewhere that no gate of their own shuts


class Enterprise(Node):
    """An enterprise; where it is, is told by LocatedIn alone."""

    key: ClassVar[str] = "id"
    id: str
    name: Annotated[
        str,
        Column(
            "企业名称",
            (
                *("公司名称", "单位名称", "单位全称", "企业全称", "公司全称", "单位详细名称"),
                *("法人单位名称", "企业", "公司", "目标企业", "目标企业名称", "上市公司名称"),
            ),
            required=True,
            example="夏邑某某纺织有限公司",
        ),
    ]
    credit_code: Annotated[
        str | None, Column("统一社会信用代码", ("信用代码", "社会信用代码", "统一信用代码"))
    ] = None
    former: Annotated[list[str], Column("曾用名")] = []
    short: Annotated[list[str], Column("简称", ("企业简称", "证券简称", "股票简称"))] = []
    stock_code: Annotated[str | None, Column("股票代码", ("证券代码",))] = None
    address: Annotated[
        str | None,
        Column(
            "地址",
            (
                "注册地址",
                "公司地址",
                "企业地址",
                "住所",
                "单位地址",
                "企业住所",
                "办公地址",
                "经营地址",
                "总部地址",
            ),
        ),
    ] = None
    founded: Annotated[dt.date | None, Column("成立日期", ("成立时间", "注册时间"), example="2016-05-18")] = (
        None
    )
    status: Annotated[
        str | None, Column("登记状态", ("经营状态", "企业状态", "营业状态"), example="存续")
    ] = None
    capital: Annotated[
        float | None, Column("注册资本", ("注册金额", "注册资金"), unit="万元", example="5000")
    ] = None
    insured: Annotated[
        int | None,
        Column(
            "参保人数",
            (
                "社保人数",
                "从业人数",
                "从业人员",
                "期末从业人员",
                "从业人员平均人数",
                "员工人数",
                "员工总数",
                "职工人数",
            ),
            example="320",
        ),
    ] = None
    revenue: Annotated[
        float | None,
        Column(
            "营业收入",
            (
                "年营业收入",
                "本年营业收入",
                "营收",
                "年营收",
                "营业总收入",
                "主营业务收入",
                "销售收入",
                "年销售收入",
            ),
            unit="万元",
            example="26000",
        ),
    ] = None
    scaled: Annotated[bool | None, Column("规上", ("是否规上", "规上企业"), example="是")] = None
    industry: Annotated[list[str], Column("行业代码", ("国民经济行业代码",), example="1711")] = []
    scope: Annotated[
        str | None, Column("经营范围", ("主要业务活动", "主营业务"), example="棉纱、坯布生产、销售")
    ] = None
    products: Annotated[list[str], Column("主要产品", ("主导产品", "主营产品"), example="棉纱;坯布")] = []
    owner: Annotated[Owner | None, Column("企业性质", ("所有制",), example="民企")] = None
    rd_share: Annotated[float | None, Column("研发费用占比", unit="%")] = None
    growth: Annotated[float | None, Column("营收增速", unit="%")] = None
    value_added: Annotated[float | None, Column("增加值率", unit="%")] = None
    tax_per_mu: Annotated[float | None, Column("亩均税收", unit="万元/亩")] = None
    # columns that [privacy] keep asks for, as 「表头:值」
    kept: list[str] = []
    # computed by build
    is_local: bool | None = None
    listed: bool | None = None
    seat: str | None = None
    group: str | None = None
    members: list[str] = []
    group_local: bool | None = None
    gate: str | None = None
    tier: str | None = None
    strength: float | None = None
    strength_why: str | None = None
    expansion: float | None = None
    expansion_why: str | None = None
    access: float | None = None
    access_why: str | None = None
    ties: float | None = None
    ties_why: str | None = None
    quality: float | None = None
    quality_why: str | None = None


class Honor(Node):
    """A list or title that enterprises hold (世界500强, 专精特新小巨人 …)."""

    name: str


class Watchlist(Node):
    """A list of 名单 that the project was given; without the node nothing is known of it."""

    name: ListName


class Park(Node):
    """An industrial park."""

    name: str
    region: str | None = None
    investor: str | None = None


class Phase(Node):
    """One phase (期) of a park with its planned figures."""

    key: ClassVar[str] = "id"
    id: str
    park: str
    phase: Annotated[str | None, Column("期次", example="一期")] = None
    year: Annotated[int | None, Column("年度", example="2025")] = None
    stage: Annotated[Progress | None, Column("阶段", example="计划")] = None
    investor: Annotated[str | None, Column("投资方")] = None
    scale: Annotated[str | None, Column("规模")] = None
    capacity: Annotated[str | None, Column("产能", example="10万吨/年")] = None
    area: Annotated[float | None, Column("占地", ("占地面积",), unit="亩")] = None
    investment: Annotated[float | None, Column("投资额", ("总投资额", "总投资"), unit="亿元")] = None
    output: Annotated[float | None, Column("年产值", unit="亿元")] = None
    tax: Annotated[float | None, Column("税收", unit="亿元")] = None
    jobs: Annotated[int | None, Column("就业", unit="人")] = None


class Organisation(Node):
    """An office or body (领导组, 专班, 院校, 商协会, 平台公司, 基金), never a person."""

    name: Annotated[str, Column("组织", ("组织名称",), required=True, example="纺织系招商工作领导组")]
    type: Annotated[str | None, Column("类型", ("组织类型",), required=True, example="领导组")] = None
    region: str | None = None
    duty: Annotated[str | None, Column("职责")] = None


class Source(Node):
    """A source that some node or edge cites, with how often."""

    key: ClassVar[str] = "id"
    id: str
    name: str
    uses: int


class Meta(Node):
    """The build: its county, its day, its policy, its state, and the :func:`shape` of the kinds that it was made of."""

    key: ClassVar[str] = "id"
    id: str
    county: str
    region: str
    as_of: dt.date
    state: Literal["完整", "写入中"]
    hash: str
    shape: str
    project: str
    notes: list[str] = []


class InChain(Edge):
    """A segment's place in a chain."""

    ends = ((Segment, Chain),)
    stage: Stage
    necessity: float = 0.5
    # computed by build
    leaf: bool | None = None
    parent: str | None = None
    order: int | None = None
    layer: int | None = None
    through: float | None = None
    dependence: float | None = None
    criticality: float | None = None
    must_pass: bool | None = None


class Under(Edge):
    """A segment is part of another, in one chain."""

    ends = ((Segment, Segment),)
    chain: str


class Feeds(Edge):
    """The product of one segment is the input of another, as the chain file says it."""

    ends = ((Segment, Segment),)
    necessity: float = 1.0
    recycle: bool = False


class Flow(Edge):
    """Computed: a feed between leaves that counts in a chain (``serves`` from 配套; ``outside`` the chain)."""

    ends = ((Segment, Segment),)
    chain: str
    necessity: float
    serves: bool
    outside: Literal["from", "to"] | None = None


class Makes(Edge):
    """An enterprise makes what a segment stands for."""

    ends = ((Enterprise, Segment),)
    state: LinkState
    strength: float
    products: Annotated[list[str], Column("产品", ("产品名称",), example="棉纱")] = []
    share: Annotated[float | None, Column("收入占比", ("营收占比", "收入比例"), unit="%", example="80")] = (
        None
    )
    words: list[str] = []
    where: list[str] = []
    evidence: str = ""
    second: str | None = None
    local: bool = False
    # computed by build for a candidate: what it is worth but for σ, the least that could be, its place in the segment
    worth: float | None = None
    least: float | None = None
    place: int | None = None


class LocatedIn(Edge):
    """An enterprise has an establishment in a region."""

    ends = ((Enterprise, Region),)
    type: Annotated[PlaceType, Column("类型", ("布点类型",), required=True, example="生产基地")]
    segment: str | None = None
    content: str | None = None
    year: int | None = None


class ExpandsTo(Edge):
    """An enterprise plans or builds something in a region."""

    ends = ((Enterprise, Region),)
    type: PlaceType = "项目"
    stage: Annotated[Progress | None, Column("阶段", ("项目阶段", "进展"), example="签约")] = None
    segment: str | None = None
    year: Annotated[int | None, Column("年度", ("年份",), example="2025")] = None
    content: Annotated[str | None, Column("内容", ("建设内容",))] = None
    investor: Annotated[str | None, Column("投资方")] = None
    capacity: Annotated[str | None, Column("产能")] = None
    area: Annotated[float | None, Column("占地", ("占地面积",), unit="亩")] = None
    amount: Annotated[float | None, Column("投资额", ("总投资额", "总投资"), unit="亿元", example="12")] = (
        None
    )
    output: Annotated[float | None, Column("年产值", unit="亿元")] = None
    tax: Annotated[float | None, Column("税收", unit="亿元")] = None
    jobs: Annotated[int | None, Column("就业", unit="人")] = None


class Holds(Edge):
    """An enterprise holds an honor, dated."""

    ends = ((Enterprise, Honor),)
    level: Annotated[HonorLevel | None, Column("级别", ("荣誉级别",), example="国家级")] = None
    rank: Annotated[int | None, Column("名次", ("排名", "位次"))] = None
    year: Annotated[int | None, Column("年度", ("年份", "认定年度"), example="2024")] = None
    until: Annotated[dt.date | None, Column("有效期至", ("有效期", "到期日"))] = None
    state: Annotated[HonorState | None, Column("状态", ("荣誉状态",), example="认定")] = None
    # computed by build
    value: float | None = None
    age: float | None = None


class Supplies(Edge):
    """A supplier delivers to a customer."""

    ends = ((Enterprise, Enterprise),)
    content: Annotated[str | None, Column("内容", ("合作内容",))] = None
    share: Annotated[float | None, Column("占比", ("比例", "持股比例"), unit="%")] = None
    year: Annotated[int | None, Column("年度", ("年份",))] = None


class Owns(Edge):
    """A holder owns shares of an enterprise; ``control`` where it controls it."""

    ends = ((Enterprise, Enterprise), (Organisation, Enterprise))
    relation: Literal["投资", "控股", "参股"]
    control: bool
    share: float | None = None
    content: str | None = None
    year: int | None = None


class Partners(Edge):
    """Two parties work together (合资, 合作, 会员)."""

    ends = ((Enterprise, Enterprise), (Enterprise, Organisation))
    relation: Literal["合资", "合作", "会员"]
    share: float | None = None
    content: str | None = None
    year: int | None = None


class Leads(Edge):
    """An enterprise is named as a chain's leader (链主)."""

    ends = ((Enterprise, Chain),)
    basis: Annotated[str | None, Column("依据", ("认定依据",))] = None


class Anchors(Edge):
    """A park stands for a segment or a chain."""

    ends = ((Park, Segment), (Park, Chain))
    stage: Progress | None = None
    phase: str | None = None


class Responsible(Edge):
    """A body is responsible for a chain."""

    ends = ((Organisation, Chain),)


class Verified(Edge):
    """The county has looked (环节核实): a segment is there, or is not."""

    ends = ((Region, Segment),)
    verdict: Annotated[Literal["有", "无"], Column("结论", ("核实结论",), required=True, example="无")]
    count: Annotated[int | None, Column("企业数")] = None
    capacity: Annotated[str | None, Column("产能")] = None
    office: Annotated[str | None, Column("核实单位", example="县工信局")] = None


class Reviewed(Edge):
    """A person has judged an enterprise for a segment, on a list that liantu wrote."""

    ends = ((Enterprise, Segment),)
    result: Literal["是", "否"] | None = None
    risk: str | None = None
    conclusion: str | None = None
    note: str | None = None
    action: str | None = None


class OnList(Edge):
    """An enterprise stands on a 名单 (失信, 环保, 安全, 僵尸, 经营异常, 外迁)."""

    ends = ((Enterprise, Watchlist),)
    removed: Annotated[dt.date | None, Column("移出日期")] = None


class Upgrades(Edge):
    """One of the 三化 of a segment in a region, measured against its target."""

    ends = ((Region, Segment),)
    metric: Annotated[Metric, Column("指标", required=True, example="智能化")]
    value: Annotated[float, Column("现值", unit="%", required=True, example="32")]
    goal: Annotated[float, Column("目标", unit="%", required=True, example="60")]


NODES: tuple[type[Node], ...] = tuple(Node.__subclasses__())
EDGES: tuple[type[Edge], ...] = tuple(Edge.__subclasses__())
KINDS: dict[str, type[Kind]] = {kind.__name__: kind for kind in (*NODES, *EDGES)}


def _plain(hint: Any) -> tuple[type, bool, tuple[str, ...], Column | None]:
    """Plain type, list or not, allowed values and column of one type hint."""
    column = None
    if get_origin(hint) is Annotated:
        column = next((a for a in get_args(hint)[1:] if isinstance(a, Column)), None)
        hint = get_args(hint)[0]
    options = [a for a in get_args(hint) if a is not type(None)] if type(None) in get_args(hint) else [hint]
    hint = options[0]
    if get_origin(hint) is Literal:
        return str, False, tuple(get_args(hint)), column
    if get_origin(hint) is list:
        return get_args(hint)[0], True, (), column
    return hint, False, (), column


def fields(kind: type[Kind]) -> dict[str, Field]:
    """All fields of a kind, source, date and confidence last."""
    hints = get_type_hints(kind, include_extras=True)
    names = [n for n in kind.model_fields if n not in Kind.model_fields] + list(Kind.model_fields)
    return {name: Field(name, *_plain(hints[name])) for name in names}


def shape() -> str:
    """A digest of every kind's fields and ends: a store with another one was written by another liantu."""
    said = [
        (name, [(a.__name__, b.__name__) for a, b in getattr(kind, "ends", ())],
         [(f.name, f.type.__name__, f.many, f.choices) for f in fields(kind).values()])
        for name, kind in KINDS.items()
    ]  # fmt: skip
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]
