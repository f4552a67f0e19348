"""Considered options with the arguments for and against them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from apps.engine.decision_model import AdrOption
from apps.engine.decisions.choice import find_each
from apps.engine.decisions.plain import list_items, paragraphs, plain, sentences, top_items
from apps.engine.decisions.source import Part, Source
from apps.engine.decisions.words import option_label, tidy
from apps.engine.document.model import Table

_SIGN = re.compile(
    r"^(?:(?P<good>\+(?=\s)|good\b|pros?\b(?=\s*[:,–-])|advantages?\b(?=\s*[:,–-])|[✅👍➕]|`\+`)"
    r"|(?P<bad>[-−](?=\s)|bad\b|cons?\b(?=\s*[:,–-])|disadvantages?\b(?=\s*[:,–-])|[❌👎➖]|`-`)"
    r"|(?P<neutral>neutral\b))\ufe0f?\s*[:,–-]*\s*(?:because|since|as)?\s*",
    re.IGNORECASE,
)
_CHOSEN_MARK = re.compile(
    r"\s*[(\[*_–—-]*\s*\b(?:the )?(?:selected|chosen|accepted|preferred|recommended|rejected|"
    r"our choice|decided)(?: (?:option|alternative|solution))?\b\s*[)\]*_!]*\s*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^[\W_]*\(?(?:\d{1,2}|[A-Ha-h])(?:[.):]+|\s+[-–—])\s+")
_EMOJI = re.compile(r"^[^\w\"'`(\[{<]+|[\s✅❌👍👎⭐☑✔\ufe0f]+$")
_LEAD = re.compile(r"^(?:\*\*|__)(.{2,160}?)[ \t]*(?:\*\*|__)\s*[:.–—-]?\s*")
_SPLIT = re.compile(r"\s+[–—-]{1,2}\s+|:\s+|\s+(?:because|as|since)\s+")
_PLACEHOLDER = re.compile(
    r"^\W*(?:\{.*\}|\[[^\]]*\]|…|\.\.\.|title of option.*)\W*$", re.IGNORECASE
)
_HEADER = re.compile(r"option|alternative|solution|candidate|approach|name", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signed:
    """Arguments by sign."""

    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()

    def __add__(self, other: Signed) -> Signed:
        return Signed(self.good + other.good, self.bad + other.bad, self.neutral + other.neutral)


def signed_arguments(source: Source, start: int, end: int, *, rest: bool = True) -> Signed:
    """Arguments of a stretch: items with a sign, and what stands under "Pros" and "Cons"."""
    inside = source.between(start, end)
    total = Signed()
    for part in inside:
        texts = tuple(_statements(source, part.body, part.stop))
        if part.role == "positive":
            total += Signed(good=texts)
        elif part.role == "negative":
            total += Signed(bad=texts)
        elif part.role == "neutral":
            total += Signed(neutral=texts)
        else:
            total += _by_sign(source, part.body, part.stop, rest=rest)
    first = inside[0].start if inside else end
    return _by_sign(source, start, first, rest=rest) + total


def _statements(source: Source, start: int, end: int) -> list[str]:
    items = top_items(list_items(source.clean, start, end))
    if items:
        return [text for item in items if (text := _unsigned(item.text))]
    text = source.prose(start, end)
    return [text] if text else []


def _unsigned(text: str) -> str:
    match = _SIGN.match(text)
    return text[match.end() :] if match else text


def _by_sign(source: Source, start: int, end: int, *, rest: bool) -> Signed:
    items = list_items(source.clean, start, end)
    texts = [item.raw for item in items] or [
        sentence
        for _, _, text in paragraphs(source.clean, start, end)
        for sentence in sentences(text)
    ]
    good, bad, neutral = [], [], []
    for raw in texts:
        match = _SIGN.match(raw) or _SIGN.match(plain(raw))
        text = plain(raw)
        if not text or text.startswith(("|", "#")):
            continue
        kind = match.lastgroup if match else None
        if kind == "good":
            good.append(_unsigned(text))
        elif kind == "bad":
            bad.append(_unsigned(text))
        elif kind == "neutral" or rest:
            neutral.append(_unsigned(text))
    return Signed(tuple(good), tuple(bad), tuple(neutral))


def read_options(source: Source) -> tuple[AdrOption, ...]:
    """Options listed under their heading, joined with the arguments given further down."""
    found: list[AdrOption] = []
    for part in source.all("options"):
        more = _options_of(source, part)
        found = _joined(found, more) if _share_one(found, more) else found + more
    for part in source.all("proscons"):
        found = _joined(found, _options_of(source, part))
    if not found:
        singles = [p for p in source.parts if p.role == "option"]
        found.extend(_from_part(source, part) for part in singles)
    return tuple(option for option in found if not _PLACEHOLDER.match(option.title))


def _share_one(known: list[AdrOption], new: list[AdrOption]) -> bool:
    indexes = find_each([option.title for option in known], [option.title for option in new])
    return any(index is not None for index in indexes)


def _joined(known: list[AdrOption], new: list[AdrOption]) -> list[AdrOption]:
    if not known:
        return new
    result = list(known)
    indexes = find_each([option.title for option in new], [option.title for option in known])
    for option, index in zip(new, indexes, strict=True):
        if index is None:
            continue
        old = result[index]
        result[index] = AdrOption(
            old.title, old.pros + option.pros, old.cons + option.cons,
            old.neutral + option.neutral, old.where,
        )  # fmt: skip
    return result


def _options_of(source: Source, part: Part) -> list[AdrOption]:
    below = [p for p in source.below(part) if p.heading or p.role == "option"]
    if below:
        least = min(p.level for p in below)
        heads = [p for p in below if p.level == least and p.role in {None, "option"}]
        heads = heads or [p for p in below if p.level == least]
        if heads and not all(p.role in {"positive", "negative"} for p in heads):
            return [_from_part(source, p) for p in heads]
    table = next((t for t in source.tables if part.body <= t.start < part.end), None)
    items = top_items(list_items(source.clean, part.body, part.stop))
    if table and (not items or table.start < items[0].start):
        return _from_table(source, table)
    if items and not _only_arguments(items[0].raw):
        return [
            AdrOption(title, where=source.place(item.start, item.end), neutral=more)
            for item in items
            if (title := option_title(item.raw))
            and (more := _after_title(item.raw, title)) is not None
        ]
    return _from_paragraphs(source, part)


def _only_arguments(raw: str) -> bool:
    return bool(_SIGN.match(raw)) and not _LEAD.match(raw)


def _after_title(raw: str, title: str) -> tuple[str, ...]:
    text = plain(raw)
    position = text.find(title)
    rest = text[position + len(title) :].lstrip(" :–—-.") if position >= 0 else ""
    return (rest,) if rest else ()


def _from_part(source: Source, part: Part) -> AdrOption:
    signed = signed_arguments(source, part.body, part.end)
    return AdrOption(
        option_title(part.label),
        signed.good, signed.bad, signed.neutral,
        source.place(part.start, part.body),
    )  # fmt: skip


def _from_table(source: Source, table: Table) -> list[AdrOption]:
    header = [tidy(cell.text) for cell in table.header]
    named = [i for i, text in enumerate(header) if _HEADER.search(text)]
    if table.header and re.search(r"criteri|aspect|feature|attribute|factor", header[0]):
        cells = table.header[1:]
        cells = tuple(c for c in cells if not re.match(r"weight|importance", tidy(c.text)))
        return [
            AdrOption(plain(c.text), where=source.place(c.start, c.end)) for c in cells if c.text
        ]
    column = named[0] if named else 0
    pros = [i for i, text in enumerate(header) if re.search(r"\bpros?\b|advantage|benefit", text)]
    cons = [i for i, text in enumerate(header) if re.search(r"\bcons?\b|disadv|drawback", text)]
    pros = [i for i in pros if i not in cons]
    options = []
    for row in table.rows:
        title = option_title(row[column].text) if column < len(row) else ""
        rest = [
            i for i in range(len(row)) if i not in {column, *pros, *cons} and row[i].text.strip()
        ]
        if title:
            options.append(
                AdrOption(
                    title,
                    tuple(row[i].text for i in pros if row[i].text),
                    tuple(row[i].text for i in cons if row[i].text),
                    tuple(row[i].text for i in rest),
                    source.place(row[column].start, row[column].end),
                )
            )
    return options


def _from_paragraphs(source: Source, part: Part) -> list[AdrOption]:
    options = []
    for start, end, raw in paragraphs(source.clean, part.body, part.stop):
        lines = raw.split("\n")
        if not part.heading and start == part.body and len(lines) == 1:
            options.extend(_from_line(source, start, end, raw))
            continue
        heads = [line for line in lines if _is_option_line(line)]
        if len(heads) > 1:
            options.extend(
                AdrOption(option_title(h), where=source.place(start, end)) for h in heads
            )
        elif _is_option_line(raw):
            title = option_title(lines[0])
            more = _after_title(raw, title)
            options.append(AdrOption(title, where=source.place(start, end), neutral=more))
    return options


def _from_line(source: Source, start: int, end: int, raw: str) -> list[AdrOption]:
    """``**Options:** Kafka, RabbitMQ and SQS`` on the label's own line."""
    line = plain(raw).lstrip(":–— ").rstrip(". ")
    separator = r"\s*;\s*" if ";" in line else r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:vs\.?|or|and)\s+"
    pieces = re.split(separator, line)
    if not 2 <= len(pieces) <= 8 or any(not 0 < len(p.split()) <= 8 for p in pieces):
        return []
    return [AdrOption(option_title(piece), where=source.place(start, end)) for piece in pieces]


def _is_option_line(line: str) -> bool:
    text = plain(line)
    return option_label(text) != (None, text) or bool(_LEAD.match(line.strip()))


def option_title(raw: str) -> str:
    """Title of an option without number, label, mark of choice and description."""
    lead = _LEAD.match(raw.strip())
    text = plain(lead[1]) if lead else plain(raw)
    text = _EMOJI.sub("", text).strip()
    text = _NUMBERED.sub("", text, count=1)
    text = option_label(text)[1]
    text = _CHOSEN_MARK.sub("", text)
    if not lead:
        pieces = _SPLIT.split(text, maxsplit=1)
        if len(pieces) > 1 and 0 < len(pieces[0].split()) <= 8:
            text = pieces[0]
    return _CHOSEN_MARK.sub("", text).strip(" :–—-").strip().strip('"“”').rstrip(".,;")
