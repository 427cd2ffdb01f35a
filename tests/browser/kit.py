"""The browser test kit: a JupyterLab of one's own, and a notebook in it, driven as a user would."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "screenshots"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Every cell in the page at once, so that a report can be read without scrolling to it.
LAB_SETTINGS = {"@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"}}
SLOW = 60_000  # milliseconds; a shared machine may take its time


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, its token, and the course folder it serves."""

    url: str
    token: str
    course: Path

    @property
    def work(self) -> Path:
        return self.course / "work"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_lab(folder: Path) -> Iterator[Lab]:
    """`nnkit lab` on a copy of the course, with its own port, workspaces and settings."""
    course = folder / "course"
    course.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(ROOT / "lessons", course / "lessons")
    lab = new_lab(course)
    with serving(lab, _command(lab), folder):
        yield lab


def new_lab(course: Path) -> Lab:
    """The address and token for a server of ``course`` that is still to be started."""
    return Lab(f"http://127.0.0.1:{free_port()}", secrets.token_hex(8), course)


@contextmanager
def serving(lab: Lab, command: list[str], folder: Path) -> Iterator[None]:
    """The server, from when it answers; stopped at the end. Its settings and log are in folder."""
    with open(folder / "lab.log", "w") as log:
        server = subprocess.Popen(
            command, cwd=lab.course, env=_environment(folder), stdout=log, stderr=log
        )
        try:
            _wait_until_up(lab, server, folder / "lab.log")
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


def _command(lab: Lab) -> list[str]:
    return [
        *(sys.executable, "-m", "nnkit.cli", "lab", "--no-browser"),
        f"--ServerApp.port={lab.url.rpartition(':')[2]}",
        f"--IdentityProvider.token={lab.token}",
        "--LabApp.expose_app_in_browser=True",
        "--JupyterNotebookApp.expose_app_in_browser=True",
    ]


def _environment(folder: Path) -> dict[str, str]:
    settings = folder / "settings"
    for name, values in LAB_SETTINGS.items():
        file = settings / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(values))
    own = {
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTER_CONFIG_DIR": "config",
        "IPYTHONDIR": "ipython",
    }
    return os.environ | {name: str(folder / place) for name, place in own.items()}


def _wait_until_up(lab: Lab, server: subprocess.Popen[bytes], log: Path) -> None:
    request = urllib.request.Request(
        f"{lab.url}/api/status", headers={"Authorization": f"token {lab.token}"}
    )
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(request, timeout=1).close()
            return
        except OSError:
            # Not listening yet: waiting for the process for a moment costs nothing.
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=0.1)
    raise AssertionError("JupyterLab did not start:\n" + log.read_text())


@dataclass
class Notebook:
    """One open notebook. Cells are found by what they say, reports by their exercise.

    `front` is "lab" for JupyterLab, "notebook" for Notebook 7: the same server has both.
    """

    page: Page
    lab: Lab
    name: str
    front: str = "lab"
    problems: list[str] = field(default_factory=list)
    shots: int = 0

    def open(self, path: str) -> Notebook:
        """Open a notebook by its path in work/, and wait until its kernel is ready."""
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto(f"{self._address(path)}?token={self.lab.token}")
        expect(self.page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=SLOW)
        self.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"
            "?.status === 'idle'",
            timeout=SLOW,
        )
        self.theme("Light")  # another test may have left it dark
        self.problems.clear()  # Notebook 7 starts with some of its own; nothing of ours ran yet
        return self

    def _address(self, path: str) -> str:
        if self.front == "notebook":
            return f"{self.lab.url}/notebooks/{path}"
        workspace = secrets.token_hex(4)  # one of its own: no tab of another test comes back
        return f"{self.lab.url}/lab/workspaces/{workspace}/tree/{path}"

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"{message.text} ({message.location.get('url', '')})")

    def command(self, name: str, **arguments: Any) -> None:
        """Run one of JupyterLab's own commands, as its menus and keys do, and wait for its end."""
        self.page.evaluate(
            "([name, args]) => window.jupyterapp.commands.execute(name, args).then(() => null)",
            [name, arguments],
        )

    def run_all(self) -> None:
        self.command("notebook:run-all-cells")

    def cell(self, text: str) -> Locator:
        """The code cell whose source contains ``text``."""
        sources = self.page.locator(".jp-CodeCell").filter(
            has=self.page.locator(".jp-InputArea-editor").filter(has_text=text)
        )
        return sources.first

    def write(self, cell: Locator, source: str) -> None:
        """Replace a cell's source from the keyboard."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(source)

    def run(self, cell: Locator) -> Locator:
        """Run one cell with Ctrl+Enter, wait until it is done, and return its outputs."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+Enter")
        expect(cell.locator(".jp-InputArea-prompt")).to_have_text(
            re.compile(r"\[\d+\]"), timeout=SLOW
        )
        return cell.locator(".jp-OutputArea")

    def report(self, exercise_id: str) -> Locator:
        """The report under the check of an exercise."""
        return self.cell(f'check("{exercise_id}")').get_by_role("status")

    def theme(self, name: str) -> None:
        self.command("apputils:change-theme", theme=f"JupyterLab {name}")

    def screenshot(self, step: str, of: Locator | None = None) -> Path:
        """Keep a picture of the page, or of one place in it, numbered in the order of the steps."""
        self.shots += 1
        path = SCREENSHOTS / self.name / f"{self.shots:02}-{step}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        if of is not None:
            of.scroll_into_view_if_needed()
        self.page.screenshot(path=path)
        return path

    def assert_healthy(self) -> None:
        """No error in the browser's console, and none that a cell put out."""
        assert self.problems == []
        errors = self.page.locator(".jp-OutputArea-output[data-mime-type*='error']")
        assert errors.all_inner_texts() == []
