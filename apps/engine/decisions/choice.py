"""Which option a decision names, and whether two names mean the same option."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from apps.engine.decisions.plain import plain

_QUOTED: Final = re.compile(
    r"^[\W_]*?[\"“”«„]([^\"“”»\n]{1,300})[\"“”»]|^[\s*_:–—-]*`([^`\n]{1,200})`"
)
_EXPLICIT = re.compile(
    r"(?:\b(?:chosen|selected|preferred|recommended|accepted|winning|final)\s+"
    r"(?:option|alternative|solution|approach|candidate|choice)s?\b|\bour\s+choice\b|\bwe chose\b"
    r"|^\W*(?:decision|recommendation|choice|winner|chosen|selected|verdict|entscheidung)\b(?=[\s*_]*[:=–—]))"
    r"(?:\s+(?:is|was|are|will be))?[\s*_]*[:=–—-]?[\s*_]*",
    re.IGNORECASE | re.MULTILINE,
)
_VERB = re.compile(
    r"\b(?:we|team|(?:decision|choice|vote|the team)|it was|this adr|i|the project|was|is|has been|have been)\b"
    r"(?:\s+(?:have|has|had|will|shall|therefore|thus|hereby|also|are|were|been|finally|to|now|are going to))*\s+"
    r"(?:decided\s+(?:to\s+(?:use|adopt|go\s+with|go\s+for|choose|pick|select|implement|introduce|move\s+to)|"
    r"on|for|in\s+favou?r\s+of|upon)|decide\s+(?:to\s+use|on|for|in\s+favou?r\s+of)|"
    r"chosen\s+to\s+use|choose|chose|chosen|selected|select|picked|pick|adopted|adopt|"
    r"(?:go|went|going)\s+(?:with|for)|fell\s+on|opted\s+for|opt\s+for|settled\s+on|settle\s+on|use|using)\s+",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s*(?:[,;\n(]|\.(?=\s|$)|\s[–—-]\s|\s(?:because|since|as it|as they|so that|due to|over|instead of|"
    r"rather than|for its|given|in order|which|that|despite|although|though|and not|but|while|even)\b|$)",
    re.IGNORECASE,
)
_STOP: Final = frozenset(
    [
        "use",
        "using",
        "used",
        "the",
        "a",
        "an",
        "of",
        "for",
        "with",
        "in",
        "on",
        "to",
        "and",
        "or",
        "by",
        "as",
        "our",
        "its",
        "it",
        "we",
        "will",
        "be",
        "is",
        "are",
        "option",
        "alternative",
        "solution",
        "approach",
        "adopt",
        "choose",
        "build",
        "run",
        "keep",
        "via",
        "based",
        "own",
        "new",
    ]
)
_ORDINALS: Final[dict[str, int]] = {
    word: index
    for index, words in enumerate(
        (
            "first|1st|one|1|a", "second|2nd|two|2|b", "third|3rd|three|3|c", "fourth|4th|four|4|d",
            "fifth|5th|five|5|e", "sixth|6th|six|6|f",
        )
    )
    for word in words.split("|")
}  # fmt: skip
_BY_LABEL = re.compile(
    r"^\W*(?:option|alternative|variant|candidate|solution|no\.?|number|#)\s*#?\s*(?:no\.?\s*)?"
    r"\(?(\d{1,2}|[a-h]|one|two|three|four)\)?(?=\W|$)",
    re.IGNORECASE,
)
_BY_ORDINAL = re.compile(
    r"^\W*(?:the\s+)?(first|second|third|fourth|fifth|sixth|last|[1-6](?:st|nd|rd|th))\s+"
    r"(?:option|alternative|one|solution|variant|candidate)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The option a decision names. ``explicit`` = a "Chosen option:" line, not a sentence.

    ``index`` is its place among the options, None when it is none of them; ``start``/``end`` are
    offsets in the text that was given.
    """

    words: str
    index: int | None
    explicit: bool
    start: int
    end: int


def tokens(name: str) -> frozenset[str]:
    """Words of an option's name that tell it from others, lower case, without plural s."""
    return _tokens_of_name(name) if len(name) <= _NAME else _tokens(name)


def _tokens(name: str) -> frozenset[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", plain(name)).casefold()
    words = re.findall(r"[^\W_]+(?:[.+#][^\W_]+)*[+#]*", spaced)
    kept = [word for word in words if word not in _STOP] or words
    return frozenset(w[:-1] if len(w) > 3 and w.endswith("s") and w[-2] != "s" else w for w in kept)


_NAME = 200
"""Characters of a name; what is longer is a text, asked for once and not worth remembering."""
_tokens_of_name = lru_cache(maxsize=16_384)(_tokens)


@lru_cache(maxsize=16_384)
def same_option(one: str, other: str) -> bool:
    """Tell whether two names mean one option: equal words, or all words of the shorter name."""
    a, b = tokens(one), tokens(other)
    if not a or not b:
        return False
    if a == b or a <= b or b <= a:
        return True
    joined_a, joined_b = "".join(sorted(a)), "".join(sorted(b))
    if joined_a == joined_b or _joined(one) == _joined(other):
        return True
    return len(a & b) / len(a | b) >= 0.6 or _close(one, other)


MAX_PAIRS = 10_000
"""Pairs of names that are compared by likeness; of more only those with the same words are found."""


def find_each(names: Sequence[str], options: Sequence[str]) -> list[int | None]:
    """For each name the index of the first option that it means."""
    if len(names) * len(options) <= MAX_PAIRS:
        return [
            next((i for i, option in enumerate(options) if same_option(name, option)), None)
            for name in names
        ]
    known = {tokens(option): index for index, option in reversed(list(enumerate(options)))}
    return [known.get(words) if (words := tokens(name)) else None for name in names]


def _joined(name: str) -> str:
    return re.sub(r"[^\w+#]|_", "", plain(name).casefold())


def _close(one: str, other: str) -> bool:
    from apps.engine.names import similarity

    return similarity(one, other) >= 85


def find_option(words: str, options: Sequence[str]) -> int | None:
    """Index of the option that ``words`` names, by name or by ordinal ("the second option")."""
    wanted = tokens(words)
    exact = next((i for i, option in enumerate(options) if tokens(option) == wanted), None)
    if wanted and exact is not None:
        return exact
    ordinal = _ordinal(words, len(options))
    if ordinal is not None:
        return ordinal
    named = [i for i, option in enumerate(options) if same_option(words, option)]
    if len(named) > 1:
        named.sort(
            key=lambda i: -len(wanted & tokens(options[i])) / len(wanted | tokens(options[i]))
        )
    return named[0] if named else None


def _ordinal(words: str, count: int) -> int | None:
    match = _BY_LABEL.match(words) or _BY_ORDINAL.match(words)
    if not match:
        return None
    if match[1].casefold() == "last":
        return count - 1 if count else None
    index = _ORDINALS.get(match[1].casefold())
    return index if index is not None and index < count else None


def read_choice(text: str, options: Sequence[str]) -> Choice | None:
    """The choice stated in ``text``: a "Chosen option:" line first, else "we decided to use ..."."""
    if _RUN.search(text):
        return None
    for pattern, explicit in ((_EXPLICIT, True), (_VERB, False)):
        for match in pattern.finditer(text):
            words, start, end = _object(text, match.end())
            if not words or re.match(r"^[{\[(].*[}\])]$", words):
                continue
            index = find_option(words, options)
            if index is None and not explicit:
                index = only_named(_sentence(text, match.start()), options)
            if explicit or index is not None or _looks_like_name(words):
                return Choice(words, index, explicit, start, end)
    return None


_RUN = re.compile(r"[\s*_]{60}")  # nobody writes so much white space; searching it would take long
_LEAD = re.compile(
    r"^[\s*_>:.–—-]*(?P<name>[^\n.;]{2,80}?)[\s*_]*,?\s+(?:because|since|as it|as they|due to|for its)\b",
    re.IGNORECASE,
)


def read_lead(text: str, options: Sequence[str]) -> Choice | None:
    """The choice of a decision that begins with it: "Kafka, because consumers can replay"."""
    match = None if _RUN.search(text) else _LEAD.match(text)
    if match is None:
        return None
    words = plain(match["name"]).strip(" ,\"'“”")
    index = find_option(words, options)
    if index is None and (len(options) < 2 or not _looks_like_name(words)):
        return None
    return Choice(words, index, False, match.start("name"), match.end("name"))


def _object(text: str, position: int) -> tuple[str, int, int]:
    article = re.match(r"(?:the|a|an|to use|to)\s+(?=[\"“`*])", text[position : position + 20])
    position += article.end() if article else 0
    rest = text[position : position + 400]
    quoted = _QUOTED.match(rest)
    if quoted:
        group = 1 if quoted[1] is not None else 2
        return plain(quoted[group]), position + quoted.start(group), position + quoted.end(group)
    stop = _END.search(rest)
    end = stop.start() if stop else len(rest)
    words = plain(rest[:end]).strip(" .:*_\"'“”")
    words = re.sub(r"^(?:to\s+)?(?:use|adopt|go with)\s+", "", words, flags=re.IGNORECASE)
    return words, position, position + end


def _looks_like_name(words: str) -> bool:
    """A short name with a capital or digit: "DynamoDB", "managed Kafka", not "an approach"."""
    if re.match(r"(?:over|as|for|that|to|in|on|by|with|from|at|this|these|it|both|all)\b", words):
        return False
    return len(words.split()) <= 4 and bool(re.search(r"[A-Z0-9]", words))


def _sentence(text: str, position: int) -> str:
    end = re.search(r"\.(?=\s|$)|\n\s*\n", text[position:])
    return text[position : position + end.start()] if end else text[position:]


def only_named(text: str, options: Sequence[str]) -> int | None:
    """The one option whose name stands in ``text``; None when there is none or several."""
    words = tokens(text)
    found = [i for i, option in enumerate(options) if (t := tokens(option)) and t <= words]
    if len(found) > 1:
        found = [i for i in found if not any(
            tokens(options[i]) < tokens(options[j]) for j in found if j != i)]  # fmt: skip
    return found[0] if len(found) == 1 else None
