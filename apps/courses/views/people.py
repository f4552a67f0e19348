"""Who is in a course: the list, the roster file, roles."""

from __future__ import annotations

from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.access import person_of
from apps.common.params import params, posted
from apps.courses import access, queries, services
from apps.courses.forms import RosterForm
from apps.courses.models import Course, Role
from apps.courses.roster import decode, read_roster
from apps.courses.services import CourseError
from apps.courses.services.import_roster import roster_plan
from apps.courses.views.frame import form_status, tabs

_PEOPLE_A_PAGE = 50


@login_required
@require_GET
def people(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who is in the course."""
    found = access.course_for(request.user, public_id, "people.see")
    return _people(request, found, RosterForm())


@login_required
@require_POST
def roster_preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a roster file would change; nothing is stored."""
    found = access.course_for(request.user, public_id, "people.change")
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _people(request, found, form)
    data: bytes = form.cleaned_data["file"].read()
    roster = read_roster(data)
    context = {
        "course": found,
        "plan": roster_plan(found, roster),
        "rows": len(roster.rows),
        "name": form.cleaned_data["file"].name,
        "text": decode(data),
        **tabs(request, found),
    }
    return render(request, "courses/roster.html", context)


@login_required
@require_POST
def roster_apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Store a roster that was shown."""
    found = access.course_for(request.user, public_id, "people.change")
    roster = read_roster(posted(request).text("text", longest=site.DATA_UPLOAD_MAX_MEMORY_SIZE))
    try:
        done = services.roster_import(actor=person_of(request), course=found, roster=roster)
    except CourseError as error:
        messages.error(request, str(error))
    else:
        added, changed = len(done.added), len(done.changed)
        messages.success(request, f"Roster stored: {added} people added, {changed} changed.")
    return redirect("courses:people", found.public_id)


@login_required
@require_POST
def role(request: HttpRequest, public_id: str, person_id: str) -> HttpResponse:
    """Change the role of a person."""
    found = access.course_for(request.user, public_id, "people.change")
    enrollment = access.enrollment_for(request.user, found, person_id, "people.change")
    try:
        services.role_change(
            actor=person_of(request), enrollment=enrollment, role=posted(request).text("role")
        )
    except CourseError as error:
        messages.error(request, str(error))
    else:
        name = enrollment.user.name or enrollment.user.email
        messages.success(request, f"{name} is now {enrollment.get_role_display().lower()}.")
    return redirect("courses:people", found.public_id)


def _people(request: HttpRequest, found: Course, form: RosterForm) -> HttpResponse:
    asked = params(request)
    search, role_word = asked.text("q").strip(), asked.text("role")
    matching = queries.people_of(found, search=search, role=role_word)
    page = Paginator(matching, _PEOPLE_A_PAGE).get_page(asked.number("page", 1))
    names = queries.team_names(found, [entry.user_id for entry in page])
    context = {
        "course": found,
        "form": form,
        "page": page,
        "rows": [(entry, names.get(entry.user_id, "")) for entry in page],
        "roles": Role.choices,
        "search": search,
        "role": role_word,
        **tabs(request, found),
    }
    return render(request, "courses/people.html", context, status=form_status(form))
