"""What commands say on the screen beside their results: what a build read, what a demo found, what was mistyped."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.problem import Problem, one_line

if TYPE_CHECKING:
    import click

KINDS = {"Chain": "链", "Segment": "环节", "Enterprise": "企业", "Makes": "链接", "Source": "来源"}
SHOWN = 20


def reading(balances: Iterable[Any]) -> Iterator[str]:
    """What each sheet was taken for and why, and what became of its rows."""
    for b in balances:
        place = b.file + (f" [{b.sheet}]" if b.sheet else "")
        aside = f",示例、合计、说明等 {b.set_aside} 行" if b.set_aside else ""
        lost = f",未读入 {b.left_out} 行" if b.left_out else ""
        merged = f"(其中 {b.merged} 行并入已有企业)" if b.merged else ""
        why = f";{b.why}" if b.why else ""
        said = f"{place}:认作「{b.table}」,读 {b.read} 行 = 读入 {b.loaded + b.merged} 行{merged}{aside}{lost}{why}"
        yield one_line(said)


def build(problems: Sequence[Problem], counts: Mapping[str, int]) -> Iterator[str]:
    """What could not be used, in groups, and what the graph holds."""
    from exports._problems import grouped

    groups = grouped([p for p in problems if p.level == "问题"])
    for group in groups[:SHOWN]:
        yield f"问题 {one_line(group.sentence())}"
    if groups:
        total = sum(g.count for g in groups)
        yield f"……共 {total} 处问题,{len(groups)} 类;用 liantu check 看全部,并写出 out/问题清单.xlsx"
    yield "图谱:" + ",".join(f"{label} {counts.get(kind, 0)}" for kind, label in KINDS.items())


def summary(gaps: Iterable[Mapping[str, Any]], targets: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The three most urgent gaps of every chain with their best target."""
    best: dict[str, Mapping[str, Any]] = {}
    for target in targets:
        best.setdefault(target["segment_id"], target)
    chains: dict[str, list[Mapping[str, Any]]] = {}
    for row in gaps:
        if row["score"] is not None and row["lead"]:
            chains.setdefault(row["chain"], []).append(row)
    for chain, found in chains.items():
        said = []
        for r in found[:3]:
            first = best.get(r["segment_id"])
            whom = f",可招{first['enterprise']} {round(100 * first['score'])}分" if first else ""
            said.append(f"{r['segment']}({r['kind']},{r['severity']} {r['score']:.2f}{whom})")
        yield f"{chain}:{';'.join(said)}"


@contextmanager
def steps() -> Iterator[Callable[[str], object]]:
    """Says on a terminal what long work is at, with the time it takes; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _text: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn("line"), TextColumn("{task.description}"), TimeElapsedColumn())
    # its own way to the screen: readers of workbooks are not heard on the usual one while they read
    with (
        os.fdopen(os.dup(2), "w", encoding=sys.stderr.encoding, errors="replace") as screen,
        Progress(*columns, console=Console(file=screen), transient=True) as progress,
    ):
        task = progress.add_task("")
        yield lambda text: progress.update(task, description=text)


@contextmanager
def bar(text: str, total: int) -> Iterator[Callable[[int], object]]:
    """A progress bar on a terminal; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(text, total=total)
        yield lambda done: progress.advance(task, done)


_WHY = {
    errno.EACCES: "正被另一个程序打开,或没有写的权限;请关掉打开它的程序(Excel、WPS 等),或换一个文件夹。",
    errno.EISDIR: "那里已有同名的文件夹;请把它移走或换个名字。",
    errno.EEXIST: "那里已有同名的文件;请把它移走或换个名字。",
    errno.ENOENT: "没有这个文件或文件夹。",
    errno.ENOSPC: "磁盘满了。",
    errno.EROFS: "磁盘是只读的;请换一个文件夹。",
    errno.ENAMETOOLONG: "路径太长;请把项目放到层次少的文件夹里(如 D:\\链图)。",
}
_LIKE = {errno.EPERM: errno.EACCES, errno.EBUSY: errno.EACCES, errno.ENOTDIR: errno.EEXIST}
_LONGEST = 259  # characters of a path that Windows takes unless told otherwise


def unwritten(error: OSError, path: str | Path | None = None) -> str:
    """What keeps a file from being read or written, and what to do, in one sentence."""
    where = str(path or error.filename or "文件")
    code = _LIKE.get(error.errno or 0, error.errno)
    if code == errno.ENOENT and os.name == "nt" and len(str(Path(where).absolute())) > _LONGEST:
        code = errno.ENAMETOOLONG
    why = _WHY.get(code or 0) or f"{error.strerror or type(error).__name__}。"
    return f"「{where}」读写不了:{why}"


def usage(error: click.ClickException) -> str:
    """What is wrong with the command line, in one sentence."""
    import click

    from graph.names import missing

    ctx: click.Context | None = getattr(error, "ctx", None)
    param: click.Parameter | None = getattr(error, "param", None)
    known = [name for p in ctx.command.params for name in p.opts if name.startswith("--")] if ctx else []
    name = (
        (param.opts[0] if param.param_type_name == "option" else param.human_readable_name) if param else ""
    )
    if isinstance(error, click.NoSuchOption):
        said = missing(error.option_name, known, "选项").rstrip("?")
    elif isinstance(error, click.MissingParameter):
        said = f"缺少 {name}"
    elif isinstance(error, click.BadParameter) and param and isinstance(param.type, click.Choice):
        said = f"{name} 只能是 {'、'.join(param.type.choices)} 之一"
    elif isinstance(error, click.BadParameter):
        said = f"{name} 要一个不小于 1 的整数"
    elif isinstance(error, click.BadOptionUsage):
        said = f"{error.option_name} 后面要有一个值"
    else:
        extra = re.search(r"\((.*)\)", error.format_message())
        said = f"多写了「{extra[1]}」" if extra else "命令写得不完整"
    return f"{said};用 {ctx.command_path if ctx else 'liantu'} --help 看用法。"
