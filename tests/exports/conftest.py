"""A real browser and the demo's outputs, made once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from cli import demo
from exports import map as export
from tests.exports.browsers import NONE, launch
from tests.exports.maps import ABOUT, Visit, sample


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


@pytest.fixture(scope="session")
def map_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export.write(sample(), tmp_path_factory.mktemp("map"), ABOUT)[0][0]


@pytest.fixture
def visit(browser: Browser, map_file: Path) -> Iterator[Visit]:
    made = Visit(browser, map_file, 1920, 1080)
    yield made
    made.page.close()
    assert made.said == []
    assert made.asked == []
