"""Warm kernels: forked from a process that has already imported what a lesson imports.

Four kinds of processes::

    grader ── socket ── parent ── fork ── supervisor ── fork ── kernel
                                one for each kernel

The grader's own kernels (``asking``) are made in the parent, and ready once they are forked
(``piped``); those of Jupyter (``provisioner``) are made after the fork. The parent imports once and
then only forks. A supervisor looks after one kernel: it passes signals on, enforces the deadline,
clears up, and reports how the kernel ended. Whoever in this chain goes away takes everything below
along.
"""

from nnkit.grading.warm.starting import Parent, start_parent

__all__ = ["Parent", "start_parent"]
