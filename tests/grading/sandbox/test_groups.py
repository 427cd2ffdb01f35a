"""Control groups, with a folder that stands in for Linux's."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnkit.grading.sandbox import Policy
from nnkit.grading.sandbox.groups import Group, delegated

POLICY = Policy(memory=1_000_000)
FILES = {
    2: ["memory.max", "memory.swap.max", "pids.max", "cgroup.procs"],
    1: ["memory.limit_in_bytes", "cgroup.procs"],
}


def a_group(parent: Path, version: int) -> Group:
    """A group whose files are there beforehand, as Linux makes them."""
    folder = parent / "nnkit-42"
    folder.mkdir()
    for name in FILES[version]:
        (folder / name).touch()
    return Group(parent, POLICY, 42)


@pytest.mark.parametrize("version", [1, 2])
def test_a_group_gets_process_and_limits(tmp_path, version):
    group = a_group(tmp_path, version)
    written = {file.name: file.read_text() for file in group.path.iterdir()}
    expected = {
        "memory.max": "1000000",
        "memory.limit_in_bytes": "1000000",
        "memory.swap.max": "0",
        "pids.max": "64",
        "cgroup.procs": "42",
    }
    assert written == {name: expected[name] for name in FILES[version]}


@pytest.mark.parametrize(("events", "killed"), [("oom 3\noom_kill 0", False), ("oom_kill 2", True)])
@pytest.mark.parametrize("name", ["memory.events", "memory.oom_control"])
def test_a_kill_for_want_of_memory_is_known(tmp_path, name, events, killed):
    group = a_group(tmp_path, 2)
    assert group.killed() is False
    (group.path / name).write_text(events)
    assert group.killed() is killed


@pytest.mark.parametrize("name", ["memory.peak", "memory.max_usage_in_bytes"])
def test_the_peak_is_read(tmp_path, name):
    group = a_group(tmp_path, 2)
    assert group.peak() == 0
    (group.path / name).write_text("123456\n")
    assert group.peak() == 123456


def test_no_group_stays_when_it_cannot_be_used(tmp_path, monkeypatch):
    def refuse(_file: Path, _text: str) -> int:
        raise PermissionError("not yours")

    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(PermissionError, match="not yours"):
        Group(tmp_path, POLICY, 42)
    assert not list(tmp_path.iterdir())


def hierarchy(root: Path, own: str, controllers: dict[str, str]) -> tuple[str, ...]:
    """The delegated group, where this process is in ``own``."""
    for place, handed_down in controllers.items():
        (root / place).mkdir(parents=True, exist_ok=True)
        (root / place / "cgroup.subtree_control").write_text(handed_down)
        (root / place / "cgroup.procs").touch()
    line = root / "own"
    line.write_text(f"4:memory:/elsewhere\n0::/{own}\n")
    return delegated(root, line)


def test_the_next_outer_group_hands_memory_down(tmp_path):
    found = hierarchy(tmp_path, "app/shell", {"app": "memory pids", "app/shell": ""})
    assert found == (str(tmp_path / "app"),)


def test_no_group_where_none_limits_memory(tmp_path):
    assert hierarchy(tmp_path, "app/shell", {"app": "cpu", "app/shell": ""}) == ()
    assert delegated(tmp_path, tmp_path / "missing") == ()
