"""What the pages of one course share: tabs, crumbs, the join link, the status of a form."""

from __future__ import annotations

from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse

from apps.accounts.policy import allows
from apps.courses import access
from apps.courses.models import Course


def tabs(request: HttpRequest, found: Course) -> dict[str, object]:
    """Which tabs of the course the reader may open."""
    identity = access.identity_in(request.user, found)
    return {
        "course": found,
        "crumbs": [{"label": found.title}],
        "may_see_people": allows("people.see", identity),
        "may_change_people": allows("people.change", identity),
        "may_edit_course": allows("course.edit", identity),
        "may_edit_assignments": allows("assignment.edit", identity),
    }


def crumbs(found: Course, label: str) -> dict[str, object]:
    """The way from the course to a page with ``label``."""
    address = reverse("courses:course", args=[found.public_id])
    return {"crumbs": [{"label": found.title, "url": address}, {"label": label}]}


def join_url(request: HttpRequest, found: Course) -> str:
    """The whole address under which people join the course."""
    return request.build_absolute_uri(reverse("courses:join", args=[found.join_code]))


def form_status(form: BaseForm) -> int:
    """422 for a form that comes back, so that programs and htmx can tell."""
    return 422 if form.errors else 200
