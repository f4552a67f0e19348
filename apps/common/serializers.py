"""Serializers and fields of the API under their usual names, each with a bound.

``from apps.common import serializers`` instead of ``from rest_framework``: texts without NUL and lone
surrogates, numbers that fit into their column, lists and objects of bounded size. A column's bound
that is tighter is given as usual (``max_length``, ``max_value``).
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

from django.db import models
from rest_framework import serializers as drf
from rest_framework.serializers import (
    BooleanField,
    ChoiceField,
    DateTimeField,
    FileField,
    Serializer,
    SerializerMethodField,
    URLField,
    ValidationError,
)

from apps.common.params import MOST

__all__ = [
    "BooleanField",
    "CharField",
    "ChoiceField",
    "DateTimeField",
    "DictField",
    "FileField",
    "FloatField",
    "IntegerField",
    "ListField",
    "ModelSerializer",
    "Serializer",
    "SerializerMethodField",
    "URLField",
    "ValidationError",
]

Model = TypeVar("Model", bound=models.Model)

LONGEST_TEXT: Final = 20_000
MOST_ITEMS: Final = 500
LARGEST_OBJECT: Final = 40_000
"""Characters of an object of free form, such as the target of a comment."""


def _bounded_text(value: str) -> None:
    """Not a ``max_length``: the description of the API would promise it for answers too."""
    if len(value) > LONGEST_TEXT:
        raise ValidationError(
            f"{len(value):,} characters were read, at most {LONGEST_TEXT:,} are possible."
        )


class CharField(drf.CharField):
    """A text; the framework itself refuses NUL and surrogates in it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if options.get("max_length") is None:
            self.validators.append(_bounded_text)


class IntegerField(drf.IntegerField):
    """A number that fits into an integer column."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", -MOST - 1)
        options.setdefault("max_value", MOST)
        super().__init__(**options)


class FloatField(drf.FloatField):
    """A finite number: NaN and infinity would be neither JSON nor comparable."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", -1e15)
        options.setdefault("max_value", 1e15)
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> float:
        """The number; NaN is below and above no bound."""
        value = super().to_internal_value(data)
        if value != value:  # noqa: PLR0124 - NaN alone differs from itself
            raise ValidationError("NaN is not a number.")
        return value


class ListField(drf.ListField):
    """A list of bounded length."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", MOST_ITEMS)
        super().__init__(**options)


class DictField(drf.DictField):
    """An object of bounded size; its depth is bounded by the parser."""

    def to_internal_value(self, data: Any) -> dict[Any, Any]:
        """The object, if it is not too large."""
        value: dict[Any, Any] = super().to_internal_value(data)
        if len(str(value)) > LARGEST_OBJECT:
            raise ValidationError(f"At most {LARGEST_OBJECT:,} characters are possible.")
        return value


_BOUNDED: Final[dict[type[drf.Field[Any, Any, Any, Any]], type[drf.Field[Any, Any, Any, Any]]]] = {
    drf.CharField: CharField,
    drf.IntegerField: IntegerField,
    drf.FloatField: FloatField,
}


class ModelSerializer(drf.ModelSerializer[Model]):
    """Columns of a model as bounded fields."""

    serializer_field_mapping = {
        column: _BOUNDED.get(field, field)
        for column, field in drf.ModelSerializer.serializer_field_mapping.items()
    }
