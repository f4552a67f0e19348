"""DOC-001: every part that a design must have has a section of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apps.engine.checks.base import Check, Finding, NotAssessable, Severity
from apps.engine.document.model import Document, Section
from apps.engine.document.sections import Topic, roles_of, vocabulary
from apps.engine.document.topics import counted, section_texts, topics_in
from apps.engine.package import Package
from apps.engine.text import Place

MIN_TERMS = 3
"""Different topic terms in one section from which the part counts as treated there."""
SHOWN_HEADINGS = 12
_BLOCKING = frozenset({"capacity", "tradeoffs", "diagrams"})


@dataclass(frozen=True, slots=True)
class _Treated:
    """A section that treats a part without naming it in its heading."""

    document: Document
    section: Section
    terms: tuple[str, ...]


class RequiredSections(Check):
    """Looks for a heading of every required part, then for its topic terms."""

    code = "DOC-001"
    title = "Required sections present"
    severity = "error"
    criteria = ("C1", "C2", "C3", "C4", "C5", "C6", "C8")
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding for each required part without a heading."""
        document = package.document
        if document is None:
            raise NotAssessable("We could not read a design document in this upload.")
        if document.language != "en":
            raise NotAssessable(
                "We could not tell that the document is in English, the language whose headings we know."
            )
        named = _named_roles(package)
        missing = [t for t in vocabulary().values() if t.required and t.key not in named]
        treated = _treated(package)
        blocking = {topic.key for topic in missing if topic.key not in treated} >= _BLOCKING
        for topic in missing:
            if topic.key in treated and topic.key != "diagrams":
                yield self._elsewhere(package, topic, treated[topic.key])
            else:
                blocks = blocking and topic.key in _BLOCKING
                yield self._missing(package, document, topic, "blocker" if blocks else "error")

    def _elsewhere(self, package: Package, topic: Topic, found: _Treated) -> Finding:
        title = found.section.title or "the text before the first heading"
        terms = ", ".join(f"'{term}'" for term in found.terms[:5])
        text = package.texts[found.document.path]
        return self.finding(
            package,
            subject=f"section:{topic.key}",
            where=text.lines_place(found.section.line, found.section.line),
            severity="warning",
            confidence=0.8,
            title=f"No heading for {topic.name}",
            message=(
                f"We found no heading for {topic.name}, but we read {len(found.terms)} of its terms "
                f"({terms}) in '{title}'."
            ),
            hint=f"Give {topic.name} a heading of its own, for example '{_heading(topic)}'.",
            computed={"terms": list(found.terms), "section": title},
            scopes=(f"section:{topic.key}",),
        )

    def _missing(
        self, package: Package, document: Document, topic: Topic, severity: Severity
    ) -> Finding:
        titles = [s.title for d in package.design_documents for s in d.sections[1:] if s.title]
        shown = "; ".join(titles[:SHOWN_HEADINGS]) or "none"
        more = f" and {len(titles) - SHOWN_HEADINGS} more" if len(titles) > SHOWN_HEADINGS else ""
        message = (
            f"We found no section on {topic.name}. We read {len(titles)} headings: {shown}{more}."
        )
        hint = f"Add a section '{_heading(topic)}', or rename the section that holds it."
        if topic.key == "diagrams":
            message = "We found no diagram: no diagram source, no picture, no diagram file."
            hint = "Draw the sequence, the components and the deployment, for example in Mermaid."
        return self.finding(
            package,
            subject=f"section:{topic.key}",
            where=document.title_where or Place(document.path, line=1),
            severity=severity,
            title=f"No section on {topic.name}" if topic.key != "diagrams" else "No diagram",
            message=message,
            hint=hint,
            computed={"headings": len(titles)},
            scopes=(f"section:{topic.key}",),
        )


def _heading(topic: Topic) -> str:
    return topic.name[:1].upper() + topic.name[1:]


def _named_roles(package: Package) -> set[str]:
    """Roles that some heading names; ``diagrams`` is there when anything is drawn."""
    roles = {
        role
        for document in package.design_documents
        for section in counted(document)
        if section.level and (section.role != "other" or section.index > 1)
        for role in roles_of(section.title)
    }
    pictures = any(link.image for d in package.design_documents for link in d.links)
    drawn = package.diagrams or pictures or any(a.role == "diagram" for a in package.artifacts)
    return roles | {"diagrams"} if drawn else roles - {"diagrams"}


def _treated(package: Package) -> dict[str, _Treated]:
    """For each role the section with most of its topic terms, at least ``MIN_TERMS``."""
    best: dict[str, _Treated] = {}
    for document in package.design_documents:
        texts = section_texts(document)
        for section in counted(document):
            for role, terms in topics_in(texts.get(section.index, "")).items():
                known = best.get(role)
                if len(terms) >= MIN_TERMS and (known is None or len(terms) > len(known.terms)):
                    best[role] = _Treated(document, section, terms)
    return best
