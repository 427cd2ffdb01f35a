"""What a notebook keeps of an explorer, for readers without a kernel."""

from __future__ import annotations

import base64
import subprocess
import sys

import pytest

from nnkit import explore

VIEW = "application/vnd.jupyter.widget-view+json"
MADE = [
    explore.activations(),
    explore.neuron(),
    explore.perceptron(),
    explore.forward(),
    explore.approximation(),
    explore.descent(),
]
every_explorer = pytest.mark.parametrize("explorer", MADE, ids=lambda made: type(made).__name__)


@every_explorer
def test_a_reader_without_a_kernel_gets_the_picture_and_its_words(explorer) -> None:
    data, metadata = explorer._repr_mimebundle_()
    picture = explorer.figure(**explorer.state)
    assert data[VIEW]["model_id"] == explorer.model_id
    assert base64.b64decode(data["image/png"]) == picture.png
    assert data["text/plain"] == picture.alt
    assert 'alt="' in data["text/html"]
    assert metadata["image/png"]["alt"] == picture.alt


@every_explorer
def test_nbgrader_keeps_no_widget(explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    data, _ = explorer._repr_mimebundle_()
    assert VIEW not in data
    assert data["image/png"]


def test_the_repr_names_the_state_and_no_address() -> None:
    assert repr(explore.perceptron()) == "PerceptronExplorer(data='AND', rate=1.0, steps=0)"
    assert repr(explore.neuron()).startswith("NeuronExplorer(activation='step', b=0.0, data='AND'")


@every_explorer
def test_every_control_sets_something_and_has_a_name(explorer) -> None:
    for spec in explorer.controls:
        assert spec["label"]
        if "trait" in spec:
            assert explorer.has_trait(spec["trait"])
            start = explorer.traits()[spec["trait"]].default_value
            assert spec["kind"] == "switch" or start in spec["values"]


def test_importing_the_package_loads_neither_widgets_nor_matplotlib() -> None:
    code = (
        "import sys, nnkit.explore as e\n"
        "assert not {'ipywidgets', 'anywidget', 'matplotlib'} & set(sys.modules)\n"
        "e.neuron()\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
