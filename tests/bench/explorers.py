"""How long an explorer takes to follow: in the kernel, and from the drag to the painted picture."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Page, expect, sync_playwright

from nnkit import explore, nn
from nnkit.explore.downhill import RATES
from tests.browser.kit import CHROMIUM_FLAGS, SLOW, Notebook, running_lab
from tests.browser.test_explorers import group, write_notebook

Row = tuple[str, float, str, str]
MOVES = 100
SWEEPS = 6
# Notes when the slider took a value, and when the picture of that value had been painted.
WATCH = r"""
(panel) => {
    const [image, status] = [panel.querySelector("img"), panel.querySelector("[role=status]")];
    const range = panel.querySelectorAll("input[type=range]")[1];
    const moved = new Map();
    window.painted = [];
    range.addEventListener("input", () => {
        moved.set(range.getAttribute("aria-valuetext"), performance.now());
    });
    image.addEventListener("load", () => {
        const value = status.textContent.match(/w = \([^,]+, ([^)]+)\)/)[1];
        const start = moved.get(value);
        moved.delete(value);
        if (start === undefined) return;
        requestAnimationFrame(() => {
            setTimeout(() => window.painted.push(performance.now() - start));
        });
    });
}
"""


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]


def rows() -> Iterator[Row]:
    yield from _in_the_kernel("neuron, step", _slider("step"))
    yield from _in_the_kernel("neuron, sigmoid", _slider("sigmoid"))
    yield from _in_the_kernel("perceptron, Step", _stepping())
    yield from _in_the_kernel("activations, z", _probing("z", range(-6, 7)))
    yield from _in_the_kernel("activations, n layers", _probing("layers", range(1, 21)))
    yield from _in_the_kernel("forward pass, x1", _pushing())
    yield from _in_the_kernel("backpropagation, Δw", _nudging())
    yield from _in_the_kernel("approximation, bumps", _widening("bumps", 12))
    yield from _in_the_kernel("approximation, units", _widening("units", 40))
    yield from _in_the_kernel("descent, α after 100 steps", _bending())
    yield _burst()
    yield from _in_the_browser()


def _in_the_kernel(name: str, move: Callable[[], None]) -> Iterator[Row]:
    times = []
    for _ in range(MOVES):
        start = perf_counter()
        move()
        times.append(1000 * (perf_counter() - start))
    yield f"{name}: update, median", percentile(times, 0.5), "ms", f"of {MOVES}"
    yield f"{name}: update, p95", percentile(times, 0.95), "ms", "goal: at most 100"


def _slider(activation: str) -> Callable[[], None]:
    explorer = explore.neuron()
    explorer.data, explorer.activation, explorer.perceptron = "two blobs", activation, True
    explorer.wait()
    values = random.Random(0)

    def move() -> None:
        explorer.w2 = values.randrange(-24, 24) / 8
        explorer.wait()

    return move


def _stepping() -> Callable[[], None]:
    explorer = explore.perceptron()
    explorer.data = "two blobs"
    explorer.wait()

    def step() -> None:
        explorer.press("step")
        explorer.wait()

    return step


def _probing(trait: str, values: range) -> Callable[[], None]:
    explorer = explore.activations({"mine": (nn.sigmoid, nn.sigmoid.derivative)})
    explorer.layers, explorer.spread = 10, 4.0
    explorer.wait()
    choices = random.Random(0)

    def move() -> None:
        setattr(explorer, trait, choices.choice(values))
        explorer.wait()

    return move


def _pushing() -> Callable[[], None]:
    explorer = explore.forward()
    explorer.steps = 4
    explorer.wait()
    values = random.Random(0)

    def push() -> None:
        explorer.x1 = values.randrange(-6, 7) / 2
        explorer.wait()

    return push


def _nudging() -> Callable[[], None]:
    explorer = explore.backprop(nn.forward, nn.backward)
    explorer.press("end")
    explorer.edge = "W1₁₂, from x2 to z1"
    explorer.guess = "negative"
    values = random.Random(0)

    def nudge() -> None:
        explorer.change = 0.01 * 2 ** values.randrange(7)
        explorer.wait()

    return nudge


def _widening(trait: str, most: int) -> Callable[[], None]:
    explorer = explore.approximation()
    values = random.Random(0)

    def widen() -> None:
        setattr(explorer, trait, values.randrange(1, most + 1))
        explorer.wait()

    return widen


def _bending() -> Callable[[], None]:
    explorer = explore.descent()
    explorer.steps = 100
    explorer.wait()
    values = random.Random(0)

    def bend() -> None:
        explorer.rate = values.choice(RATES)
        explorer.wait()

    return bend


def _burst() -> Row:
    explorer = explore.neuron()
    start = perf_counter()
    for move in range(50):
        explorer.w1 = move / 16 - 1
    explorer.wait()
    took = 1000 * (perf_counter() - start)
    return "neuron: a burst of 50 moves, until all is drawn", took, "ms", "ends on the newest"


def _in_the_browser() -> Iterator[Row]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        yield "drag to painted picture", float("nan"), "", "not measured: no chromium here"
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lab(Path(folder)) as lab,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        page = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
        notebook = Notebook(page, lab, "bench").open(write_notebook(lab))
        notebook.run_all()
        times = _dragged(notebook)
        browser.close()
    note = f"of {len(times)} pictures in {SWEEPS} drags"
    yield "drag to painted picture, median", percentile(times, 0.5), "ms", note
    yield "drag to painted picture, p95", percentile(times, 0.95), "ms", "goal: at most 250"


def _dragged(notebook: Notebook) -> list[float]:
    """Milliseconds from a slider's value to its painted picture, while dragging to and fro."""
    panel = group(notebook, "Explorer: one neuron").first
    slider = panel.get_by_role("slider", name="w2, weight of x2")
    expect(panel.get_by_role("status")).to_contain_text("Right on", timeout=SLOW)
    expect(group(notebook, "Explorer: one neuron").last.get_by_role("status")).to_contain_text(
        "raised", timeout=SLOW
    )
    panel.get_by_role("combobox", name="Activation").select_option("sigmoid")
    panel.evaluate(WATCH)
    _sweep(notebook.page, slider.bounding_box() or {})
    times: list[float] = notebook.page.evaluate("window.painted")
    return times


def _sweep(page: Page, box: dict[str, float]) -> None:
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.4 * box["width"], middle)
    page.mouse.down()
    for sweep in range(SWEEPS):
        for step in range(60):
            share = step / 60 if sweep % 2 == 0 else 1 - step / 60
            page.mouse.move(box["x"] + (0.05 + 0.9 * share) * box["width"], middle)
            page.wait_for_timeout(16)
    page.mouse.up()
    page.wait_for_timeout(1000)
