"""``python -m apps.sandbox SOCKET``: started by a worker, ends with it."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

from apps.sandbox import work
from apps.sandbox.limits import DEFAULT
from apps.sandbox.server import Server


def main(path: str) -> None:
    """Listen first, so that callers wait in line while the engine is still warming up."""
    Path(path).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(path)
        listener.listen(64)
        work.warm_up()
        Server(listener, work.do, DEFAULT).serve()


if __name__ == "__main__":
    main(sys.argv[1])
