"""Two revisions beside each other, over real uploads: exactly what changed, for who may see it."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from apps.annotations.models import Anchor
from apps.annotations.services.carrying import carry_again
from apps.checkruns.models import CheckRun
from apps.comparison import services as comparisons
from apps.comparison.jobs import compare as comparing
from apps.comparison.models import ComparisonJob
from apps.jobs.models import JobState
from apps.sandbox import services as child
from apps.sandbox.limits import DEFAULT
from tests import designs
from tests.apps.conftest import carry_all, text_of
from tests.apps.revisions import SENTENCES, after, before

pytestmark = pytest.mark.django_db
QUERIES = 15


@pytest.fixture
def pair(hand_in, student, checking):
    """The older and the newer revision."""
    return hand_in(student, before()), hand_in(student, after())


def address(new, old):
    return reverse("comparison:compare", args=[new.public_id, old.public_id])


def page_of(client, person, new, old):
    client.force_login(person)
    answer = client.get(address(new, old))
    assert answer.status_code == 200
    return answer.text


def plain(source):
    """The text of a page, white space folded."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", source)).split())


def rows(page):
    """The parts that tell a change: number and what is read when they get the focus."""
    found = re.findall(r'data-stop="(\d+)" data-words="([^"]*)"', page)
    return sorted((int(number), html.unescape(words)) for number, words in found)


def listed(page):
    inner = re.search(r'<ol class="card cmp-all">(.*?)</ol>', page, re.DOTALL)[1]
    return [plain(one) for one in re.findall(r"<li>(.*?)</li>", inner, re.DOTALL)]


def test_exactly_the_known_changes_are_listed_and_shown_once(client, student, pair):
    page = page_of(client, student, pair[1], pair[0])
    assert sorted(listed(page)) == sorted(SENTENCES)
    shown = rows(page)
    assert [number for number, _ in shown] == list(range(1, len(SENTENCES) + 1))
    assert [words for _, words in shown] == [
        f"Change {number}: {sentence}" for number, sentence in enumerate(listed(page), start=1)
    ]
    assert "10 changes in 4 sections, 2 diagrams, 1 table cell, 1 decision record and 2 files" in (
        plain(page)
    )


def test_changed_words_are_marked_on_both_sides_and_in_one(client, student, pair):
    page = page_of(client, student, pair[1], pair[0])
    assert "The orchestrator keeps <del>no state</del>, so it scales" in page
    assert "The orchestrator keeps <ins>sessions for a minute</ins>, so it scales" in page
    assert "keeps <del>no state</del> <ins>sessions for a minute</ins>, so it scales" in page
    assert page.count("<p><span>The hard chain gives 99.96 %, above") == 2  # in both layouts
    assert "<ins>for one year</ins>" in page
    assert re.search(r"<del>234</del>.*?<ins>300</ins>.*?\+28\.2 %", page, re.DOTALL)


def test_every_change_leads_to_its_place_in_both_revisions(client, student, pair):
    page = page_of(client, student, pair[1], pair[0])
    row = re.search(r'data-words="Change 4:.*?</tr>', page, re.DOTALL)[0]
    for revision, text in zip(pair, (before(), after()), strict=True):
        links = re.findall(rf'href="(/r/{revision.public_id}/document/[^"]*)"', row)
        assert len(links) == 1
        at = int(re.search(r"at=(\d+)", links[0])[1])
        assert text["design.md"][at : at + 3] in {"234", "300"}
        assert client.get(html.unescape(links[0])).status_code == 200


def test_stretches_that_stay_the_same_are_folded(client, student, pair):
    page = page_of(client, student, pair[1], pair[0])
    assert re.search(r"\d+ blocks unchanged", page)
    assert "<h1" not in re.sub(r"<h1>Personalized.*?</h1>", "", page)  # headings are not the page's


def test_a_text_that_was_written_anew_is_shown_up_to_a_bound_and_then_told(
    client, student, hand_in, checking
):
    many = ["".join(f"Sentence {n} of {word}.\n\n" for n in range(450)) for word in ("one", "two")]
    old, new = (hand_in(student, {"design.md": f"# Design\n\n{text}"}) for text in many)
    page = page_of(client, student, new, old)
    assert len(listed(page)) == 450
    assert [number for number, _ in rows(page)] == list(range(1, 451))
    assert page.count('class="cmp-row"') == 400


def test_diagrams_are_one_drawing_two_drawings_and_a_list(client, student, pair):
    page = page_of(client, student, pair[1], pair[0])
    card = re.search(r'<section class="card cmp-dia".*?</section>', page, re.DOTALL)[0]
    assert len(re.findall(r'<svg[^>]*class="dg-svg', card)) == 3
    assert re.search(r'value="overlay"\s+checked', card)
    assert "renamed 1" in plain(card)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_changed_picture_stands_beside_the_old_one(client, student, pair):
    page = page_of(client, student, pair[1], pair[0])
    card = re.search(r'<section class="card cmp-pic".*?</section>', page, re.DOTALL)[0]
    urls = re.findall(r'<img src="([^"]+)"', card)
    shown = [b"".join(client.get(url).streaming_content) if client.get(url).streaming
             else client.get(url).content for url in urls]  # fmt: skip
    assert shown == [before()["load.png"], after()["load.png"]]
    assert card.count('type="range"') == 2


def test_the_older_revision_is_always_the_base(client, student, pair):
    client.force_login(student)
    turned = client.get(address(pair[0], pair[1]))
    assert turned.url == address(pair[1], pair[0])
    before_it = client.get(reverse("comparison:compare_before", args=[pair[1].public_id]))
    assert before_it.url == address(pair[1], pair[0])


def test_the_same_files_are_said_to_be_the_same(client, student, hand_in, checking):
    first = hand_in(student, before())
    page = page_of(client, student, first, first)
    assert "Both revisions hold the same files" in page
    assert "data-stop" not in page


def test_a_revision_that_is_not_read_yet_says_so(client, student, pair):
    CheckRun.objects.filter(revision=pair[1]).update(state=JobState.QUEUED, package_name="")
    page = page_of(client, student, pair[1], pair[0])
    assert "Nothing to compare yet" in page
    assert "data-poll=" in page
    assert "data-stop" not in page


def test_findings_say_what_became_of_them(client, student, pair):
    page = page_of(client, student, pair[1], pair[0])
    fates = set(re.findall(r'data-fate="(\w+)"', page))
    assert "new" in fates  # the record and the figures no longer agree
    assert re.search(r"(No|\d+) findings? fixed", page)


def test_a_finding_with_other_numbers_shows_both(client, student, assignment, checking):
    old, new = (designs.hand_in(assignment, student, designs.files(n)) for n in (183, 190))
    for revision in (old, new):
        designs.check(revision)
    page = page_of(client, student, new, old)
    item = re.search(r'data-fate="changed".*?</li>', page, re.DOTALL)[0]
    assert re.search(r"<del>61,000</del>.*<ins>63,000</ins>", item)


def thread_item(page, thread):
    return plain(re.search(rf'data-thread="{thread.public_id}".*?</li>', page, re.DOTALL)[0])


def test_threads_say_what_became_of_their_place(  # noqa: PLR0917
    client, ta, student, hand_in, begin, revision
):
    gone = begin(ta, text_of("The hard chain gives 99.96 %"))
    edited = begin(ta, text_of("keeps no state, so it"))
    same = begin(ta, text_of("The component view is in Figure 1"))
    hidden = begin(ta, text_of("The component view is in Figure 1"), publish=False)
    new = hand_in(student, {k: v for k, v in after().items() if k != "load.png"})
    staff = page_of(client, ta, new, revision)
    states = dict(Anchor.objects.filter(revision=new).values_list("thread", "state"))
    for thread in (gone, edited, same, hidden):
        words = Anchor(state=states[thread.pk]).get_state_display()
        assert words in thread_item(staff, thread)
    assert "Draft, seen by you only" in thread_item(staff, hidden)
    order = [staff.index(one.public_id) for one in (gone, same)]
    assert order == sorted(order)
    item = re.search(rf'data-thread="{gone.public_id}".*?</li>', staff, re.DOTALL)[0]
    assert 'data-decision="remove"' in item
    seen = page_of(client, student, new, revision)
    assert hidden.public_id not in seen
    assert 'data-decision="' not in seen


def test_strangers_see_nothing(client, other_student, outsider, pair):
    for person in (other_student, outsider):
        client.force_login(person)
        assert client.get(address(pair[1], pair[0])).status_code == 404


def test_a_revision_of_another_team_cannot_stand_beside(client, ta, other_student, hand_in, pair):
    theirs = hand_in(other_student, before())
    client.force_login(ta)
    assert client.get(address(pair[1], theirs)).status_code == 404


def test_a_child_that_dies_is_told_and_the_rest_of_the_page_stays(
    client, student, pair, monkeypatch
):
    asked = []

    def dies(*_args, **_more):
        asked.append(1)
        raise child.Died("memory", DEFAULT)

    monkeypatch.setattr(comparisons, "COMPARER_VERSION", "none-kept")
    monkeypatch.setattr(comparisons.sandbox, "ask", dies)
    for _ in range(2):
        page = page_of(client, student, pair[1], pair[0])
        assert "The changes could not be worked out:" in page
        assert "it needed more than 1024 MB of memory" in page
        assert "Findings" in page
    assert len(asked) == 1
    ComparisonJob.objects.update(finished_at="2020-01-01T00:00Z")
    monkeypatch.undo()
    assert listed(page_of(client, student, pair[1], pair[0]))


@pytest.mark.parametrize("ended", ["done", "cpu"])
def test_what_takes_longer_than_a_page_waits_is_made_by_a_worker(
    ended, client, student, pair, monkeypatch
):
    asks, api = child.ask, reverse("api-revision-compare", args=[one.public_id for one in pair])

    def slow(socket, request, patience=None):
        if patience is not None or ended == "cpu":
            raise child.Died("time" if patience else "cpu", DEFAULT)
        return asks(socket, request)

    monkeypatch.setattr(comparisons, "COMPARER_VERSION", f"slow-{ended}")
    monkeypatch.setattr(comparisons.sandbox, "ask", slow)
    for _ in range(2):
        page = page_of(client, student, pair[1], pair[0])
        assert "The changes are being worked out." in page
        assert "data-poll=" in page
    assert client.get(api).status_code == 409
    assert "Ask again" in client.get(api).json()["what_to_do"]
    comparing.execute(ComparisonJob.objects.get().pk)
    page = page_of(client, student, pair[1], pair[0])
    assert "data-poll=" not in page
    if ended == "done":
        assert listed(page)
        assert client.get(api).status_code == 200
    else:
        assert "needed more than 20 seconds of processor time" in page
        assert client.get(api).status_code == 422


def test_a_page_never_renders_documents_to_compare_them(client, student, pair, monkeypatch):
    monkeypatch.setattr(comparisons, "COMPARER_VERSION", "never")
    monkeypatch.setattr(comparisons, "is_rendered", lambda *_: False)
    monkeypatch.setattr(comparisons.sandbox, "ask", None)
    assert "being worked out" in page_of(client, student, pair[1], pair[0])


def test_a_comparison_is_made_once(client, student, pair, monkeypatch):
    first = page_of(client, student, pair[1], pair[0])
    monkeypatch.setattr(comparisons.sandbox, "ask", None)
    again = page_of(client, student, pair[1], pair[0])
    assert listed(first) == listed(again)


def test_the_number_of_queries_does_not_grow_with_threads(  # noqa: PLR0917
    client, ta, student, hand_in, begin, revision, django_assert_num_queries
):
    begin(ta, text_of("keeps no state"))
    new = hand_in(student, {k: v for k, v in after().items() if k != "load.png"})
    page_of(client, ta, new, revision)
    with django_assert_num_queries(QUERIES):
        client.get(address(new, revision))
    for phrase in (
        "The component view",
        "The hard chain",
        "Whether 128 dimensions",
        "carry 100K QPS",
    ):
        begin(ta, text_of(phrase), on=revision)
    carry_again(new.submission, after=revision.number)
    carry_all()
    assert Anchor.objects.filter(revision=new).count() == 5
    with django_assert_num_queries(QUERIES):
        client.get(address(new, revision))


def test_the_api_gives_what_the_command_line_prints(client, student, pair):
    client.force_login(student)
    url = reverse("api-revision-compare", args=[pair[0].public_id, pair[1].public_id])
    body = client.get(url).json()
    assert [one["sentence"] for one in body["changes"]] == listed(
        page_of(client, student, pair[1], pair[0])
    )
    turned = reverse("api-revision-compare", args=[pair[1].public_id, pair[0].public_id])
    assert client.get(turned).json() == body
    CheckRun.objects.filter(revision=pair[1]).update(state=JobState.QUEUED, package_name="")
    assert client.get(url).status_code == 409
