"""The shipped Word template, drawn rather than kept as a file; a user takes it away and changes it."""

from __future__ import annotations

import datetime as dt
import io

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

HEI, SONG = "黑体", "仿宋"
INK, BLUE, GREY = RGBColor(0x1B, 0x26, 0x31), RGBColor(0x0F, 0x4C, 0x75), RGBColor(0x5B, 0x6B, 0x75)
CREATED = dt.datetime(2026, 1, 1)
SECTIONS = (
    ("一、为什么是这个环节", "{%p for line in why %}", "{{ line }}", "{%p endfor %}"),
    ("二、我们周边有什么", "{%p for line in around %}", "{{ line }}", "{%p endfor %}"),
)


def drawn() -> bytes:
    """The template as a .docx."""
    word = Document()
    word.core_properties.created = word.core_properties.modified = CREATED
    word.core_properties.author = "链图"
    _page(word)
    _title(word)
    for head, first, line, last in SECTIONS:
        _head(word, head)
        for text in (first, line, last):
            _body(word, text)
    _head(word, "三、企业情况")
    for text in ("{{ standing }}", "{%p for group in facts %}", "{%p if group.facts %}"):
        _body(word, text)
    _body(word, "{{ group.name }}：", bold=True)
    for text in (
        "{%p for item in group.facts %}",
        "{{ item }}",
        "{%p endfor %}",
        "{%p endif %}",
        "{%p endfor %}",
    ):
        _body(word, text)
    for head, name in (("四、切入路径", "ways"), ("五、待问的问题", "questions")):
        _head(word, head)
        for text in (f"{{%p for line in {name} %}}", "{{ loop.index }}. {{ line }}", "{%p endfor %}"):
            _body(word, text)
    _head(word, "六、土地与政策（会前填写）")
    _form(word)
    _head(word, "七、{{ peers_title }}")
    _peers(word)
    _body(word, "{{ method }}", size=9, color=GREY)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.2), Cm(2.8)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    style = word.styles["Normal"]
    style.font.name, style.font.size = SONG, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), SONG)
    _footnote_styles(word)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = foot.add_run()
        run.font.size = Pt(10.5)
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = text
        run._r.append(mark)


def _footnote_styles(word: Word) -> None:
    """The two styles that Word knows by these names."""
    text = word.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.element.set(qn("w:styleId"), "FootnoteText")
    text.font.name, text.font.size = SONG, Pt(9)
    text.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
    text.paragraph_format.space_after = Pt(0)
    mark = word.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.element.set(qn("w:styleId"), "FootnoteReference")
    mark.font.superscript = True


def _set(
    paragraph: Paragraph, text: str, font: str, size: float, color: RGBColor, bold: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.font.bold, run.font.color.rgb = font, Pt(size), bold, color
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _title(word: Word) -> None:
    kicker = word.add_paragraph()
    kicker.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set(kicker, "{{ county }}招商专案 · {{ chain }}", HEI, 14, GREY)
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(4)
    _set(title, "{{ title }}", HEI, 22, INK)
    line = word.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_after = Pt(10)
    _set(line, "{{ line }}", SONG, 11, BLUE)


def _head(word: Word, text: str) -> None:
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(10), Pt(4)
    paragraph.paragraph_format.keep_with_next = True
    _set(paragraph, text, HEI, 14, BLUE)


def _body(word: Word, text: str, bold: bool = False, size: float = 12, color: RGBColor = INK) -> None:
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(size * 1.7)
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.keep_with_next = bold
    paragraph.paragraph_format.first_line_indent = Pt(0 if bold else size * 2)
    _set(paragraph, text, HEI if bold else SONG, size, color)


def _cell(cell: _Cell, text: str, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.keep_with_next = bold  # a head never ends a page
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    _set(paragraph, text, HEI if bold else SONG, 12, INK)


def _form(word: Word) -> None:
    """A table of blanks that a person fills in before the meeting."""
    table = word.add_table(rows=1, cols=2, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("事项", "我县能给的（空格由县里填）"), strict=True):
        _cell(cell, text, bold=True)
    for text in ("{%tr for item in form %}", "{%tr endfor %}"):
        row = table.add_row().cells
        _cell(row[0], text)
        if "for item" in text:
            filled = table.add_row().cells
            _cell(filled[0], "{{ item.name }}")
            _cell(filled[1], "{{ item.said }}")
    _laid_out(table, (5.2, 10.4), 1.0)


def _peers(word: Word) -> None:
    table = word.add_table(rows=1, cols=4, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("名次", "企业", "所在地", "推荐分（区间）"), strict=True):
        _cell(cell, text, bold=True)
    _cell(table.add_row().cells[0], "{%tr for peer in peers %}")
    for cell, key in zip(table.add_row().cells, ("rank", "enterprise", "region", "score"), strict=True):
        _cell(cell, f"{{{{ peer.{key} }}}}")
    _cell(table.add_row().cells[0], "{%tr endfor %}")
    _laid_out(table, (1.4, 6.0, 4.6, 3.6), 0.85)


def _laid_out(table: Table, widths: tuple[float, ...], height: float) -> None:
    """Column widths and the least row height, in centimetres."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width, cell.vertical_alignment = Cm(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for row in table.rows:
        row.height, row.height_rule = Cm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
