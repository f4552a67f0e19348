"""Labels of flowchart nodes: what stands between the brackets of a shape."""

from __future__ import annotations

import re
from dataclasses import dataclass

from apps.engine.diagrams.read.flow_tokens import AT_SIGN, BRACKETS, Bracket
from apps.engine.diagrams.scanner import Scanner

_RAW = re.compile(r"[^\[\](){}|\"]*")
_SPACE = re.compile(r"\s*")
_ARROW = re.compile(r"\s(?:<?--+[>xo-]?|-\.+->?|==+>?)(?:\s|\||$)")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_LONE_DASHES = frozenset("/\\-")
MAX_UNBALANCED = 3


@dataclass(frozen=True, slots=True)
class Label:
    """A label as written, without its quotes."""

    shape: str
    text: str
    markdown: bool = False


class LabelReader:
    """Reads labels at a scanner's position; keeps count of repairs so that time stays linear."""

    def __init__(self, scanner: Scanner) -> None:
        self.s = scanner
        self._line_end = -1
        self._unbalanced = 0

    def read(self, node: str) -> Label | None:
        """The label that opens here; None when no bracket does. Moves behind it."""
        openings = [b for b in BRACKETS if self.s.text.startswith(b.opens, self.s.pos)]
        if not openings or (openings[0].opens == ">" and not self._has_flag_end()):
            return None
        for bracket in openings:
            if (label := self._quoted(bracket) or self._clean(bracket, node)) is not None:
                return label
        for bracket in openings:
            if (label := self._balanced(bracket, node)) is not None:
                return label
        return self._unclosed(openings[-1], node)

    def _has_flag_end(self) -> bool:
        return self.s.text.find("]", self.s.pos, self.s.line_end()) > 0

    def _closer(self, bracket: Bracket, at: int) -> tuple[int, str, int] | None:
        """Shape and end of the closing bracket at ``at``; its own first sign may stand before."""
        for closes, shape in bracket.closes:
            start = at - 1 if closes[0] in _LONE_DASHES else at
            if self.s.text.startswith(closes, start):
                return start, shape, start + len(closes)
        return None

    def _quoted(self, bracket: Bracket) -> Label | None:
        text = self.s.text
        start = self._skip_space(self.s.pos + len(bracket.opens))
        if not text.startswith('"', start):
            return None
        markdown = text.startswith('"`', start)
        end = text.find('`"' if markdown else '"', start + (2 if markdown else 1))
        if end < 0:
            return None
        close = self._skip_space(end + (2 if markdown else 1))
        for closes, shape in bracket.closes:
            if text.startswith(closes, close):
                if text[start - 1].isspace():
                    self.s.report(
                        "warning",
                        self.s.pos,
                        f"A quote follows its `{bracket.opens}` without a space. "
                        f"Read: `{self.s.excerpt(self.s.pos)}`. "
                        f'Write: `{bracket.opens}"text"{closes}`.',
                    )
                self.s.pos = close + len(closes)
                return Label(shape, text[start + (2 if markdown else 1) : end], markdown)
        return None

    def _skip_space(self, pos: int) -> int:
        found = _SPACE.match(self.s.text, pos)
        return found.end() if found else pos

    def _clean(self, bracket: Bracket, node: str) -> Label | None:
        """A label that Mermaid reads without quotes; it may span lines."""
        start = self.s.pos + len(bracket.opens)
        found = _RAW.match(self.s.text, start)
        end = found.end() if found else start
        closer = self._closer(bracket, end)
        if closer is None or closer[0] < start:
            return None
        label = self.s.text[start : closer[0]].strip()
        if (bracket.opens == "[" and label[:1] in ("/", "\\")) or AT_SIGN.search(label):
            return self._needs_quotes(bracket, node, start, closer)
        self.s.pos = closer[2]
        return Label(closer[1], label)

    def _balanced(self, bracket: Bracket, node: str) -> Label | None:
        """A label with brackets or quotes inside, closed on the same line; needs quotes."""
        text, start, limit = self.s.text, self.s.pos + len(bracket.opens), self.s.line_end()
        open_brackets: list[str] = []
        for pos in range(start, limit):
            char = text[pos]
            if not open_brackets and (closer := self._closer(bracket, pos)) and closer[0] >= start:
                return self._needs_quotes(bracket, node, start, closer)
            if char in "([{":
                open_brackets.append(char)
            elif char in ")]}":
                if not open_brackets or open_brackets[-1] != _PAIRS[char]:
                    return None
                open_brackets.pop()
        return None

    def _needs_quotes(
        self, bracket: Bracket, node: str, start: int, closer: tuple[int, str, int]
    ) -> Label:
        label = self.s.text[start : closer[0]].strip()
        shown = label if len(label) <= 60 else label[:59] + "…"
        sign = next((char for char in label if char in '()[]{}"|/\\@'), bracket.opens[-1])
        closes = self.s.text[closer[0] : closer[2]]
        written = f"{node}{bracket.opens}{shown}{closes}"
        quoted = shown.replace('"', "#quot;")
        self.s.report(
            "warning",
            self.s.pos,
            f"A label in `{bracket.opens}...{closes}` must not contain `{sign}` without quotes. "
            f'Read: `{written}`. Write: `{node}{bracket.opens}"{quoted}"{closes}`.',
        )
        self.s.pos = closer[2]
        return Label(closer[1], label)

    def _unclosed(self, bracket: Bracket, node: str) -> Label | None:
        """A label whose closing bracket is missing or crossed: read what the line gives."""
        line_end = self.s.line_end()
        self._unbalanced = self._unbalanced + 1 if line_end == self._line_end else 1
        self._line_end = line_end
        at, start = self.s.pos, self.s.pos + len(bracket.opens)
        closes, shape = bracket.closes[0]
        if self._unbalanced > MAX_UNBALANCED:
            return None
        end = self.s.text.find(closes, start, line_end)
        arrow = _ARROW.search(self.s.text, start, line_end)
        if end >= 0 and (arrow is None or end < arrow.start()):
            return self._needs_quotes(bracket, node, start, (end, shape, end + len(closes)))
        stop = arrow.start() if arrow else line_end
        label = self.s.text[start:stop].strip().strip('"')
        written = self.s.excerpt(at - len(node), stop)
        self.s.report(
            "error",
            at,
            f"`{bracket.opens}` is never closed. Read: `{written}`. "
            f'Write: `{node}{bracket.opens}"{label[:60]}"{closes}`.',
            f"node:{node}",
        )
        self.s.pos = stop
        return Label(shape, label)
