"""Fixtures of the browser tests: one JupyterLab a worker, one page a test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.kit import CHROMIUM_FLAGS, Lab, Notebook, running_lab


@pytest.fixture(scope="session")
def lab(tmp_path_factory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("The browser tests need Debian's package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_notebook(request, lab: Lab, browser: Browser) -> Iterator[Callable[..., Notebook]]:
    """Opens a notebook by its path in work/; afterwards nothing may have gone wrong in it."""
    opened: list[Notebook] = []

    def open_one(path: str, *, front: str = "lab", width: int = 1200, **context: Any) -> Notebook:
        new = browser.new_context(viewport={"width": width, "height": 900}, **context)
        opened.append(Notebook(new.new_page(), lab, request.node.name, front))
        return opened[-1].open(path)

    yield open_one
    for notebook in opened:
        notebook.assert_healthy()
        notebook.page.context.close()
