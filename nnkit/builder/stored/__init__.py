"""What is left of the builder without a kernel: a picture as SVG, and the same in words.

This is what GitHub shows, and whoever reads the notebook later. The same state gives the same text.
"""

from nnkit.builder.stored.card import bundle, picture
from nnkit.builder.stored.words import words

__all__ = ["bundle", "picture", "words"]
