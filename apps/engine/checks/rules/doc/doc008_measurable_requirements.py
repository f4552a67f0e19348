"""DOC-008: quality requirements can be measured."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable, NotAssessable
from apps.engine.document.model import Document
from apps.engine.document.sections import roles_of
from apps.engine.package import Package
from apps.engine.quantities.model import Requirement
from apps.engine.text import Place

ENOUGH = 3
"""Measurable requirements below which it is an error."""
_SENTENCE_END = re.compile(r"[.:;](?=\s)|\n\s*\n|\n(?=\s*[-*|])")
_WINDOW = re.compile(
    r"\b(?:\d+|one|a|each|per|every|rolling)[\s-]+(?:rolling[\s-]+|calendar[\s-]+)?"
    r"(?:days?|weeks?|months?|quarters?|years?)\b|\bmonthly\b",
    re.IGNORECASE,
)
_FOR_ALL = re.compile(
    r"\b(?:each|all|every|these|targets|objectives|SLOs|measured|window|figures)\b", re.IGNORECASE
)
_KINDS = {
    "latency": "latency",
    "throughput": "throughput",
    "availability": "availability",
    "freshness": "freshness or quality",
    "quality": "freshness or quality",
}
_EXAMPLES = {
    "latency": "server-side p99 ≤ 150 ms over 30 days",
    "throughput": "100K requests per second at the peak",
    "availability": "99.95 % of requests over 30 days",
    "freshness or quality": "features at most 60 s old at p95",
}


class MeasurableRequirements(Check):
    """Reads the requirements and asks of each quality target: number, unit, scope."""

    code = "DOC-008"
    title = "Quality requirements are measurable"
    severity = "error"
    criteria = ("C1",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding on the whole, one for each row that lacks a part."""
        document = package.document
        if document is None:
            raise NotAssessable("We could not read a design document in this upload.")
        requirements = package.figures.requirements
        where = _section_place(package, document)
        if where is None and not requirements:
            raise NotApplicable("There is no section on requirements; DOC-001 tells about that.")
        quality = [item for item in requirements if item.attribute in _KINDS]
        window = bool(where and _states_window(package, where))
        measurable = [item for item in quality if not _missing_parts(item, window=window)]
        place = where or requirements[0].where
        if len(measurable) < ENOUGH:
            yield self._too_few(package, place, quality, measurable)
        else:
            yield from self._kinds(package, place, measurable)
        for item in quality:
            missing = _missing_parts(item, window=window)
            if item.source == "table" and missing:
                yield self._incomplete(package, item, missing)

    def _too_few(
        self,
        package: Package,
        where: Place,
        quality: list[Requirement],
        measurable: list[Requirement],
    ) -> Finding:
        found = "; ".join(_shown(item) for item in measurable) or "none"
        absent = _absent_kinds(measurable)
        examples = "; ".join(_EXAMPLES[kind] for kind in absent)
        return self.finding(
            package,
            subject="requirements",
            role="count",
            where=where,
            confidence=0.9,
            title=f"{len(measurable)} measurable quality requirements, at least {ENOUGH} are needed",
            message=(
                f"We read {len(quality)} quality requirements and {len(measurable)} with number, "
                f"unit and percentile or window: {found}. Nothing measurable on {_joined(absent)}."
            ),
            hint=f"Add targets such as: {examples}."
            if examples
            else "Add number, unit and window.",
            computed={"measurable": len(measurable), "absent": absent},
        )

    def _kinds(
        self, package: Package, where: Place, measurable: list[Requirement]
    ) -> Iterator[Finding]:
        absent = _absent_kinds(measurable)
        if absent:
            yield self.finding(
                package,
                subject="requirements",
                role="kinds",
                where=where,
                severity="warning",
                confidence=0.85,
                title=f"No measurable target for {_joined(absent)}",
                message=(
                    f"We read {len(measurable)} measurable requirements "
                    f"({'; '.join(_shown(item) for item in measurable[:6])}), "
                    f"none on {_joined(absent)}."
                ),
                hint=f"Add a target such as: {'; '.join(_EXAMPLES[kind] for kind in absent)}.",
                computed={"measurable": len(measurable), "absent": absent},
            )

    def _incomplete(self, package: Package, item: Requirement, missing: list[str]) -> Finding:
        name = " ".join(part for part in (item.id, f"'{item.metric or item.attribute}'") if part)
        example = _EXAMPLES[_KINDS[item.attribute]]
        return self.finding(
            package,
            subject=f"requirement:{(item.id or item.metric or item.attribute).casefold()}",
            role="row",
            where=item.where,
            severity="warning",
            confidence=0.9,
            title=f"{name} has no {_joined(missing)}",
            message=f"We read the requirement {name} as '{_shown(item)}': no {_joined(missing)}.",
            hint=f"Write, for example: {example}.",
            computed={"missing": missing},
        )


def _missing_parts(item: Requirement, *, window: bool) -> list[str]:
    """What keeps a requirement from being measured.

    In prose only a latency must name its percentile: "99.9 % of requests" says enough there. With
    ``window`` the section states one for all its targets.
    """
    missing: list[str] = []
    if item.target is None or item.target.value is None:
        missing.append("target number")
    elif not (item.unit or item.target.unit):
        missing.append("unit")
    scoped = item.percentile or item.scope.strip(" -–—") or window
    if not scoped and (item.source == "table" or item.attribute == "latency"):
        missing.append("percentile or window")
    return missing


def _absent_kinds(measurable: list[Requirement]) -> list[str]:
    there = {_KINDS[item.attribute] for item in measurable}
    return [kind for kind in _EXAMPLES if kind not in there]


def _shown(item: Requirement) -> str:
    number = item.target.raw if item.target else ""
    unit = item.unit or (item.target.unit if item.target else "")
    unit = "" if unit and number.endswith(unit) else unit
    name = (item.metric or item.attribute).strip(" -*•.")
    if number and number in name:
        return name
    percentile = "" if not item.percentile or item.percentile in name else item.percentile
    return " ".join(part for part in (name, percentile, number, unit, item.scope) if part)


def _joined(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _states_window(package: Package, where: Place) -> bool:
    """Whether the section at a heading states one window for all targets ("each over 30 days")."""
    document = package.documents[where.artifact]
    section = next(s for s in document.sections if s.line == where.line)
    text = package.texts[where.artifact].text[section.start : section.end]
    sentences = _SENTENCE_END.split(text)
    return any(_WINDOW.search(one) and _FOR_ALL.search(one) for one in sentences)


def _section_place(package: Package, document: Document) -> Place | None:
    """The heading of the requirements section, in any document of the design."""
    for candidate in (document, *package.design_documents):
        for section in candidate.sections[1:]:
            if "requirements" in roles_of(section.title) and section.role != "adr":
                return package.texts[candidate.path].lines_place(section.line, section.line)
    return None
