"""Finding the places of a file that can be changed, and making one change of one of them."""

from __future__ import annotations

import difflib
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import libcst as cst
from libcst import matchers as m
from libcst.metadata import MetadataWrapper, PositionProvider

from tests.bench.mutants.areas import files_of
from tests.bench.mutants.operators import OPERATORS, UNTESTED_ARGUMENTS

Lines = tuple[int, int]

_SMALL_TABLE: Final = 6
_TABLES: Final = (cst.Tuple, cst.List, cst.Set, cst.Dict)
_LEFT_OUT: Final = (
    m.Annotation()
    | m.Decorator()
    | m.Import()
    | m.ImportFrom()
    | m.Global()
    | m.Nonlocal()
    | m.ClassDef(name=m.Name("Meta"))
    | m.Call(func=m.Attribute(value=m.Name("log") | m.Name("logger")))
    | m.Arg(keyword=m.Name(m.MatchIfTrue(lambda name: name in UNTESTED_ARGUMENTS)))
    | m.Expr(m.SimpleString() | m.ConcatenatedString())
    | m.Assign(targets=[m.AssignTarget(m.Name("__all__"))])
)


@dataclass(frozen=True)
class Change:
    """One changed place. ``within`` is the function around it, None at the level of the module."""

    area: str
    path: str
    lines: Lines
    within: Lines | None
    operator: str
    before: str = field(repr=False)
    after: str = field(repr=False)

    @property
    def diff(self) -> str:
        """The change as a person reads it: where, what went, what came."""
        pairs = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), n=0)
        body = [line for line in pairs if not line.startswith(("---", "+++", "@@"))]
        return "\n".join([f"{self.path}:{self.lines[0]}  ({self.operator})", *body])


@dataclass
class _Place:
    """A statement, or the head of a compound one, and what can be made of it."""

    path: str
    lines: Lines
    within: Lines | None
    ways: dict[str, list[tuple[cst.CSTNode, cst.CSTNode]]]


class _Finder(cst.CSTVisitor):
    """Collects places; one statement is one place, however long its lines are."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.places: list[_Place] = []
        self._statements: list[tuple[cst.CSTNode, _Place]] = []
        self._functions: list[Lines] = []
        self._tables: list[cst.CSTNode] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if m.matches(node, _LEFT_OUT):
            return False
        if isinstance(node, cst.BaseCompoundStatement | cst.SimpleStatementLine):
            place = _Place(self.path, self._lines_of(node), self._function(), defaultdict(list))
            self.places.append(place)
            self._statements.append((node, place))
        if isinstance(node, cst.FunctionDef):
            where = self.get_metadata(PositionProvider, node)
            self._functions.append((where.start.line, where.end.line))
        if isinstance(node, _TABLES) and len(node.elements) >= _SMALL_TABLE:
            self._tables.append(node)
        self._collect(node)
        # The words of a raised error are prose; that it is raised is a statement.
        return not isinstance(node, cst.Raise)

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self._statements and self._statements[-1][0] is original_node:
            self._statements.pop()
        if isinstance(original_node, cst.FunctionDef):
            self._functions.pop()
        if self._tables and self._tables[-1] is original_node:
            self._tables.pop()

    def _collect(self, node: cst.CSTNode) -> None:
        # A word of a long table is reference data: a test could only write it down once more.
        if not self._statements or (self._tables and isinstance(node, cst.SimpleString)):
            return
        ways = self._statements[-1][1].ways
        for name, (kinds, operator) in OPERATORS.items():
            if isinstance(node, kinds):
                ways[name] += [(node, changed) for changed in operator(node)]

    def _function(self) -> Lines | None:
        return self._functions[0] if self._functions else None

    def _lines_of(self, node: cst.CSTNode) -> Lines:
        where = self.get_metadata(PositionProvider, node)
        if isinstance(node, cst.SimpleStatementLine):
            return where.start.line, where.end.line
        body = node.body if hasattr(node, "body") else node.cases[0]
        return where.start.line, max(
            where.start.line, self.get_metadata(PositionProvider, body).start.line - 1
        )


def _places(path: str, source: str) -> tuple[cst.Module, list[_Place]]:
    wrapper = MetadataWrapper(cst.parse_module(source))
    finder = _Finder(path)
    wrapper.visit(finder)
    return wrapper.module, [place for place in finder.places if any(place.ways.values())]


def _compiles(source: str) -> bool:
    try:
        compile(source, "changed", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def changes_of(area: str, root: Path, rng: random.Random) -> Iterator[Change]:
    """Changes of an area in random order: a statement, then a kind of change, then one of it."""
    modules: dict[str, cst.Module] = {}
    places: list[_Place] = []
    for path in files_of(area, root):
        modules[path], found = _places(path, (root / path).read_text(encoding="utf-8"))
        places += found
    rng.shuffle(places)
    for place in places:
        name = rng.choice(sorted(name for name, ways in place.ways.items() if ways))
        old, new = rng.choice(place.ways[name])
        module = modules[place.path]
        after = module.deep_replace(old, new).code
        if after != module.code and _compiles(after):
            lines, within = place.lines, place.within
            yield Change(area, place.path, lines, within, name, module.code, after)
