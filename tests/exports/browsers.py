"""Which browser the tests drive: the one named, one on the PATH, or an installed Edge or Chrome."""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Browser, Error, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHANNELS = ("msedge", "chrome")
NONE = "没有浏览器：装 chromium、Edge 或 Chrome，或用 LIANTU_BROWSER 指明它的路径"


def executable() -> str | None:
    """LIANTU_BROWSER, else the first chromium or chrome on the PATH."""
    return os.environ.get("LIANTU_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser | None:
    """A headless browser, None when there is none."""
    found = executable()
    if found is not None:
        return playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
    for channel in CHANNELS:
        try:
            return playwright.chromium.launch(channel=channel, args=["--no-sandbox"])
        except Error:  # not installed
            continue
    return None
