"""Reading a roster CSV: ``email,name,student_id,section,team,role``, with located problems."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from apps.courses.models import Role

COLUMNS: Final = ("email", "name", "student_id", "section", "team", "role")
_LENGTHS: Final = {"email": 254, "name": 120, "student_id": 40, "section": 40, "team": 80}
_ROLE_WORDS: Final = {"teaching assistant": Role.TA, "teacher": Role.INSTRUCTOR}
_MAX_ROWS: Final = 5000


class Lines(Protocol):
    """Lines of a CSV file as cells, with the number of the line that was read last."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]:
        """Go through the lines."""

    def __next__(self) -> list[str]:
        """Read the next line."""


@dataclass(frozen=True)
class RosterRow:
    """One person as the file says it; ``line`` counts from 1, the header is line 1.

    An empty cell says nothing: it changes nothing, and a new person without a role is a student.
    """

    line: int
    email: str
    name: str
    student_id: str
    section: str
    team: str
    role: Role | None


@dataclass(frozen=True)
class Problem:
    """Why a line cannot be used, and what to do."""

    line: int
    column: str
    text: str


@dataclass(frozen=True)
class Roster:
    """What was read. Rows are in the order of the file; each person occurs once."""

    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]


def read_roster(data: bytes | str) -> Roster:
    """Read a CSV file; comma, semicolon or tab separate the fields, columns may stand in any order."""
    text = (data if isinstance(data, str) else decode(data)).replace("\0", "")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return _read_lines(lines)
    except csv.Error as error:
        problem = f"This line is not CSV ({error}). Save the file as CSV again."
        return Roster((), (Problem(lines.line_num, "", problem),))


def _read_lines(lines: Lines) -> Roster:
    header = [cell.strip().lower() for cell in next(lines, [])]
    problems = _header_problems(header)
    rows: list[RosterRow] = []
    if problems:
        return Roster((), tuple(problems))
    seen: dict[str, int] = {}
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= _MAX_ROWS:
            problems.append(
                Problem(lines.line_num, "", f"A roster has at most {_MAX_ROWS:,} people; split it.")
            )
            break
        values = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        found = _row_problems(lines.line_num, values, seen)
        problems += found
        if not found:
            rows.append(_row(lines.line_num, values))
            seen[values["email"].lower()] = lines.line_num
    return Roster(tuple(rows), tuple(problems))


def decode(data: bytes) -> str:
    """UTF-8, or Windows-1252 as spreadsheets on Windows write it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _header_problems(header: list[str]) -> list[Problem]:
    problems = []
    if "email" not in header:
        expected = ",".join(COLUMNS)
        problems.append(
            Problem(1, "email", f"The first line must name the columns. Expected: {expected}")
        )
        return problems
    for name in header:
        if name and name not in COLUMNS:
            text = f"There is no column “{name}”. Known are: {', '.join(COLUMNS)}."
            problems.append(Problem(1, name, text))
        if name and header.count(name) > 1:
            problems.append(Problem(1, name, f"The column “{name}” stands there twice."))
    return problems


def _row_problems(line: int, values: dict[str, str], seen: dict[str, int]) -> list[Problem]:
    problems = []
    email = values.get("email", "")
    try:
        validate_email(email)
    except ValidationError:
        problems.append(Problem(line, "email", f"“{email}” is not an e-mail address."))
    if email.lower() in seen:
        text = f"{email} stands in line {seen[email.lower()]} too. Keep one of the two lines."
        problems.append(Problem(line, "email", text))
    for name, limit in _LENGTHS.items():
        length = len(values.get(name, ""))
        if length > limit:
            text = f"{length} characters were read, at most {limit} are possible."
            problems.append(Problem(line, name, text))
    if values.get("role") and _role(values["role"]) is None:
        text = f"There is no role “{values['role']}”. Use one of: {', '.join(Role.values)}."
        problems.append(Problem(line, "role", text))
    return problems


def _role(word: str) -> Role | None:
    word = word.lower()
    if word in _ROLE_WORDS:
        return _ROLE_WORDS[word]
    return Role(word) if word in Role.values else None


def _row(line: int, values: dict[str, str]) -> RosterRow:
    return RosterRow(
        line=line,
        email=values["email"].lower(),
        name=values.get("name", ""),
        student_id=values.get("student_id", ""),
        section=values.get("section", ""),
        team=values.get("team", ""),
        role=_role(values.get("role", "")),
    )
