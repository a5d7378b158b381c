"""Built-in chain files that stand alone: without feeds to chains that were not chosen, shared segments written out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

import yaml

# What a segment says of itself wherever it stands; stage, necessity and feeds belong to the place in a chain.
_OWN = ("codes", "words", "exclude", "radius", "attract", "needs", "target")


def standing_alone(text: str, absent: Mapping[str, Callable[[], str]]) -> str:
    """The text of a chain file for a project without the chains in ``absent`` (name → its file's text)."""
    if not absent:
        return text
    names = "|".join(map(re.escape, sorted(absent)))
    item = rf'(?:\{{to: "(?:{names}):[^}}]*\}}|"(?:{names}):[^"]*")'
    text = re.sub(rf"{item}, *|(?:, *)?{item}", "", text)
    declared = re.compile(rf"^( +)([^\s:]+):((?: *\{{|\n\1 +))of: ({names})", re.M)
    return declared.sub(lambda found: _written_out(found, absent), text)


def _written_out(found: re.Match[str], absent: Mapping[str, Callable[[], str]]) -> str:
    """A segment's line with what the chain that declares it says, in place of that chain's name."""
    indent, segment, opening, chain = found.groups()
    said = yaml.load(absent[chain](), Loader=yaml.BaseLoader)["segments"][segment]
    own = [f"{key}: {json.dumps(said[key], ensure_ascii=False)}" for key in _OWN if key in said]
    joint = ", " if "{" in opening else opening
    return f"{indent}{segment}:{opening}{joint.join(own)}"
