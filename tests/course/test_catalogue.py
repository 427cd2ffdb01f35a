"""The course is found from anywhere inside it, and its lessons are listed in order."""

import pytest

from nnkit.course.catalogue import authored, find_course, find_lesson, lessons, notebooks
from nnkit.course.errors import CourseError


def add(root, name, title="# A title\n"):
    folder = root / "solutions" / name
    folder.mkdir(parents=True)
    (folder / "lesson.md").write_text(title)


def test_the_course_is_found_from_within(course_of, text):
    root = course_of(text)
    assert find_course(root) == root
    assert find_course(root / "solutions" / "01_toy") == root


def test_outside_of_the_course_it_says_so(tmp_path):
    (tmp_path / "lessons").mkdir()
    with pytest.raises(CourseError, match=r"There is no course in .* Change into the folder"):
        find_course(tmp_path)


def test_lessons_come_in_order_with_their_titles(course_of, text):
    root = course_of("Text before.\n\n" + text)
    add(root, "00_start", "---\n# a\n---\n\nNo heading\n\n```\n# b\n```\n")
    add(root, "11_more", "# More: *still* more  \n")
    (root / "solutions" / "drafts").mkdir()
    assert [(lesson.name, lesson.title) for lesson in lessons(root)] == [
        ("00_start", "00_start"),
        ("01_toy", "A toy lesson"),
        ("11_more", "More: *still* more"),
    ]


def test_learners_have_lessons_without_a_source(built):
    (built / "solutions" / "01_toy" / "lesson.md").unlink()
    assert [lesson.title for lesson in lessons(built)] == ["A toy lesson"]
    with pytest.raises(CourseError, match=r"solutions/01_toy/lesson\.md is missing"):
        authored(built, ["01_toy"])


def test_a_lesson_is_found_by_name_or_number(course_of, text):
    root = course_of(text)
    assert {find_lesson(root, name).name for name in ("01_toy", "01", "toy", "01_toy/")} == {
        "01_toy"
    }
    with pytest.raises(CourseError, match=r"There is no lesson 02_x in .*Lessons: 01_toy"):
        find_lesson(root, "02_x")


@pytest.mark.parametrize("name", ["1_neuron", "02-neuron", "02_Neuron", "02_neuron2", "draft"])
def test_a_folder_that_nbgrader_would_not_match_is_named(course_of, text, name):
    root = course_of(text)
    add(root, name)
    with pytest.raises(CourseError, match=f"The lesson folder {name} needs a name such as"):
        lessons(root)


def test_two_lessons_of_one_number_are_named(course_of, text):
    root = course_of(text)
    add(root, "01_other")
    with pytest.raises(CourseError, match="Two lessons have the number 01: 01_other and 01_toy"):
        lessons(root)


def test_an_extra_is_built_and_found_by_name_but_is_no_lesson(course_of, text):
    root = course_of(text)
    add(root, "builder")
    assert [each.name for each in notebooks(root)] == ["01_toy", "builder"]
    assert [each.name for each in authored(root)] == ["01_toy", "builder"]
    assert [each.name for each in lessons(root)] == ["01_toy"]
    (extra,) = authored(root, ["builder/"])
    assert (extra.topic, extra.notebook, extra.title) == ("builder", "builder.ipynb", "A title")
    with pytest.raises(CourseError, match="builder is an extra: nothing in it is graded"):
        find_lesson(root, "builder")


def test_a_course_without_lessons_has_nothing_to_build(tmp_path):
    (tmp_path / "solutions").mkdir()
    with pytest.raises(CourseError, match="There is no lesson"):
        authored(tmp_path)
