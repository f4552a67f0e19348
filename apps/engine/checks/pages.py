"""Pages of the checks: one Markdown file each, with fixed headings and examples that are tests."""

from __future__ import annotations

import re
from dataclasses import dataclass

from apps.engine.checks.base import Check
from apps.engine.checks.registry import page_path

HEADINGS = (
    "What it looks for",
    "Why it matters",
    "Weak example",
    "Strong example",
    "How it can be wrong",
)

_FENCE = re.compile(r"^(?P<mark>~{3,}|`{3,})[ \t]*\{(?P<classes>[^}\n]*)\}[ \t]*$")
_FILE = re.compile(r"^<!--\s*file:\s*(?P<path>\S+)\s*-->\s*$")
_OUTCOMES = ("finding", "pass", "not_applicable", "not_assessable")
_SEVERITIES = ("blocker", "error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a page: files by path, the outcome and severity it must have, and its line."""

    files: dict[str, str]
    outcome: str
    severity: str | None
    line: int


@dataclass(frozen=True, slots=True)
class CheckPage:
    """A page as Markdown, its sections by heading, and its examples."""

    source: str
    sections: dict[str, str]
    examples: tuple[Example, ...]


def page(check: Check) -> CheckPage:
    """The page of a check."""
    return parse_page(page_path(check).read_text(encoding="utf-8"))


def parse_page(source: str) -> CheckPage:
    """Split a page into its sections and examples."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    examples: list[Example] = []
    fence: re.Match[str] | None = None
    body: list[str] = []
    started = 0
    for number, line in enumerate(source.split("\n"), start=1):
        current.append(line)
        if fence is not None:
            if line.startswith(fence["mark"]) and not line.strip(fence["mark"][0] + " \t"):
                examples.append(_example(fence["classes"], body, started))
                fence, body = None, []
            else:
                body.append(line)
        elif match := _FENCE.match(line):
            fence, started = match, number
        elif line.startswith("## "):
            current.pop()
            current = sections.setdefault(line[3:].strip(), [])
    texts = {heading: "\n".join(lines).strip() for heading, lines in sections.items()}
    return CheckPage(source, texts, tuple(examples))


def _example(classes: str, body: list[str], line: int) -> Example:
    names = [name.lstrip(".") for name in classes.split()]
    outcome = next((name for name in names if name in _OUTCOMES), "")
    severity = next((name for name in names if name in _SEVERITIES), None)
    files: dict[str, list[str]] = {}
    current = files.setdefault("design.md", [])
    for text in body:
        if match := _FILE.match(text):
            current = files.setdefault(match["path"], [])
        else:
            current.append(text)
    kept = {path: "\n".join(lines) + "\n" for path, lines in files.items() if any(lines)}
    return Example(kept, outcome, severity, line)
