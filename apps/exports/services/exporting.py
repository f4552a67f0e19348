"""Asking for an export; the work is done in ``apps.exports.jobs``."""

from __future__ import annotations

from django.db import transaction

from apps.accounts.models import User
from apps.common import limits
from apps.exports.models import Export
from apps.exports.writing import source_of
from apps.jobs import services as jobs
from apps.jobs.models import OPEN_STATES, JobState
from apps.submissions.models import Revision

EXPORT = "exports.write"


@transaction.atomic
def export_request(*, revision: Revision, author: User, form: str) -> Export:
    """The export of ``revision`` as ``form``: the one that shows the same already, else a new one.

    Raises:
        AnchorError: The revision was not read yet.
        LimitReached: ``author`` asked for too many within the hour.
    """
    stamp = source_of(revision, form).holdings.stamp
    mine = Export.objects.filter(revision=revision, author=author, format=form, stamp=stamp)
    known = mine.filter(state__in=(*OPEN_STATES, JobState.DONE)).first()
    if known is not None:
        return known
    limits.require("exports", author.pk, what="You asked for many exports within the hour.")
    made = Export.objects.create(revision=revision, author=author, format=form, stamp=stamp)
    jobs.enqueue(EXPORT, made.pk)
    return made
