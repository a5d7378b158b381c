"""What would fail on Windows: calls it lacks, names and paths it refuses, files that another program holds."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import liantu
from exports._plain import file_name
from exports._spoken import unwritten
from graph.build import build
from graph.problem import InputError
from graph.projectfile import load_project
from graph.store import open_store
from loaders import read
from tests.county import make

ROOT = Path(__file__).parent.parent
SHIPPED = [
    ROOT / "cli.py",
    *(p for d in ("graph", "loaders", "queries", "exports") for p in (ROOT / d).rglob("*.py")),
]
MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
CALLS = {
    "chown",
    "fork",
    "forkpty",
    "geteuid",
    "getuid",
    "kill",
    "killpg",
    "mkfifo",
    "nice",
    "setsid",
    "setuid",
    "umask",
}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_that_only_posix_has(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            assert not MODULES & {name.partition(".")[0] for name in names}, ast.unparse(node)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            assert node.attr not in CALLS, f"os.{node.attr} at line {node.lineno}"
        if isinstance(node, ast.keyword):
            shell = node.arg == "shell" and isinstance(node.value, ast.Constant) and node.value.value
            assert not shell and node.arg != "preexec_fn", f"{node.arg} at line {node.value.lineno}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not node.value.startswith(("/tmp", "/dev/", "/proc/")), node.value


DEVICES = ("CON", "prn", "Aux", "NUL", "COM1", "com9", "LPT1", "COM¹", "CON ", "NUL.", "AUX..", " con")
RESERVED = (
    "a<b",
    "a>b",
    "a:b",
    'a"b',
    "a/b",
    "a\\b",
    "a|b",
    "a?b",
    "a*b",
    "a\x01b",
    "a\tb",
    "a\nb",
    "..",
    ".",
    " ",
    "",
)


@pytest.mark.parametrize(
    "name", [*DEVICES, *RESERVED, "长" * 500, "𠮷" * 500, "甲. ", "甲...", "~$甲", "CON.甲"]
)
def test_a_name_as_a_file_of_windows(name: str) -> None:
    assert fits_windows(f"{file_name(name)}.svg")


def fits_windows(name: str) -> bool:
    """Whether Windows takes a file's name, and every other system too."""
    device = re.fullmatch(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])\s*(?:\..*)?", name, re.I)
    odd = re.search(r'[<>:"/\\|?*\x00-\x1f]|[. ]$|^ ', name)
    return not device and not odd and 0 < len(name.encode()) <= 255


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county whose chains, segments and firms are called like devices, in a folder as people name them."""
    folder = (
        tmp_path_factory.mktemp("我的 项目")
        / "夏邑[2025] 副本's (1)"
        / ("很长的名字" * 15)
        / ("再来一层" * 15)
    )
    (folder / "chains").mkdir(parents=True)
    for name in DEVICES:
        chain = (
            f'chain: "{name}"\nsegments:\n  "{name}": {{stage: 上游, words: [棉纱]}}\n  b: {{stage: 下游}}\n'
        )
        (folder / "chains" / f"{DEVICES.index(name)}.yaml").write_text(chain, encoding="utf-8")
    firms = "企业名称,地区,主要产品\n" + "".join(f"{name},浙江省杭州市,棉纱\n" for name in DEVICES)
    (folder / "企业.csv").write_text(firms, encoding="utf-8")
    make(folder)[0].close()
    return folder


@pytest.mark.parametrize("output", ["dossier", "poster", "lists", "map"])
def test_what_is_written_has_names_that_windows_takes(output: str, county: Path) -> None:
    for words in ([], ["--chain", "CON"]):
        done = CliRunner().invoke(liantu, ["-C", str(county), output, *words])
        assert done.exit_code == 0, done.output
    made = list((county / "out").rglob("*"))
    assert made
    assert not [p for p in made if not fits_windows(p.name)]


def test_an_export_in_a_long_folder_with_odd_signs(county: Path) -> None:
    for kind in ("graphml", "neo4j-admin"):
        done = CliRunner().invoke(
            liantu, ["-C", str(county), "export", kind, str(county / "导 出[1]" / kind)]
        )
        assert done.exit_code == 0, done.output
        assert all(Path(path).is_file() for path in done.stdout.splitlines())


@contextmanager
def as_nobody() -> Iterator[None]:
    """What follows is done by a user who may not touch the files of others."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can act as somebody else")
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_store_that_another_program_holds(tmp_path: Path) -> None:
    """As on Windows: the new file is written, and the old one cannot be replaced by it."""
    for place in (tmp_path, *list(tmp_path.parents)[:3]):
        place.chmod(0o755)
    store, _ = make(tmp_path)
    store.close()
    held = tmp_path / ".liantu" / "graph.lbug"
    before = held.read_bytes()
    (tmp_path / "新.csv").write_text("企业名称\n新来有限公司\n", encoding="utf-8")
    project, _ = load_project(tmp_path)
    sources = read(tmp_path, project)
    changed = build(project, sources.chains, sources.frames).graph
    held.parent.chmod(0o1777)  # anyone may add files, only their owner may take them away
    with (
        as_nobody(),
        pytest.raises(InputError, match="图谱文件正被另一个程序打开,换不下来;请关掉它再运行 liantu build。"),
    ):
        open_store(str(held)).replace(changed)
    assert held.read_bytes() == before
    assert [p.name for p in held.parent.iterdir()] == ["graph.lbug"]


@pytest.mark.parametrize("output", ["lists", "map", "poster", "check", "build"])
def test_a_file_of_ours_that_excel_holds(output: str, tmp_path: Path) -> None:
    """One sentence that names the file; a check and a build still do their work."""
    make(tmp_path, {"坏.csv": "企业名称,参保人数\n华鹏纺织,三\n"})[0].close()
    for name in ("招商清单.xlsx", "招商图谱.html", "招商挂图-纺织服装.pdf", "问题清单.xlsx", "同名核对.xlsx"):
        (tmp_path / "out" / name).mkdir(parents=True)  # a folder is as little to be replaced as a file in use
    done = CliRunner().invoke(liantu, ["-C", str(tmp_path), output])
    if output in ("check", "build"):
        assert done.exit_code == (1 if output == "check" else 0)
    else:
        assert isinstance(done.exception, OSError)
        assert re.fullmatch(
            "「.*/out/招商.*」读写不了:那里已有同名的文件夹;请把它移走或换个名字。", unwritten(done.exception)
        )


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EACCES, "正被另一个程序打开,或没有写的权限"), (errno.EPERM, "正被另一个程序打开"), (errno.ENOSPC, "磁盘满了"),
     (errno.ENAMETOOLONG, "路径太长"), (errno.EROFS, "磁盘是只读的"), (errno.ENOTDIR, "那里已有同名的文件")],
)  # fmt: skip
def test_why_a_file_cannot_be_written_is_said_in_chinese(number: int, said: str) -> None:
    sentence = unwritten(OSError(number, os.strerror(number), "D:\\项目\\out\\招商清单.xlsx"))
    assert sentence.startswith(f"「D:\\项目\\out\\招商清单.xlsx」读写不了:{said}")
    assert not re.search("[A-Z][a-z]+ [a-z]+", sentence)
