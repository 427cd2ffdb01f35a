"""What holds for the whole run: every skip is named at the end, and in CI a skip is a failure."""

from __future__ import annotations

import os

import pytest


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
