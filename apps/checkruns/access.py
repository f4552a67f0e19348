"""The guarded entry to a check run: who may see the submission may see its runs."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from apps.accounts.models import User
from apps.accounts.policy import Identity
from apps.checkruns.models import CheckRun, RunFinding
from apps.courses.access import require
from apps.submissions.access import identity_before


def run_for(
    user: User | AnonymousUser, public_id: str, permission: str = "submission.see"
) -> tuple[CheckRun, Identity]:
    """The run and the facts about ``user`` in front of it, guarded by ``permission``."""
    run = (
        CheckRun.objects.filter(public_id=public_id)
        .select_related(
            "revision__submission__assignment__course",
            "revision__submission__assignment__rubric",
            "revision__submission__team",
        )
        .first()
    )
    if run is None:
        raise Http404
    identity = identity_before(user, run.revision.submission)
    require(identity, permission, see="submission.see")
    return run, identity


def finding_in(run: CheckRun, identity: str, *, see_preview: bool) -> RunFinding:
    """A finding of a run that was loaded through ``run_for``."""
    found = RunFinding.objects.filter(run=run, identity=identity).first()
    if found is None or (found.stage == "preview" and not see_preview):
        raise Http404
    return found
