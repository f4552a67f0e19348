"""The many ways in which teams write the number, title, status and date of a record."""

from __future__ import annotations

import pytest

from apps.engine.decisions.dates import iso_date
from apps.engine.decisions.status import read_status
from tests.engine.decisions.reading import BODY, read, record, sections


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("Принято (2026-08-07)", "accepted"), ("已批准", "accepted"), ("採用済み（v1）", "accepted"), ("승인됨", "accepted"),
        ("Accettato", "accepted"), ("Zatwierdzony", "accepted"), ("Acceptee le 2026-07-08.", "accepted"),
        ("Goedgekeurd", "accepted"), ("Onaylandı", "accepted"), ("отклонено", "rejected"), ("черновик", "draft"),
        ("Accepted; the queue was superseded by [13](13.md)", "accepted"), ("Accepted, later superseded by 9", "superseded"),
        ("Accepted. This record has been replaced by ADR-9.", "superseded"), ("Proposed (2026-10-04). Not accepted yet", "proposed"),
        ("FAILED - Reverted to the stable state", "unknown"),
        ("Approved, pending a security review", "accepted"), ("Nahrazeno ADR 9", "superseded"),
    ],
)  # fmt: skip
def test_a_status_is_read_in_many_languages_and_clauses(raw: str, status: str):
    assert read_status(raw).status == status


@pytest.mark.parametrize(
    "head",
    [
        "# X\n\n**Status: Accepted**\n\n**Date: 2025-02-03**\n",
        "# X\n\n**Status: Accepted** (2025-02-03)\n",
        "# X\n\n> **Status: accepted in May, 2025-02-03.**\n",
        (
            "# X\n\n![Status](https://img.shields.io/badge/STATUS-accepted-green?style=flat) "
            "![Date](https://img.shields.io/badge/Date-03_Feb_2025-blue)\n"
        ),
        (
            "# X\n\n![](https://img.shields.io/badge/last_updated-2025--02--03-aa00ff)\n"
            "![](https://img.shields.io/badge/status-accepted-aa00ff)\n"
        ),
        "# X\n\n- **Статус:** принято\n- **Дата:** 03.02.2025\n",
        "# X\n\n- 상태: 승인됨\n- 날짜: 2025-02-03\n",
        "# X\n\n状态：已接受\n日期：2025年2月3日\n",
        "# X\n\n## ステータス\n\n採用 (Accepted)\n\n## 日付\n\n2025-02-03\n",
        "# X\n\n**Estado:** Aceptado\n**Fecha:** 03/02/2025\n",
        "# X\n\n**Tarih:** 3 Şubat 2025\n**Durum:** ✅ **Accepted**\n",
        "---\nstatus: accepted\ndecided-on: 2025-02-03\nrecorded-on: 2025-02-09\n---\n\n# X\n",
        "---\nstatus: current\n---\n\n# X\n\n## Status\n\nAccepted\n\n## Date\n\n2025-02-03\n",
        '---\nstatus: accepted\ncreatedAt: "2025-02-03T15:04:22Z"\n---\n\n# X\n',
        "# X\n\n> [!NOTE]\n> **Accepted** since 2025-02-03\n\n- Date: 2025-02-03\n",
        "# X\n\n- [x] Accepted\n- [ ] Superseded\n\nDate: 2025-02-03\n",
        "# X\n\n1. **Status**: Accepted\n2. **Date**: 2025-02-03\n",
        "# X\n\n_Accepted, 2025-02-03_\n",
        "# X\n\n> Owner: Ana · Status: Accepted · Decided: 2025-02-03\n",
        "# X\n\n| Status | Accepted | Date | 2025-02-03 |\n|---|---|---|---|\n| Owner | A | Team | B |\n",
        "---\nstatus: draft\nadr_status: Accepted\ndate: 2025-02-03\n---\n\n# X\n",
        "# X\n\n- Status: Draft\n- Decision status: Accepted\n- Date: 2025-02-03\n",
        "# X\n\n- Stav: přijato\n- Datum: 3. února 2025\n",
        "# X\n\nDato: 3. februar 2025\n\n## Status\n\nAccepteret\n",
        "# X\n\n- Státusz: Elfogadva\n- Dátum: 2025. február 3.\n",
        "# X\n\n- Stare: Acceptat\n- Data: 3 februarie 2025\n",
        "# X\n\n- Trạng thái: Đã chấp nhận\n- Ngày: 03/02/2025\n",
        "# X\n\n- Κατάσταση: Αποδεκτή\n- Ημερομηνία: 3 Φεβρουαρίου 2025\n",
        "# X\n\n- Estat: Acceptat\n- Data: 3 de febrer de 2025\n",
    ],
)
def test_status_and_date_are_found_in_many_spellings(head: str):
    decision = read(head + BODY)
    assert (decision.status, decision.date) == ("accepted", "2025-02-03")


@pytest.mark.parametrize(
    ("path", "head", "number", "title"),
    [
        ("docs/adr/0041-web.md", "# ADR-0041：体验 API 边界\n", 41, "体验 API 边界"),
        ("docs/adr/0010-timer.md", "# 0010 · A timer pulls images\n", 10, "A timer pulls images"),
        ("adr/ARCH-021-run.md", "# ARCH-021: Runtime engine\n", 21, "Runtime engine"),
        ("agdr/AgDR-0223-noop.md", "# AgDR-0223: Report only\n", 223, "Report only"),
        ("adr/0009-events.md", ("# Architecture Decision Record (ADR)\n\n| Field | Value |\n|---|---|\n"
         "| **Title** | Adopt event sourcing |\n"), 9, "Adopt event sourcing"),
        ("adr/0003-redis.md", "TITLE: Use Redis for sessions\n\nSTATUS: Accepted\n", 3, "Use Redis for sessions"),
        ("adr/0026-cache.md", "# [0026] Edge cache\n", 26, "Edge cache"),
        ("adr/0027-key.md", "# Title: ADR-0027 Key rotation\n", 27, "Key rotation"),
        ("adr/memory.md", "---\nadr_id: 0012\n---\n# Shared memory\n", 12, "Shared memory"),
        ("adr/0008-log.md", "# 8. Status history\n", 8, "Status history"),
        ("adr/0012-x.md", "# Solver ADR-12 — Emit parts\n", 12, "Emit parts"),
        ("adr/0013-x.md", "# Amend ADR-12: Emit parts\n", 13, "Amend ADR-12: Emit parts"),
        ("adr/use-s3.md", "# Use S3 for blobs (ADR-0041)\n", 41, "Use S3 for blobs"),
        ("adr/ledger.md", "# ADR 2026-08-21 — One ledger\n", None, "One ledger"),
        ("adr/queue.md", "# [ADR] Prefer queues\n", None, "Prefer queues"),
        ("adr/use-http.md", "# HTTP 2 in front of all services\n", None, "HTTP 2 in front of all services"),
    ],
)  # fmt: skip
def test_number_and_title_are_found_in_many_spellings(
    path: str, head: str, number: int | None, title: str
):
    decision = read(head + BODY, path)
    assert (decision.number, decision.title) == (number, title)


def test_front_matter_may_hold_the_number_under_a_name_in_camel_case():
    assert read("---\nadrId: ADR-0052\n---\n# X\n" + BODY, "adr/fleet.md").number == 52


def test_slashes_have_the_month_first_only_without_a_sign_of_another_language():
    assert iso_date("10/03/2025") == "2025-10-03"
    assert iso_date("10/03/2025", day_first=True) == "2025-03-10"
    assert read("# X\n\n**Data:** 10/03/2025\n" + BODY).date == "2025-03-10"
    assert read("# X\n\n**Date:** 10/03/2025\n" + BODY).date == "2025-10-03"


def test_a_sentence_alone_in_a_folder_of_records_is_a_record():
    text = (
        "# Architectural decision record\n\nIn the context of the shop, facing growing sessions, "
        "I decided for Redis and against files to achieve short restarts, accepting one more system.\n"
    )
    decision = record(text, "adr/sessions.md")
    assert decision is not None
    assert (decision.format, decision.title) == ("y-statement", "sessions")


def test_bold_words_in_the_text_are_no_status():
    text = "# X\n\n## Status\n\nProposed\n" + BODY + "\n**Status: accepted** is what we hope for.\n"
    assert read(text).status == "proposed"


def test_a_bold_line_about_something_else_is_no_status():
    text = "# X\n\n**Deprecated interfaces** are kept for a year.\n" + BODY
    assert read(text).status is None


@pytest.mark.parametrize(
    ("path", "head", "number", "title"),
    [
        ("adr/0031-cache.md", "# ADR-0031 (Archived) — Cache at the edge\n", 31, "Cache at the edge"),
        ("adr/0031-cache.md", "# ADR-0031 (Redis) cache\n", 31, "(Redis) cache"),
        ("adr/ADR0031V01R02-Cache.md", "# ADR0031V01R02\n\n# ADR0031V01R02 — Edge cache\n", 31, "Edge cache"),
        ("adr/D007-cache.md", "# D007: Edge cache\n", 7, "Edge cache"),
        ("adr/h2-as-store.md", "# H2 as the store\n", None, "H2 as the store"),
        ("adr/edge-cache.md", "# Decision: Cache at the edge\n", None, "Cache at the edge"),
    ],
)  # fmt: skip
def test_what_stands_between_number_and_title_is_no_title(
    path: str, head: str, number: int | None, title: str
):
    decision = read(head + BODY, path)
    assert (decision.number, decision.title) == (number, title)


def test_front_matter_of_site_generators_in_toml_is_read():
    head = '+++\n# a comment\ntitle = "ADR-0044: Rate limits"\nweight = 4\n+++\n\n- Status: draft\n'
    decision = read(head + BODY, "content/adrs/ADR-0044.md")
    assert (decision.number, decision.title, decision.status) == (44, "Rate limits", "draft")


@pytest.mark.parametrize(
    "line",
    [
        "- Date 2025-02-03\n- Status: accepted\n",
        "> **Last Revision Date:** February 3, 2025\n> **Status:** Accepted\n",
        "Date: 2025-02-03. Status: implemented for new schemas.\n",
    ],
)
def test_dates_are_found_without_colon_under_other_names_and_in_one_line(line: str):
    decision = read("# X\n\n" + line + BODY)
    assert (decision.status, decision.date) == ("accepted", "2025-02-03")


def test_two_words_for_the_end_of_a_decision_are_no_choice():
    assert read("# X\n\n## Status\n\nDeprecated / Superseded\n" + BODY).status == "deprecated"
    assert read("# X\n\n## Status\n\nAccepted / Rejected\n" + BODY).status is None


def test_a_log_may_number_its_decisions_in_a_series_of_its_own():
    text = (
        "# Decisions\n\n## D-014: Split the pods\n\n- Date: 2025-03-25\n- Status: **Accepted**\n"
        "- Decision: One pod each.\n\n## D-015: Notes\n\nNothing was decided here.\n"
    )
    found = [(d.number, d.title, d.status, d.date) for d in sections(text, "docs/log.md")]
    assert found == [(14, "Split the pods", "accepted", "2025-03-25")]
