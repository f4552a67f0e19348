"""Revisions made from a document by known changes, so that the right place of everything is known."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

FRESH = "Fresh words arrive {0}, unlike whatever stood beside number {0} earlier today."


@dataclass(frozen=True)
class Revised:
    """Two texts. ``places`` gives, for every old paragraph, its old and new offsets, or None.

    ``kind`` of each is unchanged, twin, edited or deleted; or open, when there is a copy of a
    paragraph that itself changed or went: nobody can tell that from a move.
    """

    old: str
    new: str
    places: tuple[tuple[str, tuple[int, int], tuple[int, int] | None], ...]


def revise(paragraphs: list[str], chance: random.Random, rate: float) -> Revised:
    """Delete, edit, move, copy and add paragraphs, each with a share ``rate`` of them."""
    listed: list[tuple[int | None, str]] = list(enumerate(paragraphs))
    count = max(1, int(len(paragraphs) * rate))
    for _ in range(count):
        del listed[chance.randrange(len(listed))]
    edited = set()
    for _ in range(count):
        at = chance.randrange(len(listed))
        number, text = listed[at]
        if number is not None and len(text.split()) > 12:
            listed[at] = (number, _edit(text, chance))
            edited.add(number)
    moved = set()
    for _ in range(count):
        at = chance.randrange(len(listed))
        if paragraphs.count(listed[at][1]) == 1:  # twins keep their company
            moved.add(listed[at][1])
            listed.insert(chance.randrange(len(listed)), listed.pop(at))
    for k in range(count):
        copied = chance.choice(listed)[1]
        again = chance.random() < 0.5 and copied not in moved  # its old place might be taken
        added = copied if again else FRESH.format(k)
        listed.insert(chance.randrange(len(listed)), (None, added))
    if chance.random() < 0.5:
        half = len(listed) // 2
        listed = listed[half:] + listed[:half]
    return _revised(paragraphs, listed, edited)


def _edit(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for _ in range(max(1, len(words) // 10)):
        words[chance.randrange(len(words))] = chance.choice(("quite", "other", "words", "now"))
    return " ".join(words)


def _revised(
    paragraphs: list[str], listed: list[tuple[int | None, str]], edited: set[int]
) -> Revised:
    before = Counter(" ".join(p.split()) for p in paragraphs)
    after = Counter(" ".join(text.split()) for _, text in listed)
    starts, position = {}, 0
    for number, text in listed:
        if number is not None:
            starts[number] = (position, position + len(text))
        position += len(text) + 2
    old, new = "\n\n".join(paragraphs), "\n\n".join(text for _, text in listed)
    now = {number: text for number, text in listed if number is not None}
    places, position = [], 0
    for number, text in enumerate(paragraphs):
        key = " ".join(text.split())
        kind = "edited" if number in edited else "unchanged" if number in starts else "deleted"
        became = " ".join(now.get(number, "").split())
        if kind != "unchanged" and (after[key] >= before[key] or after[became] > 1):
            kind = "open"
        elif max(before[key], after[key], old.count(text), new.count(text)) > 1:
            kind = "twin"
        places.append((kind, (position, position + len(text)), starts.get(number)))
        position += len(text) + 2
    return Revised(old, new, tuple(places))
