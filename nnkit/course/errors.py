"""What a person can put right: told in a sentence, without a traceback."""

from __future__ import annotations


class CourseError(Exception):
    """Says what is wrong, where, and what to do."""
