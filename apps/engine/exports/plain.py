"""Threads of an export as plain values for another process, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from apps.engine.anchors.plain import from_plain, to_plain
from apps.engine.exports.model import CommentExport, ThreadExport


def threads_to_plain(threads: Iterable[ThreadExport]) -> list[dict[str, Any]]:
    """The threads as values that JSON and MessagePack know."""
    return [_plain(thread) for thread in threads]


def _plain(thread: ThreadExport) -> dict[str, Any]:
    values = {name: getattr(thread, name) for name in ThreadExport.__slots__}
    values["anchor"] = to_plain(thread.anchor) if thread.anchor else None
    values["comments"] = [asdict(comment) for comment in thread.comments]
    return values


def threads_from_plain(values: Iterable[Mapping[str, Any]]) -> tuple[ThreadExport, ...]:
    """The threads from what ``threads_to_plain`` gave."""
    return tuple(_thread(one) for one in values)


def _thread(values: Mapping[str, Any]) -> ThreadExport:
    anchor = from_plain(values["anchor"]) if values["anchor"] else None
    comments = tuple(CommentExport(**comment) for comment in values["comments"])
    return ThreadExport(**{**values, "anchor": anchor, "comments": comments})
