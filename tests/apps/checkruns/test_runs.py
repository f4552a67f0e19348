"""A run reads every file in a child, judges in a child, and ends whatever happens."""

from __future__ import annotations

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from apps.checkruns import queries, services, stored
from apps.checkruns.jobs import run as runs
from apps.checkruns.models import CheckResult, CheckRun, RunFinding
from apps.common import storage
from apps.engine.checks import registry
from apps.jobs import leases
from apps.jobs.models import JobState
from apps.sandbox import services as sandbox
from apps.sandbox.limits import DEFAULT
from apps.submissions import hooks
from tests.factories import ArtifactFactory, RevisionFactory

DESIGN = """# Recommender

## Capacity

| Component | Replicas | Zones | QPS per replica | Peak QPS |
|---|---|---|---|---|
| Ranker | 10 | 2 | 500 | 70000 |

```mermaid
flowchart LR
  A[Gateway] --> B[Ranker]
```

See [the runbook](runbook.md).
"""
ADR = "# 1. Use a queue\n\n## Status\n\nAccepted\n\n## Decision\n\nWe use a queue.\n"


@pytest.fixture(scope="module")
def fork_server():
    """One real fork server for all tests of this file."""
    launcher = sandbox.Launcher()
    launcher.check()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(sandbox.SOCKET_VARIABLE, launcher.path)
        yield launcher
    launcher.stop()


def hand_in(files, submission=None, **revision):
    more = {"submission": submission} if submission else {}
    revision = RevisionFactory(**more, **revision)
    for path, text in files.items():
        data = text.encode()
        ArtifactFactory(revision=revision, path=path, digest=storage.put(data), size=len(data))
    return revision


@pytest.fixture
def asked(monkeypatch):
    """The requests that reach the children."""
    requests = []
    ask = sandbox.ask

    def spy(path, request, **options):
        if request["op"] in {"read", "judge"}:
            requests.append((request["op"], request.get("path")))
        return ask(path, request, **options)

    monkeypatch.setattr(sandbox, "ask", spy)
    return requests


@pytest.fixture
def revision(db):
    return hand_in({"design.md": DESIGN, "adr/0001-queue.md": ADR})


def finished(run):
    runs.execute(run.pk)
    run.refresh_from_db()
    return run


def test_a_run_leaves_one_outcome_a_check_and_its_findings(revision, fork_server):
    run = finished(services.run_for(revision))
    assert (run.state, run.problem) == (JobState.DONE, "")
    codes = [check.code for check in registry.all_checks()]
    assert list(run.results.values_list("code", flat=True)) == sorted(codes)
    report = queries.report_of(run)
    assert [one["identity"] for one in report["findings"]] == list(
        run.findings.values_list("identity", flat=True)
    )
    assert queries.package_of(run).main == "design.md"
    assert queries.reading_of(run)["decisions"][0]["number"] == 1


def test_the_same_key_makes_no_second_run(revision):
    assert services.run_for(revision) == services.run_for(revision)
    assert CheckRun.objects.count() == 1


def test_a_new_engine_makes_a_new_run_and_keeps_the_old_one(revision, monkeypatch):
    services.run_for(revision)
    monkeypatch.setattr(services.starting, "ENGINE_VERSION", "99.0.0")
    services.run_for(revision)
    assert CheckRun.objects.count() == 2


def test_the_same_content_in_another_submission_takes_the_stored_report(
    revision, fork_server, asked
):
    finished(services.run_for(revision))
    assignment = revision.submission.assignment
    again = RevisionFactory(submission__assignment=assignment, digest=revision.digest)
    before = len(asked)
    run = finished(services.run_for(again))
    assert run.state == JobState.DONE
    assert len(asked) == before
    assert run.results.count() == len(registry.all_checks())


def test_a_revision_that_changes_one_file_reads_one_file(revision, fork_server, asked):
    adr = ADR + "\nThis text is only in this test.\n"
    first = hand_in({"design.md": DESIGN, "adr/0001-queue.md": adr})
    finished(services.run_for(first))
    asked.clear()
    changed = hand_in({"design.md": DESIGN + "\nMore.\n", "adr/0001-queue.md": adr})
    finished(services.run_for(changed))
    assert asked == [("read", "design.md"), ("judge", None)]


def test_a_run_that_somebody_else_has_is_left_alone(revision, asked):
    run = services.run_for(revision)
    leases.claim(CheckRun, run.pk)
    runs.execute(run.pk)
    assert asked == []


def test_a_worker_that_lost_its_lease_writes_no_rows(revision, fork_server, monkeypatch):
    run = services.run_for(revision)
    judge = runs._judge

    def slow(*args):
        answer = judge(*args)
        leases.cancel(CheckRun, run.pk)
        return answer

    monkeypatch.setattr(runs, "_judge", slow)
    assert finished(run).state == JobState.CANCELLED
    assert not CheckResult.objects.exists()
    assert not RunFinding.objects.exists()


def test_a_file_whose_child_dies_is_listed_and_the_run_still_finishes(db, fork_server, monkeypatch):
    revision = hand_in({"design.md": DESIGN, "bomb.md": "# Unique bomb\n"})
    ask = sandbox.ask

    def deadly(path, request, **options):
        if request.get("path") == "bomb.md":
            raise sandbox.Died("memory", DEFAULT)
        return ask(path, request, **options)

    monkeypatch.setattr(sandbox, "ask", deadly)
    run = finished(services.run_for(revision))
    assert run.state == JobState.DONE
    (bomb,) = [a for a in queries.package_of(run).artifacts if a.path == "bomb.md"]
    assert bomb.skipped_reason == (
        "This file could not be read: it needed more than 1024 MB of memory."
    )
    assert storage.get_named(f"{stored.folder_of(run, complete=True)}/report.json") is None


def test_a_check_that_takes_its_child_down_costs_that_check_only(
    revision, fork_server, monkeypatch
):
    ask = sandbox.ask
    victim = registry.all_checks()[2].code

    def deadly(path, request, *, on_progress=None, **options):
        if request["op"] == "judge" and victim not in request["stopped"]:
            on_progress(2, 33)
            raise sandbox.Died("cpu", DEFAULT)
        return ask(path, request, on_progress=on_progress, **options)

    monkeypatch.setattr(sandbox, "ask", deadly)
    run = finished(services.run_for(revision))
    assert run.state == JobState.PARTLY_FAILED
    assert victim in run.problem
    crashed = run.results.filter(outcome="crashed")
    assert [one.code for one in crashed] == [victim]
    assert "20 seconds of processor time" in crashed[0].reason
    assert run.results.count() == len(registry.all_checks())


def test_a_partly_failed_run_can_be_repeated_and_is_then_done(revision, fork_server, monkeypatch):
    run = services.run_for(revision)
    stopped = {registry.all_checks()[0].code: "it stopped"}
    ask = sandbox.ask
    with monkeypatch.context() as patch:
        patch.setattr(
            sandbox,
            "ask",
            lambda path, request, **more: ask(
                path,
                {**request, "stopped": stopped} if request["op"] == "judge" else request,
                **more,
            ),
        )
        assert finished(run).state == JobState.PARTLY_FAILED
    services.recheck(revision=revision, by=None)
    assert finished(run).state == JobState.DONE
    assert run.attempt == 2
    assert not run.results.filter(outcome="crashed").exists()


def test_judging_that_never_ends_is_timed_out(revision, monkeypatch, fork_server):
    def judge(*_args):
        raise sandbox.Died("time", DEFAULT)

    monkeypatch.setattr(runs, "_judge", judge)
    run = finished(services.run_for(revision))
    assert run.state == JobState.TIMED_OUT
    assert "20 seconds" in run.problem


def test_the_soft_time_limit_ends_a_run_as_timed_out(revision, monkeypatch):
    def carry_out(*_args):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(runs, "_carry_out", carry_out)
    assert finished(services.run_for(revision)).state == JobState.TIMED_OUT


def test_an_error_of_our_own_fails_the_run_and_says_which(revision, monkeypatch):
    def carry_out(*_args):
        raise LookupError("surprise")

    monkeypatch.setattr(runs, "_carry_out", carry_out)
    run = finished(services.run_for(revision))
    assert (run.state, run.problem) == (JobState.FAILED, "LookupError: surprise")


def test_storage_that_is_away_puts_the_run_back_for_later(revision, monkeypatch):
    def carry_out(*_args):
        raise OSError("no such bucket")

    monkeypatch.setattr(runs, "_carry_out", carry_out)
    run = finished(services.run_for(revision))
    assert (run.state, run.attempt) == (JobState.QUEUED, 1)


def test_files_that_come_too_late_are_left_unread_and_say_so(db, fork_server, monkeypatch):
    monkeypatch.setattr(runs, "READING_SECONDS", -1.0)
    revision = hand_in({"design.md": DESIGN + "\nOnly here.\n"})
    run = finished(services.run_for(revision))
    assert run.state == JobState.DONE
    assert "took longer" in queries.package_of(run).artifacts[0].skipped_reason


def test_files_that_intake_skipped_keep_its_reason(db, fork_server, asked):
    revision = hand_in({"design.md": DESIGN})
    ArtifactFactory(revision=revision, path="huge.bin", type="other", skipped_reason="Too large.")
    run = finished(services.run_for(revision))
    reasons = {a.path: a.skipped_reason for a in queries.package_of(run).artifacts}
    assert reasons == {"design.md": None, "huge.bin": "Too large."}
    assert ("read", "huge.bin") not in asked


def test_an_upload_without_any_text_still_ends(db, fork_server):
    revision = hand_in({"empty.md": ""})
    assert finished(services.run_for(revision)).state == JobState.DONE


def test_every_new_revision_gets_its_run_by_hook():
    assert services.run_for in hooks.on_revision


def test_counts_leave_out_muted_ignored_and_preview_findings():
    from apps.checkruns.jobs.results import _counts

    base = {"severity": "error", "caused_by": None, "ignored": None, "stage": "stable"}
    findings = [
        base,
        {**base, "caused_by": "x"},
        {**base, "ignored": "reason"},
        {**base, "stage": "preview"},
        {**base, "severity": "info"},
    ]
    assert _counts(findings) == {"blockers": 0, "errors": 1, "warnings": 0, "infos": 1}
