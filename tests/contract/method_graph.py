"""methods.md once more, written plainly from the page for small projects: chains, places and links.

It reads what tests/contract/written.py wrote, row by row, knows nothing of liantu's own code, and spares no time.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import networkx as nx

from tests.contract.written import Row, Written

AS_OF = dt.date(2026, 1, 1)
HOME = "411426"
GAMMA, NEW, CONNECT = 0.7, 0.2, {"已覆盖": 1.0, "在建": 0.7, "已签约": 0.5, "待核": 0.5}
COUNTIES = {"411426", "411425", "411623", "340122", "320583"}
BLOCK = {"41": "中部", "34": "中部", "42": "中部", "33": "东部", "32": "东部", "50": "西部"}
WEIGHTS = {"实力": 20, "扩张与转移意愿": 25, "可及性": 20, "本地关系": 15, "四高二低": 20}
BACK = {"上游": 0, "中游": 1, "下游": 2}
MONTHS_24 = 731


def percent(text: Any) -> float | None:
    return None if text in ("", None) else float(str(text).rstrip("%")) / 100


def day(text: Any) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


class Wired:
    """Chains, their feeds without loops, and what rows become."""

    """The answers to a written project."""

    def __init__(self, made: Written) -> None:
        self.made, self.rows = made, {k: made.tables.get(k, []) for k in made.tables}
        self.firms = {row["企业名称"]: row for row in self.rows["企业"]}
        self._places()
        self._edges()

    # --- the chains

    def _places(self) -> None:
        self.place: dict[str, dict[str, Row]] = {}
        self.segment: dict[str, Row] = {}
        for chain, entry in self.made.chains.items():
            self.place[chain] = {}
            for name, s in entry["segments"].items():
                key = f"{s.get('of', chain)}:{name}"
                up = f"{chain}:{s['under']}" if "under" in s else None
                self.place[chain][key] = {"stage": s["stage"], "w": s["necessity"], "under": up, "name": name}
                if "of" not in s:
                    self.segment[key] = s
        self.leaves = {
            c: [k for k in p if not any(x["under"] == k for x in p.values())] for c, p in self.place.items()
        }
        feeds = [
            (f"{c}:{s}", f["to"] if ":" in f["to"] else f"{c}:{f['to']}", f["necessity"])
            for c, e in self.made.chains.items()
            for s, x in e["segments"].items()
            for f in x.get("feeds", ())
            if not f["recycle"]
        ]
        self.inner: dict[str, nx.DiGraph[str]] = {}
        self.outer: dict[str, list[tuple[str, str, float]]] = {}
        self.serves: dict[str, dict[str, dict[str, float]]] = {}
        for c in self.place:
            self._wire(c, feeds)

    def _below(self, chain: str, key: str) -> list[str]:
        """The leaves at or below a segment; in its own chain where this one does not hold it."""
        where = chain if key in self.place[chain] else key.split(":")[0]
        children = [k for k, p in self.place[where].items() if p["under"] == key]
        return [leaf for k in children for leaf in self._below(where, k)] if children else [key]

    def _stage(self, chain: str, key: str) -> str:
        where = chain if key in self.place[chain] else key.split(":")[0]
        return str(self.place[where][key]["stage"])

    def _wire(self, c: str, feeds: list[tuple[str, str, float]]) -> None:
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(k for k in self.leaves[c] if self.place[c][k]["stage"] != "配套")
        outer: dict[tuple[str, str], float] = {}
        serves: dict[str, dict[str, float]] = {}
        for a, b, nu in feeds:
            here = (a in self.place[c]) + (b in self.place[c])
            if not here or self._stage(c, b) == "配套":
                continue
            for x in self._below(c, a):
                for y in self._below(c, b):
                    if self._stage(c, a) == "配套":
                        if a in self.place[c]:
                            mine = serves.setdefault(x, {})
                            mine[y] = max(nu, mine.get(y, 0))
                    elif here == 2:
                        if nu > (graph.get_edge_data(x, y) or {"nu": 0})["nu"]:
                            graph.add_edge(x, y, nu=nu)
                    else:
                        outer[x, y] = max(nu, outer.get((x, y), 0))
        while True:
            loops = [k for k in nx.strongly_connected_components(graph) if len(k) > 1]
            edges = [(a, b) for k in loops for a, b in graph.edges if a in k and b in k]
            if not edges:
                break
            back = {e: BACK[self.place[c][e[0]]["stage"]] - BACK[self.place[c][e[1]]["stage"]] for e in edges}
            worst = min(edges, key=lambda e: (-back[e], graph.edges[e]["nu"], e))
            graph.remove_edge(*worst)
        self.inner[c], self.serves[c] = graph, serves
        self.outer[c] = [(a, b, nu) for (a, b), nu in outer.items()]

    # --- rows to edges

    def _key(self, chain: str, segment: str) -> str:
        return f"{self.made.chains[chain]['segments'][segment].get('of', chain)}:{segment}"

    def _edges(self) -> None:
        self.sites: list[tuple[str, str, str | None]] = []  # firm, place, segment
        self.moves: list[Row] = []
        stated: dict[tuple[str, str], list[Row]] = {}
        for name, row in self.firms.items():
            if row["地区"]:
                self.sites.append((name, str(row["地区"]), None))
        for row in self.rows["企业环节"]:
            stated.setdefault((row["企业名称"], self._key(row["产业链"], row["环节"])), []).append(row)
        self._settle(stated)
        self.makes: dict[tuple[str, str], Row] = {}
        for pair, rows in stated.items():
            if not any(row.get("判定") == "否" for row in rows):
                self.makes[pair] = self._link(rows)

    def _settle(self, stated: dict[tuple[str, str], list[Row]]) -> None:
        """布点 as places and moves; one with a segment states a membership."""
        for row in self.rows["布点"]:
            key = self._key(row["产业链"], row["环节"]) if row["环节"] else None
            stage, firm = row["阶段"], row["企业名称"]
            fact = row | {"seg": key, "year": row["年度"] or None, "amount": row["投资额"] or None}
            if row["类型"] == "项目" or stage not in ("", "投产"):
                self.moves.append(fact | {"stage": stage})
            if stage == "投产" or (row["类型"] != "项目" and stage == ""):
                self.sites.append((firm, row["地区"], key))
                if key:
                    stated.setdefault((firm, key), []).append({"可信度": ""})
                if row["类型"] in ("项目", "生产基地") and row["年度"]:
                    self.moves.append(
                        fact | {"stage": "投产", "amount": fact["amount"] if row["类型"] == "项目" else None}
                    )

    @staticmethod
    def _link(rows: list[Row]) -> Row:
        """One link of several rows."""
        sure = [row for row in rows if row["可信度"] != "待核"]
        shares: dict[str, float] = {}
        for row in rows:
            share = percent(row.get("收入占比", ""))
            if share is not None:
                shares[row["产品"]] = max(share, shares.get(row["产品"], 0))
        days = [d for row in rows if (d := day(row.get("日期", "")))]
        return {
            "sure": bool(sure),
            "kappa": max((1.0 if x["可信度"] == "已核实" else 0.8) for x in sure) if sure else 0.5,
            "share": min(1.0, sum(shares.values())) if shares else None,
            "date": max(days, default=None),
        }
