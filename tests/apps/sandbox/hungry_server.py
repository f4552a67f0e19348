"""A fork server whose work misbehaves on request; started by the tests as a program."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import time
from pathlib import Path

from apps.sandbox.limits import Limits
from apps.sandbox.server import Server

# The clock runs long enough for a second of processor time on a busy machine.
LIMITS = Limits(memory=400 << 20, cpu=1, wall=8.0, files=32)


def misbehave(request, send):
    match request["op"]:
        case "echo":
            return {"data": request["data"], "pid": os.getpid()}
        case "progress":
            for done in range(3):
                send({"progress": [done, 3]})
            return {}
        case "raise":
            raise KeyError("nothing here")
        case "loop":
            while True:
                pass
        case "regex":
            re.match(r"(a+)+$", "a" * 40 + "b")
        case "sleep":
            time.sleep(60)
        case "memory":
            hoard = []
            while True:
                hoard.append(bytearray(50 << 20))
        case "one_big_piece":
            bytearray(2 << 30)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "files":
            return {"opened": len([Path("/dev/null").open() for _ in range(100)])}
        case "write":
            return {"written": Path(request["path"]).write_bytes(b"x")}
    return {}


if __name__ == "__main__":
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(sys.argv[1])
        listener.listen(16)
        Server(listener, misbehave, LIMITS).serve()
