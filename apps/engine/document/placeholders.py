"""Placeholders: marks and template texts that were to be replaced by something else.

Patterns are narrow on purpose: a brace in an address, a set, a product named "XXX-Large" or a to-do
list as the subject of the design are no placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARK = re.compile(
    r"\b(?P<mark>TODO|FIXME|XXX+|TBD|TBC|TBA|tbd|T\.B\.D\.|To be (?:done|defined|determined|decided))"
    r"(?![\w-])|\b(?P<todo>[Tt]odo)(?=:)|(?P<lorem>\blorem ipsum\b)|(?P<ask>(?<![?!\w])\?{3,}(?!\w))",
)
"""Marks that announce missing text; in code only these count."""

_INSERT = re.compile(
    r"(?:^|[\[<({\"'“])\s*(?:please\s+)?"
    r"(?:insert|enter|add|put|write|type|fill(?: in)?|paste|describe|your)\b"
    r"[^.\n\[\]<>(){}]{0,60}?\b(?:here|goes here)\b\s*(?:[\])>}\"'”.…!]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_BRACES = re.compile(r"(?<![\w/\\$:=.{#%-])\{(?P<body>[^{}\n\"=<>\\]{2,300})\}(?![\w/}])")
_TEMPLATE_WORDS = frozenset(
    {
        "title", "name", "option", "date", "decision", "status", "author", "problem", "context",
        "driver", "team", "yyyy-mm-dd", "description", "example", "pointer", "argument", "criterion",
    }
)  # fmt: skip
_SQUARE = re.compile(
    r"(?<![\w\]!\\])\[(?P<body>(?:short |your |project |team |product |component |service |insert |the )?"
    r"(?:title|name|description)(?: of [^\[\]\n]{1,60}| here)?"
    r"|[Dd]escription \| [^\[\]\n]{1,80})\](?![(\[:])",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\s,;|]+")

TEMPLATE_SENTENCES = (
    "What is the issue that we're seeing that is motivating this decision or change?",
    "What is the change that we're proposing and/or doing?",
    "What becomes easier or more difficult to do because of this change?",
    "The issue motivating this decision, and any context that influences or constrains the decision.",
    "The change that we're proposing or have agreed to implement.",
    "What becomes easier or more difficult to do and any risks introduced by the change that will need to be mitigated.",
    "Describe the context and problem statement, e.g., in free form using two to three sentences or in the form of an illustrative story.",
    "This is an optional element. Feel free to remove.",
    "What is the status, such as proposed, accepted, rejected, deprecated, superseded, etc.?",
)
"""Guiding sentences of well-known decision record templates (Nygard, adr-tools, MADR)."""
SAME_SENTENCE = 95.0
"""Similarity of 100 from which a sentence is that of a template."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder at ``start``..``end`` of the searched text. ``kind`` tells what it looks like."""

    kind: str
    text: str
    start: int
    end: int


def marks(source: str) -> Iterator[Placeholder]:
    """Marks such as TODO in ``source``."""
    for match in MARK.finditer(source):
        yield Placeholder("mark", match[0], match.start(), match.end())


def placeholders(source: str) -> Iterator[Placeholder]:
    """All placeholders of a piece of prose."""
    yield from marks(source)
    for match in _INSERT.finditer(source):
        yield _found("insert", match)
    for match in _BRACES.finditer(source):
        if _is_template_brace(match["body"]):
            yield _found("braces", match)
    for match in _SQUARE.finditer(source):
        yield _found("brackets", match)
    yield from _template_sentences(source)


def _found(kind: str, match: re.Match[str]) -> Placeholder:
    blanks = len(match[0]) - len(match[0].lstrip())
    return Placeholder(kind, match[0].strip(), match.start() + blanks, match.end())


def _is_template_brace(body: str) -> bool:
    """Whether braces hold a hint to the author; sets, attributes and single keys do not."""
    text = body.strip()
    if not text or text[0] in ".#:%!&*" or ":" in text.split(maxsplit=1)[0]:
        return False
    words = _WORDS.findall(text)
    if len(words) == 1:
        return words[0].casefold().rstrip("s0123456789…") in _TEMPLATE_WORDS
    if "|" not in text and ("," in text or ";" in text):
        parts = [part.split() for part in re.split(r"[,;]", text)]
        if all(len(part) <= 1 for part in parts):
            return False
    return any(len(word) > 2 and word[0].isalpha() for word in words)


def _template_sentences(source: str) -> Iterator[Placeholder]:
    """Sentences left over from a template; only texts with a word of one are compared."""
    if len(source) > 2_000 or not _HINT_WORDS.search(source):
        return
    from rapidfuzz import fuzz, process

    for match in _SENTENCE.finditer(source):
        sentence = " ".join(match[0].split()).strip("*_ ")
        if len(sentence) >= 30 and process.extractOne(
            sentence, TEMPLATE_SENTENCES, scorer=fuzz.ratio, score_cutoff=SAME_SENTENCE
        ):
            yield _found("template", match)


_HINT_WORDS = re.compile(
    r"motivating this|proposing|more difficult to do|in free form|Feel free to remove|such as proposed"
)
_SENTENCE = re.compile(
    r"[^\s.?!][^?!\n]*?(?:(?<!e)(?<!g)(?<!etc)\.(?=\s|$)|[?!](?=\s|$)|$)", re.MULTILINE
)
