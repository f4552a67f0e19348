"""Text made to be read in a terminal: findings by severity with place, arithmetic and hint."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass

from apps.engine.checks.base import SEVERITIES
from apps.engine.checks.runner import Report, ReportedFinding
from apps.engine.package import Package
from apps.engine.readiness import readiness
from apps.engine.rubric.model import Rubric
from apps.engine.text import Place

_WIDTH = 96
_MAX_SHOWN = 25
_COLOURS = {"blocker": "1;31", "error": "31", "warning": "33", "info": "36", "dim": "2", "bold": "1",
            "good": "32"}  # fmt: skip
_OUTCOME_WORDS = (
    ("pass", "passed"),
    ("finding", "with findings"),
    ("not_applicable", "not applicable"),
    ("not_assessable", "could not be read"),
    ("crashed", "stopped"),
)


@dataclass(frozen=True, slots=True)
class Style:
    """Colours of the terminal, or none."""

    colour: bool

    def paint(self, name: str, text: str) -> str:
        """``text`` in the colour called ``name``."""
        return f"\x1b[{_COLOURS[name]}m{text}\x1b[0m" if self.colour else text


def report_text(report: Report, package: Package, rubric: Rubric, style: Style) -> str:
    """The whole report as text."""
    counted = [f for f in report.findings if f.counts]
    counted.sort(key=lambda f: -SEVERITIES.index(f.finding.severity))
    lines = [_heading(package, style), ""]
    for reported in counted[:_MAX_SHOWN]:
        lines += [*_finding(reported, package, style), ""]
    if len(counted) > _MAX_SHOWN:
        lines += [f"... and {len(counted) - _MAX_SHOWN} more (use --format json)", ""]
    lines += _silent(report, style)
    lines += _not_read(report, package, style)
    lines += [style.paint("bold", "Readiness")]
    for row in readiness(report, rubric):
        words = f"{row.passed} of {row.applicable} checks pass"
        if row.open_errors:
            words += style.paint("error", f", {row.open_errors} open errors")
        lines.append(f"  {row.criterion:<3} {row.title:<42} {words}")
    lines += ["", _summary(report, style)]
    return "\n".join(lines)


def _heading(package: Package, style: Style) -> str:
    document = package.document
    title = document.title if document and document.title else package.main or "no main document"
    parts = [
        f"{len(package.artifacts)} files",
        f"{len(package.diagrams)} diagrams",
        f"{len(package.figures.quantities)} quantities",
        f"{len(package.decisions)} decision records",
    ]
    return style.paint("bold", title) + "\n" + style.paint("dim", "We read " + ", ".join(parts))


def place_words(place: Place) -> str:
    """``file:line``, with the diagram element where there is one."""
    words = place.artifact
    if place.line is not None:
        words += f":{place.line}"
    return f"{words} ({place.element})" if place.element else words


def _finding(reported: ReportedFinding, package: Package, style: Style) -> list[str]:
    finding = reported.finding
    severity = style.paint(finding.severity, f"{finding.severity.upper():<8}")
    lines = [f"{severity} {finding.code}  {style.paint('bold', finding.title)}"]
    lines.append("  " + style.paint("dim", place_words(finding.where)))
    quote = package.quote(finding.where)
    if quote and "\n" not in quote:
        lines.append("  " + style.paint("dim", "│ " + textwrap.shorten(quote, _WIDTH - 4)))
    lines += textwrap.wrap(finding.message, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    lines += textwrap.wrap(finding.hint, _WIDTH, initial_indent="  → ", subsequent_indent="    ")
    return lines


def _silent(report: Report, style: Style) -> list[str]:
    lines = []
    for reported in report.findings:
        finding = reported.finding
        if reported.ignored is not None:
            why = f"ignored by the author: {reported.ignored}"
        elif reported.caused_by is not None:
            why = "follows from another finding"
        else:
            continue
        lines.append(style.paint("dim", f"{finding.code} {finding.title} ({why})"))
    return [*lines, ""] if lines else []


def _not_read(report: Report, package: Package, style: Style) -> list[str]:
    lines = [f"  {a.path}: {a.skipped_reason}" for a in package.artifacts if a.skipped_reason]
    lines += [f"  {warning}" for warning in package.warnings]
    lines += [
        f"  {diagram.key}, {place_words(diagram.where)}: {diagram.problems[0].message}"
        for diagram in package.diagrams
        if not diagram.supported and diagram.problems and diagram.notation != "image"
    ]
    lines += [
        f"  {outcome.code}: {outcome.reason}"
        for outcome in report.outcomes
        if outcome.outcome == "not_assessable"
    ]
    return [style.paint("bold", "Could not read"), *lines, ""] if lines else []


def _summary(report: Report, style: Style) -> str:
    outcomes = Counter[str](outcome.outcome for outcome in report.outcomes)
    words = ", ".join(
        f"{outcomes[key]} {text}" for key, text in _OUTCOME_WORDS if outcomes.get(key)
    )
    errors = report.count("error", "blocker")
    tone, verdict = ("error", f"{errors} error-level findings") if errors else ("good", "no errors")
    return f"{len(report.outcomes)} checks: {words}. {style.paint(tone, verdict)}"


def reading_text(package: Package) -> str:
    """What was read, one line a thing."""
    lines = [f"main document: {package.main or 'none'}"]
    for artifact in package.artifacts:
        reason = f"  ({artifact.skipped_reason})" if artifact.skipped_reason else ""
        lines.append(f"file      {artifact.role:<8} {artifact.path}{reason}")
    for diagram in package.diagrams:
        graph, sequence = diagram.graph, diagram.sequence
        size = f"{len(graph.nodes)} nodes, {len(graph.edges)} edges" if graph else "not read"
        if sequence:
            size = f"{len(sequence.participants)} participants, {len(sequence.messages)} messages"
        lines.append(f"diagram   {diagram.kind:<10} {diagram.key}: {size}")
    for decision in package.decisions:
        status = decision.status or "no status"
        lines.append(f"decision  {decision.label}: {decision.title} ({status}, {decision.format})")
    for quantity in package.figures.quantities:
        value = "unreadable" if quantity.value is None else f"{quantity.value:g}"
        line = quantity.where.line
        lines.append(f"quantity  line {line}: {quantity.name} = {value} {quantity.unit}".rstrip())
    lines += [f"table     {t.role:<12} {place_words(t.where)}" for t in package.figures.tables]
    lines += [f"warning   {warning}" for warning in package.warnings]
    return "\n".join(lines)
