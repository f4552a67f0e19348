"""Reading records from texts, for the tests of this folder."""

from __future__ import annotations

from apps.engine.decision_model import Decision
from apps.engine.decisions.read import read_decision, read_decision_sections
from apps.engine.document.markdown import read_markdown
from apps.engine.text import canonical_text

BODY = """
## Context

Events of all services must reach analytics within a minute.

## Decision

We will use Kafka because consumers can replay seven days.

## Consequences

Brokers must be run.
"""


def record(text: str, path: str = "docs/adr/0007-use-kafka.md") -> Decision | None:
    """The record a file with this text is."""
    canonical = canonical_text(path, text.encode())
    return read_decision(read_markdown(path, canonical), canonical)


def read(text: str, path: str = "docs/adr/0007-use-kafka.md") -> Decision:
    """The same where there must be one."""
    decision = record(text, path)
    assert decision is not None
    return decision


def sections(text: str, path: str = "design.md") -> tuple[Decision, ...]:
    """Records that are sections of a document."""
    canonical = canonical_text(path, text.encode())
    return read_decision_sections(read_markdown(path, canonical), canonical)
