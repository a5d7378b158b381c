"""专案:一家目标企业或一个缺口一份 Word,为什么、凭什么、怎么谈、问什么,逐条有脚注。"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError

from exports._dossier import gap as gaps
from exports._dossier.content import Around, Rows, context
from exports._dossier.notes import Notes, with_footnotes
from exports._dossier.template import drawn
from exports._needs import EACH, Needs
from exports._plain import clean, file_name
from graph.names import missing
from graph.problem import InputError

EXAMPLE = "liantu dossier --chain 纺织服装 --top 5"
TOP = 5


OPTIONS = {
    "top": ("int", "写前几名(默认 5)"),
    "enterprise": ("str", "只写这一家"),
    "segment": ("str", "写这个环节的目标企业,一家一份"),
    "gap": ("str", "写这个环节的缺口,各家目标在一份里"),
    "template": ("str", "用自己的 Word 模板(.docx)"),
    "take_template": ("flag", "把随附的模板写到 out/,供修改"),
}
FOLDER = "招商专案"


def _wanted(_rows: Rows, own: dict[str, Any]) -> dict[str, Any] | None:
    """One enterprise is asked for by name: it may be none of the first of any segment."""
    name = own.get("enterprise")
    return None if name is None else {"question": "targets", "enterprise": name}


def _ids(rows: Rows, own: dict[str, Any]) -> list[str]:
    """The enterprises that will be written of."""
    top = own.get("top") or TOP
    if own.get("gap") is not None:
        chosen = gaps.candidates(_gap(rows["gaps"], own["gap"]), rows["targets"])
    else:
        chosen = _chosen(rows, own.get("enterprise"), own.get("segment"))
    return sorted({target["id"] for target in chosen[:top]})


NEEDS: Needs = {
    "targets": lambda _rows, own: {"each": max(EACH, own.get("top") or 0)},
    "wanted": _wanted,
    "gaps": {},
    "segments": {},
    "feeds": {},
    "facts": lambda rows, own: {"ids": _ids(rows, own)},
    "paths": lambda rows, own: {"among": _ids(rows, own)},
    "organisations": {},
}


def write(
    rows: Rows,
    folder: Path,
    about: Mapping[str, Any],
    *,
    top: int = TOP,
    enterprise: str | None = None,
    segment: str | None = None,
    gap: str | None = None,
    template: str | None = None,
    take_template: bool = False,
) -> list[tuple[Path, str]]:
    """Write one .docx a target into ``folder``/招商专案; gives paths and what they are."""
    folder.mkdir(parents=True, exist_ok=True)
    if take_template:
        path = folder / f"{FOLDER}模板.docx"
        path.write_bytes(drawn())
        return [(path, "招商专案模板,改好后用 --template 指明")]
    around, form, home = Around(rows), _form(template), folder / FOLDER
    home.mkdir(exist_ok=True)
    if gap is not None:
        row = _gap(rows["gaps"], gap)
        said, notes = gaps.context(row, gaps.candidates(row, rows["targets"]), top, around, about)
        path = home / f"缺口-{file_name(row['chain'], 20)}-{file_name(row['segment'], 20)}.docx"
        path.write_bytes(with_footnotes(_filled(form, said, template), notes))
        return [(path, f"招商专案:{clean(row['segment'], 30)}缺口")]
    found = []
    for number, target in enumerate(_chosen(rows, enterprise, segment)[:top], 1):
        notes = Notes()
        peers = [
            t for t in rows["targets"] if t["segment_id"] == target["segment_id"] and t["id"] != target["id"]
        ]
        said = context(target, peers[:3], around, about, notes)
        path = (
            home / f"{number:02d}-{file_name(target['enterprise'])}-{file_name(target['segment'], 20)}.docx"
        )
        path.write_bytes(with_footnotes(_filled(form, said, template), notes))
        found.append((path, f"招商专案:{clean(target['enterprise'], 40)}→{clean(target['segment'], 30)}"))
    return found


def _gap(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The gap with the largest σ of the segment that a name or an id means."""
    found = [r for r in rows if r["lead"] and name in (r["segment"], r["segment_id"])]
    if not found:
        raise InputError(missing(name, {r["segment"] for r in rows}, "缺口环节"))
    return max(found, key=lambda r: (r["score"] or 0.0, r["chain"]))


def _form(template: str | None) -> bytes:
    if template is None:
        return drawn()
    try:
        return Path(template).read_bytes()
    except OSError as error:
        raise InputError(f"模板「{template}」读不了({error.strerror})。") from None


def _chosen(rows: Rows, enterprise: str | None, segment: str | None) -> list[dict[str, Any]]:
    """The targets asked for, in their order; a name that is none is an InputError with a suggestion."""
    targets = rows["targets"]
    if enterprise is not None:
        named = {enterprise} | {t["id"] for t in rows["wanted"]}
        found = [t for t in targets if not named.isdisjoint((t["enterprise"], t["id"], t.get("short")))]
        found = found or rows["wanted"]
        if not found:
            raise InputError(missing(enterprise, {t["enterprise"] for t in targets}, "目标企业"))
        return found
    if segment is not None:
        found = [t for t in targets if segment in (t["segment"], t["segment_id"])]
        if not found:
            raise InputError(missing(segment, {t["segment"] for t in targets}, "招商环节"))
        return found
    return targets


def _filled(form: bytes, values: dict[str, Any], template: str | None) -> bytes:
    try:
        word = DocxTemplate(io.BytesIO(form))
        word.render(values, autoescape=True)
        out = io.BytesIO()
        word.save(out)
    except (TemplateError, KeyError, ValueError) as error:
        raise InputError(
            f"模板「{template or '随附模板'}」用不了:{str(error)[:80]};请对照随附的模板修改。"
        ) from None
    return out.getvalue()
