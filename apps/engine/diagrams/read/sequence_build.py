"""Collects participants and items of a sequence while it is read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, cast

from apps.engine.diagrams.colours import colour
from apps.engine.diagrams.model import (
    Activation,
    Box,
    FragmentClose,
    FragmentElse,
    FragmentOpen,
    Item,
    Message,
    Note,
    Participant,
    Sequence,
)
from apps.engine.diagrams.read.text import lines
from apps.engine.diagrams.scanner import Scanner

_KINDS = frozenset("participant actor boundary control entity database queue collections".split())
_COLOUR = re.compile(
    r"(rgba?\([^()]{0,60}\)|hsla?\([^()]{0,60}\)|#[0-9a-fA-F]{3,8}\b|[A-Za-z]+)[ \t]*"
)
_NUMBERS = re.compile(r"(\d{1,6})(?:[ \t]+(\d{1,6}))?\Z")
_HALF = {"\\": "half-up", "/": "half-down"}


@dataclass(slots=True)
class Draft:
    """A participant as far as it was read."""

    id: str
    label: str | None
    kind: str
    at: int
    box: str | None = None
    created_at: int | None = None
    destroyed_at: int | None = None


def _ends(arrow: str) -> tuple[str, str]:
    """Head and tail of an arrow."""
    body = arrow.lower()
    if body.startswith("<<"):
        return "arrow", "arrow"
    if body[0] in "/\\":
        return "none", _HALF["\\" if body[0] == "/" else "/"]
    if body.endswith(">>"):
        return "arrow", "none"
    if body.endswith(">"):
        return "none", "none"
    if body[-1] in "\\/":
        return _HALF[body[-1]], "none"
    return ("cross" if body.endswith("x") else "async"), "none"


class SequenceBuilder:
    """What a sequence diagram holds so far."""

    def __init__(self, scanner: Scanner) -> None:
        self.s = scanner
        self.title = ""
        self.acc_title = ""
        self.drafts: dict[str, Draft] = {}
        self.items: list[Item] = []
        self.boxes: list[Box] = []
        self.autonumber: tuple[int, int] | None = None
        self._messages = 0
        self._notes = 0
        self._fragments = 0
        self._open: list[tuple[str, int]] = []
        self._bars: dict[str, int] = {}
        self._create: str | None = None
        self._destroy: str | None = None

    def participant(self, name: str, at: int) -> Draft:
        """The participant with this id, made at first use."""
        key = name if name.isascii() else unicodedata.normalize("NFC", name)
        if key not in self.drafts:
            self.drafts[key] = Draft(key, None, "participant", at)
        return self.drafts[key]

    def declare(self, name: str, label: str | None, kind: str, at: int, *, created: bool) -> None:
        """``participant A as Name``."""
        draft = self.participant(name, at)
        draft.kind = kind if kind in _KINDS else "participant"
        if label:
            draft.label = label
        if self.boxes and self._open and self._open[-1][0] == "box":
            draft.box = self.boxes[-1].id
        if created:
            self._create = draft.id

    def message(  # noqa: PLR0913 - the parts of the line
        self, source: str, target: str, *, arrow: str, sign: str, text: str, at: int
    ) -> None:
        """``source arrow target: text``; ``sign`` is + or - behind the arrow."""
        first, second = self.participant(source, at), self.participant(target, at)
        self._messages += 1
        n = self._messages
        self._lives(first.id, second.id, n)
        dashed = "--" in arrow
        head, tail = _ends(arrow)
        kind: Literal["call", "return", "async"] = (
            "async"
            if head == "async"
            else "return"
            if dashed and not arrow.startswith("<<")
            else "call"
        )
        if sign == "+":
            self._bars[second.id] = self._bars.get(second.id, 0) + 1
        elif sign == "-":
            self._drop_bar(first.id, at)
        self.items.append(
            Message(
                key=f"message:{n}",
                n=n,
                source=first.id,
                target=second.id,
                label_lines=lines(text),
                kind=kind,
                line=self.s.line(at),
                line_style="dashed" if dashed else "solid",
                head=head,
                tail=tail,
                activate=sign == "+",
                deactivate=sign == "-",
            )
        )

    def _lives(self, source: str, target: str, n: int) -> None:
        """The message that a ``create`` or ``destroy`` before it was about."""
        if self._create in (source, target):
            self.drafts[self._create or target].created_at = n
            self._create = None
        if self._destroy in (source, target):
            self.drafts[self._destroy or target].destroyed_at = n
            self._destroy = None

    def _drop_bar(self, name: str, at: int) -> None:
        if self._bars.get(name, 0) > 0:
            self._bars[name] -= 1
            return
        self.s.report(
            "warning",
            at,
            f"`{name}` is deactivated, but it was not active. "
            f"Write `activate {name}` before, or leave this out.",
            f"participant:{name}",
        )

    def activation(self, name: str, *, on: bool, at: int) -> None:
        """``activate A`` and ``deactivate A``."""
        draft = self.participant(name, at)
        if on:
            self._bars[draft.id] = self._bars.get(draft.id, 0) + 1
        else:
            self._drop_bar(draft.id, at)
        self.items.append(Activation(draft.id, on, self.s.line(at)))

    def note(self, place: str, names: list[str], text: str, at: int) -> None:
        """``Note over A,B: text``."""
        over = tuple(self.participant(name, at).id for name in names)
        self._notes += 1
        where = cast(Literal["over", "left", "right"], place)
        key = f"note:{self._notes}"
        self.items.append(Note(key, where, over, lines(text), self.s.line(at)))

    def open_fragment(self, kind: str, text: str, at: int) -> None:
        """``alt``, ``loop``, ``rect`` ..."""
        self._fragments += 1
        self._open.append((kind, at))
        shown = "par" if kind == "par_over" else kind
        paint = colour(text) if kind == "rect" else None
        label = "" if kind == "rect" else " ".join(lines(text))
        key = f"fragment:{self._fragments}"
        self.items.append(FragmentOpen(key, shown, label, self.s.line(at), paint))

    def branch(self, word: str, owners: tuple[str, ...], text: str, at: int) -> None:
        """``else``, ``and``, ``option``."""
        if not self._open or self._open[-1][0] not in owners:
            self.s.report(
                "warning",
                at,
                f"`{word}` belongs into `{owners[0]}`. Write `{owners[0]}` above it.",
            )
        if self._open and self._open[-1][0] != "box":
            self.items.append(FragmentElse(" ".join(lines(text)), self.s.line(at)))

    def end(self, at: int) -> None:
        """``end`` of a fragment or a box."""
        if not self._open:
            self.s.report("warning", at, "This `end` closes nothing. Remove it.")
            return
        kind, _ = self._open.pop()
        if kind != "box":
            self.items.append(FragmentClose(self.s.line(at)))

    def close_all(self) -> None:
        """Close what the source left open; the fault stands at its opening line."""
        last = self.s.line(max(self.s.end - 1, 0))
        while self._open:
            kind, at = self._open.pop()
            self.s.report(
                "error",
                at,
                f"This `{kind}` has no `end`. Read: `{self.s.excerpt(at)}`. "
                "Write `end` on a line of its own below its last message.",
            )
            if kind != "box":
                self.items.append(FragmentClose(last))

    def open_box(self, text: str, at: int) -> None:
        """``box Blue Zone``: a colour first, if it is one, then the title."""
        found = _COLOUR.match(text)
        paint = colour(found[1]) if found else None
        named = paint is not None or bool(found and "(" in found[1])
        transparent = bool(found and found[1].lower() == "transparent")
        title = text[found.end() :] if found and (named or transparent) else text
        self._open.append(("box", at))
        self.boxes.append(Box(f"box{len(self.boxes) + 1}", title.strip(), paint, self.s.line(at)))

    def destroy(self, name: str, at: int) -> None:
        """``destroy A``: the next message with A ends it."""
        self._destroy = self.participant(name, at).id

    def number(self, text: str) -> None:
        """``autonumber``, ``autonumber 10 5``, ``autonumber off``."""
        found = _NUMBERS.match(text)
        if found:
            self.autonumber = (int(found[1]), int(found[2] or 1))
        elif not text:
            self.autonumber = (1, 1)

    def sequence(self) -> Sequence:
        """The finished sequence."""
        participants = tuple(
            Participant(
                key=f"participant:{draft.id}",
                id=draft.id,
                label_lines=lines(draft.label or draft.id) or (draft.id,),
                kind=draft.kind,
                line=self.s.line(draft.at),
                box=draft.box,
                created_at=draft.created_at,
                destroyed_at=draft.destroyed_at,
            )
            for draft in self.drafts.values()
        )
        return Sequence(participants, tuple(self.items), tuple(self.boxes), self.autonumber)
