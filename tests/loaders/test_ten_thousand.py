"""Ten thousand hostile files, rows and settings: each is read or told in a sentence, and costs no good row beside it."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
import xlwt
from pydantic import BaseModel

from graph.build import build
from graph.problem import InputError
from graph.project import Project
from graph.projectfile import load_project
from loaders import Sources, chains
from tests.county import CHAIN
from tests.loaders.folder import sources
from tests.loaders.test_hostile import BOOK, GOOD, repacked
from tests.loaders.test_kinds import PAGE, XML

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".et")
STARTS = (b"", b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"<html>",
          b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", b"%PDF-", b"sep=;\n",
          GOOD.encode()[:40], GOOD.encode("gb18030")[:40])  # fmt: skip
TEXTS = (
    "=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", '=HYPERLINK("http://x")', "<script>alert(1)</script>", "../../etc/passwd",
    "C:\\x", "甲\x00乙", "\ud800", "\u202e反", "🏭👨\u200d👩", "9223372036854775808", "-9223372036854775809", "1e400", "nan",
    "长" * 10_900, "a\nb", "a\r\nb", '"', '""', "'", ",", ";", "\t", "{{7*7}}", "}) DETACH DELETE n //", "$x", "`ls`", "]]>",
    "\ufeff", "\u2028", "\x1b[31m", "_xD800_", "示例", "合计", "注:", "企业名称", "2026-13-45", "0000-00-00", "#DIV/0!", "=1+1",
    "万", "１０００", "91410000000000000X", "411426199001011234", "%s%n", "null", "\\N", "(", "[", "序号", "一、", "()",
    "（曾用名：）", "第99999999999期",
)  # fmt: skip
MARKS = (
    ",",
    '"',
    "\n",
    "\r",
    "\t",
    ";",
    "\x00",
    "\ufeff",
    "�",
    "企业名称",
    '""',
    "\n\n",
    "合计",
    "|",
    " ",
    "\ud800",
    "\u3000",
)
ODD = ("", "-", "[", "{", "}", "]", ":", ",", "&a", "*a", "!!int", "<<", "|", "'", '"', "#", "\t", "\n", "  ", "\x00", "~",
       "nan", "1e999", "9223372036854775808", "2026-13-45", '"\\ud800"', "\u202e", "null", "[[]]", "{a: {b: 1}}",
       "!!python/object/apply:os.system [ls]", "&x [*x]", "? ", "%YAML 9", "---\n", "...\n")  # fmt: skip
VALUES = ("1", "-1", "1.5", "nan", "inf", "true", '""', '"甲"', '"411426"', "[]", "[1]", '["甲"]', "[[1]]", "{}", "{a=1}",
          "{a={b=[1]}}", "2026-01-01", "2026-01-01T00:00:00Z", "00:00:00", "[{a=1}]", "9223372036854775808", "1e400",
          '"' + "长" * 32000 + '"', '"\\u0000"', '{""=""}', '{"纺纱"=nan}', '["*"]', '["../../x"]', "[", "")  # fmt: skip
BATCH = 50


def good(found: Sources) -> None:
    """The good file beside the hostile ones has lost nothing, and whatever was said can be said on a screen."""
    rows = found.frames["Enterprise"].filter(pl.col("_file") == "好.csv")
    assert rows.select("name", "scope", "capital").rows() == [("好公司", "棉纱生产", 100)]
    for balance in found.balances:
        assert balance.read == balance.loaded + balance.left_out + balance.set_aside
    for problem in found.problems:
        assert problem.sentence().replace("\u3000", "").isprintable()


def read_beside(folder: Path, files: Iterator[tuple[str, bytes]], cases: int) -> int:
    """Read so many files, a batch at a time beside a good one; how many were read."""
    ran = 0
    while ran < cases:
        batch = {name: data for _, (name, data) in zip(range(min(BATCH, cases - ran)), files, strict=False)}
        good(sources(folder, {**batch, "好.csv": GOOD}))
        for name in batch:
            (folder / name).unlink()
        ran += len(batch)
    return ran


def random_bytes(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Anything under every suffix, some beginning as a known kind does."""
    number = 0
    while True:
        number += 1
        data = chance.choice(STARTS) + chance.randbytes(chance.randrange(400))
        yield f"乱{number}{chance.choice(SUFFIXES)}", data


def old_book() -> bytes:
    out = io.BytesIO()
    book = xlwt.Workbook()
    sheet = book.add_sheet("企业")
    for at, cells in enumerate((("企业名称", "注册资本"), ("老公司", "100"))):
        for column, cell in enumerate(cells):
            sheet.write(at, column, cell)
    book.save(out)
    return out.getvalue()


def damaged(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Workbooks of all kinds and web pages, cut short, changed somewhere, or with a part of theirs replaced."""
    whole = (BOOK, old_book(), PAGE.encode("gb18030"), XML.encode(), PAGE.encode("utf-16"))
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    number = 0
    while True:
        number += 1
        data = bytearray(chance.choice(whole))
        if number % 3 == 0:
            part = chance.choice(sorted(parts))
            inner = bytearray(parts[part])
            at = chance.randrange(len(inner))
            inner[at : at + chance.randrange(9)] = chance.randbytes(chance.randrange(9))
            data = bytearray(repacked(part, bytes(inner)))
        elif number % 3 == 1:
            del data[chance.randrange(len(data)) :]
        else:
            for _ in range(chance.randrange(1, 6)):
                at = chance.randrange(len(data))
                data[at : at + chance.randrange(6)] = chance.randbytes(chance.randrange(6))
        yield f"坏{number}{chance.choice(SUFFIXES)}", bytes(data)


def changed_texts(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Tables as text with marks put in, taken out or doubled somewhere, in any encoding, right or wrong."""
    table = "名录,,\n" + GOOD + "甲公司,坯布,5万\n企业名称,荣誉,年度\n乙公司,瞪羚,2024\n"
    number = 0
    while True:
        number += 1
        text = table
        for _ in range(chance.randrange(1, 5)):
            at = chance.randrange(len(text))
            text = (
                text[:at]
                + chance.choice(MARKS) * chance.choice((1, 1, 2, 40))
                + text[at + chance.randrange(3) :]
            )
        encoding = chance.choice(("utf-8", "gb18030", "utf-16", "utf-8-sig"))
        handler = "surrogatepass" if encoding.startswith("utf") else "replace"
        yield f"文{number}{chance.choice(SUFFIXES[:5])}", text.encode(encoding, handler)


def rows(folder: Path, cases: int) -> int:
    """Rows of hostile cells in every column, each with a good one behind it, through the whole build."""
    chance, ran, batch = random.Random(4), 0, 250
    heads = [
        "企业名称",
        "统一社会信用代码",
        "经营范围",
        "注册资本(万元)",
        "地区",
        "成立日期",
        "曾用名",
        "参保人数",
        "行业代码",
        "备注",
    ]
    while ran < cases:
        out = io.StringIO()
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerow(heads)
        for number in range(batch):
            writer.writerow([chance.choice(TEXTS) for _ in heads])
            writer.writerow([f"好公司{ran + number}号", "", "棉纱生产", "100", "411426", "", "", "", "", ""])
        found = sources(folder, {"表.csv": out.getvalue().encode("utf-8", "replace"), "好.csv": GOOD})
        good(found)
        made = build(load_project(folder)[0], found.chains, found.frames)
        names = set(made.graph["Enterprise"]["name"])
        assert {f"好公司{ran + number}号" for number in range(batch)} <= names
        ran += batch
    return ran


def chain_files(folder: Path, cases: int) -> int:
    """Chain files with a few places changed: read, or one sentence that names the file."""
    chance, path = random.Random(5), folder / "坏.yaml"
    for _ in range(cases):
        text = CHAIN
        for _ in range(chance.randrange(1, 5)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(ODD) + text[at + chance.randrange(7) :]
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            chains.read(path, "坏.yaml")
        except InputError as error:
            assert "坏.yaml" in str(error)
    return cases


def keys(model: type[BaseModel], before: str = "") -> Iterator[str]:
    for name, info in model.model_fields.items():
        yield before + name
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from keys(info.annotation, f"{before}{name}.")


NAMED = (
    "census.file",
    "quotas.'甲'.goal",
    "quotas.'甲'.done",
    "lists.'甲'",
    "lists.'甲'.sheets",
    'columns."企业.csv"',
)


def settings(folder: Path, cases: int) -> int:
    """Values of a wrong kind for every key of liantu.toml: read, or one short sentence."""
    every = [(key, value) for key in (*keys(Project), *NAMED) for value in VALUES]
    chance = random.Random(6)
    chosen = every if cases >= len(every) else chance.sample(every, cases)
    chosen += [chance.choice(every) for _ in range(cases - len(chosen))]
    for key, value in chosen:
        home = [] if key in ("project", "project.region") else ['project.region = "411426"']
        (folder / "liantu.toml").write_text("\n".join([*home, f"{key} = {value}"]) + "\n", encoding="utf-8")
        try:
            load_project(folder)
        except InputError as error:
            assert len(str(error)) < 250
    return len(chosen)


def files(
    make: Callable[[random.Random], Iterator[tuple[str, bytes]]], seed: int
) -> Callable[[Path, int], int]:
    return lambda folder, cases: read_beside(folder, make(random.Random(seed)), cases)


FAMILIES: dict[str, tuple[int, Callable[[Path, int], int]]] = {
    "随机字节": (1500, files(random_bytes, 1)),
    "损坏的工作簿": (1000, files(damaged, 2)),
    "改动的文本表": (700, files(changed_texts, 3)),
    "敌意的行": (3000, rows),
    "链文件": (2800, chain_files),
    "设置": (1000, settings),
}


@pytest.fixture(autouse=True)
def no_backtraces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the reader panics, working out its backtrace would take longer than all the rest."""
    monkeypatch.setenv("RUST_BACKTRACE", "0")


@pytest.mark.parametrize("family", FAMILIES)
def test_hostile_cases(family: str, tmp_path: Path) -> None:
    cases, run = FAMILIES[family]
    assert run(tmp_path, cases) == cases


def test_they_are_ten_thousand() -> None:
    assert sum(cases for cases, _ in FAMILIES.values()) == 10_000
