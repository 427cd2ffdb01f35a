"""What stops the attacks, and how each of it is switched off to see that it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Believing:
    """How a grader goes about it that runs what was handed in as it is, and believes what it sees.

    ``checks`` says who judges: the lesson's own check cell, a check as in a textbook, the kernel
    when it is asked, the grader by what a pickle holds, or whoever stored the outputs.
    """

    checks: Literal["own", "textbook", "kernel", "pickle", "stored"] = "own"
    at_the_end: bool = False  # the checks come behind all other cells
    stops: bool = False  # the first error ends the notebook
    warm: bool = True  # else the kernel is a child of the grader, started in the folder
    settings: bool = False  # the folder is where Python, IPython and Jupyter look for theirs
    leaky: bool = False  # the kernel inherits what the grader has open
    answers: bool = False  # somebody may be asked to type
    shell: bool = False  # the files' names go through a shell
    page: bool = False  # what was shown becomes a page as it is


SANDBOX = "sandbox"

# Without them a submission is graded as by a grader who does this.
PROTECTIONS = {
    "verdict": Believing(),  # formed outside, for the lesson's own cells
    "limits": Believing(),  # of time and output
    "reading": Believing(),  # of files, as data
    "comparison": Believing(checks="textbook"),  # of plain arrays, cut off from the kernel
    "moment": Believing(checks="textbook", at_the_end=True),  # right behind the solution cell
    "errors": Believing(checks="textbook", stops=True),  # each cell is run, whatever came before
    "encoding": Believing(checks="kernel"),  # of replies, which are taken for claims
    "data": Believing(checks="pickle"),  # numbers only, capped, and nothing that is run
    "running": Believing(checks="stored"),  # instead of reading results
    "process": Believing(warm=False),  # the kernel has a supervisor, who ends what it leaves
    "settings": Believing(warm=False, settings=True),  # those of the course alone
    "descriptors": Believing(warm=False, leaky=True),  # closed before the kernel runs
    "silence": Believing(warm=False, answers=True),  # nobody types
    "names": Believing(shell=True),  # of files are names, and nothing else
    "pages": Believing(checks="textbook", page=True),  # with all script taken out
}

# What can't be shown so, and why.
HARMLESS = {
    "asks-for-payloads": "No grader here obeys payloads: there is nothing to switch off.",
    "sends-rubbish": "Packets stay apart: what is no message is dropped by itself.",
    "solution-cells-twice": "Splitting a cell makes two. Which of them counts is a rule.",
    "fifty-megabytes": "Unusual, not hostile: a long run's outputs. Its points are kept.",
    "version-three": "Unusual, not hostile: an old notebook. Its points are kept.",
}

GUARDS = (SANDBOX, *PROTECTIONS, "nothing")
