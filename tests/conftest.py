"""What holds for the whole run: every skip is named at the end, and in CI a skip is a failure."""

from __future__ import annotations

import os
import re

import pytest
from xdist.scheduler import LoadFileScheduling

LESSON = re.compile(r"\[(\d\d_[a-z_]+)")


class ByLesson(LoadFileScheduling):
    """A worker takes the tests of a file, or of a lesson, together: they share what was set up."""

    def _split_scope(self, nodeid: str) -> str:
        lesson = LESSON.search(nodeid)
        return lesson[1] if lesson else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    return ByLesson(config, log)


def skipped(reporter) -> list[str]:
    return [report.nodeid for report in reporter.stats.get("skipped", [])] if reporter else []


def pytest_terminal_summary(terminalreporter) -> None:
    names = skipped(terminalreporter)
    if names:
        verdict = "which CI counts as failures" if os.environ.get("CI") else "not run here"
        terminalreporter.section(f"{len(names)} skipped, {verdict}", red=True)
        for name in names:
            terminalreporter.write_line(name)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if skipped(reporter) and os.environ.get("CI") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
