"""Names as plain text: what may be set on paper, and what may stand in a file's name."""

from __future__ import annotations

import re
import unicodedata

_DEVICE = re.compile(r"CON|PRN|AUX|NUL|(?:COM|LPT)[0-9¹²³]", re.IGNORECASE).fullmatch


def clean(text: str, longest: int = 2000) -> str:
    """One line without control or direction marks, private or lone characters, cut at ``longest``."""
    kept = "".join(
        " " if c in "\t\n\r" else c for c in text if c in "\t\n\r" or unicodedata.category(c)[0] != "C"
    )
    kept = " ".join(kept.split())
    return kept if len(kept) <= longest else kept[: longest - 1] + "…"


def file_name(name: str, longest: int = 40) -> str:
    """A name as part of a file's: nothing in it is a path, a device of Windows or too long."""
    kept = re.sub(r"[^\w（）()+-]+", "_", clean(name))[:longest].strip("._ ")
    return f"{kept}_" if _DEVICE(kept) else kept or "未名"
