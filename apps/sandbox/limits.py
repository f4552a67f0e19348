"""What a child may use, and the words for what it needed more of."""

from __future__ import annotations

import ctypes
import resource
import signal
from dataclasses import dataclass

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one child: bytes of address space, seconds of processor and clock, open files."""

    memory: int = 1 << 30
    cpu: int = 20
    wall: float = 20.0
    files: int = 64

    def words(self, reason: str) -> str:
        """Ends "it needed more than ..." for a reason of ``Died``."""
        return {
            "memory": f"{self.memory >> 20} MB of memory",
            "cpu": f"{self.cpu} seconds of processor time",
            "time": f"{self.wall:g} seconds",
        }.get(reason, "our reader can give (it stopped inside)")


DEFAULT = Limits()


def apply(limits: Limits) -> None:
    """Put the current process, a fresh child, under ``limits`` and tie its life to its parent's."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.files, limits.files))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
