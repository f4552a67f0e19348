"""Pages about threads: the table, its CSV, links of comments, the action list, the draft."""

from __future__ import annotations

import csv
import io

import pytest

from apps.annotations.services import action_set, state_set, suggestion_apply
from apps.demo import designs
from apps.submissions.models import Draft
from tests.apps.conftest import text_of

pytestmark = pytest.mark.django_db
PHRASE = "The component view is in Figure 1"


@pytest.fixture
def as_ta(client, ta):
    client.force_login(ta)
    return client


@pytest.fixture
def as_student(client, student):
    client.force_login(student)
    return client


def test_the_table_is_filtered_by_state_type_person_file_and_words(
    as_ta, revision, begin, ta, instructor
):
    begin(ta, text_of(PHRASE), body="first words", type="risk")
    begin(instructor, {"kind": "document", "artifact": "adr-0001.md"}, body="other words")
    begin(ta, text_of(PHRASE), body="not shown yet", publish=False)
    address = f"/r/{revision.public_id}/threads/"
    for query, shown in (
        ("", {"first words", "other words", "not shown yet"}),
        ("?type=risk", {"first words"}),
        ("?state=draft", {"not shown yet"}),
        (f"?person={instructor.public_id}", {"other words"}),
        ("?artifact=adr-0001.md", {"other words"}),
        ("?words=first", {"first words"}),
        ("?state=dropped", set()),
        ("?severity=error", set()),
    ):
        text = as_ta.get(address + query).text
        found = {one for one in ("first words", "other words", "not shown yet") if one in text}
        assert found == shown, query


def test_the_csv_holds_every_thread_and_no_formula(as_ta, revision, begin, ta):
    begin(ta, text_of(PHRASE), body="=1+1 is a formula")
    begin(ta, text_of(PHRASE), body="plain")
    answer = as_ta.get(f"/r/{revision.public_id}/threads.csv")
    head, *rows = csv.reader(io.StringIO(answer.text))
    assert head[0] == "number"
    assert [row[head.index("first words")] for row in rows] == ["'=1+1 is a formula", "plain"]


@pytest.mark.parametrize(
    ("to", "leads"),
    [
        ("section/design.md#capacity-plan", "/document/design.md#u-capacity-plan"),
        ("artifact/adr-0001.md", "/document/adr-0001.md"),
        ("element/figure-1-component-view/node:orch", "#figure-1-component-view/node:orch"),
    ],
)
def test_a_link_of_a_comment_leads_to_its_place(as_ta, revision, to, leads):
    answer = as_ta.get(f"/r/{revision.public_id}/go/", {"to": to})
    assert answer.status_code == 302
    assert answer["Location"].endswith(leads)


@pytest.mark.parametrize(
    "to", ["", "section/", "finding/../../x", "thread/x", "element/no/node:x", "y/z"]
)
def test_a_link_that_leads_nowhere_is_not_found_and_never_an_error(as_ta, revision, to):
    answer = as_ta.get(f"/r/{revision.public_id}/go/", {"to": to})
    assert answer.status_code in {302, 404}
    assert answer.status_code == 404 or answer["Location"].startswith("/r/")


def test_actions_say_what_the_revision_shows_of_each(as_student, hand_in, begin, student, ta):
    edited = begin(ta, text_of("a page that never waits for analytics"), type="risk", body="R")
    begin(ta, text_of(PHRASE), type="suggestion", replacement="Figure 1 is the component view")
    kept = begin(ta, {"kind": "cell", "artifact": "design.md", "table": 0, "row": 1, "column": 3},
                 type="issue", body="I")  # fmt: skip
    begin(ta, text_of(PHRASE), type="praise", body="no action")
    files = designs.sample()
    files["design.md"] = files["design.md"].replace(
        "never waits for analytics", "does not wait for analytics"
    ).replace(PHRASE, "Figure 1 is the component view")  # fmt: skip
    second = hand_in(student, files)
    action_set(thread=kept, by=student, listed=True, owner=student)
    state_set(thread=edited, revision=second, by=ta, state="verified")
    text = as_student.get(f"/r/{second.public_id}/actions/").text
    assert "The text at the place was changed" in text
    assert "The suggested text stands in the document" in text
    assert "The place is unchanged" in text
    assert "no action" not in text
    assert "1 of 3 settled" in text


def test_the_draft_is_handed_in_as_the_next_revision_or_discarded(
    as_student, revision, begin, student, ta
):
    thread = begin(ta, text_of(PHRASE), type="suggestion", replacement="See Figure 1")
    address = f"/s/{revision.submission.public_id}/draft/"
    assert "The draft is empty" in as_student.get(address).text
    draft = suggestion_apply(comment=thread.comments.get(), revision=revision, by=student)
    assert "+See Figure 1" in as_student.get(address).text
    stale = as_student.post(address, {"version": draft.version - 1})
    assert "changed since this page was shown" in stale.text
    answer = as_student.post(address, {"version": draft.version, "note": "As suggested"})
    assert answer.status_code == 302
    assert revision.submission.revisions.count() == 2
    assert not Draft.objects.exists()


def test_tables_show_the_words_of_a_comment_and_no_markup(as_ta, revision, begin, ta, student):
    body = f"See [Capacity](at:section/design.md#capacity-plan), [@Sam](person:{student.public_id}) & **why**"
    begin(ta, text_of(PHRASE), body=body)
    text = as_ta.get(f"/r/{revision.public_id}/threads/").text
    assert "See Capacity, @Sam &amp; why" in text
    assert "person:" not in text
