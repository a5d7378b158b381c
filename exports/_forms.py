"""How a column's cells look, and what Excel itself colours, so that it holds after an edit or a sort."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from exports._book import AMBER, ASK_CELL, BLUE, GREY, HEI, RED, VIOLET, Book

Form = Literal[
    "text", "name", "note", "prose", "sign", "kind", "grade", "count", "weight", "score", "points",
    "share", "known", "expected", "month", "fill", "money", "amount", "day",
]  # fmt: skip
CENTRE: dict[str, Any] = {"align": "center"}
LEFT: dict[str, Any] = {"align": "left", "indent": 1}
FORMS: dict[Form, dict[str, Any]] = {
    "text": CENTRE,
    "name": {"font_name": HEI, **CENTRE},
    "note": {"font_size": 10, **CENTRE},
    "prose": {"font_size": 10, **LEFT},
    "sign": {"font_name": HEI, **LEFT},
    "kind": CENTRE,
    "grade": CENTRE,
    "count": {"num_format": "#,##0", **CENTRE},
    "money": {"num_format": "#,##0", **CENTRE},
    "amount": {"num_format": "#,##0.0#", **CENTRE},
    "weight": {"num_format": "0.00", **CENTRE},
    "score": {"num_format": "0.00", **CENTRE},
    "points": {"num_format": "0", **CENTRE},
    "share": {"num_format": "0%", **CENTRE},
    "known": {"num_format": "0%", **CENTRE},
    "expected": {"num_format": "0%", **CENTRE},
    "month": {"num_format": "yyyy-mm", **CENTRE},
    "day": {"bg_color": ASK_CELL, "font_size": 10, "num_format": "yyyy-mm-dd", **CENTRE},
    "fill": {"bg_color": ASK_CELL, "font_size": 10, **LEFT},
}
BARS: dict[Form, tuple[int, str]] = {
    "score": (1, "#E7B4AE"),
    "points": (100, "#A9C7DA"),
    "share": (1, "#A9C7DA"),
    "expected": (1, "#CFC8E8"),
}
SIGNS = {"●": BLUE, "◎": AMBER, "△": VIOLET, "○": RED, "？": GREY}
GRADES: dict[str, dict[str, Any]] = {
    "紧急": {"font_color": "#FFFFFF", "bg_color": RED, "bold": True},
    "重要": {"font_color": RED, "bold": True},
    "待核实": {"font_color": GREY, "italic": True},
}
FILLED = ("fill", "day")  # for a person to write in
LITTLE = 0.4  # below this share of known features a target is a hint only


def conditions(book: Book, form: Form) -> Iterator[dict[str, Any]]:
    """The conditional formats of a form, as xlsxwriter takes them."""
    look = book.book.add_format
    if form == "sign":
        for sign, colour in SIGNS.items():
            shown = look({"font_color": colour, "bold": sign != "？"})
            yield {"type": "text", "criteria": "begins with", "value": sign, "format": shown}
    elif form == "grade":
        for word, shown in GRADES.items():
            yield {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look(shown)}
    elif form == "kind":
        grey = look({"font_color": GREY})
        yield {"type": "text", "criteria": "begins with", "value": "数据不足", "format": grey}
    elif form == "known":
        grey = look({"font_color": GREY, "italic": True})
        yield {"type": "cell", "criteria": "<", "value": LITTLE, "format": grey}
    elif form in BARS:
        most, colour = BARS[form]
        bar = {"bar_solid": True, "bar_color": colour, "bar_no_border": True, "data_bar_2010": True}
        ends = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": most}
        yield {"type": "data_bar", **bar, **ends}
