"""Headers in free wording, and what a table of them is read as."""

from __future__ import annotations

import pytest

from apps.engine.names import similarity
from apps.engine.quantities.header_words import guess_column
from apps.engine.quantities.headers import header_name, read_heading
from apps.engine.quantities.tables import is_total
from tests.bench.checks import read


def table(header: str, *rows: str) -> str:
    rule = "|" + "---|" * (header.count("|") - 1)
    return "\n".join(("# Design", "", "## Capacity plan", "", header, rule, *rows, ""))


@pytest.mark.parametrize(
    ("role", "header", "column"),
    [
        ("fleet", "Max load per instance", "capacity"),
        ("fleet", "Load each can take", "capacity"),
        ("fleet", "Availability zones in use", "zones"),
        ("fleet", "Offered peak traffic", "demand"),
        ("latency", "Budget at p99 (ms)", "p99"),
        ("cost", "USD/h each", "unit_price"),
        ("cost", "EUR per month", "monthly"),
        ("cost", "h/month", "hours"),
        ("consistency", "CAP classification", "claim"),
        ("requirements", "Observed over", "scope"),
        ("fleet", "Remarks", ""),
    ],
)
def test_free_headers_are_read_by_their_words(role: str, header: str, column: str) -> None:
    assert guess_column(role, header_name(read_heading(header).raw)) == column


@pytest.mark.parametrize(
    ("header", "unit"),
    [("$/hour", "$/hour"), ("EUR per month", "EUR/month"), ("Milliseconds", "ms"), ("Hours", "")],
)
def test_a_header_may_be_nothing_but_a_unit(header: str, unit: str) -> None:
    assert read_heading(header).unit == unit


def test_a_fleet_in_other_words_is_a_fleet() -> None:
    text = table(
        "| Microservice | Instances | Availability zones | Max load per instance | Peak demand | Unit |",
        "| Scoring API | 84 | 3 | 400 | 20,000 | TPS |",
    )
    (row,) = read({"design.md": text}).figures.fleet
    assert row.replicas is not None
    assert row.capacity is not None
    assert row.demand is not None
    assert (row.replicas.value, row.capacity.value, row.demand.value) == (84, 400, 20000)


def test_of_two_columns_with_names_the_one_with_identifiers_has_the_symbols() -> None:
    text = table(
        "| Name | What | Amount | Unit | Derivation |",
        "| avg_tps | Average payment rate | 8,000 | TPS | measured |",
        "| peak_tps | Peak payment rate | 20,000 | TPS | = avg_tps * 2.5 |",
    )
    peak = next(q for q in read({"design.md": text}).figures.quantities if q.symbol == "peak_tps")
    assert (peak.name, peak.role) == ("Peak payment rate", "peak_rate")


def test_an_empty_first_header_beside_weights_names_the_criteria() -> None:
    text = table("| | Weight | L4 | CPU |", "| Cost | 4 | 8 | 5 |", "| Latency | 6 | 9 | 6 |")
    assert [t.role for t in read({"design.md": text}).figures.tables] == ["matrix"]


def test_the_window_of_a_target_is_no_latency() -> None:
    text = "# Design\n\n## Requirements\n\n- Latency: p99 ≤ 100 ms at the balancer, over 28 days.\n"
    found = read({"design.md": text}).figures.requirements
    assert [r.target.raw for r in found if r.target] == ["100"]


def test_all_together_is_a_total() -> None:
    assert is_total("All together")


def test_a_balancer_of_a_product_line_is_a_balancer() -> None:
    assert similarity("NLB", "Network Load Balancer") == 100
    assert similarity("Application Load Balancer", "LB") == 100
    assert similarity("", "load") < 80
