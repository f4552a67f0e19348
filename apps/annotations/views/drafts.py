"""The draft of the next revision: what was applied, as a diff, and handing it in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.access import person_of
from apps.common.params import posted
from apps.engine.anchors.selectors import AnchorError
from apps.submissions import access
from apps.submissions.models import Draft, Submission
from apps.submissions.queries import draft_edit_of, draft_of
from apps.submissions.services import UploadRefused, drafts


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Look at the draft; POST hands it in."""
    submission = access.submission_for(request.user, public_id, "revision.upload")
    found = _draft_of(submission)
    if request.method == "POST" and found is not None:
        try:
            revision = drafts.draft_submit(
                draft=found,
                user=person_of(request),
                version=posted(request).number("version", 0),
                received_at=timezone.now(),
                note=posted(request).text("note", longest=500),
            )
        except AnchorError as error:
            messages.error(request, f"{error.message} {error.hint}")
        except UploadRefused as refused:
            messages.error(request, f"{refused.reason} {refused.hint}".strip())
        else:
            return redirect("workspace:report", revision.public_id)
    assignment = submission.assignment
    crumbs = [
        {"label": assignment.course.title, "url": assignment.course.get_absolute_url()},
        {"label": assignment.title, "url": assignment.get_absolute_url()},
        {"label": "Draft"},
    ]
    files = drafts.changed_files(found) if found else []
    context = {"submission": submission, "draft": found, "files": files, "crumbs": crumbs}
    return render(request, "annotations/draft.html", context)


@login_required
@require_POST
def edit_remove(request: HttpRequest, public_id: str, edit_id: str) -> HttpResponse:
    """Take one suggestion out of the draft."""
    submission = access.submission_for(request.user, public_id, "revision.upload")
    edit = draft_edit_of(submission, edit_id)
    if edit is None:
        raise Http404
    drafts.edit_remove(edit=edit)
    return redirect("annotations:draft", public_id)


@login_required
@require_POST
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw the draft away."""
    submission = access.submission_for(request.user, public_id, "revision.upload")
    found = _draft_of(submission)
    if found is not None:
        drafts.draft_discard(draft=found, by=person_of(request))
    return redirect("annotations:draft", public_id)


def _draft_of(submission: Submission) -> Draft | None:
    found = draft_of(submission)
    if found is not None:
        found.submission = submission
    return found
