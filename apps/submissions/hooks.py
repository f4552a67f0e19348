"""What happens to a new revision in higher layers, inside the transaction that stores it."""

from __future__ import annotations

from collections.abc import Callable

from apps.submissions.models import Revision

on_revision: list[Callable[[Revision], object]] = []
"""Filled in ``AppConfig.ready`` of apps above this one; called in order by the submit service."""
