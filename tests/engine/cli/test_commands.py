"""The command line: exit codes, JSON that fits its schema, text for the terminal."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import jsonschema
import pytest

from apps.engine.checks import runner
from apps.engine.cli import main

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "tests" / "samples" / "recommender"


def _schema(name: str) -> dict:
    return json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text())


def _json(capsys: pytest.CaptureFixture[str], *argv: str) -> dict:
    main([*argv, "--format", "json"])
    return json.loads(capsys.readouterr().out)


def _zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*.md")):
            archive.write(path, path.relative_to(folder))
    return target


def test_check_says_with_its_exit_code_whether_there_are_errors(tmp_path, capsys):
    assert main(["check", str(SAMPLE)]) == 0
    flawed = (SAMPLE / "design.md").read_text().replace("| 234 | 3 |", "| 120 | 3 |")
    (tmp_path / "design.md").write_text(flawed)
    assert main(["check", str(tmp_path)]) == 1
    words = " ".join(capsys.readouterr().out.split())
    assert "CAP-007" in words
    assert "60,000 QPS" in words


def test_check_without_an_input_it_can_use_exits_with_2(tmp_path, capsys):
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    (tmp_path / "design.zip").write_bytes(b"PK\x03\x04 not an archive")
    assert main(["check", str(tmp_path / "design.zip")]) == 2
    assert main(["check", str(SAMPLE), "--main", "other.md"]) == 2
    assert main(["check", str(SAMPLE), "--only", "CAP-777"]) == 2
    errors = capsys.readouterr().err
    assert "there is no such file or folder" in errors
    assert "readable documents" in errors
    assert "CAP-777" in errors


def test_a_check_that_stops_exits_with_3_even_beside_errors(monkeypatch, capsys):
    real = runner._run_one

    def broken(check, package):
        found = real(check, package)
        if check.code != "CAP-001":
            return found
        return check, [], runner.CheckOutcome(check.code, "crashed", "KeyError: x", "stable", "tb")

    monkeypatch.setattr(runner, "_run_one", broken)
    assert main(["check", str(SAMPLE)]) == 3
    assert "CAP-001 stopped" in capsys.readouterr().err


def test_the_json_of_check_fits_its_schema_and_names_every_check_once(capsys):
    report = _json(capsys, "check", str(SAMPLE))
    jsonschema.validate(report, _schema("check"))
    codes = [outcome["code"] for outcome in report["outcomes"]]
    assert codes == sorted(set(codes))
    assert len(codes) >= 33


def test_the_json_of_read_fits_its_schema(capsys):
    reading = _json(capsys, "read", str(SAMPLE))
    jsonschema.validate(reading, _schema("read"))
    assert reading["main"] == "design.md"
    assert [d["kind"] for d in reading["diagrams"]] == ["component", "sequence", "deployment"]
    assert [d["number"] for d in reading["decisions"]] == [1, 2, 3]
    assert len(reading["quantities"]) >= 19
    assert len(reading["matrices"]) == 1


def test_folder_zip_and_tar_give_the_same_report(tmp_path, capsys):
    zipped = _zipped(SAMPLE, tmp_path / "design.zip")
    with tarfile.open(tmp_path / "design.tar.gz", "w:gz") as archive:
        for path in sorted(SAMPLE.rglob("*.md")):
            archive.add(path, path.relative_to(SAMPLE))
    reports = [
        _json(capsys, "check", str(path)) for path in (SAMPLE, zipped, tmp_path / "design.tar.gz")
    ]
    assert reports[0] == reports[1] == reports[2]


def test_a_single_file_is_a_package_of_one(capsys):
    reading = _json(capsys, "read", str(SAMPLE / "adr-0002.md"))
    assert [a["role"] for a in reading["artifacts"]] == ["adr"]
    assert reading["decisions"][0]["title"] == "Keep user features in ScyllaDB"
    assert reading["document"] is None


def test_text_output_is_coloured_only_when_asked(capsys):
    main(["check", str(SAMPLE), "--color", "never"])
    plain = capsys.readouterr().out
    main(["check", str(SAMPLE), "--color", "always"])
    coloured = capsys.readouterr().out
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    assert "Readiness" in plain
    assert "checks:" in plain


def test_checks_lists_every_check_with_its_stage(capsys):
    rows = _json(capsys, "checks")["checks"]
    assert {row["stage"] for row in rows} <= {"preview", "stable", "deprecated"}
    assert "CAP-008" in {row["code"] for row in rows}


def test_draw_writes_a_drawing_of_the_named_diagram(tmp_path):
    target = tmp_path / "out.svg"
    key = "figure-2-request-flow"
    assert main(["draw", str(SAMPLE), "--diagram", key, "-o", str(target)]) == 0
    assert target.read_text().lstrip().startswith("<svg")
    assert main(["draw", str(SAMPLE), "--diagram", "nothing", "-o", str(target)]) == 2


def test_rubric_lint_names_file_and_line(tmp_path, capsys):
    good = ROOT / "apps" / "engine" / "rubric" / "project1.yaml"
    assert main(["rubric", "lint", str(good)]) == 0
    bad = tmp_path / "bad.yaml"
    bad.write_text(good.read_text().replace("points: 8", "points: lots", 1))
    assert main(["rubric", "lint", str(bad)]) == 2
    assert f"{bad}:18: criteria[0].points" in capsys.readouterr().err


def test_the_command_line_reads_archives_in_memory_only(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../outside.md", "# x")
    (tmp_path / "evil.zip").write_bytes(buffer.getvalue())
    assert main(["check", "evil.zip"]) == 2
    assert "outside.md" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["evil.zip"]


def test_what_could_not_be_read_is_said_below_the_findings(tmp_path, capsys):
    nodes = "\n".join(f"n{i}[Node number {i}] --> n{i + 1}" for i in range(10_000))
    (tmp_path / "design.md").write_text("# D\n\n```plantuml\n@startuml\nA -> B\n@enduml\n```\n")
    (tmp_path / "graph.mmd").write_text(f"flowchart LR\n{nodes}\n")
    (tmp_path / "notes.md").write_text(" \n")
    main(["check", str(tmp_path)])
    below = capsys.readouterr().out.partition("Could not read")[2]
    assert "PlantUML is not read yet" in below
    assert "diagrams up to 64 KB are read" in below
    assert "notes.md: the file is empty." in below


def test_a_very_long_formula_is_not_repeated_whole(tmp_path, capsys):
    rows = f"| A | a | 1 | = {'(' * 5000}1{')' * 5000} |\n| B | b | 2 | = 1 + 1 |\n"
    table = f"| Name | Symbol | Value | Formula |\n|---|---|---|---|\n{rows}"
    (tmp_path / "design.md").write_text(f"# D\n\n## Capacity plan\n\n{table}")
    main(["check", str(tmp_path), "--only", "CAP-004"])
    out = capsys.readouterr().out
    assert "we could not evaluate the formula" in out
    assert len(out) < 5000
