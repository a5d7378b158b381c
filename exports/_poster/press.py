"""Setting pages with typst and the font of a wheel; says so when the font is missing instead of printing nothing."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import typst

from exports._poster.ink import Item
from exports._poster.paper import Paper
from graph.problem import InputError

Form = Literal["pdf", "svg", "png"]
FONT = "Noto Sans CJK SC"
TEMPLATE = Path(__file__).parent / "page.typ"
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


class Press:
    """One book of pages, to be written as PDF, SVG or PNG."""

    def __init__(self, title: str, paper: Paper, pages: Sequence[tuple[str, list[Item]]]) -> None:
        """Take the pages: each a name and its items."""
        book = {
            "title": title, "font": FONT, "scale": paper.scale, "width": paper.width, "height": paper.height,
            "pages": [{"name": name, "items": items} for name, items in pages],
        }  # fmt: skip
        self._compiler = typst.Compiler(
            TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts(), ignore_system_fonts=True,
            sys_inputs={"book": json.dumps(book, ensure_ascii=False, allow_nan=False)},
        )  # fmt: skip

    def pdf(self) -> bytes:
        """All pages as one PDF with the font in it."""
        found = self._set("pdf")[0]
        if not embedded(found):
            raise InputError(f"挂图没有写成:PDF 里没有嵌入字体「{FONT}」;请重装 noto-cjk-sans-otc。")
        return found

    def svg(self) -> list[bytes]:
        """One SVG a page, its letters as outlines."""
        return self._set("svg")

    def png(self, ppi: float) -> list[bytes]:
        """One picture a page."""
        return self._set("png", ppi=ppi)

    def squeezed(self) -> list[dict[str, Any]]:
        """The texts that were wider than their room."""
        said = self._compiler.query("<squeezed>", field="value")
        found: list[dict[str, Any]] = json.loads(said)
        return found

    def _set(self, form: Form, ppi: float | None = None) -> list[bytes]:
        found, warnings = self._compiler.compile_with_warnings(format=form, ppi=ppi)
        for warning in warnings:
            if "font" in warning.message:
                raise InputError(f"挂图没有写成:排版时找不到字体「{FONT}」;请重装 noto-cjk-sans-otc。")
        pages = found if isinstance(found, list) else [found]
        return [page for page in pages if page is not None]


def _fonts() -> typst.Fonts:
    """The fonts of the wheel and no others, so that every machine sets the same."""
    try:
        place = str(resources.files("noto_cjk_sans_otc"))
    except ModuleNotFoundError:
        place = ""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[place] if place else []
    )
    if FONT not in fonts.families():
        raise InputError(f"写挂图要用字体「{FONT}」,这台机器上没有;请运行 pip install noto-cjk-sans-otc。")
    return fonts


def embedded(pdf: bytes) -> bool:
    """Whether a PDF carries the outlines of the font."""
    text = pdf
    for stream in _STREAM.finditer(pdf):
        try:
            text += zlib.decompress(stream[1])
        except zlib.error:
            continue
    return b"NotoSansCJK" in text and re.search(rb"/FontFile[23]?\b", text) is not None
