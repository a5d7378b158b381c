"""A real browser and the demo's outputs, made once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from cli import demo


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("demo") / "d"
    demo.main(["-o", str(target)], standalone_mode=False)
    return target / "out"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("LIANTU_BROWSER") or next(
        filter(None, map(shutil.which, ("chromium", "chrome"))), None
    )
    with sync_playwright() as playwright:
        if found is None:
            reason = "没有浏览器;装 chromium,或用 LIANTU_BROWSER 指明"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()
