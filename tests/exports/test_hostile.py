"""Hostile names through the whole product: every question and output stands, and nothing leaks out of any of them."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser

from cli import liantu
from graph import modules
from graph.problem import InputError
from tests.exports.hostile import FILES, GOOD, NAMES, make
from tests.exports.maps import Visit

ASKED = (
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "}) DETACH DELETE n //",
    "甲\x00乙",
    "\ud800",
    "没有",
)


def run(*words: str | Path) -> Result:
    """A command; it ends well, with 1 where a check found something, or with one sentence."""
    done = CliRunner().invoke(liantu, [str(word) for word in words])
    if isinstance(done.exception, InputError):
        return done
    assert done.exception is None or isinstance(done.exception, SystemExit), (words, done.exception)
    return done


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile county, built and with every output that there is in its out/."""
    folder = tmp_path_factory.mktemp("hostile") / "县"
    make(folder)
    before = listing(folder)
    built = run("-C", folder, "build", "--strict")
    assert (folder / ".liantu" / "graph.lbug").is_file(), built.output
    kept = digest(folder)
    for name in modules.names("exports"):
        assert run("-C", folder, name).exit_code == 0
    for kind in modules.names("exports/_formats"):
        assert (
            run("-C", folder, "export", kind.replace("_", "-"), folder / "out" / f"图.{kind}").exit_code == 0
        )
    run("-C", folder, "check")
    assert run("diff", folder, folder, "--map").exit_code == 0
    assert digest(folder) == kept, "nothing but a build changes the graph"
    assert listing(folder) == before, "nothing is written outside out/"
    return folder


def listing(folder: Path) -> set[str]:
    """All files around and in the project but what is liantu's own."""
    found = {p.relative_to(folder.parent).as_posix() for p in folder.parent.rglob("*") if p.is_file()}
    return {f for f in found if not f.startswith((f"{folder.name}/out/", f"{folder.name}/.liantu/"))}


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / ".liantu" / "graph.lbug").read_bytes()).hexdigest()


def made(folder: Path, suffix: str) -> Iterator[Path]:
    found = sorted((folder / "out").rglob(f"*{suffix}"))
    assert found
    return iter(found)


def test_the_good_rows_are_there(project: Path) -> None:
    asked = json.loads(
        run("-C", project, "query", "MATCH (e:Enterprise) RETURN e.name AS n", "--format", "json").stdout
    )
    stored = {row["n"] for row in asked}
    assert {GOOD, "CON", "{{7*7}}", "../../etc/passwd", "甲乙", "反向", "<script>alert(1)</script>"} <= stored
    assert len(stored) >= len(NAMES) + 2 * len(FILES)
    assert {f"文件厂{i}有限公司" for i in range(len(FILES))} <= stored


@pytest.mark.parametrize("name", modules.names("queries"))
def test_every_question_in_every_format(project: Path, tmp_path: Path, name: str) -> None:
    about = modules.about("queries", name)
    if not about.needs_input:
        for form in ("table", "csv"):
            assert run("-C", project, name, "--format", form).exit_code == 0
        rows = json.loads(run("-C", project, name, "--format", "json").stdout)
        assert isinstance(rows, list)
        assert run("-C", project, name, "-o", tmp_path / "答.xlsx").exit_code == 0
        safe_workbook(tmp_path / "答.xlsx")
    for asked in ASKED:
        run("-C", project, name, *([asked] if about.argument else ["--chain", asked]), "--format", "json")


def safe_workbook(path: Path) -> None:
    """Opens elsewhere, holds no formula, points nowhere outside."""
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            data = archive.read(part)
            assert not re.search(rb"<f[ >]", data) or not part.startswith("xl/worksheets"), (path, part)
            assert b'TargetMode="External"' not in data, (path, part)
            if part.endswith((".xml", ".rels", ".vml")):
                ET.fromstring(data)
    assert all(
        c.data_type != "f" for page in openpyxl.load_workbook(path) for row in page.iter_rows() for c in row
    )


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_no_workbook_holds_a_formula(project: Path) -> None:
    for path in made(project, ".xlsx"):
        safe_workbook(path)


def test_documents_and_drawings_are_whole_and_plain(project: Path) -> None:
    for path in made(project, ".docx"):
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                if part.endswith((".xml", ".rels")):
                    ET.fromstring(archive.read(part))
            text = archive.read("word/document.xml").decode()
            assert "instrText" not in text
            assert "alert(1)49" not in text
    for suffix in (".svg", ".graphml", ".gexf"):
        for path in made(project, suffix):
            ET.parse(path)
            assert not re.search(r"<(script|img|foreignObject)\b", path.read_text(encoding="utf-8")), path
    for path in made(project, ".pdf"):
        assert not re.search(rb"/(JavaScript|JS|Launch|URI)\b", path.read_bytes()), path


def test_maps_run_nothing_and_ask_for_nothing(project: Path, browser: Browser) -> None:
    asked = json.loads(run("-C", project, "chains", "--format", "json").stdout)
    names = [row["chain"] for row in asked if row["segments"] and "$" not in row["chain"]]
    assert len(names) == 2
    for path in made(project, ".html"):
        visit = Visit(browser, path, 1366, 768)
        walk(visit, names)
        assert (visit.said, visit.asked) == ([], [])
        assert (
            visit.page.evaluate(
                "document.querySelectorAll('img, iframe, object, a[href^=javascript]').length"
            )
            == 0
        )
        visit.page.close()


def walk(visit: Visit, names: list[str]) -> None:
    """Open chains, nodes and the search of names that try to break out."""
    for name in names:
        visit.page.evaluate("name => L.go({chain: name, node: null})", name)
        visit.page.wait_for_timeout(100)
        nodes: list[Any] = list(visit.nodes().values())
        for node in nodes[:8]:
            visit.click(node)


def test_file_names_stay_in_out(project: Path) -> None:
    for path in (project / "out").rglob("*"):
        assert path.resolve().is_relative_to((project / "out").resolve())
        assert not re.search(r'[<>"|?*\x00-\x1f\u202e`]', path.name), path
