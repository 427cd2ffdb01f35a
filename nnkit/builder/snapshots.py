"""States to go back to: at most a hundred, spread over the whole run."""

from __future__ import annotations

from bisect import bisect_right

from nnkit.builder.state import State

MOST = 100


class Snapshots:
    """The state of every epoch, as long as there is room; then of every second, fourth …

    The first stays. `at` is the index of the one that was gone back to; None while training is at
    its front.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.states: list[State] = []
        self.at: int | None = None
        self._stride = 1

    def __len__(self) -> int:
        return len(self.states)

    @property
    def epochs(self) -> list[int]:
        """The epoch of each."""
        return [state.epoch for state in self.states]

    def due(self, epoch: int) -> bool:
        """Whether the state of this epoch is to be kept: it isn't worth copying otherwise."""
        return epoch % self._stride == 0

    def add(self, state: State) -> None:
        """Keep a state that is later than all others, or is the latest one again."""
        if self.states and self.states[-1].steps >= state.steps:
            return
        if len(self.states) >= self.most:
            self._stride *= 2
            self.states = [self.states[0], *filter(self._stays, self.states[1:])]
        self.states.append(state)

    def place(self, steps: int) -> int:
        """The index of the last state that had taken no more steps than these."""
        return max(bisect_right([state.steps for state in self.states], steps) - 1, 0)

    def forget_after(self, i: int) -> None:
        """Drop the states after this one: training goes on from it."""
        del self.states[i + 1 :]
        self.at = None

    def _stays(self, state: State) -> bool:
        return state.position == 0 and self.due(state.epoch)
