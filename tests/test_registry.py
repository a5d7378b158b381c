"""Whatever is found by its file name is explained, exemplified, answered on the seed and in the manual."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import cli
from docs import reference
from graph import modules
from graph.model import KINDS
from graph.tables import TABLES

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "help"
MANUAL = ROOT / "docs" / "使用手册.md"
WRITING = os.environ.get("LIANTU_GOLDEN") == "write"
MISSING = "add a line with an example to the table of commands in docs/使用手册.md"
RENEW = "renew help and reference: LIANTU_GOLDEN=write uv run pytest tests/test_registry.py"
COMMANDS = cli.liantu.list_commands(click.Context(cli.liantu))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The seed, built, as the folder that one stands in."""
    folder = tmp_path_factory.mktemp("seed")
    before = Path.cwd()
    os.chdir(folder)
    import shutil

    shutil.copytree(ROOT / "data" / "seed", "liantu-demo")
    cli.compile_project(Path("liantu-demo"), None, write=True)
    yield folder / "liantu-demo"
    os.chdir(before)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_explained(name: str) -> None:
    assert KINDS[name].__doc__
    assert f"### {name}\n" in reference.text()


@pytest.mark.parametrize("package", ["loaders", "queries", "exports"])
def test_modules_say_what_they_are(package: str) -> None:
    for name in modules.names(package):
        assert modules.load(package, name).__doc__, name


@pytest.mark.parametrize("name", [table.name for table in TABLES.values()])
def test_a_table_is_in_the_manual(name: str) -> None:
    assert name in MANUAL.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", modules.names("queries"))
def test_a_question_answers_its_own_example(name: str, demo: Path) -> None:
    words = shlex.split(modules.about("queries", name).example)
    assert words[0] == "liantu"
    assert name in words
    arguments = [w for w in words[1:] if w not in ("-C", "liantu-demo")]
    done = CliRunner().invoke(cli.liantu, ["-C", str(demo), *arguments])
    assert done.exit_code == 0, (done.output, done.exception)
    assert done.output.strip()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_in_the_manual_with_an_example(name: str) -> None:
    assert f"liantu {name}" in MANUAL.read_text(encoding="utf-8").replace("liantu -C 我的县 ", "liantu "), (
        MISSING
    )


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_as_it_was(name: str) -> None:
    done = CliRunner().invoke(
        cli.liantu, [*([name] if name else []), "--help"], env={"COLUMNS": "100"}, prog_name="liantu"
    )
    said = "\n".join(line.rstrip() for line in done.output.splitlines()) + "\n"
    assert "例:" in said
    path = GOLDEN / f"{name or 'liantu'}.txt"
    if WRITING:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8", newline="\n")
    assert path.is_file() and path.read_text(encoding="utf-8") == said, RENEW


def test_the_reference_is_current() -> None:
    if WRITING:
        reference.PAGE.write_text(reference.text(), encoding="utf-8", newline="\n")
    assert reference.PAGE.read_text(encoding="utf-8") == reference.text(), RENEW


MAIN = ("纺织服装", "磷酸铁锂圆柱电芯", "曲轴与高端装备铸锻", "水禽", "品牌食品", "军民两用功能材料")


@pytest.mark.parametrize("chain", MAIN)
def test_a_main_chain_has_twenty_targets(chain: str, demo: Path) -> None:
    done = CliRunner().invoke(cli.liantu, ["-C", str(demo), "targets", "--chain", chain, "--format", "json"])
    assert len(json.loads(done.stdout)) >= 20


def test_no_question_imports_what_only_builds_need(demo: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from graph import modules\nfrom graph.store import open_store\n"
        f"store = open_store({str(demo / '.liantu' / 'graph.lbug')!r})\n"
        "for name in modules.names('queries'):\n"
        "    if not modules.about('queries', name).needs_input:\n"
        "        modules.load('queries', name).answer(store)\n"
        "modules.load('queries', 'whatif').answer(store, land=('印染',))\n"
        "print([m for m in ('polars', 'networkx', 'pyvis') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_a_marked_map_prints_its_paths_as_every_export_does(demo: Path) -> None:
    done = CliRunner().invoke(
        cli.liantu, ["diff", str(demo), str(demo), "--map", "--chain", "纺织服装", "--format", "json"]
    )
    (found,) = json.loads(done.stdout)
    assert set(found) == {"path", "what"} and Path(found["path"]).is_file()
