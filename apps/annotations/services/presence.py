"""Who is here."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import User
from apps.annotations.models import Presence
from apps.common.stored import aside
from apps.submissions.models import Submission

_RENEW = timedelta(seconds=10)


def presence_note(*, submission: Submission, person: User) -> None:
    """Note that ``person`` looks at ``submission``; a write at most every ten seconds."""
    now = timezone.now()
    with aside():
        rows = Presence.objects.filter(submission=submission, person=person)
        rows.filter(seen_at__lt=now - _RENEW).update(seen_at=now) or Presence.objects.get_or_create(
            submission=submission, person=person, defaults={"seen_at": now}
        )
