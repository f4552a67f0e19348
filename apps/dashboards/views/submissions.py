"""What course staff see of an assignment: everything that was handed in."""

from __future__ import annotations

import csv
import io

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.common.clock import use_zone
from apps.common.params import params
from apps.courses.access import assignment_for
from apps.dashboards.submission_list import (
    PER_PAGE,
    STATES,
    csv_rows,
    late_words,
    list_filters,
    submissions_of,
)
from apps.submissions.queries import bytes_kept


@login_required
@require_GET
def submissions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Teams with state, findings, lateness; search, sort, filter and pages in the database."""
    assignment = assignment_for(request.user, public_id, "submission.list")
    use_zone(assignment.course.time_zone)
    filters = list_filters(params(request))
    rows = submissions_of(assignment, filters)
    page = Paginator(rows, PER_PAGE).get_page(params(request).number("page", 1))
    context = {
        "assignment": assignment,
        "filters": filters,
        "sort": filters.sort,
        "states": STATES,
        "page": page,
        "kept": bytes_kept(assignment.course),
        "may_keep": settings.COURSE_STORAGE_BYTES,
        "rows": [{"submission": row, "late": late_words(assignment, row)} for row in page],
        "crumbs": [
            {"label": assignment.course.title, "url": assignment.course.get_absolute_url()},
            {"label": assignment.title, "url": assignment.get_absolute_url()},
            {"label": "Submissions"},
        ],
    }
    return render(request, "dashboards/submissions.html", context)


@login_required
@require_GET
def submissions_csv(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same list as CSV, with the same filters."""
    assignment = assignment_for(request.user, public_id, "submission.list")
    rows = submissions_of(assignment, list_filters(params(request)))
    out = io.StringIO()
    csv.writer(out).writerows(csv_rows(assignment, rows))
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="submissions.csv"'
    return response
