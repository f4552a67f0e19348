"""What links, citations and mentions of sections can point to in a package."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from apps.engine.document.model import Link
from apps.engine.document.references import anchors, section_numbers
from apps.engine.names.slips import nearest
from apps.engine.package import Package
from apps.engine.text import Place


class Targets:
    """What the references of a package can point to, put in order once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.anchors = {
            d.path: anchors(d, package.texts[d.path]) for d in package.documents.values()
        }
        self.folders = _folders(package)
        self._sorted: dict[str, list[str]] = {}
        self._files: dict[str, _Files] = {}
        self._places: dict[str, dict[str, list[Place]]] = {}

    def near_anchor(self, path: str, anchor: str) -> str | None:
        """The anchor of a document that was probably meant."""
        if path not in self._sorted:
            self._sorted[path] = sorted(self.anchors[path])
        return nearest(anchor, self._sorted[path], 0.6)

    def near_path(self, path: str) -> str | None:
        """A file of the same kind that differs in case, in its folder or by a slip only."""
        folded = path.casefold()
        ending = folded.rpartition(".")[2]
        if ending not in self._files:
            self._files[ending] = _Files(self._package, ending)
        files = self._files[ending]
        exact = files.by_path.get(folded) or files.by_path.get(f"{folded}.md")
        if exact:
            return exact
        same = files.by_name.get(folded.rsplit("/", 1)[-1], [])
        return same[0] if len(same) == 1 else nearest(path, files.alike, 0.8)

    def places(self, link: Link) -> list[Place]:
        """Where the document of a link has the same target."""
        path = link.where.artifact
        if path not in self._places:
            self._places[path] = defaultdict(list)
            for other in self._package.documents[path].links:
                self._places[path][other.href].append(other.where)
        return self._places[path][link.href]

    @cached_property
    def designs(self) -> frozenset[str]:
        """Paths of the documents of the design."""
        return frozenset(document.path for document in self._package.design_documents)

    @cached_property
    def sections(self) -> frozenset[str]:
        """Numbers of all sections of the design."""
        return frozenset[str]().union(*map(section_numbers, self._package.design_documents))

    @cached_property
    def listed_sections(self) -> str:
        """The same in words."""
        return listed_numbers(self.sections)


class _Files:
    """Files of one kind, by their names in any case."""

    def __init__(self, package: Package, ending: str) -> None:
        paths = sorted(p for p in package.paths() if p.casefold().endswith((ending, ".md")))
        self.by_path = {known.casefold(): known for known in paths}
        self.by_name: dict[str, list[str]] = defaultdict(list)
        for known in paths:
            self.by_name[known.rsplit("/", 1)[-1].casefold()].append(known)
        self.alike = [known for known in paths if known.casefold().endswith(f".{ending}")]


def listed_numbers(labels: frozenset[str]) -> str:
    """Numbers in order, at most twelve of them."""
    ordered = sorted(labels, key=lambda label: [_part(part) for part in label.split(".")])
    shown = ", ".join(ordered[:12]) or "none"
    return f"{shown} and {len(ordered) - 12} more" if len(ordered) > 12 else shown


def _part(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdigit() else (0, part)


def _folders(package: Package) -> frozenset[str]:
    """All folders of the package, the root as ""."""
    found = {""}
    for path in package.paths():
        parts = path.split("/")[:-1]
        found |= {"/".join(parts[: n + 1]) for n in range(len(parts))}
    return frozenset(found)
