"""The course of a training, in a table that never grows beyond a few hundred rows."""

from __future__ import annotations

import math
from itertools import count
from typing import NamedTuple

import numpy as np

from nnkit.nn import Array

MOST = 600
_versions = count()  # no two histories share one, or who follows along would mix them up


class Row(NamedTuple):
    """One epoch. Training values are means on the way, validation values from its end.

    NaN stands for what can't be measured: an accuracy in a regression, an empty validation split.
    """

    epoch: int
    loss: float
    val_loss: float = math.nan
    accuracy: float = math.nan
    val_accuracy: float = math.nan


class History:
    """A row for every epoch, as long as there is room; then for every second, fourth, eighth …

    The first and the latest are always there. `version` changes whenever rows that were there
    before have gone: who follows along reads from the start again.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most, self.version = most, next(_versions)
        self._stride = 1
        self._table = np.empty((most, len(Row._fields)))
        self._kept = 0  # rows that stay; the latest lies behind them if it isn't one of those
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def rows(self) -> Array:
        """(rows, 5): epoch, loss, val_loss, accuracy, val_accuracy. A view: don't keep it."""
        return self._table[: self._count]

    @property
    def latest(self) -> Row | None:
        """The row of the newest epoch."""
        return self._row(-1) if self._count else None

    def __getitem__(self, i: int) -> Row:
        return self._row(range(self._count)[i])

    def add(self, row: Row) -> None:
        """Append a row; its epoch is later than all others."""
        if self._kept == self.most - 1:
            self._halve()
        self._table[self._kept] = row
        self._count = self._kept + 1
        if row.epoch % self._stride == 0:
            self._kept = self._count

    def to_dict(self) -> dict[str, list[float]]:
        """The columns by their names, as lists: ready for a table or a plot."""
        return dict(zip(Row._fields, self.rows.T.tolist(), strict=True))

    def since(self, version: int | None, seen: int) -> tuple[int, Array]:
        """(first, rows from there) for one who has `seen` so many rows of that version.

        The last row that was seen comes again, since a newer one may have taken its place.
        """
        first = min(max(seen - 1, 0), self._count) if version == self.version else 0
        return first, self.rows[first:]

    def forget_after(self, epoch: int) -> None:
        """Drop the rows of later epochs: training goes on from that one."""
        left = int(np.searchsorted(self.rows[:, 0], epoch, side="right"))
        if left < self._count:
            self.version = next(_versions)
            self._count = left
            self._kept = min(self._kept, left)

    def copy(self) -> History:
        """The same rows in another table."""
        twin = History(self.most)
        twin.__dict__.update(self.__dict__, _table=self._table.copy(), version=twin.version)
        return twin

    def replaced_by(self, rows: Array) -> None:
        """Take over rows from elsewhere (a saved run), thinned out if they are too many."""
        self.version = next(_versions)
        self._stride, self._kept, self._count = 1, 0, 0
        for row in rows:
            self.add(Row(int(row[0]), *map(float, row[1:])))

    def _halve(self) -> None:
        self._stride *= 2
        keep = self._table[: self._kept]
        stays = keep[:, 0] % self._stride == 0
        stays[0] = True
        keep = keep[stays]
        self._table[: len(keep)] = keep
        self._kept = self._count = len(keep)
        self.version = next(_versions)

    def _row(self, i: int) -> Row:
        epoch, *rest = self.rows[i].tolist()
        return Row(int(epoch), *rest)

    def __repr__(self) -> str:
        if not self._count:
            return "History: nothing yet"
        first, last = self[0], self[-1]
        told = [
            f"{name} {_shown(name, before)} → {_shown(name, after)}"
            for name, before, after in zip(Row._fields[1:], first[1:], last[1:], strict=True)
            if not math.isnan(after)
        ]
        return "History: " + ", ".join([in_epochs(last.epoch), *told])


def in_epochs(count: int) -> str:
    """ "1 epoch", "1,200 epochs"."""
    return f"{count:,} epoch{'s' * (count != 1)}"


def _shown(name: str, value: float) -> str:
    return f"{value:.1%}" if name.endswith("accuracy") else f"{value:.4g}"
