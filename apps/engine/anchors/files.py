"""Which file of the old revision is which of the new one: by path, else by content."""

from __future__ import annotations

from apps.engine.anchors.fates import Side
from apps.engine.anchors.textmap import TextMap

_OTHER = 0.2  # likeness below which a file of the same name may be another file
_RENAMED = 0.5  # likeness that makes a file the renamed one
_MARGIN = 0.15  # over the second most alike
_TRIED = 8  # most alike files, by shared lines, that are compared in full


class FileMap:
    """Pairs of files, and the text alignment of each pair, made when asked."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self._partners: dict[str, str | None] = {}
        self._maps: dict[tuple[str, str], TextMap] = {}

    def partner(self, path: str) -> str | None:
        """Path in the new revision, or None when the file is gone."""
        if path not in self._partners:
            self._partners[path] = self._find(path)
        return self._partners[path]

    def text_map(self, path: str, other: str) -> TextMap:
        """The alignment of an old text and a new one."""
        pair = (path, other)
        if pair not in self._maps:
            self._maps[pair] = TextMap(self.old.texts[path].text, self.new.texts[other].text)
        return self._maps[pair]

    def _find(self, path: str) -> str | None:
        if path not in self.old.texts:
            return self._binary(path)
        if path not in self.new.texts:
            return self._alike(path, 0.0)
        text = self.old.texts[path].text
        if text == self.new.texts[path].text:
            return path
        same = [other for other in self._candidates(path) if self.new.texts[other].text == text]
        if len(same) == 1:
            return same[0]
        likeness = self.text_map(path, path).regions.likeness(_OTHER)
        return path if likeness >= _OTHER else self._alike(path, likeness) or path

    def _binary(self, path: str) -> str | None:
        """A file without text: the same path, or the only new file with the same bytes."""
        digest = self.old.hashes.get(path)
        same = [p for p, other in self.new.hashes.items() if digest and other == digest]
        if path in same or len(same) != 1:
            return path if path in self.new.hashes or path in same else None
        return path if path in self.new.hashes else same[0]

    def _candidates(self, path: str) -> list[str]:
        """New files that are not simply an old file of the same name and content."""
        return [
            other
            for other, text in self.new.texts.items()
            if other != path
            and (other not in self.old.texts or self.old.texts[other].text != text.text)
        ]

    def _alike(self, path: str, floor: float) -> str | None:
        lines = set(self.old.texts[path].text.split("\n"))
        shared = sorted(
            self._candidates(path),
            key=lambda other: (-len(lines & set(self.new.texts[other].text.split("\n"))), other),
        )[:_TRIED]
        scored = sorted(
            ((self.text_map(path, other).regions.likeness(), other) for other in shared),
            reverse=True,
        )
        if not scored:
            return None
        second = max(floor, scored[1][0] if len(scored) > 1 else 0.0)
        best, other = scored[0]
        return other if best >= _RENAMED and best - second >= _MARGIN else None
