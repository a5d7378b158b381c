"""YAML as text: every scalar a string, with the line of every key; duplicate keys and odd documents refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from graph.problem import InputError
from loaders._clean import INVISIBLE

Lines = dict[tuple[str, ...], int]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH, _MOST_DEEP = 20, 200
_MOST = 200_000  # values with every alias written out; the largest chain anyone has drawn has a hundredth


def load(path: Path, file: str) -> tuple[dict[str, Any], Lines]:
    """The document and the line of every key path and list item; raises InputError with the line where it is no YAML mapping."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError(f"{file} 第{line}行不是 UTF-8 文本,请另存为 UTF-8。") from None
    try:
        node = _composed(text, file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise InputError(
            f"{file} 第{line}行不是正确的 YAML;请检查这一行和上一行的缩进、冒号和括号。"
        ) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{file} 不是正确的 YAML({type(error).__name__})。") from None
    if not isinstance(node, yaml.MappingNode):
        raise InputError(f"{file} 第1行:链文件应以「chain: 链名」这样的键值开头。")
    lines: Lines = {}
    return _value(node, file, lines, (), count(1)), lines


def _composed(text: str, file: str) -> Any:
    """The document by libyaml, ten times as fast; what that refuses is left to the reader in Python, which is laxer."""
    try:
        _shallow(text, file)
        return yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _shallow(text: str, file: str) -> None:
    """An InputError where it is nested so deep that composing it would exhaust the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MOST_DEEP:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise InputError(f"{file} 第{line}行嵌套太深。")


def _value(node: Any, file: str, lines: Lines, path: tuple[str, ...], seen: Iterator[int]) -> Any:
    if next(seen) > _MOST:
        raise InputError(f"{file} 第{node.start_mark.line + 1}行:引用(*)展开后超过 {_MOST:,} 项,不像链文件。")
    if len(path) > _DEPTH:
        raise InputError(f"{file} 第{node.start_mark.line + 1}行嵌套太深。")
    if isinstance(node, yaml.ScalarNode):
        empty = node.tag == "tag:yaml.org,2002:null" and node.value in ("", "~", "null")
        return None if empty else _tidy(node.value)
    if isinstance(node, yaml.SequenceNode):
        lines |= {(*path, str(i)): item.start_mark.line + 1 for i, item in enumerate(node.value)}
        return [_value(item, file, lines, (*path, str(i)), seen) for i, item in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key, item in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise InputError(f"{file} 第{line}行:键应是文字。")
        name = _tidy(key.value)
        if name in found:
            raise InputError(f"{file} 第{line}行:键「{name}」重复了。")
        lines[(*path, name)] = line
        found[name] = _value(item, file, lines, (*path, name), seen)
    return found


def _tidy(text: str) -> str:
    """One line without invisible characters, like a cell; escaped halves (JSON's 🏭) joined, a lone one is �."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(re.sub(INVISIBLE, "", whole).split())
