"""Data to train on: made up, shipped, or your own."""

from nnkit.data.dataset import MOST_ROWS, TASKS, BadData, Dataset, Scaler, split
from nnkit.data.generators import GENERATORS

__all__ = ["GENERATORS", "MOST_ROWS", "TASKS", "BadData", "Dataset", "Scaler", "split"]
