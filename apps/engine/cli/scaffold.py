"""``new-check``: the module and the page of a check that already runs and whose examples pass."""

from __future__ import annotations

import re
from pathlib import Path

from apps.engine.checks import rules
from apps.engine.checks.registry import FAMILIES, all_checks

_CODES = Path(__file__).parent.parent / "rubric" / "check_codes.txt"
_NOT_WORD = re.compile(r"[^a-z0-9]+")

_MODULE = '''"""{code}: {title}."""

from __future__ import annotations

from collections.abc import Iterator

from apps.engine.checks.base import Check, Finding, NotAssessable
from apps.engine.package import Package
from apps.engine.text import Place


class {cls}(Check):
    """Finds a design that never says "{name}"."""

    code = "{code}"
    title = "{title}"
    severity = "info"
    criteria = ()
    stage = "preview"

    def find(self, package: Package) -> Iterator[Finding]:
        """Yield one finding when no block of the design holds the words."""
        if not package.design_documents:
            raise NotAssessable("no document could be read")
        for document in package.design_documents:
            if any("{name}" in block.text.lower() for block in document.blocks):
                return
        yield self.finding(
            package,
            subject="topic:{name}",
            where=Place(package.design_documents[0].path, line=1, end_line=1),
            title="The design does not say: {name}",
            message="We read the whole document and found no words on {name}.",
            hint="Say what the design does about {name}.",
        )
'''

_PAGE = """# {code} {title}

## What it looks for

Words on {name} anywhere in the design.

## Why it matters

A reviewer asks about {name}; the document should answer before the question is asked.

## Weak example

~~~~ {{.markdown .pass .info}}
# Design

The service answers requests.
~~~~

## Strong example

~~~~ {{.markdown .pass}}
# Design

We planned for {name}.
~~~~

## How it can be wrong

The topic may be treated in other words.
"""


class ScaffoldError(ValueError):
    """The check cannot be made; the argument says why."""


def write_check(family: str, name: str, code: str | None = None) -> tuple[Path, Path]:
    """Write both files and return their paths; reserves the code when it is new."""
    family = family.upper()
    if family not in FAMILIES:
        raise ScaffoldError(f"there is no family {family}; families are {', '.join(FAMILIES)}")
    words = _NOT_WORD.sub(" ", name.lower()).strip()
    if not words:
        raise ScaffoldError('the name needs letters, as in "unit cost"')
    chosen = _code(family, code)
    folder = Path(next(iter(rules.__path__))) / family.lower()
    folder.mkdir(exist_ok=True)
    package = folder / "__init__.py"
    if not package.exists():
        package.write_text(f'"""Checks of the family {family}."""\n', encoding="utf-8")
    stem = chosen.replace("-", "").lower() + "_" + words.replace(" ", "_")
    title = words.capitalize()
    values = {
        "code": chosen,
        "title": title,
        "name": words,
        "cls": chosen[:3].capitalize() + chosen[4:],
    }
    module, page = folder / f"{stem}.py", folder / f"{stem}.md"
    module.write_text(_MODULE.format(**values), encoding="utf-8")
    page.write_text(_PAGE.format(**values), encoding="utf-8")
    return module, page


def _code(family: str, code: str | None) -> str:
    reserved = _CODES.read_text(encoding="utf-8").split()
    installed = {check.code for check in all_checks()}
    if code is None:
        numbers = [int(known[4:]) for known in {*reserved, *installed} if known[:3] == family]
        code = f"{family}-{max(numbers, default=0) + 1:03d}"
        _CODES.write_text("\n".join(sorted({*reserved, code})) + "\n", encoding="utf-8")
    code = code.upper()
    if code in installed:
        raise ScaffoldError(f"{code} is taken; codes are permanent")
    if not re.fullmatch(family + r"-\d{3}", code):
        raise ScaffoldError(f"{code} is not a code of {family}, like {family}-001")
    return code
