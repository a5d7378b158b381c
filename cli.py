"""The command line: build, check, the questions, demo. Commands are found by file name, imported when called."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import click

from exports._help import Command, Option
from graph import modules
from graph.problem import InputError, Problem, one_line

if TYPE_CHECKING:
    from graph.store import Store

STORE = Path(".liantu") / "graph.lbug"
CACHE = Path(".liantu") / "cache"
PACKAGES = {"提问": "queries", "输出": "exports"}  # a command for every module of these
ARGUMENTS = {"enterprise": "企业"}  # what a question's argument is called in its help
WHOLE = click.IntRange(min=1)
FORMATS = ("table", "json", "csv", "xlsx")  # exports._rows writes them
option = partial(click.option, cls=Option)
SHARED: list[Callable[[Any], Any]] = [
    option(
        "-C", "--project", metavar="目录", type=click.Path(path_type=Path), help="项目文件夹(默认:当前文件夹)"
    ),
    option("--store", metavar="地址", envvar="LIANTU_STORE", help="图谱地址(默认:项目里的内嵌库)"),
    option("--format", "format_", type=click.Choice(FORMATS), help="输出格式"),
    option("-o", "--output", metavar="文件", type=click.Path(path_type=Path), help="写到文件(后缀决定格式)"),
    option("--chain", metavar="产业链", help="只看一条产业链"),
    click.help_option("-h", "--help", help="显示用法"),
]


AS = option("--as", "as_", multiple=True, metavar="表=文件", help="指定一个文件按哪种表读,如 企业=某表.xlsx")


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that may stand before or after the command."""
    for add in reversed(SHARED):
        command = add(command)
    return command


class Commands(Command, click.Group):
    """The written commands and one for every query and export module, imported only when called."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, without importing a command."""
        return sorted({*super().list_commands(ctx), *modules.names("queries"), *modules.names("exports")})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name; its help line is the first line of its module."""
        found = super().get_command(ctx, cmd_name)
        if found is None and cmd_name in modules.names("queries"):
            return _question(cmd_name)
        return _export(cmd_name) if found is None and cmd_name in modules.names("exports") else found

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands by what they are: told from their files, building none of them."""
        super().format_options(ctx, formatter)
        written = [(name, command.get_short_help_str(99)) for name, command in sorted(self.commands.items())]
        for head, rows in (
            ("做项目", written),
            *(
                (head, [(n, modules.about(p, n).title.rstrip("。")) for n in modules.names(p)])
                for head, p in PACKAGES.items()
            ),
        ):
            with formatter.section(head):
                formatter.write_dl(rows)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Suggest what a mistyped command meant."""
        if args and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            from graph.names import missing

            raise InputError(missing(args[0], self.list_commands(ctx), "命令"))
        return super().resolve_command(ctx, args)


def _question(name: str) -> click.Command:
    about = modules.about("queries", name)

    @shared
    @click.pass_context
    def run(ctx: click.Context, /, argument: str | None = None, **options: Any) -> None:
        settings, own = _settings(ctx, options, about.options)
        module = modules.load("queries", name)
        instead = next(
            (key for key, (kind, _) in about.options.items() if kind == "instead" and own.pop(key, None)),
            None,
        )
        ask = getattr(module, instead) if instead else module.answer
        hints = get_type_hints(ask)
        wanted: dict[str, Any] = {key: value for key, value in own.items() if key in hints}
        if "chain" in hints:
            wanted["chain"] = settings["chain"]
        if argument is not None and about.argument:
            wanted[about.argument] = argument
        wanted = {key: _sound(value) for key, value in wanted.items()}
        with opened(settings) as store:
            rows = [row.model_dump(mode="json") for row in ask(store, **wanted)]
        show(rows, list(get_args(hints["return"])[0].model_fields), settings)

    if about.argument:
        called = ARGUMENTS[about.argument]
        run = click.argument(
            "argument", required=about.needs_input, metavar=called if about.needs_input else f"[{called}]"
        )(run)
    return _found(about, name, run)


def _found(about: modules.About, name: str, run: Callable[..., Any]) -> click.Command:
    """The command of a question or an export, with the help and the options that its module names."""
    text = f"{about.title}\n\n例:{about.example}"
    return click.command(name, Command, help=text, short_help=about.title)(_with_options(run, about.options))


def _sound(value: Any) -> Any:
    """A text from the command line without halves of characters, which no store takes."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _with_options(run: Callable[..., Any], extra: dict[str, tuple[str, str]]) -> Callable[..., Any]:
    """A module's own options, as its OPTIONS literal names them: int, str, many (may be repeated), flag, instead."""
    for key, (kind, text) in reversed(extra.items()):
        form: dict[str, Any] = {"metavar": "文本"}
        if kind in ("flag", "instead"):
            form = {"is_flag": True, "default": None}
        form |= {"type": WHOLE, "metavar": "整数"} if kind == "int" else {}
        form |= {"multiple": True} if kind == "many" else {}
        run = option(f"--{key.replace('_', '-')}", key, help=text, **form)(run)
    return run


def _settings(
    ctx: click.Context, options: dict[str, Any], extra: dict[str, tuple[str, str]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The shared options, those after the command before those in front of it; and the module's own that were given."""
    own = {key: value for key in extra if (value := options.pop(key)) not in (None, ())}
    return merged(ctx, options), own


def merged(ctx: click.Context, options: dict[str, Any]) -> dict[str, Any]:
    """The shared options, those after the command before those in front of it."""
    before = ctx.find_root().params
    return {key: value if value is not None else before.get(key) for key, value in options.items()}


@contextmanager
def opened(settings: dict[str, Any]) -> Iterator[Store]:
    """The store that the settings name, closed again."""
    from graph.store import open_store

    if not settings["store"] and not folder(settings).is_dir():
        raise InputError(f"没有文件夹「{folder(settings)}」;用 liantu init 目录 新建一个项目。")
    store = open_store(settings["store"] or str(folder(settings) / STORE))
    try:
        yield store
    finally:
        store.close()


def folder(settings: dict[str, Any]) -> Path:
    """The project folder."""
    return settings.get("project") or Path()


@click.group(
    cls=Commands, subcommand_metavar="命令 [参数]",
)  # fmt: skip
@shared
@click.version_option(package_name="liantu", prog_name="liantu", message="%(prog)s %(version)s", help="版本")
def liantu(**_options: Any) -> None:
    """链图:把表格编译成产业链图谱,算出缺什么、凭什么说。

    例:liantu demo;liantu -C liantu-demo gaps --chain 纺织服装
    """


@liantu.command(short_help="读取项目里的全部文件,生成图谱")
@shared
@option("--strict", is_flag=True, help="有问题时以 1 退出")
@AS
@click.pass_context
def build(ctx: click.Context, /, strict: bool, as_: tuple[str, ...], **options: Any) -> None:
    """读取项目里的全部文件,生成图谱;读不懂的逐条说明。

    例:liantu -C 我的项目 build
    """
    settings = merged(ctx, options)
    problems = compile_project(folder(settings), settings["store"], write=True, chosen=_chosen(as_))
    if strict and any(p.level == "问题" for p in problems):
        ctx.exit(1)


@liantu.command(short_help="只检查,不生成图谱")
@shared
@AS
@click.pass_context
def check(ctx: click.Context, /, as_: tuple[str, ...], **options: Any) -> None:
    """读取全部文件,列出每一处问题,不生成图谱;全部写进 out/问题清单.xlsx,有问题时以 1 退出。

    例:liantu -C 我的项目 check --format json
    """
    settings = merged(ctx, options)
    problems = compile_project(folder(settings), settings["store"], write=False, chosen=_chosen(as_))
    if problems:
        from exports import _problems, _spoken

        path = folder(settings) / "out" / "问题清单.xlsx"
        try:
            _problems.write(problems, path)
            click.echo(f"逐处的原文、读成什么、怎么办:{path}", err=True)
        except OSError as error:
            click.echo(_spoken.unwritten(error), err=True)
    keys = ["file", "sheet", "row", "column", "value", "reason", "level"]
    show([{k: getattr(p, k) for k in keys} for p in problems], keys, settings)
    if any(p.level == "问题" for p in problems):
        ctx.exit(1)


@liantu.command(short_help="生成夏邑县样例项目和图谱")
@shared
@click.pass_context
def demo(ctx: click.Context, /, **options: Any) -> None:
    """把随附的夏邑县资料做成一个项目,生成图谱,写出招商图谱、清单和 JSON。

    例:liantu demo -o liantu-demo
    """
    import shutil

    settings = merged(ctx, options)
    target = settings["output"] or Path("liantu-demo")
    shutil.copytree(modules.ROOT / "data" / "seed", target, dirs_exist_ok=True)
    compile_project(target, settings["store"], write=True)
    _print_paths(_answers(target, settings["store"]), settings)
    click.echo(
        f"请用浏览器打开 {target / 'out' / '招商图谱.html'};接着:liantu -C {target} gaps --chain 纺织服装",
        err=True,
    )


def _answers(target: Path, address: str | None) -> list[tuple[Path, str]]:
    """Every output of the project into its out/: exports and the JSON of every question."""
    from exports import _spoken

    out = target / "out"
    asked: dict[str, list[dict[str, Any]]] = {}
    written: list[tuple[Path, str]] = []
    with opened({"store": address, "project": target}) as store:
        for name in modules.names("exports"):
            written += export(store, name, out, None, asked)
        for name in modules.names("queries"):
            about = modules.about("queries", name)
            if about.needs_input:
                continue
            rows = once(store, name, {"top": None} if name == "targets" else {}, asked)
            path = out / f"{name}.json"
            path.write_text(
                json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline=""
            )
            written.append((path, about.title))
        said = _spoken.summary(once(store, "gaps", {}, asked), once(store, "targets", {"top": None}, asked))
        for line in said:
            click.echo(line, err=True)
    return written


def answers(store: Any, name: str, **options: Any) -> list[dict[str, Any]]:
    """A question's rows as plain dictionaries."""
    return [row.model_dump(mode="json") for row in modules.load("queries", name).answer(store, **options)]


def once(
    store: Any, name: str, options: dict[str, Any], asked: dict[str, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """The rows of a question with these options, asked only the first time."""
    key = json.dumps([name, options], ensure_ascii=False)
    if key not in asked:
        asked[key] = answers(store, name, **options)
    return asked[key]


def export(
    store: Any, name: str, out: Path, chain: str | None, asked: dict[str, list[dict[str, Any]]], **own: Any
) -> list[tuple[Path, str]]:
    """Ask what an export needs and let it write, with its ``own`` options; ``asked`` keeps each question's rows."""
    from exports._needs import gathered
    from queries._views import project_of

    module = modules.load("exports", name)
    project = project_of(store)
    about = {"county": project.county, "region": project.region, "as_of": project.as_of.isoformat(),
             "policy": project.policy.model_dump(mode="json"), "focus": project.regions.focus,
             "lists": {name: made.model_dump(mode="json") for name, made in project.lists.items()},
             "terms": project.terms, "quotas": project.model_dump(mode="json")["quotas"]}  # fmt: skip

    def ask(question: str, **options: Any) -> list[dict[str, Any]]:
        takes_chain = "chain" in modules.load("queries", question).answer.__annotations__
        wanted = ({"chain": chain} if takes_chain else {}) | options
        if wanted.get("chain") is None:
            wanted.pop("chain", None)
        return once(store, question, wanted, asked)

    rows = {"diff": asked.get("diff", [])} | gathered(module.NEEDS, own, ask)
    out.mkdir(parents=True, exist_ok=True)
    found: list[tuple[Path, str]] = module.write(rows, out, about, **own)
    return found


def _export(name: str) -> click.Command:
    about = modules.about("exports", name)

    @shared
    @click.pass_context
    def run(ctx: click.Context, /, **options: Any) -> None:
        settings, own = _settings(ctx, options, about.options)
        output: Path | None = settings["output"]
        whole = output is not None and output.suffix != ""
        with opened(settings) as store:

            def make(out: Path) -> list[tuple[Path, str]]:
                return export(store, name, out, settings["chain"], {}, **own)

            paths = _as_one(make, output) if output and whole else make(output or folder(settings) / "out")
        _print_paths(paths, settings)

    return _found(about, name, run)


def _as_one(write: Callable[[Path], list[tuple[Path, str]]], output: Path) -> list[tuple[Path, str]]:
    """Only the file that ``output`` names: of an export's files the one with its suffix, several get numbers."""
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        found = write(Path(place))
        fitting = [(p, what) for p, what in found if p.suffix.lower() == output.suffix.lower()]
        if not found:
            return []
        if not fitting:
            kinds = "、".join(dict.fromkeys(p.suffix for p, _ in found))
            raise InputError(f"写不成「{output.name}」:这里写的是 {kinds},请换后缀或给一个文件夹。")
        output.parent.mkdir(parents=True, exist_ok=True)
        paths = []
        for number, (path, what) in enumerate(fitting, 1):
            goal = output if number == 1 else output.with_stem(f"{output.stem}-{number}")
            shutil.move(path, goal)
            paths.append((goal, what))
    return paths


def _print_paths(paths: list[tuple[Path, str]], settings: dict[str, Any]) -> None:
    """One path a line, or JSON."""
    if not paths:
        click.echo("没有目标企业,没有写文件。", err=True)
    if settings["format_"] == "json":
        show(
            [{"path": str(p), "what": what} for p, what in paths],
            ["path", "what"],
            settings | {"output": None},
        )
    else:
        for path, _ in paths:
            click.echo(str(path))


@liantu.command(short_help="新建一个项目文件夹")
@click.argument("directory", metavar="[目录]", required=False, type=click.Path(path_type=Path))
@option("--county", metavar="地区", required=True, help="本地的行政区划代码或名称,如 411426")
@option("--chains", metavar="链名", help="要带上的内置链,逗号隔开(默认:纺织服装)")
@shared
@click.pass_context
def init(
    ctx: click.Context, /, directory: Path | None, county: str, chains: str | None, **options: Any
) -> None:
    """新建一个项目文件夹:liantu.toml、内置链文件、全部模板。目录也可以用 -C 或 -o 写;已有的文件不动。

    例:liantu init 我的县 --county 411426 --chains 纺织服装,品牌食品
    """
    from exports._starter import TEMPLATE, start

    settings = merged(ctx, options)
    named = [d for d in (directory, settings["project"], settings["output"]) if d is not None]
    if len(set(named)) != 1:
        said = "、".join(f"「{d}」" for d in dict.fromkeys(named))
        raise InputError(
            f"新建在哪里?写了几个不同的目录:{said}。"
            if named
            else "缺少目录:liantu init 目录 --county 地区。"
        )
    _print_paths(start(named[0], county, chains or settings["chain"]), settings)
    click.echo(
        f"接着:填 {named[0] / TEMPLATE},或放入企查查、天眼查的导出,再运行 liantu -C {named[0]} build",
        err=True,
    )


@liantu.command(short_help="两次生成之间变了什么,为什么")
@click.argument("old", metavar="旧")
@click.argument("new", metavar="新")
@option("--map", "mapped", is_flag=True, help="另写一张标出变化的招商图谱")
@shared
@click.pass_context
def diff(ctx: click.Context, /, old: str, new: str, mapped: bool, **options: Any) -> None:
    """两次生成之间变了什么:链、环节、缺口、企业、链接、目标;没变的不列。旧、新是项目文件夹或图谱地址。

    例:liantu diff 上月的项目 我的项目 -o 变化.xlsx
    """
    from graph.difference import NEEDS, Row, compare, marks

    settings = merged(ctx, options)
    answered = []
    for address in (old, new):
        place = str(Path(address) / STORE) if Path(address).is_dir() else address
        with opened(settings | {"store": place}) as store:
            answered.append({name: answers(store, name, **own) for name, own in NEEDS.items()})
    rows = [r for r in compare(*answered) if settings["chain"] in (None, r.chain)]
    if mapped:
        out = (Path(new) if Path(new).is_dir() else Path()) / "out" / "变化"
        with opened(settings | {"store": place}) as store:
            paths = export(store, "map", out, settings["chain"], {"diff": marks(rows)})
        _print_paths(paths, settings)
    else:
        screen = settings["format_"] in (None, "table") and not settings["output"]
        keys = ["what", "change", "why"] if screen else list(Row.model_fields)
        show([row.model_dump() for row in rows], keys, settings)


@liantu.command(short_help="用 Cypher 自由提问")
@click.argument("cypher", metavar="问句")
@shared
@click.pass_context
def query(ctx: click.Context, /, cypher: str, **options: Any) -> None:
    """用 Cypher 自由提问(只读,最多 60 秒)。

    例:liantu query "MATCH (c:Chain) RETURN c.name AS name ORDER BY name"
    """
    from graph.store.sandbox import ask

    settings = merged(ctx, options)
    rows = ask(settings["store"] or str(folder(settings) / STORE), cypher)
    show(rows, rows.columns, settings)


@liantu.command(short_help="把图谱推送到 Neo4j")
@click.argument("url", metavar="地址")
@shared
@click.pass_context
def push(ctx: click.Context, /, url: str, **options: Any) -> None:
    """把图谱推送到 Neo4j;再推送一次只换有变化的图谱,中断了再运行一次就会补完。

    用户名和密码放进环境变量 LIANTU_NEO4J_USER、LIANTU_NEO4J_PASSWORD。

    例:liantu -C liantu-demo push bolt://localhost:7687
    """
    from exports import _spoken
    from graph.store import is_server, open_server
    from graph.store.pieces import of_store

    settings = merged(ctx, options)
    if settings["store"] and is_server(settings["store"]):
        settings["store"] = None  # an analyst who asks a server still pushes what the project built
    with opened(settings) as source, of_store(source) as pieces:
        target = open_server(url)
        try:
            with _spoken.bar("推送图谱", pieces.total) as advance:
                changed = target.load(pieces, advance)
        finally:
            target.close()
    said = f"已推送 {pieces.total} 条记录" if changed else "图谱没有变化,什么也没有改"
    click.echo(f"{said}:{target.address}", err=True)


@liantu.command("export", short_help="把图谱导出给别的软件")
@click.argument(
    "kind",
    metavar="格式",
    type=click.Choice([n.replace("_", "-") for n in modules.names("exports/_formats")]),
)
@click.argument("target", metavar="目标", type=click.Path(path_type=Path))
@shared
@click.pass_context
def export_graph(ctx: click.Context, /, kind: str, target: Path, **options: Any) -> None:
    """把整张图谱导出给别的软件:格式后面写文件(neo4j-admin 写文件夹)。

    例:liantu -C liantu-demo export graphml 图谱.graphml
    """
    settings = merged(ctx, options)
    with opened(settings) as store:
        written = modules.load("exports._formats", kind.replace("-", "_")).write(store, target)
    _print_paths(written, settings)


def _chosen(pairs: tuple[str, ...]) -> dict[str, str]:
    """表=文件 of --as, as file → table."""
    for pair in pairs:
        if "=" not in pair:
            raise InputError(f"--as 要写成 表=文件,如 --as 企业=某表.xlsx;您写的是「{pair}」。")
    return {file.replace("\\", "/"): table for table, _, file in (pair.partition("=") for pair in pairs)}


def compile_project(
    where: Path, address: str | None, write: bool, chosen: dict[str, str] | None = None
) -> list[Problem]:
    """Read, assemble, link, analyse and, if asked, store; what was read and left out goes to stderr."""
    from graph.projectfile import load_project

    project, problems = load_project(where)
    if project.lists:
        from exports import _presets

        problems += _presets.unmet(project.lists)
    from exports import _namesakes, _spoken

    with _spoken.steps() as say:
        say("读取文件")
        import loaders
        from graph.build import build as build_graph
        from graph.store import open_store

        sources = loaders.read(where, project, lambda file: say(f"读取 {file}"), chosen, where / CACHE)
        say("汇总、链接、分析")
        built = build_graph(project, sources.chains, sources.frames)
        if write:
            say("写入图谱")
            open_store(address or str(where / STORE)).replace(built.graph)
    problems = [*problems, *sources.problems, *sources.as_written(built.problems)]
    asked = _namesakes.ask(built.doubtful.drop("score").rows(), where / "out", project.as_of)
    if asked:
        click.echo(asked, err=True)
    for balance in sources.balances:
        balance.settle(built.merged)
    for line in _spoken.reading(sources.balances):
        click.echo(line, err=True)
    if write:
        counts = {kind: frame.height for kind, frame in built.graph.items()}
        for line in _spoken.build(problems, counts):
            click.echo(line, err=True)
    return problems


def show(rows: list[dict[str, Any]], keys: list[str], settings: dict[str, Any]) -> None:
    """Rows in the format asked for; a file's suffix picks it."""
    from exports import _rows

    _rows.show(rows, keys, settings.get("format_"), settings.get("output"))


def main() -> None:
    """Run; a user's mistake is one Chinese sentence and exit code 2, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace", encoding=None if stream.isatty() else "utf-8")
    try:
        sys.exit(liantu.main(standalone_mode=False) or 0)
    except InputError as error:
        said = one_line(str(error))
    except click.ClickException as error:
        from exports import _spoken

        said = _spoken.usage(error)
    except click.Abort:
        said = "已停止。"
    except BrokenPipeError:
        sys.stdout = None  # whoever read us has gone; nothing is left to be said
        sys.exit(0)
    except OSError as error:
        from exports import _spoken

        said = _spoken.unwritten(error)
    click.echo(said, err=True)
    sys.exit(2)
