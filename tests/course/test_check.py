"""`nnkit build --check`: what counts as a change, and how it is told."""

import base64
import io
import re
import shutil

import numpy as np
import pytest
from PIL import Image

from nnkit.course.build import build, differences
from nnkit.course.compare import compare_files, compare_folders
from nnkit.course.notebook import from_text
from nnkit.course.pictures import same_picture

SOLUTION = "solutions/01_toy/01_toy.ipynb"
RELEASE = "lessons/01_toy/01_toy.ipynb"


def png(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png")
    return file.getvalue()


def drawing(noise=0, spot=0):
    """A picture of 100 × 200 pixels, with some noise and a black square."""
    pixels = np.full((100, 200, 3), 200, dtype=np.int16)
    pixels[20:30] = 50
    pixels[::3, ::3] += noise
    pixels[:spot, :spot] = 0
    return png(pixels.astype(np.uint8))


def with_picture(notebook, picture, html):
    """The notebook with ``picture`` in place of the one it has, plainly or inside HTML."""
    encoded = base64.b64encode(picture).decode()
    if html:
        shown = f'"text/html": "<img src=\\"data:image/png;base64,{encoded}\\">"'
    else:
        shown = f'"image/png": "{encoded}"'
    text = notebook.read_text(encoding="utf-8")
    notebook.write_text(re.sub(r'"image/png": "[^"]*"', shown, text), encoding="utf-8")


def changes(built, changed):
    return list(compare_folders(built, changed, "here"))


def test_a_fresh_build_has_no_differences(built, points):
    assert differences(built, points=points, say=lambda line: None) == []


def test_a_changed_text_alternative_is_told(built, points):
    path = built / SOLUTION
    text = path.read_text(encoding="utf-8")
    stored = '"metadata": {"image/png": {"alt": "z = −0.3"}},\n     "output_type": "display_data"'
    changed = re.sub(r'"metadata": \{\},\s*"output_type": "display_data"', stored, text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    (line,) = differences(built, points=points, say=lambda line: None)
    assert "−0.3" in line


def test_a_changed_sentence_is_told_with_its_place(built, points):
    for name, old, new in [
        (SOLUTION, "Twice and half. The answers", "Twice and half. Some answers"),
        (SOLUTION, "checked toy.double", "unchecked"),
        (RELEASE, "raise NotImplementedError", "return 0"),
    ]:
        text = (built / name).read_text(encoding="utf-8")
        (built / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    (built / "lessons" / "01_toy" / "data.csv").unlink()
    found = differences(built, points=points, say=lambda line: None)
    assert len(found) == 4
    assert re.match(rf"{SOLUTION}, cell 1 \(\w+\): the source: .*Some answers.*built 'Tw", found[0])
    assert f"{SOLUTION}, cell 6 (test-toy-double): the outputs: " in found[1]
    assert f"{RELEASE}, cell 4 (toy-double): the source: stored '    return 0'" in found[2]
    assert found[3] == "lessons/01_toy/data.csv: is missing"


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize(
    ("picture", "same"),
    [
        (drawing(noise=2), True),
        (drawing(spot=3), True),
        (drawing(spot=20), False),
        (drawing(noise=20), False),
        (png(np.zeros((50, 50, 3), np.uint8)), False),
        (b"no picture", False),
    ],
    ids=["noise", "dot", "square", "grey", "size", "damaged"],
)
def test_only_a_few_pixels_may_change(built, tmp_path, html, picture, same):
    stored = tmp_path / "stored.ipynb"
    shutil.copy(built / SOLUTION, stored)
    with_picture(built / SOLUTION, drawing(), html)
    with_picture(stored, picture, html)
    told = list(compare_files(built / SOLUTION, stored, "it"))
    assert len(told) == (0 if same else 1)
    assert all("the outputs: a picture looks different" in line for line in told)


def test_pictures_are_compared_as_seen():
    assert same_picture(drawing(), drawing(noise=1))
    assert not same_picture(drawing(), b"")


def test_a_long_line_is_shown_where_it_differs(built):
    stored = built / "stored.ipynb"
    text = (built / SOLUTION).read_text("utf-8").replace("Twice and half.", "é" * 200)
    (built / SOLUTION).write_text(text, "utf-8")
    stored.write_text(text.replace("The answers", "Some answers"), "utf-8")
    said = next(compare_files(built / SOLUTION, stored, "it"))
    assert "éé Some answers" in said
    assert "éé The answers" in said


def test_a_damaged_or_shortened_notebook_is_told(built):
    shortened = built / "shortened.ipynb"
    text = (built / SOLUTION).read_text(encoding="utf-8")
    shortened.write_text(re.sub(r'"id": "toy-halve"', '"id": "toy-third"', text), encoding="utf-8")
    assert "another cell" in next(compare_files(built / SOLUTION, shortened, "it"))
    shortened.write_text("{", encoding="utf-8")
    assert "can't be read as a notebook" in next(compare_files(built / SOLUTION, shortened, "it"))


MEASURED = """

```{code-cell} ipython3
:tags: [measured]

from time import perf_counter_ns

print(perf_counter_ns())
```
"""


def test_what_was_measured_stays_until_its_cell_changes(course_of, text, points):
    root = course_of(text + MEASURED)
    build(root, points=points, say=lambda line: None)
    first = (root / SOLUTION).read_text(encoding="utf-8")
    assert differences(root, points=points, say=lambda line: None) == []
    build(root, points=points, say=lambda line: None)
    assert (root / SOLUTION).read_text(encoding="utf-8") == first
    lesson = root / "solutions" / "01_toy" / "lesson.md"
    lesson.write_text(text + MEASURED.replace("print(p", "print(1 + p"), encoding="utf-8")
    build(root, points=points, say=lambda line: None)
    assert output(first) != output((root / SOLUTION).read_text(encoding="utf-8"))


def output(text):
    return from_text(text).cells[-1].outputs[0].text
