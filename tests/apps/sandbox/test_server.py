"""Children that eat memory, processor time and clock time cost only themselves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from apps.sandbox import frames
from apps.sandbox import services as sandbox
from tests.apps.sandbox.hungry_server import LIMITS

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("s") / "socket")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.apps.sandbox.hungry_server", path], cwd=ROOT
    )
    yield path
    process.terminate()
    assert process.wait(10) == 0


def ask(server, op, **more):
    return sandbox.ask(server, {"op": op, **more}, limits=LIMITS)


def test_bytes_come_back_as_they_were_sent(server):
    data = bytes(range(256)) * 40_000
    assert ask(server, "echo", data=data)["data"] == data


def test_every_request_has_a_child_of_its_own(server):
    assert ask(server, "echo", data=b"")["pid"] != ask(server, "echo", data=b"")["pid"]


def test_progress_arrives_before_the_answer(server):
    seen = []
    sandbox.ask(server, {"op": "progress"}, on_progress=lambda done, total: seen.append(done))
    assert seen == [0, 1, 2]


def test_an_exception_inside_is_told_by_name(server):
    with pytest.raises(sandbox.Failed, match="KeyError"):
        ask(server, "raise")


@pytest.mark.parametrize(
    ("op", "reason"),
    [
        ("loop", "cpu"),
        ("regex", "cpu"),
        ("sleep", "time"),
        ("memory", "memory"),
        ("one_big_piece", "memory"),
        ("kill", "memory"),
    ],
)
def test_a_child_that_needs_too_much_dies_alone_and_says_why(server, op, reason):
    # A busy machine may not give a second of processor time in little more than a second of clock.
    limits = LIMITS if reason == "time" else replace(LIMITS, wall=60.0)
    with pytest.raises(sandbox.Died) as died:
        sandbox.ask(server, {"op": op}, limits=limits)
    assert died.value.reason == reason
    assert "it needed more than" in str(died.value)
    assert ask(server, "echo", data=b"still here")["data"] == b"still here"


def test_a_child_cannot_open_many_files(server):
    with pytest.raises(sandbox.Failed, match="Too many open files"):
        ask(server, "files")


def test_a_child_cannot_write_files(server, tmp_path):
    with pytest.raises(sandbox.Failed, match="File too large"):
        ask(server, "write", path=str(tmp_path / "x"))


def test_children_work_side_by_side(server):
    threads = [threading.Thread(target=lambda: _dies(server)) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert ask(server, "echo", data=b"not held up")["data"] == b"not held up"
    assert any(thread.is_alive() for thread in threads)
    for thread in threads:
        thread.join()


def _dies(server):
    with pytest.raises(sandbox.Died):
        ask(server, "sleep")


def test_a_child_whose_client_is_gone_is_stopped(server):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(server)
        frames.send(connection, {"op": "echo", "data": b""})
        pid = frames.receive(connection)["answer"]["pid"]
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(server)
        frames.send(connection, {"op": "sleep"})
    assert pid
    assert _children_end_within(20)


def _children_end_within(seconds):
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if not _grandchildren():
            return True
        time.sleep(0.05)
    return False


def _grandchildren():
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    mine = {pid for pid, parent in parents.items() if parent == os.getpid()}
    return [pid for pid, parent in parents.items() if parent in mine]


def test_a_launcher_starts_the_server_again_when_it_died(monkeypatch):
    launcher = sandbox.Launcher()
    command = [sys.executable, "-m", "tests.apps.sandbox.hungry_server", launcher.path]
    monkeypatch.setattr(sandbox, "_COMMAND", command[:-1])
    assert launcher.check()
    assert ask(launcher.path, "echo", data=b"1")["data"] == b"1"
    assert not launcher.check()
    os.kill(launcher.pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while not launcher.check() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert ask(launcher.path, "echo", data=b"2")["data"] == b"2"
    launcher.stop()
    assert not Path(launcher.path).parent.exists()


def test_the_server_ends_with_its_parent(tmp_path):
    script = (
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-m', "
        f"'tests.apps.sandbox.hungry_server', {str(tmp_path / 's')!r}]); print(p.pid, flush=True); "
        "time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE)
    pid = int(parent.stdout.readline())
    assert ask(str(tmp_path / "s"), "echo", data=b"")["pid"]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while _lives(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _lives(pid)


def _lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
