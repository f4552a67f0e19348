"""What a label tells: the name, the technology, the number of replicas, and whether it is external."""

from __future__ import annotations

import re
from dataclasses import dataclass

from apps.engine.diagrams.read.roles_data import WORDS
from apps.engine.names.words import is_technology, split_technology

_WHOLE = r"(\d{1,3}(?:,\d{3})+|\d{1,6})"
_UNITS = (
    r"(?:replicas|instances|pods|copies|tasks|workers|servers|vms|machines|containers|brokers|nodes|"
    r"hosts|replicated)"
)
_UNIT = "(?:replica|instance|pod|copy|task|worker|server|vm|machine|container|broker|node|host)"
_REPLICAS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"[(\[]?(?<![\w.])[x×✕*]\s?{_WHOLE}(?![\w.%])[)\]]?",
        rf"[(\[]?(?<![\w.,-]){_WHOLE}\s?[x×✕](?!\w)(?!\s?[A-Z]+\d)[)\]]?",
        rf"[(\[]?\b(?:replicas?|instances?|pods?|replica count|count|scale|copies|desired|qty|n)\s?[:=]\s?{_WHOLE}\b[)\]]?",
        rf"[(\[]?(?<![\w.,-]){_WHOLE}[ -]?{_UNITS}\b[)\]]?",
        rf"[(\[]?(?<![\w.,-])(1)[ -]?{_UNIT}\b[)\]]?",
        rf"\[\s?{_WHOLE}\s?\]|\(\s?{_WHOLE}\s?\)\s*\Z|\{{\s?{_WHOLE}\s?\}}",
    )
)
_PER = re.compile(
    r"\s*(?:/|per|each|in each|in every|an?)\s?(?:zone|az|region|node|cluster|site)\b",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    r"\b(?:single|one)[ -](?:instance|replica|node|pod|copy|vm|server)\b", re.IGNORECASE
)
_BRACKET_END = re.compile(r"\s*(?:\[([^\[\]]{1,120})\]|\(([^()]{1,120})\))\s*\Z")
_EXTERNAL = re.compile(r"\b(?:external|third[ -]party|3rd[ -]party|saas)\b", re.IGNORECASE)
_STEREOTYPE = re.compile(r"(?:<<|«)\s?([\w -]{1,40})\s?(?:>>|»)")
_KIND_PREFIX = re.compile(
    r"\A(?:software system|container|component|person|system|deployment node|node)\s?(?::\s?|\Z)",
    re.IGNORECASE,
)
_JOINERS = frozenset("and of for to the & with -".split())


@dataclass(frozen=True, slots=True)
class Described:
    """What a label tells about its node."""

    name: str
    technology: str | None = None
    replicas: int | None = None
    external: bool = False


def replicas_in(text: str) -> tuple[int | None, str]:
    """The number of replicas in a label, and the label without it.

    "x1 per zone" tells no total; it is taken out and gives None.
    """
    if not any(char.isdigit() for char in text):
        return (1, text) if _SINGLE.search(text) else (None, text)
    for pattern in _REPLICAS:
        if found := pattern.search(text):
            digits = next(group for group in found.groups() if group)
            number = int(digits.replace(",", ""))
            per = _PER.match(text, found.end())
            rest = text[: found.start()] + " " + text[per.end() if per else found.end() :]
            rest = " ".join(rest.split()).strip(" ,;:-–|/")
            return (None if per and number == 1 else number), rest
    return None, text


def _technology_tail(line: str) -> tuple[str, str | None]:
    """``Ranker [Triton, L4]``, ``Cache (Redis)``, ``Search API - FastAPI``."""
    found = _BRACKET_END.search(line)
    if found and line[: found.start()].strip():
        inside = (found[1] or found[2]).strip()
        if found[1] is not None or any(is_technology(part) for part in re.split(r"[,;/+]", inside)):
            return line[: found.start()].strip(), _KIND_PREFIX.sub("", inside).strip() or None
    return split_technology(line)


def _continues(first: str, second: str) -> bool:
    """Whether the second line goes on with the name: "User Feature" / "Store"."""
    words = second.split()
    last = first.rsplit(maxsplit=1)[-1].lower() if first.split() else ""
    if last in _JOINERS or words[0].lower() in _JOINERS:
        return True
    return (
        len(words) == 1
        and words[0].isalpha()
        and words[0].lower() in WORDS
        and (first.rsplit(maxsplit=1)[-1].lower() not in WORDS)
    )


def described(label_lines: tuple[str, ...]) -> Described:
    """Name, technology and replicas of a label."""
    replicas: int | None = None
    kept: list[str] = []
    whole = " ".join(label_lines)
    for line in label_lines:
        number, rest = replicas_in(_STEREOTYPE.sub(" ", line))
        replicas = number if replicas is None else replicas
        if rest.strip():
            kept.append(rest.strip())
    if not kept:
        return Described(whole, None, replicas, bool(_EXTERNAL.search(whole)))
    if len(kept) > 1 and _continues(kept[0], kept[1]):
        kept[:2] = [f"{kept[0]} {kept[1]}"]
    name, technology = _technology_tail(kept[0])
    if technology is None and len(kept) > 1:
        second = kept[1].strip()
        bracket = _BRACKET_END.fullmatch(second)
        inside = (bracket[1] or bracket[2]) if bracket else second
        technology = _KIND_PREFIX.sub("", inside).strip()[:80] or None
    return Described(name, technology, replicas, bool(_EXTERNAL.search(whole)))
