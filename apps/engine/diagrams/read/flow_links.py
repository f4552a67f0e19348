"""Links of flowcharts: ``-->``, ``-->|text|``, ``-- text -->`` and the arrows that people mistype."""

from __future__ import annotations

import re

from apps.engine.diagrams.read.flow_tokens import (
    AT_SIGN,
    CLOSE_LINK,
    EDGE_ID,
    LINK,
    ODD_LINK,
    OPEN_LINK,
    PIPE,
    Link,
    link_of,
)
from apps.engine.diagrams.scanner import Scanner

_ONE_NODE = re.compile(r"[ \t]*[^\s\-=;\[({]+(?:[\[({][^\n;]*)?[ \t]*(?=[;\n]|\Z)")
_SEPARATED = re.compile(r"\s*")
_PIPE_QUOTED = re.compile(r"[ \t]*\"(?:`([^`\"]*)`|([^\"]*))\"[ \t]*\|")
_LINK_QUOTED = re.compile(r"\"(?:`([^`\"]*)`|([^\"]*))\"[ \t]*")


class LinkReader:
    """Reads links at a scanner's position; ``edge_ids`` takes the ids that stand before ``@``."""

    def __init__(self, scanner: Scanner, edge_ids: set[str]) -> None:
        self.s = scanner
        self._edge_ids = edge_ids
        self._broken = False

    def take_broken(self) -> bool:
        """Whether the last link ended its line without a target; asked once."""
        broken, self._broken = self._broken, False
        return broken

    def read(self) -> Link | None:
        """The link that begins here, with its text."""
        if edge_id := self.s.take(EDGE_ID):
            self._edge_ids.add(edge_id[1])
        at = self.s.pos
        if found := self.s.take(LINK):
            at = found.start(2)
            self._odd_ending(found, at)
            return self._with_pipe(link_of(at, found[1], found[2]))
        if found := self.s.take(OPEN_LINK):
            link = self._text_link(found)
            if link is None:
                self.s.pos = at
            return link
        if found := self.s.take(ODD_LINK):
            return self._odd_link(found)
        return None

    def _odd_ending(self, found: re.Match[str], at: int) -> None:
        """``dev---ops`` is a circle edge to ``ps``; ``x`` at the start of a line ends an edge."""
        follows = self.s.peek()
        if found[2][-1] in "xo" and follows and (follows.isalnum() or follows == "_"):
            letter = found[2][-1]
            self.s.report(
                "warning",
                at,
                f"Mermaid reads `{found[2]}` here, an arrow that ends in `{letter}`. "
                f"Read: `{self.s.excerpt(at)}`. "
                f"Write a space: `{found[2][:-1]} {letter}...`.",
            )
        elif found[1] in ("x", "o") and "\n" in found[0]:
            self.s.report(
                "warning",
                found.start(1),
                f"Mermaid reads `{found[1]}` at the start of this line as the end of an arrow "
                f"that goes on from the line before. Write: `{found[1].upper()}` or a longer id.",
            )

    def _with_pipe(self, link: Link) -> Link:
        """``-->|text|``."""
        before = self.s.pos
        if not self.s.take(PIPE):
            self.s.pos = before
            self.s.take(_SEPARATED)
            return link
        text, markdown = self._pipe_text(before)
        self.s.take(_SEPARATED)
        return Link(link.at, link.style, link.head, link.tail, link.length, text, markdown)

    def _pipe_text(self, opened: int) -> tuple[str, bool]:
        if found := self.s.take(_PIPE_QUOTED):
            if not found[0].startswith('"'):
                self.s.report(
                    "warning",
                    opened,
                    f"A quote follows its `|` without a space. Read: `{found[0].strip()}`. "
                    'Write: `|"text"|`.',
                )
            return (found[1], True) if found[1] is not None else (found[2], False)
        start, limit = self.s.pos, self.s.line_end()
        end = self.s.text.find("|", start, limit)
        if end < 0:
            self.s.report(
                "error",
                opened,
                f"The text of the arrow is never closed. Read: `{self.s.excerpt(opened)}`. "
                "Write: `-->|text|`.",
            )
            self.s.pos, self._broken = limit, True
            return "", False
        text = self.s.text[start:end].strip()
        self.s.pos = end + 1
        if any(char in text for char in '()[]{}"') or AT_SIGN.search(text):
            quoted = text.replace('"', "#quot;")
            self.s.report(
                "warning",
                opened,
                f'The text of an arrow needs quotes here. Read: `|{text}|`. Write: `|"{quoted}"|`.',
            )
        return text, False

    def _text_link(self, found: re.Match[str]) -> Link | None:
        """``-- text -->``; the second half must stand on the same line unless quoted."""
        at, closing = found.start(2), CLOSE_LINK[found[2]]
        if quoted := self.s.take(_LINK_QUOTED):
            text = quoted[1] if quoted[1] is not None else quoted[2]
            close = closing.match(self.s.text, self.s.pos)
            if close:
                return self._closed(at, found[1], text, close, markdown=quoted[1] is not None)
            self.s.pos = found.end()
        limit = self.s.line_end()
        close = closing.search(self.s.text, self.s.pos, limit)
        if close:
            text = self.s.text[self.s.pos : close.start(1)]
            if len(text) > 1 and text[-1] in "xo<" and text[-2].isspace():
                text = text[:-1]
            return self._closed(at, found[1], text.strip(), close, markdown=False)
        if _ONE_NODE.match(self.s.text, self.s.pos):
            whole = {"--": "---", "==": "===", "-.": "-.-"}[found[2]]
            self.s.report(
                "warning",
                at,
                f"`{found[2]}` is only half an arrow. Read: `{self.s.excerpt(at)}`. "
                f"Write: `{whole}` or `{whole[:-1]}>`.",
            )
            return link_of(at, found[1], whole)
        return None

    def _closed(
        self, at: int, tail: str, text: str, close: re.Match[str], *, markdown: bool
    ) -> Link:
        self.s.pos = close.end()
        link = link_of(at, tail, close[1])
        self.s.take(_SEPARATED)
        return Link(at, link.style, link.head, link.tail, link.length, text, markdown)

    def _odd_link(self, found: re.Match[str]) -> Link:
        written = found[0].strip()
        at = found.end() - len(written)
        self.s.report(
            "warning",
            at,
            f"`{written}` is not an arrow of Mermaid flowcharts; we read `-->`. Write: `-->`.",
        )
        tail = found[1] or found[2] or ""
        return self._with_pipe(link_of(at, tail, "-->"))
