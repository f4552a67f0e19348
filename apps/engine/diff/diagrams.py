"""The diagrams of two packages: which is which, and what changed in each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from apps.engine.anchors.elements import DiagramMap
from apps.engine.diagrams.model import Diagram
from apps.engine.diff.element_words import Words
from apps.engine.diff.graphs import diff_graph, match_elements
from apps.engine.diff.model import Change, ChangeKind, DiagramDiff, ElementChange
from apps.engine.diff.sequences import diff_sequence
from apps.engine.diff.wording import clip
from apps.engine.text import Place

_OF_GRAPH = frozenset({"node", "group"})
_OF_SEQUENCE = frozenset({"participant"})
_COMMENT = re.compile(r"^\s*(?:%%|//|').*$", re.MULTILINE)
_KINDS: dict[str, ChangeKind] = {
    "added": "added", "removed": "removed", "renamed": "renamed", "moved": "moved",
    "regrouped": "moved",
}  # fmt: skip


def compared(diagrams: Sequence[Diagram]) -> list[Diagram]:
    """The diagrams whose source can be compared; pictures are files."""
    return [diagram for diagram in diagrams if diagram.notation != "image"]


def pair_diagrams(old: Sequence[Diagram], new: Sequence[Diagram]) -> dict[str, str]:
    """Keys of old diagrams to keys of new ones, as comments are carried; nobody has two partners."""
    known = DiagramMap(old, new)
    found: dict[str, str] = {}
    wanted = [(one, known.partner(one)) for one in old]
    # A diagram that kept key and source comes first, then one that kept its source.
    wanted.sort(
        key=lambda pair: (
            pair[1] is None or pair[0].source != pair[1].source,
            pair[1] is None or pair[0].key != pair[1].key,
        )
    )
    for diagram, partner in wanted:
        if partner is not None and partner.key not in found.values():
            found[diagram.key] = partner.key
    return found


def diff_diagram(old: Diagram | None, new: Diagram | None, section: str) -> DiagramDiff:
    """What differs between two diagrams; one of them may be None."""
    if old is None or new is None:
        return _alone(old, new, section)
    pairs: dict[str, str] = {}
    words = Words(old, new)
    elements: list[ElementChange] = []
    if old.graph and new.graph:
        pairs = match_elements(old, new, _OF_GRAPH)
        elements = diff_graph(old.graph, new.graph, pairs, words)
    elif old.sequence and new.sequence:
        pairs = match_elements(old, new, _OF_SEQUENCE)
        elements = diff_sequence(old.sequence, new.sequence, pairs, words)
    elif _source(old) != _source(new):
        elements = [words.source(_kind(old), _kind(new))]
    elements = [*_title(old, new, words), *elements]
    if not elements and _unread(old) != _unread(new):
        elements = [words.whole("lines that were not read", *map(_unread, (old, new)))]
    changes = tuple(_change(one, old, new, section) for one in elements)
    return DiagramDiff(
        "changed" if elements else "same",
        old,
        new,
        section,
        tuple(elements),
        pairs,
        changes,
    )


def _kind(diagram: Diagram) -> str:
    return diagram.syntax or diagram.notation


def _source(diagram: Diagram) -> str:
    """The source without comments and white space."""
    return " ".join(_COMMENT.sub("", diagram.source).split())


def _unread(diagram: Diagram) -> str:
    """The lines that were not read."""
    lines = diagram.source.split("\n")
    first = diagram.where.line or 1
    bad = sorted({p.line - first for p in diagram.problems if p.level == "error"})
    return " ".join(lines[n].strip() for n in bad if 0 <= n < len(lines))


def _title(old: Diagram, new: Diagram, words: Words) -> list[ElementChange]:
    """A title that is written in the source; that of a caption is text."""
    if old.title == new.title:
        return []
    inside = all(one.title in one.source for one in (old, new))
    return [words.whole("title", old.title, new.title)] if inside else []


def _alone(old: Diagram | None, new: Diagram | None, section: str) -> DiagramDiff:
    shown = new or old
    kind = "added" if new else "removed"
    if shown is None:  # pragma: no cover - one side is there
        raise ValueError("neither side has a diagram")
    name = clip(shown.title or shown.key)
    change = Change(
        area="diagram",
        kind="added" if new else "removed",
        subject=f"diagram {name}",
        sentence=f"Diagram {kind}: {name}",
        section=section,
        old_place=old.where if old else None,
        new_place=new.where if new else None,
    )
    return DiagramDiff("added" if new else "removed", old, new, section, changes=(change,))


def _change(element: ElementChange, old: Diagram, new: Diagram, section: str) -> Change:
    return Change(
        area="diagram",
        kind=_KINDS.get(element.kind, "changed"),
        subject=clip(element.name),
        sentence=element.sentence,
        old=element.old,
        new=element.new,
        section=section,
        old_place=_place(old, element.old_key, element.old_line),
        new_place=_place(new, element.new_key, element.new_line),
        counts=element.counts,
    )


def _place(diagram: Diagram, key: str | None, line: int | None) -> Place | None:
    if key is None:
        return None
    return Place(diagram.where.artifact, line=line, end_line=line, element=key)
