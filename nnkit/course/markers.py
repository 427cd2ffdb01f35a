"""The two lines that hide an answer from learners, and every line that only looks like one.

nbgrader drops what lies between them. A mistyped marker hides nothing, so here it is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
STUB = "raise NotImplementedError"  # the line that nbgrader leaves for the learner to replace

# nbgrader acts on these words wherever they stand in a line.
_WORDS = re.compile(r"(BEGIN|END) +(SOLUTION|HIDDEN TESTS|MARK SCHEME)|AUTOTEST")
_STOCK = re.compile(r"#+ ?(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")
_COMMENT = re.compile(r"\s*(#+)(.*)")
_STARTS = ("BEGIN", "END", "START", "STOP")
_SUBJECTS = ("SOLUTION", "HIDDENTESTS", "MARKSCHEME")


def is_marker(line: str) -> bool:
    """Whether the line is one of the two markers of a solution."""
    return line.strip() in (BEGIN, END)


def is_stock_marker(line: str) -> bool:
    """Whether the line is nothing but a marker that nbgrader knows, of any kind."""
    return _STOCK.fullmatch(line.strip()) is not None


def looks_like_marker(line: str, code: bool = False) -> bool:
    """Whether the line isn't one of the two markers, but is taken for one by nbgrader or a reader.

    In code every line that starts with ``###`` counts: there they are kept for markers.
    """
    if is_marker(line):
        return False
    comment = _COMMENT.fullmatch(line)
    if comment and (_is_mistyped(comment.group(2)) or (code and len(comment.group(1)) >= 3)):
        return True
    return _WORDS.search(line) is not None


def _is_mistyped(comment: str) -> bool:
    words = re.findall(r"[A-Z]+", comment.upper())
    if not 1 <= len(words) <= 4:
        return False
    joined = "".join(words)
    return any(_close(joined, first + last, 0.9) for first in _STARTS for last in _SUBJECTS) or any(
        _close(words[0], first, 0.75) and _close("".join(words[1:]), last, 0.75)
        for first in _STARTS
        for last in _SUBJECTS
    )


def _close(word: str, wanted: str, ratio: float) -> bool:
    return SequenceMatcher(None, word, wanted).ratio() >= ratio


def split_at_markers(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each line that isn't a marker, and whether it lies inside a solution."""
    inside = False
    for line in lines:
        if is_marker(line):
            inside = line.strip() == BEGIN
        else:
            yield line, inside


def is_indented_like_solution(source: str) -> bool:
    """Whether the line that nbgrader puts in place of the solution will be indented like it."""
    lines = source.splitlines()
    hidden = (line for line, inside in split_at_markers(lines) if inside and line.strip())
    begin = next(line for line in lines if line.strip() == BEGIN)
    return _indent(next(hidden, begin)) == _indent(begin)


def without_solution(source: str) -> str:
    """The code as a learner gets it: one line that raises in place of the solution."""
    lines = source.splitlines()
    begin = next(index for index, line in enumerate(lines) if line.strip() == BEGIN)
    end = next(index for index, line in enumerate(lines) if line.strip() == END)
    return "\n".join([*lines[:begin], _indent(lines[begin]) + STUB, *lines[end + 1 :]])


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
