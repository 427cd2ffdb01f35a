"""The kernel's own file system: an empty root into which only what it needs is put."""

from __future__ import annotations

import os
from pathlib import Path

from nnkit.grading.sandbox import kernel_calls as calls
from nnkit.grading.sandbox.kernel_calls import ATTR_NODEV, ATTR_NOEXEC, ATTR_NOSUID, ATTR_RDONLY
from nnkit.grading.sandbox.policy import Policy
from nnkit.grading.sandbox.scratch import Scratch, make_scratch

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store")
SETTINGS = ("alternatives", "fonts", "ld.so.cache", "localtime", "matplotlibrc", "mime.types")
DEVICES = ("null", "zero", "full", "random", "urandom")
STREAMS = {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}

# Where the new root is put together. From then on what lies there is out of sight, so everything
# is opened before.
STAGING = "/tmp"


def change_root(policy: Policy, cwd: str, sockets: str, user: int) -> None:
    """Make the kernel's file system the root, and ``cwd`` the current folder.

    Readable are the system, ``policy.keep`` and private copies of the files in ``cwd``; writable
    are ``cwd``, ``/tmp`` and ``/dev/shm``, in memory and of ``policy.scratch`` bytes together,
    and ``sockets``, if there is one, which is the real folder. Raises ``OSError`` where Linux
    refuses.
    """
    calls.make_private("/")
    places = _readable(policy) | ({sockets: _shared(sockets, user)} if sockets else {})
    devices = {name: calls.copy_of_mount(f"/dev/{name}") for name in DEVICES}
    processes = None if policy.has("processes") else calls.copy_of_mount("/proc")
    scratch = make_scratch(STAGING, policy.scratch, cwd, user)

    _put_root(places.pop("/", None), user)
    _put_devices(devices)
    _put_processes(processes)
    _put_places(places | _writable(scratch, cwd), policy)
    _leave_old_root(policy)
    os.chdir(cwd)


def _readable(policy: Policy) -> dict[str, int]:
    """The mounted trees that the kernel may read, by their place."""
    wanted = {*SYSTEM, *(f"/etc/{name}" for name in SETTINGS)}
    for folder in policy.keep:
        wanted |= {os.path.abspath(folder), os.path.realpath(folder)}
    if not policy.has("hidden"):
        wanted = {"/"}
    trees = {
        place: calls.copy_of_mount(place)
        for place in wanted
        if os.path.exists(place) and not os.path.islink(place)
    }
    for tree in trees.values():
        calls.set_mount_attributes(tree, _attributes(policy))
    return trees


def _attributes(policy: Policy) -> int:
    nosuid = ATTR_NOSUID | ATTR_NODEV if policy.has("privileges") else 0
    return nosuid | (ATTR_RDONLY if policy.has("readonly") else 0)


def _shared(sockets: str, user: int) -> int:
    """The real folder in which grader and kernel meet, the kernel's own from now on."""
    if user:
        for path in (sockets, *(entry.path for entry in os.scandir(sockets))):
            os.chown(path, user, user, follow_symlinks=False)
    tree = calls.copy_of_mount(sockets)
    calls.set_mount_attributes(tree, ATTR_NOSUID | ATTR_NODEV | ATTR_NOEXEC)
    return tree


def _writable(scratch: Scratch, cwd: str) -> dict[str, int]:
    return {"/tmp": scratch.tmp, "/dev/shm": scratch.memory, cwd: scratch.work}


def _put_root(tree: int | None, user: int) -> None:
    """An empty root; with ``tree`` (protection off) the machine's."""
    if tree is not None:
        calls.put_mount(tree, STAGING)
        return
    calls.mount("tmpfs", STAGING, "tmpfs", calls.MS_NOSUID, "size=1m,mode=755")
    for folder in ("etc", "proc", "dev", "tmp"):
        Path(STAGING, folder).mkdir()
    own = f"{user or os.getuid()}:{user or os.getgid()}"
    people = f"root:x:0:0::/:/bin/sh\nlearner:x:{own}::/tmp:/bin/sh\n"
    Path(STAGING, "etc/passwd").write_text(people)
    for link in (*SYSTEM, *(f"/etc/{name}" for name in SETTINGS)):
        if os.path.islink(link):
            os.symlink(os.readlink(link), STAGING + link)


def _put_devices(devices: dict[str, int]) -> None:
    """The five devices that harm nobody."""
    dev = Path(STAGING, "dev")
    calls.mount("tmpfs", str(dev), "tmpfs", calls.MS_NOSUID | calls.MS_NOEXEC, "size=1m,mode=755")
    for name, tree in devices.items():
        (dev / name).touch()
        calls.put_mount(tree, str(dev / name))
    for name, target in STREAMS.items():
        (dev / name).symlink_to(f"/proc/self/fd{target}")
    (dev / "shm").mkdir()
    calls.set_attributes_at(str(dev), ATTR_RDONLY)


def _put_processes(tree: int | None) -> None:
    """A /proc of the own processes; with ``tree`` (protection off) the machine's."""
    flags = calls.MS_NOSUID | calls.MS_NODEV | calls.MS_NOEXEC
    if tree is None:
        calls.mount("proc", STAGING + "/proc", "proc", flags, "subset=pid")
    else:
        calls.put_mount(tree, STAGING + "/proc")


def _put_places(places: dict[str, int], policy: Policy) -> None:
    """Put trees and hiding places from the outermost to the innermost."""
    hiding = [place for place in map(os.path.realpath, policy.hide) if policy.has("hidden")]
    for place in sorted(hiding + list(places), key=lambda place: place.count("/")):
        if place in hiding:
            _hide(STAGING + place)
        else:
            _make_room(STAGING + place, places[place])
            calls.put_mount(places[place], STAGING + place)
    for place in hiding:
        calls.set_attributes_at(STAGING + place, ATTR_RDONLY)


def _hide(target: str) -> None:
    os.makedirs(target, exist_ok=True)
    calls.mount("tmpfs", target, "tmpfs", calls.MS_NOSUID | calls.MS_NODEV, "size=1m,mode=755")


def _make_room(target: str, tree: int) -> None:
    """A folder, or a file where the tree is one, on which it can be mounted."""
    if os.path.isdir(tree):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        Path(target).touch()


def _leave_old_root(policy: Policy) -> None:
    if policy.has("readonly") and policy.has("hidden"):
        calls.set_attributes_at(STAGING, ATTR_RDONLY)
    os.chdir(STAGING)
    calls.pivot_root()
    calls.detach(".")
    os.chdir("/")
