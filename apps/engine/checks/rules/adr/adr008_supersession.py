"""ADR-008: links between records lead somewhere, back, and never in a circle."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotApplicable
from apps.engine.checks.decision_scopes import record_scope, record_subject
from apps.engine.decision_model import AdrLink, Decision
from apps.engine.decisions.links import is_record_target, resolve, target_number
from apps.engine.document.model import Block, Document
from apps.engine.package import Package

_CHECKED = frozenset({"supersedes", "superseded_by", "amends", "amended_by"})
_BACK = {"superseded_by": "supersedes", "supersedes": "superseded_by"}
_WORDS = {
    "supersedes": "supersedes", "superseded_by": "is superseded by",
    "amends": "amends", "amended_by": "is amended by",
}  # fmt: skip
_AWARE = re.compile(
    r"supersed|superced|replaced|former|earlier|previous|no longer|until|deprecated", re.IGNORECASE
)


class Supersession(Check):
    """Targets exist, the other side links back, statuses agree, no circle, no stale reliance."""

    code = "ADR-008"
    title = "Supersession graph"
    severity = "error"
    criteria = ("C7",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """Findings per record and link."""
        if not package.decisions:
            raise NotApplicable("There is no decision record.")
        linked = [d for d in package.decisions if _relations(d) or d.status == "superseded"]
        if not linked:
            raise NotApplicable("No record supersedes or amends another.")
        edges: dict[int, list[Decision]] = {}
        for decision in linked:
            for link in _relations(decision):
                target = resolve(link, decision, package.decisions)
                if target is None:
                    yield from self._missing(package, decision, link)
                else:
                    yield from self._both_sides(package, decision, link, target)
                    if link.type == "superseded_by":
                        edges.setdefault(id(decision), []).append(target)
            yield from self._status(package, decision)
        yield from self._circles(package, edges)
        yield from self._relied_on(package)

    def _missing(self, package: Package, decision: Decision, link: AdrLink) -> Iterator[Finding]:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(decision.file), link.target))
        if path.split("#")[0] in package.paths():
            return
        number = target_number(link.target)
        name = f"ADR-{number:04d}" if number is not None else f"'{link.target}'"
        strong = link.type in _BACK
        yield self.finding(
            package,
            subject=f"{record_subject(decision)}:{link.type}:{name}",
            where=link.where or decision.where,
            severity="error" if strong else "warning",
            confidence=1.0 if number is not None else 0.75,
            title=f"{decision.label} {_WORDS[link.type]} {name}, which does not exist",
            message=f"We read '{link.raw}' in {decision.file} and found no record {name} among "
            + ", ".join(d.label for d in package.decisions)
            + ".",
            hint="Correct the number, or add the record.",
            computed={"target": link.target},
            scopes=(record_scope(decision),),
        )

    def _both_sides(
        self, package: Package, decision: Decision, link: AdrLink, target: Decision
    ) -> Iterator[Finding]:
        if link.type not in _BACK:
            return
        back = any(
            other.type == _BACK[link.type] and resolve(other, target, package.decisions) == decision
            for other in target.links
        )
        if not back:
            yield self.finding(
                package,
                subject=f"{record_subject(target)}:back:{decision.label}",
                where=target.field_places.get("status", target.where),
                severity="info",
                title=f"{target.label} does not link back to {decision.label}",
                message=f"We read that {decision.label} {_WORDS[link.type]} {target.label}, but "
                f"{target.label} does not say so.",
                hint=f"Add '{_BACK[link.type].replace('_', ' ').capitalize()} {decision.label}' there.",
                scopes=(record_scope(target),),
            )
        older = decision if link.type == "superseded_by" else target
        if older.status in {"accepted", "proposed"} and link.type == "supersedes":
            yield self._still(package, older, decision)

    def _still(self, package: Package, older: Decision, newer: Decision) -> Finding:
        return self.finding(
            package,
            subject=f"{record_subject(older)}:still-{older.status}",
            where=older.field_places.get("status", older.where),
            severity="warning",
            title=f"{older.label} is {older.status} although {newer.label} supersedes it",
            message=f"We read status '{older.status_raw}' in {older.file} and that {newer.label} "
            "supersedes it.",
            hint=f"Set the status of {older.label} to 'superseded by {newer.label}'.",
            scopes=(record_scope(older),),
        )

    def _status(self, package: Package, decision: Decision) -> Iterator[Finding]:
        """Accepted and superseded at once, or superseded by nothing."""
        by = [link for link in decision.links if link.type == "superseded_by"]
        if by and decision.status in {"accepted", "proposed"}:
            title = f"{decision.label} is {decision.status} and superseded by {by[0].target}"
            message = (
                f"We read status '{decision.status_raw}' and '{by[0].raw}' in {decision.file}."
            )
            hint = "Keep one: a superseded record is no longer accepted."
        elif not by and decision.status == "superseded":
            title = f"{decision.label} is superseded, by what it does not say"
            message = f"We read status '{decision.status_raw}' in {decision.file} without a target."
            hint = "Write 'superseded by ADR-n' and link the record that replaces it."
        else:
            return
        yield self.finding(
            package,
            subject=f"{record_subject(decision)}:status",
            where=decision.field_places.get("status", decision.where),
            severity="warning",
            title=title,
            message=message,
            hint=hint,
            scopes=(record_scope(decision),),
        )

    def _circles(self, package: Package, edges: dict[int, list[Decision]]) -> Iterator[Finding]:
        """Follow "superseded by" from every record; a path that returns is reported once."""
        by_id = {id(decision): decision for decision in package.decisions}
        reported: set[frozenset[int]] = set()
        for start in edges:
            path = [start]
            while (following := edges.get(path[-1])) and id(following[0]) not in path:
                path.append(id(following[0]))
            if not following or id(following[0]) != start or frozenset(path) in reported:
                continue
            reported.add(frozenset(path))
            names = " -> ".join([by_id[i].label for i in path] + [by_id[start].label])
            yield self.finding(
                package,
                subject=f"circle:{'+'.join(sorted(by_id[i].file for i in path))}",
                where=by_id[start].field_places.get("status", by_id[start].where),
                title=f"Records supersede each other in a circle: {names}",
                message=f"We followed 'superseded by' and came back: {names}.",
                hint="Decide which record is in force and correct the others.",
                computed={"circle": names},
                scopes=tuple(record_scope(by_id[i]) for i in path),
            )

    def _relied_on(self, package: Package) -> Iterator[Finding]:
        """A design that cites a superseded record as if it were in force."""
        old = [d for d in package.decisions if d.status == "superseded" and d.number is not None]
        for decision in old:
            found = next(_mentions(package, decision), None)
            if found is None:
                continue
            document, block = found
            where = package.texts[document.path].place(block.start, block.end)
            yield self.finding(
                package,
                subject=f"{record_subject(decision)}:relied-on",
                where=where,
                severity="warning",
                confidence=0.75,
                title=f"The design cites {decision.label}, which is superseded",
                message=f"We read {decision.label} in {document.path}, line {where.line}, without a word "
                "about the record that replaced it.",
                hint="Cite the record that is in force, or say why the old one still matters.",
                scopes=(record_scope(decision),),
            )


def _relations(decision: Decision) -> list[AdrLink]:
    return [
        link for link in decision.links if link.type in _CHECKED and is_record_target(link.target)
    ]


def _mentions(package: Package, decision: Decision) -> Iterator[tuple[Document, Block]]:
    name = re.compile(rf"\bADR[-\s]?0*{decision.number}\b", re.IGNORECASE)
    followers = [link.target for link in decision.links if link.type == "superseded_by"]
    numbers = [n for target in followers if (n := target_number(target)) is not None]
    for document in package.design_documents:
        for block in document.blocks:
            section = document.sections[block.section]
            if block.kind not in {"para", "item"} or section.role in {"references", "adr"}:
                continue
            newer = any(
                re.search(rf"\bADR[-\s]?0*{n}\b", block.text, re.IGNORECASE) for n in numbers
            )
            if name.search(block.text) and not newer and not _AWARE.search(block.text):
                yield document, block
