"""methods.md once more, written plainly from the page for small projects: target enterprises (§4).

It reads what tests/contract/written.py wrote, row by row, knows nothing of liantu's own code, and spares no time.
"""

from __future__ import annotations

import math

import networkx as nx

from tests.contract.method_gaps import Judged
from tests.contract.method_graph import AS_OF, BLOCK, COUNTIES, HOME, WEIGHTS, percent
from tests.contract.written import Row


class Reference(Judged):
    """Targets too."""

    def _stopped(self, firm: str) -> bool:
        return self.firms[firm]["登记状态"] in ("注销", "停业") or self._listed_on(
            firm, "失信", "环保", "安全", "僵尸", "经营异常"
        )

    def _groups(self) -> dict[str, str]:
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(self.firms)
        self.above: dict[str, set[str]] = {f: set() for f in self.firms}
        for t in self.rows["企业关系"]:
            large = t["关系"] == "控股" or (t["关系"] in ("投资", "参股") and (percent(t["占比"]) or 0) > 0.5)
            if large and self.firms[t["甲方"]]["企业性质"] != "政府":
                graph.add_edge(t["甲方"], t["乙方"])
                if t["可信度"] != "待核" and not self._stopped(t["甲方"]):
                    self.above[t["乙方"]].add(t["甲方"])
        return {f: min(k) for k in nx.connected_components(graph) for f in k}

    def _controllers(self, firm: str) -> set[str]:
        found: set[str] = set()
        queue = [firm]
        while queue:
            for up in self.above[queue.pop()] - found - {firm}:
                found.add(up)
                queue.append(up)
        return found

    def _projects(self, members: list[str]) -> list[Row]:
        best: dict[tuple[str, str, str], Row] = {}
        order = ("在谈", "计划", "签约", "注册", "开工", "投产", "")
        for m in self.moves:
            firm, place = m["企业名称"], m["地区"]
            if firm not in members or self._stopped(firm) or (m["year"] and m["year"] > AS_OF.year):
                continue
            seat = str(self.firms[firm]["地区"])[:4]
            if place[:4] == HOME[:4] or (seat and place[:4] == seat):
                continue
            key, old = (firm, place, m["内容"]), best.get((firm, place, m["内容"]))
            known = [x for x in (m["amount"], old["amount"] if old else None) if x is not None]
            amount = max(known, default=None)
            rank = (order.index(m["stage"]), m["year"] or 0)
            if old is None or rank > old["rank"]:
                best[key] = m | {"rank": rank, "amount": m["amount"] if m["amount"] is not None else amount}
            elif old["amount"] is None:
                old["amount"] = amount
        return list(best.values())

    def _near(self, place: str, elsewhere: float) -> float:
        return 1.0 if place[:2] == HOME[:2] else 0.8 if BLOCK[place[:2]] == BLOCK[HOME[:2]] else elsewhere

    def features(self, firm: str, members: list[str], at_home: bool) -> dict[str, float | None]:
        """The five, null where nothing is known."""
        row = self.firms[firm]

        def honored(f: str) -> list[float]:
            listed = bool(self.firms[f]["股票代码"]) or any(
                n.endswith("上市") for n, _, _ in self._titles(f, True)
            )
            return [v * a for _, v, a in self._titles(f, True)] + ([0.7] if listed else [])

        strength = honored(firm) + [0.8 * v for up in self._controllers(firm) for v in honored(up)]
        if row["营业收入"] != "":
            size = row["营业收入"] / 1e4
            strength.append(min(0.9, max(0.0, 0.5 + 0.2 * math.log10(size))) if size > 0 else 0.0)
        projects = self._projects(members)
        moves = []
        for p in projects:
            age = AS_OF.year - p["year"] if p["year"] else None
            fresh = 0.25 if age is None else 1.0 if age <= 3 else 0.5 if age <= 6 else 0.25
            moves.append(self._near(p["地区"], 0.5) * fresh)
        expansion: float | None = max(moves, default=None)
        if self._listed_on(firm, "外迁"):
            expansion = 1.0
        built = [p for p in projects if p["stage"] in ("开工", "投产", "") and not p["地区"].endswith("00")]
        inside = [self._near(p["地区"], 0.7) for p in built if p["地区"] in COUNTIES]
        access: float | None = max(inside, default=0.2 if len(built) > 1 else None)
        amounts = sorted(p["amount"] for p in built if p["amount"])
        if access is not None and amounts:
            half = len(amounts) // 2
            median = amounts[half] if len(amounts) % 2 else (amounts[half - 1] + amounts[half]) / 2
            access *= 0.5 if median > 100 else 1.0
        ties = self._ties(firm)
        lines = {"研发费用占比": 0.03, "营收增速": 0.15, "增加值率": 0.30}
        high = [
            min(1.0, max(0.0, v) / line) for n, line in lines.items() if (v := percent(row[n])) is not None
        ]
        high += [min(1.0, row["亩均税收"] / 10)] if row["亩均税收"] != "" else []
        return {
            "实力": max(strength, default=None),
            "扩张与转移意愿": expansion,
            "可及性": 1.0 if at_home else access,
            "本地关系": 1.0 if at_home else ties,
            "四高二低": sum(high) / len(high) if high else None,
        }

    def _ties(self, firm: str) -> float | None:
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(self.firms)
        graph.add_edges_from((t["甲方"], t["乙方"]) for t in self.rows["企业关系"] if t["可信度"] != "待核")
        starts = [f for f in self.firms if self._maker_here(f)]
        hops = []
        for start in starts:
            for goal in {firm, *self._controllers(firm)} - {start}:
                paths = nx.all_simple_paths(graph, start, goal, cutoff=4)
                hops += [len(path) - 1 for path in paths if not any(self._shuts(x) for x in path[1:-1])]
        return 0.5 ** (min(hops) - 1) if hops else None

    def _shuts(self, firm: str) -> bool:
        """No path passes a gated firm or a government holder."""
        return self._stopped(firm) or self.firms[firm]["企业性质"] == "政府"

    def _maker_here(self, firm: str) -> bool:
        """Not gated, in r, with a 已确认 Makes there."""
        return not self._stopped(firm) and any(
            f == firm and m["sure"] and self._here(f, s) for (f, s), m in self.makes.items()
        )

    def targets(self) -> list[Row]:
        """Every group's rows, best first: the first is its row, the others its ``also``."""
        aims: dict[str, Row] = {}
        for row in self.gaps():
            key = row["segment_id"]
            if not row["lead"] or row["score"] is None or self.segment[key].get("attract") == "外采":
                continue
            old = aims.setdefault(key, row | {"chains": set()})
            if row["score"] > old["score"] + 1e-12:
                aims[key] = row | {"chains": {row["chain"]}}
            elif row["score"] > old["score"] - 1e-12:
                old["chains"].add(row["chain"])
        groups = self._groups()
        members: dict[str, list[str]] = {}
        for f, g in groups.items():
            members.setdefault(g, []).append(f)
        rows = []
        for (firm, key), m in self.makes.items():
            if key not in aims or self._here(firm) or self._shut(firm, key):
                continue
            group = members[groups[firm]]
            at_home = any(self._maker_here(f) for f in group)
            values = self.features(firm, group, at_home)
            fit = min(1.0, aims[key]["score"] / 0.6) * self._share(firm, m["share"]) * m["kappa"]
            rows.append({
                "enterprise": firm, "segment_id": key, "chains": aims[key]["chains"], "gap": aims[key]["kind"], "fit": fit,
                "values": values, "mode": "本地增资" if at_home else "外部招引", "group": groups[firm],
                "tier": self._tier(firm), **self._scores(fit, values),
            })  # fmt: skip
        return rows

    def _shut(self, firm: str, key: str) -> bool:
        entry = self.segment[key]
        codes = str(entry.get("codes", "[]")).strip("[]")
        needs = str(entry.get("needs", "[]")).strip("[]")
        barred = key in self.made.barred or any(
            codes and ":" not in b and codes.startswith(b) for b in self.made.barred
        )
        landing = any(
            m["企业名称"] == firm and m["seg"] == key and m["地区"] == HOME and m["stage"] in ("签约", "注册", "开工")
            and not (m["year"] and m["year"] > AS_OF.year)
            for m in self.moves
        )  # fmt: skip
        return self._stopped(firm) or barred or self.made.offers.get(needs) is False or landing

    def _share(self, firm: str, share: float | None) -> float:
        revenue = self.firms[firm]["营业收入"]
        if share is None:
            return 0.7
        least = 0.4 if revenue == "" else share * float(revenue) / 1e5
        return min(1.0, max(least, share / 0.5))

    def _tier(self, firm: str) -> str:
        fresh = [n for n, _, a in self._titles(firm, True) if a >= 0.5]
        if self.firms[firm]["企业性质"] == "央企" or any("500强" in n for n in fresh):
            return "旗舰"
        known = self.firms[firm]["股票代码"] or any(n.endswith("上市") or "小巨人" in n for n in fresh)
        return "骨干" if known else "成长"

    @staticmethod
    def _scores(fit: float, values: dict[str, float | None]) -> Row:
        floored = ("实力", "扩张与转移意愿", "本地关系")
        mean = low = high = known = 0.0
        for name, v in values.items():
            w = WEIGHTS[name] / 100
            hat = 0.3 if v is None else max(v, 0.3) if name in floored else v
            mean += w * hat
            low += w * (v or 0.0)
            high += w * (1.0 if v is None else hat)
            known += w if v is not None else 0.0
        return {"score": math.sqrt(fit * mean), "lower_bound": math.sqrt(fit * low),
                "upper_bound": math.sqrt(fit * high), "coverage": known}  # fmt: skip
