"""What the pages of one revision share: the guarded load, the run, tabs and crumbs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cachetools import LRUCache
from django.http import HttpRequest

from apps.accounts.access import person_of
from apps.accounts.policy import Identity, allows
from apps.checkruns import queries
from apps.checkruns.models import CheckRun, FindingReply
from apps.common.clock import use_zone
from apps.submissions import access
from apps.submissions.models import Artifact, Revision
from apps.submissions.queries import duration_words, file_url, late_by
from apps.workspace import panels
from apps.workspace.pages.documents import FileUrl
from apps.workspace.pages.finding_cards import CardMaker
from apps.workspace.pages.places import Places

_titles: LRUCache[str, str] = LRUCache(2_000)
"""Titles of designs by the name of their reading, which holds its content: every page shows one."""


@dataclass(frozen=True)
class RevisionPage:
    """One revision in front of one person, with its newest run."""

    request: HttpRequest
    revision: Revision
    identity: Identity
    run: CheckRun | None

    @classmethod
    def load(
        cls, request: HttpRequest, public_id: str, permission: str = "submission.see"
    ) -> RevisionPage:
        """Load the revision through its guard, and its newest run."""
        revision, identity = access.revision_with_identity(request.user, public_id, permission)
        use_zone(revision.submission.assignment.course.time_zone)
        return cls(request, revision, identity, queries.latest_run(revision))

    @cached_property
    def report(self) -> dict[str, Any] | None:
        """The JSON of ``check`` of the newest run, once it has one."""
        return queries.report_of(self.run) if self.run else None

    @cached_property
    def reading(self) -> dict[str, Any] | None:
        """The JSON of ``read`` of the newest run, once it has one."""
        return queries.reading_of(self.run) if self.run else None

    @cached_property
    def places(self) -> Places:
        """Links to places of this revision."""
        return Places(self.revision.public_id, self.reading)

    @property
    def sees_preview(self) -> bool:
        """Whether results of checks in preview are shown to this person."""
        return allows("preview.see", self.identity)

    @property
    def may_reply(self) -> bool:
        """Whether this person may answer findings."""
        return allows("finding.reply", self.identity)

    def findings(self) -> list[dict[str, Any]]:
        """Findings of the newest run that this person may see."""
        found = self.report["findings"] if self.report else []
        return [one for one in found if self.sees_preview or one["stage"] != "preview"]

    @cached_property
    def before(self) -> CheckRun | None:
        """The newest finished run of an earlier revision."""
        return queries.run_before(self.revision)

    def card_maker(self) -> CardMaker:
        """Makes cards with replies, and with their fate against the revision before."""
        before = queries.finding_states(self.before) if self.before else None
        return CardMaker(self.places, self.reading, before=before, replies=self.replies)

    @cached_property
    def replies(self) -> dict[str, list[FindingReply]]:
        """Replies by the identity of their finding."""
        return queries.replies_of(self.revision.submission)

    def context(self, tab: str, label: str = "") -> dict[str, Any]:
        """Values that the frame of the page needs."""
        submission = self.revision.submission
        assignment = submission.assignment
        late = late_by(assignment, self.revision.received_at)
        last = {"label": label or f"Revision {self.revision.number}"}
        return {
            "revision": self.revision,
            "submission": submission,
            "assignment": assignment,
            "revisions": queries.revisions_of(submission),
            "run": self.run,
            "tab": tab,
            "late": duration_words(late) if late else "",
            "title": self.title,
            "before_revision": self.before.revision if self.before else None,
            "may_reply": self.may_reply,
            "may_recheck": allows("run.recheck", self.identity),
            "is_staff": allows("submission.list", self.identity),
            "more_tabs": [
                tab
                for source in panels.tab_sources
                for tab in source(self.request, self.revision, self.identity)
            ],
            "crumbs": [
                {"label": assignment.course.title, "url": assignment.course.get_absolute_url()},
                {"label": assignment.title, "url": assignment.get_absolute_url()},
                last,
            ],
        }

    @property
    def title(self) -> str:
        """Title of the design, or the team's name while nothing was read."""
        name = self.run.reading_name if self.run else ""
        if name not in _titles:
            document = (self.reading or {}).get("document")
            _titles[name] = document["title"] if document else ""
        return _titles[name] or self.revision.submission.team.name


def file_urls(request: HttpRequest, revision: Revision, places: Places) -> FileUrl:
    """Addresses for links in a document: pages for texts, files for pictures; one query."""
    artifacts = {a.path: a for a in Artifact.objects.filter(revision=revision).exclude(digest="")}

    def url(path: str, as_picture: bool) -> str:
        artifact = artifacts.get(path)
        if as_picture and artifact is not None:
            return file_url(person_of(request), artifact)
        return places.url(path)

    return url
