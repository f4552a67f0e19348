"""Pages of handing in: the assignment with its upload, and users' files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.access import person_of
from apps.accounts.policy import allows
from apps.common import markdown, storage
from apps.common.clock import use_zone
from apps.courses.access import assignment_for, identity_in
from apps.courses.models import Assignment
from apps.submissions import access, files, queries, services
from apps.submissions.deadlines import deadline_words, duration_words, late_by
from apps.submissions.forms import MainForm, UploadForm
from apps.submissions.models import Revision
from apps.submissions.services import UploadRefused


@login_required
@require_GET
def assignment(request: HttpRequest, public_id: str) -> HttpResponse:
    """Brief, deliverables, deadline, upload and the team's revisions."""
    found = assignment_for(request.user, public_id)
    return render(request, "submissions/assignment.html", _assignment_page(request, found))


@login_required
@require_http_methods(["POST"])
def upload(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an upload; the script of the page asks for JSON or the refusal alone."""
    received_at = timezone.now()
    found = access.upload_assignment_for(request.user, public_id)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        too_long = UploadRefused("The form", "The note is too long; 500 characters are possible.")
        return _refusal(request, found, too_long)
    try:
        name, data = services.upload_from(form.uploads())
        revision = services.revision_submit(
            assignment=found,
            user=person_of(request),
            name=name,
            data=data,
            received_at=received_at,
            note=form.cleaned_data["note"],
        )
    except UploadRefused as refused:
        return _refusal(request, found, refused)
    url = revision.get_absolute_url()
    if request.headers.get("X-Upload"):
        return JsonResponse({"url": url}, status=201)
    return redirect(url)


def _refusal(request: HttpRequest, found: Assignment, refused: UploadRefused) -> HttpResponse:
    """Why nothing was stored, at its place."""
    wait = refused.wait if isinstance(refused, services.UploadLimitReached) else 0
    context = {"refused": refused}
    template = "submissions/_refused.html"
    if not request.headers.get("X-Upload"):
        context = {**_assignment_page(request, found), "refused": refused}
        template = "submissions/assignment.html"
    response = render(request, template, context, status=429 if wait else 422)
    if wait:
        response["Retry-After"] = str(wait)
    return response


@login_required
@require_POST
def choose_main(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one of several candidates as the main document: the same files as a new revision."""
    revision = access.revision_for(request.user, public_id, "revision.upload")
    form = MainForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose one of the files as the main document.")
        return redirect(revision)
    try:
        chosen = services.main_choose(
            revision=revision, user=person_of(request), main=form.cleaned_data["main"]
        )
    except UploadRefused as refused:
        messages.error(request, f"{refused.reason} {refused.hint}".strip())
        return redirect(revision)
    return redirect(chosen)


@login_required
@require_GET
def user_file(request: HttpRequest, token: str) -> HttpResponse:
    """A stored file, under a neutral name, for the person its address was made for."""
    key = files.opened_token(person_of(request), token)
    if key is None:
        raise Http404
    artifact = access.artifact_by_key(request.user, key)
    return files.file_response(artifact, storage.get(artifact.digest))


@login_required
@never_cache
@require_GET
def download(request: HttpRequest, public_id: str) -> HttpResponse:
    """The upload of a revision as it came, under a neutral name."""
    revision = access.revision_for(request.user, public_id)
    return files.upload_response(revision, storage.get(revision.upload_digest))


def _assignment_page(request: HttpRequest, found: Assignment) -> dict[str, Any]:
    use_zone(found.course.time_zone)
    identity = identity_in(request.user, found.course, assignment=found)
    submission = queries.own_submission(person_of(request), found)
    revisions = list(queries.revisions_of(submission)) if submission else []
    summaries = queries.summaries(revisions)
    now = timezone.now()
    late = late_by(found, now)
    return {
        "crumbs": [
            {"label": found.course.title, "url": found.course.get_absolute_url()},
            {"label": found.title},
        ],
        "assignment": found,
        "brief": markdown.render(found.brief),
        "rows": [_row(found, one, summaries.get(one.pk)) for one in revisions],
        "submission": submission,
        "latest": revisions[0] if revisions else None,
        "deliverables": queries.deliverables(revisions[0]) if revisions else [],
        "next_number": (revisions[0].number if revisions else 0) + 1,
        "deadline": deadline_words(found, now),
        "late_now": duration_words(late) if late else "",
        "not_open_yet": now < found.opens_at,
        "may_upload": allows("revision.upload", identity),
        "may_list": allows("submission.list", identity),
        "may_edit": allows("assignment.edit", identity),
        "max_bytes": services.MAX_UPLOAD_BYTES,
    }


def _row(found: Assignment, revision: Revision, summary: object) -> dict[str, Any]:
    late = late_by(found, revision.received_at)
    return {
        "revision": revision,
        "summary": summary,
        "late": duration_words(late) if late else "",
    }
