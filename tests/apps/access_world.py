"""One course with work in every state that addresses need, and requests by each role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.services import token_create
from apps.annotations.files import attachment_url
from apps.annotations.services import (
    DraftInput,
    attachment_add,
    draft_save,
    review_publish,
    suggestion_apply,
)
from apps.checkruns.jobs import run as runs
from apps.checkruns.services import run_for
from apps.demo import designs
from apps.exports.jobs import bring_in
from apps.exports.jobs import export as exporting
from apps.exports.services import annotations_import, export_request
from apps.submissions.files import file_token
from apps.submissions.services import revision_submit
from tests.factories import AssignmentFactory, CourseFactory, UserFactory, enroll, team_with

_ANNOTATION = b'[{"id": "urn:x:1", "body": "Why?", "target": "nowhere.md"}]'


@dataclass
class World:
    """Values for addresses by name, and a signed-in browser for each role."""

    values: dict[str, str]
    browsers: dict[str, Client] = field(default_factory=dict)

    def ask(self, role: str, method: str, name: str, arguments: str, body: str) -> int:
        """Status of one request; whatever it changed is taken back."""
        address = reverse(name, args=[self.values[word] for word in arguments.split()])
        with transaction.atomic():
            browser = self.browsers[role]
            if method == "POST":
                answer = browser.post(address, self._body(body))
            else:
                given = {} if method == "GET" else {"content_type": "application/json"}
                answer = getattr(browser, method.lower())(address, self._body(body), **given)
            transaction.set_rollback(True)
        return answer.status_code

    def _body(self, body: str) -> dict[str, object]:
        words = dict(part.split("=", 1) for part in body.split("&") if part)
        filled: dict[str, object] = {k: self.values.get(v, v) for k, v in words.items()}
        if filled.get("file") == "zip":
            packed = designs.package(designs.sample())
            for name in ("file", "package"):  # the API and the page call it differently
                filled[name] = SimpleUploadedFile("design.zip", packed)
        if filled.get("file") == "annotations":
            filled["file"] = SimpleUploadedFile("a.jsonld", _ANNOTATION)
        return filled


def build() -> World:
    """Sam and Noor hand in for the same assignment; Tia assists, Ines teaches."""
    course = CourseFactory()
    assignment = AssignmentFactory(course=course)
    sam, noor = enroll(course, "Sam"), enroll(course, "Noor")
    team = team_with(course, "Herons", sam)
    team_with(course, "Swifts", noor)
    people = {
        "outsider": UserFactory(name="Otto", email="otto@example.org"),
        "student": sam,
        "other": noor,
        "ta": enroll(course, "Tia", role="ta"),
        "instructor": enroll(course, "Ines", role="instructor"),
        "operator": UserFactory(
            name="Olga", email="olga@example.org", is_staff=True, is_superuser=True
        ),
    }
    first, second = (_hand_in(assignment, sam, flaw) for flaw in ("CAP-008", "CAP-005"))
    run = second.runs.get()
    token, _ = token_create(
        user=sam, name="CI", scopes=["read"], expires_at=timezone.now() + timedelta(days=1)
    )
    artifact = second.artifacts.get(path="design.md")
    thread, draft = _comment(second, people["ta"])
    values = {
        "thread": thread.thread.public_id,
        "comment": thread.public_id,
        "draft": draft.thread.public_id,
        "draftkey": draft.key,
        "attachment": _attachment(people["ta"], thread),
        "edit": _suggestion(second, people["ta"], sam),
        "export": _export(second, sam),
        "import": _import(second, sam),
        "course": course.public_id,
        "assignment": assignment.public_id,
        "team": team.public_id,
        "sam": sam.public_id,
        "token": token.public_id,
        "code": course.join_code,
        "submission": second.submission.public_id,
        "revision": second.public_id,
        "older": first.public_id,
        "run": run.public_id,
        "finding": run.findings.get(code="CAP-005").identity,
        "path": "design.md",
        "check": "CAP-008",
        "file": file_token(sam, artifact),
        "key": "a-b",
        "uid": "1",
    }
    world = World(values, {"anonymous": Client()})
    for role, person in people.items():
        world.browsers[role] = Client()
        world.browsers[role].force_login(person)
    return world


def _hand_in(assignment, user, flaw):
    revision = revision_submit(
        assignment=assignment,
        user=user,
        name="design.zip",
        data=designs.package(designs.design(flaw)),
        received_at=timezone.now(),
    )
    runs.execute(run_for(revision).pk)
    return revision


def _comment(revision, author):
    """A published comment of ``author`` and one that is a draft."""
    made = [
        draft_save(
            revision=revision,
            author=author,
            key=key,
            based_on=0,
            given=DraftInput(body="Why?", target={"kind": "document", "artifact": "design.md"}),
        )
        for key in ("shown", "draft")
    ]
    review_publish(revision=revision, author=author, keys=["shown"])
    return made


def _attachment(author, comment):
    """The token of a file of a comment, made for its author."""
    made = attachment_add(comment=comment, name="note.txt", data=b"A note.")
    return attachment_url(author, made).strip("/").rpartition("/")[2]


def _export(revision, author):
    """A written export that the student asked for."""
    made = export_request(revision=revision, author=author, form="md")
    exporting.execute(made.pk)
    return made.public_id


def _import(revision, author):
    """Annotations that the student has brought in, of which one found no place."""
    made = annotations_import(revision=revision, by=author, data=_ANNOTATION)
    bring_in.execute(made.pk)
    return made.public_id


def _suggestion(revision, reviewer, student):
    """A suggestion that the student took into the draft of the next revision."""
    target = {"kind": "text", "artifact": "design.md", "exact": "The component view is in Figure 1"}
    given = DraftInput(body="So", type="suggestion", target=target, replacement="See Figure 1")
    comment = draft_save(revision=revision, author=reviewer, key="s", based_on=0, given=given)
    review_publish(revision=revision, author=reviewer, keys=["s"])
    comment.refresh_from_db()
    draft = suggestion_apply(comment=comment, revision=revision, by=student)
    return draft.edits.get().public_id
