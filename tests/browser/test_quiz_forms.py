"""The form in a browser: by keyboard alone, at every size, in light and dark, without barriers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from nnkit import progress
from nnkit.course.catalogue import Lesson
from nnkit.quiz import as_text, ask, read_bank
from tests.browser.kit import SCREENSHOTS
from tests.quiz.conftest import bank, folder  # noqa: F401
from tests.quiz.harness import FormPage, grave_barriers

ROOT = Path(__file__).parents[2]
BANKS = {path.parent.name: path for path in sorted(ROOT.glob("solutions/*/quiz.yaml"))}
ALL = [f"toy.{name}" for name in ("colour", "even", "half", "why", "secret")]


@pytest.fixture
def page_of(browser, folder):  # noqa: F811
    """Opens a page with a viewport of its own; afterwards nothing may have gone wrong in it."""
    pages: list[FormPage] = []

    def open_one(**options):
        pages.append(FormPage(browser.new_page(**options)))
        return pages[-1]

    yield open_one
    for each in pages:
        assert each.errors == []
        each.page.close()


def test_one_is_picked_and_checked_by_keyboard_alone(page_of):
    shown = page_of()
    form = shown.show(ask("toy.colour"))
    keys = shown.page.keyboard
    keys.press("Tab")
    expect(form.get_by_role("radio").first).to_be_focused()
    keys.press("ArrowDown")
    expect(form.get_by_role("radio", name="Blue, as")).to_be_checked()
    keys.press("Tab")
    expect(form.get_by_role("button", name="Check")).to_be_focused()
    keys.press("Enter")
    expect(form.get_by_role("status")).to_contain_text("✗ Not yet. Your answer: “Blue, as")
    keys.press("Shift+Tab")
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(form.get_by_role("status")).to_contain_text("✓ Right.")
    assert progress.read().answers["toy.colour"]["attempts"] == 2


def test_several_are_picked_by_keyboard_alone(page_of):
    shown = page_of()
    form = shown.show(ask("toy.even"))
    keys = shown.page.keyboard
    for key in ("Tab", "Space", "Tab", "Tab", "Space", "Tab", "Space"):
        keys.press(key)
    expect(form.get_by_role("status")).to_contain_text("✓ Right.")
    assert progress.read().answers["toy.even"]["answer"] == ["two", "four"]


def test_a_number_is_typed_and_sent_with_enter(page_of):
    shown = page_of()
    form = shown.show(ask("toy.half"))
    keys = shown.page.keyboard
    keys.press("Tab")
    keys.press("Enter")
    expect(form.get_by_role("status")).to_contain_text("There is no number yet.")
    keys.type("0,5")
    keys.press("Enter")
    expect(form.get_by_role("status")).to_contain_text("✓ Right. Your answer: 0.5")


def test_the_form_speaks_in_roles_and_names(page_of):
    form = page_of().show(ask("toy.even"))
    group = form.get_by_role("group", name="Which are even?")
    expect(group).to_have_accessible_description("x = 2 < 4 Pick all that are right.")
    assert group.get_by_role("checkbox").count() == 3
    number = page_of().show(ask("toy.half"))
    expect(number.get_by_role("textbox", name="Your answer, a number:")).to_be_visible()


def test_a_recorded_answer_is_put_in_again(page_of):
    for name, answer in (("colour", [1]), ("even", [0, 1]), ("half", "2")):
        ask(f"toy.{name}").check(answer)
    shown = page_of()
    colour, even, half = (shown.show(ask(f"toy.{name}")) for name in ("colour", "even", "half"))
    expect(colour.get_by_role("radio", name="Blue, as")).to_be_checked()
    assert [box.is_checked() for box in even.get_by_role("checkbox").all()] == [True, True, False]
    expect(half.get_by_role("textbox")).to_have_value("2")
    expect(half.get_by_role("status")).to_contain_text("This is two divided by one.")


def test_forms_do_not_get_in_each_others_way(page_of):
    shown = page_of()
    first, second = (shown.show(ask(name)) for name in ("toy.colour", "toy.why"))
    first.get_by_role("radio").first.check()
    second.get_by_role("radio").first.check()
    expect(first.get_by_role("radio").first).to_be_checked()
    second.get_by_role("button").click()
    expect(second.get_by_role("status")).to_contain_text("● Recorded.")
    expect(first.get_by_role("status")).to_be_empty()


def test_without_a_kernel_it_does_not_look_as_if_it_worked(page_of):
    shown = page_of()
    shown.page.clock.install()
    form = shown.show(ask("toy.why"))
    shown.alive = False
    form.get_by_role("radio").first.check()
    form.get_by_role("button").click()
    expect(form.get_by_role("status")).to_have_text("Checking …")
    shown.page.clock.fast_forward(8000)
    expect(form.get_by_role("status")).to_contain_text("No answer from the kernel")
    expect(form.get_by_role("status")).to_contain_text("nothing is recorded")
    shown.alive = True
    form.get_by_role("button").click()
    expect(form.get_by_role("status")).to_contain_text("● Recorded.")
    shown.page.clock.fast_forward(60_000)
    expect(form.get_by_role("status")).to_contain_text("● Recorded.")


SIZES = {
    "360 px": {"viewport": {"width": 360, "height": 740}},
    "200 percent": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "360 px at 200 percent": {"viewport": {"width": 180, "height": 370}, "device_scale_factor": 2},
    "light": {"viewport": {"width": 900, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 900, "height": 900}, "color_scheme": "dark"},
    "forced colours": {"viewport": {"width": 900, "height": 900}, "forced_colors": "active"},
}


@pytest.mark.parametrize("size", SIZES)
def test_nothing_overflows_and_axe_finds_nothing_grave(page_of, size):
    answers = {"toy.colour": [1], "toy.even": [0, 1], "toy.half": "2", "toy.why": [0]}
    for name, answer in answers.items():
        ask(name).check(answer)
    shown = page_of(**SIZES[size])
    for name in ALL:
        form = shown.show(ask(name))
    form.get_by_role("textbox").focus()
    path = SCREENSHOTS / "quiz-forms" / f"{size.replace(' ', '-')}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    shown.page.screenshot(path=path, full_page=True)
    assert shown.overflowing() == []
    assert grave_barriers(shown.page) == []


@pytest.mark.parametrize("width", [360, 900])
@pytest.mark.parametrize("lesson", BANKS)
def test_the_questions_of_the_course_fit_every_page(page_of, folder, lesson, width):  # noqa: F811
    topic = Lesson(ROOT, lesson).topic
    questions = read_bank(BANKS[lesson].read_text(encoding="utf-8"), topic).questions
    (folder / "questions.json").write_text(as_text(topic, lesson, questions), encoding="utf-8")
    shown = page_of(viewport={"width": width, "height": 800})
    for question in questions:
        form = ask(question.id)
        form.check([0] if question.choices else "0")
        shown.show(form)
    path = SCREENSHOTS / "quiz-forms" / f"{lesson}-{width}.png"
    shown.page.screenshot(path=path, full_page=True)
    assert shown.overflowing() == []
    assert grave_barriers(shown.page) == []
