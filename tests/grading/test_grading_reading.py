"""Whatever was handed in, reading it ends with cells and answers, or with a sentence."""

from __future__ import annotations

import copy
import json
import os
import socket
import time
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnkit.check import Observation, judge
from nnkit.course.catalogue import find_lesson
from nnkit.exercises.neuron import EXERCISES
from nnkit.grading.cells import LONGEST
from nnkit.grading.opening import Refused
from nnkit.grading.reading import read_submission
from nnkit.grading.record import in_one_line
from nnkit.grading.slimming import without_outputs

ROOT = Path(__file__).parents[2]
LESSON = find_lesson(ROOT, "01_neuron")
RELEASED = json.loads((LESSON.released / LESSON.notebook).read_bytes())
ACTIVATIONS = (ROOT / "lessons/02_activations/02_activations.ipynb").read_bytes()
SOLUTION = "neuron-weighted_sum"


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "submitted" / "ada" / LESSON.name
    made.mkdir(parents=True)
    return made


def hand_in(folder: Path, document: object) -> Path:
    path = folder / LESSON.notebook
    path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
    return path


def read(folder: Path, document: object):
    hand_in(folder, document)
    return read_submission(folder, LESSON)


def changed(**changes: object) -> dict:
    return copy.deepcopy(RELEASED) | changes


def with_cell(**changes: object) -> dict:
    """The released notebook with something else in its first solution cell."""
    document = changed()
    cell = next(cell for cell in document["cells"] if cell.get("id") == SOLUTION)
    cell.update(changes)
    return document


def solution(submitted) -> str | None:
    """The text of the first solution cell, if it was handed in."""
    return next((c.source for c in submitted.notebook.cells if c.id == SOLUTION), None)


def test_what_the_course_gave_out_is_read_whole(folder):
    submitted = read(folder, RELEASED)
    assert submitted.problem == ""
    assert [cell.source for cell in submitted.notebook.cells] == [
        "".join(cell["source"]) for cell in RELEASED["cells"]
    ]
    nbformat.validate(submitted.notebook)


DAMAGED = {
    b"": "is empty",
    b" \n": "is empty",
    b"\x00" * 100: "no JSON",
    b"\xff\xfe\x00rubbish": "no JSON",
    b'{"cells": [': "no JSON",
    b"[" * 200_000: "nested too deeply",
    b'{"a":' * 200_000: "nested too deeply",
    b"null": "no notebook",
    b"[]": "no notebook",
    b"{}": "no notebook",
    b'{"nbformat": "4", "cells": []}': "no notebook",
    b'{"nbformat": true, "cells": []}': "no notebook",
    b'{"nbformat": 5, "cells": []}': "newer than what can be read",
    b'{"nbformat": 1e999, "cells": []}': "no notebook",
    b'{"nbformat": 2, "worksheets": []}': "old notebook format",
    b'{"nbformat": 4}': "no list of cells",
    b'{"nbformat": 4, "cells": {"0": {}}}': "no list of cells",
    b'{"nbformat": 3, "worksheets": 7}': "no list of cells",
    b'{"nbformat": 4, "cells": []}': "none of the lesson's cells",
    b'{"nbformat": 4, "cells": [1, null, "x", [], {}, {"cell_type": []}]}': "none of the lesson's",
    b'{"nbformat": 4, "n": ' + b"9" * 10_000 + b', "cells": []}': "no JSON",
    b'{"nbformat": 4, "cells": [], "x": "' + b"\\": "no JSON",
    ACTIVATIONS: "notebook of 02_activations, not of 01_neuron",
}


@pytest.mark.parametrize(("data", "said"), DAMAGED.items(), ids=lambda each: repr(each[:20]))
def test_a_damaged_notebook_is_a_sentence(folder, data, said):
    submitted = read(folder, data)
    assert submitted.notebook is None
    assert said in submitted.problem


def test_a_missing_notebook_is_said_with_what_is_there(folder):
    assert "There is no 01_neuron.ipynb" in read_submission(folder, LESSON).problem
    (folder / "01_neuron (1)\n.ipynb").touch()
    assert r"01_neuron (1)\n.ipynb: rename" in read_submission(folder, LESSON).problem


def test_of_two_notebooks_the_lesson_s_is_read(folder):
    (folder / "mine.ipynb").write_text("x")
    submitted = read(folder, RELEASED)
    assert submitted.notebook
    assert "Only 01_neuron.ipynb is graded, not mine.ipynb." in submitted.notes


@pytest.mark.parametrize("minor", [0, 2, 4, 5, 9, "x", None])
def test_every_minor_format_is_read(folder, minor):
    document = changed(nbformat_minor=minor)
    if minor in (0, 2, 4):
        for cell in document["cells"]:
            del cell["id"]
    submitted = read(folder, document)
    assert len(submitted.notebook.cells) == len(RELEASED["cells"])
    nbformat.validate(submitted.notebook)


def test_format_3_is_read(folder):
    cells = copy.deepcopy(RELEASED["cells"])
    for cell in cells:
        del cell["id"]
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    heading = {"cell_type": "heading", "level": 1, "source": "Mine"}
    sheets = [{"cells": cells}, {"cells": [heading]}, 5, {"cells": 5}]
    submitted = read(folder, {"nbformat": 3, "nbformat_minor": 0, "worksheets": sheets})
    assert [cell.source for cell in submitted.notebook.cells] == [
        *("".join(cell["source"]) for cell in RELEASED["cells"]),
        "Mine",
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\nb", "a\nb"),
        (["a\n", "b"], "a\nb"),
        ([], ""),
        (5, None),
        (None, None),
        (["a", 5], None),
        ({"a": 1}, None),
        ("x" * (LONGEST + 1), None),
        ("a\x00b\ud800c", "a\ufffdb\ufffdc"),
    ],
)
def test_a_source_is_a_text_or_the_cell_is_left_out(folder, source, text):
    submitted = read(folder, with_cell(source=source))
    assert solution(submitted) == text
    assert any("Left out" in note for note in submitted.notes) is (text is None)
    json.dumps(submitted.notebook).encode()
    nbformat.validate(submitted.notebook)


@pytest.mark.parametrize(
    "changes",
    [
        {"metadata": None},
        {"metadata": {"nbgrader": 7}},
        {"metadata": {"nbgrader": {"grade_id": ["x"]}}},
        {"outputs": "none"},
        {"execution_count": {}},
        {"attachments": 5},
    ],
)
def test_damaged_metadata_costs_nothing(folder, changes):
    assert solution(read(folder, with_cell(source="mine", **changes))) == "mine"


@pytest.mark.parametrize("identity", ["x y", "", "a" * 100, 5, None, "<b>", "../x"])
def test_ids_are_valid_whatever_they_were(folder, identity):
    submitted = read(folder, with_cell(id=identity))
    nbformat.validate(submitted.notebook)
    assert len({cell.id for cell in submitted.notebook.cells}) == len(RELEASED["cells"])


def test_of_duplicate_keys_the_last_counts(folder):
    twice = json.dumps(RELEASED)[:-1] + ', "cells": []}'
    assert "none of the lesson's cells" in read(folder, twice.encode()).problem


def test_raw_control_characters_and_a_byte_order_mark_are_no_damage(folder):
    data = b"\xef\xbb\xbf" + json.dumps(with_cell(source="aXb")).encode().replace(b"aXb", b"a\x00b")
    assert solution(read(folder, data)) == "a\ufffdb"


def test_huge_outputs_are_dropped_first(folder):
    lines = ["a line, [of] {output}\n"] * 1_000_000
    document = with_cell(source="mine", outputs=[{"output_type": "stream", "text": lines}])
    begun = time.process_time()
    submitted = read(folder, document)
    assert solution(submitted) == "mine"
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(
    "filling", [b" ", b'"', b"[", b"[]", b'{"a":', b'"\\"', b"\\", b'"outputs":[']
)
def test_large_nonsense_is_refused_in_time(folder, filling):
    begun = time.process_time()
    data = filling * (9_000_000 // len(filling))
    assert read(folder, data).problem
    assert time.process_time() - begun < 20


def test_a_file_that_is_too_large_is_not_read(folder):
    with hand_in(folder, b"").open("wb") as file:
        file.truncate(50_000_000_000)
    assert "too large" in read_submission(folder, LESSON).problem


def test_too_many_cells_and_too_much_text_are_refused(folder):
    cell = {"cell_type": "markdown", "metadata": {}, "source": "x"}
    assert "at most" in read(folder, changed(cells=RELEASED["cells"] + [cell] * 2_000)).problem
    long = [cell | {"source": "x" * 90_000}] * 12
    assert "more text" in read(folder, changed(cells=RELEASED["cells"] + long)).problem


def _symbolic(path, real):
    path.symlink_to(real)


def _hard(path, real):
    os.link(real, path)


def _pipe(path, _real):
    os.mkfifo(path)


def _folder(path, _real):
    path.mkdir()


def _socket(path, _real):
    here = os.getcwd()
    os.chdir(path.parent)  # the address of a socket is short
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(here)


def _device(path, _real):
    path.symlink_to("/dev/zero")


KINDS = [_symbolic, _hard, _pipe, _folder, _socket, _device]


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("name", [LESSON.notebook, "progress.json"])
def test_nothing_but_a_file_is_read(folder, tmp_path, make, name):
    real = tmp_path / "real"
    real.write_text(json.dumps(RELEASED | {"answers": {"neuron.q": {"answer": "stolen"}}}))
    if name == "progress.json":
        hand_in(folder, RELEASED)
    make(folder / name, real)
    submitted = read_submission(folder, LESSON)
    said = submitted.problem if name == LESSON.notebook else " ".join(submitted.notes)
    assert name in said
    assert any(word in said for word in ("link", "pipe", "folder", "socket", "device"))
    assert submitted.answers == {}


def test_a_device_is_not_read(tmp_path):
    if os.geteuid():
        pytest.skip("Only root makes devices.")
    from nnkit.grading.opening import contents

    with pytest.raises(Refused, match="zero is a device"):
        contents(Path("/dev/zero"), 100)


def test_a_folder_that_is_a_link_or_a_file_is_refused(folder, tmp_path):
    hand_in(folder, RELEASED)
    link, file = tmp_path / "link", tmp_path / "file"
    link.symlink_to(folder)
    file.touch()
    assert "symbolic link" in read_submission(link, LESSON).problem
    assert "no folder" in read_submission(file, LESSON).problem
    assert read_submission(tmp_path / "nowhere", LESSON).problem


def progress(folder: Path, document: object):
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    (folder / "progress.json").write_bytes(data)
    return read(folder, RELEASED)


def test_answers_are_texts_lists_and_numbers(folder):
    given = {"a": "x", "b": ["x", "y"], "c": 2, "d": 0.5}
    bad = {"e": None, "f": True, "g": {"x": 1}, "h": [1], "i": float("nan"), "j": 10**400}
    entries = {name: {"answer": value} for name, value in (given | bad).items()}
    submitted = progress(folder, {"answers": entries | {"k": 5, "l": {}}})
    assert submitted.answers == given
    assert submitted.notes == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\x00",
        b"[]",
        b"5",
        b'{"answers": []}',
        b"[" * 100_000,
        b" " * 2_000_000,
        b'{"answers": {"a": {"answer": ' + b"1" * 5_000 + b"}}}",
    ],
    ids=lambda data: repr(data[:20]),
)
def test_damaged_answers_are_none_and_a_note(folder, data):
    submitted = progress(folder, data)
    assert submitted.notebook
    assert submitted.answers == {}
    assert "answers to the questions" in submitted.notes[-1]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["outputs", "attachments", "widgets", "cells", "source", "a"]), inner
        )
    ),
)


@given(JSON)
def test_only_what_is_never_looked_at_is_cut(document):
    slim = json.loads(without_outputs(json.dumps(document).encode()))
    assert repr(slim) == repr(_without(document))


def _without(value):
    if isinstance(value, list):
        return [_without(each) for each in value]
    if not isinstance(value, dict):
        return value
    unread = ("outputs", "attachments", "widgets")
    return {
        name: type(each)() if name in unread and isinstance(each, list | dict) else _without(each)
        for name, each in value.items()
    }


@given(JSON)
def test_any_json_can_be_handed_in(tmp_path_factory, document):
    folder = tmp_path_factory.mktemp("any")
    for whole in (
        document,
        {"nbformat": 4, "cells": document},
        {"nbformat": 4, "cells": [document]},
    ):
        assert read(folder, whole).problem


def test_a_cut_off_notebook_is_not_to_be_opened_only(folder: Path) -> None:
    whole = (LESSON.released / LESSON.notebook).read_bytes()
    (folder / LESSON.notebook).write_bytes(whole[: len(whole) // 2])
    assert "if not, an earlier copy." in read_submission(folder, LESSON).problem


def test_problems_on_one_line_end_as_sentences_do() -> None:
    said = ["It is damaged.", "Does it call exit?", "late: 2 points"]
    assert in_one_line(said) == "It is damaged. Does it call exit? late: 2 points."
    assert in_one_line([]) == ""


def test_a_function_that_is_not_there_may_have_ended_in_an_error() -> None:
    report = judge(
        next(each for each in EXERCISES if each.id == "neuron.neuron"), Observation(found=False), []
    )
    assert "did the cell end without an error?" in report.message
