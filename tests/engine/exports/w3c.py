"""What the W3C's tests say annotations must be, as a function."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft4Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "web-annotation"


def _load(path: str) -> dict:
    return json.loads((SAMPLES / path).read_text(encoding="utf-8"))


@cache
def _registry() -> Registry:
    files = (SAMPLES / "definitions").glob("*.json")
    return Registry().with_resources(
        (path.name, DRAFT4.create_resource(_load(f"definitions/{path.name}"))) for path in files
    )


@cache
def _assertions(suite: str) -> tuple[tuple[str, Draft4Validator], ...]:
    names = _load(suite)["assertions"]
    return tuple((n, Draft4Validator(_load(n), registry=_registry(),
                                     format_checker=Draft4Validator.FORMAT_CHECKER))
                 for n in names)  # fmt: skip


def unmet(value: object, suite: str) -> list[str]:
    """Names of the assertions of a suite that ``value`` does not meet."""
    return [name for name, validator in _assertions(suite) if not validator.is_valid(value)]


ANNOTATION = "annotations/annotationMusts.test"
COLLECTION = "collections/collectionMusts.test"
PAGE = "collections/pages/pageMusts.test"
