"""How far a point lies from the neuron's line, and on which side."""

from __future__ import annotations

import numpy as np

from nnkit import nn
from nnkit.exercises.definition import Case, Exercise, Mistake, Random
from nnkit.exercises.neuron.inputs import BATCH, LONG, ONLY_BATCH, PAIRS, WEIGHTS, random_neuron

EXERCISE = Exercise(
    id="neuron.signed_distance",
    points=2,
    reference=nn.signed_distance,
    cases=(
        Case("3-4-5", {"X": np.array([2.0, 1.0]), "w": np.array([3.0, 4.0]), "b": 5.0}),
        Case("behind the line", {"X": np.array([-2.0, -3.0]), "w": np.array([3.0, 4.0]), "b": 3.0}),
        Case("on the line", {"X": np.array([1.0, 1.0]), "w": np.array([1.0, 1.0]), "b": -2.0}),
        Case("the origin", {"X": np.zeros(2), "w": np.array([0.0, 2.0]), "b": 4.0}),
        Case("four inputs", {"X": LONG, "w": np.array([1.3, 0.7, -0.9, 2.2]), "b": 0.05}),
        Case("a batch of pairs", {"X": PAIRS, "w": np.array([0.5, -2.0]), "b": 1.0}, ONLY_BATCH),
        Case("a batch", {"X": BATCH, "w": WEIGHTS, "b": 0.1}, ONLY_BATCH),
        Random("a random batch", random_neuron, focus=ONLY_BATCH),
    ),
    mistakes=(
        Mistake(
            "not-divided",
            lambda X, w, b: X @ w + b,
            "You return `z` itself: doubling `w` and `b` doubles your answer, yet the line has not "
            "moved. What has to be divided out?",
        ),
        Mistake(
            "bias-not-divided",
            lambda X, w, b: X @ w / np.linalg.norm(w) + b,
            "Without a bias you are right; with one, the bias goes in undivided. "
            "The whole of `z` has to be divided, the bias too.",
        ),
        Mistake(
            "weights-not-divided",
            lambda X, w, b: X @ w + b / np.linalg.norm(w),
            "Only the bias is divided by the length of `w`. The whole of `z` has to be: "
            "Python divides before it adds, so check your brackets.",
        ),
        Mistake(
            "unsigned",
            lambda X, w, b: np.abs(X @ w + b) / np.linalg.norm(w),
            "The sizes are right, but a point behind the line should come out negative. "
            "The sign tells the side: keep it.",
        ),
        Mistake(
            "squared-norm",
            lambda X, w, b: (X @ w + b) / (w @ w),
            "You divide by the square of the length: for `w = [3, 4]` by 25 instead of 5. "
            "One step is missing after `w · w`.",
        ),
        Mistake(
            "sum-of-weights",
            lambda X, w, b: (X @ w + b) / np.abs(w).sum(),
            "For `w = [3, 4]` you divide by 7. The length of an arrow 3 across and 4 up is 5: "
            "think of Pythagoras.",
        ),
        Mistake(
            "norm-with-bias",
            lambda X, w, b: (X @ w + b) / np.sqrt(w @ w + b**2),
            "The bias has slipped into the length you divide by. "
            "`‖w‖` is the length of the weights alone.",
        ),
        Mistake(
            "no-bias",
            lambda X, w, b: X @ w / np.linalg.norm(w),
            "You measure the distance to a line through the origin: `b` never enters. "
            "The bias is what shifts the line away from there.",
        ),
        Mistake(
            "multiplied",
            lambda X, w, b: (X @ w + b) * np.linalg.norm(w),
            "You multiply by the length of `w`, so longer weights push the points away. "
            "Longer weights should change nothing.",
        ),
    ),
    alternatives=(
        lambda X, w, b: (X @ w + b) / np.sqrt(np.sum(w**2)),
        lambda X, w, b: X @ (w / np.linalg.norm(w)) + b / np.linalg.norm(w),
        lambda X, w, b: (X + b * w / (w @ w)) @ w / np.sqrt(w @ w),
        lambda X, w, b: (X * w).sum(axis=-1) / np.hypot.reduce(w) + b / np.hypot.reduce(w),
    ),
    hints=(
        "`z` already has the right sign and is 0 on the line. Only its scale is wrong: what "
        "happens to `z` when `w` and `b` are both doubled?",
        "Divide the whole of `z` by the length of `w`. For `w = [3, 4]` that length is 5.",
        "The length is `np.linalg.norm(w)`. Put brackets around all that you divide.",
    ),
)
