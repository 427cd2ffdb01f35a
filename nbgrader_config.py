# ruff: noqa: F821
"""nbgrader's settings: read by every `nbgrader …` command run in this folder, and by the build."""

import os
import sys
from pathlib import Path

# nbgrader finds alembic by PATH, and Jupyter its kernels by JUPYTER_PATH: both in this environment.
os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
os.environ["JUPYTER_PATH"] = os.pathsep.join(
    filter(None, [os.path.join(sys.prefix, "share", "jupyter"), os.environ.get("JUPYTER_PATH")])
)

c = get_config()

c.CourseDirectory.course_id = "nnkit"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "lessons"

# Everything else in solutions/NN_x goes to learners. Don't list progress.json here: this also
# holds for submissions, and the learners' answers would vanish.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "lesson.md",
    "quiz.yaml",
]

# At grading the learner's own progress stays.
lessons = Path(__file__).resolve().parent.glob("solutions/*/")
c.Autograde.exclude_overwriting = {lesson.name: ["progress.json"] for lesson in lessons}

c.ClearSolutions.code_stub = {
    "python": "# Write your code here, in place of the next line.\nraise NotImplementedError"
}

# A zip from `nnkit hand-in`: ada_01_neuron.zip with ada_01_neuron/01_neuron.ipynb inside.
student, lesson = r"[A-Za-z0-9][A-Za-z0-9._-]*", r"\d\d_[a-z_]+"
c.FileNameCollectorPlugin.named_regexp = (
    rf".*/(?P<student_id>{student})_(?P<assignment>{lesson})/(?P<file_id>[^/]+)$"
)
c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json"]

# Seconds for one cell in `nbgrader validate`. The checks stop an endless loop long before.
c.Execute.timeout = 120

# Notebooks are run in a sandbox and judged outside of it; nbgrader stores the grades. Should there
# be a mistake in this file, nbgrader would go on without all of it: nbgrader_config.json then still
# holds, and no notebook is run.
c.Autograde.exporter_class = "nnkit.grading.stages.SubmissionExporter"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "nnkit.grading.stages.GradeCells",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nnkit.grading.stages.MarkUnboxed",
]

# Feedback and formgrader's pages hold what learners wrote, and no script of theirs.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.preprocessors = ["nnkit.grading.pages.CleanNotebook"]
c.HTMLExporter.filters = {
    "clean_html": "nnkit.grading.pages.clean_html",
    "markdown2html": "nnkit.grading.pages.markdown2html",
    "strip_files_prefix": "nnkit.grading.pages.as_it_is",
}
