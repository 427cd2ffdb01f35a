"""A saved network is read back to the same numbers, and a damaged file is told in a sentence."""

import contextlib
import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnkit.builder.reading import BadSpec
from nnkit.builder.sharing import load, read, write
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer

DENSE = {"kind": "dense", "units": 3, "activation": "tanh"}
LAYERS = st.lists(
    st.sampled_from([DENSE, {"kind": "dropout", "p": 0.3}, {"kind": "batch_norm"}]), max_size=3
)


def trainer(layers=(DENSE,), epochs=3, **training):
    data = {"name": "moons", "samples": 30}
    spec = {"data": data, "layers": list(layers), "training": {"batch_size": 8, **training}}
    made = Trainer(Spec.from_json(spec))
    made.run(epochs)
    return made


def same(one, other):
    assert one.spec == other.spec
    assert (one.epoch, one.position, one.steps) == (other.epoch, other.position, other.steps)
    for (_, _, a), (_, _, b) in zip(one.parameters(), other.parameters(), strict=True):
        assert np.array_equal(a, b)
    assert np.array_equal(one.history.rows, other.history.rows, equal_nan=True)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(LAYERS, st.sampled_from(["sgd", "momentum", "adam"]), st.integers(0, 3), st.integers(0, 3))
def test_reading_gives_the_very_same_state_and_training_goes_on_alike(layers, kind, epochs, steps):
    one = trainer(layers, epochs, optimiser=kind)
    for _ in range(steps):
        one.step("sample")
    other = load(write(one))
    same(one, other)
    assert write(other) == write(one)
    one.run(2)
    other.run(2)
    same(one, other)


def test_a_regression_has_no_accuracy_and_is_read_all_the_same():
    one = Trainer(Spec.from_json({"data": {"name": "plane", "samples": 20, "validation": 0}}))
    one.run(2)
    text = write(one)
    assert "NaN" not in text
    same(one, load(text))


def test_a_spec_alone_starts_from_its_first_weights():
    one = trainer(epochs=0)
    same(one, load(json.dumps(one.spec.to_json())))


def changed(**changes):
    return json.dumps(json.loads(write(trainer())) | changes)


SAVED = json.loads(write(trainer()))
WEIGHTS = SAVED["weights"]


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("", "file", "no JSON"),
        ('{"a": 1,\n 3', "file", "line 2"),
        ("[1, 2]", "file", "no saved network"),
        ("{}", "file", "no saved network"),
        ('{"version": 1}', "file", "no saved network"),
        ("[" * 100_000, "file", "no JSON"),
        (changed(format="other"), "file", "no saved network"),
        (changed(version=2), "version", "version 1; got 2"),
        (changed(spec=None), "spec", "missing"),
        (changed(spec={"layers": [{"kind": "conv"}]}), "layers.0", "conv"),
        (changed(weights=[]), "weights", "4 arrays; there are 0"),
        (changed(weights=WEIGHTS[::-1]), "weights.0", "W of layer 0"),
        (
            changed(weights=[{**WEIGHTS[0], "values": [[1, 2]]}, *WEIGHTS[1:]]),
            "weights.0",
            "(3, 2)",
        ),
        (
            changed(weights=[{**WEIGHTS[0], "values": [[1, 2], [3], [4, 5]]}, *WEIGHTS[1:]]),
            "weights.0",
            "no numbers",
        ),
        (
            changed(weights=[{**WEIGHTS[0], "values": [[1, None]] * 3}, *WEIGHTS[1:]]),
            "weights.0",
            "missing",
        ),
        (write(trainer()).replace("[[", "[[NaN, ", 1), "file", "NaN"),
        (changed(weights=[{**WEIGHTS[0], "values": [[1e999, 1]] * 3}]), "file", "Infinity"),
        (changed(epoch=-1), "epoch", "whole number"),
        (changed(epoch=True), "epoch", "whole number"),
        (changed(position=10**6), "position", "samples"),
        (changed(history=[[1, 2]]), "history", "5 numbers"),
        (changed(history=[[2, 1, 1, 1, 1], [1, 1, 1, 1, 1]]), "history", "grow"),
        (changed(memory={"kind": "Adam", "t": 1, "held": {"x": []}}), "memory", "'x'"),
        (changed(statistics=[[1.0]]), "statistics", "0 arrays"),
    ],
)
def test_a_damaged_file_is_told_in_a_sentence(text, where, said):
    with pytest.raises(BadSpec) as caught:
        read(text)
    assert caught.value.where == where
    assert said in caught.value.sentence


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_gets_through_as_another_error(data):
    got = json.loads(write(trainer(epochs=1)))
    junk = st.one_of(st.none(), st.integers(), st.text(max_size=3), st.just([]), st.just({}))
    got[data.draw(st.sampled_from(sorted(got)))] = data.draw(junk)
    with contextlib.suppress(BadSpec):
        read(json.dumps(got))
