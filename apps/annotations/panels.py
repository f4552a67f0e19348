"""What comments add to the pages of a revision: a panel of the workspace and two tabs."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from apps.accounts.access import person_of
from apps.accounts.policy import Identity, allows
from apps.annotations import icons_and_tones as looks
from apps.annotations import queries
from apps.annotations.models import Severity
from apps.courses.queries import team_members
from apps.submissions.models import Revision
from apps.workspace.hooks import Panel, Tab


def comments_panel(request: HttpRequest, revision: Revision, identity: Identity) -> Panel:
    """The threads of the revision; a script fills it, so that their number costs the page nothing."""
    api = reverse("api-revision", args=[revision.public_id])
    return Panel(
        key="comments",
        label="Comments",
        icon="message-square",
        template="annotations/_panel.html",
        scripts=("js/workspace/main.js",),
        styles=("css/viewport.css", "css/workspace.css"),
        preloads=(f"{api}marks/",),
        values={
            "api": api,
            "may_write": allows("thread.write", identity),
            "may_apply": allows("revision.upload", identity),
            "types": looks.as_values(looks.TYPES),
            "severities": Severity.choices,
            "states": {
                "threads": looks.as_values(looks.STATES),
                "anchors": looks.as_values(looks.FATES),
            },
            "team": [
                {"id": one.public_id, "name": str(one)}
                for one in team_members(revision.submission.team)
            ],
            "draft_url": reverse("annotations:draft", args=[revision.submission.public_id]),
            "person": person_of(request).public_id,
        },
    )


def tabs(request: HttpRequest, revision: Revision, _identity: Identity) -> list[Tab]:
    """The table of threads with how many wait for somebody, and the action list."""
    waiting = queries.unsettled_count(revision, person_of(request))
    return [
        Tab(
            "threads",
            "Comments",
            reverse("annotations:threads", args=[revision.public_id]),
            waiting,
        ),
        Tab("actions", "Actions", reverse("annotations:actions", args=[revision.public_id])),
    ]
