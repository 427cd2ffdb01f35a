"""Data to train on: made up, shipped, or your own."""

from nnkit.data.dataset import MOST_ROWS, TASKS, BadData, Dataset, Scaler, split
from nnkit.data.generators import GENERATORS
from nnkit.data.pixels import digits
from nnkit.data.shipped import penguins
from nnkit.data.table import from_points, read_csv

__all__ = [
    "GENERATORS",
    "MOST_ROWS",
    "TASKS",
    "BadData",
    "Dataset",
    "Scaler",
    "digits",
    "from_points",
    "penguins",
    "read_csv",
    "split",
]
