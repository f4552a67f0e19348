"""The one interface of a check. Read this file first when you write one.

A check is a subclass of ``Check`` in ``rules/<family>/<code><_name>.py`` with a page of the same
stem. It is a pure function of a ``Package``: it yields findings, or raises ``NotApplicable`` (the
design has nothing this check is about) or ``NotAssessable`` (we could not read what it needs).
Yielding nothing is a pass. A check never grades.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import ClassVar, Literal

from apps.engine.package import Package
from apps.engine.text import Place

Severity = Literal["blocker", "error", "warning", "info"]
Outcome = Literal["pass", "finding", "not_applicable", "not_assessable", "crashed"]
Stage = Literal["preview", "stable", "deprecated", "removed"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error", "blocker")
"""From weakest to strongest."""

_CODE = re.compile(r"(DOC|DIA|CAP|TRD|ADR|OPS|SEC|SIM)-\d{3}\Z")


class NotApplicable(Exception):
    """The design holds nothing this check is about; the argument says why in one sentence."""


class NotAssessable(Exception):
    """We could not read what the check needs; never shown as missing. The argument says what."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quoted place that supports a finding."""

    where: Place
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. Identity and state are added by the runner.

    ``subject`` names the exact thing ("component:rec orchestrator", "cell:peak"), ``role`` splits
    several findings of one check on one subject. ``computed`` holds the numbers; a change of them is
    a change of the finding's state. ``scopes`` are the things the finding is about beside its
    subject ("diagram:fig-2", "row:design.md:99", "adr:0002"): a root cause mutes findings that share
    one of them.
    """

    code: str
    severity: Severity
    title: str
    message: str
    hint: str
    where: Place
    subject: str
    role: str = ""
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    computed: Mapping[str, object] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()


def need_design(package: Package) -> None:
    """Refuse to call something missing when the design itself could not be read."""
    if package.document is None and package.unread:
        raise NotAssessable(f"We could not read {listed(package.unread)}.")


def listed(paths: Sequence[str]) -> str:
    """Up to three paths of a list and how many more there are."""
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return ", ".join(paths[:3]) + more


class Check:
    """Base class of all checks.

    ``severity`` is the catalogue's default; a single finding may be weaker or stronger up to
    ``max_severity``. ``criteria`` are rubric criteria it feeds. ``mutes`` are codes whose findings
    about the same scope are follow-ups of an error-level finding of this check.
    ``min_confidence`` below which the outcome would be not assessable is left to the check.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    severity: ClassVar[Severity]
    criteria: ClassVar[tuple[str, ...]]
    max_severity: ClassVar[Severity] = "blocker"
    version: ClassVar[str] = "1.0"
    since: ClassVar[str] = "1.0.0"
    stage: ClassVar[Stage] = "preview"
    mutes: ClassVar[tuple[str, ...]] = ()
    known: ClassVar[dict[str, type[Check]]] = {}

    def __init_subclass__(cls) -> None:
        """Refuse a bad code, a duplicate and a code that does not match its file."""
        super().__init_subclass__()
        code = getattr(cls, "code", "")
        if not _CODE.match(code):
            raise TypeError(f"{cls.__name__}: {code!r} is not a check code like CAP-007")
        file = PurePath(sys.modules[cls.__module__].__file__ or "")
        if not file.stem.startswith(code.replace("-", "").lower() + "_"):
            raise TypeError(f"{cls.__name__}: code {code} does not match its file {file.name}")
        if file.parent.name != code[:3].lower():
            raise TypeError(f"{cls.__name__}: code {code} does not match its folder {file.parent}")
        if code in Check.known:
            raise TypeError(f"{cls.__name__}: code {code} is taken by {Check.known[code].__name__}")
        Check.known[code] = cls

    def find(self, package: Package) -> Iterator[Finding]:
        """Yield the findings; raise ``NotApplicable`` or ``NotAssessable`` before the first yield."""
        raise NotImplementedError

    def finding(  # noqa: PLR0913 - the fields of a finding, all by keyword
        self,
        package: Package,
        *,
        subject: str,
        where: Place,
        title: str,
        message: str,
        hint: str,
        role: str = "",
        severity: Severity | None = None,
        confidence: float = 1.0,
        evidence: tuple[Place, ...] = (),
        computed: Mapping[str, object] | None = None,
        scopes: tuple[str, ...] = (),
    ) -> Finding:
        """Make a finding of this check; ``evidence`` places are quoted (``where`` when empty)."""
        places = evidence or ((where,) if where.start is not None else ())
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            title=title,
            message=message,
            hint=hint,
            where=where,
            subject=subject,
            role=role,
            confidence=confidence,
            evidence=tuple(Evidence(place, package.quote(place)) for place in places),
            computed=dict(computed or {}),
            scopes=scopes,
        )
