"""Pages of the site and of one course: home, joining, making a course, its settings."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from apps.accounts.access import person_of
from apps.common import markdown
from apps.common.clock import use_zone
from apps.courses import access, queries, services
from apps.courses.forms import CourseForm, CourseSettingsForm
from apps.courses.services import CourseError
from apps.courses.views.frame import form_status, join_url, tabs


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Your turn and my courses; a short introduction for who is not signed in."""
    if not request.user.is_authenticated:
        return render(request, "courses/landing.html")
    context = {
        "page": queries.home_page(person_of(request)),
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
        return redirect_to_login(request.path)
    try:
        services.course_join(user=person_of(request), course=course)
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
        course = services.course_create(actor=person_of(request), **form.cleaned_data)
        messages.success(request, f"{course.title} is ready. Next: the first assignment.")
        return redirect("courses:course", course.public_id)
    context = {
        "form": form,
        "zones": sorted(available_timezones()),
        "crumbs": [{"label": "New course"}],
    }
    return render(request, "courses/course_new.html", context, status=form_status(form))


@login_required
@require_GET
def course(request: HttpRequest, public_id: str) -> HttpResponse:
    """A course: its assignments, my team, who teaches."""
    found = access.course_for(request.user, public_id)
    page = queries.course_page(person_of(request), found)
    context = {
        "page": page,
        "about": markdown.render(found.about, base_level=3) if found.about else "",
        "join_url": join_url(request, found) if page.is_staff else "",
        **tabs(request, found),
    }
    use_zone(found.time_zone)
    return render(request, "courses/course.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the course says about itself, and its join link."""
    found = access.course_for(request.user, public_id, "course.edit")
    form = CourseSettingsForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.course_update(actor=person_of(request), course=found, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("courses:settings", found.public_id)
    context = {
        "form": form,
        "course": found,
        "join_url": join_url(request, found),
        "zones": sorted(available_timezones()),
        **tabs(request, found),
    }
    return render(request, "courses/settings.html", context, status=form_status(form))


@login_required
@require_POST
def link_renew(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new join link; the old one ends."""
    found = access.course_for(request.user, public_id, "course.edit")
    services.join_link_renew(actor=person_of(request), course=found)
    messages.success(request, "There is a new join link. The old one no longer works.")
    return redirect("courses:settings", found.public_id)
