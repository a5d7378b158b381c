"""methods.md once more, written plainly from the page for small projects: presence, honors and gaps (§1, §2).

It reads what tests/contract/written.py wrote, row by row, knows nothing of liantu's own code, and spares no time.
"""

from __future__ import annotations

import datetime as dt
import math

import networkx as nx

from tests.contract.method_graph import AS_OF, CONNECT, GAMMA, HOME, MONTHS_24, NEW, Wired, day, percent
from tests.contract.written import Row, Written


class Judged(Wired):
    """Statuses, grades and every gap."""

    def __init__(self, made: Written) -> None:
        super().__init__(made)
        self._judge()

    def _gone(self, firm: str) -> bool:
        return self.firms[firm]["登记状态"] in ("注销", "吊销", "迁出")

    def _here(self, firm: str, key: str | None = None) -> bool:
        """Whether it has a plant in the county, for this segment or for all."""
        mine = [s for f, place, s in self.sites if f == firm and place == HOME]
        return bool(mine) if key is None else any(s in (None, key) for s in mine)

    def _local(self, key: str, sure: bool = True) -> list[str]:
        return [
            f for (f, s), m in self.makes.items()
            if s == key and m["sure"] is sure and self._here(f, key) and not self._gone(f)
        ]  # fmt: skip

    def _judge(self) -> None:
        anyone = any(self._here(f) and not self._gone(f) for f in self.firms)
        self.status: dict[str, str] = {}
        self.planned: set[str] = set()
        for key in self.segment:
            if "计划" in self._stages(key):
                self.planned.add(key)
            self.status[key] = self._status(key) if anyone else "数据不足"
        for c in self.place:  # a present child makes its parent present
            for key, p in self.place[c].items():
                if p["under"] and self.status[key] == "已覆盖":
                    self.status[p["under"]] = "已覆盖"

    def _survey(self, key: str) -> tuple[str, dt.date | None] | None:
        found = None
        for row in self.rows["环节核实"]:
            if self._key(row["产业链"], row["环节"]) == key:
                when = day(row["日期"])
                if when is None or (AS_OF - when).days <= MONTHS_24:
                    found = (row["结论"], when)
        return found

    def _stages(self, key: str) -> set[str]:
        words = {"开工": "在建", "签约": "已签约", "注册": "已签约", "计划": "计划"}
        found = {words.get(m["stage"], "") for m in self.moves if m["seg"] == key and m["地区"] == HOME}
        for row in self.rows["园区"]:
            if row["环节"] and self._key(row["产业链"], row["环节"]) == key:
                named = any(s == key and place == HOME for _, place, s in self.sites)
                found.add("在建" if row["阶段"] == "投产" and not named else words.get(row["阶段"], ""))
        return found

    def _status(self, key: str) -> str:
        stages = self._stages(key)
        sure, unsure = self._local(key), self._local(key, sure=False)
        ups = {p["under"] for c in self.place for k, p in self.place[c].items() if k == key and p["under"]}
        wider = [f for up in ups for f in (*self._local(up), *self._local(up, sure=False))]
        survey, verdict = self._survey(key), None
        if survey:
            verdict = survey[0]
            linked = sure or unsure or wider
            if linked and not (verdict == "有" and sure):
                pairs = [(f, key) for f in (sure or unsure)] + (
                    [] if sure else [(f, up) for f in wider for up in ups]
                )
                days = [d for pair in pairs if pair in self.makes and (d := self.makes[pair]["date"])]
                newest = max(days, default=None)
                if survey[1] is None or newest == survey[1]:
                    return "待核"
                if newest is not None and survey[1] < newest:
                    verdict = None
        if verdict == "有" or (sure and verdict != "无"):
            return "已覆盖"
        if "在建" in stages or "已签约" in stages:
            return "在建" if "在建" in stages else "已签约"
        if (unsure or wider) and verdict != "无":
            return "待核"
        if verdict == "无":
            return "空白·已核实"
        return "空白·待核实" if any(s == key for _, s in self.makes) else "数据不足"

    def _age(self, row: Row) -> float | None:
        """Age factor of an honor row; null for what counts nowhere."""
        name, year = row["荣誉"], row["年度"] or None
        if row["状态"] == "撤销" or (year and year > AS_OF.year):
            return None
        if name.endswith("上市"):
            return 1.0
        age = AS_OF.year - year if year else None
        if "500强" in name or "独角兽" in name:
            return 0.5 if age is None else 1.0 if age <= 2 else 0.5 ** ((age - 2) / 4)
        if row["有效期至"]:
            over = (AS_OF - dt.date.fromisoformat(row["有效期至"])).days / 365.25
        elif age is None:
            return 0.5
        else:
            over = age - 3
        return 1.0 if over <= 0 else 0.5 ** (over / 3)

    @staticmethod
    def _level(row: Row) -> float:
        name, level = row["荣誉"], row["级别"]
        if "500强" in name:
            value = 0.5 if level == "省级" else {"世界500强": 1.0, "中国500强": 0.9}[name]
        elif name == "高新技术企业":
            value = 0.4
        elif name.endswith("上市"):
            value = 0.7
        elif level in ("省级", "市级"):
            value = {"省级": 0.5, "市级": 0.3}[level]
        else:
            known = {"专精特新小巨人": 0.8, "独角兽": 0.8, "瞪羚企业": 0.6}
            value = known.get(name) or {"国家级": 0.7}.get(level, 0.3)
        return value * (0.5 if row["状态"] == "公示" else 1)

    def _titles(self, firm: str, listings: bool = False) -> list[tuple[str, float, float]]:
        """name, level, age factor: of one honor the latest row."""
        latest: dict[str, Row] = {}
        for row in self.rows["荣誉"]:
            old = latest.get(row["荣誉"])
            if (row["年度"] or 0) > AS_OF.year:
                continue
            if row["企业名称"] == firm and (old is None or (row["年度"] or 0) >= (old["年度"] or 0)):
                latest[row["荣誉"]] = row
        found = [(n, self._level(x), a) for n, x in latest.items() if (a := self._age(x)) is not None]
        return [t for t in found if listings or not t[0].endswith("上市")]

    def grade(self, key: str) -> str:
        local = self._local(key)
        chains = [c for c in self.place if key in self.place[c]]
        led = {(x["企业名称"], x["产业链"]) for x in self.rows["链主"]}
        for f in local:
            titles = [t for t in self._titles(f) if t[0] != "高新技术企业"]
            if any((f, c) in led for c in chains) or any(v >= 0.5 and a >= 0.5 for _, v, a in titles):
                return "优势"
        if local and all(self.firms[f]["规上"] == "否" and not self._titles(f) for f in local):
            return "薄弱"
        return "具备"

    def coverage(self, c: str) -> float | None:
        """The covered share of the necessity; null where no leaf has any."""
        total = sum(self.place[c][k]["w"] for k in self.leaves[c])
        held = sum(self.place[c][k]["w"] for k in self.leaves[c] if self.status[k] == "已覆盖")
        return held / total if total else None

    def connection(self, c: str, key: str, forward: bool) -> float:
        """u (forward) or d."""
        graph = self.inner[c]
        near = (
            [(p, graph.edges[p, key]["nu"], True) for p in graph.predecessors(key)]
            if forward
            else [(n, graph.edges[key, n]["nu"], True) for n in graph.successors(key)]
        )
        near += [
            ((a if forward else b), nu, False) for a, b, nu in self.outer[c] if (b if forward else a) == key
        ]
        best = 0.0
        for other, nu, own in near:
            m = CONNECT.get(self.status[other], 0.0)
            best = max(best, nu * (max(m, GAMMA * self.connection(c, other, forward)) if own else m))
        return best

    def criticality(self, c: str, key: str) -> float:
        graph, place = self.inner[c], self.place[c]
        thr = 0.0
        ends = [k for k in graph if not graph.out_degree(k) and graph.in_degree(k)]
        sources = [k for k in graph if not graph.in_degree(k) and graph.out_degree(k)]
        if key in graph:
            pairs = [(a, b) for a in sources for b in ends if key not in (a, b) and nx.has_path(graph, a, b)]
            through = [1 for a, b in pairs if nx.has_path(graph, a, key) and nx.has_path(graph, key, b)]
            thr = len(through) / len(pairs) if pairs else 0.0
        strong: nx.DiGraph[str] = nx.DiGraph()
        strong.add_nodes_from([*graph, key])
        strong.add_edges_from((a, b) for a, b, x in graph.edges(data=True) if x["nu"] >= 0.8)
        for a, goals in self.serves[c].items():
            strong.add_edges_from((a, b) for b, nu in goals.items() if nu >= 0.8 and b in place)
        total = sum(place[t]["w"] for t in ends)
        stopped = sum(place[t]["w"] for t in ends if nx.has_path(strong, key, t))
        dep = stopped / total if total else 0.0
        tau = {"就近": 1.0, "全国": 0.0}.get(self.segment[key].get("radius", "区域"), 0.5)
        return (thr + dep + tau) / 3

    def must_pass(self, c: str, key: str) -> bool:
        """Every path from a source to an end passes it: without it no pair that it is no end of stays connected."""
        graph = self.inner[c]
        ends = [k for k in graph if not graph.out_degree(k) and graph.in_degree(k) and k != key]
        sources = [k for k in graph if not graph.in_degree(k) and graph.out_degree(k) and k != key]
        pairs = [(a, b) for a in sources for b in ends if nx.has_path(graph, a, b)]
        rest = graph.subgraph(k for k in graph if k != key)
        return bool(pairs) and not any(nx.has_path(rest, a, b) for a, b in pairs)

    def _anchors(self, c: str) -> dict[str, float]:
        graph = self.inner[c]
        stand = {"已覆盖": 1.0, "在建": 0.7, "已签约": 0.5}
        held = {
            k: max(stand.get(self.status[k], 0.0), 0.3 if k in self.planned else 0.0) for k in self.leaves[c]
        }
        order = sorted(
            self.leaves[c],
            key=lambda k: (-self.place[c][k]["w"], -self.criticality(c, k), self.place[c][k]["name"]),
        )
        words = {"开工": 0.7, "投产": 0.7, "签约": 0.5, "注册": 0.5, "计划": 0.3}
        for row in self.rows["园区"]:
            if row["产业链"] == c and not row["环节"] and order:
                held[order[0]] = max(held[order[0]], words.get(row["阶段"], 0.0))
        found = {}
        for key in self.leaves[c]:
            best = 0.8 if held[key] and self.status[key] != "已覆盖" else 0.1
            for q, a in held.items():
                for x, y in ((q, key), (key, q)):
                    if q != key and a and x in graph and y in graph and nx.has_path(graph, x, y):
                        best = max(best, a * GAMMA ** (nx.shortest_path_length(graph, x, y) - 1))
            found[key] = best
        return found

    def gaps(self) -> list[Row]:
        """All rows, in no order."""
        return [row for c in self.place for row in self._chain_gaps(c)]

    def _chain_gaps(self, c: str) -> list[Row]:
        anchors, rows = self._anchors(c), []
        for key in self.leaves[c]:
            place, status = self.place[c][key], self.status[key]
            flow = place["stage"] != "配套"
            u = self.connection(c, key, True) if flow else 0.0
            d = self.connection(c, key, False) if flow else 0.0
            importance = 0.3 + 0.4 * place["w"] + 0.3 * self.criticality(c, key)
            weight = self.made.chains[c]["weight"]
            buy = self.segment[key].get("attract") == "外采"
            found = (
                self._present(c, key, d) if status == "已覆盖" else [self._absent(c, key, u, d, anchors[key])]
            )
            made = []
            for kind, variant, b in found:
                score = min(1.0, weight * b * importance)
                score = min(score, 0.249) if buy else score
                name = "紧急" if score >= 0.5 else "重要" if score >= 0.25 else "一般"
                row: Row = {"chain": c, "segment": place["name"], "segment_id": key, "stage": place["stage"],
                            "kind": kind, "variant": variant, "status": status, "score": score, "b": b,
                            "severity": name, "u": u, "d": d, "would_be": None}  # fmt: skip
                if status in ("待核", "数据不足"):
                    would = {"kind": kind, "variant": variant, "severity": name, "score": score, "b": b}
                    row |= {"kind": "数据不足", "variant": None, "score": None, "b": None, "severity": None,
                            "would_be": would}  # fmt: skip
                made.append(row)
            if made:
                rank = {"固链": 0, "强链": 1, "升链": 2}
                first = min(made, key=lambda x: (-(x["score"] or 0.0), rank.get(x["kind"], 9)))
                rows += [x | {"lead": x is first} for x in made]
        return rows

    def _absent(self, c: str, key: str, u: float, d: float, anchor: float) -> tuple[str, str | None, float]:
        cov = self.coverage(c) or 0.0
        if self.place[c][key]["stage"] == "配套":
            served = self.serves[c].get(key)
            b = 0.7 * (
                max(nu * CONNECT.get(self.status[q], 0.0) for q, nu in served.items()) if served else cov
            )
            return ("补链", "配套", b) if b > 0 else ("建链", None, 0.1)
        if u > 0 and d > 0:
            return "补链", None, math.sqrt(u * d)
        if cov < NEW:
            return "建链", None, anchor
        if u > 0:
            return "延链", "向下游", 0.8 * u
        if d > 0:
            return "延链", "向上游", 0.6 * d
        return "建链", None, min(0.3, anchor)

    def _listed_on(self, firm: str, *names: str) -> bool:
        return any(
            x["企业名称"] == firm
            and x["名单"] in names
            and not (x["移出日期"] and day(x["移出日期"]) <= AS_OF)  # type: ignore[operator]
            for x in self.rows["名单"]
        )

    def _present(self, c: str, key: str, d: float) -> list[tuple[str, str | None, float]]:
        rows: list[tuple[str, str | None, float]] = []
        grade, local = self.grade(key), self._local(key)
        if grade == "薄弱":
            rows.append(("强链", "补弱", 0.6))
        national = any(v >= 0.7 and n != "高新技术企业" for f in local for n, v, _ in self._titles(f))
        if grade == "优势" and not national:
            rows.append(("强链", "锻长板", 0.5))
        f = max(
            (
                1.0
                if self._listed_on(x, "僵尸", "经营异常") or self.firms[x]["登记状态"] == "停业"
                else 0.9
                if self._listed_on(x, "外迁")
                else 0.0
                for x in local
            ),
            default=0.0,
        )
        if f:
            rows.append(("固链", None, f * (0.5 + 0.5 * d)))
        if self.made.chains[c]["category"] == "传统":
            latest = {x["指标"]: x for x in self.rows["三化"] if self._key(x["产业链"], x["环节"]) == key}
            short = [
                1 - v / t
                for x in latest.values()
                if (v := percent(x["现值"])) is not None and (t := percent(x["目标"])) and v < t
            ]
            if short:
                rows.append(("升链", None, sum(short) / len(short)))
        return rows
