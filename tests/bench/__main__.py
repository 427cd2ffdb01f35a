"""``make bench``: prints what was measured on this machine, now. Asserts nothing."""

from __future__ import annotations

import argparse
import os
import platform
from importlib import import_module

SUBJECTS = ("start", "checks", "nn", "explorers", "builder", "grading")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("subjects", metavar="SUBJECT", nargs="*", help=", ".join(SUBJECTS))
    parser.add_argument("--submissions", type=int, default=24, metavar="N", help="to be graded")
    return parser.parse_args()


def main() -> None:
    print(f"{platform.system()}, Python {platform.python_version()}")
    options = _options()
    os.environ["NNKIT_BENCH_SUBMISSIONS"] = str(options.submissions)
    for subject in options.subjects or SUBJECTS:
        print(f"\n{subject}")
        for name, value, unit, note in import_module(f"tests.bench.{subject}").rows():
            print(f"  {name:<44} {value:>9.2f} {unit:<4} {note}")


main()
