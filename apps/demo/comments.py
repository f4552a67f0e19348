"""Comments of the demo: a review of a first revision, what the team answers, and a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from apps.accounts.models import User
from apps.annotations.models import Carry, CommentType, Thread, ThreadState
from apps.annotations.services import CARRY, DraftInput, draft_save, review_publish, state_set
from apps.courses.models import Assignment
from apps.engine.anchors.selectors import AnchorError
from apps.jobs import services as jobs
from apps.submissions.models import Revision

_STUDENT = "student@example.org"
_TA = "ta@example.org"
_INSTRUCTOR = "instructor@example.org"


class _Said(NamedTuple):
    """A thread of the demo: by whom, on what, of which type."""

    email: str
    target: Mapping[str, Any]
    type: CommentType
    body: str
    replacement: str | None = None
    severity: str = ""


def _text(exact: str) -> Mapping[str, Any]:
    return {"kind": "text", "artifact": "design.md", "exact": exact}


def _element(key: str) -> Mapping[str, Any]:
    return {"kind": "element", "element": key}


_REVIEW = (
    _Said(_TA, _text("a page that never waits for analytics"), CommentType.QUESTION,
          "What does the page show while the list is computed for the first time?"),
    _Said(_TA, _text("Throughput and freshness pull against cost"), CommentType.TRADEOFF_POINT,
          "This sentence names the tension, but no number. Which of the two gives way at 120K QPS?"),
    _Said(_TA, _element("figure-1-component-view/node:orch"), CommentType.RISK,
          "When one zone is gone at 20:00 the other two see all of the load. What is shed, and who "
          "decides?"),
    _Said(_INSTRUCTOR, _element("figure-1-component-view/edge:orch->rank#0"), CommentType.ISSUE,
          "No deadline is stated on this call. If ranking takes 400 ms, do we wait or return the "
          "unranked 500?", severity="error"),
    _Said(_TA, _element("figure-2-request-flow/message:7"), CommentType.SENSITIVITY_POINT,
          "Cost and p99 both hang on the 500 candidates. What happens at 300?"),
    _Said(_TA, {"kind": "cell", "artifact": "design.md", "table": 0, "row": 2, "column": 3},
          CommentType.QUESTION, "Why 99.95 and not 99.9? The chain below gives 99.96."),
    _Said(_INSTRUCTOR, _text("The component view is in Figure 1"), CommentType.SUGGESTION,
          "Say what the reader should look at.",
          replacement="Figure 1 shows what serves a request"),
    _Said(_INSTRUCTOR, {"kind": "document", "artifact": "adr-0002.md"}, CommentType.PRAISE,
          "Stale by seconds is named as a cost. Good."),
)  # fmt: skip


def step(project: Assignment, moment: str) -> None:
    """Add the comments that belong after the first or the second uploads."""
    revisions = Revision.objects.filter(
        submission__assignment=project, submission__team__members__email=_STUDENT
    ).select_related("submission__assignment__course", "submission__team")
    revision = revisions.order_by("-number").first()
    # A design that could not be read leaves the demo without comments, not without a demo.
    if revision is None or revision.runs.filter(package_name="").exists():
        return
    if moment == "first":
        _review(revision)
    else:
        for row in Carry.objects.filter(revision=revision):
            jobs.run_now(CARRY, row.pk)
        _answers(revision)


def _review(revision: Revision) -> None:
    for n, said in enumerate(_REVIEW):
        _say(revision, said.email, f"demo-{n}", DraftInput(
            body=said.body, replacement=said.replacement, type=said.type,
            severity=said.severity, target=said.target,
        ))  # fmt: skip
    for email in (_TA, _INSTRUCTOR):
        review_publish(revision=revision, author=User.objects.get(email=email))


def _answers(revision: Revision) -> None:
    """The team answers and marks one thread; the assistant has begun to write again."""
    threads = {one.type: one for one in Thread.objects.filter(submission=revision.submission)}
    risk, praise = threads.get(CommentType.RISK), threads.get(CommentType.PRAISE)
    student, ta = User.objects.get(email=_STUDENT), User.objects.get(email=_TA)
    if risk is not None:
        answer = DraftInput(
            body="We raised it to 195, see revision 2. Is that enough?", thread=risk
        )
        _say(revision, _STUDENT, "demo-answer", answer)
        review_publish(revision=revision, author=student)
        state_set(thread=risk, revision=revision, by=student, state=ThreadState.ADDRESSED, note="")
    if praise is not None:
        state_set(thread=praise, revision=revision, by=ta, state=ThreadState.VERIFIED)
    _say(revision, _TA, "demo-draft", DraftInput(
        body="A nightly snapshot is new here. Who reads it?", type=CommentType.QUESTION,
        target=_element("figure-1-component-view/node:lake"),
    ))  # fmt: skip


def _say(revision: Revision, email: str, key: str, given: DraftInput) -> None:
    author = User.objects.get(email=email)
    try:
        draft_save(revision=revision, author=author, key=key, based_on=0, given=given)
    except AnchorError:
        # A place that this design does not have leaves the demo without one comment.
        return
