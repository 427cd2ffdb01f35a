"""What must hold after a class of attackers was graded, whoever graded it."""

from __future__ import annotations

import json

from tests.hostile import toy
from tests.hostile.damage import damages

FULL = {toy.test_id(exercise): toy.POINTS for exercise in toy.EXERCISES}


class Unharmed:
    """The tests of the files whose ``graded`` is guarded."""

    def test_nothing_comes_of_it(self, graded, attack):
        assert damages(attack, graded.course) == []

    def test_the_grader_came_to_its_end(self, graded):
        assert graded.status == 0, graded.said[-3000:]

    def test_the_honest_get_their_points(self, graded):
        for student in graded.course.honest:
            result = graded.course.result(student)
            assert {id: result.scores[id] for id in FULL} == FULL, student

    def test_the_honest_are_all_graded_alike(self, graded):
        course = graded.course
        assert len({graded_cells(course.result(student)) for student in course.honest}) == 1

    def test_nothing_outside_has_changed(self, graded):
        assert graded.course.outside.state() == graded.before
        assert graded.course.outside.bystander.poll() is None


def graded_cells(result) -> str:
    """The notebook but for what differs from run to run."""
    notebook = json.loads(result.notebook)
    notebook["metadata"].pop("nnkit", None)
    return json.dumps(notebook, sort_keys=True)
