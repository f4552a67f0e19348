"""The JSON that the API takes: UTF-8, bounded in size, depth and numbers, with usable texts only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, Final, NoReturn

from rest_framework.parsers import JSONParser

from apps.common.api import Problem
from apps.common.guards import unusable

MAX_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 32
MAX_INTEGER: Final = 2**63 - 1
"""What a column of the database holds at most; fields may take less."""


class StrictJSONParser(JSONParser):
    """JSON whose values can be stored; anything else is a 400 that says what was read."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002 - the interface of parsers
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002 - as above
    ) -> Any:
        """The value of the body."""
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise Problem(
                413,
                "The body is too large.",
                why=f"At most {MAX_BYTES // 1024:,} kB of JSON are taken.",
                what_to_do="Send less at once; files go as multipart/form-data.",
            )
        value = _loaded(data)
        _check(value)
        return value


def _loaded(data: bytes) -> Any:
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_constant=_no_number,
            parse_float=_finite,
            parse_int=_bounded,
        )
    except RecursionError as error:
        raise _too_deep() from error
    except UnicodeDecodeError as error:
        raise _unreadable(f"Byte {error.start + 1} is not UTF-8.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _unreadable(f"{error.msg} ({where}).") from error


def _check(value: Any) -> None:
    """Go through all values, without recursion, and refuse what cannot be stored."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                below += one.keys()
                below += one.values()
            elif isinstance(one, list):
                below += one
            elif isinstance(one, str) and unusable(one):
                raise _unreadable(
                    "A text holds a NUL or half of a character (\\u0000, \\ud800 to \\udfff)."
                )
        if not below:
            return
        level = below
    raise _too_deep()


def _bounded(digits: str) -> int:
    # Python refuses to read more than 4,300 digits; no column holds more than 19.
    if len(digits) > 20 or abs(int(digits)) > MAX_INTEGER:
        raise _unreadable(f"The number {digits[:24]}… is larger than 64 bits hold.")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise _unreadable(f"The number {digits[:24]} is larger than a float holds.")
    return value


def _no_number(word: str) -> NoReturn:
    raise _unreadable(f"{word} is not JSON.")


def _too_deep() -> Problem:
    return Problem(
        400,
        "The body could not be read.",
        why=f"It is nested more than {MAX_DEPTH} levels deep.",
        what_to_do="Look at the description of the API: nothing there is nested that deep.",
    )


def _unreadable(why: str) -> Problem:
    return Problem(
        400, "The body could not be read.", why=why, what_to_do="Send JSON in UTF-8 (RFC 8259)."
    )
