"""The whole corpus, graded by root."""

import os

import pytest

from tests.hostile.course import chosen
from tests.hostile.expectations import Unharmed

USER, ATTACKERS = "root", chosen()

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can grade as root")


class TestAsRoot(Unharmed):
    """The sandbox drops root's rights."""
