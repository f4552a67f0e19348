"""``diff`` on the command line: exit codes, JSON that fits its schema, text with place and percent."""

from __future__ import annotations

import json
import tarfile
import zipfile
from pathlib import Path

import jsonschema
import pytest

from apps.engine.cli import main
from tests.engine.diff.pairs import SAMPLES, files, replaced

SAMPLE = SAMPLES / "recommender"
SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "schemas" / "diff.schema.json"


@pytest.fixture
def changed(tmp_path) -> Path:
    """The sample with five known changes."""
    texts = replaced(
        files(),
        "design.md",
        ("rc[(Result Cache)]", "rc[(Response Cache)]"),
        ("| Rec Orchestrator | 234 | 3", "| Rec Orchestrator | 183 | 3"),
        ("keeps no state, so it", "keeps sessions for a minute, so it"),
        ("O->>R: score(500)", "O->>R: score(300)"),
    )
    texts = replaced(texts, "adr-0002.md", ("status: accepted", "status: deprecated"))
    folder = tmp_path / "new"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_text_lists_exactly_the_changes_with_place_and_percent(changed, capsys):
    assert main(["diff", str(SAMPLE), str(changed), "--color", "never"]) == 1
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    told = [line[2:] for line in lines if line[:2] in {"~ ", "+ ", "− ", "↔ "}]
    assert told == [
        "Node Result Cache is now Response Cache",
        "Message Rec Orchestrator → Ranking Service: score(500) → score(300)",
        "Rec Orchestrator, Replicas: 234 → 183 (−21.8 %)",
        "Paragraph “The orchestrator keeps sessions for a m…” changed: “no state” → “sessions for a",
        "ADR-0002 Keep user features in ScyllaDB, status: accepted → deprecated",
    ]
    assert "design.md:136" in lines
    assert "Rec Orchestrator replicas: 234 replicas → 183 replicas (−21.8 %)" in lines
    assert lines[-1] == "5 changes in 1 section, 2 diagrams, 1 table cell and 1 decision record"


def test_without_a_difference_the_exit_code_is_0(capsys):
    assert main(["diff", str(SAMPLE), str(SAMPLE)]) == 0
    assert capsys.readouterr().out.strip() == "No changes"


@pytest.mark.parametrize("bad", ["nowhere", "broken.zip"])
def test_an_input_that_cannot_be_used_exits_with_2(tmp_path, capsys, bad):
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 not an archive")
    assert main(["diff", str(SAMPLE), str(tmp_path / bad)]) == 2
    assert main(["diff", str(tmp_path / bad), str(SAMPLE)]) == 2
    assert "diff: " in capsys.readouterr().err


def test_the_json_fits_its_schema(changed, capsys):
    assert main(["diff", str(SAMPLE), str(changed), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found, schema)
    assert [c["area"] for c in found["changes"]] == [
        "diagram", "diagram", "table", "text", "decision",
    ]  # fmt: skip
    assert found["changes"][0]["new_place"]["element"] == "figure-1-component-view/node:rc"
    assert found["quantities"][0]["amount"] == "−21.8 %"
    for name in ("Change", "BlockDiff", "CellChange", "ElementChange", "FieldChange"):
        assert set(schema["$defs"][name]["required"]) == set(schema["$defs"][name]["properties"])


def test_folder_zip_tar_and_file_are_the_same_to_it(changed, tmp_path, capsys):
    zipped, tarred = tmp_path / "new.zip", tmp_path / "new.tar.gz"
    with zipfile.ZipFile(zipped, "w") as archive, tarfile.open(tarred, "w:gz") as tar:
        for path in sorted(changed.iterdir()):
            archive.write(path, path.name)
            tar.add(path, path.name)
    outputs = []
    for new in (changed, zipped, tarred):
        main(["diff", str(SAMPLE), str(new), "--format", "json"])
        outputs.append(json.loads(capsys.readouterr().out))
    assert outputs[0] == outputs[1] == outputs[2]
    assert main(["diff", str(SAMPLE / "adr-0002.md"), str(changed / "adr-0002.md")]) == 1
    assert "accepted → deprecated" in capsys.readouterr().out


def test_text_is_coloured_only_when_asked(changed, capsys):
    main(["diff", str(SAMPLE), str(changed), "--color", "always"])
    assert "\x1b[33m~\x1b[0m" in capsys.readouterr().out
