"""Which icons pages and scripts name: found in templates, in Python and in browser modules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

_TAG = re.compile(r"{%-?\s*(?:icon|include|with|empty_state)\b[^%]*%}")
_DRAWN = re.compile(r"{%-?\s*icon\s+\"([a-z0-9-]+)\"|\bicon(?:_name)?=\"([a-z0-9-]+)\"")
_SCRIPT_DRAWN = re.compile(r"\bicon(?:\(|: )\"([a-z0-9-]+)\"")
_QUOTED = re.compile(r"[\"']([a-z0-9-]+)[\"']")
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)


def _sources(folder: str, suffix: str) -> Iterator[str]:
    for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
        # The engine draws no pages; its words are not icons.
        if not {"engine", "migrations", "vendor"} & set(path.parts):
            yield path.read_text(encoding="utf-8")


def _constants(node: ast.AST) -> Iterator[str]:
    """Strings that are a value: no key, subscript or side of a comparison."""
    if isinstance(node, ast.Compare | ast.Subscript | ast.JoinedStr):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    children = node.values if isinstance(node, ast.Dict) else ast.iter_child_nodes(node)
    for child in children:
        yield from _constants(child)


def _python_drawn(tree: ast.AST) -> Iterator[str]:
    """What is given as ``icon=`` or stands under the key "icon"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "icon":
            yield from _constants(node.value)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "icon":
                    yield from _constants(value)


def drawn() -> set[str]:
    """Names that stand where an icon is asked for."""
    found = {
        name for text in _sources("templates", ".html") for m in _DRAWN.findall(text) for name in m
    }
    found |= {name for text in _sources("static/js", ".js") for name in _SCRIPT_DRAWN.findall(text)}
    for text in _sources("apps", ".py"):
        found.update(_python_drawn(ast.parse(text)))
    return found - {""}


def named() -> set[str]:
    """Every string that may be the name of an icon: tables give them to a tag or a script."""
    found: set[str] = set()
    for text in _sources("templates", ".html"):
        found.update(name for tag in _TAG.findall(text) for name in _QUOTED.findall(tag))
    for text in _sources("static/js", ".js"):
        found.update(_QUOTED.findall(_COMMENT.sub("", text)))
    for text in _sources("apps", ".py"):
        found.update(_constants(ast.parse(text)))
    return found
