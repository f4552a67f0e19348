"""The demo: designs that have the flaws they say, people who can sign in, and the same after a second time."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import User
from apps.activity.models import Event
from apps.checkruns.jobs import run as runs
from apps.checkruns.models import CheckRun
from apps.courses.models import Assignment, Course, Team
from apps.demo import DEMO_ACCOUNTS, demo_sign_ins, designs
from apps.demo import seed as seeding
from apps.demo.people import PASSWORD
from apps.engine import reading
from apps.engine.assemble import assemble
from apps.engine.checks import registry, runner
from apps.submissions.deadlines import late_by
from apps.submissions.models import Revision


def codes(files):
    package = assemble([reading.read_file(path, text.encode()) for path, text in files.items()])
    findings = runner.run(package).findings
    return {one.finding.code for one in findings if one.finding.severity in ("error", "blocker")}


@pytest.fixture(scope="module")
def installed():
    return {check.code for check in registry.all_checks()}


@pytest.mark.parametrize("code", sorted(designs.FLAWS))
def test_each_flaw_is_found_by_its_check(code, installed):
    # A check of a later version is known by its flaw before it is there.
    assert code not in installed or code in codes(designs.design(code))


def test_nothing_is_wrong_with_the_design_that_the_flaws_are_made_from():
    assert codes(designs.sample()) == set()


def test_half_a_repair_still_lacks_a_zone():
    assert "CAP-008" in codes(designs.design("CAP-008", extra=[designs.HALF_REPAIRED]))


def test_a_text_that_does_not_occur_is_an_error():
    with pytest.raises(ValueError, match="does not occur"):
        designs.design(extra=[("no such line", "")])


def test_the_same_files_are_the_same_package():
    data = designs.package(designs.sample() | {"slides.pdf": designs.BROKEN_PDF})
    assert data == designs.package(designs.sample() | {"slides.pdf": designs.BROKEN_PDF})
    assert "slides.pdf" in zipfile.ZipFile(io.BytesIO(data)).namelist()


@pytest.fixture
def without_checking(monkeypatch):
    """Runs stay queued: reading and judging have tests of their own."""
    monkeypatch.setattr(runs, "execute", lambda _pk: None)
    monkeypatch.setattr(seeding, "_answer_first_report", lambda _project: None)


@pytest.mark.django_db
def test_the_demo_has_people_teams_and_work_in_different_states(without_checking):
    said = io.StringIO()
    call_command("seed_demo", stdout=said)
    assert said.getvalue().splitlines() == demo_sign_ins()
    for account in DEMO_ACCOUNTS:
        assert User.objects.get(email=account.email).check_password(PASSWORD)
    project, warm_up = Assignment.objects.order_by("-due_at")
    assert (project.title, project.published) == ("Project 1", True)
    assert Revision.objects.filter(submission__team__name="Grey Herons").count() == 2
    assert CheckRun.objects.count() == Revision.objects.count() == 10
    assert not Team.objects.get(name="Owls").submissions.exists()
    late = [
        late_by(warm_up, one.received_at)
        for one in Revision.objects.filter(submission__assignment=warm_up)
    ]
    assert sorted(span is not None for span in late) == [False, True]
    assert Revision.objects.filter(artifacts__path="slides.pdf").count() == 1


@pytest.mark.django_db
def test_a_second_time_changes_nothing(without_checking):
    for _ in range(2):
        call_command("seed_demo", stdout=io.StringIO())
    assert Course.objects.count() == 1
    assert Event.objects.filter(verb="revision.submitted").count() == 10


@pytest.mark.django_db
def test_a_production_site_gets_no_demo(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not made on a production"):
        call_command("seed_demo")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_everybody_in_the_demo_signs_in(client, without_checking):
    call_command("seed_demo", stdout=io.StringIO())
    for account in DEMO_ACCOUNTS:
        client.post("/account/login/", {"login": account.email, "password": PASSWORD})
        assert account.name in client.get("/").text
        client.post("/account/logout/")
