"""What could not be read is never called missing."""

from __future__ import annotations

import io
import zipfile

import pytest

from apps.engine.assemble import assemble
from apps.engine.checks.runner import run
from apps.engine.reading import read_file

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj"
DESIGN = b"# Shop search\n\n## Architecture\nThe gateway calls the ranker.\n"


def docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", "<x/>")
    return buffer.getvalue()


def report_of(**files: bytes):
    readings = [read_file(name.replace("_", "."), data) for name, data in files.items()]
    return run(assemble(readings))


@pytest.mark.parametrize("file", [{"a_pdf": PDF}, {"a_docx": docx()}, {"a_png": PNG}])
def test_a_package_that_cannot_be_read_has_no_findings(file):
    report = report_of(**file)
    assert report.findings == ()
    assert "not_assessable" in {one.outcome for one in report.outcomes}


def outcome_of_adrs(**files: bytes) -> tuple[str, str]:
    outcomes = {one.code: one for one in report_of(**files).outcomes}
    return outcomes["ADR-001"].outcome, outcomes["ADR-001"].reason


def test_an_unread_document_beside_the_design_may_hold_the_records():
    outcome, reason = outcome_of_adrs(design_md=DESIGN, records_docx=docx())
    assert outcome == "not_assessable"
    assert "records.docx" in reason


def test_an_export_of_the_design_holds_nothing_more():
    assert outcome_of_adrs(design_md=DESIGN, design_pdf=PDF)[0] == "finding"


def test_pictures_beside_the_design_hold_no_records():
    assert outcome_of_adrs(design_md=DESIGN, logo_png=PNG)[0] == "finding"
