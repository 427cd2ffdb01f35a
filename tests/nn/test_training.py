"""fit really learns, remembers truly, repeats itself for a seed, and stops when it must."""

import json
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from nnkit import nn
from nnkit.nn.watching import progress_bar

pytestmark = pytest.mark.filterwarnings("error")
Array = NDArray[np.float64]

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR, AND = np.array([[0], [1], [1], [0]]), np.array([[0], [0], [0], [1]])


def mlp(seed: int = 0, outputs: int = 1) -> nn.Sequential:
    rng = np.random.default_rng(seed)
    return nn.Sequential(nn.Dense(2, 8, rng=rng), nn.tanh, nn.Dense(8, outputs, rng=rng))


@pytest.mark.parametrize("seed", range(3))
def test_an_mlp_learns_xor(seed: int) -> None:
    network = mlp(seed)
    history = nn.fit(network, X, XOR, nn.binary_cross_entropy, nn.Adam(0.05), 300, rng=seed)
    assert history.accuracy[-1] == 1
    assert history.loss[-1] < 0.1 < history.loss[0]
    assert_array_equal(nn.binary_cross_entropy.decide(network.predict(X)), XOR)


def test_one_neuron_learns_and_but_not_xor() -> None:
    right = {}
    for name, y in (("and", AND), ("xor", XOR)):
        neuron = nn.Sequential(nn.Dense(2, 1, rng=0))
        history = nn.fit(neuron, X, y, nn.binary_cross_entropy, nn.SGD(1.0), 200, rng=0)
        right[name] = history.accuracy[-1]
    assert right["and"] == 1
    assert right["xor"] <= 0.75


def test_classes_and_regression_learn_too() -> None:
    classes, values = XOR[:, 0], 3.0 * XOR
    history = nn.fit(mlp(outputs=2), X, classes, nn.cross_entropy, nn.Momentum(0.2), 200, rng=0)
    assert history.accuracy[-1] == 1
    history = nn.fit(mlp(), X, values, nn.mse, nn.Adam(0.05), 200, rng=0)
    assert history.loss[-1] < 0.1
    assert history.accuracy == [], "a regression has none"


class Recorder:
    """A loss that notes what it saw, and a layer's worth of nothing to learn."""

    def __init__(self) -> None:
        self.seen: list[list[float]] = []

    def __call__(self, outputs: Array, targets: NDArray[Any]) -> tuple[float, Array]:
        self.seen.append(targets[:, 0].tolist())
        return nn.mse(outputs, targets)


def test_each_sample_is_used_once_an_epoch_and_in_another_order() -> None:
    recorder, samples = Recorder(), np.arange(10.0)[:, np.newaxis]
    linear = nn.Sequential(nn.Dense(1, 1, rng=0))
    nn.fit(linear, samples, samples, recorder, nn.SGD(1e-3), 2, batch_size=4, rng=0)
    assert [len(batch) for batch in recorder.seen] == [4, 4, 2] * 2, "the short one too"
    epochs = [np.concatenate(recorder.seen[i : i + 3]).tolist() for i in (0, 3)]
    assert [sorted(epoch) for epoch in epochs] == [samples[:, 0].tolist()] * 2
    assert epochs[0] != epochs[1]


def test_the_history_is_that_of_the_steps() -> None:
    network, twin = mlp(), mlp()
    history = nn.fit(
        network,
        X,
        XOR,
        nn.binary_cross_entropy,
        nn.SGD(0.5),
        3,
        batch_size=3,
        rng=5,
        validation=(X[:2], XOR[:2]),
    )
    rng, optimiser = np.random.default_rng(5), nn.SGD(0.5)
    for epoch in range(3):
        total, right = 0.0, 0.0
        for rows, y in nn.minibatches(X, XOR, 3, rng):
            value, outputs = nn.train_step(twin, rows, y, nn.binary_cross_entropy, optimiser)
            total += value * len(rows)
            right += ((outputs >= 0) == y).sum()
        assert history.loss[epoch] == pytest.approx(total / 4)
        assert history.accuracy[epoch] == pytest.approx(right / 4)
        outputs = twin.predict(X[:2])
        assert history.val_loss[epoch] == nn.binary_cross_entropy(outputs, XOR[:2])[0]
        assert history.val_accuracy[epoch] == ((outputs >= 0) == XOR[:2]).mean()
    assert_array_equal(network.predict(X), twin.predict(X))


def test_layers_know_training_from_validation() -> None:
    class Spy(nn.Dense):
        def forward(self, X: object, train: bool = False) -> Array:
            seen.append(train)
            return super().forward(X, train)  # type: ignore[arg-type]

    seen: list[bool] = []
    network = nn.Sequential(Spy(2, 1))
    nn.fit(network, X, XOR, nn.mse, nn.SGD(0.1), 2, batch_size=2, validation=(X, XOR))
    assert seen == [True, True, False] * 2


def test_numbers_at_the_edge_of_what_floats_can_hold_warn_nobody() -> None:
    large = nn.Dense(2, 1, init=lambda n_in, n_out, rng: np.full((n_out, n_in), 1e3))
    network = nn.Sequential(nn.Dense(2, 2, rng=0), large)
    far = X * 1e306, XOR
    history = nn.fit(network, X, XOR * 1e153, nn.mse, nn.Adam(0.1), 1, validation=far)
    assert np.isfinite(history.loss).all()
    assert not np.isfinite(history.val_loss).any()


def test_a_seed_repeats_the_run_and_inputs_stay() -> None:
    inputs, targets = X.copy(), XOR.copy()
    runs = [
        nn.fit(mlp(), inputs, targets, nn.binary_cross_entropy, nn.Adam(0.1), 5, 1, rng=seed)
        for seed in (1, 1, 2)
    ]
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]
    assert_array_equal(inputs, X)
    assert_array_equal(targets, XOR)


def test_a_history_shows_and_saves_itself() -> None:
    history = nn.History(loss=[0.7, 0.125], accuracy=[0.5, 1.0])
    assert repr(history) == "History: 2 epochs, loss 0.7 → 0.125, accuracy 50.0% → 100.0%"
    assert json.loads(json.dumps(history.to_dict())) == {"loss": [0.7, 0.125], "accuracy": [0.5, 1]}
    history.to_dict()["loss"].clear()
    assert len(history.loss) == 2
    assert repr(nn.History()) == "History: 0 epochs"


def test_every_callback_is_called_and_any_can_stop() -> None:
    calls: list[tuple[str, int, int]] = []

    def stop_after_3(epoch: int, history: nn.History, network: nn.Layer) -> object:
        calls.append(("stop", epoch, len(history.loss)))
        return np.equal(epoch, 3)

    def watch(epoch: int, history: nn.History, network: nn.Layer) -> object:
        calls.append(("watch", epoch, len(history.loss)))
        assert network is trained
        return "something else than True"

    trained = mlp()
    history = nn.fit(
        trained, X, XOR, nn.binary_cross_entropy, nn.SGD(0.1), 9, callbacks=(stop_after_3, watch)
    )
    assert len(history.loss) == 3
    assert calls == [(who, n, n) for n in (1, 2, 3) for who in ("stop", "watch")]


@pytest.mark.parametrize(("poison", "lr"), [(1.0, 1e6), (np.nan, 0.1)])
def test_a_loss_out_of_bounds_stops_with_a_sentence(
    poison: float, lr: float, capfd: pytest.CaptureFixture[str]
) -> None:
    network = nn.Sequential(nn.Dense(2, 1, rng=0))
    y = np.array([[0.0], [1.0], [1.0], [poison]])
    with pytest.raises(nn.Diverged, match=r"became (inf|nan).* smaller learning rate") as stop:
        nn.fit(network, X, y, nn.mse, nn.SGD(lr), 500)
    assert isinstance(stop.value, FloatingPointError)
    finished = len(stop.value.history.loss)
    assert np.isfinite(stop.value.history.loss).all()
    assert f"epoch {finished + 1}" in stop.value.__notes__[0]
    assert all(np.isfinite(w).all() for w in network.params.values()), "no update from it"
    assert capfd.readouterr().err == ""


def test_a_column_against_a_row_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(4, 1\) and \(4,\)"):
        nn.fit(mlp(), X, XOR[:, 0], nn.binary_cross_entropy, nn.SGD(0.1), 1)


def test_accuracy_takes_one_shape() -> None:
    assert nn.accuracy([1, 0, 1, 1], [1, 1, 1, 1]) == 0.75
    with pytest.raises(ValueError, match=r"\(2,\) and \(2, 1\)"):
        nn.accuracy([1, 0], [[1], [0]])


class Screen:
    def __init__(self, watched: bool) -> None:
        self.watched, self.text = watched, ""

    def isatty(self) -> bool:
        return self.watched

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None: ...


@pytest.mark.parametrize(
    ("watched", "environment", "progress", "shown"),
    [
        (True, {}, None, True),
        (False, {}, None, False),
        (True, {"CI": "true"}, None, False),
        (True, {"NBGRADER_EXECUTION": "validate"}, None, False),
        (True, {}, False, False),
        (False, {"CI": "true"}, True, True),
    ],
)
def test_a_bar_is_shown_where_someone_is_watching(
    monkeypatch: pytest.MonkeyPatch,
    watched: bool,
    environment: dict[str, str],
    progress: bool | None,
    shown: bool,
) -> None:
    for name in ("CI", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    screen = Screen(watched)
    monkeypatch.setattr("sys.stderr", screen)
    nn.fit(mlp(), X, XOR, nn.binary_cross_entropy, nn.SGD(0.1), 2, progress=progress)
    assert bool(screen.text) == shown
    assert ("2/2" in screen.text and "loss 0." in screen.text) == shown


def test_a_notebook_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kernel:
        kernel = object()

    class IPython:
        get_ipython = Kernel

    from nnkit.nn.watching import someone_is_watching

    for name in ("CI", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stderr", Screen(watched=False))
    assert not someone_is_watching()
    monkeypatch.setitem(__import__("sys").modules, "IPython", IPython)
    assert someone_is_watching()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert not someone_is_watching()


def test_a_bar_that_is_not_shown_does_nothing() -> None:
    with progress_bar(3, show=False) as advance:
        assert advance(0.1) is None
