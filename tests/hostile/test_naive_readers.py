"""What the kernel replies is read as strict data. Readers that trust it are taken in."""

from __future__ import annotations

import json
import pickle

import pytest

from nnkit.grading.verdict import Stopped, received

SCORE = '{"passed": true, "score": 2.0, "points": 2}'
DEEP = "[" * 200_000 + "]" * 200_000


class Trap:
    """Runs when it is unpickled, or when its representation is evaluated."""

    sprung = False

    def __reduce__(self):
        return (setattr, (Trap, "sprung", True))

    def __repr__(self):
        return "setattr(Trap, 'sprung', True)"


@pytest.fixture(autouse=True)
def _set_again():
    Trap.sprung = False


def test_a_forged_score_is_believed_by_a_reader_of_any_json():
    assert json.loads(SCORE)["score"] == 2.0
    assert isinstance(received(repr(SCORE)), Stopped)


def test_a_pickle_runs_where_it_is_loaded():
    data = pickle.dumps(Trap())
    assert isinstance(received(repr(data)), Stopped)
    assert not Trap.sprung
    pickle.loads(data)
    assert Trap.sprung


def test_a_representation_runs_where_it_is_evaluated():
    assert isinstance(received(repr(Trap())), Stopped)
    assert not Trap.sprung
    eval(repr(Trap()))
    assert Trap.sprung


def test_deep_json_ends_a_recursive_reader():
    with pytest.raises(RecursionError):
        json.loads(DEEP)
    assert isinstance(received(repr(DEEP)), Stopped)


@pytest.mark.parametrize("reply", ["", "NaN", "None", "2.0", "''", "'{}'", "'NaN'", "b'{}'"])
def test_no_reply_but_an_observation_counts(reply):
    assert isinstance(received(reply), Stopped)
