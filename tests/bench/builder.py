"""The Network Builder: frames in the kernel, and a page in JupyterLab that shows all of them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from playwright.sync_api import sync_playwright

from nnkit.builder import NetworkBuilder, assets
from tests.bench.explorers import Row, percentile
from tests.bench.memory import PAGE
from tests.browser.builder_notebook import IMPORT, Builder
from tests.browser.kit import CHROMIUM_FLAGS, Notebook, running_lab
from tests.browser.test_explorers import write_notebook

CELL = "b = NetworkBuilder(data='spiral', samples=250, hidden=[8, 8], optimiser='adam')\nb"
FRAMES = 2000
SECONDS = 6
CHANGES = 60
PLAY = """([section, seconds]) => {
  const store = section.parentElement.nnbStore;
  const now = () => [performance.now(), store.paints, store.frame.epoch];
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  return wait(1000).then(now).then((a) => wait(1000 * seconds).then(() => {
    const b = now();
    return [1, 2].map((i) => (1000 * (b[i] - a[i])) / (b[0] - a[0]));
  }));
}"""
# Notes when a control was moved, and when the first picture with the kernel's answer was painted.
WATCH = """(section) => {
  const store = section.parentElement.nnbStore;
  const choices = () => JSON.stringify(store.spec);
  let start = 0;
  let before = "";
  window.effects = [];
  section.addEventListener("keydown", () => {
    start = performance.now();
    before = choices();
  }, true);
  store.on("frame", () => {
    if (!start || choices() === before) return;
    const from = start;
    start = 0;
    setTimeout(() => window.effects.push(performance.now() - from));
  });
}"""


def rows() -> Iterator[Row]:
    size = len(assets.ESM.encode()) / 1000
    note = f"goal: below 100; {len(assets.SOURCE.encode()) / 1000:.0f} kB before it is deflated"
    yield "the page's module, one file", size, "kB", note
    yield from _frames()
    yield _memory()
    yield from _in_jupyterlab()


def new_builder() -> Any:
    """The network that is measured: 2-8-8-1 on 250 points."""
    return NetworkBuilder(data="spiral", samples=250, hidden=[8, 8], optimiser="adam")


def ask(session: Any, seen: dict[str, int | None], **slice_: Any) -> tuple[dict[str, Any], int]:
    """A frame as the page asks for it while it plays; and its bytes."""
    message = {"do": "frame", "train": bool(slice_), "slice": slice_, "view": "gradients"}
    content, buffers = session.handle(message | {"maps": True, "seen": seen, "id": "1"})
    seen |= {"layout": session.trainer.layout_version, "history": content["history"]["version"]}
    return content, sum(len(buffer) for buffer in buffers) + len(str(content))


def _frames() -> Iterator[Row]:
    session, seen = new_builder()._session, {"layout": None, "history": None}
    first = ask(session, seen)[1]
    times, sizes = [], []
    for _ in range(FRAMES // 4):
        session.trainer.work(0.008)
        start = perf_counter()
        sizes.append(ask(session, seen)[1])
        times.append(1000 * (perf_counter() - start))
    yield "pack a frame, 2-8-8-1, median", percentile(times, 0.5), "ms", "goal: at most 1"
    yield "pack a frame, p95", percentile(times, 0.95), "ms", f"of {len(times)}, while it trains"
    yield "largest frame", max(sizes) / 1000, "kB", f"goal: at most 64; first {first / 1000:.0f}"


def _memory() -> Row:
    session, seen = new_builder()._session, {"layout": None, "history": None}
    for _ in range(FRAMES):  # until history and snapshots are full
        ask(session, seen, epochs=2)
    halves = [_resident()]
    for _ in range(2):
        for _ in range(FRAMES):
            ask(session, seen, epochs=2)
        halves.append(_resident())
    growth = [after - before for before, after in pairwise(halves)]
    note = f"and in the first {growth[0]:.2f}; {session.trainer.epoch:,} epochs; goal: flat"
    return f"memory, growth in the second {FRAMES:,} frames", growth[1], "MB", note


def _resident() -> float:
    if not os.path.exists("/proc/self/statm"):
        return float("nan")
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


def _in_jupyterlab() -> Iterator[Row]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        yield "in JupyterLab", float("nan"), "", "not measured: no chromium here"
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lab(Path(folder)) as lab,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        page = browser.new_context(viewport={"width": 1500, "height": 1300}).new_page()
        notebook = Notebook(page, lab, "bench").open(write_notebook(lab, [IMPORT, CELL], "bench"))
        notebook.run_all()
        yield from _played(Builder(notebook))
        browser.close()


def _played(builder: Builder) -> Iterator[Row]:
    builder.section.scroll_into_view_if_needed()
    builder.play()
    paints, epochs = builder.page.evaluate(PLAY, [builder.section.element_handle(), SECONDS])
    load = f"{os.getloadavg()[0]:.1f} of {os.cpu_count()}" if hasattr(os, "getloadavg") else "?"
    note = f"goal: at least 30, on 2 idle cores; busy before: {load}"
    yield "painted frames, training 2-8-8-1", paints, "/s", note
    yield "epochs, with the page open", epochs, "/s", "goal: at least 400"
    times = _changed(builder)
    yield "control to effect, median", percentile(times, 0.5), "ms", f"of {len(times)}, training"
    yield "control to effect, p95", percentile(times, 0.95), "ms", "goal: at most 100"


def _changed(builder: Builder) -> list[float]:
    """Milliseconds from a key on the slider of the learning rate to the picture that knows it."""
    builder.section.evaluate(WATCH)
    slider = builder.section.get_by_role("slider", name="Learning rate, slider")
    slider.focus()
    for change in range(CHANGES):
        builder.page.keyboard.press("ArrowLeft" if change % 2 else "ArrowRight")
        builder.page.wait_for_timeout(150)
    times: list[float] = builder.page.evaluate("window.effects")
    return times
