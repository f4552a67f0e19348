"""Packages without anything in them: an error that says so, never a report without findings."""

from __future__ import annotations

import io
import zipfile

import pytest

from apps.engine.cli import main


def _zip_of(*folders: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for folder in folders:
            archive.mkdir(folder)
    return data.getvalue()


def test_checking_an_empty_folder_is_an_error(tmp_path, capsys):
    assert main(["check", str(tmp_path)]) == 2
    assert "it holds no files" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "read"])
@pytest.mark.parametrize("folders", [(), ("adr",)])
def test_an_archive_without_files_is_an_error(tmp_path, capsys, command, folders):
    (tmp_path / "design.zip").write_bytes(_zip_of(*folders))
    assert main([command, str(tmp_path / "design.zip")]) == 2
    assert "it holds no files" in capsys.readouterr().err


def test_files_of_which_none_is_a_document_or_a_diagram_are_an_error_that_names_them(
    tmp_path, capsys
):
    (tmp_path / "load.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    assert main(["check", str(tmp_path)]) == 2
    assert "nothing here can be read" in capsys.readouterr().err


@pytest.mark.parametrize("turned", [False, True])
def test_comparing_with_an_empty_folder_is_an_error(tmp_path, capsys, turned):
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "design.md").write_text("# Shop\n", encoding="utf-8")
    pair = [str(tmp_path / name) for name in ("empty", "full")]
    assert main(["diff", *(reversed(pair) if turned else pair)]) == 2
    assert "it holds no files" in capsys.readouterr().err


def test_a_diagram_alone_can_be_checked(tmp_path, capsys):
    (tmp_path / "view.mmd").write_text("flowchart LR\n  a[Web] --> b[Store]\n", encoding="utf-8")
    assert main(["check", str(tmp_path)]) in {0, 1}
