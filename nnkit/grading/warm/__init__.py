"""Warm kernels: forked from a process that has already imported what a lesson imports.

Four kinds of processes::

    grader ── socket ── parent ── fork ── supervisor ── fork ── kernel
                                one for each kernel

``asking`` asks for the grader's own kernels, which are ready once they are forked (``piped``), and
``provisioner`` for Jupyter's. The parent imports once and then only forks. A supervisor looks after
one kernel: it passes signals on, enforces the deadline, clears up, and reports how the kernel ended.
Whoever in this chain goes away takes everything below along.
"""

from nnkit.grading.warm.starting import Parent, start_parent

__all__ = ["Parent", "start_parent"]
