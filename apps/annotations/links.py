"""What a comment can link to: sections, findings, decisions, diagrams and their elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from apps.engine.anchors.parts import parts_of
from apps.engine.package import Package


def links_in(
    package: Package, findings: Iterable[Mapping[str, Any]], asked: str
) -> list[dict[str, str]]:
    """Places whose words hold every word of ``asked``: ``{kind, label, about, at}``, best first."""
    words = asked.lower().split()
    found = []
    for kind, label, about, at in _all(package, findings):
        text = f"{label} {about}".lower()
        if all(word in text for word in words):
            begins = bool(words) and label.lower().startswith(words[0])
            found.append((not begins, {"kind": kind, "label": label, "about": about, "at": at}))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _all(
    package: Package, findings: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, str, str, str]]:
    for one in findings:
        yield "finding", one["code"], one["title"], f"finding/{one['identity']}"
    for decision in package.decisions:
        yield "decision", decision.label, decision.title, f"artifact/{decision.file}"
    for document in package.documents.values():
        for section in document.sections:
            if section.slug:
                at = f"section/{document.path}#{section.slug}"
                yield "section", section.title, document.path, at
    for diagram in package.diagrams:
        for key, part in parts_of(diagram).items():
            kind = key.partition(":")[0]
            label = part.label or f"{part.source} → {part.target}"
            about = f"{kind} in {diagram.title or diagram.key}"
            yield "element", label, about, f"element/{diagram.key}/{key}"
