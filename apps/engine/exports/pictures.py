"""Pictures of a package for an export: what they are, how large, and as SVG with regions on them."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from apps.engine.exports.model import ThreadExport
from apps.engine.exports.pins import with_pins
from apps.engine.intake.types import sniff

ReadFile = Callable[[str], bytes | None]
"""From a path in the package to the bytes of the file; None when they cannot be had."""

MAX_PICTURE = 8_000_000
"""Bytes of a picture that is put into an export."""
MAX_PIXELS = 40_000_000
"""Pixels of a picture that is unpacked for a PDF."""
MAX_ALL_PIXELS = 80_000_000
"""Pixels of all pictures of a PDF together: about 600 MB while it is set."""

_MIMES = {"png": "png", "jpeg": "jpeg", "gif": "gif", "webp": "webp", "svg": "svg+xml"}
_SIDE = re.compile(rb"\b(width|height)\s*=\s*[\"']([\d.]+)(?:px)?[\"']")
_VIEW = re.compile(rb"\bviewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be shown: its type word and bytes."""

    kind: str
    data: bytes

    @property
    def address(self) -> str:
        """The picture as a data address."""
        return f"data:image/{_MIMES[self.kind]};base64,{base64.b64encode(self.data).decode()}"

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height in pixels, or None when they cannot be told."""
        return _READERS[self.kind](self.data)


def picture(path: str, read: ReadFile) -> Picture | None:
    """The picture at a path; None for what is no picture or too large."""
    data = read(path)
    kind = sniff(path, data) if data and len(data) <= MAX_PICTURE else ""
    return Picture(kind, data) if data and kind in _MIMES else None


def sparing(read: ReadFile, pixels: int = MAX_ALL_PIXELS) -> ReadFile:
    """Reads pictures, each as often as asked, until together they have so many pixels."""
    used: dict[str, int] = {}

    def spare(path: str) -> bytes | None:
        if path not in used:
            found = picture(path, read)
            size = found.size if found and found.kind != "svg" else None
            count = size[0] * size[1] if size else 0
            if count > pixels - sum(used.values()):
                return None
            used[path] = count
        return read(path)

    return spare


def picture_svg(path: str, alt: str, threads: Sequence[ThreadExport], read: ReadFile) -> str | None:
    """A picture inside an SVG, with the commented regions and their numbers drawn over it."""
    found = picture(path, read)
    size = found.size if found else None
    if found is None or size is None or size[0] * size[1] > MAX_PIXELS:
        return None
    width, height = size
    scale = max(1.0, width / 900)  # so that numbers are as large as on a drawing
    shown = f"{width / scale:.0f}", f"{max(1, height / scale):.0f}"
    inner = (
        f'<title>{escape(alt)}</title><image href="{found.address}" x="0" y="0" '
        f'width="{shown[0]}" height="{shown[1]}" preserveAspectRatio="none"/>'
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {shown[0]} {shown[1]}" '
        f'width="{shown[0]}" height="{shown[1]}">{inner}</svg>'
    )
    return with_pins(svg, threads)


def _png(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR":
        return None
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _gif(data: bytes) -> tuple[int, int] | None:
    if len(data) < 10:
        return None
    return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """From the first start-of-frame segment (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        at += 1 if marker == 0xFF else 2 + length
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if kind == b"VP8X":
        return (
            int.from_bytes(data[24:27], "little") + 1,
            int.from_bytes(data[27:30], "little") + 1,
        )
    if kind == b"VP8 ":
        width, height = data[26:28], data[28:30]
        return int.from_bytes(width, "little") & 0x3FFF, int.from_bytes(height, "little") & 0x3FFF
    if kind == b"VP8L" and len(data) >= 25:
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _svg(data: bytes) -> tuple[int, int] | None:
    head = data[:4_000]
    start = head.find(b"<svg")
    tag = head[start : head.find(b">", start)] if start != -1 else b""
    sides = {name: float(value) for name, value in _SIDE.findall(tag)}
    view = _VIEW.search(tag)
    width = sides.get(b"width") or (float(view[1]) if view else 600.0)
    height = sides.get(b"height") or (float(view[2]) if view else 400.0)
    return max(1, round(width)), max(1, round(height))


_READERS = {"png": _png, "gif": _gif, "jpeg": _jpeg, "webp": _webp, "svg": _svg}
