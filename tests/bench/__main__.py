"""``make bench``: prints what was measured on this machine, now. Asserts nothing."""

from __future__ import annotations

import platform
import sys
from importlib import import_module

SUBJECTS = ("start", "checks", "nn", "explorers")


def main() -> None:
    print(f"{platform.system()}, Python {platform.python_version()}")
    for subject in sys.argv[1:] or SUBJECTS:
        print(f"\n{subject}")
        for name, value, unit, note in import_module(f"tests.bench.{subject}").rows():
            print(f"  {name:<44} {value:>9.2f} {unit:<4} {note}")


main()
