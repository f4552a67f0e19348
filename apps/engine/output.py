"""The JSON of ``read`` and ``check``: a contract that other programs are run against.

Both shapes are described by the JSON Schemas in ``docs/schemas`` and validated against them in tests.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from apps.engine import ENGINE_VERSION, refdata
from apps.engine.checks.registry import all_checks
from apps.engine.checks.runner import Report, ReportedFinding
from apps.engine.decision_model import Decision, Matrix
from apps.engine.diagrams.model import Diagram, FragmentClose, FragmentOpen, Sequence
from apps.engine.document.model import Document
from apps.engine.package import Package
from apps.engine.quantities.model import Quantity, TypedTable
from apps.engine.readiness import readiness
from apps.engine.rubric.model import Rubric
from apps.engine.text import Place

Json = dict[str, Any]


def place_json(place: Place | None) -> Json | None:
    """A place with all its fields; unknown ones are null."""
    if place is None:
        return None
    return {
        "artifact": place.artifact,
        "start": place.start,
        "end": place.end,
        "line": place.line,
        "end_line": place.end_line,
        "element": place.element,
        "page": place.page,
        "bbox": place.bbox and list(place.bbox),
    }


# --- check ------------------------------------------------------------------------------------


def report_json(report: Report, package: Package, rubric: Rubric) -> Json:
    """The JSON of ``check``."""
    titles = {check.code: check for check in all_checks()}
    return {
        "engine": ENGINE_VERSION,
        "refdata": refdata.version(),
        "rubric": {"id": rubric.id, "version": rubric.version, "digest": rubric.digest},
        "main": package.main,
        "artifacts": artifacts_json(package),
        "findings": [finding_json(reported, rubric) for reported in report.findings],
        "outcomes": [
            {
                "code": outcome.code,
                "outcome": outcome.outcome,
                "reason": outcome.reason,
                "stage": outcome.stage,
                "title": titles[outcome.code].title,
                "check_version": titles[outcome.code].version,
            }
            for outcome in report.outcomes
        ],
        "readiness": [asdict(row) for row in readiness(report, rubric)],
        "suggestions": [],
        "warnings": list(package.warnings),
    }


def finding_json(reported: ReportedFinding, rubric: Rubric) -> Json:
    """One finding as ``docs/schemas`` describes it; the rubric's mapping to criteria wins over the check's."""
    finding = reported.finding
    return {
        "code": finding.code,
        "check_version": reported.check_version,
        "stage": reported.stage,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "criteria": list(rubric.criteria_of(finding.code) or reported.criteria),
        "title": finding.title,
        "message": finding.message,
        "hint": finding.hint,
        "where": place_json(finding.where),
        "evidence": [
            {"where": place_json(one.where), "quote": one.quote} for one in finding.evidence
        ],
        "computed": dict(finding.computed),
        "subject": reported.subject,
        "identity": reported.identity,
        "state": reported.state,
        "caused_by": reported.caused_by,
        "ignored": reported.ignored,
    }


# --- read -------------------------------------------------------------------------------------


def read_json(package: Package) -> Json:
    """The JSON of ``read``."""
    document = package.document
    return {
        "engine": ENGINE_VERSION,
        "main": package.main,
        "candidates": list(package.candidates),
        "artifacts": artifacts_json(package),
        "document": _document(document) if document else None,
        "tables": [_table(table) for table in package.figures.tables],
        "quantities": [_quantity(quantity) for quantity in package.figures.quantities],
        "diagrams": [diagram_json(diagram) for diagram in package.diagrams],
        "decisions": [_decision(decision) for decision in package.decisions],
        "matrices": [_matrix(matrix) for matrix in package.matrices],
        "warnings": [*package.warnings, *package.figures.warnings],
    }


def artifacts_json(package: Package) -> list[Json]:
    """The files of the package, by path."""
    return [
        {
            "path": artifact.path,
            "role": artifact.role,
            "type": artifact.type,
            "size": artifact.size,
            "skipped_reason": artifact.skipped_reason,
        }
        for artifact in package.artifacts
    ]


def _document(document: Document) -> Json:
    return {
        "path": document.path,
        "title": document.title,
        "front_matter": document.front_matter,
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "slug": section.slug,
                "role": section.role,
                "level": section.level,
                "line": section.line,
                "end_line": section.end_line,
                "words": section.words,
            }
            for section in document.sections
            if section.level
        ],
        "words": document.words,
        "pages_estimate": document.pages_estimate,
        "language": document.language,
    }


def _table(table: TypedTable) -> Json:
    return {
        "where": place_json(table.where),
        "role": table.role,
        "header": list(table.header),
        "rows": [list(row) for row in table.rows],
    }


def _quantity(quantity: Quantity) -> Json:
    return {
        "name": quantity.name,
        "symbol": quantity.symbol,
        "role": quantity.role,
        "subject": quantity.subject,
        "value": quantity.value,
        "unit": quantity.unit,
        "formula": quantity.formula,
        "computed": quantity.computed,
        "source": quantity.source,
        "where": place_json(quantity.where),
    }


def diagram_json(diagram: Diagram) -> Json:
    """One diagram: key fields are full element keys; source, target, group and parent are ids."""
    error = diagram.error
    graph, sequence = diagram.graph, diagram.sequence
    return {
        "key": diagram.key,
        "where": place_json(diagram.where),
        "notation": diagram.notation,
        "syntax": diagram.syntax,
        "kind": diagram.kind,
        "title": diagram.title,
        "supported": diagram.supported,
        "error": {"line": error.line, "message": error.message} if error else None,
        "problems": [asdict(problem) for problem in diagram.problems],
        "direction": graph.direction if graph else None,
        "nodes": [
            {
                "key": diagram.element(node.key),
                "id": node.id,
                "label": node.label,
                "name": node.name,
                "kind": node.role,
                "group": node.group,
                "replicas": node.replicas,
                "technology": node.technology,
                "line": node.line,
            }
            for node in (graph.nodes if graph else ())
        ],
        "edges": [
            {
                "key": diagram.element(edge.key),
                "source": edge.source,
                "target": edge.target,
                "label": edge.label,
                "mode": "async" if edge.is_async else "sync",
                "line": edge.line,
            }
            for edge in (graph.edges if graph else ())
        ],
        "groups": [
            {
                "key": diagram.element(group.key),
                "id": group.id,
                "label": group.title,
                "parent": group.parent,
                "line": group.line,
            }
            for group in (graph.groups if graph else ())
        ],
        **_sequence(diagram, sequence),
    }


def _sequence(diagram: Diagram, sequence: Sequence | None) -> Json:
    if sequence is None:
        return {"participants": [], "messages": [], "fragments": []}
    return {
        "participants": [
            {
                "key": diagram.element(participant.key),
                "id": participant.id,
                "label": participant.label,
                "kind": participant.kind,
                "line": participant.line,
            }
            for participant in sequence.participants
        ],
        "messages": [
            {
                "key": diagram.element(message.key),
                "n": message.n,
                "source": message.source,
                "target": message.target,
                "text": message.text,
                "kind": message.kind,
                "line": message.line,
            }
            for message in sequence.messages
        ],
        "fragments": _fragments(diagram, sequence),
    }


def _fragments(diagram: Diagram, sequence: Sequence) -> list[Json]:
    fragments: list[Json] = []
    open_: list[Json] = []
    last_line = 0
    for item in sequence.items:
        last_line = max(last_line, item.line)
        if isinstance(item, FragmentOpen):
            fragment = {
                "key": diagram.element(item.key),
                "kind": item.kind,
                "label": item.label,
                "line": item.line,
                "end_line": None,
            }
            fragments.append(fragment)
            open_.append(fragment)
        elif isinstance(item, FragmentClose) and open_:
            open_.pop()["end_line"] = item.line
    for fragment in open_:
        fragment["end_line"] = last_line
    return fragments


def _decision(decision: Decision) -> Json:
    return {
        "file": decision.file,
        "number": decision.number,
        "title": decision.title,
        "status": decision.status,
        "status_raw": decision.status_raw,
        "date": decision.date,
        "date_raw": decision.date_raw,
        "format": decision.format,
        "context": decision.context,
        "drivers": list(decision.drivers),
        "options": [
            {"title": option.title, "pros": list(option.pros), "cons": list(option.cons)}
            for option in decision.options
        ],
        "chosen_option": decision.chosen_option,
        "decision": decision.decision,
        "rationale": decision.rationale,
        "consequences": {
            "good": list(decision.consequences.good),
            "bad": list(decision.consequences.bad),
            "neutral": list(decision.consequences.neutral),
        },
        "confirmation": decision.confirmation,
        "links": [
            {"type": link.type, "target": link.target, "raw": link.raw} for link in decision.links
        ],
        "where": place_json(decision.where),
    }


def _matrix(matrix: Matrix) -> Json:
    return {
        "where": place_json(matrix.where),
        "criteria": [
            {"name": criterion.name, "weight": criterion.weight} for criterion in matrix.criteria
        ],
        "options": list(matrix.options),
        "scores": [list(row) for row in matrix.scores],
        "stated_totals": list(matrix.stated_totals),
        "totals": list(matrix.totals),
        "chosen": matrix.chosen,
        "flips": [asdict(flip) for flip in matrix.flips],
    }
