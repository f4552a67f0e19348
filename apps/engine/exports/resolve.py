"""From what selectors say to an anchor in a package, or a clear reason why not.

A quote decides; a position that does not hold its quote is not believed. A quote that stands in several
places is only taken where the text around it or the position tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from apps.engine.anchors.create import (
    anchor_cell,
    anchor_document,
    anchor_region,
    anchor_section,
    anchor_text,
)
from apps.engine.anchors.elements import anchor_element
from apps.engine.anchors.fates import State
from apps.engine.anchors.selectors import Anchor, AnchorError, SectionFragment, TextQuote
from apps.engine.diagrams.model import Diagram
from apps.engine.exports.selector_read import Found
from apps.engine.package import Package
from apps.engine.text import CanonicalText

Span = tuple[int, int]
_WORD = re.compile(r"\S+")
_MAX_PLACES = 1_000


def resolve(package: Package, artifact: str, found: Found) -> tuple[Anchor, State]:
    """The anchor that selectors name in ``artifact`` and how surely it is what was meant.

    Without an artifact a quote is looked for in every text. ``exact`` is where the selectors say,
    ``carried`` the same words in another place.

    Raises:
        AnchorError: there is no such place.
    """
    if found.element or (found.diagram and found.first in ("element", "")):
        return anchor_element(_diagram(package, found.diagram), found.element), "exact"
    if found.polygon or found.rectangle:
        return _region(package, artifact, found), "exact"
    if found.quote and not artifact:
        artifact = _holder(package, found.quote)
    _known(package, artifact)
    if found.cell is None and found.section is None and not (found.quote or found.position):
        return anchor_document(artifact), "exact"
    text = package.texts.get(artifact)
    if text is None:
        raise AnchorError("no-text", f"{artifact} has no text that could be commented on.")
    if found.cell is not None:
        return _cell(package, text, found)
    if found.section is not None and (found.first == "section" or not _has_text(found)):
        return _section(package, text, found)
    return _words(package, text, found)


def _has_text(found: Found) -> bool:
    return found.quote is not None or found.position is not None


def _known(package: Package, artifact: str) -> None:
    if artifact not in package.paths():
        named = f"There is no file {artifact[:200]}" if artifact else "No file is named"
        raise AnchorError(
            "no-file",
            f"{named} in this design.",
            "Name the file in the target's source: …?artifact=design.md.",
        )


def _diagram(package: Package, key: str) -> Diagram:
    found = next((one for one in package.diagrams if one.key == key), None)
    if found is None:
        raise AnchorError(
            "no-diagram",
            f"This design has no diagram “{key[:80]}”.",
            f"Its diagrams are: {', '.join(d.key for d in package.diagrams) or 'none'}.",
        )
    return found


def _region(package: Package, artifact: str, found: Found) -> Anchor:
    region = found.polygon or found.rectangle
    if found.diagram:
        artifact = _diagram(package, found.diagram).where.artifact
    _known(package, artifact)
    if region is None:  # never: asked before
        raise AnchorError("region", "There is no region.")
    return anchor_region(artifact, replace(region, diagram=found.diagram))


def _cell(package: Package, text: CanonicalText, found: Found) -> tuple[Anchor, State]:
    document = package.documents.get(text.artifact)
    if document is None or found.cell is None:
        raise AnchorError("no-cell", f"{text.artifact} has no tables that were read.")
    anchor = anchor_cell(text, document, *found.cell)
    quote = anchor.get(TextQuote)
    if found.quote and quote and quote.exact != found.quote.exact:
        table, row, column = found.cell
        raise AnchorError(
            "no-quote",
            f"The cell in table {table}, row {row}, column {column} of {text.artifact} "
            "does not hold the quoted text.",
            "The table may have changed; choose the cell again.",
        )
    return anchor, "exact"


def _section(package: Package, text: CanonicalText, found: Found) -> tuple[Anchor, State]:
    document, fragment = package.documents.get(text.artifact), found.section
    if document is None or fragment is None:
        raise AnchorError("no-section", f"{text.artifact} has no sections.")
    try:
        return anchor_section(text, document, fragment.slug), "exact"
    except AnchorError:
        if found.quote is None:
            raise
        start, _ = _place(text, found)
        section = document.section_at(start)
        if not section.slug or section.start != start:
            raise
        return anchor_section(text, document, section.slug), "carried"


def _words(package: Package, text: CanonicalText, found: Found) -> tuple[Anchor, State]:
    span = _place(text, found)
    anchor = anchor_text(text, *span, document=package.documents.get(text.artifact))
    said = found.position
    same = said is None or (said.start, said.end) == span
    return anchor, "exact" if same else "carried"


def without_section(anchor: Anchor) -> Anchor:
    """The anchor of a phrase without the slug of its section."""
    rest = tuple(one for one in anchor.selectors if not isinstance(one, SectionFragment))
    return replace(anchor, selectors=rest)


def _place(text: CanonicalText, found: Found) -> Span:
    quote, position = found.quote, found.position
    if quote is None:
        return (position.start, position.end) if position else (0, 0)
    if position and text.text[position.start : position.end] == quote.exact:
        return position.start, position.end
    spans = _spans(text.text, quote.exact)
    if not spans:
        raise AnchorError(
            "no-quote",
            f"The quoted text is not in {text.artifact}.",
            "The file may have changed; select the passage again.",
        )
    best = _best(text.text, spans, quote)
    if len(best) > 1:
        raise AnchorError(
            "ambiguous",
            f"The quoted text stands {len(best)} times in {text.artifact}.",
            "Give the text before and after it, or select more.",
        )
    return best[0]


def _spans(text: str, exact: str) -> list[Span]:
    """Where a quote stands; where it stands nowhere, with other blanks and line breaks."""
    spans = [(m.start(), m.end()) for m in re.finditer(re.escape(exact), text)]
    if not spans:
        words = (re.escape(word) for word in _WORD.findall(exact))
        spans = [(m.start(), m.end()) for m in re.finditer(r"\s+".join(words), text)]
    return spans[:_MAX_PLACES]


def _best(text: str, spans: Sequence[Span], quote: TextQuote) -> list[Span]:
    """The places whose surroundings agree with the quote's the longest."""

    def agreement(span: Span) -> int:
        start, end = span
        before = text[max(0, start - len(quote.prefix) - 40) : start]
        after = text[end : end + len(quote.suffix) + 40]
        return _common(before[::-1], quote.prefix[::-1]) + _common(after, quote.suffix)

    scores = {span: agreement(span) for span in spans}
    top = max(scores.values())
    return [span for span, score in scores.items() if score == top]


def _common(one: str, other: str) -> int:
    """Code points that both begin with, blanks left out."""
    pairs = zip("".join(one.split()), "".join(other.split()), strict=False)
    count = 0
    for a, b in pairs:
        if a != b:
            break
        count += 1
    return count


def _holder(package: Package, quote: TextQuote) -> str:
    """The only file that holds a quote; the main document where several do."""
    paths = [path for path, text in package.texts.items() if _spans(text.text, quote.exact)]
    if package.main in paths:
        return package.main
    if len(paths) != 1:
        raise AnchorError(
            "no-quote" if not paths else "ambiguous",
            f"The quoted text is in {len(paths)} files of this design.",
            "Name the file in the target's source: …?artifact=design.md.",
        )
    return paths[0]
