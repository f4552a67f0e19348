"""The data in ``@{ shape: cyl, label: "x" }``: a flat YAML mapping, read without a YAML parser."""

from __future__ import annotations

import re

DATA = re.compile(r"@\{((?:[^\"{}]|\"[^\"]*\")*)\}")
_ENTRY = re.compile(
    r"[\s,]*[\"']?([A-Za-z][\w-]*)[\"']?[ \t]*:[ \t]*"
    r"(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^,}\n]*)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\([\"\\/nt])")
_ESCAPED = {"n": "\n", "t": " "}


def shape_data(text: str) -> dict[str, str]:
    """Keys and values of the mapping, keys in lower case, values without quotes."""
    entries: dict[str, str] = {}
    pos = 0
    while pos < len(text) and (found := _ENTRY.match(text, pos)):
        value = found[2].strip()
        if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
            quoted = value[0] == '"'
            value = value[1:-1]
            value = _ESCAPE.sub(lambda e: _ESCAPED.get(e[1], e[1]), value) if quoted else value
        entries[found[1].lower()] = value
        pos = found.end()
    return entries
