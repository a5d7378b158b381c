"""What could not be read, as a workbook: each cell beside what became of it and what to do, and a page of groups."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from exports._book import HEAD, HEI, INK, RULE, SONG, close, lines
from graph.problem import Problem

MOST = 100_000
_CELL = 32_000
TALL = 124  # points; the rest of a longer text is read in the cell itself
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
UNREAD = "这一列没有被读取"
_FOREIGN = re.compile("美|港|欧|日元|日圆|英镑|韩|[A-Z]{3}|[$€£]")
_ADVICE = (
    ("没有存下算好的值", "用 Excel 或 WPS 打开这个文件,保存一次,再读"),
    ("没有下载完", "重新下载或导出,再放进来"),
    ("密码", "去掉密码再保存"),
    ("加密", "解密后另存为 .xlsx"),
    ("压缩包", "解压后放进来"),
    ("重新导出", "登录后重新导出"),
    ("另存为 .xlsx", "用 Excel 或 WPS 打开,另存为 .xlsx"),
    ("按标题", "对就不必改;不对就改标题或文件名"),
    ("说的是一回事", "不必改;想用这一列,就删去另一列"),
    ("没有表头的一列", "不必改;若要用,请给这一列补上表头"),
    ("外币", '在 liantu.toml 写 [rates],如 "美元" = 7.1;或把这一格改成万元'),
    ("不是可识别的数", "改成数字,单位写进表头,如 注册资本(万元) 下写 1000"),
    ("公式出错", "在 Excel 里改正公式,或直接填上数值"),
    ("信用代码", "对照营业执照改正;没有就留空"),
    ("不是日期", "改成 2025-03-18 这样的日期"),
    ("不是年份", "改成 2025 这样的四位年份"),
    ("不是整数", "改成整数,不带小数"),
    ("只能填", "改成列出的词之一"),
    ("行业分类", "填 GB/T 4754 的代码(如 1711)或名称"),
    ("不认识的地区", "填六位行政区划代码或全称"),
    ("整行未读入", "补上所缺的一格"),
    ("没有环节", "按链文件里的环节名改正,或在链文件里补上这个环节"),
    ("没有产业链", "按链文件里的链名改正,或补一个链文件"),
    ("两列同名", "删去或改名其中一列"),
    ("表头之外", "给这一列补上表头,或删去多余的格子"),
    ("引号不成对", "补上或删去引号;最好用 Excel 另存为 .xlsx"),
    ("无法解码", "用 Excel 或记事本另存为 UTF-8"),
    ("打不开", "用 Excel 打开后另存为 .xlsx"),
    ("与另一来源不一致", "核对后改正一处,或在 liantu.toml 的 [sources] rank 写明以谁为准"),
    ("没有认出是什么表", "补上所缺的列,或用 --as 指定表名"),
    (UNREAD, "不必改;若要用,请改成模板里的表头"),
    ("个人信息", "不必改"),
    ("只在这张表里出现", "不必改;若有企业资料,可补进企业表"),
    ("空文件", "可以删去"),
)


@dataclass(frozen=True)
class Group:
    """Problems of one kind in one column of one sheet."""

    first: Problem
    reason: str
    count: int
    examples: tuple[str, ...]
    columns: str = ""

    def sentence(self) -> str:
        """注册资本:312 行无法识别,例:…"""
        if self.count == 1:
            return self.first.sentence()
        place = (self.first.file or "项目") + (f" [{self.first.sheet}]" if self.first.sheet else "")
        column = f"「{self.columns}」" if self.columns else ""
        examples = "、".join(f"「{e}」" for e in self.examples)
        row = f",第{self.first.row}行起" if self.first.row is not None else ""
        return f"{place}{column}:{self.count} 处{self.reason}" + (
            f"(例:{examples}{row})" if examples else row
        )


def grouped(problems: Sequence[Problem]) -> list[Group]:
    """One group a place and reason, where names inside the reason do not count; in the order of the files.

    Columns that are not read are one group a sheet.
    """
    found: dict[tuple[object, ...], list[Problem]] = {}
    for p in problems:
        kind = re.sub(r"[「\"“].*?[」\"”]|\d+", "…", p.reason)
        column = None if p.reason == UNREAD else p.column
        found.setdefault((p.level, p.file, p.sheet, column, kind), []).append(p)
    groups = []
    for members in found.values():
        examples = tuple(dict.fromkeys((p.value or "")[:20] for p in members if p.value))[:3]
        columns = "、".join(dict.fromkeys(p.column for p in members if p.column))
        groups.append(Group(members[0], _alike(members), len(members), examples, columns))
    return groups


def _alike(members: Sequence[Problem]) -> str:
    """The reason of all; where they differ, … stands for the name or the row that each has its own."""
    first = members[0].reason
    own = r"「.*?」(?:\(.*? 第\d+行\))?|\".*?\""
    return first if all(p.reason == first for p in members) else re.sub(own, "…", first)


def advice(problem: Problem) -> str:
    """What to do about it."""
    said = f"{problem.value or ''}{problem.column or ''}"
    if "外币" in problem.reason and not _FOREIGN.search(said):
        return dict(_ADVICE)["不是可识别的数"]
    return next((text for words, text in _ADVICE if words in problem.reason), "按左边说明核对这一处")


def became(problem: Problem) -> str:
    """What liantu has in place of the raw value."""
    if "整行未读入" in problem.reason:
        return "(整行未读入)"
    used = re.search(r"用了「(.*?)」", problem.reason)
    if used:
        return used[1]
    if "代替" in problem.reason or "两列同名" in problem.reason:
        return "(已按前一列或代替字符读入)"
    return "(空,按未知处理)" if problem.value and problem.column and problem.level == "问题" else ""


def write(problems: Sequence[Problem], path: Path) -> None:
    """The workbook: 概览 has the groups, 问题 and 提示 every single one; marked as our own, so it is no source."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "问题清单", "created": dt.datetime(2000, 1, 1)})
    book.set_custom_property("liantu", "problems")
    looks = {
        "font_size": 11,
        "font_color": INK,
        "border": 1,
        "border_color": RULE,
        "text_wrap": True,
        "valign": "vcenter",
    }
    head = book.add_format(looks | {"font_name": HEI, "bg_color": HEAD, "align": "center"})
    wrap = book.add_format(looks | {"font_name": SONG})
    centred = book.add_format(looks | {"font_name": SONG, "align": "center"})
    rows = [[g.first.level, g.first.file, g.first.sheet, g.columns, g.count, "、".join(g.examples), g.reason,
             advice(g.first)] for g in sorted(grouped(problems), key=lambda g: g.first.level != "问题")]  # fmt: skip
    _sheet(book, "概览", ["级别", "文件", "工作表", "列", "处数", "例", "怎么回事", "怎么办"], [6, 20, 11, 24, 6, 18, 38, 32],
           rows, (head, wrap, centred))  # fmt: skip
    for level in ("问题", "提示"):
        one = [[p.file, p.sheet, p.row, p.column, p.value, became(p), p.reason, advice(p)]
               for p in problems if p.level == level]  # fmt: skip
        _sheet(book, level, ["文件", "工作表", "行", "列", "原来写的", "读成", "怎么回事", "怎么办"],
               [19, 13, 6, 14, 22, 16, 38, 34], one, (head, wrap, centred))  # fmt: skip
    close(book)


def _sheet(
    book: xlsxwriter.Workbook,
    name: str,
    heads: list[str],
    widths: list[int],
    rows: Sequence[Sequence[object]],
    looks: tuple[object, object, object],
) -> None:
    head, wrap, centred = looks
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer(f"&L&9 {name}&C&9 第 &P 页 共 &N 页")
    sheet.set_row(0, 24)
    for column, (title, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    high_of = functools.cache(lines)  # reasons and advice repeat
    for number, row in enumerate(rows[:MOST], 1):
        high = max(high_of(str(v or ""), width, 11) for v, width in zip(row, widths, strict=True))
        sheet.set_row(number, min(TALL, 15 * high + 4))
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value, centred)
            elif value in (None, ""):
                sheet.write_blank(number, column, None, wrap)
            else:
                sheet.write_string(number, column, _CONTROL.sub("", str(value))[:_CELL], wrap)
    if len(rows) > MOST:
        sheet.write_string(MOST + 1, 0, f"……共 {len(rows)} 处,这里列出前 {MOST} 处")
    if rows:
        sheet.autofilter(0, 0, min(len(rows), MOST), len(heads) - 1)
