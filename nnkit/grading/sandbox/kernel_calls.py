"""System calls that Python doesn't offer. Each raises ``OSError`` where Linux refuses."""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import struct

AT_FDCWD = -100
AT_EMPTY_PATH = 0x1000
AT_RECURSIVE = 0x8000
OPEN_TREE_CLONE = 1
OPEN_TREE_CLOEXEC = os.O_CLOEXEC if hasattr(os, "O_CLOEXEC") else 0
MOVE_MOUNT_F_EMPTY_PATH = 4
MNT_DETACH = 2

MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_REC, MS_PRIVATE = 0x4000, 1 << 18

ATTR_RDONLY, ATTR_NOSUID, ATTR_NODEV, ATTR_NOEXEC = 1, 2, 4, 8

# The three newer calls have the same number on every processor.
OPEN_TREE, MOVE_MOUNT, MOUNT_SETATTR = 428, 429, 442
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION_3 = 0x20080522


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _call(number: int, *arguments: int | bytes | ctypes.c_char_p | None) -> int:
    """``syscall(2)``: every number as wide as a register."""
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _checked(_libc().syscall(ctypes.c_long(number), *wide))


def unshare(flags: int) -> None:
    """Leave the namespaces that ``flags`` names (CLONE_NEW…)."""
    _checked(_libc().unshare(flags))


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system of its own kind (tmpfs, proc)."""
    words = (source.encode(), target.encode(), kind.encode())
    _checked(_libc().mount(*words, ctypes.c_ulong(flags), options.encode()))


def make_private(target: str) -> None:
    """What is mounted here from now on isn't seen in any other mount namespace."""
    flags = ctypes.c_ulong(MS_REC | MS_PRIVATE)
    _checked(_libc().mount(None, target.encode(), None, flags, None))


def detach(target: str) -> None:
    """Take away what is mounted at ``target``, and all below it."""
    _checked(_libc().umount2(os.fsencode(target), MNT_DETACH))


def copy_of_mount(path: str) -> int:
    """A descriptor of a folder's or file's mounted tree, to be put elsewhere by ``put_mount``."""
    flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE
    return _call(OPEN_TREE, AT_FDCWD, os.fsencode(path), flags)


def put_mount(tree: int, target: str) -> None:
    """Mount what ``copy_of_mount`` took, and close the descriptor."""
    _call(MOVE_MOUNT, tree, b"", AT_FDCWD, os.fsencode(target), MOVE_MOUNT_F_EMPTY_PATH)
    os.close(tree)


def set_mount_attributes(tree: int, attributes: int) -> None:
    """Set ATTR_… on the mounted tree of a descriptor, and on all mounted below it."""
    request = struct.pack("4Q", attributes, 0, 0, 0)
    _call(MOUNT_SETATTR, tree, b"", AT_EMPTY_PATH | AT_RECURSIVE, request, len(request))


def set_attributes_at(path: str, attributes: int) -> None:
    """Set ATTR_… on the one mount at ``path``."""
    request = struct.pack("4Q", attributes, 0, 0, 0)
    _call(MOUNT_SETATTR, AT_FDCWD, os.fsencode(path), 0, request, len(request))


def pivot_root() -> None:
    """The current folder becomes the root; the old root lies over it, to be detached."""
    _call(PIVOT_ROOT[platform.machine()], b".", b".")


def prctl(option: int, value: int = 0, more: ctypes.c_void_p | int = 0) -> None:
    """``prctl(2)`` with up to two arguments."""
    third = ctypes.c_ulong(more) if isinstance(more, int) else more
    zero = ctypes.c_ulong(0)
    _checked(_libc().prctl(option, ctypes.c_ulong(value), third, zero, zero))


def drop_capabilities() -> None:
    """No capability is left, none can come back."""
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    _checked(_libc().capset(header, bytes(24)))
