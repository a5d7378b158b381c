"""Reading liantu.toml: what cannot be read ends the command, a key or value that is no use is a Problem."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from graph.divisions import divisions, resolve
from graph.industries import code_of
from graph.names import missing, nearest
from graph.problem import InputError, Problem, shorten
from graph.project import CONNECT, FEATURES, Census, ListSet, ListSheet, Project

FILE = "liantu.toml"
_NO_REGION = "不是行政区划代码(GB/T 2260),未用"


def load_project(folder: Path) -> tuple[Project, list[Problem]]:
    """Read ``folder``/liantu.toml; raises InputError where the project cannot be built at all."""
    data = _document(folder)
    problems = _unknown_keys(data, Project)
    project = _checked(data, problems)
    for key, given, known in (
        ("weights", project.policy.weights, FEATURES),
        ("connect", project.policy.connect, CONNECT),
    ):
        wrong = [name for name in given if name not in known]
        problems += [_problem(f"policy.{key}.{name}", given[name], missing(name, known)) for name in wrong]
    return _resolved(project, problems), problems


def _document(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise InputError(f"没有文件夹「{folder}」;用 liantu init 目录 新建一个项目。")
    path = folder / FILE
    if not path.is_file():
        raise InputError(f"「{folder}」里没有 liantu.toml,不是链图项目;用 liantu init 目录 新建一个。")
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError(f"liantu.toml 第{line}行不是 UTF-8 文本,请另存为 UTF-8。") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第{at[1]}行第{at[2]}列" if at else "到文件末尾还"
        raise InputError(f"liantu.toml {where}读不懂;请检查这一行的引号、括号和等号。") from None


def _checked(data: dict[str, Any], problems: list[Problem]) -> Project:
    """The settings; a value that is no use is reported and its default holds, but for [project]."""
    while True:
        try:
            return Project.model_validate(data)
        except ValidationError as error:
            item = error.errors()[0]
        keys = [k for k in item["loc"] if k in ("project",) or not _is_type(k)]
        where = ".".join(map(str, keys))
        if keys[0] == "project":
            day = item["type"].startswith("date")
            wish = "应是 2026-01-01 这样的日期" if day else "不是可用的值"
            said = f"写成了「{shorten(str(item.get('input')))}」,{wish}。"
            raise InputError(
                f"liantu.toml 缺少 {where}。"
                if item["type"] == "missing"
                else f"liantu.toml 的 {where} {said}"
            )
        lacks = item["type"] == "missing"
        problems.append(_problem(where, None if lacks else item.get("input"),
                                 "缺少这个键,这一段未用" if lacks else "不是可用的值,未用"))  # fmt: skip
        _drop(data, keys[:-1] if lacks else keys)


def _is_type(key: Any) -> bool:
    """Whether a part of pydantic's place is a branch of a union, no key of the file."""
    return key in ("bool", "str", "ListSheet") or (isinstance(key, str) and key.startswith("dict["))


def _drop(data: Any, keys: list[Any]) -> None:
    """Take a key's value out; of a list of tables the table."""
    for key in keys[:-1]:
        data = data[key]
    del data[keys[-1]]


def _resolved(project: Project, problems: list[Problem]) -> Project:
    """Regions as codes; codes that there are none of are reported and left out."""
    code = resolve(project.project.region)
    if code is None:
        raise InputError(
            f"liantu.toml 的 project.region「{shorten(project.project.region)}」不是行政区划代码(GB/T 2260)。"
        )
    home = project.project.model_copy(update={"region": code, "as_of": project.as_of})
    comparison = _codes("regions.comparison", project.regions.comparison, code, problems)
    for name, prefixes in project.regions.focus.items():
        wrong = [p for p in prefixes if not (p and any(c.startswith(p) for c in divisions()))]
        problems += [_problem(f"regions.focus.{name}", p, _NO_REGION) for p in wrong]
    census = [
        entry.model_copy(update={"regions": _codes("census.regions", entry.regions, code, problems)})
        for entry in project.census
    ]
    wrong = [b for b in project.policy.barred if ":" not in b and code_of(b) is None]
    problems += [_problem("policy.barred", b, "不是 GB/T 4754 行业代码,也不是 链:环节") for b in wrong]
    regions = project.regions.model_copy(update={"comparison": comparison})
    barred = [b if ":" in b else code_of(b) or b for b in project.policy.barred]
    policy = project.policy.model_copy(update={"barred": barred})
    return project.model_copy(
        update={"project": home, "regions": regions, "census": census, "policy": policy}
    )


def _codes(key: str, texts: list[str], home: str, problems: list[Problem]) -> list[str]:
    found = {text: resolve(text, home) for text in texts}
    problems += [_problem(key, text, _NO_REGION) for text, code in found.items() if code is None]
    return [code for code in found.values() if code]


def _problem(key: str, value: Any, reason: str) -> Problem:
    return Problem(FILE, reason, column=key, value=None if value is None else str(value))


def _unknown_keys(data: dict[str, Any], model: type[BaseModel], path: str = "") -> list[Problem]:
    """A Problem for every key that the model does not have, with the one that was probably meant."""
    problems = []
    for key, value in data.items():
        field = model.model_fields.get(key)
        if field is None:
            guess = nearest(key, model.model_fields)
            hint = f",您是不是要「{guess}」?" if guess else ""
            problems.append(_problem(path + key, value, f"不认识的键{hint}"))
            continue
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel) and isinstance(value, dict):
            problems += _unknown_keys(value, kind, f"{path}{key}.")
        for inner, row, at in _inner(key, value):
            problems += _unknown_keys(row, inner, at)
    return problems


def _inner(key: str, value: Any) -> Iterator[tuple[type[BaseModel], dict[str, Any], str]]:
    """The tables of models inside [[census]] and [lists."…"]."""
    if key == "census" and isinstance(value, list):
        yield from ((Census, row, "census.") for row in value if isinstance(row, dict))
    if key == "lists" and isinstance(value, dict):
        for name, made in value.items():
            if isinstance(made, dict):
                yield ListSet, made, f"lists.{name}."
                sheets = made.get("sheets")
                rows = sheets if isinstance(sheets, list) else []
                yield from ((ListSheet, r, f"lists.{name}.sheets.") for r in rows if isinstance(r, dict))
