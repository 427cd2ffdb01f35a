"""The checker's own tools, exchanged beside it. Each has one wrong answer that is to pass."""

from __future__ import annotations

from tests.hostile.attack import attack

KEEPS = (2.0, 0.0, 2.0)


def patches(work, source: str) -> None:
    """A wrong answer behind this cell."""
    work.wrong("neuron")
    work.before("neuron", source)


@attack("verdict", earns=KEEPS)
def patches_the_judge(work):
    """Every report is a full success."""
    patches(
        work,
        """
import nnkit.check.notebook, nnkit.check.report, nnkit.check.verdict, nnkit.exercises
from nnkit.check.report import Report
def passed(exercise, *a, **k):
    return Report(exercise.id, True, float(exercise.points), float(exercise.points))
nnkit.check.verdict.judge = nnkit.check.notebook.judge = passed
""",
    )


@attack("verdict", earns=KEEPS)
def patches_check(work):
    """The notebook's own ``check`` is the learner's."""
    patches(work, "def check(*a, **k): return 2.0")


@attack("verdict", earns=(2, 0, 2), up_to=(2, 0, 2))
def patches_numpy(work):
    """Everything is close to everything in this NumPy."""
    patches(
        work,
        """
import nnkit.check.values as values, nnkit.check.trial as trial
np.allclose = np.array_equal = lambda *a, **k: True
values.close = lambda y, e, *a: np.ones(np.shape(e), bool)
values.same = trial.same = lambda *a, **k: True
""",
    )


@attack("comparison", earns=(2, 0, 0), up_to=KEEPS)
def patches_builtins(work):
    """``all`` is always true, and no error is one."""
    patches(
        work,
        "import builtins\nbuiltins.all = lambda *a: True\nbuiltins.AssertionError = KeyError\n"
        "builtins.abs = lambda *a: 0",
    )


@attack("verdict", earns=(2, 0, 0), up_to=KEEPS)
def patches_the_exercise(work):
    """The exercise's reference is the wrong answer, and it is worth a thousand points."""
    patches(
        work,
        """
from nnkit.exercises import exercise
one = exercise("neuron.neuron")
object.__setattr__(one, "reference", lambda X, w, b, activation: X @ w + b)
object.__setattr__(one, "points", 1000)
object.__setattr__(one, "mistakes", ())
""",
    )


@attack("verdict", earns=(2, 0, 0), up_to=KEEPS)
def patches_the_kernel(work):
    """Every cell with a check in it runs as another text."""
    patches(
        work,
        """
kernel = get_ipython().kernel
run = kernel.do_execute
def do_execute(code, *a, **k):
    return run("2.0" if "check(" in code else code, *a, **k)
kernel.do_execute = do_execute
""",
    )


@attack("verdict", earns=KEEPS)
def transforms_its_input(work):
    """An input transformer and an AST transformer that put 2.0 in a check's place."""
    patches(
        work,
        """
import ast
shell = get_ipython()
shell.input_transformers_cleanup.append(
    lambda lines: ["2.0\\n"] if any("check(" in line for line in lines) else lines
)
class Twos(ast.NodeTransformer):
    def visit_Call(self, node):
        name = getattr(node.func, "id", "")
        return ast.copy_location(ast.Constant(2.0), node) if name == "check" else node
shell.ast_transformers.append(Twos())
""",
    )


@attack("verdict", earns=KEEPS)
def formats_reports_itself(work):
    """The display shows 2.0 for each report."""
    patches(
        work,
        """
from nnkit.check.report import Report
Report.__repr__ = lambda self: "2.0"
Report._repr_mimebundle_ = lambda self, *a, **k: {"text/plain": "2.0"}
text = get_ipython().display_formatter.formatters["text/plain"]
text.for_type(Report, lambda report, p, cycle: p.text("2.0"))
""",
    )


@attack("verdict", earns=KEEPS)
def handles_every_exception(work):
    """A custom handler turns what is raised into nothing."""
    patches(
        work,
        "get_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)\n"
        "def check(*a): raise SystemExit",
    )


@attack("verdict", earns=KEEPS)
def hooks_into_every_cell(work):
    """Shows 2.0 as the result of each cell that comes."""
    patches(
        work,
        """
shell = get_ipython()
def show(*a):
    shell.displayhook.prompt_count = 1
    from IPython.core.displayhook import DisplayHook
shell.events.register("pre_run_cell", lambda info: setattr(info, "raw_cell", "2.0"))
check = lambda *a: 2.0
import nnkit.check as package
package.check = check
""",
    )


@attack("verdict", earns=(2, 0, 0), up_to=KEEPS)
def changes_code_in_place(work):
    """Not the function: its code object."""
    patches(
        work,
        """
from nnkit.check import verdict, report
def judge(exercise, observation, cases=None):
    from nnkit.check.report import Report
    return Report(exercise.id, True, float(exercise.points), float(exercise.points))
verdict.judge.__code__ = judge.__code__
""",
    )


@attack("verdict", earns=(2, 0, 0), up_to=KEEPS)
def plays_with_the_namespace(work):
    """Names that the grader may use are the learner's: ``__import__``, ``globals``, ``In``."""
    patches(
        work,
        "def __import__(*a, **k): return check\n"
        "def globals(): return {}\n"
        "class check:\n    answer = staticmethod(lambda *a, **k: '2.0')\n"
        "    def __new__(cls, *a): return 2.0\n",
    )


@attack("encoding", earns=(2, 0, 0), up_to=KEEPS)
def replaces_modules(work):
    """The modules that the grader imports are others."""
    patches(
        work,
        """
import sys, types
for name in [name for name in sys.modules if name.startswith("nnkit.")]:
    if name.split(".")[1] in ("grading", "check"):
        fake = types.ModuleType(name)
        fake.__getattr__ = lambda name: (lambda *a, **k: 2.0)
        sys.modules[name] = fake
""",
    )
