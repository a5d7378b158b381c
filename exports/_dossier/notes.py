"""Real Word footnotes: marks in the text become references, their texts the part word/footnotes.xml.

python-docx knows no footnotes; the part, its relation and its content type are written here (ECMA-376, 17.11).
"""

from __future__ import annotations

import copy
import io
import re
import zipfile

from lxml import etree

OPEN, CLOSE = "\ue000", "\ue001"  # private characters: no cleaned text holds them
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
PART = "word/footnotes.xml"
WHEN = (2026, 1, 1, 0, 0, 0)


class Notes:
    """Footnote texts, gathered while the text is written."""

    def __init__(self) -> None:
        """None yet."""
        self.texts: list[str] = []

    def mark(self, text: str) -> str:
        """The mark that becomes a reference to this footnote."""
        self.texts.append(text)
        return f"{OPEN}{len(self.texts)}{CLOSE}"


def with_footnotes(docx: bytes, notes: Notes) -> bytes:
    """The document with every mark as a footnote; the same bytes for the same text."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    old = etree.fromstring(parts[PART]) if PART in parts else None
    taken = [int(n.get(f"{{{W}}}id", "0")) for n in old] if old is not None else [0]
    body, used = _referenced(parts["word/document.xml"], max(taken))
    parts["word/document.xml"] = body
    parts[PART] = _part(old, [(number, notes.texts[index - 1]) for number, index in used])
    if old is None:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"</Types>", f'<Override PartName="/{PART}" ContentType="{_TYPE}"/></Types>'.encode()
        )
        rels = "word/_rels/document.xml.rels"
        parts[rels] = parts[rels].replace(
            b"</Relationships>",
            f'<Relationship Id="rIdFootnotes" Type="{_REL}" Target="footnotes.xml"/></Relationships>'.encode(),
        )
    return _zipped(parts)


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    order = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in order:
            archive.writestr(zipfile.ZipInfo(name, WHEN), parts[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _referenced(document: bytes, taken: int) -> tuple[bytes, list[tuple[int, int]]]:
    """The body with references for marks, and (footnote's id, mark's number) in the order of the text."""
    root = etree.fromstring(document)
    used: list[tuple[int, int]] = []
    for text in list(root.iter(f"{{{W}}}t")):
        if text.text and OPEN in text.text:
            _split(text, used, taken)
    return _bytes(root), used


def _split(text: etree._Element, used: list[tuple[int, int]], taken: int) -> None:
    """One run into runs of text and references, each with the run's own look."""
    run = text.getparent()
    look = run.find(f"{{{W}}}rPr")
    made = []
    for position, piece in enumerate(_MARK.split(text.text or "")):
        if not piece:
            continue
        fresh = etree.Element(f"{{{W}}}r")
        if position % 2:
            used.append((taken + len(used) + 1, int(piece)))
            raised = etree.SubElement(etree.SubElement(fresh, f"{{{W}}}rPr"), f"{{{W}}}vertAlign")
            raised.set(f"{{{W}}}val", "superscript")
            etree.SubElement(fresh, f"{{{W}}}footnoteReference").set(f"{{{W}}}id", str(used[-1][0]))
        else:
            if look is not None:
                fresh.append(copy.deepcopy(look))
            _said(fresh, piece)
        made.append(fresh)
    parent, at = run.getparent(), run.getparent().index(run)
    parent.remove(run)
    for offset, fresh in enumerate(made):
        parent.insert(at + offset, fresh)


def _said(run: etree._Element, text: str) -> None:
    said = etree.SubElement(run, f"{{{W}}}t")
    said.text = text
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _part(old: etree._Element | None, notes: list[tuple[int, str]]) -> bytes:
    root = old if old is not None else etree.Element(f"{{{W}}}footnotes", nsmap={"w": W})
    if old is None:
        for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
            note = etree.SubElement(root, f"{{{W}}}footnote")
            note.set(f"{{{W}}}type", kind)
            note.set(f"{{{W}}}id", str(number))
            run = etree.SubElement(etree.SubElement(note, f"{{{W}}}p"), f"{{{W}}}r")
            etree.SubElement(run, f"{{{W}}}{kind}")
    for number, text in notes:
        note = etree.SubElement(root, f"{{{W}}}footnote")
        note.set(f"{{{W}}}id", str(number))
        paragraph = etree.SubElement(note, f"{{{W}}}p")
        style = etree.SubElement(etree.SubElement(paragraph, f"{{{W}}}pPr"), f"{{{W}}}pStyle")
        style.set(f"{{{W}}}val", "FootnoteText")
        sign = etree.SubElement(paragraph, f"{{{W}}}r")
        _look(sign, reference=True)
        etree.SubElement(sign, f"{{{W}}}footnoteRef")
        run = etree.SubElement(paragraph, f"{{{W}}}r")
        _look(run, reference=False)
        _said(run, f" {text}")
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _look(run: etree._Element, reference: bool) -> None:
    """The size of a note; a reference is raised."""
    look = etree.SubElement(run, f"{{{W}}}rPr")
    if reference:
        etree.SubElement(look, f"{{{W}}}rStyle").set(f"{{{W}}}val", "FootnoteReference")
    etree.SubElement(look, f"{{{W}}}sz").set(f"{{{W}}}val", "18")
    if reference:
        etree.SubElement(look, f"{{{W}}}vertAlign").set(f"{{{W}}}val", "superscript")
