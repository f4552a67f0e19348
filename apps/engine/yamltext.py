"""YAML, read safely and fast, as version 1.2 understands booleans: only true and false are.

``load`` gives plain values, ``located`` the same values with the line of every key and item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

_BOOL = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")


class YamlProblem(ValueError):
    """The text is not what was asked for; ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class LocatedDict(dict[Any, Any]):
    """A mapping that knows its line and the lines of its keys."""

    line: int
    lines: dict[Any, int]


class LocatedList(list[Any]):
    """A sequence that knows its line and the lines of its items."""

    line: int
    lines: list[int]


@cache
def _loader() -> Any:
    import yaml

    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:bool"]
        for first, pairs in base.yaml_implicit_resolvers.items()
    }
    loader: Any = type("Loader", (base,), {"yaml_implicit_resolvers": resolvers})
    loader.add_implicit_resolver("tag:yaml.org,2002:bool", _BOOL, list("tTfF"))
    return loader


def events(source: str) -> Iterator[Any]:
    """The parser's events; raises ``YamlProblem`` where the text is not YAML."""
    import yaml

    try:
        yield from yaml.parse(source, Loader=_loader())
    except yaml.YAMLError as error:
        raise _problem(error, source) from error


def load(source: str) -> Any:
    """The value of a text that we trust or whose events were checked; raises ``YamlProblem``."""
    import yaml

    try:
        return yaml.load(source, Loader=_loader())  # noqa: S506 - a subclass of the safe loader
    except (yaml.YAMLError, ValueError) as error:
        raise _problem(error, source) from error


def located(source: str) -> Any:
    """The value with lines; aliases, anchors and duplicate keys are refused."""
    import yaml

    for event in events(source):
        if getattr(event, "anchor", None):
            raise YamlProblem(event.start_mark.line + 1, "anchors and aliases are not allowed")
    loader = _loader()(source)
    try:
        node = loader.get_single_node()
        return None if node is None else _value(loader, node)
    except (yaml.YAMLError, RecursionError) as error:
        raise _problem(error, source) from error
    finally:
        loader.dispose()


def _value(loader: Any, node: Any) -> Any:
    line = node.start_mark.line + 1
    if node.id == "sequence":
        items = LocatedList(_value(loader, child) for child in node.value)
        items.line, items.lines = line, [child.start_mark.line + 1 for child in node.value]
        return items
    if node.id != "mapping":
        return loader.construct_object(node)
    mapping = LocatedDict()
    mapping.line, mapping.lines = line, {}
    for key_node, value_node in node.value:
        key, at = loader.construct_object(key_node), key_node.start_mark.line + 1
        if key in mapping:
            raise YamlProblem(at, f"the key {key!r} is given twice")
        mapping[key], mapping.lines[key] = _value(loader, value_node), at
    return mapping


def _problem(error: BaseException, source: str) -> YamlProblem:
    """The parser's complaint; one at the end of the text is put on the last line that has words."""
    mark = getattr(error, "problem_mark", None)
    message = getattr(error, "problem", None) or str(error) or "nested too deep"
    last = source.rstrip().count("\n") + 1
    return YamlProblem(min(mark.line + 1, last) if mark else 1, message)
