"""One kernel, shut in: it sees its own files and processes only, and can't outgrow its limits.

The supervisor calls ``separate``, forks, and calls ``watch``; the fork, still single-threaded,
calls ``enter`` and then is the kernel::

    user = separate(policy)
    if (pid := os.fork()) == 0:
        enter(policy, cwd=folder, sockets=folder_of_the_sockets, user=user)
        ...
    ending = watch(pid, policy, sockets=folder_of_the_sockets, connection=grader)
"""

from nnkit.grading.sandbox.availability import available
from nnkit.grading.sandbox.entering import enter
from nnkit.grading.sandbox.for_course import policy_for
from nnkit.grading.sandbox.namespaces import separate
from nnkit.grading.sandbox.policy import Limits, Policy
from nnkit.grading.sandbox.watch import TICK, Ending, Guard, watch

__all__ = [
    "TICK",
    "Ending",
    "Guard",
    "Limits",
    "Policy",
    "available",
    "enter",
    "policy_for",
    "separate",
    "watch",
]
