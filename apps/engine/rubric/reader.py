"""Reading YAML with places: every error names file, line and path in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from apps.engine import yamltext

_MAX_BYTES = 500_000

Path = tuple[str | int, ...]


class RubricError(ValueError):
    """The rubric file cannot be used; ``errors`` are sentences ``file:line: path: what``."""

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = tuple(errors)


class Reader:
    """Collects located errors and warnings while a file is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def _located(self, node: Any, path: Path, message: str) -> str:
        words = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
        return f"{self.name}:{_line(node, path)}: {words or 'file'}: {message}"

    def error(self, node: Any, path: Path, message: str) -> None:
        """Note an error at ``path``; ``node`` is the mapping or sequence that holds its last step."""
        self.errors.append(self._located(node, path, message))

    def warn(self, node: Any, path: Path, message: str) -> None:
        """Note something that is allowed but probably not meant."""
        self.warnings.append(self._located(node, path, message))

    def stop_on_errors(self) -> None:
        """Raise all errors found so far."""
        if self.errors:
            raise RubricError(self.errors)

    def keys(self, node: Any, path: Path, required: set[str], optional: set[str]) -> None:
        """Refuse unknown keys and name missing ones."""
        for key in self.mapping(node, path):
            if key not in required | optional:
                allowed = ", ".join(sorted(required | optional))
                self.error(node, (*path, str(key)), f"unknown key; allowed are {allowed}")
        for key in sorted(required - set(node if isinstance(node, Mapping) else ())):
            self.error(node, path, f"the key {key!r} is missing")

    def mapping(self, node: Any, path: Path) -> Mapping[Any, Any]:
        """``node`` when it is a mapping, else an error and an empty one."""
        if isinstance(node, Mapping):
            return node
        self.error(node, path, f"expected a mapping, read {_shown(node)}")
        return {}

    def sequence(self, node: Any, path: Path, *, optional: bool = False) -> Sequence[Any]:
        """``node`` when it is a list, else an error and an empty one."""
        if isinstance(node, Sequence) and not isinstance(node, str):
            return node
        if node is not None or not optional:
            self.error(node, path, f"expected a list, read {_shown(node)}")
        return ()

    @staticmethod
    def child(node: Any, key: str) -> Any:
        """The value of ``key`` or None."""
        return node.get(key) if isinstance(node, Mapping) else None

    def text(self, node: Any, path: Path, key: str, pattern: re.Pattern[str] | None = None) -> str:
        """A text value; an error when it is absent, empty or does not fit ``pattern``."""
        value = self.child(node, key)
        if value is None:
            return ""
        text = str(value).strip()
        if not isinstance(value, str) or not text:
            self.error(node, (*path, key), f"expected a text, read {_shown(value)}")
        elif pattern is not None and not pattern.match(text):
            self.error(node, (*path, key), f"{text!r} does not have the expected form")
        return text

    def number(self, node: Any, path: Path, key: str) -> float:
        """A number that is not negative."""
        value = self.child(node, key)
        if value is None:
            return 0.0
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            self.error(node, (*path, key), f"expected a number >= 0, read {_shown(value)}")
            return 0.0
        return float(value)


def parse_yaml(source: str, reader: Reader) -> Any:
    """The file's mapping with line numbers kept; what it cannot be is noted in ``reader``."""
    if len(source.encode()) > _MAX_BYTES:
        reader.errors.append(f"{reader.name}:1: file: larger than {_MAX_BYTES:,} bytes")
        return {}
    try:
        data = yamltext.located(source)
    except yamltext.YamlProblem as problem:
        reader.errors.append(f"{reader.name}:{problem.line}: file: {problem}")
        return {}
    if not isinstance(data, Mapping):
        reader.errors.append(f"{reader.name}:1: file: expected a mapping, read {_shown(data)}")
        return {}
    return data


def _line(node: Any, path: Path) -> int:
    if path and isinstance(node, yamltext.LocatedDict):
        return node.lines.get(path[-1], node.line)
    if path and isinstance(node, yamltext.LocatedList) and isinstance(path[-1], int):
        return node.lines[path[-1]]
    return int(getattr(node, "line", 1))


def _shown(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
