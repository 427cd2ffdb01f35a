"""The network on the page as a program: the same one with nnkit, and with PyTorch."""

from nnkit.builder.code.nnkit_script import as_nnkit
from nnkit.builder.code.pytorch_script import as_pytorch

PROGRAMS = {"nnkit": as_nnkit, "pytorch": as_pytorch}

__all__ = ["PROGRAMS", "as_nnkit", "as_pytorch"]
