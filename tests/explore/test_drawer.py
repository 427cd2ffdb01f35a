"""Bursts: the newest state is drawn, few are, and nothing is queued."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from nnkit import explore
from nnkit.explore.drawer import Drawer


def test_a_request_during_a_drawing_is_drawn_once_more() -> None:
    begun, go, drawn = threading.Event(), threading.Event(), []

    def draw() -> None:
        begun.set()
        go.wait(5)
        drawn.append(len(drawn))

    drawer = Drawer(draw)
    drawer.request()
    assert begun.wait(5)
    for _ in range(50):
        drawer.request()
    assert not drawer.wait(0)
    go.set()
    assert drawer.wait()
    assert drawn == [0, 1]


def test_a_drawing_that_fails_does_not_stop_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    failed: list[object] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)

    def draw() -> None:
        drawn.append(1)
        if len(drawn) == 1:
            raise RuntimeError("the first one fails")

    drawer = Drawer(draw)
    for _ in range(2):
        drawer.request()
        assert drawer.wait()
    assert len(drawn) == 2
    assert len(failed) == 1


def test_a_burst_of_fifty_moves_ends_on_the_newest_and_draws_few() -> None:
    explorer = explore.neuron()
    frames: list[object] = []
    explorer.send = lambda content, buffers: frames.append(content)
    for move in range(50):
        explorer.set_state({"w1": move / 8 - 3})
    assert explorer.wait()
    assert len(frames) <= 10
    assert explorer.shown.alt == explorer.figure(w1=3.125).alt
    assert explorer.shown.png == explorer.figure(w1=3.125).quick_png


def test_two_explorers_moved_at_once_do_not_interfere() -> None:
    explorers = [explore.neuron(), explore.neuron(), explore.perceptron()]

    def move(number: int) -> None:
        explorer = explorers[number]
        for turn in range(30):
            if number < 2:
                explorer.set_state({"b": turn / 8, "data": ("OR", "two blobs")[number]})
            else:
                explorer._handle_custom_msg({"press": "step"}, [])

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(move, range(3)))
    assert all(explorer.wait() for explorer in explorers)
    expected = [{"b": 29 / 8, "data": "OR"}, {"b": 29 / 8, "data": "two blobs"}, {"steps": 24}]
    for explorer, state in zip(explorers, expected, strict=True):
        assert explorer.shown.png == explorer.figure(**state).quick_png
