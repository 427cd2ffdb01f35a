"""What a function's definition tells before it is called."""

from __future__ import annotations

import dis
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import CodeType
from typing import Any


@dataclass(frozen=True)
class Form:
    """``fits`` says whether the inputs can be passed; ``unused`` are the positions of parameters
    that the code never reads, ``outside`` the names it takes from outside the function; ``lines``
    counts the lines that do something."""

    signature: str = ""
    parameters: tuple[str, ...] = ()
    fits: bool = True
    unused: tuple[int, ...] = ()
    outside: tuple[str, ...] = ()
    lines: int = 0


def form_of(fn: Callable[..., Any], parameters: Sequence[str]) -> Form:
    """The form of ``fn``, and whether it can be called with so many ``parameters``.

    What can't be found out (of a built-in function, say) is left open.
    """
    try:
        signature = inspect.signature(fn)
    except Exception:  # a built-in function, or an object with a signature of its own making
        return Form()
    try:
        signature.bind(*parameters)
    except TypeError:
        return Form(str(signature), tuple(signature.parameters), fits=False)
    form = Form(str(signature), tuple(signature.parameters))
    if not inspect.isfunction(fn):
        return form
    code = fn.__code__
    unused, outside = _reads(code)
    lines = {line for _, _, line in code.co_lines() if line and line > code.co_firstlineno}
    return replace(form, unused=unused, outside=outside, lines=len(lines))


def _reads(code: CodeType) -> tuple[tuple[int, ...], tuple[str, ...]]:
    read = set(code.co_cellvars)  # an inner function reads these
    for step in dis.get_instructions(code):
        if "LOAD" in step.opname:
            read.update(step.argval if isinstance(step.argval, tuple) else [step.argval])
    parameters = code.co_varnames[: code.co_argcount]
    unused = tuple(place for place, name in enumerate(parameters) if name not in read)
    return unused, code.co_names
