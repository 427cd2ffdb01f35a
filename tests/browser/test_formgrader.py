"""A teacher grades a submission by formgrader's buttons and reads why; so does its learner, on the
feedback page."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from nnkit.exercises import exercise
from tests.browser.kit import ROOT, SCREENSHOTS, SLOW, Lab, new_lab, serving
from tests.lessons.conftest import Submission, submissions, submit, worthless
from tests.stock_nbgrader import nbgrader

LESSON = "01_neuron"
MISTAKEN = "neuron.weighted_sum"
GRADED = 120_000  # milliseconds: the button answers when the notebook has been run


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Lab]:
    """A teacher's course with one submission, served by JupyterLab from the course's folder."""
    folder = tmp_path_factory.mktemp("desk")
    course = folder / "course"
    course.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(ROOT / "solutions", course / "solutions")
    submit(course, LESSON, "ada", _mistaken_in_one())
    nbgrader(course, "generate_assignment", LESSON, "--force")
    lab = new_lab(course)
    with serving(lab, _command(lab), folder):
        yield lab


def _mistaken_in_one() -> Submission:
    states = submissions(LESSON)
    wrong, solved = states["wrong"].sources, states["solved"].sources
    return Submission(solved | {MISTAKEN: wrong[MISTAKEN]})


def _command(lab: Lab) -> list[str]:
    """As TEACHING.md has it, with a port, a token and no window."""
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [
        *(str(Path(sys.executable).with_name("jupyter")), "lab", "--no-browser", *as_root),
        f"--ServerApp.port={lab.url.rpartition(':')[2]}",
        f"--IdentityProvider.token={lab.token}",
    ]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()


def test_by_its_buttons_grades_and_feedback_are_made_and_both_say_why(
    desk: Lab, page: Page, browser: Browser
) -> None:
    page.goto(f"{desk.url}/tree?token={desk.token}")  # formgrader's own pages don't log in
    row = _row(desk, page)
    expect(row).to_contain_text("needs autograding", timeout=SLOW)
    _press(page, row.locator(".autograde a"), "Successfully autograded")
    expect(row.locator(".status")).to_have_text("graded", timeout=SLOW)

    page.goto(f"{desk.url}/formgrader/gradebook/{LESSON}/{LESSON}")
    page.get_by_role("link", name="Submission #1").click()
    _read_the_sentence(page)
    _keep(page, "submission")

    row = _row(desk, page)
    _press(page, row.locator(".generate-feedback a"), "Successfully generated feedback")
    made = desk.course / "feedback" / "ada" / LESSON / f"{LESSON}.html"
    for scheme in ("light", "dark"):
        _read_as_the_learner(browser, made, scheme)


def _row(desk: Lab, page: Page) -> Locator:
    page.goto(f"{desk.url}/formgrader/manage_submissions/{LESSON}")
    return page.get_by_role("row").filter(has_text="ada")


def _press(page: Page, button: Locator, answer: str) -> None:
    button.click()
    dialogue = page.locator(".modal-dialog")
    expect(dialogue).to_contain_text(answer, timeout=GRADED)
    _keep(page, answer.split()[1])
    dialogue.get_by_role("button", name="OK").click()


def _read_the_sentence(page: Page) -> None:
    wrong = page.get_by_role("status").filter(has_text="weighted_sum does not pass yet")
    expect(wrong.first).to_be_visible(timeout=SLOW)
    mistake = exercise(MISTAKEN).mistakes[worthless(exercise(MISTAKEN))]
    expect(wrong.first).to_contain_text(mistake.sentence.split(".")[0].replace("`", ""))
    wrong.first.scroll_into_view_if_needed()


def _read_as_the_learner(browser: Browser, page_file: Path, scheme: str) -> None:
    """As the page is sent: opened from a folder, with no network."""
    context = browser.new_context(offline=True, color_scheme=scheme)
    page = context.new_page()
    page.goto(page_file.as_uri(), wait_until="domcontentloaded")
    formula = page.locator("math").first
    expect(formula).to_be_visible()
    formula.scroll_into_view_if_needed()
    _keep(page, f"feedback-{scheme}-formula")
    _read_the_sentence(page)
    _keep(page, f"feedback-{scheme}")
    context.close()


def _keep(page: Page, step: str) -> None:
    folder = SCREENSHOTS / "test_formgrader"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{step}.png")
