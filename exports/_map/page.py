"""The page: pyvis's network with our own template; scripts and styles inline and known by their hashes."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyvis
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup
from pyvis.network import Network

HERE = Path(__file__).parent
VIS = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
STYLES = ("base", "bar", "panel", "print")
SCRIPTS = (
    "start", "look", "sieve", "text", "outlines", "shapes", "changes", "boxes", "chips", "grid", "wires", "curtain",
    "scene", "ties", "county", "lanes", "paint", "dom", "parts", "panel", "strip", "facts", "targets", "firm", "path",
    "overview", "unfold", "figures", "legend", "foot", "search", "filters", "drawing", "sheet", "save", "address",
    "mouse", "keys", "main",
)  # fmt: skip
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "nodes": {"fixed": True, "hidden": True},
    "edges": {"hidden": True, "smooth": False},
    "interaction": {
        "dragNodes": False,
        "hover": False,
        "selectable": False,
        "keyboard": False,
        "zoomSpeed": 0.6,
    },
}
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page(nodes: Sequence[dict[str, Any]], edges: Sequence[dict[str, Any]], data: Mapping[str, Any]) -> str:
    """The whole HTML text; ``data`` is what the page shows beside the network."""
    network = Network(directed=True, cdn_resources="in_line")
    network.options = OPTIONS
    for node in nodes:
        network.add_node(node["id"], **{k: v for k, v in node.items() if k != "id"}, shape="box")
    for edge in edges:
        network.add_edge(
            edge["from"], edge["to"], **{k: v for k, v in edge.items() if k not in ("from", "to")}
        )
    scripts = [_read(VIS), "".join(_read(HERE / f"{name}.js") for name in SCRIPTS)]
    style = "".join(_read(HERE / f"{name}.css") for name in STYLES)
    network.templateEnv = Environment(
        loader=FileSystemLoader(HERE), autoescape=select_autoescape(default=True)
    )
    network.path = "template.html.j2"
    network.templateEnv.filters["safejson"] = safe_json
    network.templateEnv.globals.update(
        data=data,
        scripts=[Markup(s) for s in scripts],
        style=Markup(style),
        policy=_policy(scripts, style),
    )
    return str(network.generate_html())


def safe_json(value: object) -> Markup:
    """JSON that cannot end or comment out the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup("".join(_ESCAPES.get(c, c) for c in text))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")


def _policy(scripts: Sequence[str], style: str) -> str:
    """Nothing may load, and only these scripts and this style may run."""
    allowed = " ".join(_hash(s) for s in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
