"""Asking for an export; the work is done in ``apps.exports.jobs``."""

from __future__ import annotations

from django.db import transaction

from apps.accounts.models import User
from apps.common import limits
from apps.exports.models import Export
from apps.exports.queries import export_with
from apps.exports.writing import current_stamp
from apps.jobs import services as jobs
from apps.submissions.models import Revision

EXPORT = "exports.write"


@transaction.atomic
def export_request(*, revision: Revision, author: User, form: str) -> Export:
    """The export of ``revision`` as ``form``: the one that shows the same already, else a new one.

    Raises:
        AnchorError: The revision was not read yet.
        LimitReached: ``author`` asked for too many within the hour.
    """
    stamp = current_stamp(revision, form)
    known = export_with(revision, author, form, stamp)
    if known is not None:
        return known
    limits.require("exports", author.pk, what="You asked for many exports within the hour.")
    made = Export.objects.create(revision=revision, author=author, format=form, stamp=stamp)
    jobs.enqueue(EXPORT, made.pk)
    return made
