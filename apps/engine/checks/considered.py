"""Decisions of a design with the options they weigh: from matrices, records and prose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from apps.engine.checks.decision_scopes import (
    matrix_scope,
    matrix_subject,
    record_scope,
    record_subject,
)
from apps.engine.decision_model import AdrOption, Decision, Matrix
from apps.engine.decision_spans import RecordSpans
from apps.engine.decisions.choice import find_option, tokens
from apps.engine.document.model import Document, Section
from apps.engine.package import Package
from apps.engine.text import Place

_STATUS_QUO = re.compile(
    r"\b(?:do(?:ing)? nothing|status quo|no change|leave (?:it )?as is|keep (?:it )?as is|keep the current\w*|"
    r"unchanged|as-is)\b",
    re.IGNORECASE,
)
_VERSUS = re.compile(
    r"\b(?:versus|vs\.?|instead of|alternatives?|compared (?:with|to)|against|rather than|while|whereas|"
    r"on the other hand|in contrast|by contrast|option)\b",
    re.IGNORECASE,
)
_CHOICE_TITLE = re.compile(
    r"\b(?:or|vs\.?|versus|oder)\b|\b(?:alternatives?|options?|choice|choosing|selection|comparison|build.buy)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+")
_REAL_WORDS = 15
_PROSE_WORDS = 2 * _REAL_WORDS


@dataclass(frozen=True, slots=True)
class Considered:
    """A decision with its options. ``described`` counts options that are more than a name."""

    label: str
    subject: str
    scope: str
    options: tuple[str, ...]
    described: int
    named_only: tuple[str, ...]
    where: Place

    @property
    def real(self) -> bool:
        """At least two options, each with its arguments."""
        return self.described >= 2


def considered_decisions(package: Package) -> list[Considered]:
    """All decisions; a matrix and the record about the same options are one."""
    found: list[Considered] = []
    taken: set[int] = set()
    for matrix in package.matrices:
        taken.update(id(d) for d in package.records.about(matrix.options))
        found.append(_of_matrix(matrix))
    comparisons = _Passages(_comparisons(package))
    found.extend(_of_record(d, comparisons) for d in package.decisions if id(d) not in taken)
    found.extend(_of_prose(package))
    return found


def _of_matrix(matrix: Matrix) -> Considered:
    options = _distinct(list(matrix.options))
    scored = len(matrix.criteria) >= 3
    return Considered(
        matrix.title, matrix_subject(matrix), matrix_scope(matrix), options,
        len(options) if scored else 0, () if scored else options, matrix.where,
    )  # fmt: skip


def _of_record(decision: Decision, comparisons: _Passages) -> Considered:
    titles = _distinct([option.title for option in decision.options])
    by_title = {option.title: option for option in decision.options}
    chosen = _chosen_title(decision)
    told = _Passages(
        _SENTENCE_END.split(
            f"{decision.context} {decision.decision} {decision.rationale} "
            f"{decision.consequences_text}"
        )
    )
    thin = tuple(
        title
        for title in titles
        if not _is_described(
            by_title[title], decision if title == chosen else None, told, comparisons
        )
    )
    return Considered(
        decision.label, record_subject(decision), record_scope(decision), titles,
        len(titles) - len(thin), thin, decision.field_places.get("options", decision.where),
    )  # fmt: skip


def _distinct(titles: list[str]) -> tuple[str, ...]:
    """Options once each; "do nothing" and "status quo" are one."""
    kept: dict[frozenset[str], str] = {}
    quo = False
    for title in titles:
        if _STATUS_QUO.search(title):
            if quo:
                continue
            quo = True
        kept.setdefault(tokens(title), title)
    return tuple(kept.values())


def _chosen_title(decision: Decision) -> str | None:
    """Title of the chosen option, the first one when none of them is named."""
    if not decision.chosen_option or not decision.options:
        return None
    listed = [option.title for option in decision.options]
    return listed[find_option(decision.chosen_option, listed) or 0]


def _is_described(
    option: AdrOption, chosen_by: Decision | None, told: _Passages, comparisons: _Passages
) -> bool:
    """Whether enough words describe an option: its own, and passages elsewhere that name it.

    The argument for the choice describes the chosen option (``chosen_by`` is its record).
    """
    own = " ".join((option.title, *option.pros, *option.cons, *option.neutral))
    count = len(own.split())
    if chosen_by is not None:
        count += len(f"{chosen_by.decision} {chosen_by.consequences_text}".split())
    if count >= _REAL_WORDS:
        return True
    wanted = tokens(option.title)
    count += told.words_with(wanted)
    return count >= _REAL_WORDS or count + comparisons.words_with(wanted) >= _REAL_WORDS


def _comparisons(package: Package) -> Iterator[str]:
    """Design paragraphs that compare something with another thing."""
    for document in package.design_documents:
        for block in document.blocks:
            if block.kind in {"para", "item"} and _VERSUS.search(block.text):
                yield block.text


class _Passages:
    """Passages by the telling words in them."""

    def __init__(self, passages: Iterable[str]) -> None:
        self._passages = passages

    def words_with(self, wanted: frozenset[str]) -> int:
        """Words of the passages that hold all words wanted."""
        counted, holding = self._read
        if not wanted:
            return sum(count for _, count in counted)
        fewest = min((holding.get(word, ()) for word in wanted), key=len)
        return sum(counted[at][1] for at in fewest if wanted <= counted[at][0])

    @cached_property
    def _read(self) -> tuple[list[tuple[frozenset[str], int]], dict[str, list[int]]]:
        counted = [(tokens(passage), len(passage.split())) for passage in self._passages]
        holding: dict[str, list[int]] = defaultdict(list)
        for at, (words, _) in enumerate(counted):
            for word in words:
                holding[word].append(at)
        return counted, holding


def _of_prose(package: Package) -> Iterator[Considered]:
    """Sections such as "Build or buy" that weigh two ways in running text."""
    tables = {(m.where.artifact, m.section) for m in package.matrices}
    records = RecordSpans(package.decisions)
    for document in package.design_documents:
        texts = _texts_by_section(document)
        for section in document.sections:
            inside = records.hold(document.path, section.start)
            if inside or (document.path, section.index) in tables:
                continue
            text = texts.get(section.index, [])
            if _weighs(section, text) and _in_tradeoffs(document, section):
                options = _halves(section.title)
                place = Place(
                    document.path, section.start, section.own_end, section.line, section.end_line
                )
                yield Considered(
                    section.title, f"section:{section.title.casefold()}", f"section:{section.slug}",
                    options, 2, (), place,
                )  # fmt: skip


def _texts_by_section(document: Document) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = defaultdict(list)
    for block in document.blocks:
        texts[block.section].append(block.text)
    return texts


def _weighs(section: Section, texts: list[str]) -> bool:
    if section.words < _PROSE_WORDS or not _CHOICE_TITLE.search(section.title):
        return False
    return bool(
        _VERSUS.search(" ".join(texts))
        or re.search(r"\b(?:or|vs\.?|versus)\b", section.title, re.IGNORECASE)
    )


def _in_tradeoffs(document: Document, section: Section) -> bool:
    current: Section | None = section
    while current is not None:
        if current.role == "tradeoffs":
            return True
        current = document.sections[current.parent] if current.parent is not None else None
    return False


def _halves(title: str) -> tuple[str, ...]:
    halves = re.split(r"\s+(?:or|vs\.?|versus|oder)\s+", title, maxsplit=1, flags=re.IGNORECASE)
    return tuple(halves) if len(halves) == 2 else ("one way", "the other way")
