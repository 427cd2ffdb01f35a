"""Every message is answered: with a frame, a text, or a sentence that says what is wrong."""

import json
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnkit.builder import session as session_module
from nnkit.builder.presets import PRESETS
from nnkit.builder.session import Session
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer
from tests.builder.specs import few, jsons
from tests.builder.test_spec import anything


def session(spec: dict[str, Any] | None = None, epochs: int = 2) -> Session:
    """A session of a trainer that has run for some epochs."""
    trainer = Trainer(Spec.from_json(spec or {}))
    trainer.run(epochs)
    return Session(trainer)


def told(session: Session, message: Any) -> dict[str, Any]:
    """The content of an answer that is no error, checked for JSON."""
    content, buffers = session.handle(message)
    json.dumps(content, allow_nan=False)
    assert "error" not in content, content
    assert len(content.get("buffers", [])) == len(buffers)
    return content


def standing(session: Session) -> tuple[Any, ...]:
    """Everything that a refused message must leave as it is."""
    trainer = session.trainer
    params = b"".join(p.array.tobytes() for p in trainer.parameters())
    rows = trainer.history.rows.tobytes()
    return trainer.spec, trainer.steps, trainer.position, params, rows, len(trainer.snapshots)


BAD: list[tuple[Any, str]] = [
    (None, "message"),
    ([], "message"),
    ({}, "message.do"),
    ({"do": "explode"}, "message.do"),
    ({"do": ["frame"]}, "message.do"),
    ({"do": "frame", "train": 1}, "message.train"),
    ({"do": "frame", "train": True, "slice": {"ms": "8"}}, "slice.ms"),
    ({"do": "frame", "train": True, "slice": {"epochs": 0}}, "slice.epochs"),
    ({"do": "frame", "train": True, "slice": {"ms": 8, "epochs": 1}}, "slice"),
    ({"do": "frame", "train": True, "slice": 8}, "slice"),
    ({"do": "frame", "view": "biases"}, "message.view"),
    ({"do": "frame", "seen": 3}, "seen"),
    ({"do": "step"}, "message.unit"),
    ({"do": "step", "unit": "year"}, "message.unit"),
    ({"do": "set"}, ""),
    ({"do": "set", "spec": {"training": {"lr": -1}}}, "training.lr"),
    ({"do": "set", "spec": {"data": {"name": "csv", "text": "a,b\n1,2\nx,3"}}}, "data"),
    ({"do": "preset", "name": "nothing"}, "message.name"),
    ({"do": "seek", "index": 100}, "message.index"),
    ({"do": "seek", "index": "0"}, "message.index"),
    ({"do": "slow", "to": "fast"}, "message.to"),
    ({"do": "slow", "to": "start", "edge": [1, 2]}, "edge"),
    ({"do": "export", "as": "word"}, "message.as"),
    ({"do": "import"}, "message.text"),
    ({"do": "import", "text": "{"}, "file"),
]


@pytest.mark.parametrize(("message", "where"), BAD)
def test_a_malformed_message_gets_a_sentence_and_changes_nothing(message: Any, where: str) -> None:
    here = session()
    before = standing(here)
    content, buffers = here.handle(message)
    assert content["error"]["where"] == where
    assert content["error"]["sentence"][-1] in ".?"
    assert buffers == []
    assert standing(here) == before


DOES = ["frame", "step", "set", "undo", "redo", "reset", "preset", "seek", "pin", "slow", "import"]
FIELDS = ["train", "slice", "view", "seen", "maps", "unit", "spec", "name", "index", "to", "text"]


@few
@given(st.sampled_from(DOES), st.dictionaries(st.sampled_from(FIELDS), anything))
def test_whatever_comes_is_answered_in_json(do: str, fields: dict[str, Any]) -> None:
    content, _ = session(epochs=0).handle({"do": do, **fields, "id": "a.1"})
    assert content["id"] == "a.1"
    assert json.loads(json.dumps(content, allow_nan=False))


@few
@given(jsons())
def test_any_spec_can_be_set_played_and_undone(spec: dict[str, Any]) -> None:
    here = session()
    first = here.trainer.spec
    told(here, {"do": "set", "spec": spec})
    told(here, {"do": "frame", "train": True, "slice": {"batches": 3}, "maps": True})
    told(here, {"do": "step", "unit": "epoch", "view": "updates"})
    if here.trainer.spec != first:
        told(here, {"do": "undo"})
    assert here.trainer.spec == first


def test_a_frame_for_a_page_that_has_seen_the_layout_leaves_it_out() -> None:
    here = session()
    first = told(here, {"do": "frame", "id": 7})
    assert first["id"] == 7
    assert first["spec"] == here.trainer.spec.to_json()
    assert first["can"] == {"undo": False, "redo": False}
    seen = {"layout": first["layout"]["version"], "history": first["history"]["version"]}
    second = told(here, {"do": "frame", "seen": seen})
    assert not {"layout", "spec", "can"} & set(second)
    third = told(here, {"do": "set", "spec": {"training": {"lr": 1}}, "seen": seen})
    assert third["spec"]["training"]["lr"] == 1
    assert third["can"]["undo"]


def test_the_contract_names_every_message_and_field() -> None:
    words = set(re.findall(r"\w+", session_module.__doc__ or ""))
    here = session()
    told(here, {"do": "pin"})
    asked = {"do": "slow", "to": "start", "view": "updates", "maps": True, "id": 1}
    frame = told(here, asked)
    assert {*here._does, *frame, *frame["buffers"], *frame["snapshots"]} <= words


def test_frames_train_just_as_a_run_does() -> None:
    here, headless = session(epochs=0), Trainer(Spec())
    while here.trainer.epoch < 5:
        told(here, {"do": "frame", "train": True, "slice": {"ms": 1}, "maps": True})
        told(here, {"do": "slow", "to": "start"})
    told(here, {"do": "step", "unit": "epoch"})
    headless.run(here.trainer.epoch)
    np.testing.assert_array_equal(here.trainer.history.rows, headless.history.rows)


def test_one_request_never_holds_the_kernel_for_long() -> None:
    here = session({"data": {"samples": 20_000}, "training": {"batch_size": 1}}, epochs=0)
    told(here, {"do": "frame", "train": True, "slice": {"epochs": 1000}})
    assert here.trainer.epoch == 0
    assert here.trainer.steps > 1


def test_other_data_bring_their_own_features() -> None:
    here = session({"features": ["x1", "sin(x1)"]})
    now = told(here, {"do": "set", "spec": here.trainer.spec.to_json() | {"data": {"name": "xor"}}})
    assert now["spec"]["features"] == ["x1", "sin(x1)"]
    spec = now["spec"] | {"data": {"name": "penguins"}}
    assert len(told(here, {"do": "set", "spec": spec})["spec"]["features"]) == 4


def test_slow_mode_takes_one_sample_through_and_leaves_on_anything_else() -> None:
    here, twin = session(), session()
    now = told(here, {"do": "slow", "to": "start", "edge": [0, 0, 0]})["slow"]
    assert now["phase"] == "forward"
    while not now["done"]:
        now = told(here, {"do": "slow", "to": "next", "edge": [0, 0, None]})["slow"]
    twin.trainer.step("sample")
    assert standing(here)[3] == standing(twin)[3]
    told(here, {"do": "slow", "to": "start"})
    steps = here.trainer.steps
    assert told(here, {"do": "slow", "to": "stop"})["slow"] is None
    assert here.trainer.steps == steps
    told(here, {"do": "slow", "to": "start"})
    assert told(here, {"do": "step", "unit": "batch"})["slow"] is None


def test_a_refused_edit_leaves_slow_mode_as_it_is() -> None:
    here = session()
    told(here, {"do": "slow", "to": "start"})
    told(here, {"do": "slow", "to": "next"})
    assert "error" in here.handle({"do": "set", "spec": {"features": ["x9"]}})[0]
    assert told(here, {"do": "slow", "to": "stay"})["slow"]["step"] == 1


def test_a_pinned_run_stays_beside_the_next() -> None:
    here = session(epochs=9)
    first = told(here, {"do": "pin"})
    assert first["buffers"][-1] == "pinned"
    assert first["pinned"]["epoch"] == 9
    assert "spiral" in first["pinned"]["label"]
    told(here, {"do": "reset"})
    assert told(here, {"do": "frame"})["pinned"] == first["pinned"]
    assert told(here, {"do": "unpin"})["pinned"] is None


def test_an_export_comes_back_by_import() -> None:
    here, other = session(epochs=7), session({"layers": []})
    text = told(here, {"do": "export", "as": "json"})["text"]
    told(other, {"do": "import", "text": text})
    assert standing(other)[:5] == standing(here)[:5]
    assert told(other, {"do": "undo"})["spec"]["layers"] == []
    for kind in ("nnkit", "pytorch"):
        program = told(here, {"do": "export", "as": kind})
        compile(program["text"], program["name"], "exec")


def test_every_preset_loads() -> None:
    here = session()
    listed = told(here, {"do": "frame"})["layout"]["presets"]
    assert [preset["name"] for preset in listed] == list(PRESETS)
    for preset in listed:
        content, _ = here.handle({"do": "preset", "name": preset["name"]})
        assert "error" not in content
        told(here, {"do": "frame", "train": True, "slice": {"batches": 1}, "maps": True})


@pytest.mark.parametrize(
    "message",
    [
        {"do": "set", "spec": {"training": {"lr": 1}}},
        {"do": "set", "spec": {"data": {"name": "xor"}, "locks": {}}},
        {"do": "export", "as": "json"},
        {"do": "slow", "to": "start"},
    ],
)
def test_a_teachers_locks_hold(message: dict[str, Any]) -> None:
    locks = {"frozen": ["training.lr"], "hidden": ["data", "export", "slow"]}
    here = session({"locks": locks})
    before = standing(here)
    content, _ = here.handle(message)
    assert "teacher" in content["error"]["sentence"]
    assert standing(here) == before
    spec = here.trainer.spec.to_json() | {"layers": [], "locks": {}}
    assert told(here, {"do": "set", "spec": spec})["spec"]["locks"] == {
        "hidden": ["data", "export", "slow"],
        "frozen": ["training.lr"],
    }


def test_it_says_when_there_is_something_to_save() -> None:
    saves: list[int] = []
    here = Session(Trainer(Spec()), lambda: saves.append(1))
    told(here, {"do": "frame"})
    told(here, {"do": "frame", "train": True, "slice": {"ms": 1}})
    told(here, {"do": "frame", "train": True, "slice": {"ms": 1}})
    assert not saves
    told(here, {"do": "frame", "train": False})
    told(here, {"do": "frame", "train": False})
    assert len(saves) == 1
    told(here, {"do": "set", "spec": {"layers": []}})
    assert len(saves) == 2


def test_a_fault_of_ours_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    here = session()
    monkeypatch.setattr(here.trainer, "step", lambda unit: 1 / 0)
    content, _ = here.handle({"do": "step", "unit": "batch", "id": 1})
    assert "ZeroDivisionError" in content["error"]["sentence"]
    assert content["id"] == 1


def test_an_interrupted_kernel_pauses_training(monkeypatch: pytest.MonkeyPatch) -> None:
    here = session()

    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(here.trainer, "work", interrupted)
    content, _ = here.handle({"do": "frame", "train": True})
    assert "interrupted" in content["error"]["sentence"]


messages = st.one_of(
    st.sampled_from(
        [
            {"do": "frame", "train": True, "slice": {"batches": 4}, "maps": True},
            {"do": "frame", "train": True, "slice": {"epochs": 2}},
            {"do": "frame", "view": "gradients", "maps": True},
            {"do": "step", "unit": "sample"},
            {"do": "step", "unit": "epoch", "view": "updates"},
            *({"do": do} for do in ("undo", "redo", "reset", "pin", "unpin")),
            *({"do": "slow", "to": to, "edge": [0, 0, 0]} for to in ("start", "next", "stop")),
            {"do": "preset", "name": "xor"},
            {"do": "set", "spec": {"training": {"lr": 0.3}}},
            {"do": "set", "spec": {"training": {"optimiser": "adam"}}},
            {"do": "set", "spec": {"data": {"name": "points", "points": [[0, 0, 1]]}}},
        ]
    ),
    st.integers(0, 5).map(lambda i: {"do": "seek", "index": i}),
    jsons().map(lambda spec: {"do": "set", "spec": spec}),
)


@few
@given(st.lists(messages, max_size=25))
def test_in_any_order_every_frame_fits_its_layout(asked: list[dict[str, Any]]) -> None:
    here, page = session(epochs=0), np.empty((0, 5), np.float32)
    seen: dict[str, Any] = {}
    layout: dict[str, Any] = {}
    for message in asked:
        content, buffers = here.handle(message | {"seen": seen})
        if "error" in content:
            assert content["error"]["where"] == "message.index"
            continue
        json.dumps(content, allow_nan=False)
        arrays = dict(zip(content["buffers"], buffers, strict=True))
        layout = content.get("layout", layout)
        assert len(arrays["weights"]) == 4 * layout["parameters"]
        if "overlay" in arrays:
            assert len(arrays["overlay"]) == len(arrays["weights"])
        told_of = content["history"]
        new = np.frombuffer(arrays.get("history", b""), np.float32).reshape(-1, 5)
        assert len(new) == told_of["rows"]
        page = np.vstack([page[: told_of["from"]], new])
        np.testing.assert_array_equal(page, here.trainer.history.rows.astype(np.float32))
        seen = {"layout": layout["version"], "history": told_of["version"]}
