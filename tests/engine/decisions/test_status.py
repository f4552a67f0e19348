"""Status words, decorated, translated, struck through, and where they stand."""

from __future__ import annotations

import pytest

from apps.engine.decisions.status import read_status
from tests.engine.decisions.reading import BODY, read


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("Accepted", "accepted"), ("✅ accepted", "accepted"), ("**Accepted**", "accepted"), ("`accepted`", "accepted"),
        ("approved", "accepted"), ("decided", "accepted"), ("implemented", "accepted"), ("Pending", "proposed"),
        ("Under Review", "proposed"), ("RFC", "proposed"), ("WIP", "draft"), ("in-progress", "draft"),
        ("declined", "rejected"), ("obsolete", "deprecated"), ("superceded by ADR-4", "superseded"),
        ("superseeded by 4", "superseded"), ("Replaced by ADR-7", "superseded"), ("Reverted by ADR-7", "superseded"),
        ("superseded by [ADR-0038](0038-x.md)", "superseded"), ("{proposed}", "proposed"),
        ("Accepted\n\nAmended by [17. X](17.md)", "accepted"), ("Accepted\n\nSuperceded by [4. X](4.md)", "superseded"),
        ("~~Accepted~~\nSuperseded by [3](3.md)", "superseded"), ("~~Proposed~~ Accepted", "accepted"),
        ("Accepted\n\nPartially superseded by [x](y.md)", "accepted"), ("Proposed\n\nAccepted", "accepted"),
        ("Proposed → Accepted", "accepted"), ("proposed | **accepted** | rejected", "accepted"),
        ("- [ ] proposed\n- [x] accepted", "accepted"), ("- 2024-09-23 Proposed\n- 2024-09-24 Approved", "accepted"),
        ("20 Mar 2020: Accepted\n5 May 2021: Superseded by ADR 8", "superseded"), ("Aceptado", "accepted"),
        ("![s](https://img.shields.io/badge/status-accepted-green)", "accepted"), ("Vorgeschlagen", "proposed"),
        ("on hold", "unknown"), ("Confirmed", "unknown"), ("done", "unknown"), ("Not accepted", "unknown"),
        ("", None), ("N/A", None), ("[short]", None), ("Supersedes [2. X](2.md)", None),
        ("proposed | rejected | accepted | deprecated", None), ("Accepted / Proposed / Superseded", None),
        ("{proposed | rejected | accepted | … | superseded by ADR-0123", None),
        ("What is the status, such as proposed, accepted, rejected, deprecated, superseded?", None),
    ],
)  # fmt: skip
def test_a_status_is_one_of_six_words_or_unknown_or_none(raw: str, status: str | None):
    assert read_status(raw).status == status


@pytest.mark.parametrize(
    "head",
    [
        "# X\n\n## Status\n\nAccepted\n",
        "# X\n\n### Status\nAccepted\n",
        "# X\n\n## Status: Accepted\n",
        "# X\n\n## Status - ACCEPTED\n",
        "# X\n\nStatus\n------\nAccepted\n",
        "# X\n\nStatus: Accepted\n",
        "# X\n\n**Status**: Accepted\n",
        "# X\n\n**Status:** Accepted | **Date:** 2020-01-02\n",
        "# X\n\n* Status: Accepted\n* Date: 2020-01-02\n",
        "# X\n\n> Status: Accepted\n",
        "# X\n\n| Status | Date |\n|---|---|\n| Proposed | 2020-01-01 |\n| Accepted | 2020-01-02 |\n",
        "# X\n\n| | |\n|---|---|\n| Date | 2020-01-02 |\n| Status | Accepted |\n",
        "# X\n\n| Status | Accepted |\n|---|---|\n| Date | 2020-01-02 |\n",
        "---\nstatus: Accepted\n---\n# X\n",
        "[Home](../README.md)\n\n---\n\n# X\n\n## Status\n\nAccepted\n",
    ],
)
def test_a_status_is_found_where_people_put_it(head: str):
    decision = read(head + BODY)
    assert decision.status == "accepted"
    where = decision.field_places["status"]
    assert where.start is not None
    assert "ccepted" in (head + BODY)[where.start : where.end].replace("CC", "cc").replace(
        "EPTED", "epted"
    )


def test_front_matter_that_is_no_yaml_is_read_by_lines():
    decision = read("---\nstatus: accepted\ndeciders: @anna\ndate: 2026-02-14\n---\n# X\n" + BODY)
    assert (decision.status, decision.date) == ("accepted", "2026-02-14")


def test_a_code_block_is_no_status():
    assert (
        read("# X\n\n```\nStatus: rejected\n```\n\nStatus: accepted\n" + BODY).status == "accepted"
    )


def test_a_date_beside_the_status_is_the_date_of_the_record():
    decision = read("# X\n\n## Status\n\n- 2024-09-23 Proposed\n- 2024-09-26 Accepted\n" + BODY)
    assert (decision.status, decision.date) == ("accepted", "2024-09-26")
