"""Frames asked for in advance: how many come, for whom, and what ends them."""

import asyncio
import os
import signal
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from nnkit.builder import NetworkBuilder
from nnkit.builder.credits import MOST, Credits
from nnkit.builder.trainer import Trainer

SMALL: dict[str, Any] = {"data": "moons", "hidden": [4], "lr": 0.1}
FRAME: dict[str, Any] = {"problem": None, "history": {"version": 7}}


@pytest.fixture(autouse=True)
def no_loop_of_others() -> Iterator[None]:
    """Playwright, which other tests use in this process, leaves its loop marked as running."""
    other = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(other)


def asking(id_: str = "a.1", **how: Any) -> dict[str, Any]:
    """A page's request while it plays."""
    return {"do": "frame", "train": True, "frames": 4, "seen": {}, "id": id_} | how


def talk(
    builder: NetworkBuilder,
    monkeypatch: pytest.MonkeyPatch,
    *turns: dict[str, Any] | None,
    wait: float = 0.2,
) -> list[Any]:
    """What a running loop's kernel sends, given these messages, with a slice between any two."""
    sent: list[Any] = []
    monkeypatch.setattr(
        type(builder), "send", lambda _, content, buffers=None: sent.append(content)
    )

    async def kernel() -> None:
        for message in turns:
            if message is not None:
                builder._handle_custom_msg(message, [])
            count = len(sent)
            for _ in range(100):
                await asyncio.sleep(0.001)
                if len(sent) > count:
                    break
        await asyncio.sleep(wait)

    asyncio.run(kernel())
    return sent


def test_a_request_is_answered_so_often_and_no_oftener(monkeypatch: pytest.MonkeyPatch) -> None:
    builder = NetworkBuilder(**SMALL)
    sent = talk(builder, monkeypatch, asking(slice={"epochs": 1}))
    assert [content["epoch"] for content in sent] == [1, 2, 3, 4]
    assert [content["more"] for content in sent] == [3, 2, 1, 0]
    assert {content["id"] for content in sent} == {"a.1"}
    twin = Trainer(builder.spec)
    twin.run(4)
    np.testing.assert_array_equal(builder.history.rows, twin.history.rows)


def test_what_a_frame_has_told_is_not_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = talk(NetworkBuilder(**SMALL), monkeypatch, asking(slice={"epochs": 2}))
    assert ["layout" in content for content in sent] == [True, False, False, False]
    assert [content["history"]["from"] for content in sent] == [0, 2, 4, 6]


def test_an_edit_comes_between_and_training_goes_on_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builder = NetworkBuilder(**SMALL)
    spec = builder.spec.to_json()
    spec["training"]["lr"] = 0.5
    edit = {"do": "set", "spec": spec, "id": "a.2"}
    sent = talk(builder, monkeypatch, asking(slice={"epochs": 1}), edit)
    ids = [content["id"] for content in sent]
    assert sorted(ids) == ["a.1"] * 4 + ["a.2"]
    assert ids.index("a.2") < 4
    assert builder.trainer.epoch == 4
    assert builder.spec.training.lr == 0.5


def test_a_newer_request_or_a_pause_ends_what_was_promised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builder = NetworkBuilder(**SMALL)
    newer = asking("a.2", frames=1, slice={"epochs": 1})
    sent = talk(builder, monkeypatch, asking(slice={"epochs": 1}), newer)
    assert sent[-1]["id"] == "a.2"
    assert sent[-1]["more"] == 0
    pause = asking("a.4", train=False)
    sent = talk(builder, monkeypatch, asking("a.3", slice={"epochs": 1}), pause)
    assert sent[-1]["id"] == "a.4"
    assert len(sent) < 5


def test_pages_take_turns_and_do_not_end_each_others(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = asking(slice={"epochs": 1}), asking("b.1", slice={"epochs": 1})
    sent = talk(NetworkBuilder(**SMALL), monkeypatch, first, second)
    ids = [content["id"] for content in sent]
    assert sorted(ids) == ["a.1"] * 4 + ["b.1"] * 4
    assert "a.1" in ids[ids.index("b.1") :]


def test_an_interrupt_ends_it_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    builder = NetworkBuilder(**SMALL)
    works: list[float] = []

    def work(seconds: float) -> None:
        works.append(seconds)
        if len(works) == 2:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(builder.trainer, "work", work)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as between two messages of a kernel
    try:
        sent = talk(builder, monkeypatch, asking())
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(sent) == 2
    assert "interrupted" in sent[1]["error"]["sentence"]
    assert sent[1]["more"] == 0


def test_without_a_loop_the_first_answer_is_all(monkeypatch: pytest.MonkeyPatch) -> None:
    builder = NetworkBuilder(**SMALL)
    sent: list[Any] = []
    monkeypatch.setattr(
        type(builder), "send", lambda _, content, buffers=None: sent.append(content)
    )
    builder._handle_custom_msg(asking(), [])
    assert len(sent) == 1
    assert "more" not in sent[0]


@pytest.mark.parametrize("frames", [True, None, "4", -3, 0, 1, 2.5])
def test_no_odd_number_of_frames_is_promised(frames: object) -> None:
    credits_, content = Credits(), dict(FRAME)
    credits_.note(asking(frames=frames), content)
    assert content["more"] == 0
    assert not credits_


def test_nobody_is_promised_more_than_the_most() -> None:
    credits_, content = Credits(), dict(FRAME)
    credits_.note(asking(frames=10**9), content)
    assert content["more"] == MOST - 1


@pytest.mark.parametrize("message", [None, "frame", {"do": "frame"}, {"do": "frame", "id": 3}])
def test_other_messages_change_nothing(message: object) -> None:
    credits_, content = Credits(), dict(FRAME)
    credits_.note(message, content)
    assert content == FRAME
    assert not credits_


def test_a_frame_that_cannot_go_on_is_the_last() -> None:
    credits_ = Credits()
    credits_.note(asking(), dict(FRAME, problem={"kind": "own"}))
    assert not credits_
    credits_.note(asking(), {"error": {"where": "frame", "sentence": "no"}})
    assert not credits_
