"""The supervisor starts again what dies and leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.jobs.supervisor import Child, Supervisor

ROOT = Path(__file__).resolve().parents[3]
SLEEPER = [
    sys.executable,
    "-c",
    "import os, time; print('up', os.getpid(), flush=True); time.sleep(60)",
]


def lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition):
    deadline = time.monotonic() + 40
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within 40 seconds"
        time.sleep(0.02)


@pytest.fixture
def running():
    """A supervisor at work with one sleeping child, and the lines it wrote."""
    lines = []
    supervisor = Supervisor([Child("sleeper", SLEEPER)], lines.append)
    thread = threading.Thread(target=supervisor.run, args=(lambda: None,))
    thread.start()
    yield supervisor, lines
    supervisor.stop()
    thread.join(20)
    assert not thread.is_alive()


def pids(lines):
    return [int(found[1]) for line in list(lines) if (found := re.search(r"up (\d+)", line))]


def test_lines_of_a_child_carry_its_name(running):
    _, lines = running
    wait_until(lambda: pids(lines))
    assert lines[0].startswith("sleeper | up ")


def test_a_child_that_dies_is_started_again(running):
    _, lines = running
    wait_until(lambda: pids(lines))
    os.kill(pids(lines)[0], signal.SIGKILL)
    wait_until(lambda: len(pids(lines)) == 2)
    assert any("ended with status -9; starting again" in line for line in lines)


def test_stopping_ends_every_child():
    lines = []
    supervisor = Supervisor([Child("a", SLEEPER), Child("b", SLEEPER)], lines.append)
    thread = threading.Thread(target=supervisor.run, args=(lambda: None,))
    thread.start()
    wait_until(lambda: len(pids(lines)) == 2)
    supervisor.stop()
    thread.join(20)
    assert not any(lives(pid) for pid in pids(lines))


def test_a_child_that_dies_at_once_is_started_ever_more_slowly():
    lines = []
    supervisor = Supervisor([Child("quick", [sys.executable, "-c", "pass"])], lines.append)
    thread = threading.Thread(target=supervisor.run, args=(lambda: None,))
    thread.start()
    wait_until(lambda: len(lines) >= 2)
    supervisor.stop()
    thread.join(20)
    waits = [float(wait) for line in lines for wait in re.findall(r"in ([\d.]+) s", line)]
    assert waits[:2] == [0.5, 1.0]


def test_children_end_when_the_supervisor_itself_is_killed():
    script = (
        "from apps.jobs.supervisor import Child, Supervisor\n"
        f"s = Supervisor([Child('sleeper', {SLEEPER!r})], lambda t: print(t, flush=True))\n"
        "s.run(lambda: None)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE)
    with parent.stdout:
        pid = int(re.search(rb"up (\d+)", parent.stdout.readline())[1])
    parent.kill()
    parent.wait()
    wait_until(lambda: not lives(pid))


def test_a_taken_port_is_said_with_a_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken.*PORT={port + 1} make run"):
            call_command("up", port=port, host="127.0.0.1", no_demo=True)
