"""Decisions of a design with the options they weigh: from matrices, records and prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.engine.checks.decision_scopes import (
    matrix_scope,
    matrix_subject,
    record_scope,
    record_subject,
)
from apps.engine.decision_model import AdrOption, Decision, Matrix
from apps.engine.decisions.choice import find_option, tokens
from apps.engine.decisions.matrices import related
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
        taken.update(id(d) for d in package.decisions if related(d, matrix.options))
        found.append(_of_matrix(matrix))
    found.extend(_of_record(d, package) for d in package.decisions if id(d) not in taken)
    found.extend(_of_prose(package))
    return found


def _of_matrix(matrix: Matrix) -> Considered:
    options = _distinct(list(matrix.options))
    scored = len(matrix.criteria) >= 3
    return Considered(
        matrix.title, matrix_subject(matrix), matrix_scope(matrix), options,
        len(options) if scored else 0, () if scored else options, matrix.where,
    )  # fmt: skip


def _of_record(decision: Decision, package: Package) -> Considered:
    titles = _distinct([option.title for option in decision.options])
    by_title = {option.title: option for option in decision.options}
    thin = tuple(t for t in titles if _words_about(by_title[t], decision, package) < _REAL_WORDS)
    return Considered(
        decision.label, record_subject(decision), record_scope(decision), titles,
        len(titles) - len(thin), thin, decision.field_places.get("options", decision.where),
    )  # fmt: skip


def _distinct(titles: list[str]) -> tuple[str, ...]:
    """Options once each; "do nothing" and "status quo" are one."""
    kept: list[str] = []
    quo = False
    for title in titles:
        if _STATUS_QUO.search(title):
            if quo:
                continue
            quo = True
        if not any(tokens(title) == tokens(other) for other in kept):
            kept.append(title)
    return tuple(kept)


def _words_about(option: AdrOption, decision: Decision, package: Package) -> int:
    """Words that describe an option: its own, and sentences elsewhere that name it.

    The argument for the choice describes the chosen option, the first one when none of them is named.
    """
    own = " ".join((option.title, *option.pros, *option.cons, *option.neutral))
    count = len(own.split())
    listed = [o.title for o in decision.options]
    chosen = decision.chosen_option
    index = find_option(chosen, listed) if chosen else None
    if chosen and option.title == listed[index or 0]:
        count += len(f"{decision.decision} {decision.consequences_text}".split())
    if count >= _REAL_WORDS:
        return count
    wanted = tokens(option.title)
    elsewhere = (
        f"{decision.context} {decision.decision} {decision.rationale} {decision.consequences_text}"
    )
    for sentence in re.split(r"(?<=[.;!?])\s+", elsewhere):
        if wanted <= tokens(sentence):
            count += len(sentence.split())
    return count + (_words_in_design(wanted, package) if count < _REAL_WORDS else 0)


def _words_in_design(wanted: frozenset[str], package: Package) -> int:
    """Words of design paragraphs that compare the option with another one."""
    count = 0
    for document in package.design_documents:
        for block in document.blocks:
            if block.kind in {"para", "item"} and _VERSUS.search(block.text):
                count += len(block.text.split()) if wanted <= tokens(block.text) else 0
    return count


def _of_prose(package: Package) -> Iterator[Considered]:
    """Sections such as "Build or buy" that weigh two ways in running text."""
    tables = {(m.where.artifact, m.section) for m in package.matrices}
    records = [(d.file, d.where.start or 0, d.where.end or 0) for d in package.decisions]
    for document in package.design_documents:
        for section in document.sections:
            inside = any(f == document.path and a <= section.start < b for f, a, b in records)
            if inside or (document.path, section.index) in tables:
                continue
            if _weighs(document, section) and _in_tradeoffs(document, section):
                options = _halves(section.title)
                place = Place(
                    document.path, section.start, section.own_end, section.line, section.end_line
                )
                yield Considered(
                    section.title, f"section:{section.title.casefold()}", f"section:{section.slug}",
                    options, 2, (), place,
                )  # fmt: skip


def _weighs(document: Document, section: Section) -> bool:
    if section.words < _PROSE_WORDS or not _CHOICE_TITLE.search(section.title):
        return False
    text = " ".join(b.text for b in document.blocks if b.section == section.index)
    return bool(
        _VERSUS.search(text) or re.search(r"\b(?:or|vs\.?|versus)\b", section.title, re.IGNORECASE)
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
