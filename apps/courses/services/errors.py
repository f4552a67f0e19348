"""Refusals that a person reads."""

from __future__ import annotations


class CourseError(ValueError):
    """The change was not made; the message says what, why and what to do."""
