"""The class report: counted rightly, readable, and safe to open."""

import pytest

from nnkit import cli
from nnkit.course.errors import CourseError
from nnkit.grading.classroom import Wish, grade
from nnkit.grading.reporting import class_report
from tests.grading.classroom_kit import hand_in, standin, toy_course

WEATHER = "Because of the weather."


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    lesson = toy_course(tmp_path_factory.mktemp("report"))
    right = {"toy.why": "Because it is added to itself."}
    hand_in(lesson, "ada", answers=right)
    hand_in(lesson, "bob", 0, 1, 0, mistakes=["adds", "", ""], answers={"toy.why": WEATHER})
    hand_in(lesson, "eve", 0, 0, 0, mistakes=["adds", "<b>", ""], answers={"toy.why": ["?"]})
    hand_in(lesson, "kim", 1, 1, 3, mistakes=["<i>half</i>", "", ""], problems=["<script>"])
    grade(lesson, Wish(jobs=1), standin, lambda line: None)
    return lesson


def test_the_report_counts(lesson):
    said = "\n".join(class_report(lesson).lines())
    assert "4 graded; on average 3.0 of 6 points." in said
    table = [line.split() for line in said.splitlines()]
    assert ["double", "1", "1", "2", "0", "0"] in table
    assert ["halve", "3", "0", "1", "0", "0"] in table
    assert "   2  adds\n        It adds." in said
    assert f"   1  {WEATHER}\n        The weather has no influence on numbers at all." in said
    assert "   2  not answered" in said
    assert "kim: <script>" in said


def test_it_fits_80_columns(lesson):
    assert all(len(line) <= 80 for line in class_report(lesson).lines())


def test_the_page_takes_no_markup_from_submissions(lesson):
    page = class_report(lesson).html()
    assert "<script" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert "<strong>2</strong> adds<br>It adds." in page


def test_the_command_prints_or_writes(lesson, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(lesson.root)
    assert cli.main(["report", "toy"]) == 0
    assert capsys.readouterr().out.startswith("01_toy: ")
    page = tmp_path / "report.html"
    assert cli.main(["report", "01", "--html", str(page)]) == 0
    assert page.read_text().startswith("<!doctype html>")


def test_before_grading_it_says_what_to_do(tmp_path):
    lesson = toy_course(tmp_path)
    with pytest.raises(CourseError, match="`nnkit grade 01_toy`"):
        class_report(lesson)
    (lesson.root / "gradebook.db").unlink()
    with pytest.raises(CourseError, match="There is no gradebook yet"):
        class_report(lesson)
