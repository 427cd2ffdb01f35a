"""Answers that are not what they look like."""

from __future__ import annotations

from tests.hostile.attack import attack


def returns(work, value: str, setup: str = "") -> None:
    """The graded function returns this, whatever it is given."""
    work.answer("neuron", f"{setup}\ndef neuron(X, w, b, activation):\n    return {value}\n")


@attack("comparison", earns=(2, 0, 2), reason="NaN|nan|not a number")
def answers_nan(work):
    """Not a number, which equals nothing and stock nbgrader takes for full points."""
    returns(work, "activation(X @ w + b) * np.nan")


@attack("comparison", earns=(2, 0, 2), reason=".")
def answers_infinity(work):
    """Infinity, for which every distance is infinite too."""
    returns(work, "activation(X @ w + b) + np.inf")


@attack("comparison", earns=(2, 0, 2), reason=".")
def lies_about_equality(work):
    """An object that equals everything, is close to everything and is of every length."""
    returns(
        work,
        "Anything()",
        """
class Anything:
    shape, dtype, ndim = (), np.dtype(float), 0
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __le__(self, other): return True
    def __sub__(self, other): return 0.0
    def __bool__(self): return True
    def __float__(self): return 0.0
    def __hash__(self): return 0
    def __getattr__(self, name): return lambda *a, **k: True
    def __array_function__(self, *a, **k): return True
    def __array_ufunc__(self, *a, **k): return True
""",
    )


@attack("comparison", earns=(2, 0, 2), reason=".")
def an_array_that_lies(work):
    """A subclass of arrays whose comparisons are all true."""
    returns(
        work,
        "np.zeros(np.shape(X @ w)).view(Liar)",
        """
class Liar(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __array_ufunc__(self, ufunc, method, *inputs, **kw): return np.zeros(self.shape)
    def __array_function__(self, *a, **k): return True
    def __reduce__(self): return (print, ("reduced",))
    def all(self, *a, **k): return True
    @property
    def dtype(self): return np.dtype(float)
""",
    )


@attack("comparison", earns=(2, 0, 2), reason=".")
def converts_itself_at_will(work):
    """``__array__`` gives the caller's own expected value, if it can find it on the stack."""
    returns(
        work,
        "Chameleon()",
        """
import sys
class Chameleon:
    def __array__(self, *a, **k):
        frame = sys._getframe(1)
        while frame:
            for name in ("expected", "e", "desired"):
                if isinstance(frame.f_locals.get(name), np.ndarray):
                    return frame.f_locals[name]
            frame = frame.f_back
        return np.zeros(())
""",
    )


@attack("data", earns=(2, 0, 2), reason=".")
def executes_when_unpickled(work):
    """An object that would run a command where it's unpickled, and boast."""
    path = str(work.outside.loot / f"{work.name}-unpickled")
    returns(
        work,
        "np.array([Trap()], dtype=object)",
        f"import io\nclass Trap:\n    def __reduce__(self): return (io.open, ({path!r}, 'w'))\n",
    )


@attack("comparison", earns=(2, 0, 2), reason=".")
def a_number_that_lies(work):
    """A subclass of float with arithmetic of its own."""
    returns(
        work,
        "Number(0)",
        "class Number(float):\n"
        "    def __sub__(self, o): return 0.0\n    __rsub__ = __sub__\n"
        "    def __eq__(self, o): return True\n    __hash__ = float.__hash__\n"
        "    def __abs__(self): return 0.0\n",
    )


@attack("data", earns=(2, 0, 2), reason=".")
def a_list_in_itself(work):
    """A list that contains itself, so that walking through it never ends."""
    returns(work, "loop", "loop = []\nloop.append(loop)\n")


@attack("data", earns=(2, 0, 2), reason=".")
def a_deep_list(work):
    """A list in a list, a hundred thousand deep."""
    returns(work, "deep", "deep = []\nfor _ in range(100_000):\n    deep = [deep]\n")


@attack("data", earns=(2, 0, 0), up_to=(2, 0, 2), reason=".")
def a_huge_array(work):
    """Hundreds of megabytes for an answer."""
    returns(work, "np.zeros(30_000_000)")


@attack("data", earns=(2, 0, 0), up_to=(2, 0, 2), reason=".")
def many_small_parts(work):
    """A list of lists with a hundred million entries, by sharing one row."""
    returns(work, "[[row] * 10_000] * 10_000", "row = [0.0]\n")


@attack("data", earns=(2, 0, 2), reason=".")
def a_generator_without_end(work):
    """An iterator that never stops."""
    returns(work, "itertools.count()", "import itertools\n")


@attack("data", earns=(2, 0, 2), reason=".")
def an_integer_of_a_million_digits(work):
    """A number that no float can hold and that takes long to print."""
    returns(work, "10 ** 1_000_000")


@attack("data", earns=(2, 0, 2), reason=".")
def an_error_that_lies(work):
    """An exception whose text is markup and whose own methods fail."""
    work.answer(
        "neuron",
        """
class Passed(Exception):
    def __str__(self): return "<script>alert('BO' 'AST')</script>" * 1000
    def __repr__(self): raise self
    def __getattribute__(self, name): raise RuntimeError("no " + name)

def neuron(X, w, b, activation):
    raise Passed("passed")
""",
    )


@attack("pages", earns=(2, 0, 2), reason=".")
def a_type_of_a_hostile_name(work):
    """The name of a type is shown: here it is markup, and very long."""
    returns(
        work,
        "Odd()",
        "Odd = type('<img src=x onerror=alert(1)>' * 10_000, (), {})\n",
    )


@attack("limits", earns=(2, 0, 0), up_to=(2, 0, 2), reason=".")
def a_signature_that_never_answers(work):
    """Looking at the function's form runs the learner's code, which never returns."""
    work.answer(
        "neuron",
        """
class Function:
    def __call__(self, X, w, b, activation): return activation(X)
    @property
    def __signature__(self):
        while True:
            pass

neuron = Function()
""",
    )


@attack("comparison", earns=(2, 0, 2), reason=".")
def complex_and_masked(work):
    """Arrays of kinds that compare in their own way."""
    returns(work, "np.ma.masked_all(np.shape(X @ w))")


@attack("errors", earns=(2, 0, 2), reason=".")
def not_a_function(work):
    """The name holds something else."""
    work.answer("neuron", "neuron = 'passed'")


@attack("errors", earns=(2, 0, 2), reason=".")
def a_syntax_error(work):
    """The cell can't be read, and the rest goes on."""
    work.answer("neuron", "def neuron(X, w, b, activation:\n    return 1")


@attack("errors", earns=(2, 0, 2), reason=".")
def null_bytes_in_the_answer(work):
    """Python refuses a source with a null byte."""
    work.answer("neuron", "def neuron(X, w, b, activation):\n    return '\0'")
