"""A damaged file never raises, never costs a byte, and is reported once."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import progress

DAMAGED = [
    b"",
    b"\x00" * 200,
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"{}",
    b'{"version": "1"}',
    b'{"version": true}',
    b'{"version": 0}',
    b'{"version": 1.0}',
    b'{"version": 1, "passed": []}',
    b'{"version": 1, "passed": {"a": 1}}',
    b'{"version": 1, "passed": {"a": {"score": "1", "max_score": 1}}}',
    b'{"version": 1, "answers": {"q": {"answer": 1, "correct": true}}}',
    b'{"version": 1, "answers": {"q": {"answer": 1, "correct": 2, "attempts": 1}}}',
    b'{"version": 1, "extra": NaN}',
    b'{"version": 1, "extra": 1e999}',
    b'{"version": 1} {"version": 1}',
    b'{"version": 1, "passed": {"\xff": 1}}',
    b"[" * 100_000,
    b'{"version": 1' + b"0" * 5000 + b"}",
]


def whole_file() -> bytes:
    with TemporaryDirectory() as folder:
        progress.record_pass("neuron.weighted_sum", 1, 2, folder)
        progress.record_answer("neuron.bias", ["σ", "b"], False, folder)
        return (Path(folder) / progress.FILE).read_bytes()


WHOLE = whole_file()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("progress*")}


@pytest.mark.parametrize("data", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_set_aside_and_reported_once(tmp_path: Path, data: bytes) -> None:
    (tmp_path / progress.FILE).write_bytes(data)
    found = progress.read(tmp_path)
    assert (found.passed, found.answers) == ({}, {})
    assert "progress.damaged-1.json" in found.note
    assert files(tmp_path) == {"progress.damaged-1.json": data}
    assert progress.read(tmp_path).note == ""


@pytest.mark.parametrize("data", DAMAGED, ids=range(len(DAMAGED)))
def test_recording_over_a_damaged_file_sets_it_aside_too(tmp_path: Path, data: bytes) -> None:
    (tmp_path / progress.FILE).write_bytes(data)
    assert "progress.damaged-1.json" in progress.record_pass("a", 1, 1, tmp_path)
    assert progress.record_pass("b", 1, 1, tmp_path) == ""
    assert (tmp_path / "progress.damaged-1.json").read_bytes() == data
    assert progress.read(tmp_path).passed.keys() == {"a", "b"}


def test_an_earlier_damaged_file_is_never_overwritten(tmp_path: Path) -> None:
    for data in (b"first", b"second", b"third"):
        (tmp_path / progress.FILE).write_bytes(data)
        progress.read(tmp_path)
    assert files(tmp_path) == {
        "progress.damaged-1.json": b"first",
        "progress.damaged-2.json": b"second",
        "progress.damaged-3.json": b"third",
    }


@given(st.integers(0, len(WHOLE)), st.booleans())
@settings(deadline=None, max_examples=60)
def test_a_file_cut_anywhere_loses_no_byte(end: int, record: bool) -> None:
    cut = WHOLE[:end]
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / progress.FILE).write_bytes(cut)
        note = progress.record_pass("a", 1, 1, folder) if record else progress.read(folder).note
        if note:
            assert files(folder)["progress.damaged-1.json"] == cut
        else:  # only white space was cut off
            assert json.loads(cut) == json.loads(WHOLE)
            assert progress.read(folder).answers["neuron.bias"]["answer"] == ["σ", "b"]


@given(st.binary(max_size=60), st.integers(0, len(WHOLE)))
@settings(deadline=None, max_examples=60)
def test_bytes_written_into_it_never_raise(rubbish: bytes, at: int) -> None:
    data = WHOLE[:at] + rubbish + WHOLE[at + len(rubbish) :]
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / progress.FILE).write_bytes(data)
        progress.read(folder)
        assert data in files(folder).values()
        progress.record_answer("q", 1, folder=folder)


def test_a_windows_byte_order_mark_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / progress.FILE).write_bytes(b"\xef\xbb\xbf" + WHOLE)
    found = progress.read(tmp_path)
    assert found.note == ""
    assert list(found.passed) == ["neuron.weighted_sum"]


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    data = b'{"version": 2, "passed": "another layout"}'
    (tmp_path / progress.FILE).write_bytes(data)
    assert "newer" in progress.read(tmp_path).note
    assert "newer" in progress.record_pass("a", 1, 1, tmp_path)
    assert "newer" in progress.record_answer("q", 1, folder=tmp_path)
    assert files(tmp_path) == {progress.FILE: data}
