"""Is a file a decision record? By its folder, its name and the headings it has."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from apps.engine.decisions.titles import is_record_heading, number_in_file_name
from apps.engine.decisions.words import SIGNAL, exact_role, heading_role, tidy
from apps.engine.document.model import Document
from apps.engine.text import CanonicalText

_FOLDER = re.compile(
    r"^[\W_]*\d*[\W_]*(?:\w{1,12}[-_ ])?(?:adrs?|architect(?:ure|ural)[-_ ]?decisions?(?:[-_ ]?records?)?|"
    r"decisions?|decision[-_ ]?(?:records?|logs?)|design[-_ ]decisions)[\W_]*$",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"^(?:[a-z]{0,5}[-_ ]?adrs?|madr|decision(?:[-_ ]record)?|nnnn|x{2,5}|y{4}|0+|\d{1,5}|[-_. ])*"
    r"(?:template|example[-_ ]template|sample)s?(?:[-_. ](?!engine|render|system|lang|strateg|stor|lib|choice|for)[\w-]*)?$",
    re.IGNORECASE,
)
_TEMPLATE_END = re.compile(
    r"(?:adr|madr|decision|record|nygard|minimal)[-_ ]template$", re.IGNORECASE
)
_INDEX = re.compile(
    r"^(?:readme|index|_index|toc|contents?|summary|overview|changelog|contributing|licen[cs]e|"
    r"(?:0+[-_ ]?)?adrs?[-_ ]?(?:index|list|log|overview|readme)|0*[-_ ]?(?:index|readme)|"
    r"decision[-_ ]?log|decisions|adrs?)$",
    re.IGNORECASE,
)
_WEAK: Final = frozenset(
    [
        "how",
        "why",
        "what",
        "introduction",
        "summary",
        "overview",
        "question",
        "need",
        "proposal",
        "approach",
        "solution",
        "conclusion",
        "results",
        "impact",
        "requirements",
        "constraints",
        "goals",
        "background",
        "motivation",
        "comparison",
        "evaluation",
        "trade-offs",
        "risks",
        "problem",
        "reason",
        "reasons",
        "discussion",
        "options",
        "drivers",
        "abstract",
        "benefits",
        "outcome",
        "proposed solution",
        "resolution",
        "effects",
        "impacts",
        "concerns",
        "criteria",
        "considerations",
        "situation",
        "proposed design",
        "candidates",
        "analysis",
        "decisions",
        "key decisions",
        "state",
    ]
)
_META_LINE = re.compile(
    r"^[ \t>|]*(?:[-*+][ \t]+)?(?:\*\*|__)?status\b[ \t*_]*[:|]", re.IGNORECASE | re.MULTILINE
)


def in_record_folder(path: str) -> bool:
    """Tell whether one of the folders is called ``adr``, ``decisions`` or the like."""
    return any(_FOLDER.match(part) for part in PurePosixPath(path).parts[:-1])


def is_template(path: str) -> bool:
    """Tell whether the file name says that this is a blank form, not a record."""
    stem = PurePosixPath(path).stem
    return bool(_TEMPLATE.match(stem) or _TEMPLATE_END.search(stem))


def signals(titles: list[str]) -> frozenset[str]:
    """Roles of record headings among ``titles``; words that any text may use do not count."""
    return frozenset(
        role
        for title in titles
        if (role := heading_role(title)) in SIGNAL and role and tidy(title) not in _WEAK
    )


def is_record(document: Document, text: CanonicalText) -> bool:
    """Tell whether the whole file is one decision record."""
    stem = PurePosixPath(document.path).stem
    if is_template(document.path):
        return False
    heads = [s for s in document.sections if s.level > 0]
    found = signals([s.title for s in heads] + _label_titles(document, text))
    core = len(found & {"status", "context", "options", "decision", "consequences"})
    if _INDEX.match(stem):
        return core >= 3 and "decision" in found and len(_record_heads(document)) <= 1
    numbered = number_in_file_name(document.path) is not None
    named = bool(re.search(r"(?:^|[-_. ])[a-z]{0,2}adr(?:[-_. \d]|$)", stem, re.IGNORECASE))
    first = heads[0].title if heads else ""
    titled = is_record_heading(first)
    if len(_record_heads(document)) > 1 + titled:
        return False
    head = text.text[:3000]
    stated = "status" in found or bool(_META_LINE.search(head)) or "status" in document.front_matter
    if in_record_folder(document.path):
        weak = {heading_role(s.title) for s in heads} & {"context", "decision", "options"}
        named = named or numbered or titled
        return bool(core >= 1 or stated or (named and (heads or weak)) or _is_y_statement(text))
    if titled or named:
        return core >= 1 or stated
    return _dense(found, core, heads_count=len(heads), numbered=numbered, stated=stated) or (
        _is_y_statement(text)
    )


def _dense(
    found: frozenset[str], core: int, *, heads_count: int, numbered: bool, stated: bool
) -> bool:
    """Without a telling name or folder: the record headings must make up most of the text."""
    if "decision" not in found and not found >= {"status", "context", "consequences"}:
        return False
    enough = core >= 3 or (core >= 2 and (stated or numbered))
    return enough and heads_count <= 12 + 8 * core


def _record_heads(document: Document) -> list[str]:
    return [s.title for s in document.sections if s.level > 0 and is_record_heading(s.title)]


def _label_titles(document: Document, text: CanonicalText) -> list[str]:
    """Bold labels at line starts (``**Context**: ...``), where a file has few headings."""
    if len(document.sections) > 8 or len(text.text) > 60_000:
        return []
    labels = re.findall(
        r"^[ \t>]*(?:[-*+][ \t]+)?(?:\*\*|__)([^*_\n|]{3,40}?)[ \t]*[:.]?[ \t]*(?:\*\*|__)",
        text.text,
        re.MULTILINE,
    )
    plain = re.findall(r"^([A-Z][A-Za-z ]{3,30}):(?=[ \t]|$)", text.text, re.MULTILINE)
    return [label for label in labels + plain if exact_role(label)]


def _is_y_statement(text: CanonicalText) -> bool:
    from apps.engine.decisions.formats import y_statement

    return len(text.text) < 4000 and y_statement(text.text) is not None
