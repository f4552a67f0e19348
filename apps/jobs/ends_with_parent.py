"""``python -m apps.jobs.ends_with_parent COMMAND ...``: run a command that ends when its parent does.

The supervisor starts its children through it, so that nothing is left behind even if the supervisor
itself is killed. Linux only in effect; elsewhere the command just runs.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Ask the kernel for SIGTERM at the parent's death, then become the command."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the command is the supervisor's own


if __name__ == "__main__":
    main()
