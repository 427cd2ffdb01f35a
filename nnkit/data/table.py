"""Data of your own: CSV text, and points set by hand."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from nnkit.data.dataset import MOST_ROWS, TASKS, BadData, Dataset
from nnkit.nn.vocabulary import Targets

MOST_COLUMNS = 100
MOST_CLASSES = 16
LARGEST = 1e100  # a square must still be a number
_MISSING = ("", "NA", "N/A", "NaN", "nan", "null", "?")

Line = tuple[int, list[str]]  # its number in the text, and its cells


def read_csv(text: str, task: str = "auto") -> Dataset:
    """One sample a line; the last column is the target, the others numbers.

    Cells are parted by commas, semicolons or tabs. A first line in which a column besides the
    target is no number is taken as the header. "auto" makes text, and at most 10 different whole
    numbers, classes (two of them: binary), any other numbers a regression. Raises BadData, naming
    the line, for what can't be read, and for more than 20,000 rows, 100 columns or 16 classes.
    """
    _check_task("CSV", task)
    lines = list(_lines(text))
    header, body = _headed(lines)
    names = _names(header, len(lines[0][1]))
    if not body:
        raise BadData("CSV: there is a header and no sample. Add a line for each sample.")
    X = [
        [_number(f"CSV, line {at}, {names[i]}", cell) for i, cell in enumerate(row[:-1])]
        for at, row in body
    ]
    places = [f"CSV, line {at}, {names[-1]}" for at, _ in body]
    y, task, classes = _targets("CSV", places, [row[-1] for _, row in body], task)
    return Dataset("csv", np.array(X), y, task, tuple(names[:-1]), classes, "your own table")


def from_points(points: Sequence[Sequence[float]], task: str = "auto") -> Dataset:
    """Samples [x₁, x₂, label], as set by hand.

    "auto" makes labels that are all whole numbers from 0 to 15 classes (only 0 and 1: binary), any
    others a regression. Raises BadData, naming the point, for anything but three numbers, and for
    no points, more than 20,000, and one class only.
    """
    _check_task("Points", task)
    if not len(points):
        raise BadData("Points: there are none yet. Draw some of each class.")
    _check_rows("Points", len(points))
    rows = np.array([_point(f"Points, point {i}", p) for i, p in enumerate(points, 1)])
    y = rows[:, 2]
    whole = bool(np.all((y == np.round(y)) & (y >= 0) & (y < MOST_CLASSES)))
    if task == "auto":
        task = ("classes" if y.max() > 1 else "binary") if whole else "regression"
    if task != "regression" and not whole:
        raise BadData(f"Points: labels of classes are whole numbers from 0 to {MOST_CLASSES - 1}.")
    classes = () if task == "regression" else tuple(map(str, range(max(2, int(y.max()) + 1))))
    labels: Targets = y if task == "regression" else y.astype(int)
    return Dataset("points", rows[:, :2], labels, task, ("x₁", "x₂"), classes, "drawn by hand")


def _check_task(where: str, task: str) -> None:
    if task not in ("auto", *TASKS):
        raise BadData(f"{where}: the task is auto, {', '.join(TASKS)}; got {task!r}.")


def _check_rows(where: str, rows: int) -> None:
    if rows > MOST_ROWS:
        raise BadData(
            f"{where}: there are more than the {MOST_ROWS:,} samples that are taken. "
            f"Take a part of them."
        )


def _lines(text: str) -> Iterator[Line]:
    """The lines that aren't empty; all have as many cells as the first, two or more."""
    text = text.lstrip("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    width = 0
    try:
        filled = ((reader.line_num, row) for row in reader if any(cell.strip() for cell in row))
        for at, row in islice(filled, MOST_ROWS + 2):  # a header, and one too many
            width = width or _width(at, row)
            if len(row) != width:
                raise BadData(
                    f"CSV, line {at}: the number of cells is {len(row)}, but {width} in the first "
                    f"line. Give every line as many."
                )
            yield at, [cell.strip() for cell in row]
    except csv.Error as error:
        raise BadData(f"CSV, line {reader.line_num}: this can't be read ({error}).") from None
    if not width:
        raise BadData("CSV: there is no text. Paste a line for each sample.")


def _delimiter(text: str) -> str:
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    return max(",;\t", key=first.count)


def _width(at: int, row: list[str]) -> int:
    if len(row) < 2:
        raise BadData(
            f"CSV, line {at}: only one column. Part the cells by commas; the last is the target."
        )
    if len(row) > MOST_COLUMNS:
        raise BadData(
            f"CSV, line {at}: {len(row)} columns are more than the {MOST_COLUMNS} that are taken."
        )
    return len(row)


def _headed(lines: list[Line]) -> tuple[list[str], list[Line]]:
    """The names of the columns, none where there is no header, and the samples."""
    first = lines[0][1]
    headed = any(_read(cell) is None and cell not in _MISSING for cell in first[:-1])
    body = lines[headed:]
    _check_rows("CSV", len(body))
    return first if headed else [], body


def _names(header: list[str], width: int) -> list[str]:
    header = header or [""] * width
    names = [name or f"column {i}" for i, name in enumerate(header, 1)]
    for i, name in enumerate(names):
        if name in names[:i]:
            raise BadData(f"CSV: two columns are called {name!r}. Give each a name of its own.")
    return names


def _read(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _number(where: str, cell: str) -> float:
    if cell in _MISSING:
        raise BadData(f"{where}: a number is missing. Fill it in, or leave the line out.")
    number = _read(cell)
    if number is None:
        comma = " Write decimals with a point, not a comma." if "," in cell else ""
        raise BadData(f"{where}: {cell[:30]!r} is no number.{comma}")
    if not abs(number) <= LARGEST:
        raise BadData(f"{where}: {cell[:30]} is too large to calculate with.")
    return number


def _targets(
    where: str, places: list[str], cells: list[str], task: str
) -> tuple[Targets, str, tuple[str, ...]]:
    """(y, task, classes) from the cells of the target and the places where they stand."""
    for place, cell in zip(places, cells, strict=True):
        if cell in _MISSING:
            raise BadData(f"{place}: the target is missing. Fill it in, or leave the line out.")
    if task == "regression" or (task == "auto" and not _are_labels(cells)):
        return (
            np.array([_number(*pair) for pair in zip(places, cells, strict=True)]),
            "regression",
            (),
        )
    labels = [_label(cell) for cell in cells]
    classes = sorted(set(labels), key=_by_number)
    if len(classes) > MOST_CLASSES:
        raise BadData(
            f"{where}: the target has {len(classes):,} different values, and at most "
            f"{MOST_CLASSES} classes are taken. Is it a number to predict? Then choose regression."
        )
    if task == "auto":
        task = "classes" if len(classes) > 2 else "binary"
    place_of = {label: k for k, label in enumerate(classes)}
    if len(classes) == 1:
        raise BadData(
            f"{where}: every sample is of one class, {classes[0]}. Add samples of another, or "
            f"there is nothing to tell apart."
        )
    return np.array([place_of[label] for label in labels]), task, tuple(classes)


def _are_labels(cells: list[str]) -> bool:
    """Whether these are text, or at most 10 different whole numbers."""
    numbers = {_read(cell) for cell in cells}
    if None in numbers:
        return True
    return len(numbers) <= 10 and all(x is not None and float(x).is_integer() for x in numbers)


def _label(cell: str) -> str:
    """1 and 1.0 are one class."""
    number = _read(cell)
    if number is None or not math.isfinite(number) or not number.is_integer():
        return cell
    return f"{number:.0f}" if abs(number) < 1e15 else cell


def _by_number(label: str) -> tuple[bool, float, str]:
    number = _read(label)
    return number is None, number or 0.0, label


def _point(where: str, point: object) -> list[float]:
    given = point if isinstance(point, list | tuple) else ()
    numbers = [x for x in given if isinstance(x, int | float) and not isinstance(x, bool)]
    if len(given) != 3 or len(numbers) != 3 or not all(abs(x) <= LARGEST for x in numbers):
        raise BadData(f"{where} is no [x₁, x₂, label] of three numbers.")
    return [float(x) for x in numbers]
