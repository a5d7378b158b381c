"""The tables people fill in (企业, 企业环节, 布点 …): their heads, taken from the kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph import model
from graph.model import Column, Field, Kind, fields
from graph.names import head

Rows = dict[str, list[object]]
# Where a blank cell says something (判定: 是, 阶段: there already), one that cannot be read must not say the same.
UNCLEAR = "读不懂"
BLANK_SAYS = frozenset({("企业环节", "verdict"), ("布点", "stage")})


@dataclass(frozen=True)
class Table:
    """One template: its name, what a row says, its columns in order (:class:`graph.model.Field`)."""

    name: str
    about: str
    columns: tuple[Field, ...]

    def heads(self) -> dict[str, str]:
        """Every spelling of a head, compared as :func:`graph.names.head` does, → the field's name."""
        found: dict[str, str] = {}
        for field in self.columns:
            if field.column:
                for spelling in (field.column.head, *field.column.aliases):
                    found.setdefault(head(spelling), field.name)
        return found

    def required(self) -> set[str]:
        """The names of the fields that a sheet of this table must have."""
        return {f.name for f in self.columns if f.column and f.column.required}

    def asked(self) -> set[str]:
        """Every spelling of the heads that a sheet of this table must have."""
        columns = [f.column for f in self.columns if f.column and f.column.required]
        return {spelling for c in columns for spelling in (c.head, *c.aliases)}

    def filled(self) -> set[str]:
        """The names of the fields that a row must have."""
        return {f.name for f in self.columns if f.column and f.column.required and not f.column.blank}


def _cell(name: str, column: Column, *choices: str, many: bool = False) -> Field:
    return Field(name, str, many, choices, column)


def _of(kind: type[Kind], *leave_out: str) -> Iterator[Field]:
    own = fields(kind)
    names = [n for n in own if n not in Kind.model_fields and n not in leave_out]
    return (own[n] for n in names if own[n].column)


def _required(field: Field, required: bool = True) -> Field:
    assert field.column
    return replace(field, column=replace(field.column, required=required))


_NAME, _CODE = (f for f in fields(model.Enterprise).values() if f.name in ("name", "credit_code"))
ENTERPRISE = (replace(_NAME, name="enterprise"), replace(_CODE, name="enterprise_code"))
CHAIN = _cell("chain", Column("产业链", ("所属产业链", "链条"), example="纺织服装"), many=True)
SEGMENT = _cell("segment", Column("环节", ("所属环节", "产业链环节"), example="纺纱"), many=True)
REGION = _cell(
    "region",
    Column(
        "地区",
        (
            "所在地",
            "所在地区",
            "行政区划",
            "区划代码",
            "所属地区",
            "所属区域",
            "属地",
            "总部所在地",
            "企业所在地",
        ),
        example="411426",
    ),
)
HONOR = _cell("honor", Column("荣誉", ("荣誉名称", "称号", "榜单"), required=True, example="专精特新小巨人"))
PARK = _cell(
    "park",
    Column(
        "园区",
        ("园区名称", "开发区", "开发区名称", "产业园区", "产业园区名称"),
        required=True,
        example="某某产业园",
    ),
)
LIST = _cell("list", Column("名单", required=True, example="经营异常"), *model.ListName.__args__)  # type: ignore[attr-defined]
VERDICT = _cell("verdict", Column("判定", example="是"), "是", "否")
SAME = _cell("verdict", Column("判定", required=True, blank=True, example="同一"), "同一", "不同")
RELATION = _cell("relation", Column("关系", ("关系类型",), required=True, example="供货"),
                 "供货", "投资", "控股", "参股", "合资", "合作", "会员")  # fmt: skip
_PROVENANCE = tuple(fields(model.Kind).values())


def _party(label: str) -> tuple[Field, Field]:
    key = {"甲方": "first", "乙方": "second"}[label]
    example = {"甲方": "夏邑某某纺织有限公司", "乙方": "某某服装有限公司"}[label]
    return (
        _cell(key, Column(label, required=True, example=example)),
        _cell(f"{key}_code", Column(f"{label}信用代码", (f"{label}统一社会信用代码",))),
    )


def _with_region(cells: Iterator[Field]) -> Iterator[Field]:
    for cell in cells:
        yield cell
        if cell.name == "stock_code":
            yield REGION


def _table(name: str, about: str, *cells: Field) -> Table:
    return Table(name, about, (*cells, *_PROVENANCE))


_PLACES = [f for f in _of(model.ExpandsTo) if f.name not in ("stage", "year", "content", "investor")]
_EXPANDS = fields(model.ExpandsTo)
TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        _table("企业", "一行一家企业", *_with_region(_of(model.Enterprise))),
        _table("企业环节", "一行说一家企业做(或不做)哪个环节", *ENTERPRISE, _required(CHAIN), _required(SEGMENT),
               *_of(model.Makes), VERDICT),
        _table("布点", "一行说一家企业在哪里有厂、分支或项目", *ENTERPRISE, _required(REGION), *_of(model.LocatedIn),
               _EXPANDS["stage"], CHAIN, SEGMENT, _EXPANDS["year"], _EXPANDS["content"], _EXPANDS["investor"],
               *_PLACES),
        _table("荣誉", "一行一项荣誉或榜单名次", *ENTERPRISE, HONOR, *_of(model.Holds)),
        _table("企业关系", "一行说两家企业是什么关系(甲方供货给乙方、甲方持有乙方)", *_party("甲方"), RELATION,
               *_party("乙方"), *_of(model.Supplies)),
        _table("链主", "一行说哪家企业是哪条链的链主", *ENTERPRISE, _required(CHAIN), *_of(model.Leads)),
        _table("园区", "一行一个园区的一期", PARK, REGION, CHAIN, SEGMENT, *_of(model.Phase)),
        _table("组织", "一行一个领导组、专班、院校、协会、平台或基金(不写个人)", *_of(model.Organisation, "duty"), REGION,
               CHAIN, fields(model.Organisation)["duty"]),
        _table("环节核实", "一行说县里核实过哪个环节有没有企业", _required(CHAIN), _required(SEGMENT), REGION,
               *_of(model.Verified)),
        _table("名单", "一行说哪家企业在哪份名单上", *ENTERPRISE, LIST, *_of(model.OnList)),
        _table("三化", "一行说一个环节的一项三化指标", _required(CHAIN), _required(SEGMENT), *_of(model.Upgrades), REGION),
        _table("同名核对", "一行说两个名称是不是同一家企业", *_party("甲方"), *_party("乙方"), SAME),
    )
}  # fmt: skip
