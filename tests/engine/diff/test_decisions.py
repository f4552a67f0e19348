"""Decision records by field, never a second time as text."""

from __future__ import annotations

import pytest

from tests.engine.diff.pairs import diff, edited, files, sentences, told

NAME = "ADR-0002 Keep user features in ScyllaDB"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("status: accepted", "status: superseded by ADR-0003", f"{NAME}, status: accepted → superseded"),
        ("date: 2026-02-12", "date: 2026-03-01", f"{NAME}, date: 2026-02-12 → 2026-03-01"),
        ('option: "ScyllaDB"', 'option: "PostgreSQL"', f"{NAME}, chosen option: ScyllaDB → PostgreSQL"),
        ("* PostgreSQL\n", "", f"{NAME}, option: PostgreSQL → none"),
        ("* PostgreSQL\n", "* PostgreSQL\n* Cassandra\n", f"{NAME}, option: none → Cassandra"),
        ("features may be seconds old", "features may be minutes old",
         f"{NAME}, bad consequences: features may be seconds old → features may be minutes old"),
        ("at a p99 of 10 ms while", "at a p99 of 5 ms while", f"{NAME}, context: “10” → “5”"),
        ("at 70K reads/s.\n###", "at 90K reads/s.\n###",
         f"{NAME}, rationale: it keeps p99 under 10 ms at 70K reads/s. → it keeps p99 under 10 ms at 90K reads/s."),
        ("# ADR-0002 Keep user", "# ADR-0002 Hold user",
         "ADR-0002 Hold user features in ScyllaDB, title: Keep user features in ScyllaDB → Hold user features in ScyllaDB"),
    ],
)  # fmt: skip
def test_each_field_is_one_change(old, new, expected):
    found = edited((old, new), path="adr-0002.md")
    assert sentences(found) == [expected]
    assert found.summary == "1 change in 1 decision record"


def test_a_superseded_record_names_the_status_and_the_record_that_came():
    texts = files()
    new = {**texts, "adr-0004.md": texts["adr-0002.md"].replace("0002", "0004").replace("ScyllaDB", "Redis")}  # fmt: skip
    new["adr-0002.md"] = texts["adr-0002.md"].replace("accepted", "superseded by ADR-0004")
    assert told(diff(texts, new)) == [
        ("decision", "changed", f"{NAME}: status"),
        ("decision", "added", "ADR-0004 Keep user features in Redis"),
    ]


def test_a_removed_record_is_one_change():
    texts = files()
    del texts["adr-0003.md"]
    assert told(diff(files(), texts)) == [
        ("decision", "removed", "ADR-0003 Publish events to Kafka asynchronously")
    ]


def test_a_new_file_name_is_one_change_even_when_it_gives_the_number():
    texts = files()
    texts["adr-0012.md"] = texts.pop("adr-0002.md")
    assert told(diff(files(), texts)) == [("file", "renamed", "adr-0012.md")]


def test_text_that_is_no_field_is_told_as_text():
    texts = files()
    base = {**texts, "adr-0002.md": texts["adr-0002.md"] + "\n## Appendix\n\nMeasured in January.\n"}  # fmt: skip
    new = {**base, "adr-0002.md": base["adr-0002.md"].replace("January", "February")}
    assert [(c.area, c.kind, c.section) for c in diff(base, new).changes] == [
        ("text", "changed", "Appendix")
    ]


def test_records_of_other_forms_are_compared_by_field():
    nygard = "# 1. Use a queue\n\nDate: 2026-02-03\n\n## Status\n\nAccepted\n\n## Context\n\nPeaks are short.\n\n## Decision\n\nWe use a queue.\n\n## Consequences\n\nEvents are late by seconds.\n"
    old = {"design.md": "# T\n", "adr/0001-use-a-queue.md": nygard}
    for before, after, field in (
        ("Accepted", "Deprecated", "status"),
        ("Peaks are short.", "Peaks are long.", "context"),
        ("late by seconds", "late by minutes", "consequences"),
        ("2026-02-03", "2026-02-04", "date"),
    ):
        new = {**old, "adr/0001-use-a-queue.md": nygard.replace(before, after)}
        assert [c.subject for c in diff(old, new).changes] == [f"ADR-0001 Use a queue: {field}"]
