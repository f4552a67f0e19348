"""Whole packages: files, laws, several changes at once, bounded work."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.assemble import assemble
from apps.engine.diff import diff_packages
from apps.engine.package import Package
from apps.engine.reading import read_file
from tests.engine.diff.pairs import diff, files, replaced, sentences
from tests.engine.packages import package_of

OPPOSITE = {"added": "removed", "removed": "added"}
EDITS = (
    ("rc[(Result Cache)]", "rc[(Response Cache)]"),
    ("  sp -.->|upsert async| ufs\n", "  sp -.->|upsert async| ufs\n  ann -->|timeout| pop[(Popular)]\n"),
    ("  K-->>G: miss\n", ""),
    ("| Rec Orchestrator | 234 | 3", "| Rec Orchestrator | 300 | 3"),
    ("| Kafka | events | PC/EC | acks=all and min.insync.replicas=2 |\n", ""),
    ("keeps no state, so it", "keeps sessions for a minute, so it"),
    ("## Operations\n", "## Running it\n"),
    ("The hard chain gives 99.96 %, above the target of 99.95 % (21.6 minutes in 30 days).\n\n", ""),
    ("Whether 128 dimensions stay enough for a catalogue of 300M items is open.", ""),
    ("workload: recommendation", "workload: ranking"),
)  # fmt: skip
COUNTS = (1, 2, 1, 1, 1, 1, 1, 1, 1, 1)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return files()


@given(st.sets(st.integers(0, len(EDITS) - 1)))
@settings(max_examples=25, deadline=None)
def test_each_of_several_edits_is_told_exactly_once(chosen):
    base = files()
    new = replaced(base, "design.md", *(EDITS[n] for n in sorted(chosen)))
    assert len(diff(base, new).changes) == sum(COUNTS[n] for n in chosen)


@given(st.sets(st.integers(0, len(EDITS) - 1), min_size=1))
@settings(max_examples=15, deadline=None)
def test_the_other_way_round_what_came_goes(chosen):
    base = files()
    new = replaced(base, "design.md", *(EDITS[n] for n in sorted(chosen)))
    there = sorted((c.area, c.kind) for c in diff(base, new).changes)
    back = sorted((c.area, OPPOSITE.get(c.kind, c.kind)) for c in diff(new, base).changes)
    assert there == back


@pytest.mark.parametrize("sample", ["recommender", "vision", "assistant", "fraud", "search", "adrs"])  # fmt: skip
def test_a_package_does_not_differ_from_itself(sample):
    found = diff(files(sample), files(sample))
    assert not found.differs
    assert (found.changes, found.quantities, found.summary) == ((), (), "No changes")
    assert {one.status for part in (found.artifacts, found.tables, found.diagrams, found.decisions) for one in part} <= {"same"}  # fmt: skip
    assert all(b.status == "same" for one in found.documents for b in one.blocks)


BLOCK = st.one_of(
    st.text("ab *_`|#-[]()<>\n😀é漢", max_size=40),
    st.sampled_from(
        [
            "## Same", "- item\n- item", "| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 3 |",
            "```mermaid\nflowchart LR\n a --> b\n```", "```mermaid\nsequenceDiagram\n A->>B: x\n```",
            "a paragraph that is said twice", "| x |\n|---|", "```\n  code\n```", "> quoted",
            "<table><tr><td>1</td></tr></table>", "---\nk: v\n---", "1. one\n   - two",
        ]
    ),
)  # fmt: skip
TEXTS = st.lists(BLOCK, max_size=8).map("\n\n".join)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_text_equals_itself(text):
    assert diff(text, text).changes == ()


@given(TEXTS, TEXTS)
@settings(max_examples=80, deadline=None)
def test_any_two_texts_are_compared_with_places_inside_them(old, new):
    first, second = package_of(old), package_of(new)
    found = diff_packages(first, second)
    for change in found.changes:
        assert change.sentence
        assert change.old_place is not None or change.new_place is not None
    for document in found.documents:
        for block in document.blocks:
            _inside(block.old, first)
            _inside(block.new, second)
            for word in block.words:
                assert 0 <= word.old_start <= word.old_end <= len(_text(first))
                assert 0 <= word.new_start <= word.new_end <= len(_text(second))
    kept = [b for d in found.documents for b in d.blocks if b.old is not None]
    assert len(kept) == len({(b.old.start, b.old.end, b.kind) for b in kept})


def _text(package: Package) -> str:
    return package.texts["design.md"].text


def _inside(place, package: Package) -> None:
    if place is not None:
        assert 0 <= place.start <= place.end <= len(_text(package))


def test_files_that_came_went_and_were_renamed(texts):
    assert sentences(diff(texts, {**texts, "notes.md": "# Notes\n\nHello.\n\n| a |\n|---|\n| 1 |\n"})) == [
        "File added: notes.md"
    ]  # fmt: skip
    base = {**texts, "notes.md": "# Notes\n\nHello to all who read this.\n\nWe met on Monday.\n"}
    moved = {**texts, "docs/notes.md": base["notes.md"].replace("Monday", "Tuesday")}
    assert [(c.area, c.kind) for c in diff(base, moved).changes] == [
        ("text", "changed"), ("file", "renamed"),
    ]  # fmt: skip


def test_other_line_ends_are_no_change(texts):
    assert diff(texts, {k: v.replace("\n", "\r\n") for k, v in texts.items()}).changes == ()


def test_the_summary_counts_where_the_changes_are(texts):
    new = replaced(texts, "design.md", EDITS[0], EDITS[3], EDITS[5], EDITS[6])
    new = replaced(new, "adr-0002.md", ("status: accepted", "status: deprecated"))
    found = diff(texts, new)
    assert found.summary == (
        "5 changes in 2 sections, 1 diagram, 1 table cell and 1 decision record"
    )


def test_changes_stand_in_the_order_of_the_document(texts):
    new = replaced(texts, "design.md", *EDITS)
    lines = [
        (c.new_place or c.old_place).line
        for c in diff(texts, new).changes
        if c.artifact == "design.md" and c.area == "text" and c.new_place
    ]
    assert lines == sorted(lines)


def _paragraphs(count: int, seed: int) -> str:
    words = random.Random(seed)
    return "\n\n".join(
        "the of and " + " ".join(f"w{words.randrange(2000)}" for _ in range(12))
        for _ in range(count)
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (_paragraphs(6000, 1), _paragraphs(6000, 2)),
        (_paragraphs(700, 1), _paragraphs(700, 2)),
        (re.sub(r"\s+", " ", _paragraphs(8000, 1)), re.sub(r"\s+", " ", _paragraphs(8000, 2))),
        ("twice\n\n" * 20_000, "twice\n\n" * 15_000),
        (
            "| a | b |\n|---|---|\n" + "".join(f"| {n} | x |\n" for n in range(4000)),
            "| a | b |\n|---|---|\n" + "".join(f"| y{n} | {n} |\n" for n in range(4000)),
        ),
    ],
    ids=["all new", "alike", "one paragraph", "repeated", "rows"],
)
def test_work_is_bounded(old, new):
    first, second = package_of(old), package_of(new)
    start = time.process_time()
    assert diff_packages(first, second).differs
    assert time.process_time() - start < 20


def test_a_picture_with_other_bytes_is_a_changed_file():
    def package(data: bytes) -> Package:
        picture = b"\x89PNG\r\n\x1a\n" + data
        return assemble([read_file("design.md", b"# T\n\nText.\n"), read_file("a.png", picture)])

    found = diff_packages(package(b"one"), package(b"two"))
    assert sentences(found) == ["File changed: a.png"]
    assert not diff_packages(package(b"one"), package(b"one")).differs
