"""Claims about consistency: classes (AP, PC/EC), guarantees and promises of availability.

They come from consistency tables and from sentences that name a store. A claim that is denied
within five words, quoted, or called a myth is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from apps.engine.document.model import Block, Document
from apps.engine.quantities.model import StoreClaim
from apps.engine.refdata.stores import StoreClass, StoreReference, find_stores, store_named
from apps.engine.text import CanonicalText, Place

_PACELC = re.compile(r"(?<![\w/])P([AC])\s*[/,+–-]?\s*E([LC])(?![\w])")
_CAP = re.compile(r"(?<![\w/+.-])(CP|AP|CA|AC|PC|PA)(?![\w/+]|-\d|\.\w)")
_HALF = re.compile(r"(?<![\w/])E([LC])(?!\w)")
_STRONG = re.compile(
    r"\b(?:linearizab\w*|linearisab\w*|strong(?:ly)?[\s-]+consisten\w*|strict(?:ly)?\s+serializab\w*|"
    r"strong\s+consistency|always\s+(?:(?:reads?|returns?|sees?|gets?|serves?)\s+)?(?:the\s+)?"
    r"(?:latest|newest|most recent|up-to-date))",
    re.IGNORECASE,
)
_EVENTUAL = re.compile(r"\beventual(?:ly)?[\s-]*(?:consisten\w*)?\b", re.IGNORECASE)
_ALWAYS = re.compile(
    r"\b(?:always\s+(?:stays?\s+|remains?\s+)?(?:available|writable|up|accepts?|answers?)|100\s?%\s+available|"
    r"(?:fully\s+|still\s+)?available\s+(?:even\s+)?(?:during|under|in|through|throughout|despite|in spite of)\s+"
    r"(?:an?\s+|any\s+|every\s+|all\s+|network\s+|the\s+)*(?:network\s+)?partitions?|"
    r"never\s+(?:rejects?|refuses?|unavailable|blocks?|stops?\s+(?:serving|accepting))|"
    r"accepts?\s+(?:all\s+|every\s+)?(?:reads?\s+and\s+)?(?:writes?|requests?)\s+(?:even\s+)?(?:during|in|under|throughout)\s+"
    r"(?:an?\s+|any\s+|every\s+)?(?:network\s+)?partitions?)",
    re.IGNORECASE,
)
_ALL_THREE = re.compile(
    r"\b(?:all\s+three\s+(?:of\s+)?(?:the\s+)?(?:CAP|properties|guarantees)|all\s+of\s+CAP|"
    r"(?:consistent|consistency),\s+(?:available|availability),?\s+and\s+(?:also\s+)?(?:partition[\s-]+toleran\w+)|"
    r"C,\s*A,?\s+and\s+P\b|CAP\s+at\s+once|beats?\s+(?:the\s+)?CAP)",
    re.IGNORECASE,
)
_OWN_WRITES = re.compile(
    r"\bread[\s-]+(?:your|their|its)[\s-]+(?:own[\s-]+)?writes?\b[^.;]{0,40}\b(?:everywhere|globally|in (?:all|every|any) "
    r"regions?|from any|on (?:all|every|any) (?:node|replica)s?|always)",
    re.IGNORECASE,
)
_PICK_TWO = re.compile(
    r"\b(?:pick|choose|get|have|select)\s+(?:any\s+|only\s+)?(?:two|2)\b[^.\n]{0,40}", re.IGNORECASE
)
_DENIAL = re.compile(
    r"\b(?:not|never|no|cannot|can't|isn't|aren't|doesn't|don't|won't|n't|nor|neither|myth|mistaken|"
    r"misleading|so-called|wrongly|without|rather than|instead of|impossible|nobody|false|hardly|"
    r"would|if|nicht|kein\w*)\b",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:is|are|would be)\s+(?:a\s+)?(?:not|myth|impossible|wrong|misleading)",
    re.IGNORECASE,
)
_QUOTES = "\"“”„«»‘’'`"
_REPLICATED = re.compile(
    r"\b(?:replica\w*|cluster\w*|nodes|standb(?:y|ies)|multi[\s-]?(?:az|region|zone)|zones|shard\w*|quorum|"
    r"rf\s*=?\s*\d|replication|followers?|copies|regions)\b",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    r"\b(?:single[\s-](?:node|instance|server|machine|host)|one (?:node|instance|server)|"
    r"not replicated|no replica\w*|unreplicated|standalone|embedded|one copy)\b",
    re.IGNORECASE,
)

_CA = re.compile(r"(?<![\w/])(?:CA|AC)(?![\w/])|\bC\s*\+\s*A\b")
_NO_CLASS = StoreClass(None, None)

Kind = Literal["class", "ca", "strong", "eventual", "always", "all_three", "own_writes", "pick_two"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about a store. ``store`` is as written; ``nearby`` what may qualify it."""

    kind: Kind
    store: str
    reference: StoreReference | None
    stated: StoreClass
    words: str
    nearby: str
    where: Place
    source: Literal["table", "prose"]
    sentence: str = ""

    @property
    def subject(self) -> str:
        """Key of the store: the known store's id, else its name in lower case."""
        return (
            self.reference.id
            if self.reference
            else re.sub(r"\s+", " ", self.store).strip().casefold()
        )

    @property
    def replicated(self) -> bool | None:
        """Whether the store spans nodes; None when the text does not say."""
        if _SINGLE.search(self.sentence or self.nearby):
            return False
        if self.reference is not None and not self.reference.single:
            return True
        return True if _REPLICATED.search(f"{self.store} {self.nearby}") else None


def class_of(text: str) -> StoreClass | None:
    """The class named in ``text``; ``CA`` is no class."""
    both = _PACELC.search(text)
    if both:
        return StoreClass("P" + both[1], "E" + both[2])
    cap = _CAP.search(text)
    if cap and cap[1] in {"CP", "PC"}:
        return StoreClass("PC", None)
    if cap and cap[1] in {"AP", "PA"}:
        return StoreClass("PA", None)
    half = _HALF.search(text)
    if half:
        return StoreClass(None, "E" + half[1])
    if _STRONG.search(text) or re.fullmatch(r"\W*(?:strong|serializable)\W*", text, re.IGNORECASE):
        return StoreClass(None, "EC")
    if _EVENTUAL.search(text):
        return StoreClass(None, "EL")
    return None


def denied(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` is denied by one of the five words before it, or quoted."""
    before = re.split(r"[.;!?]\s", text[:start])[-1]
    words = re.findall(r"[\w'’-]+", before)[-5:]
    if _DENIAL.search(" ".join(words).replace("’", "'")) or _DENIED_AFTER.match(
        text[end : end + 60]
    ):
        return True
    left, right = text[:start].rstrip(), text[end:].lstrip()
    return bool(left) and bool(right) and left[-1] in _QUOTES and right[0] in _QUOTES


def table_claims(rows: Sequence[StoreClaim]) -> Iterator[Claim]:
    """Claims of consistency tables, one row after the other."""
    for row in rows:
        if row.source != "table":
            continue
        nearby = f"{row.text} | {row.setting} | {row.reason} | {row.claim} | {row.data}"
        base = Claim(
            "class",
            row.store,
            store_named(row.store) or store_named(row.data),
            _NO_CLASS,
            row.claim.strip(),
            nearby,
            row.claim_where,
            "table",
        )
        ca = _CA.search(row.claim)
        stated = class_of(row.claim)
        if ca and not denied(row.claim, ca.start(), ca.end()):
            yield replace(base, kind="ca")
        elif stated and not _any_denied(row.claim):
            yield replace(base, stated=stated)
        for kind, words in _guarantees(nearby):
            yield replace(base, kind=kind, words=words, where=row.where)


def _any_denied(text: str) -> bool:
    match = _PACELC.search(text) or _CAP.search(text) or _STRONG.search(text)
    return match is not None and denied(text, match.start(), match.end())


_GUARANTEES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("strong", _STRONG),
    ("always", _ALWAYS),
    ("all_three", _ALL_THREE),
    ("eventual", _EVENTUAL),
    ("own_writes", _OWN_WRITES),
)


def _guarantees(text: str) -> Iterator[tuple[Kind, str]]:
    for kind, pattern in _GUARANTEES:
        for match in pattern.finditer(text):
            if not denied(text, match.start(), match.end()):
                yield kind, match[0]
                break


def prose_claims(
    documents: Sequence[Document], texts: Mapping[str, CanonicalText]
) -> Iterator[Claim]:
    """Claims in sentences of paragraphs and list items that name a store."""
    for document in documents:
        text = texts[document.path]
        for block in document.blocks:
            if block.kind in {"para", "item"} and len(block.text) < 20_000:
                yield from _block_claims(text, block)


def _block_claims(text: CanonicalText, block: Block) -> Iterator[Claim]:
    raw = text.text[block.start : block.end]
    if not (_CAP.search(raw) or _PACELC.search(raw) or _HALF.search(raw) or _ANY_WORD.search(raw)):
        return
    stores = find_stores(raw)
    for begin, end in _sentences(raw):
        sentence = raw[begin:end]
        inside = [(s - begin, e - begin, row) for s, e, row in stores if begin <= s < end]
        where = text.place(block.start + begin, block.start + end)
        if inside:
            yield from _sentence_claims(sentence, raw, inside, where)
        for match in _PICK_TWO.finditer(sentence):
            about = re.search(r"\bCAP\b|consisten|availab", sentence)
            if about and not denied(sentence, match.start(), match.end()):
                yield Claim(
                    "pick_two", "CAP", None, _NO_CLASS, match[0].strip(), sentence, where, "prose"
                )


_ANY_WORD = re.compile(
    r"linear[iz]|strong|eventual|available|partition|all three|pick|choose|CAP|never|always",
    re.IGNORECASE,
)


def _sentences(raw: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in re.finditer(r"(?<=[.!?;])\s+(?=[^\Wa-z])|\n\s*[-*]\s+", raw):
        yield begin, match.start()
        begin = match.end()
    if begin < len(raw):
        yield begin, len(raw)


def _sentence_claims(
    sentence: str,
    nearby: str,
    stores: list[tuple[int, int, StoreReference]],
    where: Place,
) -> Iterator[Claim]:
    for match in [*_PACELC.finditer(sentence), *_CAP.finditer(sentence)]:
        if denied(sentence, match.start(), match.end()) or _is_list(sentence, match):
            continue
        before = [entry for entry in stores if entry[1] <= match.start()]
        if not before or len(re.findall(r"\w+", sentence[before[-1][1] : match.start()])) > 9:
            continue
        start, end, row = before[-1]
        name = sentence[start:end]
        bare = match.re is _CAP
        if bare and not _states_class(sentence[end : match.start()], sentence[match.end() :]):
            continue
        kind: Kind = "ca" if bare and match[1] in {"CA", "AC"} else "class"
        stated = class_of(match[0]) or StoreClass(None, None)
        yield Claim(kind, name, row, stated, match[0], nearby, where, "prose", sentence)
    if len({row.id for _, _, row in stores}) == 1:
        start, end, row = stores[0]
        for kind, words in _guarantees(sentence):
            yield Claim(
                kind,
                sentence[start:end],
                row,
                StoreClass(None, None),
                words,
                nearby,
                where,
                "prose",
            )


_CLASSES = r"(?:CP|AP|CA|P[AC](?:/E[LC])?)"
_OR_BEFORE = re.compile(_CLASSES + r"\s*(?:/|or|vs\.?|versus|and)\s*$")
_OR_AFTER = re.compile(r"\s*(?:/|or|vs\.?|versus|and)\s*" + _CLASSES)


def _is_list(sentence: str, match: re.Match[str]) -> bool:
    """Tell that "AP or CP" names the choice, not the class."""
    before = sentence[max(0, match.start() - 16) : match.start()]
    return bool(_OR_BEFORE.search(before) or _OR_AFTER.match(sentence, match.end()))


_VERB = re.compile(
    r"(?:\b(?:is|are|as|be|being|called|considered|configured|classified|acts?|behaves?|runs?|stays?|remains?|"
    r"gives|offers|provides|delivers|it|chosen|choose|prefers?|favou?rs?|treated|ist|als)\b|[:(=–—-])"
    r"[\s*_(]*(?:(?:an?|the|to be|both|like|eine?|\w+ly)\s+){0,2}[*_(]*$",
    re.IGNORECASE,
)


def _states_class(between: str, after: str) -> bool:
    """The words between store and letters say that the letters are its class."""
    if re.match(r"\s*(?:certificate|root|state|signed)", after, re.IGNORECASE):
        return False
    if re.search(r"(?:certificate|signed by|issued by|TLS)\b", between, re.IGNORECASE):
        return False
    return bool(_VERB.search(between)) or bool(
        re.match(
            r"\s*(?:system|store|database|data store|side|mode|class|in (?:terms of )?(?:the )?CAP)\b",
            after,
            re.IGNORECASE,
        )
    )
