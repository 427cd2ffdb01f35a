"""Trains what a spec describes, in steps of any size: a sample, a batch, an epoch, a few ms.

However it is cut, the numbers are the same: the order of an epoch comes from (seed, epoch) alone,
the masks of dropout from (seed, epoch, place in it, layer). No widget, no threads.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

import numpy as np

from nnkit.builder import state
from nnkit.builder.evaluation import accuracy, evaluated
from nnkit.builder.history import History, Row
from nnkit.builder.live import adjust, is_live
from nnkit.builder.network import Prepared, assembled, build, optimiser, prepare, targets
from nnkit.builder.own import Own, OwnError
from nnkit.builder.problem import Problem, not_finite
from nnkit.builder.snapshots import Snapshots
from nnkit.builder.spec import Spec
from nnkit.builder.state import Memory, Parameter, State
from nnkit.data import Dataset
from nnkit.nn import Array, Diverged, Dropout, Loss, Optimiser, Sequential, Targets, train_step

__all__ = ["Problem", "Trainer"]

UNITS = ("sample", "batch", "epoch")


class Trainer:
    """A network, its data, and how far training has come. `spec` has its features filled in.

    `before` holds the parameters as they were before the latest update of a step or a slice.
    `epoch` counts whole epochs, `position` the samples done in this one, `steps` the updates.
    """

    spec: Spec
    data: Prepared
    network: Sequential
    optimiser: Optimiser
    loss: Loss
    epoch: int
    position: int
    steps: int
    before: tuple[Array, ...]
    history: History
    snapshots: Snapshots
    problem: Problem | None
    _lasting: Problem | None  # one that trying again can't solve
    _misfit: Problem | None  # the learner's code couldn't be set up
    _measured: Row | None

    def __init__(self, spec: Spec, own: Own | None = None) -> None:
        """Raises BadSpec for what doesn't fit. `own` is the learner's code, used where it can."""
        self.own = own
        self.layout_version = 0  # another one whenever the network or a choice is another
        self._begin(*prepare(spec))

    @property
    def train(self) -> Dataset:
        """The training samples, as the network gets them."""
        return self.data.train

    @property
    def validation(self) -> Dataset:
        """The validation samples, as the network gets them; there may be none."""
        return self.data.validation

    def parameters(self) -> list[Parameter]:
        """(layer index, name, array) of every parameter, in layout order."""
        return state.parameters(self.network)

    # Training

    def step(self, unit: str = "batch") -> None:
        """One sample, one batch, or what is left of the epoch. ValueError for another unit."""
        if unit not in UNITS:
            raise ValueError(f"A step is one of {', '.join(UNITS)}; got {unit!r}.")
        self._try_again()
        if unit == "epoch":
            self.work(math.inf, epochs=1)
        elif not self.problem:
            with self._training():
                self.before = state.copied(self.network)
                self._update(1 if unit == "sample" else self.spec.training.batch_size)

    def work(self, seconds: float, *, batches: float = math.inf, epochs: float = math.inf) -> None:
        """As many batches as fit into the time, at least one; no more than these, or these epochs.

        An epoch that was begun counts as one. Stops at a problem; does nothing while there is one.
        """
        if self.problem or batches < 1 or epochs < 1:
            return
        until, last_epoch = perf_counter() + seconds, self.epoch + epochs - 1
        size, n, done, last = self.spec.training.batch_size, len(self.train), 0, False
        with self._training():
            while not last:
                done += 1
                ends = self.epoch >= last_epoch and self.position + size >= n
                last = ends or done >= batches or perf_counter() >= until
                if last:  # a copy for each update would be for nobody
                    self.before = state.copied(self.network)
                self._update(size)

    def run(self, epochs: int) -> History:
        """Train for so many epochs, or up to a problem."""
        self._try_again()
        self.work(math.inf, epochs=epochs)
        return self.history

    def measure(self) -> Row:
        """Loss and accuracy of the present weights, on all training and validation samples."""
        if self._measured is None:
            seen, unseen = self._evaluated(*self._all), self._evaluated(*self._held_out)
            self._measured = Row(self.epoch, seen[0], unseen[0], seen[1], unseen[1])
        return self._measured

    # Changing

    def change(self, spec: Spec) -> bool:
        """Be as `spec` says: at once where training can go on, else from the start.

        Returns whether it could go on. BadSpec changes nothing.
        """
        same = (spec.data, spec.features) == (self.spec.data, self.spec.features)
        spec, data = (spec, self.data) if same else prepare(spec)
        others = spec.data != self.spec.data
        if not is_live(self.spec, spec) or (others and not self._suits(data)):
            self._begin(spec, data)
            return False
        if others:
            self._take(data)
        if spec != self.spec:
            self.layout_version += 1
        if spec.training.optimiser != self.spec.training.optimiser:
            self.optimiser = optimiser(spec)
        self.spec = spec
        adjust(self.network, self.optimiser, spec)
        self._try_again()
        return True

    def reset(self) -> None:
        """Back to the first weights of the seed; the history begins anew."""
        self._begin(self.spec, self.data)

    def capture(self) -> State:
        """This moment, copied."""
        return State(
            self.epoch,
            self.position,
            self.steps,
            state.copied(self.network),
            Memory.of(self.optimiser),
            state.statistics(self.network),
            (self._sums[0], self._sums[1]),
        )

    def restore(self, moment: State) -> None:
        """Be as at that moment of a network of this layout; history and snapshots stay."""
        state.write(self.network, moment.params)
        state.write_statistics(self.network, moment.statistics)
        moment.memory.into(self.optimiser, self.network)
        self.epoch, self.position, self.steps = moment.epoch, moment.position, moment.steps
        self._sums = list(moment.sums)
        if self.position >= len(self.train):  # points were taken away since then
            self.position, self._sums = 0, [0.0, 0.0]
        self._deal()
        self.before = state.copied(self.network)
        self._measured = None
        self._try_again()

    def resume(self, spec: Spec, moment: State, history: History) -> None:
        """Take over a training. BadSpec, or ValueError for weights that don't fit."""
        spec, data = prepare(spec)
        state.check(build(spec, len(data.train.columns), data.outputs), moment)
        self._begin(spec, data)
        self.restore(moment)
        self.history = history
        self.snapshots.add(self.capture())

    def seek(self, i: int) -> None:
        """Show snapshot i; what came after it is forgotten only when training goes on from there.

        IndexError where there is none.
        """
        if not 0 <= i < len(self.snapshots):
            raise IndexError(f"There are {len(self.snapshots)} snapshots, from 0; got {i}.")
        moment = self.snapshots.states[i]
        if self.snapshots.at is None:
            self.snapshots.add(self.capture())  # the way back to where training stood
        self.restore(moment)
        self.snapshots.at = self.snapshots.place(moment.steps)

    # Within

    def _begin(self, spec: Spec, data: Prepared) -> None:
        self.spec, self.optimiser = spec, optimiser(spec)
        self.network, self.loss, self._misfit = assembled(spec, data, self.own)
        self._dropouts = [
            (i, layer) for i, layer in enumerate(self.network.layers) if isinstance(layer, Dropout)
        ]
        self.layout_version += 1
        self.epoch = self.steps = 0
        self.before = state.copied(self.network)
        self._take(data)
        self.history, self.snapshots = History(), Snapshots()
        self.history.add(self.measure())
        self.snapshots.add(self.capture())

    def _suits(self, data: Prepared) -> bool:
        """Whether the network, which has been trained, can go on with these samples."""
        same = (data.train.task, data.outputs) == (self.train.task, self.data.outputs)
        return same and self.steps > 0

    def _take(self, data: Prepared) -> None:
        """Learn from these samples, beginning this epoch anew."""
        self.data = data
        self._lasting = self.problem = data.problem or self._misfit
        self._all = (data.train.X, targets(data.train))
        self._held_out = (data.validation.X, targets(data.validation))
        self.position = 0
        self._sums = [0.0, 0.0]  # of loss and accuracy, over the samples of this epoch so far
        self._measured = None
        self._deal()

    def _deal(self) -> None:
        """The samples in the order of this epoch."""
        seed = [self.spec.training.seed, self.epoch]
        order = np.random.default_rng(seed).permutation(len(self.train))
        self._dealt: tuple[Array, Targets] = (self._all[0][order], self._all[1][order])

    @contextmanager
    def _training(self) -> Iterator[None]:
        """Quiet about overflow; what goes wrong becomes `problem`."""
        self._go_on()
        try:
            with np.errstate(all="ignore"):
                yield
        except (Diverged, OwnError) as error:
            self.problem = self._why(error)
            self.before = state.copied(self.network)

    def _go_on(self) -> None:
        """Training goes on from a snapshot: what came after it never happened."""
        if self.snapshots.at is not None:
            self.snapshots.forget_after(self.snapshots.at)
            self.history.forget_after(self.epoch)

    def _batch(self, size: int) -> tuple[Array, Targets]:
        rows = slice(self.position, self.position + size)
        return self._dealt[0][rows], self._dealt[1][rows]

    def _update(self, size: int) -> None:
        self._size = size
        X, y = self._batch(size)
        for i, layer in self._dropouts:
            seed = [self.spec.training.seed, self.epoch, self.position, i]
            layer.rng = np.random.default_rng(seed)
        chosen = self.spec.training
        value, outputs = train_step(
            self.network, X, y, self.loss, self.optimiser, chosen.l1, chosen.l2
        )
        self._measured = None
        self.steps += 1
        self.position += len(X)
        self._sums[0] += value * len(X)
        self._sums[1] += accuracy(self.loss, outputs, y) * len(X)
        if self.position >= len(self.train):
            self._end_epoch()

    def _end_epoch(self) -> None:
        n = len(self.train)
        value, right = (total / n for total in self._sums)
        val_loss, val_accuracy = self._evaluated(*self._held_out)
        self.epoch += 1
        self.position, self._sums = 0, [0.0, 0.0]
        self.history.add(Row(self.epoch, value, val_loss, right, val_accuracy))
        self._deal()
        if self.snapshots.due(self.epoch):
            self.snapshots.add(self.capture())

    def _evaluated(self, X: Array, y: Targets) -> tuple[float, float]:
        try:
            return evaluated(self.network, self.loss, X, y)
        except OwnError as error:
            self.problem = self._why(error)
            return math.nan, math.nan

    def _why(self, error: Diverged | OwnError) -> Problem:
        if isinstance(error, OwnError):
            return Problem("own", error.layer, error.sentence)
        try:
            return not_finite(self.network, self._batch(self._size)[0], self.spec.training.lr)
        except OwnError as own:
            return self._why(own)

    def _try_again(self) -> None:
        self.problem = self._lasting
