"""ADR-008: links between records lead somewhere, back, and never in a circle."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from apps.engine.checks.base import Check, Finding, NotApplicable
from apps.engine.checks.decision_scopes import record_scope, record_subject
from apps.engine.decision_model import AdrLink, Decision
from apps.engine.decisions.links import LinkTargets, is_record_target, target_number
from apps.engine.document.model import Block, Document
from apps.engine.package import Package

_CHECKED = frozenset({"supersedes", "superseded_by", "amends", "amended_by"})
_BACK = {"superseded_by": "supersedes", "supersedes": "superseded_by"}
_WORDS = {
    "supersedes": "supersedes", "superseded_by": "is superseded by",
    "amends": "amends", "amended_by": "is amended by",
}  # fmt: skip
_NAMED = re.compile(r"\bADR[-\s]?(\d{1,9})\b", re.IGNORECASE)
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
        targets = LinkTargets(package.decisions)
        labels = ", ".join(decision.label for decision in package.decisions)
        for decision in linked:
            for link in _relations(decision):
                target = targets.resolve(link, decision)
                if target is None:
                    yield from self._missing(package, decision, link, labels)
                else:
                    back = _links_back(targets, decision, link, target)
                    yield from self._both_sides(package, decision, link, target, back=back)
                    if link.type == "superseded_by":
                        edges.setdefault(id(decision), []).append(target)
            yield from self._status(package, decision)
        yield from self._circles(package, edges)
        yield from self._relied_on(package)

    def _missing(
        self, package: Package, decision: Decision, link: AdrLink, labels: str
    ) -> Iterator[Finding]:
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
            f"{labels}.",
            hint="Correct the number, or add the record.",
            computed={"target": link.target},
            scopes=(record_scope(decision),),
        )

    def _both_sides(
        self,
        package: Package,
        decision: Decision,
        link: AdrLink,
        target: Decision,
        *,
        back: bool,
    ) -> Iterator[Finding]:
        if link.type not in _BACK:
            return
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
        for path in _circles({at: id(following[0]) for at, following in edges.items()}):
            start = path[0]
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
        mentions = _mentions(package) if old else {}
        for decision in old:
            found = _as_if_in_force(mentions, decision)
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


def _links_back(targets: LinkTargets, decision: Decision, link: AdrLink, target: Decision) -> bool:
    wanted = _BACK.get(link.type)
    return any(
        other.type == wanted and targets.resolve(other, target) == decision
        for other in target.links
    )


def _circles(following: Mapping[int, int]) -> Iterator[list[int]]:
    """Paths that return to where they begin, each once and from the first of its members."""
    round_of: dict[int, set[int]] = {}
    seen: set[int] = set()
    for start in following:
        path: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in seen:
            seen.add(at)
            path[at] = None
            at = following.get(at)
        if at is not None and at in path:
            walked = list(path)
            members = set(walked[walked.index(at) :])
            round_of |= dict.fromkeys(members, members)
    for start in following:
        if start in round_of:
            path_back = [start]
            while following[path_back[-1]] != start:
                path_back.append(following[path_back[-1]])
            for member in path_back:
                del round_of[member]
            yield path_back


@dataclass(frozen=True, slots=True)
class _Mention:
    """A paragraph that names records, and their numbers."""

    document: Document
    block: Block
    numbers: frozenset[int]


def _mentions(package: Package) -> dict[int, list[_Mention]]:
    """Paragraphs of the design by the numbers of the records that they name."""
    found: dict[int, list[_Mention]] = defaultdict(list)
    for document in package.design_documents:
        for block in document.blocks:
            section = document.sections[block.section]
            if block.kind not in {"para", "item"} or section.role in {"references", "adr"}:
                continue
            numbers = frozenset(int(number) for number in _NAMED.findall(block.text))
            for number in numbers:
                found[number].append(_Mention(document, block, numbers))
    return found


def _as_if_in_force(
    mentions: Mapping[int, Sequence[_Mention]], decision: Decision
) -> tuple[Document, Block] | None:
    """The first paragraph that names a record without its followers or a word about its end."""
    followers = [link.target for link in decision.links if link.type == "superseded_by"]
    numbers = {target_number(target) for target in followers}
    for mention in mentions.get(decision.number or 0, ()):
        if not mention.numbers & numbers and not _AWARE.search(mention.block.text):
            return mention.document, mention.block
    return None
