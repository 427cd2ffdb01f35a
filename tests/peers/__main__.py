"""Other projects' own tests, with our warm kernels as ``python3``: ``python -m tests.peers``.

jupyter_client's and nbclient's tests come with their sources, nbgrader's with its package. Each
suite runs twice, with Jupyter's own kernels and with ours; what differs is listed. Some tests
need what isn't installed here: that, too, is the same in both columns.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
PLUGINS = ["pytest-jupyter", "pytest-asyncio", "pytest-timeout", "flaky", "testpath", "xmltodict"]
NEEDED = [*PLUGINS, "async-generator"]
SECONDS = 120  # for one test
LONGEST = 1_200  # for a suite: a forked process that hangs is beyond the limit of a test

ENTRY_POINT = """[jupyter_client.kernel_provisioners]
nnkit-warm = nnkit.grading.warm.provisioner:WarmProvisioner
"""


@dataclass(frozen=True)
class Suite:
    """Some tests of a project; ``sources`` says that they come with its sources only.

    ``edits`` are made in the tests, for both kinds of kernels.
    """

    project: str
    tests: tuple[str, ...]
    sources: bool = True
    edits: tuple[tuple[str, str], ...] = ()


# The same kernels, started as Python kernels mostly are; otherwise they would never be warm ones.
# One stays cold, tests.problemkernel: what it tests is a start of its own that fails.
SIGNAL_KERNEL = (
    '"tests.signalkernel",',
    '"ipykernel_launcher", "--IPKernelApp.kernel_class=tests.signalkernel.SignalTestKernel",',
)
ECHO_KERNEL = (
    '"pytest_jupyter.echo_kernel",',
    '"ipykernel_launcher", "--IPKernelApp.kernel_class=pytest_jupyter.echo_kernel.EchoKernel",',
)

SUITES = [
    Suite("nbclient", ("tests/test_client.py",)),
    Suite(
        "jupyter_client",
        (
            "tests/test_kernelmanager.py",
            "tests/test_manager.py",
            "tests/test_client.py",
            "tests/test_restarter.py",
        ),
        edits=(SIGNAL_KERNEL,),
    ),
    Suite("nbgrader", ("--pyargs", "nbgrader.tests.apps.test_nbgrader_autograde"), sources=False),
]

# A plugin for pytest: how many warm kernels the tests really had.
COUNTED = """import os
from nnkit.grading.warm.process import WarmProcess

start = WarmProcess.__init__

def count(self, *arguments):
    with open(os.environ["COUNTED"], "a") as file:
        file.write("+")
    start(self, *arguments)

WarmProcess.__init__ = count
"""

Outcomes = dict[str, str]


def main(names: list[str]) -> int:
    """Run the suites of the named projects, or all; 1 if a test fails with ours only."""
    worse = 0
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        place = Path(folder)
        _prepare(place)
        for suite in SUITES:
            if not names or suite.project in names:
                worse += _compare(suite, place)
    return 1 if worse else 0


def _prepare(place: Path) -> None:
    """What the tests need, beside the environment and not in it."""
    _pip("install", "--target", str(place / "plugins"), "--no-deps", *NEEDED)
    _edit((ECHO_KERNEL,), place / "plugins" / "pytest_jupyter")
    (place / "plugins" / "counted.py").write_text(COUNTED)
    about = place / "plugins" / "nnkit_peers-0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: nnkit-peers\nVersion: 0\n")
    (about / "entry_points.txt").write_text(ENTRY_POINT)


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True)


def _compare(suite: Suite, place: Path) -> int:
    where = _fetch(suite, place)
    cold = _run(suite, where, place, {})
    count = place / "count"
    count.write_text("")
    warm = _run(suite, where, place, {"JUPYTER_DEFAULT_PROVISIONER_NAME": "nnkit-warm"})
    print(f"{suite.project} {version(suite.project)}: cold {_counts(cold)}; warm {_counts(warm)}")
    print(f"  warm kernels started: {len(count.read_text())}", flush=True)
    different = sorted(name for name in cold | warm if cold.get(name) != warm.get(name))
    for name in different:
        print(f"  {name}: {cold.get(name, 'missing')} -> {warm.get(name, 'missing')}")
    return sum(warm.get(name) != "passed" for name in different)


def _fetch(suite: Suite, place: Path) -> Path:
    """The folder to run the tests in."""
    where = place / suite.project
    where.mkdir()
    if not suite.sources:
        return where
    pin = f"{suite.project}=={version(suite.project)}"
    _pip("download", "--no-binary", ":all:", "--no-deps", "--no-build-isolation", "-d", where, pin)
    [archive] = where.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(where, filter="data")
    unpacked = next(path for path in where.iterdir() if path.is_dir())
    _edit(suite.edits, unpacked / "tests")
    return unpacked


def _edit(edits: tuple[tuple[str, str], ...], folder: Path) -> None:
    for old, new in edits:
        found = [path for path in folder.glob("*.py") if old in path.read_text()]
        if not found:
            raise SystemExit(f"{folder.name} has changed: nothing there says {old} any more")
        for path in found:
            path.write_text(path.read_text().replace(old, new))


def _run(suite: Suite, where: Path, place: Path, extra: dict[str, str]) -> Outcomes:
    report = place / "report.xml"
    report.unlink(missing_ok=True)
    paths = [str(place / "plugins"), str(where), str(ROOT)]
    programs = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    options = ["-q", "-p", "no:cacheprovider", "-p", "counted", "-o", "addopts="]
    options += [
        "-o",
        "filterwarnings=default",
        "-o",
        "timeout_method=signal",
        f"--timeout={SECONDS}",
        f"--junitxml={report}",
    ]
    subprocess.run(
        [sys.executable, "-m", "pytest", *options, *suite.tests],
        cwd=where,
        env=os.environ
        | extra
        | {"PYTHONPATH": os.pathsep.join(paths), "PATH": programs, "COUNTED": str(place / "count")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=LONGEST,
    )
    return _read(report)


def _read(report: Path) -> Outcomes:
    if not report.is_file():
        raise SystemExit(f"pytest wrote no report: {report}")
    return {
        f"{case.get('classname')}::{case.get('name')}": _outcome(case)
        for case in ElementTree.parse(report).iter("testcase")
    }


def _outcome(case: ElementTree.Element) -> str:
    found = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
    return {"failure": "failed", "error": "failed"}.get(found[0], found[0]) if found else "passed"


def _counts(outcomes: Outcomes) -> str:
    values = list(outcomes.values())
    kinds = ("passed", "failed", "skipped")
    return ", ".join(f"{values.count(kind)} {kind}" for kind in kinds if kind in values)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
