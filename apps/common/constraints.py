"""Invariants that the database itself keeps, whatever the code does."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


def known(
    field: str, choices: type[models.TextChoices], *, blank: bool = False
) -> models.CheckConstraint:
    """``field`` is one of ``choices``, or empty where ``blank`` allows it."""
    values = [*choices.values, *([""] if blank else [])]
    return holds(Q(**{f"{field}__in": values}), f"{field}_known")


def together(one: str, other: str) -> Q:
    """Both fields have a value, or neither has."""
    return Q(**{f"{one}__isnull": True, f"{other}__isnull": True}) | Q(
        **{f"{one}__isnull": False, f"{other}__isnull": False}
    )


def in_order(first: str, last: str) -> Q:
    """``first`` is not after ``last``; a missing one is in order."""
    return (
        Q(**{f"{first}__isnull": True})
        | Q(**{f"{last}__isnull": True})
        | Q(**{f"{first}__lte": F(last)})
    )


def holds(condition: Q, name: str) -> models.CheckConstraint:
    """``condition`` holds for every row; ``name`` is prefixed by app and model."""
    return models.CheckConstraint(condition=condition, name=f"%(app_label)s_%(class)s_{name}")
