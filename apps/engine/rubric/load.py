"""Loading a rubric file strictly: unknown keys, duplicates and impossible points are errors with a place.

The file is YAML 1.2 (JSON is accepted, being YAML). Every error says file, line, path in the file,
what was read and what is expected; all errors are collected before one ``RubricError`` is raised.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from apps.engine.rubric.model import CheckUse, Criterion, Gate, Level, Part, Rubric
from apps.engine.rubric.reader import Reader, RubricError, parse_yaml

__all__ = ["RubricError", "load", "project1", "project1_source"]

_CODE = re.compile(r"[A-Z]{3}-\d{3}\Z")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,127}\Z")
_VERSION = re.compile(r"\d+\.\d+\.\d+\Z")
_PROJECT1 = Path(__file__).with_name("project1.yaml")


def project1_source() -> str:
    """The text of the rubric of Project 1."""
    return _PROJECT1.read_text(encoding="utf-8")


@cache
def project1() -> Rubric:
    """The rubric of Project 1."""
    return load(project1_source(), _PROJECT1.name)


def load(source: str, name: str, known_codes: frozenset[str] | None = None) -> Rubric:
    """Load the rubric in ``source``; ``name`` is the file name for messages.

    ``known_codes`` are the permanent check codes, installed or not (default: those of this engine);
    a code outside is an error. Raises ``RubricError`` with every located error.
    """
    reader = Reader(name)
    data = parse_yaml(source, reader)
    reader.stop_on_errors()
    codes = known_codes if known_codes is not None else _known_codes()
    reader.keys(data, (), {"rubric", "version", "title", "levels", "criteria"}, {"gates"})
    level_sets = _level_sets(reader, data.get("levels"))
    criteria = _criteria(reader, data.get("criteria"), level_sets, codes)
    rubric = Rubric(
        id=reader.text(data, (), "rubric", _ID),
        version=reader.text(data, (), "version", _VERSION),
        title=reader.text(data, (), "title"),
        criteria=criteria,
        gates=_gates(reader, data.get("gates"), criteria, codes),
        digest=hashlib.sha256(source.replace("\r\n", "\n").encode()).hexdigest(),
        warnings=(),
    )
    reader.stop_on_errors()
    if rubric.points != 100:
        reader.warn(data, ("criteria",), f"the points add up to {rubric.points:g}, not 100")
    return Rubric(
        rubric.id, rubric.version, rubric.title, criteria, rubric.gates, rubric.digest,
        tuple(reader.warnings),
    )  # fmt: skip


@cache
def _known_codes() -> frozenset[str]:
    text = Path(__file__).with_name("check_codes.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _level_sets(reader: Reader, data: Any) -> dict[str, tuple[tuple[str, float], ...]]:
    """Named sets of levels: name -> ((level, factor), ...), factors rising from 0 to 1."""
    sets: dict[str, tuple[tuple[str, float], ...]] = {}
    for set_name in reader.mapping(data, ("levels",)):
        path = ("levels", set_name)
        rows = []
        for index, row in enumerate(reader.sequence(data[set_name], path)):
            at = (*path, index)
            reader.keys(row, at, {"name", "factor"}, set())
            rows.append((reader.text(row, at, "name", _ID), reader.number(row, at, "factor")))
        factors = [factor for _, factor in rows]
        if factors != sorted(set(factors)) or not rows or factors[0] != 0 or factors[-1] != 1:
            reader.error(data, path, "factors must rise from 0 to 1")
        sets[str(set_name)] = tuple(rows)
    return sets


def _criteria(
    reader: Reader,
    data: Any,
    level_sets: Mapping[str, tuple[tuple[str, float], ...]],
    codes: frozenset[str],
) -> tuple[Criterion, ...]:
    criteria: list[Criterion] = []
    for index, item in enumerate(reader.sequence(data, ("criteria",))):
        criterion = _criterion(reader, item, ("criteria", index), level_sets, codes)
        if criterion.id in {known.id for known in criteria}:
            reader.error(item, ("criteria", index, "id"), f"{criterion.id} is used twice")
        criteria.append(criterion)
    if not criteria:
        reader.error(data, ("criteria",), "a rubric needs at least one criterion")
    return tuple(criteria)


def _criterion(
    reader: Reader,
    item: Any,
    at: tuple[str | int, ...],
    level_sets: Mapping[str, tuple[tuple[str, float], ...]],
    codes: frozenset[str],
) -> Criterion:
    required = {"id", "title", "points", "levels", "text", "checks"}
    reader.keys(item, at, required, {"parts", "comment_required_at"})
    set_name = reader.text(item, at, "levels")
    names = level_sets.get(set_name)
    if names is None:
        reader.error(item, (*at, "levels"), f"there is no set of levels called {set_name!r}")
        names = ()
    texts = reader.mapping(reader.child(item, "text") or {}, (*at, "text"))
    for name in texts:
        if name not in {level for level, _ in names}:
            reader.error(item, (*at, "text", name), f"{name} is no level of {set_name}")
    points = reader.number(item, at, "points")
    parts = _parts(reader, item, at, points)
    return Criterion(
        id=reader.text(item, at, "id", _ID),
        title=reader.text(item, at, "title"),
        points=points,
        levels=tuple(Level(n, f, str(texts.get(n, "")).strip()) for n, f in names),
        parts=parts,
        checks=_uses(reader, item, at, codes),
        comment_required_at=tuple(
            str(name)
            for name in reader.sequence(
                reader.child(item, "comment_required_at"),
                (*at, "comment_required_at"),
                optional=True,
            )
        ),
    )


def _parts(reader: Reader, item: Any, at: tuple[str | int, ...], points: float) -> tuple[Part, ...]:
    rows = reader.sequence(reader.child(item, "parts"), (*at, "parts"), optional=True)
    parts = []
    for index, row in enumerate(rows):
        path = (*at, "parts", index)
        reader.keys(row, path, {"id", "title", "points"}, set())
        parts.append(
            Part(
                reader.text(row, path, "id", _ID),
                reader.text(row, path, "title"),
                reader.number(row, path, "points"),
            )
        )
    total = sum(part.points for part in parts)
    if parts and abs(total - points) > 1e-9:
        reader.error(
            item, (*at, "parts"), f"the parts have {total:g} points, the criterion {points:g}"
        )
    return tuple(parts)


def _uses(
    reader: Reader, item: Any, at: tuple[str | int, ...], codes: frozenset[str]
) -> tuple[CheckUse, ...]:
    uses: list[CheckUse] = []
    rows = reader.sequence(reader.child(item, "checks"), (*at, "checks"), optional=True)
    for index, row in enumerate(rows):
        path = (*at, "checks", index)
        if isinstance(row, Mapping):
            reader.keys(row, path, {"use"}, {"weight"})
            code = reader.text(row, path, "use", _CODE)
            weight = reader.number(row, path, "weight") if "weight" in row else 1.0
        else:
            code, weight = str(row), 1.0
        if code not in codes:
            reader.error(item, path, f"there is no check {code}")
        if code in {use.code for use in uses}:
            reader.error(item, path, f"{code} is named twice")
        uses.append(CheckUse(code, weight))
    return tuple(uses)


def _gates(
    reader: Reader, data: Any, criteria: tuple[Criterion, ...], codes: frozenset[str]
) -> tuple[Gate, ...]:
    gates = []
    levels = {criterion.id: {level.name for level in criterion.levels} for criterion in criteria}
    for index, row in enumerate(reader.sequence(data, ("gates",), optional=True)):
        at = ("gates", index)
        reader.keys(row, at, {"id", "text"}, {"check", "subject", "criterion", "level"})
        gate = Gate(
            reader.text(row, at, "id", _ID),
            reader.text(row, at, "text"),
            *(str(row[key]) if key in row else None
              for key in ("check", "subject", "criterion", "level")),
        )  # fmt: skip
        if gate.check is not None and gate.check not in codes:
            reader.error(row, (*at, "check"), f"there is no check {gate.check}")
        if gate.criterion is not None and gate.criterion not in levels:
            reader.error(row, (*at, "criterion"), f"there is no criterion {gate.criterion}")
        elif gate.level is not None and gate.level not in levels.get(gate.criterion or "", set()):
            reader.error(row, (*at, "level"), f"{gate.level} is no level of {gate.criterion}")
        gates.append(gate)
    return tuple(gates)
