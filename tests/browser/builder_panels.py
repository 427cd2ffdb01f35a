"""Working the builder's panels in a test, and reading what they say."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator

from tests.browser.builder_page import BuilderPage


def session_of(builder: BuilderPage) -> Any:
    return builder.server.kernel


def press(builder: BuilderPage, name: str) -> None:
    builder.page.get_by_role("button", name=name, exact=True).click()
    settled(builder)


def settled(builder: BuilderPage) -> None:
    """Until every message is answered and the numbers for people are written."""
    builder.page.evaluate("store.refresh()")
    builder.page.wait_for_timeout(300)


def run(builder: BuilderPage, epochs: int) -> None:
    """Train so long exactly, and show it."""
    session_of(builder).run(epochs)
    settled(builder)


def probe(builder: BuilderPage, name: str) -> Locator:
    return builder.page.get_by_role("slider", name=f"{name}, epoch by epoch")


def said(slider: Locator) -> str:
    return slider.get_attribute("aria-valuetext") or ""
