"""A row is claimed once, renewed by whoever holds it, swept when nobody does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from apps.checkruns.models import CheckRun
from apps.jobs import background, leases
from apps.jobs.models import JobState
from tests.factories import CheckRunFactory

DEAD_PID = 2**22 + 1
"""Above the largest process id Linux gives."""


@pytest.fixture
def run(db):
    return CheckRunFactory()


def expire(run):
    CheckRun.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_claim_marks_the_row_as_running_here(run):
    lease = leases.claim(CheckRun, run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempt, run.token) == ("running", 1, lease.token)
    assert (run.host, run.pid) == (socket.gethostname(), os.getpid())
    assert run.lease_until > timezone.now() + timedelta(seconds=25)


def test_a_running_row_cannot_be_claimed(run):
    assert leases.claim(CheckRun, run.pk)
    assert leases.claim(CheckRun, run.pk) is None


def test_a_row_whose_lease_ran_out_can_be_claimed_by_another(run):
    first = leases.claim(CheckRun, run.pk)
    expire(run)
    second = leases.claim(CheckRun, run.pk)
    assert second.token != first.token
    assert not first.renew()
    assert second.renew()


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_that_claim_at_once_exactly_one_wins():
    run = CheckRunFactory()
    barrier = threading.Barrier(8)
    won = []

    def worker():
        try:
            barrier.wait()
            if leases.claim(CheckRun, run.pk):
                won.append(threading.get_ident())
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.refresh_from_db()
    assert len(won) == 1
    assert run.attempt == 1


def test_whoever_lost_the_lease_writes_nothing(run):
    first = leases.claim(CheckRun, run.pk)
    expire(run)
    second = leases.claim(CheckRun, run.pk)
    written = []
    assert not first.finish(JobState.DONE, write=lambda: written.append("first"))
    assert second.finish(JobState.DONE, write=lambda: written.append("second"))
    assert not second.finish(JobState.FAILED, write=lambda: written.append("again"))
    run.refresh_from_db()
    assert written == ["second"]
    assert run.state == JobState.DONE
    assert run.finished_at


def test_progress_of_a_cancelled_row_tells_the_worker_to_stop(run):
    lease = leases.claim(CheckRun, run.pk)
    lease.progress("reading", 1, 4)
    run.refresh_from_db()
    assert (run.phase, run.progress_done, run.progress_total) == ("reading", 1, 4)
    assert leases.cancel(CheckRun, run.pk)
    with pytest.raises(leases.LeaseLost):
        lease.progress("reading", 2, 4)
    assert lease.lost
    assert not lease.finish(JobState.DONE)
    run.refresh_from_db()
    assert run.state == JobState.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_the_work_goes_on(monkeypatch):
    monkeypatch.setattr(leases, "RENEW_EVERY", 0.02)
    run = CheckRunFactory()
    lease = leases.claim(CheckRun, run.pk)
    CheckRun.objects.update(lease_until=timezone.now())
    with lease:
        for _ in range(100):
            run.refresh_from_db()
            if run.lease_until > timezone.now() + timedelta(seconds=20):
                break
            threading.Event().wait(0.02)
    assert run.lease_until > timezone.now() + timedelta(seconds=20)


@pytest.mark.django_db(transaction=True)
def test_the_renewing_thread_notices_a_lost_lease_and_ends(monkeypatch):
    monkeypatch.setattr(leases, "RENEW_EVERY", 0.02)
    run = CheckRunFactory()
    lease = leases.claim(CheckRun, run.pk)
    with lease:
        leases.cancel(CheckRun, run.pk)
        assert lease._lost.wait(3)


def test_the_sweep_gives_an_abandoned_row_back(run):
    leases.claim(CheckRun, run.pk)
    assert leases.sweep(CheckRun) == 0
    expire(run)
    assert leases.sweep(CheckRun) == 1
    run.refresh_from_db()
    assert (run.state, run.token, run.announced_at) == ("queued", "", None)


def test_a_row_that_lost_three_workers_fails_with_what_was_seen_last(run):
    for _ in range(3):
        leases.claim(CheckRun, run.pk).progress("checking", 7, 33)
        expire(run)
        leases.sweep(CheckRun)
    run.refresh_from_db()
    assert run.state == JobState.FAILED
    assert "3 attempts" in run.problem
    assert "checking" in run.problem
    assert leases.claim(CheckRun, run.pk) is None


def test_a_failed_row_gets_new_attempts_when_somebody_asks(run):
    CheckRun.objects.update(state=JobState.FAILED, attempt=3)
    assert leases.retry(CheckRun, run.pk)
    assert leases.claim(CheckRun, run.pk)
    run.refresh_from_db()
    assert run.attempt == 4


@pytest.mark.parametrize("state", [JobState.DONE, JobState.QUEUED, JobState.RUNNING])
def test_a_row_that_is_open_or_done_is_not_retried(run, state):
    CheckRun.objects.update(state=state, lease_until=timezone.now() + leases.LEASE)
    assert not leases.retry(CheckRun, run.pk)


def test_trouble_that_may_pass_puts_the_row_back_for_later(run):
    leases.claim(CheckRun, run.pk).give_back("the disk was away")
    run.refresh_from_db()
    assert (run.state, run.problem) == ("queued", "the disk was away")
    assert leases.unannounced(CheckRun) == []
    later = timezone.now() + timedelta(seconds=11)
    assert leases.unannounced(CheckRun, now=later) == [run.pk]


def test_trouble_that_passes_costs_no_attempt_but_not_for_ever(run):
    for _ in range(5):
        leases.claim(CheckRun, run.pk).give_back("the disk was full", passes=True)
    assert leases.sweep(CheckRun) == 0
    long_ago = timezone.now() - timedelta(hours=2)
    CheckRun.objects.filter(pk=run.pk).update(created_at=long_ago)
    for _ in range(3):
        leases.claim(CheckRun, run.pk).give_back("the disk was full", passes=True)
    assert leases.claim(CheckRun, run.pk) is None
    leases.sweep(CheckRun)
    run.refresh_from_db()
    assert run.state == JobState.FAILED
    assert "the disk was full" in run.problem


def test_rows_of_dead_processes_of_this_host_are_given_back_at_once(run):
    other_host, alive = CheckRunFactory(), CheckRunFactory()
    living = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    for row, host, pid in (
        (run, socket.gethostname(), DEAD_PID),
        (other_host, "elsewhere", DEAD_PID),
        (alive, socket.gethostname(), living.pid),
    ):
        leases.claim(CheckRun, row.pk)
        CheckRun.objects.filter(pk=row.pk).update(host=host, pid=pid)
    assert leases.release_of_dead(CheckRun) == 1
    living.communicate()
    states = dict(CheckRun.objects.values_list("pk", "state"))
    assert states == {run.pk: "queued", other_host.pk: "running", alive.pk: "running"}


def test_a_long_queue_is_not_announced_all_over_again(db, monkeypatch):
    monkeypatch.setattr(leases, "RING_AGAIN_AT_MOST", 2)
    rows = [CheckRunFactory() for _ in range(4)]
    new = CheckRunFactory()
    long_ago = timezone.now() - timedelta(minutes=5)
    CheckRun.objects.exclude(pk=new.pk).update(announced_at=long_ago)
    assert leases.unannounced(CheckRun) == [rows[0].pk, rows[1].pk, new.pk]


def test_the_sweep_rings_again_until_the_broker_answers(run, monkeypatch):
    sent = []

    def send_task(name, **options):
        sent.append((name, options["args"]))
        if len(sent) == 1:
            raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(background.current_app, "send_task", send_task)
    leases.sweep_all()
    run.refresh_from_db()
    assert run.announced_at is None
    leases.sweep_all()
    run.refresh_from_db()
    assert run.announced_at
    leases.sweep_all()
    assert sent == [("checkruns.run", [run.pk])] * 2


@pytest.mark.django_db(transaction=True)
def test_enqueue_survives_an_absent_broker(settings, monkeypatch):
    settings.EMBEDDED_WORKER = False
    run = CheckRunFactory()

    def refuse(*_args, **_options):
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(background.current_app, "send_task", refuse)
    background.enqueue("checkruns.run", run.pk)
    run.refresh_from_db()
    assert (run.state, run.announced_at) == (JobState.QUEUED, None)


def test_embedded_enqueue_touches_the_wake_file_after_commit(
    settings, tmp_path, run, django_capture_on_commit_callbacks
):
    settings.EMBEDDED_WORKER = True
    settings.WAKE_FILE = tmp_path / "wake"
    with django_capture_on_commit_callbacks() as callbacks:
        background.enqueue("checkruns.run", run.pk)
    assert not settings.WAKE_FILE.exists()
    callbacks[0]()
    assert settings.WAKE_FILE.exists()


def test_the_sweep_looks_at_open_rows_only(run, django_assert_max_num_queries):
    CheckRun.objects.update(state=JobState.DONE)
    with django_assert_max_num_queries(4 * len(background.kinds())):
        leases.sweep_all()
