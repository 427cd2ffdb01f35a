"""Real data that comes with nnkit; `files/SOURCES.md` says from whom, and under which licence."""

from __future__ import annotations

import csv
import hashlib
from importlib.resources import files

import numpy as np

from nnkit.data.dataset import BadData, Dataset

# What each file must be, to the byte.
SHA256 = {
    "penguins.csv": "97d467baa3522040aa892fa7f2ff57b5195be5fef3cceca3f78a6b1a6e32d7a2",
}
MEASUREMENTS = {
    "bill_length_mm": "bill length (mm)",
    "bill_depth_mm": "bill depth (mm)",
    "flipper_length_mm": "flipper length (mm)",
    "body_mass_g": "body mass (g)",
}
SPECIES = ("Adelie", "Chinstrap", "Gentoo")


def penguins() -> Dataset:
    """342 penguins of three species by four measurements, as measured: standardise them.

    X (342, 4) in millimetres and grams, y (342,). Source: Gorman, Williams & Fraser 2014, collected
    by Horst, Hill & Gorman 2020; the two penguins without measurements are left out. Raises BadData
    if the file is damaged.
    """
    table = csv.DictReader(shipped("penguins.csv").splitlines())
    rows = [row for row in table if "NA" not in (row[name] for name in MEASUREMENTS)]
    X = np.array([[float(row[name]) for name in MEASUREMENTS] for row in rows])
    y = np.array([SPECIES.index(row["species"]) for row in rows])
    source = "Gorman, Williams & Fraser 2014; palmerpenguins, CC0"
    return Dataset("penguins", X, y, "classes", tuple(MEASUREMENTS.values()), SPECIES, source)


def shipped(name: str) -> str:
    """The text of a file in `files`; BadData unless it is there and as it was shipped."""
    file = files("nnkit.data") / "files" / name
    if name not in SHA256 or not file.is_file():
        raise BadData(f"{name} doesn't come with this copy of nnkit. Choose other data.")
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise BadData(f"{name} isn't as it was shipped: it is damaged. Install nnkit again.")
    return content.decode()
