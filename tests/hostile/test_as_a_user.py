"""The whole corpus, graded by an ordinary user."""

from tests.hostile.course import chosen
from tests.hostile.expectations import Unharmed

USER, ATTACKERS = "user", chosen()


class TestAsAUser(Unharmed):
    """The sandbox is made without any rights."""
