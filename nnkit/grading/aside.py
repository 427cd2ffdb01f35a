"""The record of a submission that ended its worker: nothing in it was looked at again."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_output

from nnkit.check.report import markup
from nnkit.course.catalogue import Lesson
from nnkit.grading.record import Record, Scored

REASON = (
    "Grading this notebook ended the grading program, so nothing in it could be judged. Run it "
    "from the top in JupyterLab, and ask your teacher what happened."
)


def set_aside(lesson: Lesson, problem: str) -> Record:
    """0 points and the reason in every graded cell of the lesson's own notebook."""
    notebook = nbformat.read(lesson.released / lesson.notebook, as_version=4)
    grades = {}
    for cell in notebook.cells:
        facts = cell.metadata.get("nbgrader", {})
        if facts.get("grade"):
            html = f"<p>{markup(REASON)}</p>"
            data = {"text/plain": "0.0", "text/html": html}
            cell.outputs = [new_output("execute_result", data, execution_count=None)]
            grades[facts["grade_id"]] = Scored(0.0, facts["points"], "crashed", "crashed", REASON)
    return Record(nbformat.writes(notebook), grades, problems=(problem,))
