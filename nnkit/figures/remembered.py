"""A picture drawn once can be handed out again, where many people's notebooks are run.

A figure is a function of its arguments, and of what those among them that are functions answer.
So a call with equal arguments gives the same picture if each function in it, asked again in the
same order what it was asked then, gives the same answers bit by bit. Then nothing needs drawing.

Off, as learners have it, until ``start_remembering`` is called: grading calls it before it runs a
lesson's own notebook, whose pictures most submissions repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias

from nnkit.figures.fingerprint import Different, fingerprint, functions_in, replaced
from nnkit.figures.picture import Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

P = ParamSpec("P")
VERSIONS = 4  # of one call, which differ in what its functions answered
BYTES = 64_000_000


@dataclass(frozen=True)
class Asked:
    """What one of the functions among the arguments was asked, and the answer's fingerprint."""

    function: int
    inputs: tuple[Any, ...]
    answer: Hashable


@dataclass(frozen=True)
class Drawn:
    """A picture's ink and words, and all that the functions were asked on the way."""

    png: bytes
    alt: str
    width: int
    asked: tuple[Asked, ...]

    @property
    def size(self) -> int:
        return len(self.png) + sum(getattr(x, "nbytes", 50) for a in self.asked for x in a.inputs)


Pictures: TypeAlias = dict[Hashable, list[Drawn]]  # by their calls


@dataclass
class Memory:
    """The pictures drawn so far, up to ``room`` bytes; when it is full, nothing more is kept."""

    room: int
    drawn: Pictures = field(default_factory=dict)

    def recall(self, call: Hashable, functions: list[Any]) -> Drawn | None:
        return next((one for one in self.drawn.get(call, []) if _agree(functions, one)), None)

    def keep(self, call: Hashable, drawn: Drawn) -> None:
        versions = self.drawn.setdefault(call, [])
        if drawn.size <= self.room and len(versions) < VERSIONS:
            versions.append(drawn)
            self.room -= drawn.size


_memory: Memory | None = None


def start_remembering(room: int = BYTES, pictures: Pictures | None = None) -> None:
    """From now on keep each picture in this process, and hand it out when it is drawn again.

    It begins with ``pictures`` that another process has drawn.
    """
    global _memory
    _memory = Memory(room, pictures or {})


def drawn_so_far() -> Pictures:
    """What is remembered, for another process."""
    return {} if _memory is None else _memory.drawn


def stop_remembering() -> None:
    """Forget every picture, and draw each anew."""
    global _memory
    _memory = None


def remembered(draw: Callable[P, Picture]) -> Callable[P, Picture]:
    """Makes the pictures of ``draw`` ones that can be remembered."""

    @wraps(draw)
    def drawn_or_recalled(*args: P.args, **options: P.kwargs) -> Picture:
        if _memory is None:
            return draw(*args, **options)
        return _from(_memory, draw, args, options)

    return drawn_or_recalled


def _from(
    memory: Memory, draw: Callable[..., Picture], args: tuple[Any, ...], options: dict[str, Any]
) -> Picture:
    try:
        call = (draw.__module__, draw.__qualname__, fingerprint([list(args), options]))
    except Different:  # a used sheet, a graph: nothing that could come again
        return draw(*args, **options)
    functions = functions_in([list(args), options])
    kept = memory.recall(call, functions)
    if kept is None:
        return _drawn_and_kept(memory, call, draw, args, options)
    return Recalled(kept, lambda: draw(*args, **options))


def _drawn_and_kept(
    memory: Memory,
    call: Hashable,
    draw: Callable[..., Picture],
    args: tuple[Any, ...],
    options: dict[str, Any],
) -> Picture:
    log: list[Asked | None] = []
    heard: list[Any] = []

    def witness(function: Any) -> Any:
        heard.append(function)
        return Witness(function, len(heard) - 1, log)

    picture = draw(*replaced(args, witness), **replaced(options, witness))
    asked = tuple(one for one in log if one)
    if len(asked) == len(log):
        memory.keep(call, Drawn(picture.png, picture.alt, picture.width, asked))
    return picture


class Witness:
    """Stands in for a function, and notes what it is asked and answers; None for what can't be."""

    def __init__(self, function: Any, place: int, log: list[Asked | None]) -> None:
        self._function, self._place, self._log = function, place, log

    def __call__(self, *inputs: Any, **named: Any) -> Any:
        before = replaced(inputs, lambda inner: inner)
        answer = self._function(*inputs, **named)
        self._log.append(None if named else self._noted(before, answer))
        return answer

    def _noted(self, inputs: tuple[Any, ...], answer: Any) -> Asked | None:
        try:
            fingerprint(inputs)
            if functions_in(inputs):
                return None
            return Asked(self._place, inputs, fingerprint(answer))
        except Different:
            return None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._function, name)


def _agree(functions: list[Any], kept: Drawn) -> bool:
    """Whether ``functions`` answer today what was answered when the picture was drawn."""
    try:
        return all(_answers(functions[one.function], one) for one in kept.asked)
    except BaseException:  # a learner's: drawing meets the same, and says it in its place
        return False


def _answers(function: Any, one: Asked) -> bool:
    inputs = replaced(one.inputs, lambda inner: inner)
    return fingerprint(function(*inputs)) == one.answer


class Recalled(Picture):
    """A picture that was drawn before. Its figure is drawn only for who asks for it."""

    def __init__(self, kept: Drawn, draw: Callable[[], Picture]) -> None:
        object.__setattr__(self, "alt", kept.alt)
        object.__setattr__(self, "_kept", kept)
        object.__setattr__(self, "_draw", draw)

    @cached_property
    def figure(self) -> Figure:
        draw: Callable[[], Picture] = self.__dict__["_draw"]
        return draw().figure

    @property
    def png(self) -> bytes:
        """As it was; or of the figure, if somebody took that and may have drawn on it."""
        kept: Drawn = self.__dict__["_kept"]
        if "figure" in self.__dict__ or not kept.png:
            return Picture(self.figure, self.alt).png
        return kept.png

    @property
    def width(self) -> int:
        kept: Drawn = self.__dict__["_kept"]
        return kept.width
