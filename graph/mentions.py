"""What liantu.toml names that the sources do not have: chains, segments, needs, words and groups of the lexicon."""

from __future__ import annotations

from collections.abc import Collection

from graph.link.lexicon import groups
from graph.names import missing, plain
from graph.problem import Level, Problem
from graph.project import Project
from graph.structure import Structure

FILE = "liantu.toml"


def unmet(project: Project, structure: Structure) -> list[Problem]:
    """A Problem for every name that means nothing, with the one that was probably meant."""
    policy, segments = project.policy, structure.declared
    takes = policy.lexicon if isinstance(policy.lexicon, dict) else {}
    barred = [("policy.barred", name) for name in policy.barred if ":" in name]
    done = [(f"quotas.{key}.done", chain) for key, quota in project.quotas.items() for chain in quota.done]
    found = _missing(barred, structure.called(), "环节")
    found += _missing([("policy.lexicon", name) for name in takes], segments, "环节")
    found += _missing(done, structure.chains, "产业链")
    named = [(f"policy.lexicon.{segment}", group) for segment, some in takes.items() for group in some]
    found += _missing(named, {group.name for group in groups()} if named else (), "词库分组")
    words = [("policy.words", word) for word in policy.words]
    found += _missing(words, _words(structure) if words else (), "产品词")
    needs = {need for segment in structure.rows["Segment"] for need in segment.get("needs") or []}
    return found + _missing([("offers", name) for name in project.offers], needs, "要素需求", "提示")


def _missing(
    named: list[tuple[str, str]], known: Collection[str], what: str, level: Level = "问题"
) -> list[Problem]:
    """A Problem for every (key, name) whose name is not known."""
    return [
        Problem(FILE, missing(name, known, what), column=key, value=name, level=level)
        for key, name in named
        if name not in known
    ]


def _words(structure: Structure) -> set[str]:
    """All words that links can rest on."""
    own = {plain(word) for segment in structure.rows["Segment"] for word in segment.get("words") or []}
    return own | {word for group in groups() for word in group.words}
