"""Numbers and titles from file names and headings; dates in many spellings."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.engine.decisions.dates import iso_date
from apps.engine.decisions.titles import (
    date_in_file_name,
    number_in_file_name,
    split_heading,
    title_of_file,
)
from tests.engine.decisions.reading import BODY, read


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("0001-use-x.md", 1), ("001_adr_use_x.md", 1), ("ADR001.md", 1), ("adr05-analytics.md", 5),
        ("adr-0012-x.md", 12), ("ADR-000-template.md", 0), ("ADR004 - Ease of Use.md", 4),
        ("ODH-ADR-MS-0003-gateway.md", 3), ("ADR-C2-01 When available.md", 1), ("LADR-005-x.md", 5),
        ("decision-003.md", 3), ("my-adr-3.md", 3), ("ADR-2024-001-x.md", 1), ("0001. Title.md", 1),
        ("2021-06-07_003-api.md", 3), ("012-12-factor-apps.md", 12), ("20200101-use-x.md", None),
        ("2021-06-07-use-x.md", None), ("adr-2021-03-04-use-x.md", None), ("use-x.md", None),
    ],
)  # fmt: skip
def test_the_number_stands_in_the_file_name(name: str, number: int | None):
    assert number_in_file_name(f"docs/adr/{name}") == number


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("ADR-0012: Use X", 12, "Use X"), ("ADR 12 - Use X", 12, "Use X"), ("12. Use X", 12, "Use X"),
        ("ADR012: Use X", 12, "Use X"), ("ADR #12: Use X", 12, "Use X"), ("[ADR-0012] Use X", 12, "Use X"),
        ("Architecture Decision Record 5: Use X", 5, "Use X"), ("Decision record 2", 2, ""),
        ("014 Use X", 14, "Use X"), ("12-factor apps", None, "12-factor apps"), ("ADR: 7. Use X", 7, "Use X"),
        ("🚀 ADR 5: Use X", 5, "Use X"), ("ADR 0003 — Use X", 3, "Use X"), ("3 - Use X", 3, "Use X"),
        ("ADR - Use X", None, "Use X"), ("ADR Use X", None, "Use X"), ("2) Use X", 2, "Use X"),
        ("ADR link resolver", None, "ADR link resolver"), ("3.1 Use X", None, "3.1 Use X"),
        ("2FA for all", None, "2FA for all"), ("Use ADRs", None, "Use ADRs"),
        ("Architecture Decision Record (ADR) log", None, "Architecture Decision Record (ADR) log"),
    ],
)  # fmt: skip
def test_a_heading_splits_into_number_and_title(heading: str, number: int | None, title: str):
    assert split_heading(heading) == (number, title)


def test_the_file_name_gives_the_number_before_the_heading():
    assert read("# 3. Bouncer\n" + BODY, "adr/0035-bouncer.md").number == 35


def test_the_number_is_never_that_of_another_record_in_the_text():
    decision = read("# Use X\n\nStatus: superseded by ADR-0009\n" + BODY, "adr/use-x.md")
    assert decision.number is None


def test_without_a_heading_the_title_comes_from_front_matter_then_from_the_file():
    assert (
        read('---\ntitle: "ADR-12: Use Kafka"\n---\n' + BODY, "adr/0012-k.md").title == "Use Kafka"
    )
    assert read(BODY, "adr/0012-use_kafka-now.md").title == "use kafka now"
    assert title_of_file("adr/20200101-use-kafka.md") == "use kafka"


def test_a_title_in_front_matter_may_fill_several_lines():
    assert (
        read("---\ntitle: |\n  3. Use Kafka\n---\n" + BODY, "adr/2021-06-07_003-k.md").title
        == "Use Kafka"
    )


@pytest.mark.parametrize(
    ("raw", "date"),
    [
        ("2026-02-14", "2026-02-14"), ("2026/2/4", "2026-02-04"), ("20260214", "2026-02-14"),
        ("14/02/2026", "2026-02-14"), ("02/14/2026", "2026-02-14"), ("14.02.2026", "2026-02-14"),
        ("11.09.2023", "2023-09-11"), ("14/02/26", "2026-02-14"), ("14 February 2026", "2026-02-14"),
        ("Feb 14, 2026", "2026-02-14"), ("3rd May 2021", "2021-05-03"), ("4th of March, 2021", "2021-03-04"),
        ("11-April-2023", "2023-04-11"), ("Thursday, March 4, 2021", "2021-03-04"), ("1. März 2021", "2021-03-01"),
        ("2021年3月4日", "2021-03-04"), ("[2025-10-22]", "2025-10-22"), ("Accepted (2021-03-04)", "2021-03-04"),
        ("2021-06-07T10:00:00Z", "2021-06-07"), ("{2023-11-10}", "2023-11-10"),
        ("January, 2026", None), ("2024-xx-xx", None), ("2021-13-45", None), ("{YYYY-MM-DD}", None), ("", None),
    ],
)  # fmt: skip
def test_a_date_is_read_in_the_spelling_people_use(raw: str, date: str | None):
    assert iso_date(raw) == date


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31)))
def test_a_date_written_out_comes_back(date: dt.date):
    for spelling in ("%Y-%m-%d", "%d %B %Y", "%b %d, %Y", "%d.%m.%Y", "%Y%m%d"):
        assert iso_date(date.strftime(spelling)) == date.isoformat()


def test_the_file_name_gives_the_date_where_the_text_has_none():
    assert date_in_file_name("adr/20200102-x.md") == "2020-01-02"
    decision = read("# Use Kafka\n" + BODY, "adr/2021-06-07_003-k.md")
    assert (decision.date, decision.date_raw) == ("2021-06-07", "2021-06-07")


def test_a_placeholder_keeps_its_words_and_gives_no_date():
    decision = read("# X\n\n* Date: [YYYY-MM-DD]\n" + BODY)
    assert (decision.date, decision.date_raw) == (None, "[YYYY-MM-DD]")
