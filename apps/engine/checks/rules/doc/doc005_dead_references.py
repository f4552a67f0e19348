"""DOC-005: links, pictures, citations and section numbers lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from apps.engine import formats
from apps.engine.checks.base import Check, Finding, NotAssessable, Severity
from apps.engine.checks.targets import Targets, listed_numbers
from apps.engine.document.links import package_path
from apps.engine.document.model import Document, Link
from apps.engine.document.references import (
    Mention,
    citations,
    reference_labels,
    section_mentions,
)
from apps.engine.package import Package
from apps.engine.text import CanonicalText

_OWN_FILES = tuple(
    f".{ending}"
    for row in formats.with_role("document", "diagram", "picture", "sheet")
    for ending in row.endings
)
"""Endings of files that belong to a design package: a dead link to one is an error."""
MOST = 200
"""Findings of one document at most; more say nothing new."""
_TEMPLATE_SIGNS = ("{", "}", "<", ">", "$(")
_PREFIXES = ("user-content-", "u-")


class DeadReferences(Check):
    """Follows every reference inside the package; addresses outside are only looked at."""

    code = "DOC-005"
    title = "Dead references"
    severity = "error"
    criteria = ("C9",)
    stage = "stable"

    def find(self, package: Package) -> Iterator[Finding]:
        """One finding for each dead reference."""
        if not package.documents:
            raise NotAssessable("We could not read a document in this upload.")
        known = Targets(package)
        for document in package.documents.values():
            yield from islice(self._document(package, document, known), MOST)

    def _document(self, package: Package, document: Document, known: Targets) -> Iterator[Finding]:
        for link in {link.href: link for link in reversed(document.links)}.values():
            yield from self._link(package, document, link, known)
        text = package.texts[document.path]
        yield from self._citations(package, document, text)
        if document.path in known.designs:
            yield from self._sections(package, document, text, known)

    def _link(
        self, package: Package, document: Document, link: Link, known: Targets
    ) -> Iterator[Finding]:
        if link.href.startswith("@") or any(s in unquote(link.href) for s in _TEMPLATE_SIGNS):
            return
        if link.kind == "external":
            yield from self._address(package, link, known)
        elif link.kind == "internal":
            yield from self._anchor(package, link, document.path, link.fragment, known)
        else:
            path = package_path(document.path, link.target)
            if not link.href.strip() or (not link.target and not link.fragment):
                yield self._dead(
                    package, link, known, "empty", "warning", "A link without a target",
                    f"We read '{link.text}' as a link that leads nowhere.", "Add the target.",
                )  # fmt: skip
            elif path in package.paths():
                yield from self._anchor(package, link, path or "", link.fragment, known)
            elif path is None or path.rstrip("/") not in known.folders:
                yield self._file(package, link, path, known)

    def _address(self, package: Package, link: Link, known: Targets) -> Iterator[Finding]:
        if link.href.lower().startswith(("http:", "https:", "//")) and not _is_address(link.href):
            yield self._dead(
                package, link, known, "address", "warning", f"'{link.href}' is not an address",
                f"We read the address '{link.href}', which no browser can open.",
                "Correct the address.",
            )  # fmt: skip

    def _anchor(
        self, package: Package, link: Link, path: str, fragment: str, known: Targets
    ) -> Iterator[Finding]:
        wanted = fragment.casefold()
        if not wanted or path not in known.anchors or wanted == "top":
            return
        names = {wanted, *(wanted.removeprefix(prefix) for prefix in _PREFIXES)}
        if names & known.anchors[path]:
            return
        where = "this document" if path == link.where.artifact else path
        near = known.near_anchor(path, wanted)
        hint = f"Did you mean '#{near}'?" if near else "Correct the anchor or the heading."
        yield self._dead(
            package, link, known, "anchor", "error", f"No heading '#{fragment}' in {where}",
            f"We found no heading in {where} whose anchor is '#{fragment}'.", hint,
        )  # fmt: skip

    def _file(self, package: Package, link: Link, path: str | None, known: Targets) -> Finding:
        name = link.target
        thing = "Picture" if link.image else "File"
        if path is None:
            return self._dead(
                package, link, known, "file", "error" if link.image else "warning",
                f"{thing} {name} lies outside the package",
                f"The path '{name}' leads out of the package, so nobody else can follow it.",
                "Put the file into the package, or link to its web address.",
            )  # fmt: skip
        own = link.image or path.lower().endswith(_OWN_FILES)
        near = known.near_path(path)
        hint = f"Did you mean '{near}'?" if near else "Upload it or correct the path."
        return self._dead(
            package, link, known, "file", "error" if own else "warning",
            f"{thing} {name} is not in the package",
            f"We looked for '{path}' among the {len(package.artifacts)} files of the package and "
            f"did not find it (line {link.where.line}).",
            hint,
        )  # fmt: skip

    def _dead(  # noqa: PLR0913, PLR0917 - the words of one finding
        self,
        package: Package,
        link: Link,
        known: Targets,
        role: str,
        severity: Severity,
        title: str,
        message: str,
        hint: str,
    ) -> Finding:
        places = tuple(known.places(link))
        lines = ", ".join(f"{place.line}" for place in places[1:8])
        also = f" The same target stands on line {lines}." if lines else ""
        return self.finding(
            package,
            subject=f"link:{link.href}",
            role=role,
            where=link.where,
            severity=severity,
            title=title,
            message=message + also,
            hint=hint,
            evidence=places[:5],
            computed={"target": link.href, "places": len(places)},
        )

    def _citations(
        self, package: Package, document: Document, text: CanonicalText
    ) -> Iterator[Finding]:
        cited = citations(document, text)
        if not cited:
            return
        labels = reference_labels(document, text)
        if labels is None:
            numbers = ", ".join(dict.fromkeys(f"[{mention.label}]" for mention in cited))
            yield self._mention(
                package, text, cited[0], "citations:list", "No reference list",
                f"We read the citations {numbers} and found no section 'References' to look them up.",
                "Add a reference list with these numbers.",
            )  # fmt: skip
            return
        listed = listed_numbers(labels)
        dead = [mention for mention in cited if mention.label not in labels]
        for mention in {m.label: m for m in reversed(dead)}.values():
            yield self._mention(
                package, text, mention, f"citation:{mention.label}",
                f"Citation [{mention.label}] is not in the reference list",
                f"We read the citation [{mention.label}]; the reference list has {listed}.",
                "Add the entry or correct the number.",
            )  # fmt: skip

    def _sections(
        self, package: Package, document: Document, text: CanonicalText, known: Targets
    ) -> Iterator[Finding]:
        seen: set[str] = set()
        for mention in section_mentions(document, text):
            if mention.label in known.sections or mention.label in seen:
                continue
            seen.add(mention.label)
            yield self._mention(
                package, text, mention, f"section:{mention.label}",
                f"There is no section {mention.label}",
                f"We read a reference to section {mention.label}; the sections are "
                f"{known.listed_sections}.",
                "Correct the number, or link to the heading.",
            )  # fmt: skip

    def _mention(  # noqa: PLR0913, PLR0917 - the words of one finding
        self,
        package: Package,
        text: CanonicalText,
        mention: Mention,
        subject: str,
        title: str,
        message: str,
        hint: str,
    ) -> Finding:
        return self.finding(
            package,
            subject=subject,
            where=text.place(mention.start, mention.end),
            severity="warning",
            confidence=0.9,
            title=title,
            message=message,
            hint=hint,
            computed={"label": mention.label},
        )


def _is_address(href: str) -> bool:
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    return bool(host) and " " not in href and (("." in host) or ":" in host or host == "localhost")
