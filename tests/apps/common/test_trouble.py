"""Trouble that passes is answered as such: 503, with what became of what was sent."""

from __future__ import annotations

import errno
import re
import sqlite3
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client, override_settings
from django.urls import path

from aie_review.urls import urlpatterns as site
from apps.accounts.models import User
from apps.common import storage
from apps.common.trouble import AWAY, BUSY, FULL, LOST, StorageAway, trouble_of
from apps.demo import designs
from apps.submissions.models import Revision
from tests.factories import UserFactory

SETTINGS = "/account/settings/"


def caused(kind, cause):
    error = kind(str(cause))
    error.__cause__ = cause
    return error


def of_sqlite(code):
    cause = sqlite3.OperationalError("said by SQLite")
    cause.sqlite_errorcode = code
    return caused(OperationalError, cause)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), BUSY),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), BUSY),
        (of_sqlite(sqlite3.SQLITE_FULL), FULL),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), AWAY),
        (of_sqlite(sqlite3.SQLITE_ERROR), None),
        (caused(OperationalError, psycopg.errors.LockNotAvailable()), BUSY),
        (caused(OperationalError, psycopg.errors.QueryCanceled()), BUSY),
        (caused(OperationalError, psycopg.errors.DeadlockDetected()), BUSY),
        (caused(OperationalError, psycopg.errors.SerializationFailure()), BUSY),
        (caused(OperationalError, psycopg.errors.TooManyConnections()), BUSY),
        (caused(OperationalError, psycopg.errors.DiskFull()), FULL),
        (caused(OperationalError, psycopg.errors.AdminShutdown()), LOST),
        (caused(OperationalError, psycopg.errors.CannotConnectNow()), LOST),
        (caused(OperationalError, psycopg.OperationalError("no connection")), LOST),
        (caused(InterfaceError, psycopg.InterfaceError("the connection is closed")), LOST),
        (caused(DatabaseError, psycopg.errors.UndefinedTable()), None),
        (caused(IntegrityError, psycopg.errors.UniqueViolation()), None),
        (OperationalError("database is locked"), BUSY),
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (OSError(errno.EIO, "Input/output error"), AWAY),
        (FileNotFoundError(errno.ENOENT, "gone"), None),
        (StorageAway("no answer"), AWAY),
        (caused(RuntimeError, OSError(errno.ENOSPC, "No space left on device")), FULL),
        (ValueError("locked"), None),
    ],
)
def test_only_errors_that_pass_by_themselves_are_trouble(error, kind):
    assert trouble_of(error) is kind


# ---------------------------------------------------------------- the real thing, on both databases


@pytest.fixture
def impatient(transactional_db):
    """This connection waits a moment only."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout=100")
        else:
            cursor.execute("SET lock_timeout = '100ms'")
    yield
    connection.close()


@contextmanager
def all_rows_of(table):
    """Another process writes and does not come to an end."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"])
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None})
        other.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE')
    try:
        yield
    finally:
        other.rollback()
        other.close()


def end_all_connections():
    """What a restart of the server does to them."""
    parameters = connection.get_connection_params() | {"cursor_factory": None}
    with psycopg.connect(**parameters, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


on_postgres = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has no connection that can be lost"
)


@pytest.fixture
def sam(transactional_db):
    return UserFactory(name="Sam")


@pytest.fixture
def browser(sam):
    found = Client(raise_request_exception=False)
    found.force_login(sam)
    return found


def test_a_form_that_meets_a_lock_is_given_back_and_can_be_sent_again(browser, sam, impatient):
    form = {"name": 'Sam <i>"the"</i> Great', "single_keys": "on", "time_zone": "UTC"}
    with all_rows_of("accounts_user"):
        answer = browser.post(SETTINGS, form)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "Try again, nothing was stored" in answer.text
    assert "Content-Security-Policy" in answer
    kept = dict(re.findall(r'name="(\w+)" value="([^"]*)"', answer.text))
    assert kept["name"] == "Sam &lt;i&gt;&quot;the&quot;&lt;/i&gt; Great"
    assert User.objects.get(pk=sam.pk).name == "Sam"
    assert browser.post(SETTINGS, form).status_code == 302
    assert User.objects.get(pk=sam.pk).name == form["name"]


def test_a_password_is_in_no_answer(sam, impatient):
    sam.set_password("correct-horse-9")
    sam.save()
    anybody = Client(raise_request_exception=False)
    with all_rows_of("accounts_user"):
        answer = anybody.post(
            "/account/login/", {"login": sam.email, "password": "correct-horse-9"}
        )
    assert answer.status_code == 503
    assert "correct-horse-9" not in answer.text


def test_a_script_gets_one_sentence_that_it_can_show(browser, impatient):
    with all_rows_of("accounts_user"):
        answer = browser.post(SETTINGS, {"name": "X"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/plain")
    assert answer.text == "The site is busy. Try again, nothing was stored."


def test_pages_are_shown_while_somebody_writes(browser, impatient):
    with all_rows_of("accounts_user"):
        assert browser.get("/").status_code == 200


@on_postgres
def test_a_page_survives_the_loss_of_its_connection(browser, settings):
    settings.ROOT_URLCONF = __name__
    assert browser.get("/lost/").status_code == 200
    assert browser.get(SETTINGS).status_code == 200


@on_postgres
def test_a_form_that_loses_its_connection_is_not_sent_twice(browser, sam, settings):
    settings.ROOT_URLCONF = __name__
    answer = browser.post("/lost/", {"name": "Another"})
    assert answer.status_code == 503
    assert "nothing was stored" in answer.text
    assert User.objects.get(pk=sam.pk).name == "Sam"


@on_postgres
def test_what_was_stored_before_the_connection_was_lost_is_not_denied(browser, sam, settings):
    settings.ROOT_URLCONF = __name__
    answer = browser.post("/lost/?late=1", {"name": "Another"})
    assert answer.status_code == 503
    assert "nothing was stored" not in answer.text
    assert "What you sent was stored" in answer.text
    assert User.objects.get(pk=sam.pk).name == "Another"


@on_postgres
def test_a_connection_lost_at_the_very_end_leaves_it_open_whether_it_was_stored(browser, settings):
    settings.ROOT_URLCONF = __name__
    answer = browser.post("/lost/?commit=1", {"name": "Another"})
    assert answer.status_code == 503
    assert "Look whether it was stored" in answer.text


def lost(request):
    """Loses its connection: before it stores, after it, or while it does; a second read goes well."""
    from django.db import transaction
    from django.http import HttpResponse

    rows = User.objects.filter(pk=request.user.pk)
    early = not {"late", "commit"} & request.GET.keys()
    if early and not getattr(request, "again", False):
        request.again = True
        end_all_connections()
    with transaction.atomic():
        if request.method == "POST":
            rows.update(name=request.POST["name"])
        if "commit" in request.GET:
            end_all_connections()
    if "late" in request.GET:
        end_all_connections()
    return HttpResponse(rows.get().name)


urlpatterns = [path("lost/", lost), *site]
handler500 = "apps.common.unavailable.server_error"


class FullDisk(storage.AtomicFileStorage):
    """What a full disk says; ``make drill-faults`` has a real one."""

    def _save(self, name, content):
        Path(self.path(name)).parent.mkdir(parents=True, exist_ok=True)
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def on_disk(settings, tmp_path):
    from aie_review import env

    settings.STORAGES = {**settings.STORAGES, "default": env.storage("AIE_UNSET", tmp_path / "f")}
    return tmp_path / "f"


@pytest.mark.django_db
def test_an_upload_to_a_full_disk_is_told_by_page_script_and_api(
    assignment, student, on_disk, settings
):
    browser = Client(raise_request_exception=False)
    browser.force_login(student)
    address = f"/a/{assignment.public_id}/upload/"
    api = f"/api/v1/assignments/{assignment.public_id}/revisions/"
    data = designs.package(designs.sample())
    files = {"BACKEND": f"{__name__}.FullDisk", "OPTIONS": {"location": str(on_disk)}}
    with override_settings(STORAGES={**settings.STORAGES, "default": files}):
        page = browser.post(address, {"package": SimpleUploadedFile("d.zip", data)})
        script = browser.post(
            address, {"package": SimpleUploadedFile("d.zip", data)}, headers={"X-Upload": "1"}
        )
        program = browser.post(api, {"file": SimpleUploadedFile("d.zip", data)})
    assert [one.status_code for one in (page, script, program)] == [503] * 3
    assert "The disk of the site is full" in page.text
    assert script.text == "The disk of the site is full. Try again, nothing was stored."
    assert program.json()["what_to_do"] == "Try again in 60 seconds, nothing was stored."
    assert {one["Retry-After"] for one in (page, script, program)} == {"60"}
    assert not Revision.objects.exists()
    assert not [one for one in on_disk.rglob("*") if one.is_file()]


@pytest.mark.django_db
def test_a_folder_of_files_that_is_not_mounted_is_not_a_lost_file(on_disk):
    digest = storage.put(b"design")
    (on_disk / storage.blob_name(digest)).unlink()
    with pytest.raises(FileNotFoundError):
        storage.get(digest)
    for folder in sorted(on_disk.rglob("*"), reverse=True):
        folder.rmdir()
    with pytest.raises(StorageAway):
        storage.get(digest)


@pytest.mark.django_db
def test_a_mistake_of_ours_stays_an_error(settings, student):
    settings.ROOT_URLCONF = f"{__name__}_mistake"
    import sys
    import types

    module = types.ModuleType(settings.ROOT_URLCONF)

    def broken(_request):
        raise ValueError("ours")

    module.urlpatterns = [path("broken/", broken), path("api/v1/broken/", broken), *site]
    module.handler500 = handler500
    sys.modules[settings.ROOT_URLCONF] = module
    browser = Client(raise_request_exception=False)
    page = browser.get("/broken/")
    assert (page.status_code, page["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert "Something stopped inside the site" in page.text
    answer = browser.get("/api/v1/broken/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/json")
    assert answer.json()["what"] == "Something stopped inside the site."
