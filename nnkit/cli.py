"""The ``nnkit`` command. Every command is one call into a room below."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from nnkit.course.catalogue import find_course, find_lesson
from nnkit.course.errors import CourseError

Command = Callable[[argparse.Namespace], int]
UNREAD = 141  # what a shell says of a program that nobody reads: 128 + SIGPIPE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 is success, 1 a finding, 2 something for the caller to put right.

    Where nobody reads on, as in ``nnkit report 01 | head``, it ends without a word, as others do.
    """
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.run is not _lab:
        parser.error(f"unrecognised arguments: {' '.join(rest)}")
    options.rest = rest
    try:
        run: Command = options.run
        code = run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _close_output()
        return UNREAD
    except (CourseError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _close_output() -> None:
    """Python writes out what is left when it ends, and would complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nnkit", description="The course on neural networks.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add(commands, "lab", _lab, "open the course in JupyterLab; takes JupyterLab's options, too")
    _add(commands, "lay-out", _lay_out, "lay the lessons out in work/, as lab does first")
    _add(commands, "progress", _progress, "show what you have passed")
    hand_in = _add(commands, "hand-in", _hand_in, "pack a lesson for your teacher")
    hand_in.add_argument("lesson", metavar="LESSON", help="for example 01_neuron")
    hand_in.add_argument("--name", required=True, help="the name your teacher knows you by")
    build = _add(commands, "build", _build, "build the notebooks from solutions/*/lesson.md")
    build.add_argument("lessons", metavar="LESSON", nargs="*", help="only these")
    build.add_argument("--check", action="store_true", help="build nothing; say what would change")
    _add_teachers(commands)
    leaks = _add(commands, "leaks", _leaks, "look for solutions and keys where learners get them")
    leaks.add_argument("--wheel", type=Path, metavar="FILE", help="look into this wheel as well")
    return parser


def _add_teachers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    grade = _add(commands, "grade", _grade, "grade what was handed in, many at once")
    grade.add_argument("lesson", metavar="LESSON", help="for example 01_neuron, 01 or neuron")
    grade.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="at once; usually one a core"
    )
    grade.add_argument("--students", default="", metavar="A,B*", help="only these; * fits anything")
    grade.add_argument("--force", action="store_true", help="those that did not change, too")
    grade.add_argument("--no-figures", action="store_true", help="draw nothing, which is quicker")
    grade.add_argument(
        "--unsafe-no-sandbox",
        action="store_true",
        help="run learners' code with all that you may do yourself; every grade is marked so",
    )
    report = _add(commands, "report", _report, "how the class did in a lesson")
    report.add_argument("lesson", metavar="LESSON", help="for example 01_neuron, 01 or neuron")
    report.add_argument("--html", type=Path, metavar="FILE", help="write it as a page")


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Command,
    help: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help, description=help)
    command.set_defaults(run=run)
    return command


def _lab(options: argparse.Namespace) -> int:
    from nnkit.course.lab import start_lab

    return start_lab(find_course(), options.rest)


def _lay_out(_options: argparse.Namespace) -> int:
    from nnkit.course.workspace import lay_out

    root = find_course()
    return _print(lay_out(root, root / "work").lines())


def _progress(options: argparse.Namespace) -> int:
    from nnkit.course.standing import standing

    root = find_course()
    return _print(standing(root, root / "work"))


def _hand_in(options: argparse.Namespace) -> int:
    from nnkit.course.handin import hand_in

    root = find_course()
    archive = hand_in(find_lesson(root, options.lesson), options.name, root / "work")
    print(f"Give this file to your teacher: {archive}\nIt holds the notebook as you last saved it.")
    return 0


def _build(options: argparse.Namespace) -> int:
    from nnkit.course.build import build, differences

    root = find_course()
    if not options.check:
        build(root, options.lessons)
        return 0
    found = differences(root, options.lessons)
    _print(found)
    print(f"Differences: {len(found)}. Run `nnkit build`." if found else "All is as built.")
    return 1 if found else 0


def _grade(options: argparse.Namespace) -> int:
    from nnkit.grading.classroom import Wish, grade
    from nnkit.grading.desk import desk, furnished

    wish = Wish(
        jobs=max(0, options.jobs),
        students=tuple(filter(None, options.students.split(","))),
        force=options.force,
        draw=not options.no_figures,
        unsafe=options.unsafe_no_sandbox,
    )
    tally = grade(find_lesson(find_course(), options.lesson), wish, desk, prepare=furnished)
    _print(tally.lines())
    return tally.code


def _report(options: argparse.Namespace) -> int:
    from nnkit.grading.reporting import class_report

    report = class_report(find_lesson(find_course(), options.lesson))
    if options.html:
        options.html.write_text(report.html(), encoding="utf-8")
        print(f"Written: {options.html}")
        return 0
    return _print(report.lines())


def _leaks(options: argparse.Namespace) -> int:
    from nnkit.course.leaks import find_leaks

    root = find_course()
    leaks = find_leaks(root, feedback=root / "feedback", wheel=options.wheel)
    _print(map(str, leaks))
    return 1 if leaks else 0


def _print(lines: Iterable[str]) -> int:
    for line in lines:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
