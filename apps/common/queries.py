"""Questions that every model can be asked."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def no_rows(model: type[Row]) -> QuerySet[Row]:
    """What the description of the API shows of a list: its kind, without rows."""
    return model._default_manager.none()  # noqa: SLF001 - not every model has ``objects``
