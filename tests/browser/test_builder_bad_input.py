"""What a page may send or a person type that can't be: said where it is, and nothing changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from nnkit.builder import NetworkBuilder
from nnkit.builder.session import Session
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer
from tests.browser.builder_page import BuilderPage, serving

MANY = "\n".join(["1,2,a", "2,1,b"] * 100_000)
# (data, the place that the error names, what its sentence says)
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "a word among numbers": ({"name": "csv", "text": "1,2,a\n3,x,b"}, "data", "line 2"),
    "too few cells": ({"name": "csv", "text": "h,k,y\n1,2,a\n3,b"}, "data", "line 3"),
    "an open quote": ({"name": "csv", "text": '1,2,a\n3,"4,b'}, "data", "line 2"),
    "NaN": ({"name": "csv", "text": "1,2,a\n3,nan,b"}, "data", "line 2"),
    "infinity": ({"name": "csv", "text": "1,2,a\n3,1e999,b"}, "data", "line 2"),
    "one class only": ({"name": "csv", "text": "1,2,a\n3,4,a"}, "data", "class"),
    "no text": ({"name": "csv", "text": ""}, "data", "no text"),
    "a header alone": ({"name": "csv", "text": "a,b,c\n"}, "data", "no sample"),
    "200,000 rows": ({"name": "csv", "text": MANY}, "data", "20,000"),
    "a million rows": ({"name": "csv", "text": MANY * 5}, "data", "2,000,000 are the limit"),
    "a million samples": ({"samples": 1_000_000}, "data.samples", "20,000"),
    "a million points": (
        {"name": "points", "points": [[0, 0, 0]] * 10**6},
        "data.points",
        "20,000",
    ),
    "no samples": ({"samples": 0}, "data.samples", "2"),
    "a point outside": ({"name": "points", "points": [[None, 0, 0]]}, "data.points.0", "number"),
    "noise of NaN": ({"noise": None}, "data.noise", "number"),
    "other data": ({"name": "../../etc"}, "data.name", "spiral"),
}


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(Trainer(Spec.from_json({"layers": [{"kind": "dense", "units": 2}]})))


@pytest.mark.parametrize("case", WRONG)
def test_wrong_data_are_refused_with_their_place_and_nothing_changes(session: Session, case: str):
    data, where, words = WRONG[case]
    before, trainer = session.trainer.spec, session.trainer
    spec = before.to_json()
    spec["data"] |= data
    content, buffers = session.handle({"do": "set", "spec": spec, "id": "7"})
    assert content["id"] == "7"
    assert buffers == []
    assert content["error"]["where"].startswith(where)
    assert words in content["error"]["sentence"]
    assert len(content["error"]["sentence"]) < 300
    assert session.trainer is trainer
    assert session.trainer.spec == before


def test_no_points_yet_and_points_of_one_class_wait_for_more(session: Session):
    for points in ([], [[0.0, 0.5, 1], [0.5, 0.5, 1]]):
        spec = NetworkBuilder(hidden=[2]).spec.to_json()
        spec["data"] |= {"name": "points", "points": points}
        content, _ = Session(Trainer(Spec.from_json(spec))).handle({"do": "frame", "train": True})
        assert "error" not in content
        assert content["problem"]["sentence"]


def test_a_constant_column_is_noted_and_trains(session: Session):
    text = "a,b,y\n" + "\n".join(f"{i},5,{'pq'[i % 2]}" for i in range(20))
    spec = NetworkBuilder(hidden=[2]).spec.to_json()
    spec["data"] |= {"name": "csv", "text": text}
    del spec["features"]
    content, _ = Session(Trainer(Spec.from_json(spec))).handle({"do": "frame", "train": True})
    assert any("b" in note for note in content["layout"]["notes"])
    assert content["problem"] is None
    assert np.isfinite(content["loss"])


class Turned:
    """A layer whose output has the wrong shape."""

    def __init__(self, n_in, n_out):
        self.W, self.b = np.zeros((n_out, n_in)), np.zeros(n_out)

    def forward(self, X):
        return self.W @ X.T

    def backward(self, dY):
        return dY


def test_a_layer_with_an_output_of_the_wrong_shape_is_named():
    builder = NetworkBuilder(layers=[Turned], hidden=[3])
    content, _ = builder._session.handle({"do": "frame", "train": True})
    problem = content["problem"]
    assert problem["kind"] == "own"
    assert problem["layer"] == 0
    assert "Turned" in problem["sentence"]
    assert "(3, " in problem["sentence"]


def test_a_csv_text_is_mended_where_it_was_typed(browser: Browser):
    page = browser.new_context().new_page()
    with serving(Session(Trainer(Spec.from_json({"layers": []})))) as server:
        builder = BuilderPage(page, server)
        page.get_by_role("radio", name="CSV").check()
        text = page.get_by_role("textbox", name="CSV text")
        text.fill("h,w,kind\n1,2,cat\n3,heavy,dog")
        page.get_by_role("button", name="Use this text").click()
        error = page.get_by_text("line 3")
        expect(error).to_be_visible()
        assert text.input_value().endswith("heavy,dog")
        assert page.evaluate("store.spec.data.name") != "csv"
        text.fill("h,w,kind\n1,2,cat\n3,4,dog\n1,3,cat\n4,4,dog")
        page.get_by_role("button", name="Use this text").click()
        page.wait_for_function("store.spec.data.name === 'csv'")
        expect(error).to_be_hidden()
        assert builder.errors == []
    page.context.close()
