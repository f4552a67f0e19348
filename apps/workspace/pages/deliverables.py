"""What a project asks for, as it was read: document, diagrams, numbers, trade-offs, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from apps.submissions.queries import Deliverable

Json = Mapping[str, Any]

_VIEWS = (("component",), ("sequence",), ("deployment",))


def deliverables(revision_id: str, reading: Json, findings: Mapping[str, int]) -> list[Deliverable]:
    """Five deliverables of a design package.

    ``findings`` counts open error-level findings by family (``CAP``, ``TRD`` ...).
    """
    read = reverse("workspace:read", args=[revision_id])
    document = reverse("workspace:document", args=[revision_id])
    report = reverse("workspace:report", args=[revision_id])
    return [
        _document(reading, document),
        _diagrams(reading, reverse("workspace:diagrams", args=[revision_id])),
        _numbers(reading, read, findings),
        _trade_offs(reading, report, findings),
        _decisions(reading, f"{read}#r-a", findings),
    ]


def _document(reading: Json, url: str) -> Deliverable:
    document = reading.get("document")
    if document is None:
        return Deliverable("Design document", "not found; hand in design.md", "error", "")
    pages = document["pages_estimate"]
    tone = "pass" if 10 <= pages <= 15 else "warning"
    detail = f"about {pages:.1f} pages of 10 to 15, {document['words']:,} words"
    return Deliverable("Design document", detail, tone, url)


def _diagrams(reading: Json, url: str) -> Deliverable:
    diagrams = reading["diagrams"]
    kinds = {one["kind"] for one in diagrams if one["supported"]}
    missing = [names[0] for names in _VIEWS if not kinds.intersection(names)]
    if not missing:
        return Deliverable("Three diagrams", "component, sequence, deployment", "pass", url)
    unread = any(not one["supported"] for one in diagrams)
    detail = f"{len(diagrams)} read; no {', no '.join(missing)} diagram"
    if unread:
        return Deliverable("Three diagrams", f"{detail}, some could not be read", "unknown", url)
    return Deliverable("Three diagrams", detail, "warning", url)


def _numbers(reading: Json, url: str, findings: Mapping[str, int]) -> Deliverable:
    count = len(reading["quantities"])
    costs = any(table["role"] == "cost" for table in reading["tables"])
    title = "Capacity plan and cost"
    if errors := findings.get("CAP", 0):
        return Deliverable(title, _errors(errors), "error", url)
    if not count:
        return Deliverable(title, "no quantities read", "warning", url)
    detail = f"{count} quantities{'' if costs else ', no cost table read'}"
    return Deliverable(title, detail, "pass" if costs else "warning", url)


def _trade_offs(reading: Json, url: str, findings: Mapping[str, int]) -> Deliverable:
    count = len(reading["matrices"])
    title = "Trade-off analysis"
    if errors := findings.get("TRD", 0):
        return Deliverable(title, _errors(errors), "error", url)
    detail = f"{count} decision matri{'x' if count == 1 else 'ces'} read"
    return Deliverable(title, detail, "pass" if count else "warning", url)


def _decisions(reading: Json, url: str, findings: Mapping[str, int]) -> Deliverable:
    records = reading["decisions"]
    title = "Three decision records"
    if errors := findings.get("ADR", 0):
        return Deliverable(title, f"{len(records)} read, {_errors(errors)}", "error", url)
    accepted = sum(one["status"] == "accepted" for one in records)
    detail = f"{len(records)} read, {accepted} accepted"
    return Deliverable(title, detail, "pass" if len(records) >= 3 else "warning", url)


def _errors(count: int) -> str:
    return f"{count} error{'' if count == 1 else 's'}"
