"""The classification that ships with liantu: names as they are printed, without what a copy brought along."""

from __future__ import annotations

from graph.industries import by_name, industries


def test_names_have_no_blanks_or_codes_in_them() -> None:
    assert not {n for n in industries().values() if n != "".join(n.split()) or n[0].isdigit()}


def test_every_division_of_manufacturing_is_known_by_name() -> None:
    assert {code for code in by_name(2).values() if "13" <= code <= "43"} == {str(n) for n in range(13, 44)}
