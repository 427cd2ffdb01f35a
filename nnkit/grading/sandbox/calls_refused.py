"""System calls that no lesson needs, refused: Linux's own filter (seccomp)."""

from __future__ import annotations

import ctypes
import errno
import platform
import signal
import struct

from nnkit.grading.sandbox.kernel_calls import (
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    PR_SET_SECCOMP,
    SECCOMP_MODE_FILTER,
    prctl,
)

# Numbers by call: x86_64, aarch64.
MACHINES = {"x86_64": 0, "aarch64": 1}
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
REFUSED = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "kexec_load": (246, 104),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "personality": (135, 92),
}
CLONE, CLONE3, PRCTL, IOCTL = (56, 220), (435, 435), (157, 167), (16, 29)
TYPE_INTO_TERMINAL = 0x5412  # TIOCSTI: what is typed so, the teacher's shell would run
NEW_USER = 0x10000000
X32 = 0x40000000  # the second table of numbers on x86_64

# struct seccomp_data: number, architecture, address, six arguments of 8 bytes.
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, FAIL = 0x7FFF0000, 0x00050000

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, value
ALLOWED: Instruction = (RETURN, 0, 0, ALLOW)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_calls() -> None:
    """Refuse the calls for this process and all that it starts; nothing takes that back.

    They fail with EPERM. ``clone3`` hides its arguments from the filter, so it is said not to
    exist (ENOSYS), and the C library then takes ``clone``, of which only a new user namespace is
    refused. Without an own user namespace nobody gets capabilities, not even over himself.
    """
    instructions = program(platform.machine())
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)
    filter = _Program(len(instructions), code)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.cast(ctypes.byref(filter), ctypes.c_void_p))


def program(machine: str) -> list[Instruction]:
    """The filter for a processor. Raises ``KeyError`` for one that isn't known."""
    column = MACHINES[machine]
    parts = [
        [(LOAD, 0, 0, ARCHITECTURE)],
        [(JUMP_EQUAL, 1, 0, ARCHITECTURES[machine]), _fail(errno.EPERM)],
        [(LOAD, 0, 0, NUMBER)],
        [(JUMP_AT_LEAST, 0, 1, X32), _fail(errno.EPERM)],
        *[_when(numbers[column], [_fail(errno.EPERM)]) for numbers in REFUSED.values()],
        _when(CLONE3[column], [_fail(errno.ENOSYS)]),
        _when(CLONE[column], [*_unless(0, JUMP_BITS, NEW_USER), ALLOWED]),
        _when(IOCTL[column], [*_unless(1, JUMP_EQUAL, TYPE_INTO_TERMINAL), ALLOWED]),
        _when(PRCTL[column], _outlive_parent()),
        [ALLOWED],
    ]
    return [instruction for part in parts for instruction in part]


def _fail(number: int) -> Instruction:
    return (RETURN, 0, 0, FAIL | number)


def _when(number: int, then: list[Instruction]) -> list[Instruction]:
    """Do ``then`` for one call, and pass over it for others."""
    return [(JUMP_EQUAL, 0, len(then), number), *then]


def _unless(argument: int, jump: int, value: int) -> list[Instruction]:
    """Refuse the call if an argument is, or has the bits of, ``value``."""
    return [(LOAD, 0, 0, ARGUMENTS + 8 * argument), (jump, 0, 1, value), _fail(errno.EPERM)]


def _outlive_parent() -> list[Instruction]:
    """Refuse to change the signal that comes when the supervisor has died; to repeat it is fine."""
    return [
        (LOAD, 0, 0, ARGUMENTS),
        (JUMP_EQUAL, 1, 0, PR_SET_PDEATHSIG),
        ALLOWED,
        (LOAD, 0, 0, ARGUMENTS + 8),
        (JUMP_EQUAL, 1, 0, signal.SIGKILL),
        _fail(errno.EPERM),
        ALLOWED,
    ]
