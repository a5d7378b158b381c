"""The graph with plain values only, for formats that know neither lists nor dates."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import networkx as nx

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def plain(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """A copy: lists as JSON texts, dates as ISO texts, no character that XML forbids."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, fields in network.nodes(data=True):
        made.add_node(_value(node), **{k: _value(v) for k, v in fields.items()})
    for number, (a, b, fields) in enumerate(network.edges(data=True)):
        made.add_edge(_value(a), _value(b), key=str(number), **{k: _value(v) for k, v in fields.items()})
    return made


def _value(value: Any) -> Any:
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, dt.date):
        value = value.isoformat()
    return _CONTROL.sub("", value) if isinstance(value, str) else value
