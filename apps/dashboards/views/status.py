"""The state of queue and workers, for operators."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from apps.accounts.access import site_identity
from apps.accounts.policy import allows
from apps.checkruns import queries


@login_required
@never_cache
@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """Runs by state, who works on what, what stopped; no student's work is shown."""
    if not allows("status.see", site_identity(request.user)):
        raise PermissionDenied
    now = timezone.now()
    context = {
        "counts": queries.runs_by_state(now - timedelta(days=1)),
        "working": queries.runs_at_work(),
        "waiting": queries.oldest_waiting(),
        "stopped": queries.stopped_runs(now - timedelta(days=7)),
        "times": _quantiles(queries.run_times(now - timedelta(days=1))),
        "now": now,
        "crumbs": [{"label": "Status"}],
    }
    return render(request, "dashboards/status.html", context)


def _quantiles(seconds: list[float]) -> list[tuple[str, float]]:
    """Median, 95th percentile and longest, where there is something to count."""
    if not seconds:
        return []
    last = len(seconds) - 1
    shares = (("median", 0.5), ("95 of 100", 0.95), ("longest", 1.0))
    return [(words, round(seconds[round(last * share)], 2)) for words, share in shares]
