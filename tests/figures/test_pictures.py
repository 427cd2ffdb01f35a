"""What holds for every figure: it is a picture with words, it repeats exactly, it can be read."""

import base64
import math
import re
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.text import Text

from nnkit import figures, nn
from nnkit.figures import Picture, style
from nnkit.nn import computation_graph as graph

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR = np.array([0, 1, 1, 0])
Z = np.linspace(-5, 5, 201)
CURVES = (nn.sigmoid, nn.relu, nn.step)
WAVE = np.sin(np.linspace(0, 2 * np.pi, 201))
BEDTIME = [
    (np.array([[0.2, -0.1], [0.4, 0.3], [-0.5, 0.6]]), np.array([0.1, -0.2, 0.0]), nn.relu),
    (np.array([[0.7, -0.3, 0.5]]), np.array([0.1]), nn.identity),
]

CHAIN = graph.values(graph.named([array for layer in BEDTIME for array in layer[:2]]), [1, 2], 1)
SLOPES = graph.slopes(CHAIN)
SLOPES_BACK = graph.gradients(CHAIN, SLOPES)


def tuned(X: np.ndarray) -> np.ndarray:
    return np.asarray(nn.neuron(X, [1, 1], -0.5, nn.sigmoid))


def value_of(expression: str, **numbers: float) -> tuple[nn.Value, dict[nn.Value, str]]:
    """The expression as a Value that was walked back, and the names of its leaves."""
    leaves = {name: nn.Value(number) for name, number in numbers.items()}
    result = eval(expression, {}, leaves)
    result.backward()
    return result, {leaf: name for name, leaf in leaves.items()}


# Each figure with the numbers that its alternative text must name.
DRAWN: dict[str, tuple[Callable[[], Picture], tuple[str, ...]]] = {
    "alignment": (
        lambda: figures.alignment([2, 0], [[3, 0], [0, 3], [-3, 0]]),
        ("w = (2, 0)", "w·x = 6", "90°", "w·x = 0", "w·x = −6"),
    ),
    "boundary": (
        lambda: figures.boundary(CORNERS, XOR, [1, 1], -0.5, title="OR's line"),
        ("OR's line", "x1 + x2 − 0.5 = 0", "3 of 4", "On the wrong side: (1, 1)"),
    ),
    "boundary, changed": (
        lambda: figures.boundary(
            CORNERS, XOR, [2, -1], -1, names=("a", "b"), previous=([1, 0], 3), highlight=2
        ),
        ("2·a − b − 1 = 0", "Before, dashed: a + 3 = 0", "Boldly ringed: (1, 0)"),
    ),
    "boundary, shaded": (
        lambda: figures.boundary(CORNERS, XOR, [1, 1], -0.5, activation=nn.sigmoid),
        ("orange near 0", "blue near 1"),
    ),
    "broadcasting": (
        lambda: figures.broadcasting([1, 2, 4], [[1], [1], [3]]),
        ("rows (0, 1, 3); (0, 1, 3); (−2, −1, 1)", "framed: (0, 1, 1)", "is 0.667", "is 2.89"),
    ),
    "broadcasting, most": (lambda: figures.broadcasting(np.ones(4), np.ones((4, 1))), ("(4, 4)",)),
    "bump_parts": (
        lambda: figures.bump_parts(-1, 1, 1.5),
        ("0.5 · relu(x + 1), −2.5 · relu(x − 1) and 2 · relu(x − 1.5)", "1 at 1, back at 0"),
    ),
    "bump_sum": (
        lambda: figures.bump_sum(
            np.linspace(-1, 2, 31), np.zeros(31), [np.full(31, 0.25)] * 2, (0, 1)
        ),
        ("sum of 2 bumps", "at most 0.5 off", "at x = 2, it is at 0.5 and the target at 0"),
    ),
    "bump_sum, unusable": (
        lambda: figures.bump_sum([-1, 0, 1, 2], [0, 1, 1, 0], [], (0, 1)),
        ("no usable bump",),
    ),
    "chain_graph": (
        lambda: figures.chain_graph(CHAIN, SLOPES_BACK, SLOPES, marked=["b2"], wrong=["x1"]),
        (
            "x1 1, x2 2, z1 0.1, z2 0.8, z3 0.7",
            "from ŷ to L −1.44",
            "W1₁₂ −2.016",
            "Framed: the gradients of b2",
        ),
    ),
    "chain_graph, halfway": (
        lambda: figures.chain_graph({"x1": 1}, {}, {}, chosen="b1₁", fresh=["x1"], quick=True),
        ("values: x1 1.", "No gradients yet", "The way from b1₁ to L is drawn boldly"),
    ),
    "unit_regions": (
        lambda: figures.unit_regions(CORNERS, XOR, lambda P: P.sum(axis=1) > 0.5, [0.5, 0.75]),
        ("with 2 hidden units has 3 of 4 right", "from 50 % with 1 to 75 % with 2"),
    ),
    "curve_fits": (
        lambda: figures.curve_fits([0, 1, 2, 3], [0, 1, 2, 3], {"a line": [0, 1, 2, 5]}),
        ("a line: at most 2 apart.", "y over x, from 0 to 3"),
    ),
    "curve_fits, unseen": (
        lambda: figures.curve_fits(
            [0, 1, 2, 3], [0, 1, 2, 3], {"it": [0, 1, 2, 9]}, ("hour", "alertness"), (0, 2)
        ),
        ("at most 0 apart where it was fitted", "up to 6", "says 9 at the end", "target is 3"),
    ),
    "curves": (
        lambda: figures.curves([0, 1, 2, 3, 4], {"saw": [0, 1, 0, 1, 0], "flat": [1, 1, 1, 1, 1]}),
        ("saw: 2 peaks, heights 0 to 1", "flat: 0 peaks"),
    ),
    "descent": (
        lambda: figures.descent(
            [-2, 0, 2],
            [[8, 4, 8], [4, 0, 4], [8, 4, 8]],
            [[1, 1], [-0.5, 0.5]],
            [2, 0.5],
            [-1, 1],
            bottoms=[(0, 0)],
        ),
        ("from −2 to 2", "×, at (0, 0)", "starts at (1, 1)", "at (−0.5, 0.5)", "are 2, 0.5"),
    ),
    "descent, diverged": (
        lambda: figures.descent(
            [0, 1],
            [[1, 2], [2, 3]],
            np.outer([0.5, 1, 50, 900], [1, 1]),
            10.0 ** np.arange(4),
            [1, 1],
        ),
        ("After 3 steps it is at (900, 900)", "are 10, 100, 1000", "outside the map"),
    ),
    "feature_hierarchy": (figures.feature_hierarchy, ("edges: 4 strokes", "Layer 4, object")),
    "network": (
        lambda: figures.network([2, 1], BEDTIME, ["coffees", "episodes"]),
        (
            "coffees = 2 and episodes = 1",
            "−0.5·2 + 0.6·1 + 0 = −0.4, relu gives 0",
            "0.7·0.4 − 0.3·0.9 + 0.5·0 + 0.1 = 0.11, identity gives 0.11",
        ),
    ),
    "network, halfway": (
        lambda: figures.network([2, 1], BEDTIME, steps=1, quick=True),
        ("−0.5·2 + 0.6·1 + 0 = −0.4.", "Output layer: 1 unit, still without numbers"),
    ),
    "network, wide": (
        lambda: figures.network(np.ones(4), [(np.ones((3, 4)), np.zeros(3), np.tanh)]),
        ("1·1 + 1·1 + 1·1 + 1·1 + 0 = 4", "x3 = 1 and x4 = 1"),
    ),
    "network_shape": (
        lambda: figures.network_shape([784, 128, 10]),
        ("784 inputs", "hidden layer 1 with 128 units", "output layer with 10", "depth is 2"),
    ),
    "network_shape, deep": (lambda: figures.network_shape([2, 4, 4, 3, 1]), ("depth is 4",)),
    "regions": (
        lambda: figures.regions(CORNERS, XOR, {"or": lambda P: P.sum(axis=1) >= 0.5}, ("a", "b")),
        ("2 blue circles", "or: 3 of 4 right"),
    ),
    "curve_comparison": (
        lambda: figures.curve_comparison([0, 1, 2], [0, 1, 5], [0, 1, 2], "double"),
        ("double", "x from 0 to 2", "at x = 2: 5 instead of 2"),
    ),
    "decision": (
        lambda: figures.decision(CORNERS, XOR, [1, 1], -0.5, tuned, other=([1, -1], 0)),
        ("x1 + x2 − 0.5 = 0", "3 of 4", "0.1 to 0.9 within 3.1", "dashed: x1 − x2 = 0, right on 1"),
    ),
    "decision, unanswered": (
        lambda: figures.decision(CORNERS, XOR, [0, 0], 1),
        ("no line, for w = (0, 0)", "no usable output"),
    ),
    "gates": (figures.gates, ("AND", "XOR", "(0, 1) and (1, 0)")),
    "gates, with lines": (
        lambda: figures.gates({"XOR": ([1, 1], -0.5)}),
        ("The line x1 + x2 − 0.5 = 0 gets 3 of 4 right",),
    ),
    "gradient_costs": (
        lambda: figures.gradient_costs(
            [17, 2049], {"differences": [0.002, 0.3], "backprop": [5e-5, 1e-4]}
        ),
        (
            "from 17 to 2,049",
            "differences: 2 ms at first, 300 ms at last, 150 times as long",
            "At 2,049 parameters the time of differences is 3000 times that of backprop.",
        ),
    ),
    "guess_losses": (
        figures.guess_losses,
        (
            "Cross-entropy: 8 at z = −8, with slope −0.9997; 0.693 at z = 0, with slope −0.5",
            "Squared error: 0.999 at z = −8, with slope −0.0007; 0.25 at z = 0, with slope −0.25",
        ),
    ),
    "learning_loop": (
        figures.learning_loop,
        ("1. forward", "2. loss", "3. backward", "4. update, w ← w − α ∂L/∂w", "again"),
    ),
    "mistakes_per_epoch": (
        lambda: figures.mistakes_per_epoch({"AND": [2, 3, 3, 2, 1, 0], "XOR": [3, 4]}),
        ("AND: mistakes per epoch 2, 3, 3, 2, 1, 0", "XOR: mistakes per epoch 3, 4"),
    ),
    "mistakes_per_epoch, many": (
        lambda: figures.mistakes_per_epoch({"slow": [*range(30, 0, -1)]}),
        ("30 epochs", "at most 30", "1 in the last", "465 altogether"),
    ),
    "neuron_analogy": (figures.neuron_analogy, ("synapses", "3 inputs", "a = f(z)")),
    "neuron_diagram": (
        lambda: figures.neuron_diagram([2, 3, -1], [0.5, -0.2, 0.8], 0.1, nn.relu),
        ("x2 = 3 times −0.2 is −0.6", "1 − 0.6 − 0.8 + 0.1 = −0.3", "relu the output is 0"),
    ),
    "probe": (
        lambda: figures.probe("sigmoid", nn.sigmoid, nn.sigmoid.derivative, 1, 10, Z),
        (
            "z = 1, f = 0.731 and the slope f′, dashed orange, is 0.197",
            "To the power of 10, dotted, that is 8.63e−08",
            "Saturated, shaded: z up to −4.6 and z from 4.6",
            "for 201 inputs: from 0.007 to 0.993; 9 % saturated, 0 % dead",
        ),
    ),
    "probe, dead": (
        lambda: figures.probe("step", nn.step, nn.step.derivative, -1, inputs=Z),
        ("Saturated, shaded: z from 0. Dead, shaded: z up to 0", "50 % saturated, 50 % dead"),
    ),
    "probe, without slope": (
        lambda: figures.probe(50 * "long ", nn.relu, None, 2, 3, Z),
        ("long , solid blue", "z = 2, f = 2."),
    ),
    "probe, unanswered": (
        lambda: figures.probe("mine", None, None, 2),
        ("mine gives no usable output",),
    ),
    "responses": (
        lambda: figures.responses([-1, 0, 1], {"line": [-2, 0, 2], "bent": [0, 0, 1]}),
        ("line: a straight line from −2 at −1 to 2 at 1", "bent: a line with 1 bend"),
    ),
    "responses, with slopes": (
        lambda: figures.responses(
            Z, {f.name: f(Z) for f in CURVES}, {f.name: f.derivative(Z) for f in CURVES}
        ),
        (
            "sigmoid: from 0.007 at −5 to 0.993 at 5, steepest at z = 0 with slope 0.25",
            "relu: from 0 at −5 to 5 at 5, steepest along a straight piece with slope 1",
            "step: from 0 at −5 to 1 at 5, slope 0 everywhere",
        ),
    ),
    "shares": (
        lambda: figures.shares(["cat", "dog"], {"soft": [0.7, 0.3], "two": [0.9, 0.6]}),
        ("soft: cat 0.7, dog 0.3; together 1", "two: cat 0.9, dog 0.6; together 1.5"),
    ),
    "slope_products": (
        lambda: figures.slope_products({"sigmoid": 0.25, "ReLU": 1.0}),
        ("sigmoid, slope 0.25: 0.25 after 1 layer, 9.54e−07 after 10", "1 after 10"),
    ),
    "one_sample": (
        lambda: figures.one_sample(
            CORNERS, XOR, [1, 0], -1, before=([1, 1], 0), seen=1, mistaken=True, mistakes=[2, 3]
        ),
        ("x1 − 1 = 0", "dashed: x1 + x2 = 0", "seen, (0, 1) with label 1", "a mistake", "2, 3."),
    ),
    "one_sample, right": (
        lambda: figures.one_sample(
            CORNERS, XOR, [1, 0], -1, seen=0, mistakes=[4] * 50, unfinished=True
        ),
        ("ringed by dots: it was right", "last 14 of 50 epochs", "isn't over"),
    ),
    "steepening": (
        lambda: figures.steepening([3, 4], -1, (1, 10)),
        ("3·x1 + 4·x2 − 1 = 0", "0.879 for c = 1", "0.0879 for c = 10"),
    ),
    "waves": (
        lambda: figures.waves(WAVE, {"clean": -2 * WAVE, "square": np.tanh(99 * WAVE)}),
        ("in, dashed: between −1 and 1", "clean: between −2 and 2.", "at 1 for 48 % of the time"),
    ),
    "xor_solution": (
        figures.xor_solution,
        ("(0, 0) moves to (0, 1)", "(1, 1) moves to (1, 0)", "4 of 4"),
    ),
}

DRAWN["value_graph"] = (
    lambda: figures.value_graph(*value_of("(a * b + c) * a", a=2, b=-3, c=0.5)),
    (
        "A graph of 6 values",
        "1, a: data 2, grad −11.5",
        "3, * of 1 and 2: data −6, grad 2",
        "6, * of 5 and 1: data −11, grad 1",
    ),
)
DRAWN["value_graph, long"] = (
    lambda: figures.value_graph(
        *value_of("((a * b + 0.0123456) * c).tanh() ** 2", a=2, b=3, c=0.5)
    ),
    ("4: data 0.0123, grad 0.0097", "**2 of 8: data 0.99"),
)
DRAWN["value_graph, alone"] = (
    lambda: figures.value_graph(nn.Value(3)),
    ("A graph of 1 value", "1: data 3, grad 0"),
)
DRAWN["tangent"] = (lambda: figures.tangent(-1.5), ("x = −1.5", "y = 2.25", "slope is −3"))

every_figure = pytest.mark.parametrize("name", DRAWN)


def draw(name: str) -> Picture:
    return DRAWN[name][0]()


def written(where: Artist) -> set[Text]:
    return {text for text in where.findobj(Text) if isinstance(text, Text) and text.get_text()}


def test_every_public_figure_is_drawn_here() -> None:
    shown = {name.split(",")[0] for name in DRAWN}
    assert shown == set(figures.__all__) - {"Picture", "Sheet", "Table", "activation_table"}


@every_figure
def test_the_alternative_text_names_what_is_seen(name: str) -> None:
    picture = draw(name)
    for said in DRAWN[name][1]:
        assert said in picture.alt
    assert "plot of" not in picture.alt
    assert not re.search(r"\d\.\d{5}|  |-\d", picture.alt), "rounded, and with true minus signs"


@every_figure
def test_it_is_a_figure_that_pyplot_does_not_know(name: str) -> None:
    figure = draw(name).figure
    assert isinstance(figure, Figure)
    assert not hasattr(figure, "number")


@every_figure
def test_the_same_figure_gives_the_same_bytes(name: str) -> None:
    assert draw(name).png == draw(name).png


@every_figure
def test_a_notebook_gets_html_with_the_text_a_png_and_plain_words(name: str) -> None:
    picture = draw(name)
    data, metadata = picture._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == picture.png
    assert picture.png.startswith(b"\x89PNG")
    assert b"matplotlib" not in picture.png
    assert data["text/plain"] == repr(picture) == picture.alt
    assert data["image/png"] in data["text/html"]
    assert 'alt="' in data["text/html"]
    assert metadata["image/png"]["alt"] == picture.alt


def test_the_alternative_text_is_escaped_in_html() -> None:
    picture = Picture(style.card(1, 1), 'a < b & "c"')
    assert 'alt="a &lt; b &amp; &quot;c&quot;"' in picture._repr_html_()


@every_figure
def test_text_is_large_enough_at_the_width_of_a_notebook(name: str) -> None:
    figure = draw(name).figure
    shrunk = min(1.0, 7 / figure.get_figwidth())
    assert min(text.get_fontsize() for text in written(figure)) * shrunk >= 9
    assert {text.get_fontfamily()[0] for text in written(figure)} == {style.FONT}


@every_figure
def test_nothing_written_is_cut_off_at_the_edge(name: str) -> None:
    picture = draw(name)
    assert picture.png  # lays it out
    width, height = (picture.figure.bbox.width, picture.figure.bbox.height)
    for ax in picture.figure.axes:
        ticks = {*ax.get_xticklabels(), *ax.get_yticklabels()}  # those out of view are never drawn
        for text in written(ax) - ticks:
            box = text.get_window_extent()
            assert 0 <= box.x0 <= box.x1 <= width, text
            assert 0 <= box.y0 <= box.y1 <= height, text


@every_figure
def test_the_png_is_light(name: str) -> None:
    assert len(draw(name).png) < 60_000


def test_one_broken_number_breaks_no_figure() -> None:
    nan, inf = math.nan, math.inf
    broken = [
        figures.boundary([[0, nan], [1, 1]], [0, 1], [nan, 1], 0),
        figures.boundary([[0, 0], [1, 1]], [0, 1], [0, 0], 0),
        figures.boundary([[0, 0], [1, 1]], [0, 1], [1, 1], inf),
        figures.boundary([], [], [1, 1], 0),
        figures.boundary([[1, 1]], [1], [1, 1], -5),
        figures.gates({"AND": ([nan, 1], 0)}),
        figures.xor_solution(([0, 0], 1)),
        figures.neuron_diagram([nan, inf], [1, 2], 0, nn.step),
        figures.neuron_diagram([1], [0], 0, math.tanh),
        figures.decision([[0, 0], [1, 1]], [0, 1], [nan, 1], 0),
        figures.decision([[0, 0], [1, 1]], [0, 1], [1, 1], -50, tuned),
        figures.one_sample([[0, 0], [1, 1]], [0, 1], [nan, 1], 0, before=([0, 0], 1)),
        figures.mistakes_per_epoch({}),
        figures.mistakes_per_epoch({"none": []}),
        figures.alignment([0, 0], [[1, 1]]),
        figures.probe("f", lambda z: z * nan, lambda z: z + inf, 0, 2, [nan, 1]),
        figures.probe("f", lambda z: 0 * z + 1e9, lambda z: 0 * z, 0),
        figures.responses([], {}),
        figures.responses([0, 1, 2], {"f": [nan, inf, 1]}, {"f": [nan, nan, 0]}),
        figures.responses([], {"f": []}),
        figures.shares(["a", "b"], {"f": [nan, inf]}),
        figures.shares([], {}),
        figures.slope_products({}),
        figures.gradient_costs([], {"none": []}),
        figures.gradient_costs([1, 2], {"alone": [nan, inf]}),
        figures.broadcasting([nan], [[inf]]),
        figures.descent([0, 1], [[0, 0], [0, 0]], [[nan, 0]], [nan], [nan, inf]),
        figures.descent([0, 1], [[0, nan], [0, 1]], [[0, 0], [inf, 0]], [0, inf], [0, 0]),
        figures.waves([nan, 1], {"f": [inf, nan]}),
        figures.waves([], {}),
        figures.network([nan, inf], BEDTIME),
        figures.chain_graph({"x1": nan, "L": inf}, {"ŷ": nan}, {("z1", "h1"): nan}),
        figures.network([1], [([[0]], [0], nn.step)]),
        figures.regions([[0, 0], [1, 1]], [0, 1], {"never": lambda P: np.zeros(len(P))}),
        figures.curve_fits([0, 1], [0, 1], {"broken": [nan, 1]}),
        figures.curves([0, 1], {"broken": [nan, inf]}),
        figures.value_graph(nn.Value(nan) * inf),
    ]
    assert all(picture.png for picture in broken)
    assert "no line, for w = (NaN, 1)" in broken[0].alt


def test_what_can_not_be_drawn_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="one weight per input"):
        figures.neuron_diagram([1, 2], [1], 0, nn.relu)
    with pytest.raises(ValueError, match="at most 3 layers"):
        figures.network(np.ones(7), [(np.ones((1, 7)), [0], nn.relu)])
    with pytest.raises(ValueError, match="2 to 5 columns"):
        figures.network_shape([3])
    with pytest.raises(ValueError, match="must rise"):
        figures.bump_parts(0, 0, 1)
    with pytest.raises(ValueError, match="w must not be zero"):
        figures.steepening([0, 0], 1)
    with pytest.raises(ValueError, match=r"takes \(n,\) and \(n, 1\)"):
        figures.broadcasting([1, 2], [1, 2])
    with pytest.raises(ValueError, match="positive numbers"):
        figures.gradient_costs([1, 2], {"instant": [0, 1]})
    a = nn.Value(2)
    with pytest.raises(ValueError, match="up to 40 values can be drawn; got 41"):
        figures.value_graph(sum([nn.Value(1) for _ in range(20)], a))
    with pytest.raises(ValueError, match="up to 9 columns can be drawn; got 10"):
        figures.value_graph(sum([a] * 9, a))
    with pytest.raises(ValueError, match="this float has not"):
        figures.value_graph(2.0)
    with pytest.raises(ValueError, match="0 has no logarithm"):
        figures.slope_products({"dead": 0.0})


def run_python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_the_package_loads_no_matplotlib() -> None:
    run_python("import sys, nnkit.figures; assert 'matplotlib' not in sys.modules")


def test_drawing_loads_no_pyplot_and_leaves_the_settings_alone() -> None:
    run_python(
        "import sys, matplotlib\n"
        "before = matplotlib.rcParams.copy()\n"
        "from nnkit import figures\n"
        "for draw in (figures.neuron_analogy, figures.gates, figures.xor_solution):\n"
        "    assert draw().png\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "assert matplotlib.rcParams.copy() == before\n"
    )


def test_a_learners_own_style_does_not_reach_in() -> None:
    run_python(
        "import matplotlib\n"
        "from nnkit import figures\n"
        "first = figures.steepening([1, 1], 0).png\n"
        "matplotlib.rcParams.update({'text.color': 'white', 'font.size': 30,\n"
        "    'axes.facecolor': 'black', 'savefig.dpi': 20, 'font.family': 'monospace'})\n"
        "assert figures.steepening([1, 1], 0).png == first\n"
    )
