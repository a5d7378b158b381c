"""Writes data/reference/sounds.csv: every usual character by its sound, from pypinyin, so that a build need not load it."""

from __future__ import annotations

from collections import defaultdict

from pypinyin import lazy_pinyin

from graph.divisions import REFERENCE


def main() -> None:
    """One row a sound, in the order of sounds."""
    found: dict[str, str] = defaultdict(str)
    for character in map(chr, range(0x4E00, 0xA000)):
        sound = lazy_pinyin(character)[0]
        if sound != character:
            found[sound] += character
    rows = "".join(f"{sound},{characters}\n" for sound, characters in sorted(found.items()))
    (REFERENCE / "sounds.csv").write_text(f"sound,characters\n{rows}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
