"""The text of a PDF as our typesetter writes it, for tests: no object streams, fonts with Unicode maps."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(?:^|\s)(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_TOKEN = re.compile(rb"/(f\d+) [\d.]+ Tf|(\((?:\\.|[^\\)])*\))|<([0-9A-Fa-f]+)>|(ET)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of_pdf(data: bytes) -> str:
    """All text in the order in which it is drawn."""
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    maps = {
        n: _unicode(_content(objects[int(found[1])]))
        for n, body in objects.items()
        if (found := re.search(rb"/ToUnicode (\d+) 0 R", body))
    }
    parts = []
    for body in objects.values():
        if re.search(rb"/Type\s*/Page\b", body):
            held = re.search(rb"/Resources (\d+) 0 R", body)
            fonts = dict(re.findall(rb"/(f\d+) (\d+) 0 R", objects[int(held[1])] if held else body))
            content = re.search(rb"/Contents (\d+) 0 R", body)
            shown = {name: maps.get(int(n), {}) for name, n in fonts.items()}
            parts.append(_shown(_content(objects[int(content[1])]), shown))
    return "\n".join(parts)


def _content(body: bytes) -> bytes:
    found = _STREAM.search(body)
    return zlib.decompress(found[1]) if found else b""


def _unicode(cmap: bytes) -> dict[int, str]:
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def _shown(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    parts, font = [], {}
    for name, literal, hexed, end in _TOKEN.findall(content):
        if name:
            font = fonts.get(name, {})
        elif end:
            parts.append("\n")
        else:
            raw = bytes.fromhex(hexed.decode()) if hexed else _unescaped(literal[1:-1])
            codes = (int.from_bytes(raw[n : n + 2], "big") for n in range(0, len(raw) - 1, 2))
            parts += [font.get(code, "") for code in codes]
    return "".join(parts)


def _unescaped(literal: bytes) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        word = match[1]
        return bytes([int(word, 8)]) if word[:1] in b"01234567" else _NAMED.get(word, word)

    return _ESCAPE.sub(one, literal)
