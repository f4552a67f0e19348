"""The role of a node: its shape, then the words of its name, then its technology."""

from __future__ import annotations

import re

from apps.engine.diagrams.model import Role
from apps.engine.diagrams.read.roles_data import (
    ASYNC_WORDS,
    CALLER_IDS,
    CALLER_SHAPES,
    PHRASES,
    WORDS,
)
from apps.engine.names.vocabulary import TECHNOLOGIES
from apps.engine.names.words import clean, expand

_WORD = re.compile(r"[a-z]+(?:/[a-z]+)?")
_SHAPES: dict[str, Role] = {
    "cylinder": "store",
    "disk": "store",
    "queue": "queue",
    "person": "actor",
    "cloud": "network",
}
_LAST_ONLY = frozenset({"actor", "client"})
_ONE_WORD = frozenset({"reader", "writer", "agent", "consumer", "app"})
_ROLES: dict[str, Role] = {
    "store": "store", "cache": "cache", "queue": "queue", "gateway": "gateway", "model": "model",
    "job": "job",
}  # fmt: skip


def role_of(name: str, shape: str = "box", technology: str | None = None) -> Role:
    """The role; a cylinder that is called a cache or a queue is one."""
    by_shape = _SHAPES.get(shape)
    by_word = _by_words(name)
    if by_shape == "store" and by_word in ("cache", "queue"):
        return by_word
    return by_shape or by_word or _by_technology(technology, name) or "other"


def is_caller(node_id: str, name: str, shape: str, role: Role) -> bool:
    """Whether a node that calls and is not called is a person or a client.

    "Reader" alone in a stadium is one; "Stream Reader" in a box is not.
    """
    if role not in ("service", "other"):
        return False
    if node_id.lower() in CALLER_IDS:
        return True
    return shape in CALLER_SHAPES and (role == "other" or name.strip().lower() in _ONE_WORD)


def _by_words(name: str) -> Role | None:
    """The last word of a name that tells a role, for it is the noun: "Queue Worker" works.

    People and clients count only as the last word: a "Customer Portal" is no customer.
    """
    words = expand(clean(name).split())
    for at in range(len(words) - 1, -1, -1):
        phrase = " ".join(words[max(at - 1, 0) : at + 1])
        role = PHRASES.get(phrase) or WORDS.get(words[at])
        if role is not None and (at == len(words) - 1 or role not in _LAST_ONLY):
            return role
    return None


def _by_technology(technology: str | None, name: str) -> Role | None:
    for text in (technology or "", name):
        lower = text.lower()
        for word in (lower, *re.findall(r"[\w.+#-]+", lower)):
            if role := _ROLES.get(TECHNOLOGIES.get(word, "")):
                return role
    return None


def is_async_label(label: str) -> bool:
    """Whether an edge's text says that nobody waits for the answer."""
    return bool(label) and any(word in ASYNC_WORDS for word in _WORD.findall(label.lower()))


def joined_by_queue(source: str | None, target: str | None) -> bool:
    """Whether an edge ends or begins at a queue, a topic or a bus."""
    return "queue" in (source, target)
