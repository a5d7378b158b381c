"""Lists as offices and portals write them: what each row says is in the graph's rows, and nothing else is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.loaders.folder import serious, sources

Expected = dict[str, tuple[str, list[tuple[object, ...]]]]
LISTS: dict[str, tuple[str, Expected]] = {
    "2024中国企业500强.csv": (
        "2024中国企业500强榜单,,,\n排名,企业名称,营业收入（亿元）,总部所在地\n1,甲电网有限公司,386,北京\n",
        {
            "Holds": ("enterprise,honor,rank,year", [("甲电网有限公司", "中国企业500强", 1, 2024)]),
            "Enterprise": ("name,revenue,region", [("甲电网有限公司", 3860000, "北京")]),
        },
    ),
    "世界500强2024.csv": (
        "2024排名,上年排名,公司名称(中英文),国家\n3,2,甲电网有限公司（STATE GRID),中国\n",
        {"Holds": ("enterprise,honor,rank,year", [("甲电网有限公司", "世界500强", 3, 2024)])},
    ),
    "中国民营企业500强.csv": (
        "2023年,,,\n序号,企业,省份,营收（亿元）\n7,甲控股集团,浙江,6126\n",
        {
            "Holds": ("enterprise,honor,rank,year", [("甲控股集团", "中国民营企业500强", 7, 2023)]),
            "Enterprise": ("name,revenue,region", [("甲控股集团", 61260000, "浙江")]),
        },
    ),
    "附件1.csv": (
        "河南省第六批专精特新“小巨人”企业公示名单,,,\n（排名不分先后）,,,\n序号,企业名称,所属地市,主导产品\n1,甲机械公司,郑州市,刀盘\n",
        {
            "Holds": (
                "enterprise,honor,level,year,state",
                [("甲机械公司", "专精特新小巨人", "国家级", 2024, "公示")],
            ),
            "Enterprise": ("name,region,products", [("甲机械公司", "郑州市", ["刀盘"])]),
        },
    ),
    "2024年度河南省专精特新中小企业名单.csv": (
        "序号,省辖市,县（市、区）,企业名称,批次,有效期\n1,商丘市,夏邑县,甲公司,2024年第二批,2024.6.1-2027.5.31\n",
        {
            "Holds": ("honor,level,year,until", [("专精特新中小企业", "省级", 2024, dt.date(2027, 5, 31))]),
            "Enterprise": ("name,region", [("甲公司", "商丘市夏邑县")]),
        },
    ),
    "河南省2023年认定的高新技术企业备案名单.csv": (
        "序号,企业名称,证书编号,发证日期,有效期\n1,甲公司,GR202341000123,2023-11-22,三年\n",
        {"Holds": ("enterprise,honor,year,until", [("甲公司", "高新技术企业", 2023, None)])},
    ),
    "目标企业500强培育库.csv": (
        "序号,目标企业,主营产品,年营收\n1,甲印染公司,染整布,约15亿元\n",
        {"Enterprise": ("name,revenue,products", [("甲印染公司", 150000, ["染整布"])])},
    ),
    "僵尸企业台账.csv": (
        "序号,企业名称,停产时间,土地面积（亩）,类别\n1,甲塑业公司,2019年5月,35,A类\n",
        {"OnList": ("enterprise,list", [("甲塑业公司", "僵尸")])},
    ),
    "招商引资在谈项目台账.csv": (
        "夏邑县2025年招商引资在谈项目台账,,,,,,,\n填报单位：商务局,,,,,,单位：亿元,\n"
        "序号,项目名称,投资方,建设内容,总投资,用地面积,拟选址,责任人及电话\n"
        "1,工业丝项目,甲化纤公司,产线10条,12.5,200亩,高新区,李某 13800000000\n合计,,,,12.5,,,\n",
        {
            "Place": (
                "enterprise,content,amount,area,stage,type,region",
                [("甲化纤公司", "工业丝项目:产线10条", 12.5, 200, "在谈", "项目", None)],
            )
        },
    ),
    "2024签约项目.csv": (
        "序号,签约项目名称,签约企业,企业所在地,投资额（万元）,所属产业链,是否开工\n1,面料项目,甲布业公司,浙江省绍兴市柯桥区,50000,纺织服装,是\n",
        {
            "Place": ("enterprise,amount,stage,chain", [("甲布业公司", 5, "签约", ["纺织服装"])]),
            "Enterprise": ("name,region", [("甲布业公司", "浙江省绍兴市柯桥区")]),
        },
    ),
    "产业链重点企业清单.csv": (
        "序号,企业名称,所属产业链,所属环节,主导产品,规上企业（是/否）,2024年营收（万元）,主要客户,联系人\n"
        "1,甲公司,纺织服装,纺纱,棉纱,√,26000,乙公司,李四\n",
        {
            "Makes": ("enterprise,chain,segment", [("甲公司", ["纺织服装"], ["纺纱"])]),
            "Enterprise": ("name,products,scaled,revenue", [("甲公司", ["棉纱"], True, 26000)]),
        },
    ),
    "链主企业名单.csv": (
        "产业链,链主企业,属地,链长,牵头单位\n纺织服装,甲公司,夏邑县,张三,工信局\n",
        {
            "Leads": ("enterprise,chain", [("甲公司", ["纺织服装"])]),
            "Enterprise": ("name,region", [("甲公司", "夏邑县")]),
        },
    ),
    "供应关系.csv": (
        "供应商,客户,供应产品\n甲棉业公司,乙纺织公司,棉花\n",
        {"Relation": ("first,relation,second,content", [("甲棉业公司", "供货", "乙纺织公司", "棉花")])},
    ),
    "规上工业.csv": (
        "名录,,,,,\n,,,,单位：千元,\n序号,单位详细名称,行业代码(GB/T4754-2017),主要业务活动,营业收入,区划代码\n"
        "1,甲纺织公司,1711,棉纱加工,56000,411426108000\n",
        {
            "Enterprise": (
                "name,industry,scope,revenue,region",
                [("甲纺织公司", ["1711"], "棉纱加工", 5600, "411426108000")],
            )
        },
    ),
    "四上单位.csv": (
        "组织机构代码,单位名称,营业状态,从业人员平均人数（人）,本年营业收入（千元）\nMA9K1234-5,甲厂,1 营业,88,15000\n",
        {"Enterprise": ("name,insured,revenue", [("甲厂", 88, 1500)])},
    ),
    "A股上市公司.csv": (
        "证券代码,证券简称,公司全称,省份,城市,办公地址,主营业务,员工总数,营业总收入(元)\n"
        "000726.SZ,鲁甲A,鲁甲纺织股份有限公司,山东省,淄博市,高新区,色织布的生产,20000,5961479000\n",
        {
            "Enterprise": (
                "stock_code,short,name,region,insured,revenue",
                [("000726.SZ", ["鲁甲A"], "鲁甲纺织股份有限公司", "山东省淄博市", 20000, 596147.9)],
            )
        },
    ),
    "启信宝.csv": (
        "公司名称,经营状态,注册资本,省份,城市,区县,所属行业(一级),所属行业(二级),曾用名,人员规模,企业标签\n"
        "甲材料公司,存续（在营、开业、在册）,12000万人民币,浙江省,绍兴市,柯桥区,制造业,纺织业,“甲纺公司，甲布公司”,500-999人,"
        "A股主板、高新技术企业、有招投标\n",
        {
            "Enterprise": (
                "name,capital,region,industry",
                [("甲材料公司", 12000, "浙江省绍兴市柯桥区", ["17"])],
            ),
            "Holds": ("honor", [("A股主板上市",), ("高新技术企业",)]),
        },
    ),
    "天眼查.csv": (
        "企业名称,所属省份,注册资本,成立日期,荣誉\n"
        '"甲科技公司（曾用名：甲电子公司）",广东,5000万元人民币,2015-3-1,"高新技术企业（2022年认定，有效期至2025年12月）|瞪羚企业"\n',
        {
            "Enterprise": ("name,former,capital", [("甲科技公司", ["甲电子公司"], 5000)]),
            "Holds": (
                "enterprise,honor,year,until",
                [
                    ("甲科技公司", "高新技术企业", 2022, dt.date(2025, 12, 31)),
                    ("甲科技公司", "瞪羚企业", None, None),
                ],
            ),
        },
    ),
    "爱企查.csv": (
        '企业名称,注册资本,登记状态,所属地区,参保人数（2023年）\n甲公司,"1,000万(元)",开业,河南省-商丘市-夏邑县,12人\n',
        {"Enterprise": ("name,capital,insured,region", [("甲公司", 1000, 12, "河南省-商丘市-夏邑县")])},
    ),
    "开发区情况.csv": (
        "序号,开发区名称,级别,主导产业,入驻企业数\n1,甲高新区,省级,纺织服装,198\n",
        {"ParkPhase": ("park", [("甲高新区",)])},
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_offices_and_portals(tmp_path: Path, name: str) -> None:
    text, expected = LISTS[name]
    found = sources(tmp_path, {name: text})
    assert serious(found) == []
    assert found.frames.keys() | {"Enterprise"} == expected.keys() | {"Enterprise"}
    for kind, (columns, rows) in expected.items():
        assert found.frames[kind].select(columns.split(",")).rows() == rows
    for b in found.balances:
        assert b.read == b.loaded + b.set_aside


def test_a_ledger_with_a_head_of_two_rows_and_headings_between(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    upper = ["序号", "企业名称", "项目名称", "投资情况", None, "建设地点", "项目阶段", "工作进展", None]
    lower = [None, None, None, "总投资（亿元）", "已完成投资", None, None, "本月进展", "下步计划"]
    rows: list[list[str | int | None]] = [
        ["一", "纺织服装（2个）"],
        [1, "甲纺织有限公司", "棉纱项目", 5, 1, "夏邑县", "已开工", "打桩", "封顶"],
        [2, "乙服装有限公司", "衬衫", "约3亿", 2, "永城市", "投产"],
        ["二", "食品（0个）"],
        ["合计", None, None, 8, 3],
    ]
    titles: list[list[str | int | None]] = [
        ["重点招商项目推进台账"],
        ["截至2025年6月30日"],
        [*upper],
        [*lower],
    ]
    for row in titles + rows:
        sheet.append(row)
    for cells in ("A1:I1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4", "H3:I3"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "台账.xlsx")
    found = sources(tmp_path)
    assert serious(found) == []
    assert found.frames["Place"].select("_row", "enterprise", "amount", "region", "stage").rows() == [
        (6, "甲纺织有限公司", 5, "夏邑县", "开工"),
        (7, "乙服装有限公司", 3, "永城市", "投产"),
    ]
    assert [(b.read, b.loaded, b.set_aside) for b in found.balances] == [(5, 2, 3)]


def test_a_title_that_is_no_list_of_the_honored_says_nothing(tmp_path: Path) -> None:
    text = "企业名称,地区\n甲公司,411426\n"
    for name in (
        "拟申报高新技术企业名单",
        "小巨人培育库",
        "高新技术企业政策汇编",
        "对接500强企业名录",
        "企业",
    ):
        (tmp_path / name).mkdir()
        assert sources(tmp_path / name, {f"{name}.csv": text}).frames.keys() == {"Enterprise"}


def test_a_template_with_one_more_column_stays_the_template(tmp_path: Path) -> None:
    """项目名称 beside the heads of 企业 is an unread column; beside a stage and money it is a ledger."""
    firms = "企业名称,统一社会信用代码,地区,主要产品,项目名称\n甲有限公司,,夏邑县,棉纱,纺纱二期\n"
    ledger = "企业名称,项目名称,阶段,投资额(亿元)\n乙有限公司,织造三期,在谈,2\n"
    read = sources(tmp_path, {"甲.csv": firms, "乙.csv": ledger})
    assert {b.file: b.table for b in read.balances} == {"甲.csv": "企业", "乙.csv": "项目台账"}
    assert [p.column for p in read.problems if p.file == "甲.csv"] == ["项目名称"]


def test_a_list_of_firms_with_their_chain_is_told_to_be_read_as_leaders(tmp_path: Path) -> None:
    listed = "企业名称,产业链,注册资本(万元)\n甲有限公司,纺织服装,100\n"
    told = "企业名称,产业链,依据,注册资本(万元)\n乙有限公司,纺织服装,市里认定,200\n"
    read = sources(tmp_path, {"名录.csv": listed, "链主.csv": told})
    (hint,) = read.problems
    assert (hint.file, hint.level, hint.row) == (
        "名录.csv",
        "提示",
        1,
    ) and "--as 企业=名录.csv" in hint.reason
    chosen = sources(tmp_path, None, "", **{"名录.csv": "企业"})
    assert [p.column for p in chosen.problems] == ["产业链"]
