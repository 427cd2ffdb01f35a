"""The builder and its kernel: other cells, one blocked or restarted, a closed or hidden page."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.builder_notebook import Builder, opened
from tests.browser.kit import SLOW

STALLED = """
class MyDense:
    def __init__(self, n_in, n_out):
        self.W, self.b = np.zeros((n_out, n_in)), np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.w.T + self.b

    def backward(self, dY):
        self.dW, self.db = dY.T @ self.X, dY.sum(axis=0)
        return dY @ self.W

own = NetworkBuilder(layers=[MyDense])
own
"""


def test_other_cells_run_while_it_trains_and_a_blocking_one_pauses_it(open_notebook, lab):
    cells = ["b = NetworkBuilder(hidden=[8, 8])\nb", "print(6 * 7)", "import time\ntime.sleep(3)"]
    notebook = opened(open_notebook, lab, cells, "cells")
    builder = Builder(notebook)
    builder.play()
    builder.wait("store.frame.epoch > 20")
    expect(notebook.run(notebook.cell("6 * 7"))).to_have_text("42")
    assert builder.value("ui.playing")

    blocking = notebook.cell("time.sleep")
    blocking.locator(".cm-content").click()
    notebook.page.keyboard.press("ControlOrMeta+Enter")
    banner = builder.section.get_by_role("alert").filter(has_text="busy with another cell")
    expect(banner).to_be_visible()
    at = builder.value("frame.epoch")
    expect(banner).to_be_hidden(timeout=10_000)
    builder.wait(f"store.frame.epoch > {at + 20}")  # and goes on by itself
    builder.pause()


def test_a_restarted_kernel_is_told_and_the_cell_brings_it_back(open_notebook, lab):
    notebook = opened(open_notebook, lab, ["b = NetworkBuilder(hidden=[4])\nb"], "restarted")
    builder = Builder(notebook)
    builder.play()
    builder.wait("store.frame.epoch > 20")
    notebook.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()"
    )
    banner = builder.section.get_by_role("alert").filter(has_text="run this cell again")
    expect(banner).to_be_visible(timeout=SLOW)
    notebook.run(notebook.cell("import NetworkBuilder"))
    notebook.run(notebook.cell("hidden=[4]"))
    again = Builder(notebook)
    again.trained(10)


def test_a_page_closed_while_training_leaves_a_quiet_kernel(open_notebook, lab):
    cells = ["b = NetworkBuilder(hidden=[4])\nb", "print(b.trainer.steps)"]
    notebook = opened(open_notebook, lab, cells, "closed")
    builder = Builder(notebook)
    builder.play()
    builder.wait("store.frame.epoch > 20")
    notebook.page.reload()
    expect(notebook.page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=SLOW)
    steps = notebook.cell("print(b.trainer.steps)")
    done = notebook.run(steps).inner_text()
    assert int(done) > 20
    notebook.page.wait_for_timeout(500)
    assert notebook.run(steps).inner_text() == done


def test_two_builders_and_a_second_view_train_side_by_side(open_notebook, lab):
    cells = ["b = NetworkBuilder(hidden=[4])\nb", "c = NetworkBuilder('xor')\nc", "b  # again"]
    notebook = opened(open_notebook, lab, cells, "two", first=3)
    first, second, again = (Builder(notebook, n) for n in range(3))
    first.play()
    second.play()
    first.wait("store.frame.epoch > 30")
    second.wait("store.frame.epoch > 30")
    first.pause()
    second.wait("store.frame.epoch > 60")
    second.pause()
    assert first.value("spec.data.name") != second.value("spec.data.name")
    again.section.hover()
    again.wait(f"store.frame.epoch === {first.value('frame.epoch')}")


def test_a_hidden_page_trains_on_without_painting(open_notebook, lab):
    notebook = opened(open_notebook, lab, ["b = NetworkBuilder(hidden=[4])\nb"], "hidden")
    builder = Builder(notebook)
    builder.play()
    builder.wait("store.frame.epoch > 20")
    hide = """(hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    notebook.page.evaluate(hide, True)
    notebook.page.wait_for_timeout(300)
    at, stamp = builder.value("frame.epoch"), builder.value("arrays.stamps.maps")
    builder.wait(f"store.frame.epoch > {at + 20}")
    assert builder.value("arrays.stamps.maps") == stamp  # no pictures for nobody
    notebook.page.evaluate(hide, False)
    builder.wait(f"store.arrays.stamps.maps !== '{stamp}'")
    builder.pause()


def test_an_own_class_that_raises_is_named_with_its_line(open_notebook, lab):
    cells = ["import numpy as np\n" + STALLED]
    notebook = opened(open_notebook, lab, cells, "own")
    builder = Builder(notebook)
    findings = builder.section.get_by_label("What the training shows")
    expect(findings).to_contain_text("MyDense")
    expect(findings).to_contain_text(re.compile(r"line \d+"))
    expect(findings).to_contain_text("self.w.T")
    problem = builder.value("frame.problem")
    assert problem["kind"] == "own"
    assert builder.value("picture.guilty") is not None
    notebook.screenshot("raised", builder.section)
