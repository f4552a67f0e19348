"""A row of an alias table: the other names that a design itself gives a component."""

from __future__ import annotations

from dataclasses import dataclass

from apps.engine.text import Place


@dataclass(frozen=True, slots=True)
class Alias:
    """A row of an alias table."""

    component: str
    also: tuple[str, ...]
    technology: str
    owner: str
    where: Place
