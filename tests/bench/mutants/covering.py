"""The map from lines to the tests that execute them, kept between runs.

What a test file executed stays valid while that file, what tests share and every changed area's file
that it entered are the same, by hash, and all of it passed; the rest is recorded again. Changes elsewhere in the program
may move a test onto other lines unnoticed; ``make clean`` begins anew.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench.mutants import recorder
from tests.bench.mutants.areas import KEPT, ROOT, all_files
from tests.bench.mutants.changes import Change, Lines

_MAP: Final = KEPT / "map.json"
_SLOW_SECONDS: Final = 10.0
"""A test that takes longer is not part of the fast suite."""
_SKIPPED: Final = ("browser", "bench", "samples")


@dataclass(frozen=True)
class Test:
    """A test that passes, and what it executes: a mask of lines by file."""

    name: str
    seconds: float
    masks: dict[str, int]


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _test_files() -> tuple[list[str], str]:
    """The test files, and one hash of all that they share."""
    files, shared = [], hashlib.sha256()
    for path in sorted((ROOT / "tests").rglob("*.py")):
        local = path.relative_to(ROOT)
        if local.parts[1] in _SKIPPED:
            continue
        if path.name.startswith("test_"):
            files.append(str(local))
        else:
            shared.update(path.read_bytes())
    return files, shared.hexdigest()


def _record(files: list[str]) -> dict[str, Any]:
    """Run test files under coverage; what each test executed."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile",
                   "-p", recorder.__name__, "-p", "no:cacheprovider", "--tb=line", *files]  # fmt: skip
        environment = {**os.environ, recorder.FOLDER: folder}
        subprocess.run(command, cwd=ROOT, env=environment, check=False, stdout=sys.stderr)
        found = {}
        for path in Path(folder).glob("*.json"):
            found |= json.loads(path.read_text(encoding="utf-8"))
    return found


def _is_fresh(entry: dict[str, Any] | None, file: str, hashes: dict[str, str]) -> bool:
    if entry is None or entry["hash"] != _hash(ROOT / file):
        return False
    if not all(test["passed"] for test in entry["tests"].values()):
        return False
    return all(hashes.get(path) == known for path, known in entry["sources"].items())


def load() -> list[Test]:
    """Bring the map up to date; the tests that pass and are fast, fastest first."""
    files, shared = _test_files()
    kept = json.loads(_MAP.read_text(encoding="utf-8")) if _MAP.is_file() else {}
    entries = kept.get("files", {}) if kept.get("shared") == shared else {}
    hashes = {path: _hash(ROOT / path) for path in all_files()}
    stale = [file for file in files if not _is_fresh(entries.get(file), file, hashes)]
    if stale:
        print(f"recording which lines {len(stale)} of {len(files)} test files execute", flush=True)
        by_file: dict[str, dict[str, Any]] = {file: {} for file in stale}
        for name, test in _record(stale).items():
            by_file[name.partition("::")[0]][name] = test
        for file, tests in by_file.items():
            entered = {path for test in tests.values() for path in test["lines"]}
            sources = {path: hashes[path] for path in sorted(entered)}
            entries[file] = {"hash": _hash(ROOT / file), "sources": sources, "tests": tests}
        entries = {file: entries[file] for file in files}
        KEPT.mkdir(exist_ok=True)
        _MAP.write_text(json.dumps({"shared": shared, "files": entries}), encoding="utf-8")
    return _usable([pair for entry in entries.values() for pair in entry["tests"].items()])


def _usable(recorded: list[tuple[str, dict[str, Any]]]) -> list[Test]:
    failed = sorted(name for name, test in recorded if not test["passed"])
    if failed:
        print(f"{len(failed)} tests do not pass as it is, and are left out:", *failed, sep="\n  ")
    tests = [
        Test(name, test["seconds"], {path: int(m, 16) for path, m in test["lines"].items()})
        for name, test in recorded
        if test["passed"] and test["seconds"] <= _SLOW_SECONDS
    ]
    return sorted(tests, key=lambda test: (test.seconds, test.name))


class Chooser:
    """The tests that can notice a change."""

    def __init__(self, tests: list[Test]) -> None:
        self._tests = tests
        self._bodies = {path: _function_lines(ROOT / path) for path in all_files()}
        self._users: dict[str, set[str]] = defaultdict(set)
        for path in all_files():
            for used in _imported(ROOT / path):
                self._users[used].add(path)

    def tests_of(self, change: Change) -> list[Test]:
        """Those that execute the changed lines; of a module's own lines, all that use the module."""
        if change.within is None:
            return self._of_module(change.path)
        return self._hit(change.path, _mask(change.lines)) or self._hit(
            change.path, _mask(change.within)
        )

    def _hit(self, path: str, mask: int) -> list[Test]:
        return [test for test in self._tests if test.masks.get(path, 0) & mask]

    def _of_module(self, path: str) -> list[Test]:
        # Lines of a module run once, at import; who imports it first says nothing.
        seen, paths = {path}, [path]
        while paths:
            hit = {test.name: test for one in paths for test in self._hit(one, self._bodies[one])}
            if hit:
                return sorted(hit.values(), key=lambda test: (test.seconds, test.name))
            paths = sorted({user for one in paths for user in self._users[one]} - seen)
            seen |= set(paths)
        return []


def _mask(lines: Lines) -> int:
    return (1 << (lines[1] + 1)) - (1 << lines[0])


def _function_lines(path: Path) -> int:
    """A mask of the lines inside functions, without the line that defines each."""
    mask = 0
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            mask |= _mask((node.body[0].lineno, node.end_lineno or node.lineno))
    return mask


def _imported(path: Path) -> set[str]:
    """The files of the tree that a file imports by name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("apps."):
            base = str(node.module).replace(".", "/")
            found |= {f"{base}.py", f"{base}/__init__.py"}
            found |= {f"{base}/{alias.name}.py" for alias in node.names}
    return found
