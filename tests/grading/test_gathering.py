"""Outputs are gathered from whatever a kernel sends, and always make a notebook that is valid."""

from __future__ import annotations

import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook

from nnkit.grading.gathering import CUT, Room
from nnkit.grading.limits import Limits

KINDS = ("stream", "display_data", "execute_result", "error", "clear_output", "update_display_data")
LIMITS = Limits(cell_outputs=5, cell_bytes=2_000, notebook_bytes=3_000)

texts = st.text(st.characters(), max_size=20)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(("name", "text", "data", "metadata", "ename", "evalue", "traceback"))
mimes = st.sampled_from(("text/plain", "image/png", "application/json", "text/html"))
contents = anything | st.dictionaries(
    names | st.just("transient"), anything | st.dictionaries(mimes, anything, max_size=3)
)


def shown(*messages, limits=LIMITS, draw=True):
    outputs = Room(limits, draw).new_cell(1)
    for kind, content in messages:
        outputs.take(kind, content)
    return outputs.kept


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(KINDS) | texts, contents), max_size=8))
def test_any_messages_give_valid_outputs_that_can_be_written(messages):
    cell = new_code_cell(outputs=shown(*messages))
    notebook = new_notebook(cells=[cell])
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()


def stream(text, name="stdout"):
    return "stream", {"name": name, "text": text}


def display(data, **transient):
    return "display_data", {"data": data, "metadata": {}, "transient": transient}


def test_text_goes_on_where_it_ended():
    assert [out.text for out in shown(stream("a"), stream("b"), stream("c", "stderr"))] == [
        "ab",
        "c",
    ]


@pytest.mark.parametrize("wait", [True, False])
def test_cleared_output_is_gone(wait):
    kept = shown(stream("a"), ("clear_output", {"wait": wait}), stream("b"))
    assert [out.text for out in kept] == ["b"]


def test_an_output_can_be_replaced_later():
    new = ("update_display_data", display({"text/plain": "new"}, display_id="d")[1])
    assert shown(display({"text/plain": "old"}, display_id="d"), new)[0]["data"] == {
        "text/plain": "new"
    }


def test_views_without_a_kernel_and_unwanted_pictures_are_left_out():
    data = {"text/plain": "t", "application/vnd.jupyter.widget-view+json": {}, "image/png": "x"}
    assert set(shown(display(data))[0]["data"]) == {"text/plain", "image/png"}
    assert set(shown(display(data), draw=False)[0]["data"]) == {"text/plain"}


@pytest.mark.parametrize("flood", [[stream("x" * 1_500)] * 3, [display({"text/plain": "x"})] * 9])
def test_a_flood_is_cut_with_a_word(flood):
    kept = shown(*flood)
    assert CUT in kept[-1]["text"]
    assert len(kept) <= LIMITS.cell_outputs + 1


def test_the_notebook_as_a_whole_has_a_limit():
    room = Room(LIMITS)
    for number in range(4):
        room.new_cell(number).take(*stream("x" * 1_000))
    assert 0 <= room.left < 1_000


@pytest.mark.parametrize("depth", [40, 400, 900])
@pytest.mark.parametrize("where", ["data", "metadata"])
def test_what_is_nested_too_deeply_is_dropped(depth, where):
    nested = json.loads('{"a":' * depth + "1" + "}" * depth)
    content = {"data": {"x/json": 1}, "metadata": {}, where: {"x/json": nested}}
    assert shown(("display_data", content)) == []
