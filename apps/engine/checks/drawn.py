"""What the checks of diagrams share: places of elements, scopes, figure names, and matching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from apps.engine.checks.base import NotApplicable, NotAssessable
from apps.engine.diagrams.inventory import Named, with_kind
from apps.engine.diagrams.model import Diagram, DiagramKind
from apps.engine.names import Match, aliases_of, match_names, normalise
from apps.engine.package import Package
from apps.engine.text import Place

_SHOWN = 3
_NO_DIAGRAM = re.compile(
    r"\b(?:charts?|plots?|histogram|screenshots?|logo|photos?|icon|badge|team|mock-?ups?|wireframes?|"
    r"roadmap|timeline|heat ?map|curve|portrait|banner|results?)\b",
    re.IGNORECASE,
)
"""Titles of pictures that show something else than a system."""


def place_of(package: Package, diagram: Diagram, line: int, key: str | None = None) -> Place:
    """The place of a line of a diagram, with the full key of the element it concerns."""
    element = diagram.element(key) if key else None
    artifact = diagram.where.artifact
    text = package.texts.get(artifact)
    if text is None or not 1 <= line <= len(text.line_starts):
        return Place(artifact, line=line, end_line=line, element=element)
    start, end = text.line_span(line)
    written = text.text[start:end]
    start += len(written) - len(written.lstrip())
    return Place(artifact, start, max(start, end), line, line, element)


def named_place(package: Package, element: Named) -> Place:
    """The place of a named element."""
    return place_of(package, element.diagram, element.line, element.key)


def figure(diagram: Diagram) -> str:
    """How a message calls a diagram: its title, else its key."""
    return diagram.title or diagram.key or "the diagram"


def figures(diagrams: Iterable[Diagram]) -> str:
    """Several diagrams in one phrase."""
    names = [f"'{figure(diagram)}'" for diagram in diagrams]
    if len(names) > _SHOWN:
        names = [*names[:_SHOWN], f"{len(names) - _SHOWN} more"]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def scopes(diagrams: Iterable[Diagram]) -> tuple[str, ...]:
    """Scopes of findings about these diagrams, for root causes."""
    return tuple(dict.fromkeys(f"diagram:{diagram.key}" for diagram in diagrams))


def need(package: Package, *kinds: DiagramKind) -> None:
    """Raise unless a diagram of each kind was read: unread is not assessable, absent not applicable."""
    for kind in kinds:
        if with_kind(package.diagrams, kind, read=True):
            continue
        unread = with_kind(package.diagrams, kind, read=False)
        if unread:
            named = "diagram is" if len(unread) == 1 else "diagrams are"
            raise NotAssessable(
                f"The {kind} {named} in a notation that is not read yet: {figures(unread)}."
            )
        if any(unknown(diagram) for diagram in package.diagrams):
            raise NotAssessable(f"A diagram that we cannot read may be the {kind} diagram.")
        raise NotApplicable(f"There is no {kind} diagram.")


def unknown(diagram: Diagram) -> bool:
    """A diagram that was not read and whose kind nothing tells: it may be any."""
    return (
        not diagram.supported
        and diagram.kind == "other"
        and diagram.notation != "mermaid"
        and not _NO_DIAGRAM.search(diagram.title)
    )


def aliases(package: Package) -> Mapping[str, str]:
    """The alias table: normalised other name or technology -> normalised component."""
    rows = package.figures.aliases
    technologies = {
        normalise(row.technology): normalise(row.component) for row in rows if row.technology
    }
    return {**technologies, **aliases_of(rows)}


def matches(
    left: Sequence[Named], right: Sequence[Named], known: Mapping[str, str]
) -> dict[str, Match]:
    """The match of every element of ``left`` by its name; other readings of labels count, too."""
    names = [element.full for element in left]
    others = list(dict.fromkeys(element.full for element in right))
    also = {other: element.full for element in right for other in element.also}
    forms = {normalise(other): full for other, full in also.items()}
    found: dict[str, Match] = {}
    for element, match in zip(left, match_names(names, others, known), strict=True):
        found[element.name] = (
            match if match.same else _by_reading(element, match, forms, others, known)
        )
    return found


def _by_reading(
    element: Named,
    match: Match,
    forms: Mapping[str, str],
    others: Sequence[str],
    known: Mapping[str, str],
) -> Match:
    """The match by another reading of one of the two labels, else the match as it is."""
    for reading in (element.name, *element.also):
        form = normalise(reading)
        hit = forms.get(form) or forms.get(known.get(form, form))
        if hit is not None:
            return Match(element.full, hit, 100.0, hit, 100.0)
    if element.also:
        best = max(match_names(list(element.also), others, known), key=lambda m: m.score)
        if best.same:
            return Match(element.full, best.right, best.score, best.nearest, best.nearest_score)
    return match
