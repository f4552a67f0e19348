"""Seeded flaws in several wordings: what must fire, and nothing besides."""

from __future__ import annotations

import pytest

from tests.engine.quantities.helpers import changed, codes, findings

ORCH = "| Rec Orchestrator | 234 | 3 | 500 | 70000 | QPS |"
FLEET = """| Component | Replicas | Zones | Capacity per replica | Demand at peak | Unit |
|---|---|---|---|---|---|
| Rec Orchestrator | 234 | 3 | 500 | 70000 | QPS |
| ANN Index (per shard) | 39 | 3 | 3000 | 70000 | QPS |
| Ranking Service | 60 | 3 | 1000000 | 35000000 | items/s |"""
OTHER_ORDER = """| Service | Load | Pods | QPS per pod | AZs | Unit |
|---|---|---|---|---|---|
| Rec Orchestrator | 70K | {n} | 0.5K | 3 | req/s |
| ANN Index (per shard) | 70K | 39 | 3K | 3 | req/s |
| Ranking Service | 35M | 60 | 1M | 3 | items/s |"""
TURNED = """| Component | Rec Orchestrator | ANN Index (per shard) | Ranking Service |
|---|---|---|---|
| Replicas | {n} | 39 | 60 |
| Zones | 3 | 3 | 3 |
| Capacity per replica | 500 | 3000 | 1000000 |
| Demand at peak | 70000 | 70000 | 35000000 |
| Unit | QPS | QPS | items/s |"""
GERMAN = """| Komponente | Anzahl | Zonen | Kapazität je Replica | Last | Einheit |
|---|---|---|---|---|---|
| Rec Orchestrator | {n} | 3 | 0,5K | 70.000 | QPS |
| ANN Index (per shard) | 39 | 3 | 3.000 | 70.000 | QPS |
| Ranking Service | 60 | 3 | 1,0M | 35,0M | items/s |"""


def _fleets(n: int) -> list[list[tuple[str, str]]]:
    german = [("99.95", "99,95"), ("| 2.5 |", "| 2,5 |"), ("28.8", "28,8"), ("| 6.4 |", "| 6,4 |")]
    german += [("181.44", "181,44"), ("102.4", "102,4"), ("0.6528", "0,6528"), ("0.80", "0,80")]
    german += [("0.0816", "0,0816"), ("99.99", "99,99"), ("99.9 ", "99,9 "), ("| 0.35", "| 0,35")]
    german += [
        ("| 0.30", "| 0,30"),
        ("| 0.20", "| 0,20"),
        ("| 0.15", "| 0,15"),
        ("| 1.00 ", "| 1,00 "),
    ]
    german += [("3.75 | 2.65 | 2.40", "3,75 | 2,65 | 2,40")]
    return [
        [(ORCH, ORCH.replace("234", str(n)))],
        [
            (
                ORCH,
                f"| RecOrchestrator (Go) | ~{n} pods | zone-a, zone-b, zone-c | 500 req/s | 70,000 req/s | |",
            )
        ],
        [(FLEET, OTHER_ORDER.format(n=n))],
        [(FLEET, TURNED.format(n=n))],
        [(FLEET, GERMAN.format(n=n)), *german],
    ]


@pytest.mark.parametrize("pairs", _fleets(120))
def test_a_fleet_below_the_peak_is_one_finding_of_cap_007(pairs):
    assert codes(changed("recommender", *pairs)) == ["CAP-007"]


@pytest.mark.parametrize("pairs", _fleets(183))
def test_a_fleet_that_a_lost_zone_breaks_is_one_finding_of_cap_008(pairs):
    assert codes(changed("recommender", *pairs)) == ["CAP-008"]


@pytest.mark.parametrize("pairs", _fleets(234))
def test_the_same_fleets_with_enough_replicas_are_silent(pairs):
    assert codes(changed("recommender", *pairs)) == []


EGRESS = "| egress | 6.4 | Gbit/s | = peak * resp |"


@pytest.mark.parametrize(
    "row",
    [
        "| egress | 0.8 | Gbit/s | = peak * resp |",
        "| egress | 800 | Mbit/s | = Peak request rate × Response size |",
        "| out | 0.8 | Gbps | peak · resp |",
        "| egress | 0.8 Gbit/s | | = PEAK * RESP |",
    ],
)
def test_bytes_taken_for_bits_are_cap_004_with_the_ratio_eight(row):
    (found,) = findings(changed("recommender", (EGRESS, row)))
    assert found.finding.code == "CAP-004"
    assert found.finding.severity == "error"
    assert "bits/bytes" in found.finding.message


@pytest.mark.parametrize(
    "pair",
    [
        ("| 102.4 | GB |", "| 102.4 | GB/s |"),
        ("| 102.4 | GB |", "| 102.4 GB/s | |"),
        ("| raw | 102.4 | GB | = items * vec", "| rv | 102400 | MB/s | = items × vec"),
    ],
)
def test_a_rate_where_the_formula_gives_a_size_is_cap_003(pair):
    assert codes(changed("recommender", pair)) == ["CAP-003"]


@pytest.mark.parametrize(
    "pairs",
    [
        [("| Ranking Service | 40 | ms | serial |", "| Ranking Service | 95 | ms | serial |")],
        [("| Ranking Service | 40 | ms | serial |", "| Ranking Service | 0.095 | s | serial |")],
        [
            ("| Step | p99 | Unit | Mode |", "| Hop | p99 latency | Unit | Kind |"),
            ("| Ranking Service | 40 | ms | serial |", "| Ranker | 95 | ms | |"),
        ],
    ],
)
def test_a_slow_step_breaks_the_budget_and_leaves_a_stale_total(pairs):
    found = codes(changed("recommender", *pairs))
    assert found == ["CAP-005", "CAP-011"]


@pytest.mark.parametrize("total", ["119410", "$119,410", "**119.4K**", "119 410"])
def test_a_wrong_cost_total_is_one_finding_of_cap_005(total):
    assert codes(changed("recommender", ("| 149410 |", f"| {total} |"))) == ["CAP-005"]


PROBLEM = "without slowing the page."


@pytest.mark.parametrize(
    "sentence",
    [
        "At peak the shop sees 10K QPS.",
        "The peak load is 10,000 requests per second.",
        "On Sunday evening traffic peaks at 10k req/s.",
        "Average traffic is 40K QPS, and at peak it reaches 10K QPS.",
        "The API Gateway must handle a peak of 10 K requests/s within 150 ms.",
    ],
)
def test_another_peak_in_the_text_is_doc_011(sentence):
    (found,) = findings(changed("recommender", (PROBLEM, f"{PROBLEM} {sentence}")))
    assert (found.finding.code, found.finding.severity) == ("DOC-011", "error")


OPERATIONS = "Every requirement has an indicator"


@pytest.mark.parametrize(
    "pair",
    [
        ("| peak request rate | 100K |", "| peak request rate | 10K |"),
        (OPERATIONS, f"The availability target is 99.9 % per month. {OPERATIONS}"),
        (OPERATIONS, f"Our latency target is a p99 of 300 ms for every request. {OPERATIONS}"),
        (OPERATIONS, f"The whole system costs 250,000 USD per month in total. {OPERATIONS}"),
        (OPERATIONS, f"The Rec Orchestrator runs as 100 pods. {OPERATIONS}"),
        ("a3[Rec Orchestrator x78]", "a3[Rec Orchestrator x20]"),
    ],
)
def test_two_values_of_a_promise_are_doc_011(pair):
    assert codes(changed("recommender", pair)) == ["DOC-011"]


OTHERS = [
    ("cameras", [("| 54 | 640 |", "| 24 | 640 |")], ["CAP-007"]),
    ("cameras", [("| 54 | 640 |", "| 40 | 640 |")], ["CAP-008"]),
    ("cameras", [("| Batch wait | 22 |", "| Batch wait | 173 |")], ["CAP-005", "CAP-011"]),
    ("cameras", [("| 604.8 | TB |", "| 75.6 | TB |")], ["CAP-004"]),
    ("cameras", [("| 5 | MB |", "| ~ a lot | MB |")], ["CAP-002"]),
    ("cameras", [("| 61,614 |", "| 66,614 |")], ["CAP-005"]),
    ("chat", [("| LLM server | 12 |", "| LLM server | 8 |")], ["CAP-008"]),
    ("chat", [("| LLM server | 12 |", "| LLM server | 6 |")], ["CAP-007"]),
    ("chat", [("| Queue | 100 |", "| Queue | 250 |")], ["CAP-005", "CAP-011"]),
    ("chat", [("it gets 30 requests", "it gets 300 requests")], ["DOC-011"]),
    ("chat", [("| 9K | tok/s", "| 900 | tok/s")], ["CAP-004"]),
    ("chat", [("| 68,328 |", "| 86,328 |"), ("| 90,828 |", "| 108,828 |")], ["CAP-024"]),
    ("chat", [("| 67.4 | GB |", "| 67.4 | GB/s |")], ["CAP-003"]),
    ("full_recommender", [("| 102.4 | GB", "| 80 | GB")], ["CAP-004"]),
    ("full_recommender", [("$14,560", "$14.56"), ("$226,580", "$212,034"), ("$260,568", "$246,022")], ["CAP-024"]),
    ("full_recommender", [("$226,580", "$229,580")], ["CAP-005"]),
    ("full_recommender", [("| 60 (20/zone) |", "| 50 (20/zone) |")], ["CAP-008"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "pairs", "expected"), OTHERS)
def test_flaws_of_other_designs_fire_alone(name, pairs, expected):
    assert codes(changed(name, *pairs)) == expected


def test_a_wrong_value_is_one_finding_and_not_one_per_formula_that_uses_it():
    found = findings(changed("recommender", ("| avg | 40K | QPS |", "| avg | 4K | QPS |")))
    assert [(f.finding.code, f.finding.subject) for f in found] == [("CAP-004", "quantity:avg")]


def test_a_muted_finding_keeps_its_cause():
    files = changed("recommender", (ORCH, ORCH.replace("234", "120")))
    assert [f.finding.code for f in findings(files)] == ["CAP-007"]


def test_a_wrong_line_without_symbols_and_units_is_found_once():
    rows = (
        "| DAU | 10M users | product |\n| Requests per user per day | 20 | logs |\n"
        "| Average QPS | 23,150 QPS | = DAU × Requests per user per day / 86,400 |\n"
        "| Peak QPS | 6,944 QPS | = Average QPS × 3 |\n"
    )
    source = f"# D\n## Capacity\n| Metric | Value | Calculation |\n|---|---|---|\n{rows}"
    found = [f.finding for f in findings({"design.md": source}) if f.finding.code == "CAP-004"]
    assert [f.computed["stated"] for f in found] == [23_150]
