"""Reader of Mermaid sequence diagrams."""

from __future__ import annotations

import re
from collections.abc import Callable

from apps.engine.diagrams.model import Sequence
from apps.engine.diagrams.read.prepare import Prepared, unquote
from apps.engine.diagrams.read.sequence_build import SequenceBuilder
from apps.engine.diagrams.read.shape_data import DATA, shape_data
from apps.engine.diagrams.scanner import Scanner

_ARROW = (
    r"<<-->>|<<->>|-->>|->>|-->|->|--x|-x|--\)|-\)"
    r"|--\|\\|--\|/|-\|\\|-\|/|/\|--|\\\|--|/\|-|\\\|-|--\\\\|--//|-\\\\|-//|//--|\\\\--|//-|\\\\-"
)
_MESSAGE = re.compile(
    rf"([^:,;\n<>+]*?)[ \t]*(?:\(\))?[ \t]*({_ARROW})[ \t]*(?:\(\))?([+-]?)[ \t]*"
    r"([^:,;\n<>+#]*?)[ \t]*(?:(:)([^\n]*))?\Z",
    re.IGNORECASE,
)
_STARTS_WITH_ARROW = re.compile(rf"[ \t]*(?:{_ARROW})", re.IGNORECASE)
_ODD_ARROW = re.compile(r"(={1,3}>>?|→|—{1,2}>>?|–{1,2}>>?|<--?|<<--?(?!>))")
_DECLARATION = re.compile(r"(create[ \t]+)?(participant|actor)[ \t]+(.*\S)", re.IGNORECASE)
_AS = re.compile(r"[ \t]+as(?:[ \t]+|\Z)", re.IGNORECASE)
_NOTE = re.compile(
    r"note[ \t]+(over|left of|right of)[ \t]+([^:]*?)[ \t]*(?::[ \t]*(.*))?\Z", re.IGNORECASE
)
_KEYWORD = re.compile(
    r"(loop|rect|opt|alt|else|par_over|par|and|critical|option|break|end|activate|deactivate|box"
    r"|destroy|autonumber|title|accTitle|accDescr|links|link|properties|details)"
    r"(?=[\s:;]|\Z)[ \t]*:?[ \t]*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_HAS_SEMICOLON = re.compile(r"(?<![#&])\b[\w#]*;|;")
_ENTITY_END = re.compile(r"[#&]\w{1,31}\Z")
_OPENING = frozenset(("loop", "rect", "opt", "alt", "par", "par_over", "critical", "break"))
_WORDS = _OPENING | frozenset(
    "else and option end activate deactivate box destroy autonumber note participant actor".split()
)
_BRANCH = {"else": ("alt",), "and": ("par", "par_over"), "option": ("critical",)}
_MULTILINE = re.compile(r"[ \t]*accDescr[ \t]*\{[^{}]*\}", re.IGNORECASE)
_WRAP = re.compile(r"\A\s*(?:no)?wrap:", re.IGNORECASE)


class SequenceReader:
    """Reads line by line; a line that cannot be read is reported and left out."""

    def __init__(self, prepared: Prepared, first_line: int) -> None:
        self.s = Scanner(prepared.text, first_line, prepared.source)
        self.s.pos = prepared.start
        self.build = SequenceBuilder(self.s)
        self._line_kinds: tuple[Callable[[str, int], bool], ...] = (
            self._declaration,
            self._note,
            self._keyword,
            self._message,
            self._odd_message,
        )

    def read(self) -> Sequence:
        """The whole diagram."""
        while not self.s.at_end():
            start, end = self.s.pos, self.s.line_end()
            if found := _MULTILINE.match(self.s.text, start):
                self.s.pos = found.end()
                continue
            self._line(self.s.text[start:end], start)
            self.s.pos = end + 1
        self.build.close_all()
        return self.build.sequence()

    def _line(self, line: str, start: int) -> None:
        """One line: several statements when ``;`` separates them."""
        text = line.strip()
        at = start + len(line) - len(line.lstrip())
        while text:
            statement, rest = self._first_statement(text, at)
            if statement and not statement.startswith("#") and not self._statement(statement, at):
                self._not_read(at, statement)
            at += len(text) - len(rest)
            text = rest

    def _statement(self, statement: str, at: int) -> bool:
        return any(kind(statement, at) for kind in self._line_kinds)

    def _first_statement(self, text: str, at: int) -> tuple[str, str]:
        """The text up to a ``;`` that ends a statement, and the rest of the line behind it."""
        pos = text.find(";")
        while pos >= 0:
            entity = _ENTITY_END.search(text, max(0, pos - 33), pos)
            if entity and entity[0].startswith("&") and text[pos + 1 :].strip():
                self.s.report(
                    "warning",
                    at + entity.start(),
                    f"`;` ends a statement in Mermaid. Read: `{entity[0]};`. "
                    f"Write: `#{entity[0][1:]};`.",
                )
            if not entity:
                rest = text[pos + 1 :].lstrip()
                if not rest or self._begins_statement(rest):
                    return text[:pos].rstrip(), rest
                self.s.report(
                    "warning",
                    at + pos,
                    f"`;` ends a statement in Mermaid. Read: `{text[:60]}`. Write `#59;` for it.",
                )
                return text, ""
            pos = text.find(";", pos + 1)
        return text, ""

    def _begins_statement(self, text: str) -> bool:
        if _DECLARATION.match(text) or _NOTE.match(text):
            return True
        found = _MESSAGE.match(text.partition(";")[0])
        if found and found[1] and found[5]:
            return True
        word = _KEYWORD.match(text)
        return bool(word and word[1].lower() in {"end", "activate", "deactivate", "autonumber"})

    def _not_read(self, at: int, statement: str) -> None:
        self.s.report(
            "error",
            at,
            f"This line is no statement of a sequence diagram. Read: `{statement[:60]}`. "
            "Write a message as `A->>B: text`, or `participant A as Name`.",
        )

    def _declaration(self, text: str, at: int) -> bool:
        found = _DECLARATION.fullmatch(text)
        if not found or _STARTS_WITH_ARROW.match(found[3]):
            return False
        name, kind = found[3], found[2].lower()
        data: dict[str, str] = {}
        if block := DATA.search(name):
            data = shape_data(block[1])
            name = name[: block.start()] + " " + name[block.end() :]
        parts = _AS.split(name, maxsplit=1)
        participant = parts[0].strip()
        label = _WRAP.sub("", parts[1]) if len(parts) > 1 else data.get("alias", data.get("label"))
        if len(parts) > 1 and " " in unquote(participant):
            self._spaced_alias(participant, found[3], at)
        if participant != unquote(participant):
            participant = unquote(participant)
            self.s.report(
                "warning",
                at,
                f"Quotes become a part of the id in Mermaid. Read: `{found[3][:60]}`. "
                f"Write: `participant P1 as {participant[:60]}`.",
                f"participant:{participant}",
            )
        kind = data.get("type", kind).lower()
        self.build.declare(
            participant, unquote(label) if label else None, kind, at, created=bool(found[1])
        )
        return True

    def _spaced_alias(self, participant: str, written: str, at: int) -> None:
        self.s.report(
            "warning",
            at,
            f"An id before `as` has no spaces: Mermaid takes the whole line for the name. "
            f"Read: `{written[:60]}`. Write: `{participant.replace(' ', '')[:60]} as ...`.",
            f"participant:{participant}",
        )

    def _note(self, text: str, at: int) -> bool:
        found = _NOTE.fullmatch(text)
        if not found:
            return False
        if found[3] is None:
            self.s.report(
                "warning",
                at,
                f"A note needs a colon before its text. Read: `{text[:60]}`. "
                "Write: `Note over A: text`.",
            )
        place = found[1].split()[0].lower()
        names = [unquote(name) for name in found[2].split(",") if name.strip()]
        self.build.note(place, names, _WRAP.sub("", found[3] or ""), at)
        return True

    def _keyword(self, text: str, at: int) -> bool:
        found = _KEYWORD.fullmatch(text)
        if not found:
            return False
        word, rest = found[1].lower(), found[2].strip()
        if _STARTS_WITH_ARROW.match(rest):
            return False
        if word in _OPENING:
            self.build.open_fragment(word, _WRAP.sub("", rest), at)
        elif word in _BRANCH:
            self.build.branch(word, _BRANCH[word], rest, at)
        else:
            self._simple(word, rest, at)
        return True

    def _simple(self, word: str, rest: str, at: int) -> None:
        if word == "end":
            self.build.end(at)
        elif word in ("activate", "deactivate"):
            self.build.activation(unquote(rest), on=word == "activate", at=at)
        elif word == "box":
            self.build.open_box(rest, at)
        elif word == "destroy":
            self.build.destroy(unquote(rest), at)
        elif word == "autonumber":
            self.build.number(rest)
        elif word == "title":
            self.build.title = self.build.title or rest
        elif word == "acctitle":
            self.build.acc_title = rest

    def _message(self, text: str, at: int) -> bool:
        found = _MESSAGE.match(text)
        if not found or not found[1].strip() or not found[4].strip():
            return False
        if found[1].strip().lower() in _WORDS:
            self._word_as_participant(found[1].strip(), at)
        if found[5] is None:
            self.s.report(
                "warning",
                at,
                f"A message needs a colon and a text. Read: `{text[:60]}`. "
                f"Write: `{text[:60].rstrip()}: text`.",
            )
        elif "#" in found[6] and _LONE_HASH.search(found[6]):
            self.s.report(
                "warning",
                at + found.start(6),
                f"Mermaid cuts a text at `#`. Read: `{found[6].strip()[:60]}`. Write `#35;` for it.",
            )
        self.build.message(
            found[1].strip(),
            found[4].strip(),
            arrow=found[2],
            sign=found[3],
            text=_WRAP.sub("", found[6] or "", count=1),
            at=at,
        )
        return True

    def _word_as_participant(self, word: str, at: int) -> None:
        self.s.report(
            "warning",
            at,
            f"`{word}` is a word of Mermaid; we read it as a participant. "
            f"Write: `participant {word.capitalize()}1 as {word}`.",
            f"participant:{word}",
        )

    def _odd_message(self, text: str, at: int) -> bool:
        """``A => B: text``: refused by Mermaid, plain in meaning."""
        head, colon, label = text.partition(":")
        found = _ODD_ARROW.search(head)
        if not found or not head[: found.start()].strip() or not head[found.end() :].strip():
            return False
        source, target = head[: found.start()].strip(), head[found.end() :].strip()
        if found[1].startswith("<"):
            source, target = target, source
        self.s.report(
            "warning",
            at,
            f"`{found[1]}` is not an arrow of sequence diagrams; we read `->>`. "
            f"Write: `{source}->>{target}: {label.strip()[:40]}`.",
        )
        self.build.message(source, target, arrow="->>", sign="", text=label if colon else "", at=at)
        return True


_LONE_HASH = re.compile(r"#(?!\w{1,31};)")


def read_sequence(prepared: Prepared, first_line: int) -> tuple[Sequence, SequenceReader]:
    """The sequence and the reader, which holds the problems."""
    reader = SequenceReader(prepared, first_line)
    return reader.read(), reader
