"""Shipped data: as its authors published it, checked to the byte, and its sources told."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import nnkit.data
from nnkit.data import BadData, penguins, shipped

FILES = Path(nnkit.data.__file__).parent / "files"


def test_every_file_has_its_checksum_and_its_source() -> None:
    sources = (FILES / "SOURCES.md").read_text()
    assert {path.name for path in FILES.iterdir()} == {"SOURCES.md", *shipped.SHA256}
    for name, checksum in shipped.SHA256.items():
        assert hashlib.sha256((FILES / name).read_bytes()).hexdigest() == checksum
        assert f"## {name}" in sources
        assert checksum in sources


def test_the_penguins_have_the_published_counts_and_means() -> None:
    data = penguins()
    assert data.X.shape == (342, 4)
    assert dict(zip(data.classes, np.bincount(data.y).tolist(), strict=True)) == {
        "Adelie": 151,
        "Chinstrap": 68,
        "Gentoo": 123,
    }
    means = [data.X[data.y == k].mean(axis=0) for k in range(3)]
    published = [[38.8, 18.3, 190, 3701], [48.8, 18.4, 196, 3733], [47.5, 15.0, 217, 5076]]
    assert_allclose(means, published, rtol=5e-3)
    assert data.columns[0] == "bill length (mm)"
    assert data.notes == ()


def test_a_damaged_file_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(shipped.SHA256, "penguins.csv", "0" * 64)
    with pytest.raises(BadData, match=r"penguins\.csv isn't as it was shipped"):
        penguins()


def test_a_file_that_is_not_shipped_is_told_as_such() -> None:
    with pytest.raises(BadData, match="doesn't come with this copy"):
        shipped.shipped("whales.csv")
