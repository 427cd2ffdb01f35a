"""What differs between two specs is told: all of it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from nnkit.builder.differences import differences
from nnkit.builder.session import Session
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer
from tests.builder.specs import few, specs


@given(specs, specs)
@few
def test_nothing_is_told_exactly_where_nothing_differs(one: Spec, other: Spec):
    assert differences(one, one) == []
    same = replace(one, locks=other.locks) == other
    assert (differences(one, other) == []) == same


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"training": {"lr": 0.3}}, "Learning rate: 0.03, now 0.3"),
        ({"data": {"name": "moons"}}, "Data: spiral, now moons"),
        ({"layers": []}, "Hidden layers: 8 tanh, 8 tanh, now none"),
        ({"features": ["x1", "x1^2"]}, "Inputs: x1, x2, now x1, x1^2"),
    ],
)
def test_each_difference_is_one_line(change: dict[str, Any], line: str):
    json = {"features": ["x1", "x2"], "layers": [{"kind": "dense"}] * 2}
    before, after = Spec.from_json(json), Spec.from_json(json | change)
    assert differences(before, after) == [line]


def test_a_pinned_run_is_told_with_what_differs_now():
    session = Session(Trainer(Spec()))
    frame, _ = session.handle({"do": "pin"})
    assert frame["pinned"]["differs"] == []
    json = session.trainer.spec.to_json()
    json["training"]["lr"] = 0.5
    frame, _ = session.handle({"do": "set", "spec": json})
    assert frame["pinned"]["differs"] == ["Learning rate: 0.03, now 0.5"]
