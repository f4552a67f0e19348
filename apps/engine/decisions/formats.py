"""Which of the known record formats a text is written in, by its headings and labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from apps.engine.decision_model import AdrFormat
from apps.engine.decisions.source import Source
from apps.engine.decisions.words import tidy

_LOG4BRAINS_FILE = re.compile(r"^(?:19|20)\d{6}-")
_DASHED = re.compile(r"^-\s+(?:Status|Deciders|Date|Tags):", re.MULTILINE)
_STARRED = re.compile(r"^\*\s+(?:Status|Deciders|Date):|^Technical Story:", re.MULTILINE)
_ADR_TOOLS = re.compile(r"^Date:\s*\d", re.MULTILINE)
_NUMBERED = re.compile(r"^\d{1,5}\. ")


def detect_format(source: Source, front: Mapping[str, object], heading: str) -> AdrFormat:
    """The format; headings decide, never the mere presence of front matter."""
    names = {tidy(section.title) for section in source.sections}
    labels = names | {tidy(part.label) for part in source.parts}
    head = source.clean[source.front_end : source.front_end + 2000]
    special = _special(labels, names, source)
    if special:
        return special
    if _is_madr(labels):
        return _madr(source, {key.casefold() for key in front}, labels, head)
    if {"decision", "rationale"} <= names and "context" not in names:
        return "merson"
    if {"context", "decision", "consequences"} <= names:
        return "adr-tools" if _NUMBERED.match(heading) and _ADR_TOOLS.search(head) else "nygard"
    return "free"


def _special(labels: set[str], names: set[str], source: Source) -> AdrFormat | None:
    if ("summary" in names and "options analysis" in names) or re.search(
        r"^!!! ", source.own, re.MULTILINE
    ):
        return "nhs-wales"
    if {"tag", "gist"} <= labels:
        return "planguage"
    if {"issue", "positions"} <= labels or {"positions", "argument"} <= labels:
        return "tyree-akerman"
    if any(name.startswith("candidates to consider") for name in labels):
        return "business-case"
    if "submitters" in labels and ("change log" in labels or "proposed design" in labels):
        return "edgex"
    if any(n.startswith("prologue") for n in labels) or {"discussion", "solution"} <= names:
        return "alexandrian"
    if "decided approach" in labels:
        return "morgan"
    return (
        "y-statement" if not names & {"context", "decision"} and y_statement(source.own) else None
    )


def _is_madr(labels: set[str]) -> bool:
    marks = {"decision outcome", "context and problem statement", "considered options",
             "considered alternatives", "pros and cons of the options",
             "pros and cons of the alternatives"}  # fmt: skip
    return "decision outcome" in labels or len(marks & labels) >= 2


def _madr(source: Source, keys: set[str], labels: set[str], head: str) -> AdrFormat:
    stem = PurePosixPath(source.document.path).stem
    if "considered alternatives" in labels or "user story" in labels:
        return "madr1"
    if _LOG4BRAINS_FILE.match(stem) or (_DASHED.search(head) and not _STARRED.search(head)):
        return "log4brains"
    if keys & {"decision-makers"} or "confirmation" in labels:
        return "madr4"
    if keys & {"deciders"} or "validation" in labels:
        return "madr3"
    if _STARRED.search(head) or "positive consequences" in labels:
        return "madr2"
    return "madr2" if "links" in labels else "madr4"


_MARKERS = tuple(
    (name, re.compile(marker))
    for name, marker in (
        ("context", r"in the context of "),
        ("facing", r"facing "),
        ("decision", r"\b(?:we|i|the team)(?: have|['’]ve| has)? decided "),
        ("achieve", r"to achieve "),
        ("accepting", r"accepting "),
    )
)


def y_statement(text: str) -> dict[str, str] | None:
    """Fields of "In the context of ..., facing ..., we decided for ... to achieve ..., accepting ...".

    Also ``neglected`` and ``because`` where they stand; None when the sentence is not there.
    """
    flat = re.sub(r"[*_`]+", "", re.sub(r"\s+", " ", text[:20_000]))
    low = flat.casefold()
    positions = []
    at = 0
    for name, marker in _MARKERS:
        found = marker.search(low, at)
        if found is None:
            return None
        positions.append((name, found.start(), found.end()))
        at = found.end()
    stop = flat.find(". ", at)
    ends = [start for _, start, _ in positions[1:]] + [len(flat) if stop == -1 else stop]
    fields = {
        name: flat[begin:end].strip(" ,.;")
        for (name, _, begin), end in zip(positions, ends, strict=True)
    }
    chosen = re.split(r",?\s+and (?:neglected|against)\s+", fields["decision"], maxsplit=1)
    fields["decision"] = re.sub(r"^(?:for|to use|to|on)\s+", "", chosen[0]).strip(" ,")
    fields["neglected"] = re.sub(r"[,\s]+(?:and\s*)?$", "", chosen[1]) if len(chosen) > 1 else ""
    accepted, _, because = fields["accepting"].partition(" because ")
    fields["accepting"] = accepted.removeprefix("that ").strip(" ,")
    fields["because"] = because.strip(" ,")
    return fields
