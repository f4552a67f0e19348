"""Forms of teams: make one, join one by its code, rename it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.accounts.access import person_of
from apps.common.params import params
from apps.courses import access, services
from apps.courses.forms import TeamCodeForm, TeamNameForm
from apps.courses.models import Course
from apps.courses.services import CourseError
from apps.courses.views.frame import crumbs, form_status


@login_required
@require_http_methods(["GET", "POST"])
def team_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a team."""
    found = access.course_for(request.user, public_id, "team.create")
    form = TeamNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            team = services.team_create(
                actor=person_of(request), course=found, name=form.cleaned_data["name"]
            )
        except CourseError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"{team.name} is made. Give its code to the others.")
            return redirect("courses:course", found.public_id)
    return _form_page(request, found, form, title="Make a team", action="Make the team")


@login_required
@require_http_methods(["GET", "POST"])
def team_join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Join a team by its code."""
    found = access.course_for(request.user, public_id, "team.join")
    form = TeamCodeForm(request.POST or None, initial={"code": params(request).text("code")})
    if request.method == "POST" and form.is_valid():
        try:
            team = access.team_for_code(request.user, found, form.cleaned_data["code"])
            services.team_join(actor=person_of(request), team=team)
        except Http404:
            form.add_error("code", "No team of this course has this code. Ask for it again.")
        except CourseError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, f"You are in {team.name}.")
            return redirect("courses:course", found.public_id)
    return _form_page(request, found, form, title="Join a team", action="Join")


@login_required
@require_http_methods(["GET", "POST"])
def team_rename(request: HttpRequest, team_id: str) -> HttpResponse:
    """Rename a team."""
    team = access.team_guarded(request.user, team_id, "team.edit")
    form = TeamNameForm.of(team, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.team_rename(
                actor=person_of(request), team=team, name=form.cleaned_data["name"]
            )
        except CourseError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("courses:course", team.course.public_id)
    return _form_page(request, team.course, form, title="Rename the team", action="Save")


def _form_page(
    request: HttpRequest, course: Course, form: BaseForm, *, title: str, action: str
) -> HttpResponse:
    context = {
        "form": form,
        "course": course,
        "title": title,
        "action": action,
        **crumbs(course, title),
    }
    return render(request, "courses/team_form.html", context, status=form_status(form))
