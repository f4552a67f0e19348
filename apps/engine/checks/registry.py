"""Finding the checks: every module below ``rules/<family>/`` holds one; there is no list to edit."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from apps.engine.checks import rules
from apps.engine.checks.base import Check

FAMILIES = {
    "DOC": "Completeness and writing",
    "DIA": "Diagrams",
    "CAP": "Capacity and cost",
    "TRD": "Trade-offs",
    "ADR": "Decision records",
    "OPS": "Operations",
    "SEC": "Security",
    "SIM": "Integrity",
}


@cache
def all_checks() -> tuple[Check, ...]:
    """Every installed check that is not removed, ordered by code."""
    for family in pkgutil.iter_modules(rules.__path__, rules.__name__ + "."):
        package = importlib.import_module(family.name)
        for module in pkgutil.iter_modules(package.__path__, family.name + "."):
            importlib.import_module(module.name)
    installed = (Check.known[code]() for code in sorted(Check.known))
    return tuple(check for check in installed if check.stage != "removed")


def check_by_code(code: str) -> Check:
    """The check with this code; raises ``KeyError`` with the known codes when there is none."""
    for check in all_checks():
        if check.code == code:
            return check
    known = ", ".join(check.code for check in all_checks())
    raise KeyError(f"there is no check {code}; installed are {known}")


def page_path(check: Check) -> Path:
    """The check's page: the Markdown file of the same stem beside its module."""
    module = importlib.import_module(type(check).__module__)
    return Path(str(module.__file__)).with_suffix(".md")
