"""Pages about courses: home, join, course, people, settings, teams, assignments."""

from __future__ import annotations

from typing import Any, cast
from zoneinfo import available_timezones

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.models import User
from apps.accounts.policy import allows
from apps.common import markdown
from apps.common.clock import use_zone
from apps.courses import access, queries, services
from apps.courses.forms import (
    AssignmentForm,
    CourseForm,
    CourseSettingsForm,
    RosterForm,
    TeamCodeForm,
    TeamNameForm,
)
from apps.courses.models import Course, Role, Rubric
from apps.courses.roster import decode, read_roster
from apps.courses.services import CourseError
from apps.courses.services.import_roster import roster_plan

_PEOPLE_A_PAGE = 50


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Your turn and my courses; a short introduction for who is not signed in."""
    if not request.user.is_authenticated:
        return render(request, "courses/landing.html")
    context = {
        "page": queries.home_page(_user(request)),
        "may_create": access.site_allows(request.user, "course.create"),
    }
    return render(request, "courses/home.html", context)


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind a join link."""
    course = access.course_by_code(code)
    if request.method == "GET":
        return render(request, "courses/join.html", {"course": course})
    if not request.user.is_authenticated:
        return redirect(f"/account/login/?next={request.path}")
    try:
        services.course_join(user=_user(request), course=course)
    except CourseError as error:
        context = {"course": course, "problem": str(error)}
        return render(request, "courses/join.html", context, status=409)
    messages.success(request, f"You are in {course.title}.")
    return redirect("courses:course", course.public_id)


@login_required
@require_http_methods(["GET", "POST"])
def course_new(request: HttpRequest) -> HttpResponse:
    """Make a course."""
    if not access.site_allows(request.user, "course.create"):
        raise PermissionDenied("course.create")
    form = CourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        course = services.course_create(actor=_user(request), **form.cleaned_data)
        messages.success(request, f"{course.title} is ready. Next: the first assignment.")
        return redirect("courses:course", course.public_id)
    context = {
        "form": form,
        "zones": sorted(available_timezones()),
        "crumbs": [{"label": "New course"}],
    }
    return render(request, "courses/course_new.html", context, status=_status(form.errors))


@login_required
@require_GET
def course(request: HttpRequest, public_id: str) -> HttpResponse:
    """A course: its assignments, my team, who teaches."""
    found = access.course_for(request.user, public_id)
    page = queries.course_page(_user(request), found)
    context = {
        "page": page,
        "about": markdown.render(found.about, base_level=3) if found.about else "",
        "join_url": _join_url(request, found) if page.is_staff else "",
        **_tabs(request, found),
    }
    use_zone(found.time_zone)
    return render(request, "courses/course.html", context)


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
        **_tabs(request, found),
    }
    return render(request, "courses/roster.html", context)


@login_required
@require_POST
def roster_apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Store a roster that was shown."""
    found = access.course_for(request.user, public_id, "people.change")
    roster = read_roster(request.POST.get("text", ""))
    try:
        done = services.roster_import(actor=_user(request), course=found, roster=roster)
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
            actor=_user(request), enrollment=enrollment, role=request.POST.get("role", "")
        )
    except CourseError as error:
        messages.error(request, str(error))
    else:
        name = enrollment.user.name or enrollment.user.email
        messages.success(request, f"{name} is now {enrollment.get_role_display().lower()}.")
    return redirect("courses:people", found.public_id)


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the course says about itself, and its join link."""
    found = access.course_for(request.user, public_id, "course.edit")
    form = CourseSettingsForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.course_update(actor=_user(request), course=found, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("courses:settings", found.public_id)
    context = {
        "form": form,
        "course": found,
        "join_url": _join_url(request, found),
        "zones": sorted(available_timezones()),
        **_tabs(request, found),
    }
    return render(request, "courses/settings.html", context, status=_status(form.errors))


@login_required
@require_POST
def link_renew(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new join link; the old one ends."""
    found = access.course_for(request.user, public_id, "course.edit")
    services.join_link_renew(actor=_user(request), course=found)
    messages.success(request, "There is a new join link. The old one no longer works.")
    return redirect("courses:settings", found.public_id)


@login_required
@require_http_methods(["GET", "POST"])
def team_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a team."""
    found = access.course_for(request.user, public_id, "team.create")
    form = TeamNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            team = services.team_create(
                actor=_user(request), course=found, name=form.cleaned_data["name"]
            )
        except CourseError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"{team.name} is made. Give its code to the others.")
            return redirect("courses:course", found.public_id)
    context = {
        "form": form,
        "course": found,
        "title": "Make a team",
        "action": "Make the team",
        **_crumbs(found, "Make a team"),
    }
    return render(request, "courses/team_form.html", context, status=_status(form.errors))


@login_required
@require_http_methods(["GET", "POST"])
def team_join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Join a team by its code."""
    found = access.course_for(request.user, public_id, "team.join")
    form = TeamCodeForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid():
        try:
            team = access.team_for_code(request.user, found, form.cleaned_data["code"])
            services.team_join(actor=_user(request), team=team)
        except Http404:
            form.add_error("code", "No team of this course has this code. Ask for it again.")
        except CourseError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, f"You are in {team.name}.")
            return redirect("courses:course", found.public_id)
    context = {
        "form": form,
        "course": found,
        "title": "Join a team",
        "action": "Join",
        **_crumbs(found, "Join a team"),
    }
    return render(request, "courses/team_form.html", context, status=_status(form.errors))


@login_required
@require_http_methods(["GET", "POST"])
def team_rename(request: HttpRequest, team_id: str) -> HttpResponse:
    """Rename a team."""
    team = access.team_guarded(request.user, team_id, "team.edit")
    form = TeamNameForm.of(team, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.team_rename(actor=_user(request), team=team, name=form.cleaned_data["name"])
        except CourseError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("courses:course", team.course.public_id)
    context = {
        "form": form,
        "course": team.course,
        "title": "Rename the team",
        "action": "Save",
        **_crumbs(team.course, "Rename the team"),
    }
    return render(request, "courses/team_form.html", context, status=_status(form.errors))


@login_required
@require_http_methods(["GET", "POST"])
def assignment_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make an assignment."""
    found = access.course_for(request.user, public_id, "assignment.edit")
    form = AssignmentForm(request.POST or None, request.FILES or None, zone=found.time_zone)
    if request.method == "POST" and form.is_valid():
        made = services.assignment_create(
            actor=_user(request), course=found, rubric=_rubric(form), **_values(form)
        )
        messages.success(request, f"{made.title} is stored. Students see it when you publish it.")
        return redirect("courses:assignment_edit", made.public_id)
    tabs = _tabs(request, found) | _crumbs(found, "New assignment")
    context = {"form": form, "course": found, **tabs}
    return render(request, "courses/assignment_form.html", context, status=_status(form.errors))


@login_required
@require_http_methods(["GET", "POST"])
def assignment_edit(request: HttpRequest, assignment_id: str) -> HttpResponse:
    """Change an assignment."""
    assignment = access.assignment_for(request.user, assignment_id, "assignment.edit")
    form = AssignmentForm.of(assignment, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        services.assignment_update(
            actor=_user(request),
            assignment=assignment,
            rubric=_rubric(form, assignment.rubric),
            **_values(form),
        )
        messages.success(request, "Saved.")
        return redirect("courses:assignment_edit", assignment.public_id)
    context = {
        "form": form,
        "assignment": assignment,
        **_tabs(request, assignment.course),
        **_crumbs(assignment.course, assignment.title),
    }
    return render(request, "courses/assignment_form.html", context, status=_status(form.errors))


@login_required
@require_POST
def assignment_publish(request: HttpRequest, assignment_id: str) -> HttpResponse:
    """Show an assignment to students."""
    assignment = access.assignment_for(request.user, assignment_id, "assignment.edit")
    services.assignment_publish(actor=_user(request), assignment=assignment)
    messages.success(request, f"{assignment.title} is published. Students see it now.")
    return redirect("courses:assignment_edit", assignment.public_id)


def _people(request: HttpRequest, found: Course, form: RosterForm) -> HttpResponse:
    search, role_word = (
        request.GET.get("q", "").replace("\0", "").strip(),
        request.GET.get("role", ""),
    )
    matching = queries.people_of(found, search=search, role=role_word)
    page = Paginator(matching, _PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    names = queries.team_names(found, [entry.user_id for entry in page])
    context = {
        "course": found,
        "form": form,
        "page": page,
        "rows": [(entry, names.get(entry.user_id, "")) for entry in page],
        "roles": Role.choices,
        "search": search,
        "role": role_word,
        **_tabs(request, found),
    }
    return render(request, "courses/people.html", context, status=_status(form.errors))


def _tabs(request: HttpRequest, found: Course) -> dict[str, object]:
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


def _crumbs(found: Course, label: str) -> dict[str, object]:
    address = reverse("courses:course", args=[found.public_id])
    return {"crumbs": [{"label": found.title, "url": address}, {"label": label}]}


def _rubric(form: AssignmentForm, present: Rubric | None = None) -> Rubric:
    if form.cleaned_data["rubric_choice"] == "keep" and present is not None:
        return present
    return services.rubric_pin(source=form.rubric_source, name=form.rubric_name)


def _values(form: AssignmentForm) -> dict[str, Any]:
    names = ("title", "brief", "opens_at", "due_at", "closes_at", "grace_minutes", "team_size")
    return {name: form.cleaned_data[name] for name in names}


def _join_url(request: HttpRequest, found: Course) -> str:
    return request.build_absolute_uri(f"/join/{found.join_code}/")


def _status(errors: object) -> int:
    """422 for a form that comes back, so that programs and htmx can tell."""
    return 422 if errors else 200
