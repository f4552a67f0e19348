"""Working copies of the tree, and what the tests say to a change in one of them."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench.mutants import zygote
from tests.bench.mutants.areas import KEPT, ROOT
from tests.bench.mutants.changes import Change
from tests.bench.mutants.covering import Test

_BUDGET: Final = 60.0
"""Seconds of tests tried on one change, fastest first; what is left is beyond a fast suite."""
_FIRST: Final = 30
"""So many tests are tried before the files of the others are loaded at all."""
_START_CPU: Final = 40
_NOTHING_COLLECTED: Final = 5
_LEFT_BEHIND: Final = shutil.ignore_patterns(
    ".git", ".venv", ".mutants", "var", "node_modules", "staticfiles", "screenshots",
    "__pycache__", ".*_cache", ".hypothesis", "browser",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How a change fared. ``by`` is the test that noticed, or what else did."""

    change: Change
    noticed: bool
    by: str
    tried: int


class Copy:
    """One working copy with its process; tries one change at a time."""

    def __init__(self, number: int) -> None:
        self.root = KEPT / f"copy-{number}"
        if self.root.exists():
            shutil.rmtree(self.root)
        shutil.copytree(ROOT, self.root, ignore=_LEFT_BEHIND, symlinks=True)
        # A database of each copy's own; a service named in the environment would be shared.
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(self.root)}
        environment.pop("DATABASE_URL", None)
        self._changes = 0
        self._process = subprocess.Popen(
            [sys.executable, "tests/bench/mutants/zygote.py"], cwd=self.root, env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def prepare(self, any_database_test: str) -> None:
        """Make the empty database that each run begins with."""
        told = self._ask([any_database_test], ["--create-db"], seconds=60.0)
        if told["code"] != 0:
            raise RuntimeError(f"{any_database_test} does not pass in {self.root}")
        made = self.root / zygote.DATABASE
        with sqlite3.connect(made) as connection:
            connection.execute(f"VACUUM INTO '{self.root / zygote.EMPTY}'")

    def outcome(self, change: Change, tests: list[Test]) -> Outcome:
        """Write the change, run the tests that can notice it, put the file back."""
        path = self.root / change.path
        self._write(path, change.after)
        try:
            return self._try(change, _within_budget(tests))
        finally:
            self._write(path, change.before)

    def failing(self, names: list[str]) -> set[str]:
        """Which of some tests fail without any change here."""
        return set(self._ask(names, [], seconds=_BUDGET * 2)["failed"])

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _try(self, change: Change, tests: list[Test]) -> Outcome:
        if not tests:
            return Outcome(change, noticed=False, by="no test executes it", tried=0)
        for part in (tests[:_FIRST], tests[_FIRST:]):
            if not part:
                break
            told = self._ask([t.name for t in part], ["-x"], sum(t.seconds for t in part))
            if told["code"] not in {0, _NOTHING_COLLECTED}:
                return Outcome(change, noticed=True, by=_noticed_by(told), tried=len(tests))
        return Outcome(change, noticed=False, by="", tried=len(tests))

    def _ask(self, names: list[str], options: list[str], seconds: float) -> dict[str, Any]:
        """CPU time is limited, since it does not grow on a busy machine; wall time far behind."""
        cpu = int(_START_CPU + 4 * seconds)
        request = {"tests": names, "options": options, "cpu": cpu, "wall": 4 * cpu,
                   "log": str(self.root / "var/log.txt")}  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line.startswith("{"):
            raise RuntimeError(f"the process ended with {self._process.wait()}: {line}")
        told: dict[str, Any] = json.loads(line)
        if told["code"] == zygote.BROKEN:
            log = (self.root / "var/log.txt").read_text(encoding="utf-8")
            raise RuntimeError(f"the tests could not be run:\n{log[-3000:]}")
        return told

    def _write(self, path: Path, text: str) -> None:
        """Each text has a time of its own: compiled files are told apart by whole seconds."""
        self._changes += 1
        path.write_text(text, encoding="utf-8")
        moment = 1_000_000_000 + self._changes
        os.utime(path, (moment, moment))


def _within_budget(tests: list[Test]) -> list[Test]:
    chosen, spent = [], 0.0
    for test in tests:
        spent += test.seconds
        if spent > _BUDGET:
            break
        chosen.append(test)
    return chosen


def _noticed_by(told: dict[str, Any]) -> str:
    if told["code"] is None:
        return "time limit"
    return told["failed"][0] if told["failed"] else "import"
