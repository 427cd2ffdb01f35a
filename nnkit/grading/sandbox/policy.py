"""What a kernel in the sandbox may see and use."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

MB = 1_000_000

Protection = Literal["hidden", "readonly", "network", "processes", "user", "privileges", "calls"]
PROTECTIONS: frozenset[str] = frozenset(get_args(Protection))


@dataclass(frozen=True)
class Limits:
    """The kernel's resource limits, for each of its processes; None leaves one open."""

    address_space: int | None = 4_000 * MB
    processes: int | None = 64  # threads too, of all processes together
    cpu: int | None = 60  # seconds
    file: int | None = 64 * MB
    files: int | None = 256  # open at a time


@dataclass(frozen=True)
class Policy:
    """The sandbox of a kernel.

    Nothing is readable but the system's programs and libraries and what is in ``keep``; what is
    in ``hide`` isn't, where it lies in something readable. The more exact path wins.

    ``without`` turns single protections off: this is how the tests show that each is needed.
    """

    hide: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    deadline: float | None = 60.0  # seconds by the clock, for the whole life of the kernel
    memory: int | None = 1_500 * MB  # of all its processes together
    scratch: int = 64 * MB  # its folder, /tmp and /dev/shm together
    groups: tuple[str, ...] = ()  # control groups in which the kernels get groups of their own
    without: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        unknown = self.without - PROTECTIONS
        if unknown:
            raise ValueError(f"There is no protection named {', '.join(sorted(unknown))}.")

    def has(self, protection: Protection) -> bool:
        """Whether a protection is on."""
        return protection not in self.without

    def to_dict(self) -> dict[str, Any]:
        """The policy as JSON knows it."""
        return dataclasses.asdict(self) | {"without": sorted(self.without)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Policy:
        """The policy that ``to_dict`` wrote, also after a trip through JSON."""
        lists = {name: tuple(data[name]) for name in ("hide", "keep", "groups")}
        sets = {"without": frozenset(data["without"]), "limits": Limits(**data["limits"])}
        return cls(**data | lists | sets)
