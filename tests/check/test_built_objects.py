"""A class may be the answer: it is built and put to use, and can grow piece by piece."""

from __future__ import annotations

from nnkit.check import judge, observe
from nnkit.exercises import Case, Exercise, Mistake, NotAsAsked


class Counter:
    def __init__(self, start):
        self.value = start

    def up(self):
        self.value += 1

    def down(self):
        self.value -= 1


class Twice(Counter):
    def up(self):
        self.value += 2


class MyCounter:
    def __init__(self, begin):
        self.value = begin

    def up(self):
        self.value = self.value + 1

    def down(self):
        self.value = self.value - 1


class OnlyUp:
    def __init__(self, start):
        self.value = start

    def up(self):
        self.value += 1


class OnlyUpTwice(OnlyUp):
    def up(self):
        self.value += 2


def counted(fn, given):
    counter = fn(5)
    way = "up" if given["by"] > 0 else "down"
    if not hasattr(counter, way):
        raise NotAsAsked(f"`{way}` is missing.")
    getattr(counter, way)()
    return counter.value


TWICE = "It goes up by 2."
COUNTER = Exercise(
    "toy.Counter",
    1,
    Counter,
    (Case("up", {"by": 1}), Case("down", {"by": -1})),
    (Mistake("twice", Twice, TWICE),),
    (),
    (),
    observe=counted,
    built_with=("start",),
)


def report(answer):
    return judge(COUNTER, observe(COUNTER, answer, [case.inputs for case in COUNTER.draw_cases()]))


def test_a_class_is_built_with_parameters_of_its_own():
    assert COUNTER.parameters == ("start",)
    assert report(MyCounter).passed
    seen = report(type("Counter", (), {}))
    assert seen.mistake == "signature"
    assert "`Counter(start)`" in seen.message


def test_the_course_s_own_class_is_noticed():
    assert report(Counter).mistake == "carried-on"
    assert report(lambda start: Counter(start)).mistake == "reference"


def test_what_is_missing_is_told_when_the_rest_is_right():
    assert report(OnlyUp).message == "`down` is missing."


def test_what_is_wrong_already_is_told_before_what_is_missing():
    assert (report(OnlyUpTwice).mistake, report(OnlyUpTwice).message) == ("twice", TWICE)
