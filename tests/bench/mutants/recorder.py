"""A pytest plugin that writes down which lines of the changed areas each test executes.

It is loaded by name, so it also runs in the workers of pytest-xdist; each writes a file of its own.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest

from tests.bench.mutants.areas import ROOT, all_files
from tests.bench.mutants.zygote import patient

FOLDER = "MUTANTS_RECORD"
"""The variable that names the folder to write to."""


class Recorder:
    """One context of coverage.py a test, and how long the test took."""

    def __init__(self) -> None:
        include = [str(ROOT / path) for path in all_files()]
        self.coverage = coverage.Coverage(
            data_file=None, include=include, config_file=False, messages=False
        )
        self.tests: dict[str, dict[str, Any]] = {}
        self.coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.coverage.switch_context(item.nodeid)
        try:
            return (yield)
        finally:
            self.coverage.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        test = self.tests.setdefault(report.nodeid, {"seconds": 0.0, "passed": True, "lines": {}})
        test["passed"] &= report.passed
        if report.when == "call":
            test["seconds"] = round(report.duration, 4)

    def pytest_sessionfinish(self) -> None:
        self.coverage.stop()
        data = self.coverage.get_data()
        for file in data.measured_files():
            masks: dict[str, int] = defaultdict(int)
            for line, tests in data.contexts_by_lineno(file).items():
                for test in tests:
                    masks[test] |= 1 << line
            path = str(Path(file).relative_to(ROOT))
            for test, mask in masks.items():
                if test in self.tests:
                    self.tests[test]["lines"][path] = f"{mask:x}"
        name = f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.json"
        Path(os.environ[FOLDER], name).write_text(json.dumps(self.tests), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Record where tests run: in the workers, or here when there are none."""
    patient()
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        config.pluginmanager.register(Recorder())
