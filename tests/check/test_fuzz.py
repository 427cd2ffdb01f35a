"""Whatever a function returns or raises, the check answers with a report and one sentence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnkit.check import run_check
from nnkit.exercises import all_exercises

ARRAYS = hnp.arrays(
    dtype=st.sampled_from([bool, np.int8, np.float16, np.float32, float, complex, object]),
    shape=hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5),
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | ARRAYS
ANSWERS = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.tuples(inner, inner), max_leaves=6)


@pytest.mark.parametrize("one", all_exercises().values(), ids=lambda one: one.id)
@given(answer=ANSWERS)
@settings(deadline=None, max_examples=40)
def test_any_value_gets_a_report(one, answer):
    report = run_check(one.id, lambda *given: answer)
    assert not report.passed
    assert report.message
    assert report._repr_mimebundle_()["text/html"]


class Shouting(Exception):
    def __str__(self):
        raise RuntimeError("no text")


@pytest.mark.parametrize("one", all_exercises().values(), ids=lambda one: one.id)
@pytest.mark.parametrize(
    "error", [Shouting, RecursionError, MemoryError, SystemExit, StopIteration, GeneratorExit]
)
def test_any_exception_gets_a_report(one, error):
    def raising(*given):
        raise error

    assert run_check(one.id, raising).mistake.startswith("raises")
