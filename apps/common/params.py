"""The one way to query parameters and to single fields of small forms: each is read with a bound.

A page takes what it can use of an address and falls back on the rest, because people edit addresses.
The API says what it could not read, because a program would not notice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NoReturn, TypeVar

from django.http import HttpRequest, QueryDict
from rest_framework.request import Request

from apps.common.api import Problem

MOST: Final = 2**31 - 1
"""The largest number of an integer column."""

Fallback = TypeVar("Fallback", int, None)

_YES: Final = frozenset({"1", "true", "yes", "on"})


class Params:
    """Parameters by name; what is missing reads as empty."""

    def __init__(self, values: Mapping[str, str], *, strict: bool = False) -> None:
        self._values, self._strict = values, strict

    def text(self, name: str, *, longest: int = 200) -> str:
        """A text of at most ``longest`` characters."""
        text = self._values.get(name, "")
        if len(text) > longest and self._strict:
            self._refuse(name, f"It has {len(text):,} characters; at most {longest} are read.")
        return text[:longest]

    def number(self, name: str, default: Fallback, *, most: int = MOST) -> int | Fallback:
        """A whole number from 0 to ``most``."""
        text = self._values.get(name, "").strip()
        # ASCII digits only: isdecimal() also takes those of other scripts; and int() is slow, then
        # refuses, when there are thousands of them.
        if (
            text.isascii()
            and text.isdecimal()
            and len(text) <= len(str(most))
            and int(text) <= most
        ):
            return int(text)
        if text and self._strict:
            self._refuse(name, f"“{text[:24]}” is not a whole number from 0 to {most}.")
        return default

    def flag(self, name: str) -> bool:
        """Whether it says yes."""
        return self._values.get(name, "").lower() in _YES

    def words(self, name: str, *, most: int = 50) -> list[str]:
        """Words separated by commas."""
        found = [word.strip() for word in self.text(name, longest=1_000).split(",")]
        return [word for word in found if word][:most]

    def given(self, *, but: str = "") -> dict[str, str]:
        """All parameters that say something, except the one named ``but``."""
        return dict(self._given(but))

    def _given(self, but: str) -> Iterator[tuple[str, str]]:
        return ((k, v) for k, v in self._values.items() if v and k != but)

    def _refuse(self, name: str, why: str) -> NoReturn:
        raise Problem(
            400,
            f"The parameter “{name}” cannot be used.",
            why=why,
            what_to_do="Change it or leave it out; /api/v1/docs/ describes it.",
        )


def params(request: HttpRequest | Request) -> Params:
    """The query parameters of a request."""
    if isinstance(request, Request):
        return Params(request.query_params, strict=True)
    return Params(request.GET)


def posted(request: HttpRequest) -> Params:
    """Single fields of a form that needs no form class."""
    values: QueryDict = request.POST
    return Params(values)
