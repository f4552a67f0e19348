"""The command line: check, read, diff, checks, draw, rubric and new-check.

Exit codes of ``check``: 0 no error-level finding, 1 some, 2 the input cannot be used (the reason is
on standard error), 3 a check stopped inside; of ``diff``: 0 no difference, 1 some, 2 as above. A folder, a ZIP, a tar.gz and a single file are the same
to every command.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from apps.engine.cli import commands
from apps.engine.cli.source import UnusableInputError

UNUSABLE = 2


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except UnusableInputError as error:
        print(f"{arguments.command}: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m apps.engine", description="Read a system design and judge it."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: object, words: str) -> argparse.ArgumentParser:
        sub = subparsers.add_parser(name, help=words, description=words)
        sub.set_defaults(run=run)
        return sub

    def add_input(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("path", metavar="PATH", help="folder, ZIP, tar.gz or single file")
        sub.add_argument("--main", help="path of the main document in the package")

    check = add("check", commands.check, "Run the checks and say what was found.")
    add_input(check)
    check.add_argument("--rubric", metavar="FILE", help="rubric file (default: Project 1)")
    check.add_argument("--format", choices=("text", "json"), default="text")
    check.add_argument("--only", metavar="CODES", help="codes of checks, separated by commas")
    check.add_argument("--color", choices=("auto", "always", "never"), default="auto")

    read = add("read", commands.read, "Show what was read from a package.")
    add_input(read)
    read.add_argument("--format", choices=("text", "json"), default="text")

    diff = add("diff", commands.diff, "Compare two packages.")
    diff.add_argument("old", metavar="OLD", help="folder, ZIP, tar.gz or single file")
    diff.add_argument("new", metavar="NEW", help="the later one")
    diff.add_argument("--main", help="path of the main document in the packages")
    diff.add_argument("--format", choices=("text", "json"), default="text")
    diff.add_argument("--color", choices=("auto", "always", "never"), default="auto")

    checks = add("checks", commands.checks, "List the installed checks.")
    checks.add_argument("--format", choices=("text", "json"), default="text")

    draw = add("draw", commands.draw, "Draw a diagram as SVG.")
    add_input(draw)
    draw.add_argument("--diagram", metavar="KEY", help="key of the diagram (default: the first)")
    draw.add_argument("-o", "--output", metavar="OUT.svg", required=True)

    rubric = add("rubric", commands.rubric, "Check a rubric file.")
    rubric.add_argument("action", choices=("lint",))
    rubric.add_argument("file", metavar="FILE")

    new = add("new-check", commands.new_check, "Write the module and the page of a new check.")
    new.add_argument("family", metavar="FAMILY", help="DOC, DIA, CAP, TRD, ADR, OPS, SEC or SIM")
    new.add_argument("name", metavar="NAME", help='what it finds, as in "unit cost"')
    new.add_argument("--code", help="take this reserved code instead of the next free one")
    return parser
