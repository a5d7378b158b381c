"""The map in a real browser: nothing leaves the page, nothing fails, a click shows the evidence, names do nothing."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, Page

from exports import map as chain_map
from graph import modules
from tests.county import FIRMS, make


def opened(browser: Browser, path: Path, anchor: str = "") -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    noise: list[str] = []
    page.on("console", lambda m: noise.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: noise.append(str(e)))
    page.on("dialog", lambda d: noise.append(d.message))
    page.on(
        "request",
        lambda r: noise.append(r.url) if not r.url.startswith(("file:", "data:", "blob:")) else None,
    )
    page.goto(path.as_uri() + anchor)
    page.wait_for_function("window.liantu !== undefined")
    return page, noise


def test_the_seed_opens_quietly_and_shows_why(browser: Browser, outputs: Path) -> None:
    path = outputs / "招商图谱.html"
    assert path.stat().st_size < 3_000_000
    page, noise = opened(browser, path, "#chain=纺织服装&view=缺口")
    page.wait_for_timeout(500)
    rows = json.loads((outputs / "gaps.json").read_text(encoding="utf-8"))
    dye = next(r for r in rows if r["segment_id"] == "纺织服装:印染" and r["chain"] == "纺织服装")
    page.evaluate("window.liantu.select('纺织服装:印染')")
    text = page.inner_text("body")
    assert dye["kind"] in text
    assert "为什么是缺口" in text
    assert "生态印染科技产业园" in text
    assert "本库未见 ≠ 县里没有" in text
    assert noise == []


def test_hostile_names_do_nothing(browser: Browser, tmp_path: Path) -> None:
    bad = '"</script><script>alert(1)</script><img src=x onerror=alert(2)>"'
    store, _ = make(tmp_path, {"企业.csv": FIRMS + f"{bad},411426,棉纱\n"})
    rows = {
        name: [r.model_dump(mode="json") for r in modules.load("queries", name).answer(store, **options)]
        for name, options in chain_map.NEEDS.items()
    }
    about = {"county": "夏邑县", "region": "411426", "as_of": "2026-01-01", "policy": {}, "project": "夏邑县"}
    ((path, _),) = chain_map.write(rows, tmp_path, about)
    page, noise = opened(browser, path)
    page.evaluate("window.liantu.select('纺织服装:纺纱')")
    page.wait_for_timeout(300)
    assert noise == []
