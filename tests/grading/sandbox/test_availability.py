"""Whether there is a sandbox, and what is said where there is none."""

from __future__ import annotations

import os
import sys

import pytest

from nnkit.grading.sandbox import availability, available


def test_there_is_a_sandbox_here():
    assert available() == ""


@pytest.mark.parametrize(("system", "name"), [("darwin", "macOS"), ("win32", "win32")])
def test_other_systems_are_named(monkeypatch, system, name):
    monkeypatch.setattr(sys, "platform", system)
    assert f"needs Linux, and this is {name}" in available()


@pytest.mark.parametrize(
    ("machine", "release", "word"),
    [
        ("x86_64", "6.1.0-13-amd64", ""),
        ("aarch64", "5.14", ""),
        ("riscv64", "6.1.0", "riscv64"),
        ("x86_64", "5.10.0-26-amd64", "5.14 or newer"),
        ("x86_64", "4.18.0", "4.18.0"),
    ],
)
def test_processors_and_old_systems_are_named(monkeypatch, machine, release, word):
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("platform.release", lambda: release)
    monkeypatch.setattr(availability, "_try", str)
    assert word in available() if word else available() == ""


@pytest.mark.parametrize(
    ("name", "value", "setting"),
    [
        ("user/max_user_namespaces", "0", "user.max_user_namespaces=10000"),
        ("kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone=1"),
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "kernel.apparmor_restrict_unprivileged_userns=0",
        ),
    ],
)
def test_the_setting_to_change_is_named(monkeypatch, tmp_path, name, value, setting):
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(value + "\n")
    monkeypatch.setattr(availability, "SETTINGS", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(availability, "_try", lambda: "PermissionError: no")
    assert f"sysctl -w {setting}" in available()
    assert "PermissionError: no" in available()


def test_a_container_is_suspected_otherwise(monkeypatch, tmp_path):
    monkeypatch.setattr(availability, "SETTINGS", tmp_path)
    monkeypatch.setattr(availability, "_try", lambda: "PermissionError: no")
    for user, words in ((0, "--cap-add SYS_ADMIN"), (1000, "as root")):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user)
        assert words in available()


def test_a_refusal_by_linux_is_found_by_trying(monkeypatch):
    def refuse(_policy: object) -> int:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(availability, "separate", refuse)
    assert "Operation not permitted" in available()
