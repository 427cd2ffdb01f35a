"""The builder in a notebook: choices from cells, saving, and what a page and a reader get."""

import json
import subprocess
import sys
from typing import Any

import anywidget
import numpy as np
import pytest

from nnkit.builder import NetworkBuilder
from nnkit.builder.spec import BadSpec, Locks, Spec
from nnkit.builder.trainer import Trainer

SMALL: dict[str, Any] = {"data": "moons", "hidden": [4], "lr": 0.1}


def sent(builder: NetworkBuilder, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the builder sends to its pages from now on."""
    letters: list[Any] = []
    monkeypatch.setattr(
        type(builder),
        "send",
        lambda self, content, buffers=None: letters.append((content, buffers)),
    )
    return letters


def test_choices_of_a_cell_become_the_spec() -> None:
    builder = NetworkBuilder(**SMALL, noise=0.2, seed=3, optimiser="adam", freeze=["training.lr"])
    spec = builder.spec
    assert (spec.data.name, spec.data.noise, spec.data.seed) == ("moons", 0.2, 3)
    assert [(layer.kind, layer.units) for layer in spec.layers] == [("dense", 4)]  # type: ignore[union-attr]
    assert (spec.training.optimiser, spec.training.lr, spec.training.seed) == ("adam", 0.1, 3)
    assert spec.locks.frozen == ("training.lr",)
    assert NetworkBuilder(spec=spec).spec == spec
    assert NetworkBuilder(spec=spec.to_json()).spec == spec
    assert NetworkBuilder("xor").spec.data.name == "xor"
    assert NetworkBuilder(data="a,b\n1,2\n2,3\n3,5\n").spec.features == ("a",)


@pytest.mark.parametrize(
    ("choices", "error", "sentence"),
    [
        ({"preset": "xorr"}, ValueError, "Did you mean 'xor'"),
        ({"data": "moon"}, ValueError, "Did you mean 'moons'"),
        ({"lrate": 1}, TypeError, "no choice 'lrate'"),
        ({"lr": -1}, BadSpec, "training.lr"),
        ({"hide": ["dta"]}, BadSpec, "Did you mean 'data'"),
        ({"freeze": ["export"]}, BadSpec, "no choice to freeze 'export'"),
        ({"hidden": [17]}, BadSpec, "goes from 1 to 16"),
        ({"hidden": 4}, BadSpec, r"hidden: This is a list, \[4\]"),
        ({"data": np.zeros((3, 3))}, BadSpec, "data: This is a name .* got ndarray"),
    ],
)
def test_a_choice_that_cannot_be_is_told_in_the_cell(
    choices: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        NetworkBuilder(**choices)


def test_a_part_to_hide_needs_no_list() -> None:
    assert NetworkBuilder(hide="data", freeze="layers").spec.locks == Locks(("data",), ("layers",))


@pytest.mark.parametrize("epochs", ["ten", 2.5, -1])
def test_a_run_takes_whole_epochs(epochs: Any) -> None:
    with pytest.raises(BadSpec, match=r"run\.epochs: This"):
        NetworkBuilder(**SMALL).run(epochs)


def test_a_run_without_the_page_gives_the_trainers_numbers() -> None:
    builder = NetworkBuilder(**SMALL)
    history = builder.run(12)
    twin = Trainer(builder.spec)
    twin.run(12)
    np.testing.assert_array_equal(history.rows, twin.history.rows)
    assert builder.history is builder.trainer.history


def test_the_page_is_answered_and_told_of_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    builder = NetworkBuilder(**SMALL)
    letters = sent(builder, monkeypatch)
    builder._handle_custom_msg({"do": "step", "unit": "epoch", "id": "v.1"}, [])
    (content, buffers), *_ = letters
    assert (content["id"], content["epoch"]) == ("v.1", 1)
    assert len(content["buffers"]) == len(buffers)
    letters.clear()
    builder.run(3)
    builder.change(lr=0.5)
    builder.reset()
    assert [content for content, _ in letters] == [{"event": "changed"}] * 3


def test_what_was_saved_goes_on_the_same() -> None:
    builder = NetworkBuilder(**SMALL, optimiser="adam")
    builder.run(5)
    again = NetworkBuilder.load(builder.save())
    assert again.state == builder.state
    assert repr(again) == repr(builder)
    np.testing.assert_array_equal(again.run(5).rows, builder.run(5).rows)


def test_a_cell_obeys_the_locks_too() -> None:
    builder = NetworkBuilder(**SMALL, freeze=["training.lr"])
    with pytest.raises(BadSpec, match="teacher"):
        builder.change(lr=0.5)
    builder.change(hidden=[3, 3])
    assert len(builder.spec.layers) == 2


def test_its_name_is_the_same_each_time() -> None:
    assert repr(NetworkBuilder(**SMALL)) == "NetworkBuilder(moons, 4 tanh, sgd 0.1; 0 epochs)"


@pytest.mark.parametrize("language", ["nnkit", "pytorch"])
def test_it_writes_programs(language: str) -> None:
    compile(NetworkBuilder(**SMALL).code(language), language, "exec")


def test_a_reader_without_a_kernel_gets_a_picture_and_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builder = NetworkBuilder(**SMALL)
    data, _ = builder._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "moons" in data["text/plain"]
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert "application/vnd.jupyter.widget-view+json" not in builder._repr_mimebundle_()[0]


def test_only_the_saved_state_is_synced() -> None:
    builder = NetworkBuilder(**SMALL)
    inherited = set(anywidget.AnyWidget().traits(sync=True))
    assert set(builder.traits(sync=True)) - inherited == {"_css", "state"}
    assert Spec.from_json(json.loads(builder.state)["spec"]) == builder.spec


def test_the_room_loads_without_the_widget() -> None:
    code = "import sys, nnkit.builder; print({'anywidget', 'numpy'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
