"""Set-up that all tests share: fast passwords, files in memory, a database of their own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest


def pytest_configure() -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Nobody rings a broker or another site's worker; tests of the worker start one of their own.
    settings.EMBEDDED_WORKER = True
    settings.WAKE_FILE = Path(tempfile.gettempdir()) / f"aie-tests-{os.getuid()}-wake"
    # Not the speed of this machine is tested.
    settings.PATIENCE_SECONDS = 30.0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_keepdb: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Keep SQLite's test database in a file: threads need connections of their own to it.

    With ``--reuse-db`` it is a file that the next run finds.
    """
    from django.db import connections

    connection = connections["default"]
    if connection.vendor != "sqlite":
        return
    if django_db_keepdb:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        file = Path(__file__).parent.parent / "var" / f"test-{worker}.sqlite3"
    else:
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    """No test meets the limits that another one used up."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def course(db: None):
    """A course with one published assignment; people are added by the other fixtures."""
    from tests.factories import CourseFactory

    return CourseFactory()


@pytest.fixture
def assignment(course):
    """Project 1, published and open."""
    from tests.factories import AssignmentFactory

    return AssignmentFactory(course=course)


@pytest.fixture
def student(course):
    """Sam, alone in the team Herons."""
    from tests.factories import enroll, team_with

    sam = enroll(course, "Sam")
    team_with(course, "Herons", sam)
    return sam


@pytest.fixture
def other_student(course):
    """Noor, a student of another team."""
    from tests.factories import enroll, team_with

    noor = enroll(course, "Noor")
    team_with(course, "Swifts", noor)
    return noor


@pytest.fixture
def ta(course):
    """Tia, a teaching assistant."""
    from tests.factories import enroll

    return enroll(course, "Tia", role="ta")


@pytest.fixture
def instructor(course):
    """Ines, the instructor."""
    from tests.factories import enroll

    return enroll(course, "Ines", role="instructor")


@pytest.fixture
def outsider(db: None):
    """Otto, who has an account and no course."""
    from tests.factories import UserFactory

    return UserFactory(name="Otto", email="otto@example.org")


@pytest.fixture
def operator(db: None):
    """Olga, who runs the site."""
    from tests.factories import UserFactory

    return UserFactory(name="Olga", email="olga@example.org", is_staff=True, is_superuser=True)


@pytest.fixture(scope="session")
def checking():
    """One real fork server for all tests that carry out runs."""
    from apps.sandbox import services as sandbox

    launcher = sandbox.Launcher()
    launcher.check()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(sandbox.SOCKET_VARIABLE, launcher.path)
        yield launcher
    launcher.stop()
