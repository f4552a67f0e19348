"""The environment is read strictly: a wrong value names its variable and what it takes."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from aie_review import env


def test_flags_are_read_in_the_usual_spellings(monkeypatch):
    for word, expected in {"1": True, "Yes": True, "off": False, "": False}.items():
        monkeypatch.setenv("AIE_TEST", word)
        assert env.flag("AIE_TEST") is expected
    monkeypatch.delenv("AIE_TEST")
    assert env.flag("AIE_TEST", default=True)


def test_a_wrong_value_names_the_variable(monkeypatch):
    monkeypatch.setenv("AIE_TEST", "maybe")
    with pytest.raises(ImproperlyConfigured, match="AIE_TEST is 'maybe'; write 1 or 0"):
        env.flag("AIE_TEST")
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        env.number("AIE_TEST", 1)
    with pytest.raises(ImproperlyConfigured, match="one of a, b"):
        env.choice("AIE_TEST", ("a", "b"), "a")
    with pytest.raises(ImproperlyConfigured, match="postgres://"):
        env.database("AIE_TEST", Path("x"))
    with pytest.raises(ImproperlyConfigured, match="s3://"):
        env.storage("AIE_TEST", Path("x"))


def test_without_a_url_the_database_is_sqlite_with_write_ahead_log():
    config = env.database("AIE_UNSET", Path("/data/db.sqlite3"))
    assert config["NAME"] == Path("/data/db.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_a_postgres_url_keeps_connections_and_checks_them(monkeypatch):
    monkeypatch.setenv("AIE_TEST", "postgres://ann:s%23cret@db.example:6432/review")
    config = env.database("AIE_TEST", Path("x"))
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["USER"], config["PASSWORD"], config["PORT"]) == ("ann", "s#cret", 6432)
    assert config["CONN_HEALTH_CHECKS"]


def test_a_file_url_is_a_folder(monkeypatch):
    monkeypatch.setenv("AIE_TEST", "file:///srv/review%20files")
    assert env.storage("AIE_TEST", Path("x"))["OPTIONS"]["location"] == "/srv/review files"


def test_an_s3_url_names_host_bucket_and_key(monkeypatch):
    monkeypatch.setenv("AIE_TEST", "s3://key:se%2Fcret@minio.example:9000/designs?region=x&tls=0")
    options = env.storage("AIE_TEST", Path("x"))["OPTIONS"]
    assert options["bucket_name"] == "designs"
    assert options["endpoint_url"] == "http://minio.example:9000"
    assert (options["access_key"], options["secret_key"]) == ("key", "se/cret")
    assert options["region_name"] == "x"


def test_an_s3_url_without_host_and_key_means_amazon_and_the_machines_role(monkeypatch):
    monkeypatch.setenv("AIE_TEST", "s3:///designs")
    options = env.storage("AIE_TEST", Path("x"))["OPTIONS"]
    assert options["endpoint_url"] is None
    assert options["access_key"] is None


def test_the_secret_is_made_once_and_kept_private(tmp_path, monkeypatch):
    file = tmp_path / "deep" / "secret_key"
    first = env.secret("AIE_UNSET", file)
    assert len(first) >= 50
    assert env.secret("AIE_UNSET", file) == first
    assert file.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("AIE_TEST", "given")
    assert env.secret("AIE_TEST", file) == "given"


def _secret(file: Path) -> str:
    return env.secret("AIE_UNSET", file)


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path):
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        secrets = pool.map(_secret, [tmp_path / "secret_key"] * 6)
    assert len(set(secrets)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
