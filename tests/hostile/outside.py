"""What lies around the grader, to aim at; and whether anything got there."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

BOAST = "BO" + "AST"  # what an attack prints when it did what it should not be able to do


class Outside:
    """A secret in every place where one could be, doors to knock at, and a bystander.

    ``mark`` is what an attack calls its processes, so that survivors are found.
    """

    def __init__(self, base: Path) -> None:
        self.root = base / "course"
        self.home = base / "home"
        self.loot = base / "loot"
        for folder in (self.root, self.home, self.loot):
            folder.mkdir(parents=True)
        self.loot.chmod(0o777)
        self.sparse = 2_000_000_000  # bytes of a file full of holes
        self.secret = f"SECRET-{secrets.token_hex(8)}"
        self.diary = self.home / "diary.txt"
        self.diary.write_text(f"dear diary: {self.secret}\n")
        self.doors = Doors(base)
        self.bystander = subprocess.Popen(
            ["sleep", "600"],
            env=os.environ | {"BYSTANDER": self.secret},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # or whoever reads ours waits for it
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def close(self) -> None:
        self.bystander.kill()
        self.bystander.wait()
        self.doors.close()
        for pid in _processes():
            if _name(pid).startswith(self.mark("")[:7]):
                with suppress(OSError):
                    os.kill(pid, 9)

    def mark(self, name: str) -> str:
        """At most 15 characters, the same beginning for all attacks."""
        return f"h{self.secret[7:13]}{hashlib.sha256(name.encode()).hexdigest()[:6]}"

    def survivors(self, name: str) -> list[int]:
        """Processes that the attack of this name has started and that still run."""
        return [pid for pid in _processes() if _name(pid) == self.mark(name)]

    def stolen(self, name: str) -> list[str]:
        """What the attack of this name left where it should not be able to write."""
        return [path.name for path in self.loot.iterdir() if path.name.startswith(name)]

    def kept(self) -> list[Path]:
        """The teacher's files, and what an honest learner has handed in."""
        found = [self.diary, *self.root.glob("solutions/**/*"), *self.root.glob("lessons/**/*")]
        found += self.root.glob("submitted/*-honest/**/*")
        return [path for path in found if path.is_file()]

    def state(self) -> dict[str, str]:
        """A digest of each of these files."""
        return {str(path): _digest(path) for path in self.kept()}


class Doors:
    """Listeners of every kind, on this machine only."""

    def __init__(self, base: Path) -> None:
        self.messages: list[bytes] = []  # appended to by several threads
        self.path = str(base / "door")
        self.abstract = f"nnkit-{secrets.token_hex(8)}"
        self._sockets = [
            _bound(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            _bound(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            _bound(socket.AF_UNIX, socket.SOCK_STREAM, self.path),
            _bound(socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self.abstract}"),
        ]
        os.chmod(self.path, 0o777)
        self.tcp = self._sockets[0].getsockname()[1]
        self.udp = self._sockets[1].getsockname()[1]
        for each in self._sockets:
            threading.Thread(target=self._listen, args=(each,), daemon=True).start()

    @property
    def heard(self) -> bytes:
        """All that came in."""
        return b"\n".join(self.messages)

    def _listen(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                if door.type == socket.SOCK_DGRAM:
                    self.messages.append(door.recv(4096))
                    continue
                visitor, _ = door.accept()
                with visitor, suppress(OSError):
                    visitor.settimeout(2)
                    self.messages.append(visitor.recv(4096))

    def close(self) -> None:
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


def _bound(family: int, kind: int, address: object) -> socket.socket:
    door = socket.socket(family, kind)
    door.bind(address)
    if kind == socket.SOCK_STREAM:
        door.listen(16)
    return door


def _processes() -> list[int]:
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]


def _name(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
