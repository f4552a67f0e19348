"""The argued part of a record: context, options, decision with its reason, consequences."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace

from apps.engine.decision_model import AdrFormat, AdrOption, Consequences
from apps.engine.decisions.choice import Choice, read_choice, read_lead
from apps.engine.decisions.formats import y_statement
from apps.engine.decisions.options import option_title, read_options, signed_arguments
from apps.engine.decisions.plain import list_items, plain, top_items
from apps.engine.decisions.source import Part, Source
from apps.engine.decisions.words import CORE, tidy
from apps.engine.text import Place

_BECAUSE = re.compile(
    r"\b(?:because|since|as it|as they|as this|due to|so that|in order to|given that|given|for its|"
    r"the reason|reasons?|therefore|weil|da es|porque|car il)\b[:,]?\s*",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"\((?:the )?(?:selected|chosen|accepted)(?: option)?\)|✅|\b(?:selected|chosen) option\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\{[^{}\n]*\}|\[[^\[\]\n]*\](?![(\[])")


_NO_CONSEQUENCES = Consequences()
_CONTEXT = re.compile(r"\W*(?:context|problem)", re.IGNORECASE)
_INTRODUCTION_WORDS = 8


@dataclass(frozen=True, slots=True)
class Body:
    """Fields of the argued part; see ``Decision``."""

    context: str = ""
    drivers: tuple[str, ...] = ()
    options: tuple[AdrOption, ...] = ()
    decision: str = ""
    chosen: str | None = None
    rationale: str = ""
    consequences: Consequences = _NO_CONSEQUENCES
    consequences_text: str = ""
    confirmation: str = ""
    present: tuple[str, ...] = ()
    places: dict[str, Place] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()


def read_body(source: Source, form: AdrFormat) -> Body:
    """Read the argued part of the record in ``source``."""
    statement = y_statement(source.own) if form in {"y-statement", "alexandrian"} else None
    parts = {
        "context": _context_part(source),
        "options": source.first("options", "option", "proscons"),
        "decision": source.first("decision"),
        "consequences": _consequences_part(source),
        "rationale": source.first("rationale"),
        "confirmation": source.first("confirmation"),
    }
    options = read_options(source)
    decision, extent = _decision_text(source, parts["decision"], parts["consequences"])
    if form == "arc42" and extent is None:
        decision, extent = source.prose(source.start, source.end), (source.start, source.end)
    choice = _choice(source, extent, options)
    consequences, text = _consequences(source, parts["consequences"])
    body = Body(
        context=_text(source, parts["context"]),
        drivers=_drivers(source),
        options=options,
        decision=decision,
        chosen=choice.words if choice else _marked(source, options),
        rationale=_rationale(source, parts["rationale"], decision, choice),
        consequences=consequences,
        consequences_text=text,
        confirmation=_text(source, parts["confirmation"]),
        present=tuple(name for name in CORE if parts[name] is not None),
        places=_places(source, parts, extent, choice),
        unmapped=tuple(
            p.label for p in source.parts if p.heading and p.role is None and p.level == 2
        ),
    )
    return _with_statement(body, statement) if statement else body


def _context_part(source: Source) -> Part | None:
    """The context section; where there is none, the text below the title (as Merson has it)."""
    found = source.all("context", "prologue")
    if not found:
        return _introduction(source)
    return next((part for part in found if _CONTEXT.match(part.label)), found[0])


def _introduction(source: Source) -> Part | None:
    for part in source.parts:
        if part.heading and part.role is None and part.level <= 2:
            if len(source.prose(part.body, part.stop).split()) >= _INTRODUCTION_WORDS:
                return replace(part, end=part.stop)
            return None
    return None


def _consequences_part(source: Source) -> Part | None:
    part = source.first("consequences")
    if part:
        return part
    sides = [p for p in source.all("positive", "negative") if not _inside_options(source, p)]
    traded = [p for p in source.all("proscons") if tidy(p.label).startswith(("trade", "tradeoff"))]
    return next(iter(sides or traded), None)


def _inside_options(source: Source, part: Part) -> bool:
    starts, reach = source.options_reach
    before = bisect_left(starts, part.start)
    return before > 0 and part.start < reach[before - 1]


def _text(source: Source, part: Part | None) -> str:
    return _without_placeholders(source.prose(part.body, part.end)) if part else ""


def _without_placeholders(text: str) -> str:
    """``{describe the context}`` and ``[short title]`` of a blank form say nothing."""
    rest = _PLACEHOLDER.sub("", text)
    return text if re.search(r"\w", rest) else ""


def _decision_text(
    source: Source, part: Part | None, consequences: Part | None
) -> tuple[str, tuple[int, int] | None]:
    if part is None:
        return "", None
    inner = [
        p.start
        for p in source.below(part)
        if p.role in {"consequences", "confirmation", "positive", "negative"}
    ]
    end = min([part.end, *inner])
    if consequences and part.start < consequences.start < part.end:
        end = min(end, consequences.start)
    return _without_placeholders(source.prose(part.body, end)), (part.body, end)


def _choice(
    source: Source, extent: tuple[int, int] | None, options: tuple[AdrOption, ...]
) -> Choice | None:
    titles = [option.title for option in options]
    if extent:
        text = source.clean[extent[0] : extent[1]]
        found = read_choice(text, titles) or read_lead(text, titles)
        if found:
            return Choice(
                found.words,
                found.index,
                found.explicit,
                found.start + extent[0],
                found.end + extent[0],
            )
        return None
    found = read_choice(source.clean[source.front_end : source.end], titles)
    if found and (found.explicit or found.index is not None):
        shift = source.front_end
        return Choice(
            found.words, found.index, found.explicit, found.start + shift, found.end + shift
        )
    return None


def _marked(source: Source, options: tuple[AdrOption, ...]) -> str | None:
    """An option whose heading or item says "(selected option)"."""
    for option in options:
        where = option.where
        raw = source.text.text[where.start : where.end] if where else ""
        if _MARKED.search(raw):
            return option.title
    return None


def _rationale(source: Source, part: Part | None, decision: str, choice: Choice | None) -> str:
    return _without_placeholders(_reason(source, part, decision, choice))


def _reason(source: Source, part: Part | None, decision: str, choice: Choice | None) -> str:
    if choice:
        tail = source.prose(choice.end, min(choice.end + 1500, source.end))
        own = decision.find(tail[:30]) if tail[:30] else -1
        tail = decision[own:] if own >= 0 else decision
        match = _BECAUSE.search(tail)
        if match:
            return tail[match.end() :].strip()
    if part:
        return _text(source, part)
    match = _BECAUSE.search(decision)
    return decision[match.end() :].strip() if match else ""


def _consequences(source: Source, part: Part | None) -> tuple[Consequences, str]:
    if part is None:
        return Consequences(), ""
    parts = [part]
    if part.role in {"positive", "negative"}:
        parts = [
            p
            for p in source.all("positive", "negative", "neutral")
            if not _inside_options(source, p)
        ]
        parts.sort(key=lambda p: p.start)
    else:
        parts += [
            p for p in source.parts
            if p.role in {"positive", "negative"} and p.heading and p.level <= part.level
            and not part.start < p.start < part.end and not _inside_options(source, p)
        ]  # fmt: skip
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    for one in parts:
        side = one.role in {"positive", "negative", "neutral"}
        signed = signed_arguments(source, one.start if side else one.body, one.end)
        good, bad, neutral = good + signed.good, bad + signed.bad, neutral + signed.neutral
    text = " ".join(source.prose(one.body, one.end) for one in parts)
    real = [tuple(t for t in side if _without_placeholders(t)) for side in (good, bad, neutral)]
    blank = not any(real) and _PLACEHOLDER.search(text) is not None
    return Consequences(*real), "" if blank else text


def _drivers(source: Source) -> tuple[str, ...]:
    part = source.first("drivers")
    if part is None:
        return ()
    items = [plain(item.raw) for item in top_items(list_items(source.clean, part.body, part.end))]
    text = _text(source, part)
    return tuple(i for i in items if _without_placeholders(i)) or ((text,) if text else ())


def _places(
    source: Source,
    parts: dict[str, Part | None],
    extent: tuple[int, int] | None,
    choice: Choice | None,
) -> dict[str, Place]:
    places = {name: source.place(part.start, part.end) for name, part in parts.items() if part}
    if extent and parts["decision"]:
        places["decision"] = source.place(parts["decision"].start, extent[1])
    if choice:
        places["chosen_option"] = source.place(choice.start, choice.end)
    return places


def _with_statement(body: Body, statement: dict[str, str]) -> Body:
    """Fill what a Y-statement says in its one sentence."""
    options = [AdrOption(statement["decision"])]
    options += [
        AdrOption(t)
        for one in re.split(r",\s*|\s+or\s+|\s+and\s+", statement["neglected"])
        if (t := option_title(one))
    ]
    present = dict.fromkeys((*body.present, "context", "decision", "consequences"))
    if len(options) > 1:
        present["options"] = None
    return replace(
        body,
        context=body.context
        if body.context and "in the context of" not in body.context.casefold()
        else f"{statement['context']}; {statement['facing']}",
        options=body.options or tuple(options),
        decision=body.decision or statement["decision"],
        chosen=body.chosen or statement["decision"],
        rationale=body.rationale or statement["because"] or statement["achieve"],
        consequences=body.consequences
        if body.consequences_text
        else Consequences((statement["achieve"],), (statement["accepting"],), ()),
        consequences_text=body.consequences_text or statement["accepting"],
        present=tuple(name for name in CORE if name in present),
    )
