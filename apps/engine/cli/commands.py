"""The commands; each takes the parsed arguments and returns an exit code."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from apps.engine import rubric as rubrics
from apps.engine.checks.registry import all_checks
from apps.engine.checks.runner import run
from apps.engine.cli.source import UnusableInputError, open_package
from apps.engine.output import read_json, report_json
from apps.engine.package import Artifact

_FINDINGS, _CRASHED = 1, 3


def check(arguments: argparse.Namespace) -> int:
    """Judge a package."""
    from apps.engine.cli.text import Style, report_text

    rubric = _rubric(arguments.rubric)
    package = open_package(arguments.path, arguments.main)
    if not package.documents and not package.diagrams:
        raise UnusableInputError(
            f"{arguments.path}: nothing here can be read. " + _skipped_words(package.artifacts)
        )
    try:
        report = run(package, only=_codes(arguments.only))
    except KeyError as error:
        raise UnusableInputError(str(error.args[0])) from error
    if arguments.format == "json":
        _print_json(report_json(report, package, rubric))
    else:
        print(report_text(report, package, rubric, Style(colour=_wants_colour(arguments.color))))
    for outcome in report.outcomes:
        if outcome.detail:
            print(f"{outcome.code} stopped:\n{outcome.detail}", file=sys.stderr)
    if report.crashed:
        return _CRASHED
    return _FINDINGS if report.count("error", "blocker") else 0


def read(arguments: argparse.Namespace) -> int:
    """Show what was read."""
    from apps.engine.cli.text import reading_text

    package = open_package(arguments.path, arguments.main)
    if arguments.format == "json":
        _print_json(read_json(package))
    else:
        print(reading_text(package))
    return 0


def diff(arguments: argparse.Namespace) -> int:
    """Compare two packages."""
    from apps.engine.cli.diff_text import diff_text
    from apps.engine.cli.text import Style
    from apps.engine.diff import diff_packages
    from apps.engine.diff.as_json import diff_json

    old, new = (open_package(path, arguments.main) for path in (arguments.old, arguments.new))
    found = diff_packages(old, new)
    if arguments.format == "json":
        _print_json(diff_json(found))
    else:
        print(diff_text(found, Style(colour=_wants_colour(arguments.color))))
    return _FINDINGS if found.differs else 0


def checks(arguments: argparse.Namespace) -> int:
    """List the installed checks."""
    rows = [
        {
            "code": one.code,
            "title": one.title,
            "severity": one.severity,
            "stage": one.stage,
            "version": one.version,
            "since": one.since,
            "criteria": list(one.criteria),
        }
        for one in all_checks()
    ]
    if arguments.format == "json":
        _print_json({"checks": rows})
    else:
        for row in rows:
            print(f"{row['code']}  {row['severity']:<8} {row['stage']:<8} {row['title']}")
    return 0


def draw(arguments: argparse.Namespace) -> int:
    """Draw one diagram into a file."""
    from apps.engine.diagrams.draw import draw as draw_diagram

    package = open_package(arguments.path, arguments.main)
    keys = [diagram.key for diagram in package.diagrams]
    wanted = arguments.diagram or next(iter(keys), None)
    diagram = next((one for one in package.diagrams if one.key == wanted), None)
    if diagram is None:
        raise UnusableInputError(
            f"there is no diagram {wanted or ''}; read were: {', '.join(keys) or 'none'}"
        )
    drawing = draw_diagram(diagram, prefix=diagram.key, paint="literal")
    if not drawing.svg:
        raise UnusableInputError(f"{diagram.key}: {drawing.banner}")
    Path(arguments.output).write_text(drawing.svg, encoding="utf-8")
    if drawing.banner:
        print(drawing.banner, file=sys.stderr)
    return 0


def rubric(arguments: argparse.Namespace) -> int:
    """Lint a rubric file."""
    loaded = _rubric(arguments.file)
    for warning in loaded.warnings:
        print(warning)
    print(
        f"{arguments.file}: {loaded.id} {loaded.version}, {len(loaded.criteria)} criteria, "
        f"{loaded.points:g} points"
    )
    return 0


def new_check(arguments: argparse.Namespace) -> int:
    """Write the two files of a new check."""
    from apps.engine.cli.scaffold import ScaffoldError, write_check

    try:
        written = write_check(arguments.family, arguments.name, arguments.code)
    except ScaffoldError as error:
        raise UnusableInputError(str(error)) from error
    for path in written:
        print(path)
    return 0


def _rubric(path: str | None) -> rubrics.Rubric:
    if path is None:
        return rubrics.project1()
    try:
        source = Path(path).read_text(encoding="utf-8")
        return rubrics.load(source, path)
    except OSError as error:
        raise UnusableInputError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UnusableInputError(f"{path}: not UTF-8") from error
    except rubrics.RubricError as error:
        raise UnusableInputError(f"the rubric cannot be used\n{error}") from error


def _codes(only: str | None) -> list[str] | None:
    return [code.strip().upper() for code in only.split(",") if code.strip()] if only else None


def _skipped_words(artifacts: tuple[Artifact, ...]) -> str:
    reasons = [
        f"{artifact.path}: {artifact.skipped_reason}"
        for artifact in artifacts
        if artifact.skipped_reason
    ]
    return "; ".join(reasons[:5]) or "The package holds no document and no diagram."


def _wants_colour(choice: str) -> bool:
    if choice == "auto":
        return sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return choice == "always"


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))
