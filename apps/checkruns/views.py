"""Public pages of the checks: the list by family, and one page for each."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from apps.common import markdown
from apps.engine.checks.pages import HEADINGS, Example, page
from apps.engine.checks.registry import FAMILIES, all_checks, check_by_code

_FENCE = re.compile(
    r"^(~{3,}|`{3,})[ \t]*\{[^}\n]*\}[ \t]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL
)
_OUTCOMES = {
    "finding": ("Finding", "triangle-alert"),
    "pass": ("Passes", "circle-check"),
    "not_applicable": ("Not applicable", "circle-slash"),
    "not_assessable": ("Cannot tell", "circle-question-mark"),
}


@require_safe
@cache_control(private=True, max_age=300)
def index(request: HttpRequest) -> HttpResponse:
    """All checks by family, with search on the page."""
    context = {"families": _families(), "count": len(all_checks()), "crumbs": [{"label": "Checks"}]}
    return render(request, "checkruns/checks.html", context)


@require_safe
@cache_control(private=True, max_age=300)
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What one check looks for, why, examples with their outcome, and how it can be wrong."""
    try:
        found = check_by_code(code.upper())
    except KeyError as unknown:
        raise Http404 from unknown
    context = {
        "check": found,
        "sections": _sections(found.code),
        "families": _families(),
        "family": FAMILIES[found.code[:3]],
        "crumbs": [{"label": "Checks", "url": reverse("checkruns:checks")}, {"label": found.code}],
    }
    return render(request, "checkruns/check.html", context)


@lru_cache(maxsize=1)
def _families() -> list[dict[str, Any]]:
    return [
        {"key": key, "title": title, "checks": checks}
        for key, title in FAMILIES.items()
        if (checks := [one for one in all_checks() if one.code.startswith(key)])
    ]


@lru_cache(maxsize=128)
def _sections(code: str) -> list[dict[str, Any]]:
    """Sections of a page: texts as HTML, examples as files with the outcome they have."""
    content = page(check_by_code(code))
    examples = iter(content.examples)
    sections = []
    for heading in HEADINGS:
        source = content.sections.get(heading, "")
        parts: list[dict[str, Any]] = []
        last = 0
        for match in _FENCE.finditer(source):
            parts.append({"html": markdown.render(source[last : match.start()])})
            parts.append({"example": _example(next(examples))})
            last = match.end()
        parts.append({"html": markdown.render(source[last:])})
        sections.append({"heading": heading, "parts": parts})
    return sections


def _example(example: Example) -> dict[str, Any]:
    words, icon = _OUTCOMES[example.outcome]
    severity = example.severity or "warning"
    tone = {"finding": severity, "pass": "pass"}.get(example.outcome, "unknown")
    return {
        "files": [(path, text.strip("\n")) for path, text in example.files.items()],
        "words": words,
        "icon": icon,
        "tone": tone,
        "severity": example.severity if example.outcome == "finding" else "",
    }
