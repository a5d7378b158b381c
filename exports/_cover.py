"""说明: the first sheet, with the way into the others, how to read them, and what the figures mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from exports._book import AMBER, BLUE, GREY, HEAD, HEI, INK, QUIET, RED, RULE, VIOLET, Book, clean, lines
from exports._list import Laid
from exports._presets import Preset
from exports._sheet import set_up
from graph.project import Policy

WIDTHS = (2, 19, 96, 24, 2)
READ = (
    ("● 优势、具备", "已有本地企业。优势：有链主或省级以上称号；具备：有企业，强弱未见分晓", BLUE),
    ("◎ 薄弱", "有本地企业，但已知都不是规上、也没有称号", AMBER),
    ("△ 在建、已签约", "有项目或园区在建、已签约，尚未投产", VIOLET),
    ("○ 空白", "本库未见本地企业；标「已核实」的，县里或普查已确认没有", RED),
    ("？ 待核、数据不足", "只有待核的线索，或各地都无资料，不能判断，不算缺口", GREY),
)
BASIS = (
    ("本库", "指本次读入的全部表格。除另有注明，均为名单，不是普查"),
    ("非普查", "名单只说明有谁，不说明没有谁。本库未见，不等于县里没有；空白须由县里核实"),
    ("已核实", "官方文件、官方媒体原文，或县里核实过"),
    ("转载", "行业媒体、转载页、数据集，未见原件"),
    ("待核", "只有间接线索，或是推断，用前须核实"),
    ("不详", "没有资料。不是零，也不按零分计"),
    ("—", "本库没有可列的"),
)
METHODS = (
    ("覆盖率", "已有本地企业的环节，按必要性加权，占全链的比例。另列「若待核属实」和「含在建」两个数", ""),
    ("补链", "本环节空白，上游和下游都有本地企业（或在建）；隔着空白环节的要打折", "隔一步×{gamma}"),
    ("延链", "本环节空白，只有上游或只有下游有本地企业", ""),
    ("建链", "本链覆盖率低，以园区、龙头项目为锚从头建起", "覆盖率<{new_below}"),
    ("强链", "本环节有企业但薄弱，或是优势环节尚无国家级称号", ""),
    ("固链", "本环节有企业，但有停产、外迁、单一供应之忧", ""),
    ("升链", "传统链的环节，高端化、智能化、绿色化低于目标", ""),
    ("严重度", "链的权重×连接×重要度。连接看上下游有没有本地企业；"
     "重要度由必要性和关键度（停了它，全链停多少）合成", "紧急≥{urgent}　重要≥{important}"),
    ("推荐分", "契合与条件的几何平均，满分100。契合看缺口和产品对得上多少；"
     "条件是下面五项的加权", "不详按{unknown}"),
    ("条件五项", "{weights}（权重，合计100）", ""),
    ("可能区间", "不详的各项全按最低、全按最高算出的两个分数", ""),
    ("资料覆盖", "条件五项中有资料的部分所占的权重；低于40%的为灰色斜体，只作线索", ""),
    ("经营范围", "只见于经营范围、没有别的来源的链接", "算作{scope_only}"),
    ("参数", "门槛和权重凭经验定，未用招商结果验证过，可在 liantu.toml 的 [policy] 里改", ""),
)  # fmt: skip


FILL = (
    ("填哪里", "黄底的列由人填；有下拉的请从下拉里选。别的列改了也不会读入"),
    (
        "怎么读回",
        "填好后另存到项目文件夹里（out 文件夹之外，子文件夹也行），再运行 liantu build；"
        "只读下面几处填了的格子，其余一概不读",
    ),
    (
        "目标企业",
        "图谱核验结果「否」：这条链接去掉；「是」：确认。推荐结论「排除」：不再列入目标企业。"
        "风险判断、人工备注、建议动作原样回到下一册",
    ),
    ("待核链接", "「对」：确认；「错」：去掉"),
    ("核实清单", "「有」「无」连同企业数、产能、核实单位，当作县里核实过"),
    ("其余各列", "核实结果、责任单位、认定文件等供会上填写，不读回"),
    (
        "撤回、冲突",
        "空格不算撤回，要撤回就改成另一个值；两册不一致时，以较晚保存的一册为准，并在 check 里说明",
    ),
)


class Cover:
    """The page, written downwards."""

    def __init__(self, book: Book, name: str) -> None:
        """Begin the page with its title."""
        self.book, self.row = book, 2
        self.breaks: list[int] = []
        self.page = book.book.add_worksheet("说明")
        for column, width in enumerate(WIDTHS):
            self.page.set_column(column, column, width)
        set_up(book, self.page, "说明")
        self.page.set_row(0, 62)
        self.page.set_row(1, 24)
        title = book.format(font_name=HEI, font_size=30, align="center")
        self.page.merge_range(0, 1, 0, 3, "", title)
        self.page.write_string(0, 1, clean(name), title)
        note = book.format(font_size=11, font_color=QUIET, align="center")
        self.page.merge_range(1, 1, 1, 3, "", note)
        self.page.write_string(1, 1, f"{book.updated}　链图生成", note)

    def band(self, text: str, right: str = "") -> None:
        """A dark line that begins a part."""
        self.page.set_row(self.row, 8)
        self.row += 1
        look = {"font_name": HEI, "font_size": 12, "font_color": "#FFFFFF", "bg_color": INK}
        self.page.set_row(self.row, 24)
        for column, value in ((1, text), (2, ""), (3, right)):
            side = {"align": "center"} if column == 3 else {"align": "left", "indent": 1}
            self.page.write_string(self.row, column, value, self.book.format(**look, **side))
        self.row += 1

    def line(self, word: str, text: str, last: int | str = "", colour: str = INK, link: bool = False) -> None:
        """One line: a word, what it means, a number or a setting; ``link``: the word is a sheet's name."""
        edge = {"bottom": 1, "bottom_color": RULE}
        first = self.book.format(font_name=HEI, font_color=BLUE if link else colour, bg_color=HEAD, indent=1,
                                 underline=int(link), **edge)  # fmt: skip
        if link:
            target = word.replace("'", "''")
            self.page.write_url(self.row, 1, f"internal:'{target}'!A1", first, word)
        else:
            self.page.write_string(self.row, 1, word, first)
        self.page.write_string(self.row, 2, clean(text), self.book.format(text_wrap=True, indent=1, **edge))
        write = self.page.write_string if isinstance(last, str) else self.page.write_number
        write(self.row, 3, last, self.book.format(align="center", num_format="#,##0", **edge))
        self.page.set_row(self.row, max(21, 15.8 * lines(text, WIDTHS[2], 11, 1) + 6))
        self.row += 1

    def turn(self) -> None:
        """Go on with the next printed page."""
        self.breaks.append(self.row)
        self.page.set_h_pagebreaks(self.breaks)

    def end(self) -> None:
        """Close the page."""
        self.page.print_area(0, 0, self.row, len(WIDTHS) - 1)


def cover(book: Book, about: Mapping[str, Any], laid: Iterable[Laid], chosen: Preset) -> None:
    """Write 说明 as the next sheet of the book."""
    page = Cover(book, chosen.title or f"{about['county']}产业链招商清单")
    page.band("一、本册各表（点表名可直达，点各表左上的「口径」可回到这里）", "行数")
    for one in laid:
        shown = sum(not level for level in one.sheet.levels or []) or len(one.sheet.rows)
        page.line(one.sheet.name, one.list.about, shown, link=True)
    if chosen.source:
        page.line("编排", f"按「{chosen.name}」。出处：{chosen.source}", "")
    if chosen.lacking:
        page.line("", chosen.lacking, "")
    page.band("二、口径和可信度")
    for word, text in BASIS:
        page.line(word, text)
    page.turn()
    page.band("三、填好以后")
    for word, text in FILL:
        page.line(word, text)
    page.band("四、怎么看现状")
    for word, text, colour in READ:
        page.line(word, text, colour=colour)
    page.turn()
    page.band("五、怎么算的", "本次取值")
    known = settings(Policy.model_validate(about.get("policy") or {}))
    for word, text, value in METHODS:
        page.line(word, text.format_map(known), value.format_map(known))
    page.end()


def settings(policy: Policy) -> dict[str, str]:
    """The numbers in force, as they are printed."""
    numbers = {name: f"{getattr(policy, name):g}" for name in ("gamma", "urgent", "important", "unknown")}
    weights = "、".join(f"{word}{weight:.3g}" for word, weight in policy.feature_weights().items())
    return numbers | {
        "new_below": f"{policy.new_below:.0%}",
        "scope_only": policy.scope_only,
        "weights": weights,
    }
