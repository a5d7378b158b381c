"""A real browser and the demo's outputs, made once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from cli import demo
from tests.exports.browsers import NONE, launch


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("demo") / "d"
    demo.main(["-o", str(target)], standalone_mode=False)
    return target / "out"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = launch(playwright)
        if opened is None:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NONE)
        yield opened
        opened.close()
