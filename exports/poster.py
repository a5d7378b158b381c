"""挂图:每条链一页的招商图谱和县总览,A0、A1、A3 或 2×1.5 米,PDF 与 SVG。"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exports._map.firms import courting, reaching
from exports._needs import EACH, Needs
from exports._plain import file_name
from exports._poster.cells import Chains, standing
from exports._poster.chainpage import chain_pages
from exports._poster.county import county_pages
from exports._poster.ink import Item
from exports._poster.paper import Paper, paper
from exports._poster.press import Press

NEEDS: Needs = {
    "chains": {},
    "segments": {},
    "feeds": {},
    "gaps": {},
    "targets": {"each": EACH, "chain": None},  # a shared segment's stand in the chain of its largest σ
    "leaders": {},
    "organisations": {},
}
OPTIONS = {
    "size": ("str", "纸张:A0(默认)、A1、A2、A3、2x1.5"),
    "pdf": ("flag", "只写 PDF"),
    "svg": ("flag", "只写 SVG"),
}
Rows = Mapping[str, list[dict[str, Any]]]


NAME = "招商挂图"


def write(
    rows: Rows,
    folder: Path,
    about: Mapping[str, Any],
    *,
    size: str = "A0",
    pdf: bool = False,
    svg: bool = False,
) -> list[tuple[Path, str]]:
    """Write one PDF of all pages and one SVG a page (both, unless one is asked for); gives paths and what they are."""
    sheet = paper(size)
    pages = book(rows, about, sheet)
    press = Press(f"{about['county']}产业链招商图谱", sheet, pages)
    found: list[tuple[Path, str]] = []
    folder.mkdir(parents=True, exist_ok=True)
    if pdf or not svg:
        only = f"-{file_name(rows['chains'][0]['chain'])}" if len(rows["chains"]) == 1 else ""
        path = folder / f"{NAME}{only}.pdf"
        path.write_bytes(press.pdf())
        found.append((path, f"招商挂图（{sheet.name}，{len(pages)}页）"))
    if svg or not pdf:
        (folder / NAME).mkdir(exist_ok=True)
        taken: set[str] = set()
        for number, ((name, _), picture) in enumerate(zip(pages, press.svg(), strict=True), 1):
            plain = file_name(name)
            plain = f"{plain}-{number}" if plain.lower() in taken else plain
            taken.add(plain.lower())
            path = folder / NAME / f"{plain}.svg"
            path.write_bytes(picture)
            found.append((path, f"{name}（{sheet.name}）"))
    return found


def book(rows: Rows, about: Mapping[str, Any], sheet: Paper) -> list[tuple[str, list[Item]]]:
    """All pages, the county's first if there is more than one chain: (name, items)."""
    rows = {**rows, "targets": reaching(rows)}
    chains = Chains(rows, courting(rows["targets"]))
    known = [c for c in rows["chains"] if c["segments"]]
    known.sort(key=standing)
    pages = county_pages(rows, about, sheet) if len(rows["chains"]) != 1 or not known else []
    return pages + [page for c in known for page in chain_pages(chains.chain(c), about, sheet)]
