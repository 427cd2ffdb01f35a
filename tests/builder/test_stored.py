"""What GitHub shows: a well-formed picture that can be read aloud, and the same in words."""

import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.builder import stored
from nnkit.builder.own import Own
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer

SVG = "{http://www.w3.org/2000/svg}"
LAYER = st.one_of(
    st.builds(lambda n: {"kind": "dense", "units": n, "activation": "relu"}, st.integers(1, 16)),
    st.just({"kind": "dropout", "p": 0.2}),
    st.just({"kind": "batch_norm"}),
)
TABLE = "\n".join(",".join(str(i * k % 7) for k in range(1, 20)) for i in range(30))
WIDE = {"name": "csv", "text": TABLE, "task": "regression"}


def trainer(data="spiral", layers=(), epochs=3, **spec):
    given = data if isinstance(data, dict) else {"name": data, "samples": 40}
    made = Trainer(Spec.from_json({"data": given, "layers": list(layers), **spec}))
    made.run(epochs)
    return made


def dense(units, activation="tanh"):
    return {"kind": "dense", "units": units, "activation": activation}


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["spiral", "gaussian", {"name": "penguins"}, WIDE]),
    st.lists(LAYER, max_size=4),
    st.integers(0, 2),
)
def test_every_network_makes_a_picture_and_words(data, layers, epochs):
    made = trainer(data, layers, epochs)
    root = ET.fromstring(stored.picture(made))
    assert root.find(f"{SVG}title").text.startswith("Network ")
    assert root.find(f"{SVG}desc").text == stored.words(made)
    assert root.get("role") == "img"
    text = stored.picture(made)
    assert not {"nan", "inf", "script", "href"} & set(text.replace('"', " ").split())
    assert len(text) < 150_000


def test_the_same_state_gives_the_same_text():
    one, other = (trainer(layers=[dense(4)]) for _ in range(2))
    assert stored.bundle(one) == stored.bundle(other)
    assert list(stored.bundle(one)) == ["image/svg+xml", "text/plain"]


def test_looking_changes_nothing():
    looked, other = (trainer(layers=[dense(4), {"kind": "dropout", "p": 0.5}]) for _ in range(2))
    stored.bundle(looked)
    looked.run(2)
    other.run(2)
    for (_, _, a), (_, _, b) in zip(looked.parameters(), other.parameters(), strict=True):
        assert np.array_equal(a, b)


def test_sign_is_told_by_colour_and_by_dash():
    made = trainer("blobs", epochs=0)
    made.parameters()[0].array[...] = [[2.0, -1.0]]
    paths = [p for p in ET.fromstring(stored.picture(made)).iter(f"{SVG}path") if p.get("stroke")]
    dashed = {p.get("stroke-dasharray") is not None: p for p in paths}
    assert len(paths) == 2
    assert dashed[True].get("stroke") != dashed[False].get("stroke")
    assert float(dashed[False].get("stroke-width")) > float(dashed[True].get("stroke-width"))


def test_the_words_say_what_is_there_and_how_far_it_is():
    told = stored.words(trainer("spiral", [dense(8), dense(1, "relu")], 3))
    for words in (
        "2 inputs (x₁, x₂)",
        "hidden layer 1 of 8 units (tanh)",
        "hidden layer 2 of 1 unit (relu)",
        "35 parameters",
        "28 samples",
        "12 held back",
        "After 3 epochs: training loss",
        "accuracy",
    ):
        assert words in told
    assert "Not trained yet" in stored.words(trainer(epochs=0))


def test_names_from_a_table_can_do_no_harm():
    text = "<script>alert(1)</script>,b & c,kind\n" + "\n".join(
        f"{i},{i % 3},{i % 2}" for i in range(9)
    )
    made = trainer({"name": "csv", "text": text})
    assert "<script" not in stored.picture(made)
    ET.fromstring(stored.picture(made))


def test_a_layer_that_raises_leaves_a_picture_with_the_reason():
    class MyReLU:
        def forward(self, Z):
            raise ValueError("not today")

        def backward(self, dA):
            return dA

    spec = Spec.from_json({"data": {"name": "xor", "samples": 20}, "layers": [dense(3, "relu")]})
    made = Trainer(spec, Own.of([MyReLU]))
    ET.fromstring(stored.picture(made))
    assert "not today" in stored.words(made)


@pytest.mark.parametrize("points", [[], [[0, 0, 1]]])
def test_too_few_points_are_told(points):
    made = trainer({"name": "points", "points": points}, epochs=0)
    ET.fromstring(stored.picture(made))
    assert made.problem.sentence in stored.words(made)
    assert json.dumps(stored.bundle(made))
