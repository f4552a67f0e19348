"""One table of formats: intake, fences, readers and lists say the same of every row."""

from __future__ import annotations

import pytest

from apps.engine import formats
from apps.engine.assemble import assemble
from apps.engine.diagrams.read import is_diagram_language, read_diagram, read_diagram_file
from apps.engine.diagrams.read.unread import _KINDS, _TITLE
from apps.engine.intake.types import _MAGIC, _OFFICE_PARTS, sniff, unreadable_reason
from apps.engine.package import Package
from apps.engine.reading import READERS, read_file
from apps.engine.text import canonical_text

DIAGRAMS = formats.with_role("diagram")
TEXT_FILES = [(row, end) for row in formats.FORMATS if row.is_text for end in row.endings]
FENCES = [(row, language) for row in DIAGRAMS for language in row.languages]
SOURCE = b"<svg xmlns='x'>\n"
"""A text that is a picture where the name leaves it open, and nothing else."""


def words(rows: tuple[formats.Format, ...]) -> list[str]:
    return [row.word for row in rows]


def read_alone(path: str, data: bytes) -> Package:
    return assemble([read_file(path, data)])


def test_no_word_ending_or_language_stands_in_two_rows():
    for column in (
        words(formats.FORMATS),
        [ending for row in formats.FORMATS for ending in row.endings],
        [language for row in formats.FORMATS for language in row.languages],
    ):
        assert len(column) == len(set(column))


@pytest.mark.parametrize(("row", "ending"), TEXT_FILES, ids=lambda value: str(value)[:20])
def test_intake_names_a_text_by_its_row(row, ending):
    assert formats.by_name(f"a/X.{ending.upper()}") is row
    assert sniff(f"x.{ending}", SOURCE) == ("svg" if row.word == "xml" else row.word)


@pytest.mark.parametrize(
    ("row", "ending"), [pair for pair in TEXT_FILES if pair[0].role == "diagram"]
)
def test_a_diagram_file_has_the_notation_that_intake_names(row, ending):
    path = f"x.{ending}"
    assert read_diagram_file(path, canonical_text(path, b"a -> b\n")).notation == row.word
    (diagram,) = read_file(path, b"a -> b\n").diagrams
    assert diagram.notation == row.word
    assert diagram.supported == (row.reader is not None)


def test_what_the_bytes_tell_wins_over_the_name_for_reading_too():
    reading = read_file("x.xml", b'<mxfile host="x">')
    assert (reading.type, reading.diagrams[0].notation) == ("drawio", "drawio")


@pytest.mark.parametrize(("row", "language"), FENCES)
def test_every_fence_language_of_a_row_is_read_by_the_same_reader(row, language):
    assert is_diagram_language(f" {{.{language.upper()}}} ")
    fence = read_diagram(artifact="d.md", source="a -> b", language=language)
    own = read_diagram(artifact="d.md", source="a -> b", language=row.word)
    assert (fence.notation, fence.kind) == (row.word, own.kind)
    assert [p.message for p in fence.problems] == [p.message for p in own.problems]
    document = read_file("d.md", f"# A\n\n```{language}\na -> b\n```\n".encode())
    assert [diagram.notation for diagram in document.diagrams] == [row.word]


@pytest.mark.parametrize("row", DIAGRAMS, ids=words(DIAGRAMS))
def test_a_notation_is_its_own_language_and_is_called_by_its_name(row):
    assert row.word in row.languages
    found = read_diagram(artifact="d.md", source="a -> b", language=row.word)
    assert row.reader or found.problems[0].message.startswith(f"{row.name} is not read yet")


@pytest.mark.parametrize("row", formats.FORMATS, ids=words(formats.FORMATS))
def test_a_row_has_a_reader_that_stands_or_a_reason_why_it_is_not_read(row):
    if row.reader:
        assert READERS[row.word] is row.load_reader()
    else:
        with pytest.raises(LookupError, match=row.word):
            row.load_reader()
    shown = row.reader or row.role == "diagram" or row.word == "svg"
    assert bool(unreadable_reason(row.word)) != bool(shown)


@pytest.mark.parametrize(
    ("path", "data", "role"),
    [
        ("x.dio", b"<mxfile/>", "diagram"),
        ("x.c4", b"a -> b", "diagram"),
        ("x.tsv", b"a\tb", "sheet"),
        ("x.rtf", b"{\\rtf1}", "asset"),
        ("x.svg", b"<svg xmlns='x'>", "asset"),
        ("x.png", b"\x89PNG\r\n\x1a\n", "asset"),
        ("x.bin", b"\x00\x01", "asset"),
        ("x.yaml", b"a: 1", "other"),
    ],
)
def test_lists_show_a_file_by_the_role_of_its_row(path, data, role):
    assert [artifact.role for artifact in read_alone(path, data).artifacts] == [role]


def test_papers_that_are_not_read_may_hold_the_design():
    assert read_alone("report.rtf", b"{\\rtf1}").unread == ("report.rtf",)


def test_signs_of_bytes_titles_and_kinds_name_rows_of_the_table():
    known = set(words(formats.FORMATS))
    assert {kind for _, kind in (*_MAGIC, *_OFFICE_PARTS)} <= known
    assert set(_TITLE) | set(_KINDS) <= set(words(DIAGRAMS))


def test_a_word_of_no_row_is_an_unknown_file():
    assert formats.by_word("anything").word == "binary"
    assert formats.by_name("Makefile") is None
    assert formats.by_language("") is None
