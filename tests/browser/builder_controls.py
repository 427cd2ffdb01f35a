"""What the tests of the builder's controls share: specs, and hands on the controls."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.builder_page import BuilderPage
from tests.browser.test_builder_page import SPIRAL

DENSE = {"kind": "dense", "units": 8, "activation": "tanh"}
FOUR = {"kind": "dense", "units": 4, "activation": "relu"}
DROPOUT = {"kind": "dropout", "p": 0.2}
BATCH_NORM = {"kind": "batch_norm"}
TWO = SPIRAL | {"layers": [DENSE, FOUR]}
MIXED = SPIRAL | {"layers": [DENSE, DROPOUT, FOUR, BATCH_NORM]}


def locked(**locks: Any) -> dict[str, Any]:
    return SPIRAL | {"locks": locks}


def spec_of(builder: BuilderPage) -> dict[str, Any]:
    session: Any = builder.server.kernel
    json: dict[str, Any] = session.trainer.spec.to_json()
    return json


def units(builder: BuilderPage) -> list[int | str]:
    return [each.get("units", each["kind"]) for each in spec_of(builder)["layers"]]


def handle(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Move {name}: ")


def settled(builder: BuilderPage) -> None:
    """Until every message is answered."""
    builder.page.evaluate("store.refresh()")


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def press(builder: BuilderPage, name: str) -> None:
    builder.page.get_by_role("button", name=name, exact=True).click()
    settled(builder)
