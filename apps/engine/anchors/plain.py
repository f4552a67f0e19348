"""Anchors as plain values for a database row or JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, cast, get_args

from apps.engine.anchors.selectors import Anchor, Polygon, Selector, Surface

_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Selector)}


def selectors_to_plain(anchor: Anchor) -> list[dict[str, Any]]:
    """The selectors, each with its ``type``; fields that hold their default are left out."""
    return [{"type": type(one).__name__, **_short(one)} for one in anchor.selectors]


def _short(selector: Selector) -> dict[str, Any]:
    values = asdict(selector)
    return {f.name: values[f.name] for f in fields(selector) if values[f.name] != f.default}


def selectors_from_plain(values: Sequence[Mapping[str, Any]]) -> tuple[Selector, ...]:
    """The selectors from what ``selectors_to_plain`` gave.

    Raises:
        KeyError, TypeError: The values were not written by it.
    """
    return tuple(_selector(one) for one in values)


def _selector(value: Mapping[str, Any]) -> Selector:
    kind = _KINDS[value["type"]]
    rest = {name: one for name, one in value.items() if name != "type"}
    if kind is Polygon:
        rest["points"] = tuple((float(x), float(y)) for x, y in rest["points"])
    elif "near" in rest:
        rest["near"] = tuple(rest["near"])
    return cast("Selector", kind(**rest))


def to_plain(anchor: Anchor) -> dict[str, Any]:
    """An anchor as ``{artifact, surface, selectors}``."""
    return {
        "artifact": anchor.artifact,
        "surface": anchor.surface,
        "selectors": selectors_to_plain(anchor),
    }


def from_plain(value: Mapping[str, Any]) -> Anchor:
    """The anchor from what ``to_plain`` gave."""
    surface = cast("Surface", value["surface"])
    return Anchor(value["artifact"], surface, selectors_from_plain(value["selectors"]))
