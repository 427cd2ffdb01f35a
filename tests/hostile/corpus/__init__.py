"""The attacks, by what they go for. Importing this package fills ``ATTACKS``."""

from tests.hostile.corpus import (  # noqa: F401
    answers,
    cheating,
    exhausting,
    folders,
    forging,
    hoarding,
    killing,
    line,
    network,
    notebooks,
    patching,
    poison,
    replies,
    spoiling,
    spying,
)
