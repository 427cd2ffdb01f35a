"""Specs of all kinds for property tests: small, but nothing is left out."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from nnkit.builder.features import FEATURES
from nnkit.builder.spec import HIDDEN_ACTIVATIONS, Spec
from nnkit.data import GENERATORS
from nnkit.nn import INITIALISERS, OPTIMISERS

few = settings(max_examples=25, deadline=None)
CSV = "a,b,c,kind\n" + "\n".join(f"{i},{i * i % 7},{i % 3},{'xyz'[i % 3]}" for i in range(30))

points = st.lists(
    st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.integers(0, 2)).map(list), max_size=12
)
made_up = st.fixed_dictionaries(
    {
        "name": st.sampled_from(sorted(GENERATORS)),
        "samples": st.integers(2, 60),
        "noise": st.floats(0, 1),
        "validation": st.floats(0, 0.9),
        "seed": st.integers(0, 2**31 - 1),
    }
)
tables = st.sampled_from(
    [{"name": "penguins"}, {"name": "digits", "samples": 40}, {"name": "csv", "text": CSV}]
)
drawn = points.map(lambda some: {"name": "points", "points": some})
layers = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {
                "kind": st.just("dense"),
                "units": st.integers(1, 16),
                "activation": st.sampled_from(HIDDEN_ACTIVATIONS),
            }
        ),
        st.fixed_dictionaries({"kind": st.just("dropout"), "p": st.floats(0, 0.9)}),
        st.just({"kind": "batch_norm"}),
    ),
    max_size=6,
)
training = st.fixed_dictionaries(
    {
        "optimiser": st.sampled_from(sorted(OPTIMISERS)),
        "lr": st.floats(1e-4, 0.3),
        "batch_size": st.integers(1, 40),
        "l1": st.sampled_from([0, 0.01]),
        "l2": st.sampled_from([0, 0.01]),
        "init": st.sampled_from(sorted(INITIALISERS)),
        "seed": st.integers(0, 99),
    }
)
features = st.sets(st.sampled_from(sorted(FEATURES)), min_size=1).map(sorted)


@st.composite
def jsons(draw: st.DrawFn, data: st.SearchStrategy[Any] | None = None) -> dict[str, Any]:
    """The JSON form of a spec that fits together."""
    json: dict[str, Any] = {
        "version": 1,
        "data": draw(st.one_of(made_up, tables, drawn) if data is None else data),
        "layers": draw(layers),
        "training": draw(training),
    }
    if json["data"]["name"] in (*GENERATORS, "points") and draw(st.booleans()):
        json["features"] = draw(features)
    return json


specs = jsons().map(Spec.from_json)
trainable = jsons(made_up).map(Spec.from_json)
