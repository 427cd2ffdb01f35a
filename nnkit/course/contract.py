"""What a lesson's cells must be for nbgrader and the checks: markers, ids, solutions with tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from nnkit.course.catalogue import Lesson
from nnkit.course.markers import (
    BEGIN,
    END,
    is_indented_like_solution,
    is_marker,
    looks_like_marker,
    without_solution,
)
from nnkit.course.source import Cell, Problem, SourceError, read_cells

Points = Callable[[str], float]

_GRADE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what nbgrader and a cell's id both allow
_FLAGS = ("solution", "grade", "locked")
_BUILT = ("task", "schema_version", "checksum", "cell_type")


def exercise_points(exercise_id: str) -> float:
    """The points of a real exercise of the course. Raises ``LookupError`` if there is none."""
    from nnkit.exercises import exercise

    return exercise(exercise_id).points


def exercise_id(grade_id: str) -> str:
    """``neuron-weighted_sum`` or ``test-neuron-weighted_sum`` → ``neuron.weighted_sum``."""
    return grade_id.removeprefix("test-").replace("-", ".", 1)


def grade_id(cell: Cell) -> str:
    """The cell's id for nbgrader, or nothing."""
    return str(_nbgrader(cell).get("grade_id", ""))


def is_solution(cell: Cell) -> bool:
    return _nbgrader(cell).get("solution") is True


def is_test(cell: Cell) -> bool:
    return _nbgrader(cell).get("grade") is True


def is_checkpoint(cell: Cell) -> bool:
    """Whether it is the graded cell below a checkpoint's questions."""
    return is_test(cell) and grade_id(cell).startswith("checkpoint-")


def checkpoint_name(grade_id: str) -> str:
    """``checkpoint-neuron`` → ``neuron``; ``checkpoint-backpropagation-loss`` → with a dot."""
    return grade_id.removeprefix("checkpoint-").replace("-", ".", 1)


def checkpoint_id(name: str) -> str:
    """The grade_id of the cell for the checkpoint of this name."""
    return f"checkpoint-{name.replace('.', '-')}"


def _nbgrader(cell: Cell) -> dict[str, object]:
    value = cell.metadata.get("nbgrader")
    return value if isinstance(value, dict) else {}


def nbgrader_metadata(cell: Cell, points: Points) -> dict[str, object]:
    """The complete metadata of a cell that nbgrader knows, from the author's short form."""
    test = is_test(cell)
    complete: dict[str, object] = {
        "grade": test,
        "grade_id": grade_id(cell),
        "locked": test or _nbgrader(cell).get("locked") is True,
        "schema_version": 3,
        "solution": is_solution(cell),
        "task": False,
    }
    return complete | ({"points": points(exercise_id(grade_id(cell)))} if test else {})


def checked_cells(lesson: Lesson, points: Points) -> list[Cell]:
    """The cells of its lesson.md. Raises ``SourceError`` with everything that is wrong in it."""
    cells = read_cells(lesson)
    found = [*_problems(cells, points), *_checkpoints(cells, lesson.topic)]
    if lesson.is_extra:
        found += _graded(cells)
    if found:
        raise SourceError(lesson, found)
    return cells


def _problems(cells: Sequence[Cell], points: Points) -> Iterator[Problem]:
    for cell in cells:
        yield from _near_misses(cell)
        yield from _pairs(cell) if is_solution(cell) else _strays(cell)
        yield from _metadata(cell)
    yield from _duplicates(cells)
    yield from _exercises(cells, points)


def _near_misses(cell: Cell) -> Iterator[Problem]:
    for number, line in cell.lines:
        if looks_like_marker(line, code=cell.kind == "code"):
            yield Problem(
                number,
                f'"{line.strip()}" is not a marker but looks like one, so it might hide nothing. '
                f'Write exactly "{BEGIN}" or "{END}", or reword it.',
            )


def _strays(cell: Cell) -> Iterator[Problem]:
    for number, line in cell.lines:
        if is_marker(line):
            yield Problem(
                number,
                f'"{line.strip()}" stands outside of a solution cell. Give the cell '
                "solution: true in :nbgrader:, or remove the line.",
            )


def _pairs(cell: Cell) -> Iterator[Problem]:
    found = [(number, line.strip()) for number, line in cell.lines if is_marker(line)]
    if [marker for _, marker in found] != [BEGIN, END]:
        seen = ", ".join(f"{marker} (line {number})" for number, marker in found) or "none"
        yield Problem(
            found[0][0] if found else cell.line,
            f'A solution cell needs one "{BEGIN}" and after it one "{END}"; found: {seen}. '
            "Put the answer between one such pair.",
        )
    else:
        yield from _stub(cell, found[0][0])


def _stub(cell: Cell, line: int) -> Iterator[Problem]:
    if not is_indented_like_solution(cell.source):
        yield Problem(line, f'Indent "{BEGIN}" like the first line of the solution below it.')
        return
    try:
        ast.parse(without_solution(cell.source))
    except SyntaxError as error:
        yield Problem(line, f"Without its solution this cell is not valid Python: {error.msg}.")


def _metadata(cell: Cell) -> Iterator[Problem]:
    if "nbgrader" in cell.metadata:
        yield from (Problem(cell.line, sentence) for sentence in _metadata_sentences(cell))


def _metadata_sentences(cell: Cell) -> Iterator[str]:
    keys = set(_nbgrader(cell))
    if "points" in keys:
        yield "Points are written in the Exercise, and the build fills them in. Remove points."
    for key in sorted(keys & set(_BUILT)):
        yield f"The build fills in {key}. Remove it."
    for key in sorted(keys - {"grade_id", "points", *_FLAGS, *_BUILT}):
        yield f'nbgrader knows no "{key}". Use grade_id with solution, grade or locked.'
    if not _GRADE_ID.fullmatch(grade_id(cell)):
        yield (
            f'nbgrader allows no grade_id "{grade_id(cell)}". Use 1 to 64 letters, digits, '
            "hyphens and underscores, as in neuron-weighted_sum."
        )
    yield from _role_sentences(cell)


def _role_sentences(cell: Cell) -> Iterator[str]:
    roles = [flag for flag in _FLAGS if _nbgrader(cell).get(flag) is True]
    if any(_nbgrader(cell).get(flag, True) is not True for flag in _FLAGS):
        yield "solution, grade and locked are true or left out."
    elif len(roles) != 1 and roles != ["grade", "locked"]:
        yield "An nbgrader cell is one of: solution: true, grade: true, or locked: true."
    if cell.kind != "code" and set(roles) & {"solution", "grade"}:
        yield "Solutions and tests are code cells. Make it a {code-cell}."
    if is_test(cell) and "tags" in cell.metadata:
        yield "A test cell has no tags: with some of them it would not run. Remove them."


def _duplicates(cells: Sequence[Cell]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for cell in cells:
        name = grade_id(cell)
        if name in first:
            yield Problem(
                cell.line,
                f'The grade_id "{name}" is taken by the cell on line {first[name]}. '
                "Give each cell its own.",
            )
        elif name:
            first[name] = cell.line


def _exercises(cells: Sequence[Cell], points: Points) -> Iterator[Problem]:
    code = [cell for cell in cells if cell.kind == "code"]
    for before, cell in zip([None, *code], code, strict=False):
        if is_test(cell) and not is_checkpoint(cell):
            yield from _test(cell, before, code)
    for cell, after in zip_longest(code, code[1:]):
        if is_solution(cell):
            yield from _solution(cell, after, points)


def _solution(cell: Cell, after: Cell | None, points: Points) -> Iterator[Problem]:
    name = grade_id(cell)
    if after is None or grade_id(after) != f"test-{name}" or not is_test(after):
        yield Problem(
            cell.line,
            f'The code cell after the solution "{name}" must be its test: '
            f":nbgrader: {{grade_id: test-{name}, grade: true}}",
        )
    try:
        points(exercise_id(name))
    except LookupError as error:
        yield Problem(cell.line, f"{str(error).rstrip('.')} (from grade_id {name}).")


def _test(cell: Cell, before: Cell | None, code: Sequence[Cell]) -> Iterator[Problem]:
    name, asked = grade_id(cell), exercise_id(grade_id(cell))
    solution = name.removeprefix("test-")
    if solution == name or before is None or grade_id(before) != solution:
        yield Problem(
            cell.line,
            f'The test "{name}" must come directly after the solution cell it tests, '
            f'and be named for it: "test-" and then the solution\'s grade_id.',
        )
    wanted = f'check("{asked}")'
    if cell.source.strip() != wanted:
        yield Problem(cell.line, f"The code of the test {name} must be {wanted} and no more.")
    for other in code[: code.index(cell)]:
        if re.search(rf"carry_on\(\s*[\"']{re.escape(asked)}[\"']", other.source):
            yield Problem(
                other.line,
                f'This carry_on("{asked}") comes before its test, which would then judge the '
                "course's own version. Move it below the test.",
            )


def _graded(cells: Sequence[Cell]) -> Iterator[Problem]:
    for cell in cells:
        if is_solution(cell) or is_test(cell):
            yield Problem(
                cell.line,
                "Nothing in an extra notebook is graded. Remove :nbgrader:, or move the cell to a "
                "lesson.",
            )


def _checkpoints(cells: Sequence[Cell], topic: str) -> Iterator[Problem]:
    for cell in filter(is_checkpoint, cells):
        name = checkpoint_name(grade_id(cell))
        wanted = f'checkpoint("{name}")'
        if name.partition(".")[0] != topic:
            yield Problem(
                cell.line,
                f"The grade_id of this lesson's checkpoint is {checkpoint_id(topic)}; of several, "
                f"{checkpoint_id(topic)} with a hyphen and the name of one.",
            )
        elif cell.source.strip() != wanted:
            yield Problem(cell.line, f"The code of the checkpoint must be {wanted} and no more.")
