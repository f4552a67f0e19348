"""Bytes are found by their content, complete or not at all."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from aie_review import env
from apps.common import storage


@pytest.fixture
def files(settings, tmp_path):
    files = env.storage("AIE_UNSET", tmp_path)
    settings.STORAGES = {**settings.STORAGES, "default": files}
    return tmp_path


def test_bytes_are_stored_once_under_their_hash(files):
    digest = storage.put(b"design")
    assert digest == hashlib.sha256(b"design").hexdigest()
    assert storage.put(b"design") == digest
    assert storage.get(digest) == b"design"
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


def test_damaged_bytes_are_noticed(files):
    digest = storage.put(b"design")
    (files / storage.blob_name(digest)).write_bytes(b"desing")
    with pytest.raises(storage.BlobDamaged):
        storage.get(digest)


def test_a_write_that_breaks_leaves_nothing_behind(files, monkeypatch):
    def broken(_self, chunk_size=None):
        yield b"half"
        raise OSError("the disk is full")

    monkeypatch.setattr(ContentFile, "chunks", broken)
    with pytest.raises(OSError, match="full"):
        storage.put(b"half and half")
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_a_name_without_a_value_gives_none(files):
    assert storage.get_named("reports/none.json") is None
    storage.put_named("reports/one.json", b"{}")
    assert storage.get_named("reports/one.json") == b"{}"


def test_stored_files_are_not_readable_by_everybody(files):
    digest = storage.put(b"private")
    mode = (files / storage.blob_name(digest)).stat().st_mode & 0o777
    assert mode == 0o640
    assert default_storage.exists(storage.blob_name(digest))
