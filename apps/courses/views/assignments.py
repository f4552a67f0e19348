"""Making, changing and publishing an assignment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.access import person_of
from apps.courses import access, services
from apps.courses.forms import AssignmentForm
from apps.courses.models import Rubric
from apps.courses.views.frame import crumbs, form_status, tabs


@login_required
@require_http_methods(["GET", "POST"])
def assignment_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make an assignment."""
    found = access.course_for(request.user, public_id, "assignment.edit")
    form = AssignmentForm(request.POST or None, request.FILES or None, zone=found.time_zone)
    if request.method == "POST" and form.is_valid():
        made = services.assignment_create(
            actor=person_of(request), course=found, rubric=_rubric(form), **_values(form)
        )
        messages.success(request, f"{made.title} is stored. Students see it when you publish it.")
        return redirect("courses:assignment_edit", made.public_id)
    context = {"form": form, **tabs(request, found), **crumbs(found, "New assignment")}
    return render(request, "courses/assignment_form.html", context, status=form_status(form))


@login_required
@require_http_methods(["GET", "POST"])
def assignment_edit(request: HttpRequest, assignment_id: str) -> HttpResponse:
    """Change an assignment."""
    assignment = access.assignment_for(request.user, assignment_id, "assignment.edit")
    form = AssignmentForm.of(assignment, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        services.assignment_update(
            actor=person_of(request),
            assignment=assignment,
            rubric=_rubric(form, assignment.rubric),
            **_values(form),
        )
        messages.success(request, "Saved.")
        return redirect("courses:assignment_edit", assignment.public_id)
    context = {
        "form": form,
        "assignment": assignment,
        **tabs(request, assignment.course),
        **crumbs(assignment.course, assignment.title),
    }
    return render(request, "courses/assignment_form.html", context, status=form_status(form))


@login_required
@require_POST
def assignment_publish(request: HttpRequest, assignment_id: str) -> HttpResponse:
    """Show an assignment to students."""
    assignment = access.assignment_for(request.user, assignment_id, "assignment.edit")
    services.assignment_publish(actor=person_of(request), assignment=assignment)
    messages.success(request, f"{assignment.title} is published. Students see it now.")
    return redirect("courses:assignment_edit", assignment.public_id)


def _rubric(form: AssignmentForm, present: Rubric | None = None) -> Rubric:
    if form.cleaned_data["rubric_choice"] == "keep" and present is not None:
        return present
    return services.rubric_pin(source=form.rubric_source, name=form.rubric_name)


def _values(form: AssignmentForm) -> dict[str, Any]:
    names = ("title", "brief", "opens_at", "due_at", "closes_at", "grace_minutes", "team_size")
    return {name: form.cleaned_data[name] for name in names}
