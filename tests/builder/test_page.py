"""What the page's code says a second time is what Python says."""

import re

from nnkit.builder.assets import SOURCE
from nnkit.builder.locks import PANELS
from nnkit.builder.spec import DATA, HIDDEN_ACTIVATIONS, KINDS, MOST_UNITS
from nnkit.builder.stored.drawing import CLASSES
from nnkit.data import GENERATORS, TASKS
from nnkit.nn import INITIALISERS, OPTIMISERS


def constant(name: str) -> str:
    """The text of `const name = …;` in the page."""
    found = re.search(rf"^const {name} = (.*?);$", SOURCE, re.DOTALL | re.MULTILINE)
    assert found, name
    return found[1]


def firsts(name: str) -> list[str]:
    """The first words of a list of lists."""
    return re.findall(r'\[\s*"(\w+)",', constant(name))


def test_the_page_offers_what_a_spec_takes() -> None:
    assert sorted(firsts("HIDDEN_ACTIVATIONS")) == sorted(HIDDEN_ACTIVATIONS)
    assert sorted(firsts("OPTIMISERS")) == sorted(OPTIMISERS)
    assert sorted(firsts("STARTS")) == sorted(INITIALISERS)
    assert sorted(firsts("TASKS")) == sorted(["auto", *TASKS])
    assert sorted(firsts("ADDABLE")) == sorted(KINDS)
    assert constant("MOST_UNITS") == str(MOST_UNITS)
    offered = re.findall(r'"([a-z]+)"', constant("DATA_GROUPS"))
    assert sorted(offered) == sorted(DATA)
    assert sorted(re.findall(r"\w+", constant("MADE"))) == sorted([*GENERATORS, "digits"])


def test_every_panel_can_be_hidden_by_its_name() -> None:
    assert set(PANELS) <= {*firsts("PANELS")}


def test_classes_have_the_same_colours_in_the_stored_picture() -> None:
    light = re.search(r'light: "([^"]+)"', constant("CLASS_COLOURS"))
    assert light
    assert [f"#{colour}".upper() for colour in light[1].split()] == list(CLASSES)
