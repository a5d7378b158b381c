"""A small county as an export gets it, and a visit to its map in a real browser."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

Rows = dict[str, list[dict[str, Any]]]
ABOUT = {
    "county": "夏邑县",
    "region": "411426",
    "as_of": "2026-11-24",
    "policy": {"gamma": 0.7},
    "project": "样例",
}
STEPS = ["棉花", "棉纱", "机织布", "印染", "面料", "运动服装"]
PARTS = {
    "棉花": ("上游", "数据不足", None),
    "棉纱": ("中游", "已覆盖", "具备"),
    "机织布": ("中游", "已覆盖", "薄弱"),
    "印染": ("中游", "在建", None),
    "面料": ("中游", "空白·待核实", None),
    "运动服装": ("下游", "已覆盖", "优势"),
    "检验检测": ("配套", "空白·待核实", None),
    "纺织机械": ("配套", "待核", None),
}
SCORES = {"印染": (0.76, "紧急"), "面料": (0.69, "紧急"), "检验检测": (0.2, "一般")}


def segment(name: str, order: int) -> dict[str, Any]:
    stage, status, grade = PARTS[name]
    firms = []
    if status in ("已覆盖", "待核"):
        state = "待核" if status == "待核" else "已确认"
        leader = name == "运动服装"
        firm = {"enterprise": f"{name}本地有限公司", "short": f"{name}厂", "id": f"name:{name}厂"}
        firms = [{**firm, "state": state, "leader": leader, "honors": ["中国民企500强"] if leader else []}]
    return {
        "chain": "纺织服装", "segment": name, "segment_id": f"纺织服装:{name}", "stage": stage, "necessity": 0.9,
        "parent": "织造" if name == "机织布" else None, "leaf": True, "attract": "外采" if name == "棉花" else None,
        "radius": "区域", "needs": [], "status": status, "grade": grade, "local": int(status == "已覆盖"),
        "elsewhere": 2, "courted": 2, "criticality": 0.5, "must_pass": False, "layer": None, "order": order, "firms": firms,
        "parks": [{"park": "生态印染园", "stage": "开工"}] if status == "在建" else [],
        "sources": [{"source": "纺织服装周刊 https://example.org/a", "date": "2022-05-13", "confidence": "转载"}],
    }  # fmt: skip


def gap(name: str) -> dict[str, Any]:
    stage, status, grade = PARTS[name]
    score, severity = SCORES[name]
    said = f"{name}在纺织服装链{stage}:本环节本库未见投产企业(待县里核实)。连接0.84×重要度0.91={score},{severity}。"
    return {
        "chain": "纺织服装", "segment": name, "segment_id": f"纺织服装:{name}", "stage": stage, "kind": "补链",
        "variant": None, "lead": True, "status": status, "grade": grade, "severity": severity, "score": score,
        "b": 0.84, "u": 1.0, "d": 0.7, "criticality": 0.5, "verified": False, "would_be": None, "local": 0,
        "elsewhere": 2, "upstream_local": 1, "downstream_local": 1, "evidence": [said, "外地有2家企业做这个环节。"],
    }  # fmt: skip


def target(number: int, name: str) -> dict[str, Any]:
    feature = {"name": "实力", "value": 0.7, "weight": 20.0, "why": "上市"}
    honor = {
        "name": "单项冠军",
        "level": "国家级",
        "year": 2024,
        "rank": None,
        "valid_until": None,
        "expired": False,
    }
    return {
        "rank": number, "enterprise": f"浙江目标{number}纺织股份有限公司", "id": f"name:目标{number}",
        "region": "浙江省绍兴市", "region_code": "330600", "chain": "纺织服装", "segment": name,
        "segment_id": f"纺织服装:{name}", "gap": "补链", "score": 0.62, "fit": 0.56, "lower_bound": 0.57,
        "upper_bound": 0.73, "coverage": 0.65, "stability": 0.9, "mode": "外部招引", "tier": "骨干",
        "honors": [honor], "features": [feature], "checks": [], "also": [],
        "reason": f"目标{number}:面料对应{name}缺口(补链,紧急);62分(57—73)。",
    }  # fmt: skip


def sample() -> Rows:
    """A small county: one chain of six steps with two 配套, one group still undecided."""
    feeds = [*pairwise(STEPS), ("检验检测", "面料"), ("棉纱", "运动服装")]
    figures = {"segments": 8, "covered": 3, "unknown": 2, "coverage": 0.4, "coverage_possible": 0.5}
    more = {"coverage_expected": 0.5, "completeness": None, "local": 3, "elsewhere": 9, "gaps": 3}
    chain = {
        "chain": "纺织服装",
        "group": "纺织系",
        "category": "传统",
        "leaders": ["运动服装本地有限公司"],
        "parks": [],
    }
    undecided = dict.fromkeys([*figures, *more], None)
    return {
        "chains": [
            {**chain, **figures, **more},
            {**chain, **undecided, "chain": "轻跑系", "group": "轻跑系", "leaders": [], "parks": []},
        ],
        "segments": [segment(name, i) for i, name in enumerate(PARTS)],
        "feeds": [
            {
                "chain": "纺织服装", "source": a, "target": b, "source_id": f"纺织服装:{a}", "target_id": f"纺织服装:{b}",
                "necessity": 1.0 if b != "运动服装" or a == "面料" else 0.4, "serves": a == "检验检测", "outside": None,
                "source_chain": "纺织服装", "target_chain": "纺织服装", "confidence": "转载",
            }
            for a, b in feeds
        ],
        "gaps": [gap(name) for name in SCORES],
        "targets": [target(1, "面料"), target(2, "面料"), target(3, "面料"), target(4, "印染")],
        "leaders": [],
        "sources": [{"source": "纺织服装周刊", "date": "2022-05-13", "confidence": "转载", "uses": 8}],
    }  # fmt: skip


def hostile() -> Rows:
    """The same county with names that try to break out, and one of 200 characters."""
    evil = ["</script><script>window.pwned=1</script>", '"><img src=x onerror="window.pwned=1">', "长" * 200]
    text = json.dumps(sample(), ensure_ascii=False)
    for name, bad in zip(["面料", "印染", "棉纱"], evil, strict=True):
        text = text.replace(name, json.dumps(bad)[1:-1])
    rows: Rows = json.loads(text)
    rows["targets"][0]["enterprise"] = f"{evil[1]}\u2028<!--{{{{7*7}}}}"
    rows["targets"][0]["reason"] = evil[0]
    rows["gaps"][0]["evidence"] = [evil[0] + evil[1]]
    return rows


class Visit:
    """A page with all that it said and asked for."""

    def __init__(self, browser: Browser, path: Path, width: int, height: int, address: str = "") -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": height}, accept_downloads=True)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)
        self.page.goto(path.as_uri() + address)
        self.page.wait_for_selector("body.ready", state="attached")
        self.page.wait_for_timeout(150)

    def _console(self, message: ConsoleMessage) -> None:
        if "willReadFrequently" not in message.text:  # the tests' own reading of the canvas
            self.said.append(message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self.said.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")) and not request.is_navigation_request():
            self.asked.append(request.url)

    def nodes(self) -> dict[str, dict[str, Any]]:
        return {n["segment"]: n for n in self.page.evaluate("liantu.nodes")}

    def state(self) -> dict[str, Any]:
        return dict(self.page.evaluate("liantu.state"))

    def click(self, box: dict[str, Any]) -> None:
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.wait_for_timeout(100)


def overlapping(rects: list[dict[str, Any]]) -> list[tuple[str, str]]:
    found = []
    for i, a in enumerate(rects):
        for b in rects[i + 1 :]:
            across = a["x"] < b["x"] + b["width"] and b["x"] < a["x"] + a["width"]
            if across and a["y"] < b["y"] + b["height"] and b["y"] < a["y"] + a["height"]:
                found.append((a.get("segment") or a["name"], b.get("segment") or b["name"]))
    return found
