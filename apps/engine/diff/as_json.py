"""The JSON of ``diff``, described by ``docs/schemas/diff.schema.json``."""

from __future__ import annotations

from typing import Any

import msgspec

from apps.engine import ENGINE_VERSION
from apps.engine.diagrams.model import Diagram
from apps.engine.diff.model import DiagramDiff, PackageDiff

Json = dict[str, Any]


def diff_json(diff: PackageDiff) -> Json:
    """The whole comparison; places as in the other outputs, diagrams by key."""
    return {
        "engine": ENGINE_VERSION,
        "summary": diff.summary,
        "differs": diff.differs,
        "changes": _plain(diff.changes),
        "artifacts": _plain(diff.artifacts),
        "documents": _plain(diff.documents),
        "tables": _plain(diff.tables),
        "quantities": _plain(diff.quantities),
        "decisions": _plain(diff.decisions),
        "diagrams": [_diagram(one) for one in diff.diagrams],
    }


def _plain(values: object) -> Any:
    return msgspec.to_builtins(values)


def _diagram(diff: DiagramDiff) -> Json:
    return {
        "status": diff.status,
        "section": diff.section,
        "old": _side(diff.old),
        "new": _side(diff.new),
        "elements": _plain(diff.elements),
        "pairs": dict(diff.pairs),
        "changes": _plain(diff.changes),
    }


def _side(diagram: Diagram | None) -> Json | None:
    if diagram is None:
        return None
    return {"key": diagram.key, "title": diagram.title, "where": _plain(diagram.where)}
