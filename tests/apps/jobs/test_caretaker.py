"""The caretaker turns queued rows into messages and starts what died."""

from __future__ import annotations

import pytest
from celery import current_app
from django.utils import timezone

from apps.checkruns import tasks
from apps.checkruns.jobs import run as runs
from apps.checkruns.models import CheckRun
from apps.jobs import background, caretaker
from apps.jobs.models import JobState
from tests.factories import CheckRunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def embedded(settings, tmp_path):
    settings.EMBEDDED_WORKER = True
    settings.WAKE_FILE = tmp_path / "wake"
    return settings


@pytest.fixture
def sent(monkeypatch):
    messages = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, **more: messages.append((name, *more["args"]))
    )
    return messages


def test_the_embedded_pump_runs_a_queued_row(embedded, monkeypatch):
    executed = []
    monkeypatch.setattr(runs, "execute", executed.append)
    named = {tasks.run.name: tasks.run}
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_: named[name](*args))
    run = CheckRunFactory()
    caretaker.Caretaker().step(0.0)
    assert executed == [run.pk]


def test_the_wake_file_makes_the_pump_look_at_once(embedded, sent):
    pump = caretaker.Caretaker()
    pump.step(0.0)
    run = CheckRunFactory()
    pump.step(0.1)
    assert sent == []
    background.ring("checkruns.run", run.pk)
    pump.step(0.2)
    assert sent == [("checkruns.run", run.pk)]


def test_without_the_wake_file_the_pump_looks_every_second(embedded, sent):
    pump = caretaker.Caretaker()
    pump.step(0.0)
    run = CheckRunFactory()
    pump.step(1.1)
    pump.step(2.2)
    assert sent == [("checkruns.run", run.pk)]


def test_with_a_broker_only_the_sweep_sends(settings, sent):
    settings.EMBEDDED_WORKER = False
    keeper = caretaker.Caretaker()
    keeper.step(0.0)
    CheckRunFactory()
    keeper.step(1.1)
    assert sent == []
    keeper.step(5.1)
    assert len(sent) == 1


def test_a_starting_embedded_worker_forgets_messages_that_died_with_the_last_one(embedded):
    CheckRunFactory(announced_at=timezone.now())
    running = CheckRunFactory(
        state=JobState.RUNNING, attempt=1, host=caretaker.leases.socket.gethostname(), pid=2**22 + 1
    )
    assert caretaker.take_over() == 1
    assert not CheckRun.objects.exclude(announced_at=None).exists()
    running.refresh_from_db()
    assert running.state == JobState.QUEUED


def test_a_dead_fork_server_is_started_again(embedded, sent):
    class Dead:
        pid = 1
        checked = 0

        def check(self):
            self.checked += 1
            return True

    launcher = Dead()
    caretaker.Caretaker(launcher).step(0.0)
    assert launcher.checked == 1
