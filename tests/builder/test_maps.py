"""Pictures of responses: scaled by their own largest, right side up, and harmless to training."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from nnkit import nn
from nnkit.builder import maps
from nnkit.builder.columns import columns

quick = settings(deadline=None, max_examples=30)
sizes = st.tuples(st.integers(1, 30), st.integers(1, 8))
ordinary = st.floats(-1e9, 1e9)


def small() -> nn.Sequential:
    return nn.Sequential(
        nn.Dense(2, 3, rng=0), nn.tanh, nn.Dropout(0.5, 0), nn.BatchNorm(3), nn.Dense(3, 1, rng=1)
    )


@given(arrays(float, sizes, elements=ordinary))
@quick
def test_grey_keeps_sign_and_scale(responses: np.ndarray) -> None:
    seen = maps.grey(responses).astype(int) - 128
    assert seen.shape == responses.shape[::-1]
    largest = np.abs(responses).max(axis=0)
    wanted = np.where(largest > 0, responses / np.where(largest > 1e-300, largest, 1), 0) * 127
    assert_allclose(seen, np.where(largest > 1e-300, wanted, seen.T).T, atol=1.01)


@given(arrays(float, sizes, elements=st.sampled_from([1.0, np.nan, np.inf, -np.inf])))
@quick
def test_what_is_no_number_is_still_a_picture(responses: np.ndarray) -> None:
    maps.grey(responses)
    for task in ("binary", "regression", "classes"):
        assert maps.region(responses, task).shape == (len(responses),)


def test_the_plane_is_the_right_side_up() -> None:
    corners = np.array([[-1.0, -2.0], [1.0, 2.0]])
    plane = maps.Plane.around(corners, ["x", "y"], lambda X: X)
    assert plane.small.shape == (400, 2)
    assert plane.large.shape == (1600, 2)
    first, second, below = plane.large[0], plane.large[1], plane.large[40]
    assert first[1] == plane.large[:, 1].max()
    assert second[0] > first[0]
    assert below[1] < first[1]
    assert plane.low[0] < -1 < 1 < plane.high[0]
    assert_allclose(plane.large.mean(axis=0), 0, atol=1e-12)


def test_points_on_one_line_still_span_a_plane() -> None:
    plane = maps.Plane.around(np.array([[1.0, 5.0], [2.0, 5.0]]), ["x", "y"], lambda X: X)
    assert plane.low[1] < 5 < plane.high[1]


@given(st.integers(0, 2**32 - 1))
@quick
def test_outputs_are_those_of_the_forward_pass_in_evaluation(seed: int) -> None:
    network, X = small(), np.random.default_rng(seed).normal(size=(7, 2))
    assert_array_equal(maps.outputs(network.layers, X)[-1], network.forward(X))


def test_looking_does_not_change_what_a_backward_pass_finds() -> None:
    network, X = (
        nn.Sequential(nn.Dense(2, 3, rng=0), nn.tanh, nn.Dense(3, 1, rng=1)),
        np.ones((4, 2)),
    )
    dY = np.ones((4, 1))
    network.forward(X, True)
    wanted = network.backward(dY)
    network.forward(X, True)
    maps.outputs(network.layers, np.zeros((9, 2)))
    assert_array_equal(network.backward(dY), wanted)


def test_the_region_is_the_probability() -> None:
    logits = np.array([[-50.0], [0.0], [50.0]])
    assert maps.region(logits, "binary").tolist() == [0, 128, 255]
    assert maps.region(logits, "regression", -50, 50).tolist() == [0, 128, 255]
    three = np.array([[100.0, 0, 0], [0, 0, 100.0], [0, 0, 0]])
    assert maps.region(three, "classes").tolist() == [15, 47, 0]


def test_groups_are_classes_or_quarters() -> None:
    which, names = maps.groups(np.array([1, 0, 1]), "classes", ["cat", "dog"])
    assert (which.tolist(), names) == ([1, 0, 1], ("cat", "dog"))
    which, names = maps.groups(np.arange(8.0), "regression", [])
    assert which.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert len(names) == 4
    A = np.array([[1.0], [3.0], [5.0]])
    assert maps.group_means(A, np.array([0, 0, 2]), 4).tolist() == [[2.0], [0.0], [5.0], [0.0]]


def test_columns_are_what_the_picture_shows() -> None:
    found = columns(small().layers, 2)
    assert [c.kind for c in found] == ["dense", "dropout", "batch_norm", "dense"]
    assert [(c.index, c.end, c.units, c.fan_in) for c in found] == [
        (0, 1, 3, 2), (2, 2, 3, 3), (3, 3, 3, 3), (4, 4, 1, 3)
    ]  # fmt: skip
    assert [c.where for c in found] == [
        "hidden layer 1",
        "the dropout after hidden layer 1",
        "the batch norm after hidden layer 1",
        "the output layer",
    ]
