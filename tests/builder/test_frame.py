"""A frame decodes to what the trainer holds, is small, is made fast, and is told once."""

import json
from time import perf_counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from nnkit.builder.frame import Frames
from nnkit.builder.own import Own
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer
from tests.builder.test_phases import few, specs

DEEPEST = {"layers": [{"kind": "dense", "units": 16, "activation": "tanh"}] * 8}
BYTES = ("maps", "region", "inputs")


def trainer_of(spec: dict[str, Any] | None = None) -> Trainer:
    return Trainer(Spec.from_json(spec or {}))


def pack(trainer: Trainer, **asked: Any) -> tuple[dict[str, Any], list[bytes]]:
    """A frame for a page that has just been opened."""
    return Frames(trainer).pack(**asked)


def decoded(content: dict[str, Any], buffers: list[bytes]) -> dict[str, np.ndarray]:
    return {
        name: np.frombuffer(buffer, np.uint8 if name in BYTES else np.float32)
        for name, buffer in zip(content["buffers"], buffers, strict=True)
    }


def size(content: dict[str, Any], buffers: list[bytes]) -> int:
    return len(json.dumps(content, allow_nan=False).encode()) + sum(map(len, buffers))


def seen(content: dict[str, Any], layout: int) -> dict[str, Any]:
    return {"layout": layout, "history": content["history"]["version"]}


@given(specs, st.sampled_from(["weights", "gradients", "updates"]))
@few
def test_a_frame_decodes_to_the_trainer(spec: dict[str, Any], view: str) -> None:
    trainer = trainer_of(spec)
    trainer.step("epoch")
    trainer.step("batch")
    content, buffers = pack(trainer, view=view)
    json.dumps(content, allow_nan=False)
    arrays, layout = decoded(content, buffers), content["layout"]
    dense = [c for c in layout["columns"] if c["kind"] == "dense"]
    for c in dense:
        W = trainer.network.layers[c["index"]].params["W"]
        at = slice(c["W"], c["W"] + c["units"] * c["fan_in"])
        assert_allclose(arrays["weights"][at].reshape(W.shape), W, rtol=1e-6)
        b = trainer.network.layers[c["index"]].params["b"]
        assert_allclose(arrays["weights"][c["b"] : c["b"] + c["units"]], b, rtol=1e-6)
    assert layout["parameters"] == len(arrays["weights"])
    flat = {
        "gradients": [trainer.network.grads[f"{p.layer}.{p.name}"] for p in trainer.parameters()],
        "updates": [p.array - b for p, b in zip(trainer.parameters(), trainer.before, strict=True)],
    }
    if view in flat:
        wanted = np.concatenate([each.ravel() for each in flat[view]])
        assert_allclose(arrays["overlay"], wanted, rtol=1e-5, atol=1e-12)
    units = sum(c["units"] for c in dense)
    each = layout["map_size"] ** 2 if layout["plane"] else len(layout["classes"]) or 4
    assert len(arrays["maps"]) == units * each
    assert ("region" in arrays) == (layout["plane"] is not None)
    assert len(content["norms"]) == len(dense)
    assert_array_equal(arrays["history"].reshape(-1, 5), trainer.history.rows.astype(np.float32))


def test_what_stands_still_is_told_once() -> None:
    trainer = trainer_of()
    content, _ = pack(trainer)
    version = content["layout"]["version"]
    trainer.step("batch")
    content, _ = pack(trainer, seen=seen(content, version))
    assert not {"layout", "spec"} & content.keys()
    assert not {"points", "inputs"} & set(content["buffers"])
    trainer.change(Spec.from_json({"layers": []}))
    content, _ = pack(trainer, seen=seen(content, version))
    assert len(content["layout"]["columns"]) == 2
    assert "points" in content["buffers"]


@given(st.lists(st.integers(1, 5), max_size=6))
@few
def test_the_history_arrives_whole_piece_by_piece(epochs: list[int]) -> None:
    trainer, rows, known = trainer_of({"data": {"samples": 20}}), np.zeros((0, 5)), None
    trainer.history.most = 8  # thinned out soon
    for count in [0, *epochs]:
        trainer.run(count)
        content, buffers = pack(trainer, seen=known)
        told = content["history"]
        new = decoded(content, buffers)["history"].reshape(-1, 5)
        assert len(new) == told["rows"]
        assert told["from"] <= len(rows)
        rows = np.concatenate([rows[: told["from"]], new])
        known = seen(content, trainer.layout_version)
    assert_array_equal(rows, trainer.history.rows.astype(np.float32))
    trainer.reset()
    assert pack(trainer, seen=known)[0]["history"]["from"] == 0


@pytest.mark.parametrize("odd", [{}, {"layout": "x"}, {"history": -5}, {"history": 10**30}, None])
def test_a_page_that_talks_nonsense_gets_everything(odd: Any) -> None:
    content, _ = pack(trainer_of(), seen=odd)
    assert content["layout"]
    assert content["history"]["from"] == 0


def test_the_largest_frame_is_small_enough() -> None:
    trainer = trainer_of(DEEPEST | {"data": {"name": "spiral", "samples": 2000}})
    for epoch in range(1, 599):
        trainer.history.add(trainer.measure()._replace(epoch=epoch))
    trainer.step("batch")
    content, buffers = pack(trainer, view="gradients")
    assert len(decoded(content, buffers)["history"]) == 599 * 5
    assert size(content, buffers) <= 64_000


def test_a_usual_frame_is_packed_within_a_millisecond() -> None:
    trainer = trainer_of()
    frames = Frames(trainer)
    known = seen(frames.pack()[0], trainer.layout_version)
    times = []
    for _ in range(60):
        trainer.step("epoch")
        begin = perf_counter()
        content, buffers = frames.pack(view="updates", seen=known)
        times.append(perf_counter() - begin)
        assert size(content, buffers) < 20_000
    assert min(times) < 1e-3  # the best of them: the machine may be busy


def test_images_show_the_weights_of_the_first_layer() -> None:
    trainer = trainer_of(
        {"data": {"name": "digits", "samples": 90}, "layers": [{"kind": "dense", "units": 4}]}
    )
    content, buffers = pack(trainer)
    arrays = decoded(content, buffers)
    assert content["layout"]["plane"] is None
    assert content["layout"]["columns"][0]["image"]
    assert len(arrays["maps"]) == 4 * 64 + 10 * 10
    W = trainer.network.layers[0].params["W"]
    shown = arrays["maps"][: 4 * 64].reshape(4, 64).astype(int) - 128
    assert_allclose(shown, W / np.abs(W).max(axis=1, keepdims=True) * 127, atol=1)
    assert len(arrays["inputs"]) == 64
    assert len(content["confusion"]) == 10


def test_two_columns_of_a_table_span_a_plane() -> None:
    everything = trainer_of({"data": {"name": "penguins"}})
    names = everything.train.columns[1:3]
    trainer = trainer_of({"data": {"name": "penguins"}, "features": list(names)})
    content, buffers = pack(trainer)
    plane, arrays = content["layout"]["plane"], decoded(content, buffers)
    assert (plane["x"], plane["y"]) == tuple(names)
    points = arrays["points"].reshape(-1, 4)
    assert points[:, 0].min() > plane["low"][0]
    assert points[:, 1].max() < plane["high"][1]
    assert len(arrays["region"]) == 1600
    assert set(arrays["region"] // 16) <= {0, 1, 2}
    assert pack(everything)[0]["layout"]["plane"] is None


def test_without_points_there_is_a_plane_to_draw_on() -> None:
    content, buffers = pack(trainer_of({"data": {"name": "points"}}))
    assert content["layout"]["plane"]["low"] < [0, 0]
    assert content["problem"]["kind"] == "data"
    assert size(content, buffers)


def test_numbers_that_overflowed_are_null() -> None:
    hidden = [{"kind": "dense", "units": 4, "activation": "leaky_relu"}]
    data, training = {"name": "plane", "validation": 0.5}, {"lr": 1000}
    trainer = trainer_of({"data": data, "layers": hidden, "training": training})
    for _ in range(100):
        trainer.step("batch")
        content, buffers = pack(trainer)
        assert size(content, buffers)
        if trainer.problem:
            break
    assert content["problem"]["kind"] == "nan"
    assert content["val_loss"] is None or content["val_loss"] > 1e100
    assert content["findings"] == []


class Raising:
    """A learner's activation that fails as soon as it is asked."""

    def forward(self, Z: np.ndarray) -> np.ndarray:
        return Z @ np.ones((99, 1))

    def backward(self, dA: np.ndarray) -> np.ndarray:
        return dA


def test_a_learners_layer_that_raises_still_leaves_a_frame() -> None:
    trainer = Trainer(Spec(), Own.of([Raising]))
    trainer.step("batch")
    content, buffers = pack(trainer)
    assert content["problem"]["kind"] == "own"
    assert content["findings"] == []
    assert size(content, buffers)


def test_findings_wait_while_training_runs_and_are_fresh_when_it_stops() -> None:
    trainer = trainer_of({"layers": [{"kind": "dense", "units": 4, "activation": "relu"}]})
    frames = Frames(trainer)
    assert not frames.pack()[0]["findings"]
    trainer.network.layers[0].params["b"][0] = -100
    trainer.step("batch")
    assert not frames.pack()[0]["findings"]
    assert frames.pack()[0]["findings"][0]["kind"] == "dead"


@settings(deadline=None, max_examples=5)
@given(st.integers(2, 2000), st.floats(0, 0.9))
def test_at_most_500_points_of_both_parts_are_shown(samples: int, validation: float) -> None:
    data = {"name": "circle", "samples": samples, "validation": validation}
    trainer = trainer_of({"data": data, "layers": []})
    content, buffers = pack(trainer)
    points = decoded(content, buffers)["points"].reshape(-1, 4)
    assert len(points) == min(samples, len(points)) <= 500
    shown = points[:, 3].sum() / len(points)
    held_out = len(trainer.validation) / samples
    assert abs(shown - held_out) <= 0.02 + 2 / len(points)
