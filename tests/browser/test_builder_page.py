"""The builder's page with a real session behind it, without JupyterLab: fast, so most is here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, expect

from nnkit.builder import assets
from nnkit.builder.session import Session
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer
from tests.browser.builder_page import BuilderPage, serving
from tests.quiz.harness import OVERFLOWING, grave_barriers

SPIRAL: dict[str, Any] = {
    "version": 1,
    "data": {"name": "spiral"},
    "features": ["x1", "x2"],
    "layers": [{"kind": "dense", "units": 8, "activation": "tanh"}] * 2,
    "training": {"optimiser": "adam", "lr": 0.03},
}
Open = Callable[..., BuilderPage]


@pytest.fixture
def open_builder(browser: Browser) -> Iterator[Open]:
    """Opens a page with a builder of a spec; afterwards nothing may have gone wrong in it."""
    closing: list[Callable[[], None]] = []
    opened: list[BuilderPage] = []

    def open_one(
        spec: dict[str, Any] = SPIRAL, *, width: int = 1200, theme: str = "light", **context: Any
    ) -> BuilderPage:
        server = serving(Session(Trainer(Spec.from_json(spec))))
        page = browser.new_context(viewport={"width": width, "height": 800}, **context).new_page()
        opened.append(BuilderPage(page, server.__enter__(), theme))
        closing.extend([page.context.close, lambda: server.__exit__(None, None, None)])
        return opened[-1]

    yield open_one
    errors = [error for each in opened for error in each.errors]
    for close in closing:
        close()
    assert errors == []


def with_layers(*layers: dict[str, Any], **data: Any) -> dict[str, Any]:
    return SPIRAL | {"layers": list(layers), "data": SPIRAL["data"] | data}


def neuron(builder: BuilderPage, name: str) -> Locator:
    return builder.page.get_by_role("button", name=name, exact=True)


def inspected(builder: BuilderPage) -> str:
    return builder.page.locator(".nnb-inspect").inner_text()


def weights(builder: BuilderPage, place: str) -> np.ndarray:
    session: Any = builder.server.kernel
    return session.trainer.network.params[place]


def test_the_module_is_one_small_file_without_imports_or_addresses():
    assert len(assets.ESM.encode()) < 100_000
    assert not re.search(r"^\s*import\b|\bimport\(", assets.SOURCE, re.MULTILINE)
    assert re.findall(r"https?://[^\"]*", assets.SOURCE) == ["http://www.w3.org/2000/svg"]
    assert assets.SOURCE.count("export default") == 1


def test_training_is_painted_while_it_goes_on(open_builder: Open):
    builder = open_builder()
    measured = builder.play(2)
    assert measured["epochs"] > 20
    assert measured["paints"] > 5  # `make bench` measures; here it only has to move
    assert builder.page.evaluate("store.history.count") > 20
    assert max(builder.server.sizes) <= 64_000


def test_pausing_shows_the_state_in_which_the_kernel_stands(open_builder: Open):
    builder = open_builder()
    builder.play(0.3)
    shown = builder.page.evaluate("Array.from(store.arrays.weights)")
    session: Any = builder.server.kernel
    flat = [each.array.ravel() for each in session.trainer.parameters()]
    np.testing.assert_allclose(shown, np.concatenate(flat), rtol=1e-6, atol=1e-9)


def test_arrow_keys_go_from_neuron_to_neuron_and_enter_to_the_edges(open_builder: Open):
    builder = open_builder()
    press = builder.page.keyboard.press
    neuron(builder, "x₁").focus()
    press("ArrowRight")
    press("ArrowUp")
    press("ArrowRight")
    expect(neuron(builder, "neuron 3 of layer 2")).to_be_focused()
    assert "Neuron 3 of layer 2, tanh" in inspected(builder)
    press("Enter")
    press("ArrowDown")
    value = f"{weights(builder, '2.W')[2, 1]:.4g}".replace("-", "−")
    expect(builder.page.get_by_role("button", name=f"weight {value}")).to_be_focused()
    assert "neuron 2 of layer 1 → neuron 3 of layer 2" in inspected(builder)
    press("Escape")
    expect(neuron(builder, "neuron 3 of layer 2")).to_be_focused()


def test_only_one_neuron_is_a_tab_stop(open_builder: Open):
    builder = open_builder()
    neuron(builder, "neuron 5 of layer 1").focus()
    assert builder.page.locator(".nnb-unit[tabindex='0']").count() == 1


def test_the_edge_under_the_mouse_shows_its_three_numbers(open_builder: Open):
    builder = open_builder(with_layers({"kind": "dense", "units": 1, "activation": "tanh"}))
    builder.play(0.2)
    names = ("neuron 1 of layer 1", "the output")
    start, end = (neuron(builder, name).bounding_box() for name in names)
    assert start
    assert end
    middle = start["y"] + start["height"] / 2
    builder.page.mouse.move((start["x"] + start["width"] + end["x"]) / 2, middle)
    panel = builder.page.locator(".nnb-inspect")
    value = f"{weights(builder, '2.W')[0, 0]:.4g}".replace("-", "−")
    expect(panel).to_contain_text(value.rstrip("0"))
    expect(panel).not_to_contain_text("not yet")
    for name in ("weight", "gradient", "last update"):
        expect(panel).to_contain_text(name)


def test_gradients_and_updates_can_be_shown_on_the_edges(open_builder: Open):
    builder = open_builder()
    builder.play(0.2)
    for text, view in (("Gradients", "gradients"), ("Last updates", "updates")):
        builder.page.get_by_role("button", name=text).click()
        builder.page.wait_for_function(f"store.arrays.{view}?.length === store.layout.parameters")
        expect(builder.page.locator(".nnb-scale")).to_contain_text("widest")


def test_a_blocking_cell_is_told_and_training_goes_on_after_it(open_builder: Open):
    builder = open_builder()
    banner = builder.page.get_by_role("alert")
    with builder.server.busy:
        builder.page.evaluate("store.setUi({ playing: true })")
        expect(banner).to_contain_text("busy with another cell")
        epoch = builder.page.evaluate("store.frame.epoch")
    expect(banner).to_be_hidden()
    builder.page.wait_for_function(f"store.frame.epoch > {epoch + 3}")


def test_an_edit_that_cannot_be_is_told_and_changes_nothing(open_builder: Open):
    builder = open_builder()
    builder.page.evaluate("store.edit((spec) => { spec.data.samples = 1000000; })")
    expect(builder.page.get_by_role("alert")).to_contain_text("20,000")
    assert builder.page.evaluate("store.spec.data.samples") == 250


def test_edits_faster_than_answers_become_one(open_builder: Open):
    builder = open_builder()
    before = len(builder.server.sent)
    builder.page.evaluate(
        """Promise.all([1, 2, 3, 4, 5].map((i) => store.edit((spec) => {
          spec.training.lr = i / 100;
        })))"""
    )
    sets = [each for each in builder.server.sent[before:] if each["do"] == "set"]
    assert len(sets) <= 2
    assert builder.page.evaluate("store.spec.training.lr") == 0.05


def test_two_views_of_one_builder_do_not_disturb_each_other(open_builder: Open):
    builder = open_builder()
    builder.page.evaluate("async () => { [window.other] = await window.show(); }")
    builder.page.wait_for_function("window.other.frame !== null")
    builder.play(0.5)
    assert builder.page.evaluate("window.other.frame.epoch") == 0
    builder.page.locator(".nnb").nth(1).hover()
    builder.page.wait_for_function("window.other.frame.epoch === store.frame.epoch")


def test_a_closed_view_is_silent(open_builder: Open):
    builder = open_builder()
    builder.page.evaluate("store.setUi({ playing: true })")
    builder.page.evaluate("closeBuilder()")
    builder.page.wait_for_timeout(300)
    before = len(builder.server.sent)
    builder.page.wait_for_timeout(300)
    assert len(builder.server.sent) == before
    assert builder.page.locator(".nnb").count() == 0


def test_points_are_drawn_by_keyboard(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("button", name="Draw points").click()
    builder.page.get_by_role("application").focus()
    keys = ("1", "Enter", "ArrowUp", "Enter", "2", "ArrowRight", "Enter", "ArrowRight", "Enter")
    for key in keys:
        builder.page.keyboard.press(key)
    builder.page.wait_for_function("store.spec.data.points.length === 4")
    assert [point[2] for point in builder.page.evaluate("store.spec.data.points")] == [0, 0, 1, 1]
    builder.page.keyboard.press("Enter")
    builder.page.keyboard.press("Delete")
    builder.page.wait_for_function("store.spec.data.points.length === 4")


def test_points_are_drawn_by_mouse(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("button", name="Draw points").click()
    field = builder.page.get_by_role("application")
    for label, x in ((1, 80), (1, 100), (2, 160), (2, 180)):
        builder.page.get_by_role("button", name=f"Draw class {label}").click()
        field.click(position={"x": x, "y": 100})
    builder.page.wait_for_function("store.spec.data.points.length === 4")
    builder.play(0.3)
    trained = builder.page.evaluate("store.frame.steps")
    field.click(position={"x": 200, "y": 100})
    builder.page.wait_for_function("store.spec.data.points.length === 5")
    assert builder.page.evaluate("store.frame.steps") == trained > 0


def test_reduced_motion_paints_seldom_and_trains_all_the_same(open_builder: Open):
    builder = open_builder(reduced_motion="reduce")
    measured = builder.play(1.5)
    assert measured["paints"] <= 4.5
    assert measured["epochs"] > 20


@pytest.mark.parametrize("width", [360, 700, 1000, 1600])
def test_nothing_reaches_beyond_the_page(open_builder: Open, width: int):
    builder = open_builder(width=width)
    outside = [
        each for each in builder.page.evaluate(OVERFLOWING) if "nnb-" not in each or width > 360
    ]
    assert outside == []
    assert builder.page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_large_weights_are_written_as_people_read_them(open_builder: Open):
    builder = open_builder()
    next(iter(builder.server.kernel.trainer.network.params.values()))[:] = 487
    builder.page.evaluate("store.refresh()")
    expect(builder.page.get_by_text("widest: 490")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_grave_barriers(open_builder: Open, theme: str):
    builder = open_builder(theme=theme)
    builder.play(0.3)
    neuron(builder, "neuron 2 of layer 1").focus()
    assert grave_barriers(builder.page, ".nnb") == []


def test_the_theme_is_followed(open_builder: Open):
    builder = open_builder(theme="dark")
    assert builder.page.evaluate("store.colours.dark")
    builder.page.evaluate(
        """() => {
          document.documentElement.style.setProperty("--jp-content-font-color0", "#222");
          document.body.dataset.jpThemeLight = "true";
        }"""
    )
    builder.page.wait_for_function("!store.colours.dark")


def test_drawn_points_leave_the_plane_where_it_is(open_builder: Open):
    builder = open_builder()
    builder.page.get_by_role("button", name="Draw points").click()
    field = builder.page.get_by_role("application")
    for label, x, y in ((1, 80, 90), (1, 100, 90), (2, 160, 90), (2, 170, 90)):
        builder.page.get_by_role("button", name=f"Draw class {label}").click()
        field.click(position={"x": x, "y": y})
    builder.page.wait_for_function("store.spec.data.points.length === 4")
    before = builder.page.evaluate("store.layout.plane")
    assert before["low"] == pytest.approx([-1.2, -1.2])
    for x, y in ((275, 15), (45, 220)):  # as far out as one can click
        field.click(position={"x": x, "y": y})
    builder.page.wait_for_function("store.spec.data.points.length === 6")
    after = builder.page.evaluate("store.layout.plane")
    assert [*after["low"], *after["high"]] == pytest.approx([*before["low"], *before["high"]], 0.01)


def test_slow_mode_stays_on_the_picture_until_it_ends(open_builder: Open):
    builder = open_builder()
    for to in ("start", "next"):
        builder.page.evaluate("(to) => store.send({ do: 'slow', to, edge: null })", to)
    assert builder.page.evaluate("store.slow.columns[1].a.length") == 8
    builder.page.evaluate("store.refresh()")
    assert builder.page.evaluate("store.slow.step") == 1
    builder.page.evaluate("store.send({ do: 'slow', to: 'stop', edge: null })")
    builder.page.wait_for_function("store.slow === null")
