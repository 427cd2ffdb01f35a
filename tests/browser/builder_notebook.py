"""A builder in a real notebook, in JupyterLab or Notebook 7, used as a learner would use it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.kit import SLOW, Notebook
from tests.browser.test_explorers import write_notebook

IMPORT = "from nnkit.builder import NetworkBuilder"
Open = Callable[..., Notebook]


def opened(
    open_notebook: Open, lab: Any, cells: list[str], name: str, first: int = 1, **how: Any
) -> Notebook:
    """A notebook of these cells below the import; the first of them are run, one after another."""
    notebook = open_notebook(write_notebook(lab, [IMPORT, *cells], name), **how)
    for cell in [IMPORT, *cells[:first]]:
        notebook.run(notebook.cell(cell.splitlines()[0]))
    return notebook


READ = "([section, what]) => Function('store', `return ${what}`)(section.parentElement.nnbStore)"


class Builder:
    """One builder on the page, the `n`th of them."""

    def __init__(self, notebook: Notebook, n: int = 0) -> None:
        self.notebook = notebook
        self.section = self.page.get_by_role("region", name="Neural network builder").nth(n)
        expect(self.section.locator(".nnb-status")).not_to_be_empty(timeout=SLOW)

    @property
    def page(self) -> Page:
        return self.notebook.page

    def button(self, name: str) -> Locator:
        return self.section.get_by_role("button", name=name, exact=True)

    def value(self, expression: str) -> Any:
        """What the page's store holds: `frame.epoch`."""
        return self.page.evaluate(READ, [self.section.element_handle(), f"store.{expression}"])

    def wait(self, condition: str) -> None:
        """Until this is true of the page's `store`."""
        section = self.section.element_handle()
        self.page.wait_for_function(READ, arg=[section, condition], timeout=SLOW)

    def play(self) -> None:
        self.section.get_by_role("button", name=re.compile("Play")).click()

    def pause(self) -> None:
        self.section.get_by_role("button", name=re.compile("Pause")).click()
        self.wait("!store.ui.playing")
        self.settle()

    def settle(self) -> None:
        """Until all that was asked for is answered."""
        self.section.evaluate("(section) => section.parentElement.nnbStore.refresh()")

    def trained(self, epochs: int) -> None:
        """Played for at least so many epochs more, then paused."""
        goal = self.value("frame.epoch") + epochs
        self.play()
        self.wait(f"store.frame.epoch >= {goal}")
        self.pause()

    def layers(self) -> list[str]:
        """The layers as the cards say them, from left to right."""
        return [
            f"{card.get_by_role('textbox').input_value()} "
            f"{card.get_by_role('combobox').input_value()}"
            for card in self.section.locator(".nnb-card.nnb-dense").all()
        ]

    def drag(self, layer: str, onto: Locator) -> None:
        """Take a layer by its handle and let it go on something else."""
        handle = self.section.get_by_role("button", name=re.compile(f"^Move {layer}: drag"))
        handle.scroll_into_view_if_needed()
        start, end = handle.bounding_box(), onto.bounding_box()
        assert start
        assert end
        mouse = self.page.mouse
        mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
        mouse.down()
        mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=8)
        mouse.up()
