"""Kinds of path parameters. What is not of its kind is a 404 before anything is looked up.

Every address of the site uses one of these (``<id:public_id>``, ``<file:path>``, …), so a NUL, a lone
surrogate or a million characters never get as far as a query.
"""

from __future__ import annotations

from typing import Final

from django.urls import register_converter

from apps.common.ids import ALPHABET, LENGTH

LONGEST_PATH: Final = 500
"""As long as the column of an artifact's path."""


class _Text:
    """A string that stays as it is."""

    regex: str = ""

    def to_python(self, value: str) -> str:
        """The value as views get it."""
        return value

    def to_url(self, value: object) -> str:
        """The value as addresses hold it."""
        return str(value)


class PublicId(_Text):
    """A public id, or a code that is made like one."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"


class FilePath(_Text):
    """Path of a file of a package; intake takes no control characters either."""

    regex = rf"[^\x00-\x1f\x7f\ud800-\udfff]{{1,{LONGEST_PATH}}}"


class Word(_Text):
    """What a program chose itself, such as the key of a draft; its view says what a key may hold."""

    regex = r"[^/\x00-\x1f\x7f\ud800-\udfff]{1,200}"


class SignedToken(_Text):
    """What ``django.core.signing`` writes."""

    regex = r"[A-Za-z0-9_.:-]{1,300}"


class FindingIdentity(_Text):
    """SHA-256 in hexadecimal digits."""

    regex = r"[0-9a-f]{64}"


class CheckCode(_Text):
    """Code of a check: ``CAP-008``, in either case."""

    regex = r"[A-Za-z]{3}-[0-9]{3}"


CONVERTERS: Final[dict[str, type[_Text]]] = {
    "id": PublicId,
    "file": FilePath,
    "word": Word,
    "token": SignedToken,
    "finding": FindingIdentity,
    "check": CheckCode,
}


def register() -> None:
    """Make the kinds known to Django; once, when the site starts."""
    for name, kind in CONVERTERS.items():
        register_converter(kind, name)
