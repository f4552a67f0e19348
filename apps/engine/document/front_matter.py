"""YAML front matter: read safely, within limits, and never in the way of the document.

A block between two ``---`` lines at the very beginning is front matter when it is a YAML mapping,
and one between two ``+++`` lines when it is TOML.
Aliases are refused, because a few of them expand to gigabytes; what YAML cannot read at all is read
line by line as ``key: value``, because ``deciders: @anna`` is common and clear enough.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from apps.engine import yamltext
from apps.engine.text import CanonicalText

MAX_LENGTH = 16_384
"""Characters of front matter that are read at most."""
MAX_DEPTH = 12
"""Nesting of lists and mappings that is read at most."""

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)?\+\+\+[ \t]*$", re.DOTALL | re.MULTILINE)
_KEY_LINE = re.compile(r"^([A-Za-z_][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(.*))?$")


class _Refused(Exception):
    """The front matter breaks a limit; the argument says which."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Values of the front matter; ``end`` is the offset after its closing line (0: none)."""

    values: dict[str, object] = field(default_factory=dict)
    end: int = 0
    warnings: tuple[str, ...] = ()


def read_front_matter(text: CanonicalText) -> FrontMatter:
    """Front matter at the beginning of ``text``; none is an empty one with ``end`` 0."""
    source = text.text
    toml = _TOML.match(source)
    if toml:
        return _toml_values(text.artifact, toml[1] or "", min(toml.end() + 1, len(source)))
    opening = _OPENING.match(source)
    closing = _CLOSING.search(source, opening.end()) if opening else None
    if opening is None or closing is None:
        return FrontMatter()
    body = source[opening.end() : closing.start()]
    end = min(closing.end() + 1, len(source))
    if len(body) > MAX_LENGTH:
        warning = (
            f"{text.artifact}: the front matter is longer than 16 KB and was not read. "
            "Move its content into the text."
        )
        return FrontMatter({}, end, (warning,)) if _key_lines(body[:MAX_LENGTH]) else FrontMatter()
    return _values(text.artifact, body, end)


def _toml_values(artifact: str, body: str, end: int) -> FrontMatter:
    """TOML between two ``+++`` lines, as static site generators write it."""
    import tomllib

    if len(body) > MAX_LENGTH:
        return FrontMatter(
            {}, end, (f"{artifact}: the front matter is too long and was not read.",)
        )
    try:
        loaded = tomllib.loads(body)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        warning = f"{artifact}: the front matter is not valid TOML ({error}) and was not read."
        return FrontMatter({}, end, (warning,))
    return FrontMatter({key: _plain(value) for key, value in loaded.items()}, end)


def _values(artifact: str, body: str, end: int) -> FrontMatter:
    try:
        loaded = _load(body)
    except _Refused as refused:
        warning = f"{artifact}: the front matter was not read: {refused}"
        return FrontMatter({}, end, (warning,))
    except (ValueError, RecursionError) as error:
        values: dict[str, object] = dict(_key_lines(body))
        if not values:
            return FrontMatter()
        warning = f"{artifact}: the front matter is not valid YAML ({error}); we read its lines."
        return FrontMatter(values, end, (warning,))
    if loaded is None and not body.strip():
        return FrontMatter({}, end)
    if not isinstance(loaded, Mapping):
        return FrontMatter()
    return FrontMatter({str(key): _plain(value) for key, value in loaded.items()}, end)


def _load(body: str) -> object:
    """The YAML value of ``body``; raises ``ValueError`` with the place of a syntax error."""
    try:
        _check_events(yamltext.events(body))
        return yamltext.load(body)
    except yamltext.YamlProblem as problem:
        raise ValueError(f"line {problem.line + 1}: {problem}") from problem


def _check_events(events: Iterable[object]) -> None:
    from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent

    depth = 0
    for event in events:
        if isinstance(event, AliasEvent):
            raise _Refused("aliases (*name) are not read. Write the value out.")
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _Refused(f"it is nested more than {MAX_DEPTH} levels deep.")
        elif isinstance(event, CollectionEndEvent):
            depth -= 1


def _plain(value: object) -> object:
    """Dates as ISO strings and keys as strings, so that the value survives JSON unchanged."""
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return str(value)


def _key_lines(body: str) -> dict[str, str]:
    """The ``key: value`` lines of a block that is not YAML; empty unless most lines are such."""
    values: dict[str, str] = {}
    lines = [line for line in body.split("\n") if line.strip() and not line.startswith("#")]
    for line in lines:
        match = _KEY_LINE.match(line)
        if match:
            values[match[1]] = (match[2] or "").strip().strip("\"'")
    indented = sum(1 for line in lines if line[0] in " \t-")
    return values if len(values) * 2 >= len(lines) - indented else {}
