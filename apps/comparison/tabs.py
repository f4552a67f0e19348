"""What the comparison adds to the pages of a revision."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from apps.accounts.policy import Identity
from apps.submissions.models import Revision
from apps.workspace.hooks import Tab


def tabs(_request: HttpRequest, revision: Revision, _identity: Identity) -> list[Tab]:
    """The comparison with the revision before, once there is one."""
    if revision.number == 1:
        return []
    return [
        Tab("compare", "Compare", reverse("comparison:compare_before", args=[revision.public_id]))
    ]
