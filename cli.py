"""The command line: build, check, the questions, demo. Commands are found by file name, imported when called."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import rich_click as click

from graph import modules
from graph.problem import InputError, Problem

STORE = Path(".liantu") / "graph.lbug"
FORMATS = ("table", "json", "csv", "xlsx")
SHARED: list[Callable[[Any], Any]] = [
    click.option("-C", "--project", type=click.Path(path_type=Path), help="项目文件夹(默认:当前文件夹)"),
    click.option("--store", envvar="LIANTU_STORE", help="图谱地址(默认:项目里的内嵌库)"),
    click.option("--format", "format_", type=click.Choice(FORMATS), help="输出格式"),
    click.option("-o", "--output", type=click.Path(path_type=Path), help="写到文件(后缀决定格式)"),
    click.option("--chain", help="只看一条产业链"),
]


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that may stand before or after the command."""
    for option in reversed(SHARED):
        command = option(command)
    return command


class Commands(click.RichGroup):
    """The written commands and one for every query module, imported only when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, without importing a command."""
        return sorted({*super().list_commands(ctx), *modules.names("queries"), *modules.names("exports")})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name; its help line is the first line of its module."""
        found = super().get_command(ctx, cmd_name)
        if found is None and cmd_name in modules.names("queries"):
            return _question(cmd_name)
        return _export(cmd_name) if found is None and cmd_name in modules.names("exports") else found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Suggest what a mistyped command meant."""
        if args and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            from graph.names import missing

            raise InputError(missing(args[0], self.list_commands(ctx), "命令"))
        return super().resolve_command(ctx, args)


def _question(name: str) -> click.Command:
    tree = ast.parse((modules.ROOT / "queries" / f"{name}.py").read_text(encoding="utf-8"))
    title = (ast.get_docstring(tree) or "").splitlines()[0]
    extra = _literal(tree, "OPTIONS") or {}
    argument_name = _literal(tree, "ARGUMENT")
    example = _literal(tree, "EXAMPLE") or f"liantu {name}"

    @shared
    @click.pass_context
    def run(ctx: click.RichContext, /, argument: str | None = None, **options: Any) -> None:
        own = {key: options.pop(key) for key in extra if options.get(key) is not None}
        settings = merged(ctx, {key: value for key, value in options.items() if key not in extra})
        module = modules.load("queries", name)
        from graph.store import open_store

        store = open_store(settings["store"] or str(folder(settings) / STORE))
        wanted: dict[str, Any] = own
        if "chain" in module.answer.__annotations__:
            wanted["chain"] = settings["chain"]
        if argument is not None:
            wanted[argument_name] = argument
        try:
            rows = [row.model_dump(mode="json") for row in module.answer(store, **wanted)]
        finally:
            store.close()
        show(rows, list(module.Row.model_fields), settings)

    if argument_name:
        run = click.argument("argument", required=False, metavar=argument_name.upper())(run)
    help_text = f"{title}\n\n例:{example}"
    return click.command(name, help=help_text, short_help=title)(_with_options(run, extra))


def _with_options(run: Callable[..., Any], extra: dict[str, tuple[str, str]]) -> Callable[..., Any]:
    """A module's own options, as its OPTIONS literal names them."""
    for key, (kind, text) in extra.items():
        run = click.option(f"--{key}", type=int if kind == "int" else str, help=text)(run)
    return run


def _literal(tree: ast.Module, name: str) -> Any:
    """A module's constant, read without importing the module; null where it has none."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    return None


def merged(ctx: click.Context, options: dict[str, Any]) -> dict[str, Any]:
    """The shared options, those after the command before those in front of it."""
    before = ctx.find_root().params
    return {key: value if value is not None else before.get(key) for key, value in options.items()}


def folder(settings: dict[str, Any]) -> Path:
    """The project folder."""
    return settings.get("project") or Path()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@shared
@click.version_option(package_name="liantu", prog_name="liantu")
def liantu(**_options: Any) -> None:
    """链图:把表格编译成产业链图谱,算出缺什么、凭什么说。

    例:liantu demo;liantu -C liantu-demo gaps --chain 纺织服装
    """


@liantu.command(short_help="读取项目里的全部文件,生成图谱")
@shared
@click.option("--strict", is_flag=True, help="有问题时以 1 退出")
@click.pass_context
def build(ctx: click.RichContext, /, strict: bool, **options: Any) -> None:
    """读取项目里的全部文件,生成图谱;读不懂的逐条说明。

    例:liantu -C 我的项目 build
    """
    settings = merged(ctx, options)
    problems = compile_project(folder(settings), settings["store"], write=True)
    if strict and any(p.level == "问题" for p in problems):
        ctx.exit(1)


@liantu.command(short_help="只检查,不生成图谱")
@shared
@click.pass_context
def check(ctx: click.RichContext, /, **options: Any) -> None:
    """读取全部文件,列出每一处问题,不生成图谱;有问题时以 1 退出。

    例:liantu -C 我的项目 check --format json
    """
    settings = merged(ctx, options)
    problems = compile_project(folder(settings), settings["store"], write=False)
    keys = ["file", "sheet", "row", "column", "value", "reason", "level"]
    show([{k: getattr(p, k) for k in keys} for p in problems], keys, settings)
    if any(p.level == "问题" for p in problems):
        ctx.exit(1)


@liantu.command(short_help="生成夏邑县样例项目和图谱")
@shared
@click.pass_context
def demo(ctx: click.RichContext, /, **options: Any) -> None:
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
    from graph.store import open_store

    store = open_store(address or str(target / STORE))
    out = target / "out"
    out.mkdir(exist_ok=True)
    asked: dict[str, list[dict[str, Any]]] = {}
    written: list[tuple[Path, str]] = []
    for name in modules.names("exports"):
        written += export(store, name, out, None, asked)
    rows = {
        n: once(store, n, {"top": None} if n == "targets" else {}, asked) for n in modules.names("queries")
    }
    store.close()
    for name, found in rows.items():
        path = out / f"{name}.json"
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")
        written.append((path, (modules.load("queries", name).__doc__ or "").splitlines()[0]))
    _summary(rows["gaps"], rows["targets"])
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
    from queries._views import project_of

    module = modules.load("exports", name)
    project = project_of(store)
    about = {"county": project.county, "region": project.region, "as_of": project.as_of.isoformat(),
             "policy": project.policy.model_dump(mode="json"), "project": project.county,
             "lists": {name: made.model_dump(mode="json") for name, made in project.lists.items()}}  # fmt: skip
    rows = {}
    for question, options in module.NEEDS.items():
        takes_chain = "chain" in modules.load("queries", question).answer.__annotations__
        wanted = options | ({"chain": chain} if chain is not None and takes_chain else {})
        rows[question] = once(store, question, wanted, asked)
    out.mkdir(parents=True, exist_ok=True)
    found: list[tuple[Path, str]] = module.write(rows, out, about, **own)
    return found


def _export(name: str) -> click.Command:
    tree = ast.parse((modules.ROOT / "exports" / f"{name}.py").read_text(encoding="utf-8"))
    title = (ast.get_docstring(tree) or "").splitlines()[0]
    extra = _literal(tree, "OPTIONS") or {}

    @shared
    @click.pass_context
    def run(ctx: click.RichContext, /, **options: Any) -> None:
        own = {key: options.pop(key) for key in extra if options.get(key) is not None}
        settings = merged(ctx, {key: value for key, value in options.items() if key not in extra})
        from graph.store import open_store

        store = open_store(settings["store"] or str(folder(settings) / STORE))
        output: Path | None = settings["output"]
        whole = output is not None and output.suffix != ""
        out = output.parent if output and whole else output or folder(settings) / "out"
        try:
            paths = export(store, name, out, settings["chain"], {}, **own)
        finally:
            store.close()
        if output and whole:
            paths = [(path.replace(output), what) for path, what in paths]
        _print_paths(paths, settings)

    help_text = f"{title}\n\n例:{_literal(tree, 'EXAMPLE') or f'liantu -C liantu-demo {name}'}"
    return click.command(name, help=help_text, short_help=title)(_with_options(run, extra))


def _print_paths(paths: list[tuple[Path, str]], settings: dict[str, Any]) -> None:
    """One path a line, or JSON."""
    if settings["format_"] == "json":
        show(
            [{"path": str(p), "what": what} for p, what in paths],
            ["path", "what"],
            settings | {"output": None},
        )
    else:
        for path, _ in paths:
            click.echo(str(path))


def _summary(rows: list[dict[str, Any]], targets: list[dict[str, Any]]) -> None:
    """The three most urgent gaps of every chain with their best target, to stderr."""
    best: dict[str, dict[str, Any]] = {}
    for target in targets:
        best.setdefault(target["segment_id"], target)
    chains: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["score"] is not None and row["lead"]:
            chains.setdefault(row["chain"], []).append(row)
    for chain, found in chains.items():
        said = []
        for r in found[:3]:
            first = best.get(r["segment_id"])
            whom = f",可招{first['enterprise']} {round(100 * first['score'])}分" if first else ""
            said.append(f"{r['segment']}({r['kind']},{r['severity']} {r['score']:.2f}{whom})")
        click.echo(f"{chain}:{';'.join(said)}", err=True)


@liantu.command(short_help="新建一个项目文件夹")
@click.argument("directory", metavar="目录", type=click.Path(path_type=Path))
@click.option("--county", required=True, help="本地的行政区划代码或名称,如 411426")
@click.option("--chains", help="要带上的内置链,逗号隔开(默认:纺织服装)")
def init(directory: Path, county: str, chains: str | None) -> None:
    """新建一个项目文件夹:liantu.toml、内置链文件、全部模板。

    例:liantu init 我的县 --county 411426 --chains 纺织服装,品牌食品
    """
    import re
    import shutil

    from exports._templates import write
    from graph.divisions import divisions, resolve
    from graph.names import missing

    code = resolve(county)
    if code is None:
        raise InputError(f"不认识的地区「{county}」;请写六位代码或全称(如 河南省商丘市夏邑县)。")
    if (directory / "liantu.toml").exists():
        raise InputError(f"「{directory}」里已有 liantu.toml,没有改动。")
    built_in = {p.stem: p for p in (modules.ROOT / "data" / "seed" / "chains").glob("*.yaml")}
    wanted = [name for name in re.split("[,,、;;]", chains or "纺织服装") if name]
    for name in wanted:
        if name not in built_in:
            raise InputError(missing(name, built_in, "内置链"))
    (directory / "chains").mkdir(parents=True, exist_ok=True)
    for name in wanted:
        shutil.copyfile(built_in[name], directory / "chains" / built_in[name].name)
    text = f'[project]\nregion = "{code}"\nname = "{divisions()[code]}"\n# as_of = 2026-01-01   # 截止日,不写就是当天\n'
    (directory / "liantu.toml").write_text(text, encoding="utf-8", newline="\n")
    write(directory / "模板.xlsx")
    click.echo(str(directory))
    click.echo(
        f"接着:填 {directory / '模板.xlsx'},或放入企查查、天眼查的导出,再运行 liantu -C {directory} build",
        err=True,
    )


@liantu.command(short_help="用 Cypher 自由提问")
@click.argument("cypher")
@shared
@click.pass_context
def query(ctx: click.RichContext, /, cypher: str, **options: Any) -> None:
    """用 Cypher 自由提问(只读,最多 60 秒)。

    例:liantu query "MATCH (c:Chain) RETURN c.name AS name ORDER BY name"
    """
    from graph.sandbox import ask

    settings = merged(ctx, options)
    rows = ask(settings["store"] or str(folder(settings) / STORE), cypher)
    show(rows, list(rows[0]) if rows else [], settings)


def compile_project(where: Path, address: str | None, write: bool) -> list[Problem]:
    """Read, assemble, link, analyse and, if asked, store; what was read and left out goes to stderr."""
    from graph.project import load_project

    project, problems = load_project(where)
    import loaders
    from graph.build import build as build_graph
    from graph.store import open_store

    sources = loaders.read(where, project)
    built = build_graph(project, sources.chains, sources.frames)
    problems = [*problems, *sources.problems, *built.problems]
    if write:
        store = open_store(address or str(where / STORE))
        store.replace(built.graph)
        report(sources.balances, problems, {kind: frame.height for kind, frame in built.graph.items()})
    return problems


def report(balances: Sequence[Any], problems: list[Problem], counts: dict[str, int]) -> None:
    """What was read, what was left out and why."""
    for b in balances:
        place = b.file + (f" [{b.sheet}]" if b.sheet else "")
        aside = f",示例、合计、说明等 {b.set_aside} 行" if b.set_aside else ""
        lost = f",未读入 {b.left_out} 行" if b.left_out else ""
        click.echo(f"{place}:{b.table},读 {b.read} 行,读入 {b.loaded} 行{aside}{lost}", err=True)
    serious = [p for p in problems if p.level == "问题"]
    for problem in serious[:20]:
        click.echo(f"问题 {problem.sentence()}", err=True)
    if len(serious) > 20:
        click.echo(f"……共 {len(serious)} 处问题,用 liantu check 看全部", err=True)
    names = {"Chain": "链", "Segment": "环节", "Enterprise": "企业", "Makes": "链接", "Source": "来源"}
    click.echo(
        "图谱:" + ",".join(f"{label} {counts.get(kind, 0)}" for kind, label in names.items()), err=True
    )


def show(rows: list[dict[str, Any]], keys: list[str], settings: dict[str, Any]) -> None:
    """Rows in the format asked for; a file's suffix picks it."""
    output: Path | None = settings.get("output")
    form = settings.get("format_") or (output.suffix.lstrip(".").lower() if output else "table")
    if form not in FORMATS:
        raise InputError(f"不支持的格式「{form}」,可用:{'、'.join(FORMATS)}。")
    from exports import _rows

    if form == "xlsx":
        if output is None:
            raise InputError("写 xlsx 请用 -o 文件.xlsx 指明文件。")
        _rows.workbook(rows, keys, output)
        return
    text = (
        _rows.json_text(rows)
        if form == "json"
        else {"csv": _rows.csv_text, "table": _rows.table_text}[form](rows, keys)
    )
    if output:
        output.write_text(text, encoding="utf-8-sig" if form == "csv" else "utf-8", newline="")
    else:
        click.echo(text, nl=False)


def main() -> None:
    """Run; a user's mistake is one sentence and exit code 2, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", **({} if stream.isatty() else {"encoding": "utf-8"}))
    try:
        liantu(standalone_mode=True)
    except InputError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
