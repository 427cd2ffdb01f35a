"""A spec is its JSON, and whatever doesn't fit is told with its place and a sentence."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnkit.builder.locks import kept_locks
from nnkit.builder.network import prepare
from nnkit.builder.spec import BadSpec, Spec
from tests.builder.specs import few, jsons, specs

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@few
@given(specs)
def test_its_json_form_reads_back_to_an_equal_spec(spec: Spec) -> None:
    assert Spec.from_json(json.loads(json.dumps(spec.to_json(), allow_nan=False))) == spec


@few
@given(specs)
def test_what_follows_from_the_data_is_filled_in_once(spec: Spec) -> None:
    filled, _ = prepare(spec)
    assert filled.features
    assert prepare(filled)[0] == filled


@few
@given(jsons(), st.sampled_from(["data", "features", "layers", "training", "locks"]), anything)
def test_anything_in_any_place_is_a_spec_or_a_sentence(
    good: dict[str, Any], place: str, odd: object
) -> None:
    error = _refusal(good | {place: odd})
    if error is not None:
        assert error.sentence[-1] in ".?"
        assert error.where.split(".")[0] in (place, "data", "features")


def _refusal(json: object) -> BadSpec | None:
    try:
        prepare(Spec.from_json(json))
    except BadSpec as error:
        return error
    return None


@pytest.mark.parametrize(
    ("bad", "where"),
    [
        ({"data": {"noise": float("nan")}}, "data.noise"),
        ({"data": {"samples": 1_000_000}}, "data.samples"),
        ({"data": {"samples": 10**5000}}, "data.samples"),
        ({"data": {"name": "spirals"}}, "data.name"),
        ({"data": {"name": "points", "points": [[0, 0]]}}, "data.points.0"),
        ({"data": {"name": "points", "points": [[0, float("inf"), 1]]}}, "data.points.0.x2"),
        ({"data": {"name": "csv", "text": "a,b\n1,x"}}, "data"),
        ({"features": []}, "features"),
        ({"features": ["x3"]}, "features"),
        ({"features": ["x1", "x1"]}, "features"),
        ({"layers": [{"kind": "dense"}] * 9}, "layers"),
        ({"layers": [{"kind": "dropout"}] * 30}, "layers"),
        ({"layers": [{"kind": "conv"}]}, "layers.0"),
        ({"layers": [{"kind": "dense", "units": 17}]}, "layers.0.units"),
        ({"layers": [{"kind": "dense", "activation": "softmax"}]}, "layers.0.activation"),
        ({"training": {"lr": 0}}, "training.lr"),
        ({"training": {"lr": True}}, "training.lr"),
        ({"training": {"batch_size": 2.5}}, "training.batch_size"),
        ({"training": {"learning_rate": 1}}, "training"),
        ({"version": 2}, "version"),
        ([], ""),
    ],
)
def test_a_mistake_is_told_with_its_place(bad: object, where: str) -> None:
    with pytest.raises(BadSpec) as told:
        prepare(Spec.from_json(bad))
    assert told.value.where == where


def test_a_near_name_is_offered() -> None:
    with pytest.raises(BadSpec, match="Did you mean 'spiral'"):
        Spec.from_json({"data": {"name": "spirals"}})


@pytest.mark.parametrize("kind", ["frozen", "hidden"])
def test_locks_hold_and_cannot_be_taken_off(kind: str) -> None:
    old = Spec.from_json({"locks": {kind: ["training.lr", "data"]}})
    free = Spec.from_json({"training": {"batch_size": 8}})
    assert kept_locks(old, free).locks == old.locks
    for bad in ({"training": {"lr": 1}}, {"data": {"noise": 0.3}}):
        with pytest.raises(BadSpec, match="teacher"):
            kept_locks(old, Spec.from_json(bad))
