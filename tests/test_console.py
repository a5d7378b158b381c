"""Screens that cannot print everything (a Chinese or Western Windows console), and what is piped, which is UTF-8."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli import liantu
from graph import modules
from tests.county import make

ROOT = Path(__file__).parent.parent
EACH = f"""
import sys, json; sys.path.insert(0, {str(ROOT)!r}); import cli
for words in json.loads(sys.argv[1]):
    sys.argv = ["liantu", *words]
    try: cli.main()
    except SystemExit as end: print("ended", end.code, flush=True)
"""
NAMES = sorted(liantu.list_commands(liantu.make_context("liantu", ["chains"])))
HELPS = [["--help"], *([name, "--help"] for name in NAMES)]
ODD = "企业名称,地区,主要产品\n✓▲é🏭ﺴ厂有限公司,411426,棉纱\n"


def asked(*more: list[str]) -> list[list[str]]:
    """Every question that needs no more than the project, and some with mistakes."""
    free = [n for n in modules.names("queries") if not modules.about("queries", n).needs_input]
    return [*([n] for n in free), ["check"], ["build"], ["gpas"], ["gaps", "--chain", "纺织福装"], *more]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with a name that few encodings know."""
    folder = tmp_path_factory.mktemp("county")
    make(folder, {"怪名.csv": ODD})[0].close()
    return folder


def on_screen(encoding: str, folder: Path, words: list[list[str]]) -> str:
    """What a terminal of that encoding shows of all these commands, one after another."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-P", "-c", EACH, json.dumps(words)],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder,
        env=os.environ | {"PYTHONIOENCODING": encoding, "COLUMNS": "120", "TERM": "xterm", "NO_COLOR": "1"},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 1 << 16):
            shown += chunk
    except OSError:  # Linux's way of saying that the other end is closed
        pass
    os.close(ours)
    child.wait()
    return shown.decode(encoding)  # nothing that this screen cannot show


@pytest.mark.parametrize("encoding", ["gbk"])
def test_a_chinese_screen_reads_everything_but_what_it_has_no_sign_for(encoding: str, county: Path) -> None:
    shown = on_screen(encoding, county, [*HELPS, *asked()])
    assert "Traceback" not in shown
    assert shown.count("ended 0") == len(HELPS) + len(asked()) - 2
    assert shown.count("ended 2") == 2
    for words in (
        "缺口:补链、延链、强链、固链、建链、升链各在哪里",
        "华鹏纺织有限公司",
        '您是不是要"纺织服装"?',
    ):
        assert words in shown


def test_a_western_screen_stands_every_command(county: Path) -> None:
    words = asked(["query", "MATCH (c:Chain) RETURN c.name AS name ORDER BY name", "--format", "json"])
    shown = on_screen("cp1252", county, words)
    assert "Traceback" not in shown
    assert shown.count("ended 2") == 2
    assert '"name": "????"' in shown


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
def test_what_is_piped_is_utf8_whatever_the_screen_is(encoding: str, county: Path) -> None:
    def out(*words: str) -> bytes:
        one = [sys.executable, "-P", "-c", EACH, json.dumps([words])]
        env = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
        return subprocess.run(one, cwd=county, capture_output=True, check=True, env=env).stdout

    rows = json.loads(out("links", "--format", "json").decode().replace("ended 0", ""))
    assert "✓▲é🏭ﺴ厂有限公司" in {row["enterprise"] for row in rows}
    assert "华鹏纺织" in out("links").decode()
    assert "例:liantu gaps" in out("gaps", "--help").decode()
