"""专案: read back what a dossier says, its real footnotes, one's own template, hostile names."""

from __future__ import annotations

import io
import re
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from cli import answers
from exports import dossier
from exports._dossier.notes import Notes, with_footnotes
from exports._needs import EACH, gathered
from graph.problem import InputError
from tests.county import FIRMS, make

ABOUT = {"county": "夏邑县", "as_of": "2026-01-01"}
HONORS = "企业名称,荣誉,级别,年度,来源,日期,可信度\n盛泰集团有限公司,专精特新小巨人,国家级,2024,工信部名单,2024-09-01,已核实\n"
MOVES = "企业名称,地区,类型,阶段,年度,内容,投资额\n盛泰集团有限公司,河南省周口市商水县,项目,开工,2024,针织坯布,2.5\n"
TIES = "甲方,关系,乙方,来源,可信度\n"
HOSTILE = '"{{ 7*7 }}{% raw %}<w:p/>&../..\\CON=\u202e有限公司"'


def rows(folder: Path, firms: str = FIRMS, ties: str = "") -> dict[str, list[dict[str, Any]]]:
    """What the export needs, asked of a small county."""
    files = {"企业.csv": firms, "荣誉.csv": HONORS, "布点.csv": MOVES, "企业关系.csv": TIES + ties}
    store, _ = make(folder, files)
    found = gathered(dossier.NEEDS, {}, partial(answers, store))
    store.close()
    return found


def text(path: Path) -> str:
    word = Document(str(path))
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    return "\n".join([p.text for p in word.paragraphs] + cells)


def notes(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode()
        part = archive.read("word/footnotes.xml").decode()
        assert 'PartName="/word/footnotes.xml"' in archive.read("[Content_Types].xml").decode()
        assert 'Target="footnotes.xml"' in archive.read("word/_rels/document.xml.rels").decode()
    found = re.findall(r'<w:footnote w:id="(\d+)">.*?<w:t[^>]*>([^<]*)</w:t>', part)
    assert [n for n, _ in found] == re.findall(r'<w:footnoteReference w:id="(\d+)"', body)
    return [said.strip() for _, said in found]


def test_a_dossier_says_why_who_and_what_to_ask(tmp_path: Path) -> None:
    made = dossier.write(rows(tmp_path), tmp_path / "out", ABOUT, enterprise="盛泰集团有限公司")
    said = text(made[0][0])
    assert "夏邑县招商专案" in said and "盛泰集团有限公司" in said
    assert "面料在纺织服装链中游" in said  # why
    assert "下游服装：本地有1家" in said  # what is around
    assert "2024年专精特新小巨人" in said  # who
    assert "研发费用占比、营收增速、增加值率、亩均税收各是多少？" in said  # what to ask
    assert "{{" not in said and "{%" not in said


def test_every_fact_has_a_real_footnote_of_source_date_and_confidence(tmp_path: Path) -> None:
    made = dossier.write(rows(tmp_path), tmp_path / "out", ABOUT, enterprise="盛泰集团有限公司")
    found = notes(made[0][0])
    assert "工信部名单；2024-09-01；已核实。" in found
    assert any(n.endswith("无日期；转载。") for n in found)


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    asked = rows(tmp_path)
    first, second = (dossier.write(asked, tmp_path / name, ABOUT)[0][0].read_bytes() for name in ("a", "b"))
    assert first == second


def test_one_s_own_template_is_used(tmp_path: Path) -> None:
    word = Document()
    word.add_paragraph("自定:{{ segment }}")
    word.save(str(tmp_path / "我的.docx"))
    asked = rows(tmp_path)
    made = dossier.write(asked, tmp_path / "out", ABOUT, top=1, template=str(tmp_path / "我的.docx"))
    assert text(made[0][0]) == f"自定:{asked['targets'][0]['segment']}"


def test_a_broken_template_is_one_sentence(tmp_path: Path) -> None:
    word = Document()
    word.add_paragraph("{% for x in %}")
    word.save(str(tmp_path / "坏.docx"))
    with pytest.raises(InputError, match="模板"):
        dossier.write(rows(tmp_path), tmp_path / "out", ABOUT, template=str(tmp_path / "坏.docx"))


def test_a_name_that_is_no_target_gets_a_suggestion(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="盛泰集团有限公司"):
        dossier.write(rows(tmp_path), tmp_path / "out", ABOUT, enterprise="盛太集团有限公司")


def test_hostile_names_do_nothing(tmp_path: Path) -> None:
    firms = FIRMS.replace("航民股份有限公司", HOSTILE)
    made = dossier.write(rows(tmp_path, firms), tmp_path / "out", ABOUT)
    assert all(path.resolve().parent == (tmp_path / "out" / "招商专案").resolve() for path, _ in made)
    said = "".join(text(path) for path, _ in made)
    assert "{{ 7*7 }}" in said and "49" not in said.replace("2026", "")


def test_marks_of_an_old_part_are_kept(tmp_path: Path) -> None:
    word, own = Document(), Notes()
    word.add_paragraph(f"甲{own.mark('来源一')}乙{own.mark('来源二')}")
    out = io.BytesIO()
    word.save(out)
    once = with_footnotes(out.getvalue(), own)
    again = Notes()
    twice = with_footnotes(once, again)
    path = tmp_path / "x.docx"
    path.write_bytes(twice)
    assert notes(path) == ["来源一", "来源二"] and text(path) == "甲乙"


def test_a_way_in_is_a_path_to_a_local_firm_each_tie_with_its_source(tmp_path: Path) -> None:
    ties = "华鹏纺织有限公司,供货,盛泰集团有限公司,县商务局台账,已核实\n"
    made = dossier.write(rows(tmp_path, ties=ties), tmp_path / "out", ABOUT, enterprise="盛泰集团有限公司")
    assert "供应与合作：华鹏纺织有限公司 —供货→ 盛泰集团有限公司" in text(made[0][0])
    assert "县商务局台账；无日期；已核实。" in notes(made[0][0])


def test_one_dossier_of_a_gap_tells_all_who_could_fill_it(tmp_path: Path) -> None:
    firms = FIRMS + "富润染整有限公司,浙江省绍兴市,染整布\n"
    ((path, _),) = dossier.write(rows(tmp_path, firms), tmp_path / "out", ABOUT, gap="印染")
    said = text(path)
    assert "印染：补链" in said and "目标企业2家" in said
    assert "航民股份有限公司（浙江省杭州市）" in said and "富润染整有限公司（浙江省绍兴市）" in said
    assert (
        said.count("研发费用占比、营收增速、增加值率、亩均税收各是多少？") == 1
    )  # asked of both, written once
    with pytest.raises(InputError, match="印染"):
        dossier.write(rows(tmp_path, firms), tmp_path / "out", ABOUT, gap="印然")


def test_a_crowded_gap_says_how_many_there_are(tmp_path: Path) -> None:
    crowd = "".join(f"染厂{i}有限公司,江苏省苏州市,染整布\n" for i in range(EACH + 15))
    asked = rows(tmp_path, firms=FIRMS + crowd)
    ((path, _),) = dossier.write(asked, tmp_path / "out", ABOUT, gap="印染", top=2)
    assert f"目标企业{EACH + 16}家" in text(path)  # 航民, too
