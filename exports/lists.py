"""清单:一个 Excel 工作簿,给会上用:总览、缺口、短板、目标企业、核实清单……"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from exports._book import Book, close
from exports._charts import charts, statuses
from exports._cover import cover
from exports._facts import Facts, Row, month
from exports._list import Laid, lay
from exports._needs import EACH, WAITING, Needs, listed
from exports._plain import file_name
from exports._presets import ALL, Preset, find
from exports._sheet import draw
from graph.project import ListSet

NEEDS: Needs = {
    "chains": {},
    "segments": {},
    "gaps": {},
    "targets": {"each": EACH},
    "leaders": {},
    "links": listed,
    "waiting": {"question": "links", "state": "待核", "top": WAITING},
    "feeds": {},
    "companies": {},
    "projects": {},
    "organisations": {},
    "surveys": {},
    "reviews": {},
    "sources": {},
}
OPTIONS = {
    "preset": ("str", "用哪一套清单:默认、四清单、六图六清单、1+N、五个一、夏邑,或 liantu.toml 里自己写的")
}
EXAMPLE = "liantu -C liantu-demo lists --preset 四清单"
FILE = "招商清单.xlsx"
_STAMP = re.compile(rb"<dcterms:(created|modified)[^>]*>([^<]+)<")


def write(
    rows: Mapping[str, list[Row]], folder: Path, about: Mapping[str, Any], preset: str | None = None
) -> list[tuple[Path, str]]:
    """Write the workbook into ``folder``; ``about`` has the county, its region, the day, the policy, own lists."""
    own = {name: ListSet.model_validate(made) for name, made in (about.get("lists") or {}).items()}
    chosen = find(preset, own)
    facts = Facts(rows, about.get("focus") or {})
    chains = [str(row["chain"]) for row in rows["chains"]]
    title = f"{about['county']}{chains[0] if len(chains) == 1 else ''}产业链"
    laid = _laid(chosen, facts, title)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (FILE if preset is None else f"招商清单·{file_name(preset)}.xlsx")
    kept = keep(path)
    day = month(about["as_of"])
    assert isinstance(day, dt.date)
    book = Book(path, day, _version(), f"{title}招商清单")
    cover(book, about, laid, chosen)
    for one in laid:
        book.rename(one.renamed)
        page = draw(book, one.sheet)
        if one.list is ALL["产业链总览"]:
            statuses(book, page, one.sheet)
            charts(book, facts, one)
    close(book.book)
    made = [(path, f"招商清单：{'、'.join(one.sheet.name for one in laid)}")]
    return made if kept is None else [*made, (kept, "有人填过的旧本；要读回，请移到 out/ 之外再 build")]


def _laid(chosen: Preset, facts: Facts, title: str) -> list[Laid]:
    """The sheets of a preset; the record of earlier verdicts only where there are any."""
    found: list[Laid] = []
    names: set[str] = {"说明", "图表"}
    for wish in chosen.sheets:
        made = lay(ALL[wish.of], facts, title, wish)
        if wish.of == "核验记录" and not made.sheet.rows and not chosen.own:
            continue
        found.append(made.named(names))
        names.add(found[-1].sheet.name.lower())
    return found


def keep(path: Path) -> Path | None:
    """Move a workbook of ours that someone has saved since out of the way, rather than overwrite their work."""
    try:
        with zipfile.ZipFile(path) as archive:
            stamps = dict(_STAMP.findall(archive.read("docProps/core.xml")))
    except (OSError, zipfile.BadZipFile, KeyError):
        return None
    if stamps.get(b"created") == stamps.get(b"modified"):
        return None
    number = 1
    while (to := path.with_name(f"{path.stem}（已填{number}）.xlsx")).exists():
        number += 1
    return path.rename(to)


def _version() -> str:
    try:
        return version("liantu")
    except PackageNotFoundError:
        return "0"
