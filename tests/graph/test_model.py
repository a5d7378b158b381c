"""A kind is declared once: one more field is one change, and everything that is derived follows."""

from __future__ import annotations

from typing import Annotated

from graph import model
from graph.frames import schema
from graph.model import Column, fields
from graph.store.embedded import create
from graph.tables import _of


class Wider(model.Enterprise):
    """An enterprise of which one thing more is told."""

    exports: Annotated[float | None, Column("出口占比", ("外销占比",), unit="%")] = None


def test_one_more_field_reaches_store_frame_and_template() -> None:
    assert "exports" not in fields(model.Enterprise)
    assert "`exports` DOUBLE" in create(Wider)
    assert str(schema(Wider)["exports"]) == "Float64"
    (column,) = [f.column for f in _of(Wider) if f.name == "exports"]
    assert column is not None
    assert column.title == "出口占比(%)"
