"""The perceptron explorer: forward, back, to the end, and with functions that are wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnkit import explore, nn
from nnkit.explore.datasets import DATA
from nnkit.explore.stepping import RATES, PerceptronExplorer
from nnkit.explore.training_run import EPOCHS

SEPARABLE = [name for name in DATA if name != "XOR"]


def pressed(explorer: PerceptronExplorer, *words: str) -> PerceptronExplorer:
    """The explorer after these buttons, with everything drawn."""
    for word in words:
        explorer._handle_custom_msg({"press": word}, [])
    assert explorer.wait()
    return explorer


def chosen(update: Any = nn.perceptron_update, **state: Any) -> PerceptronExplorer:
    explorer = explore.perceptron(update)
    explorer.set_state(state)
    return explorer


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("name", SEPARABLE)
def test_stepped_to_the_end_it_is_perceptron_fit(name: str, rate: float) -> None:
    explorer = chosen(data=name, rate=rate)
    w, b, mistakes = nn.perceptron_fit(DATA[name].X, DATA[name].y, rate, EPOCHS)
    explorer.press("end")
    run = explorer._run(name, rate)
    assert explorer.steps == len(mistakes) * len(DATA[name])
    assert run.mistakes(explorer.steps) == mistakes
    found = run.lesson(explorer.steps).after
    assert found.w.tolist() == w.tolist()
    assert found.b == b
    assert run.settled(explorer.steps)


def test_single_steps_arrive_where_the_run_to_the_end_does() -> None:
    stepped, run = chosen(data="OR"), chosen(data="OR")
    pressed(run, "end")
    pressed(stepped, *["step"] * (run.steps + 3))
    assert stepped.shown == run.shown
    assert "An epoch without a mistake: it has finished." in run.shown.said


def test_back_undoes_a_step_exactly() -> None:
    explorer = chosen(data="NAND")
    explorer.wait()
    frames = [explorer.shown]
    for _ in range(6):
        frames.append(pressed(explorer, "step").shown)
    for frame in reversed(frames[:-1]):
        assert pressed(explorer, "back").shown == frame
    assert pressed(explorer, "back").shown == frames[0]


def test_what_is_shown_is_the_figure_of_its_state() -> None:
    explorer = pressed(chosen(data="two blobs", rate=0.5), "epoch", "step", "step")
    assert explorer.state == {"data": "two blobs", "rate": 0.5, "steps": 26}
    assert explorer.shown.png == explorer.figure(**explorer.state).quick_png
    fresh = explore.perceptron().figure(data="two blobs", rate=0.5, steps=26)
    assert explorer.shown.png == fresh.quick_png


def test_an_epoch_goes_to_the_end_of_the_epoch() -> None:
    explorer = pressed(chosen(), "step", "epoch")
    assert explorer.steps == 4
    assert pressed(explorer, "epoch").steps == 8


def test_xor_is_stopped_and_never_settles() -> None:
    explorer = pressed(chosen(data="XOR"), "end")
    assert explorer.steps == 4 * EPOCHS
    assert "Stopped after 50 epochs: the last one still had 4 mistakes." in explorer.shown.said
    assert pressed(explorer, "step").steps == 4 * EPOCHS


def test_the_words_say_what_happened() -> None:
    explorer = chosen()
    explorer.wait()
    assert "Press Step" in explorer.shown.said
    said = [pressed(explorer, "step").shown.said for _ in range(6)]
    assert said[0] == (
        "Epoch 1, sample 1 of 4: it says 1, should be 0: only b moves, since x = (0, 0). "
        "w = (0, 0), b = −1."
    )
    assert "it says 0, which is right: nothing changes." in said[1]
    assert "it says 0, should be 1: w moves towards x. w = (1, 1), b = 0." in said[3]
    assert said[5].startswith(
        "Epoch 2, sample 2 of 4: it says 1, should be 0: w moves away from x."
    )


def test_other_data_or_another_rate_begin_again() -> None:
    explorer = pressed(chosen(), "end")
    explorer.set_state({"data": "OR"})
    assert explorer.steps == 0
    pressed(explorer, "step")
    explorer.set_state({"rate": 4.0})
    assert explorer.steps == 0
    assert pressed(explorer, "step", "reset").steps == 0


def always(w: Any, b: Any, x: Any, y: Any, lr: Any) -> Any:
    return w + lr * x, b + lr


def in_place(w: Any, b: Any, x: Any, y: Any, lr: Any) -> Any:
    error = y - nn.neuron(x, w, b, nn.step)
    w += lr * error * x
    return w, b + lr * error


def test_a_function_that_changes_w_in_place_changes_no_history() -> None:
    explorer, right = chosen(in_place), chosen()
    pressed(explorer, "end")
    assert explorer.shown == pressed(right, "end").shown
    pressed(explorer, "back")
    assert explorer.shown == pressed(right, "back").shown


def test_an_update_on_a_right_sample_is_pointed_out() -> None:
    explorer = pressed(chosen(always, data="NAND"), "step")
    assert "which is right: your function changed the neuron all the same." in explorer.shown.said


def test_an_update_that_does_nothing_is_pointed_out() -> None:
    explorer = pressed(chosen(lambda w, b, x, y, lr: (w, b)), "step")
    assert "but your function changed nothing." in explorer.shown.said
    assert pressed(explorer, "end").steps == 4 * EPOCHS


TROUBLES: dict[str, tuple[Any, str]] = {
    "raises": (lambda w, b, x, y, lr: 1 / 0, "raised ZeroDivisionError: division by zero."),
    "nothing": (lambda w, b, x, y, lr: None, "should return two things, w and b."),
    "only w": (lambda w, b, x, y, lr: w, "should return two things, w and b."),
    "shape of w": (lambda w, b, x, y, lr: (w[:, None], b), "has shape (2, 1); it should have"),
    "shape of b": (lambda w, b, x, y, lr: (w, [b]), "has shape (1,); it should be a single number"),
    "nan": (lambda w, b, x, y, lr: (w * np.nan, b), "is not a finite number"),
    "signature": (lambda w, b: (w, b), "takes 2 positional arguments but 5 were given"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_is_one_sentence_and_the_explorer_lives_on(name: str) -> None:
    function, sentence = TROUBLES[name]
    explorer = pressed(chosen(function), "step")
    assert explorer.shown.said.startswith("Epoch 1, sample 1 of 4: ")
    assert sentence in explorer.shown.said
    assert pressed(explorer, "end").steps == 1
    assert "Press Step" in pressed(explorer, "back").shown.said
    assert "seen, (0, 0)" in pressed(explorer, "step").shown.alt
