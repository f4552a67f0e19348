"""The guarded entries to submissions, revisions and their files.

``…_for(user, id)`` gives the object, or raises ``Http404`` when ``user`` may not even see it, and
``PermissionDenied`` when seeing is allowed but not what was asked.
"""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from apps.accounts.models import User
from apps.accounts.policy import Identity
from apps.courses.access import assignment_for, identity_in, require
from apps.courses.models import Assignment
from apps.submissions.hooks import identity_facts
from apps.submissions.models import Artifact, Revision, Submission

Person = User | AnonymousUser

_SUBMISSION = ("assignment__course", "assignment__rubric", "team")


def identity_before(user: Person, submission: Submission) -> Identity:
    """The facts about ``user`` in front of ``submission``."""
    assignment = submission.assignment
    found = identity_in(user, assignment.course, team=submission.team, assignment=assignment)
    if not isinstance(user, User):
        return found
    for facts in identity_facts:
        found = replace(found, **facts(user, submission))
    return found


def submission_for(user: Person, public_id: str, permission: str = "submission.see") -> Submission:
    """The submission, guarded by ``permission``."""
    found = Submission.objects.filter(public_id=public_id).select_related(*_SUBMISSION).first()
    if found is None:
        raise Http404
    require(identity_before(user, found), permission, see="submission.see")
    return found


def revision_for(user: Person, public_id: str, permission: str = "submission.see") -> Revision:
    """The revision with its submission, assignment, course and team, guarded by ``permission``."""
    return revision_with_identity(user, public_id, permission)[0]


def revision_with_identity(
    user: Person, public_id: str, permission: str = "submission.see"
) -> tuple[Revision, Identity]:
    """As ``revision_for``, with the facts that were gathered, so that they are asked for once."""
    found = (
        Revision.objects.filter(public_id=public_id)
        .select_related(
            "uploaded_by", "submission", *(f"submission__{name}" for name in _SUBMISSION)
        )
        .first()
    )
    if found is None:
        raise Http404
    identity = identity_before(user, found.submission)
    require(identity, permission, see="submission.see")
    return found, identity


def revision_beside(revision: Revision, public_id: str) -> Revision:
    """Another revision of the same submission: who may see one may see all of them."""
    found = (
        Revision.objects.filter(public_id=public_id, submission=revision.submission)
        .select_related("uploaded_by")
        .first()
    )
    if found is None:
        raise Http404
    found.submission = revision.submission
    return found


def artifact_of(revision: Revision, path: str) -> Artifact:
    """A stored file of a revision that was itself loaded through ``revision_for``."""
    found = Artifact.objects.filter(revision=revision, path=path).exclude(digest="").first()
    if found is None:
        raise Http404
    return found


def upload_assignment_for(user: Person, public_id: str) -> Assignment:
    """The assignment, for handing in."""
    return assignment_for(user, public_id, "revision.upload")


def artifact_by_key(user: Person, key: int) -> Artifact:
    """A stored file, if ``user`` may see the submission it belongs to."""
    found = (
        Artifact.objects.filter(pk=key)
        .exclude(digest="")
        .select_related(*(f"revision__submission__{name}" for name in _SUBMISSION))
        .first()
    )
    if found is None:
        raise Http404
    identity = identity_before(user, found.revision.submission)
    require(identity, "submission.see", see="submission.see")
    return found
