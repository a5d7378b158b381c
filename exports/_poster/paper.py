"""The sheets a wall chart can be printed on. All drawing is in millimetres of A0; a sheet only scales it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.problem import InputError

WIDE, MARGIN = 1189.0, 30.0
FOOT = 119.0  # from the rule above the foot to the lower edge


@dataclass(frozen=True)
class Paper:
    """A sheet lying on its long side, in millimetres."""

    name: str
    width: float
    height: float

    @property
    def scale(self) -> float:
        """What a millimetre of A0 is on this sheet."""
        return self.width / WIDE

    @property
    def tall(self) -> float:
        """The height in millimetres of A0."""
        return self.height / self.scale


PAPERS = {
    p.name: p
    for p in (
        Paper("A0", 1189, 841), Paper("A1", 841, 594), Paper("A2", 594, 420), Paper("A3", 420, 297),
        Paper("2x1.5", 2000, 1500),
    )
}  # fmt: skip


def paper(name: str) -> Paper:
    """The sheet of that name; 2×1.5m and a0 are understood too."""
    plain = name.strip().lower().replace("×", "x").replace("*", "x").removesuffix("m").removesuffix("米")
    for known in PAPERS.values():
        if known.name.lower() == plain:
            return known
    raise InputError(f"没有尺寸「{name}」,可用:{'、'.join(PAPERS)}。")
