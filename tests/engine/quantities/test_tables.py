"""Recognising tables by their headers."""

from __future__ import annotations

import pytest

from apps.engine.document.markdown import read_markdown
from apps.engine.quantities.headers import read_heading
from apps.engine.quantities.read import read_figures
from apps.engine.quantities.tables import type_tables
from apps.engine.text import canonical_text


def _view(header: str, *rows: str, section: str = "Notes"):
    lines = [header, "|---" * (header.count("|") - 1) + "|", *rows]
    source = f"# {section}\n\n" + "\n".join(lines) + "\n"
    document = read_markdown("design.md", canonical_text("design.md", source.encode()))
    return type_tables([document], {})[0]


ROLES = [
    (
        "capacity",
        "| Quantity | Symbol | Value | Unit | Formula / Source |",
        "| Peak | p | 5 | QPS | log |",
    ),
    ("capacity", "| Parameter | Amount | Unit | Calculation |", "| Peak | 5K | QPS | = a * b |"),
    ("fleet", "| Tier | # of pods | Throughput per pod | Peak load |", "| API | 5 | 100 | 400 |"),
    ("latency", "| Hop | p95 (ms) |", "| API | 5 |"),
    ("availability", "| Component | SLA | Critical? |", "| LB | 99.99 | yes |"),
    ("cost", "| Resource | Count | Price per hour | Monthly cost |", "| Node | 2 | 0.5 | 730 |"),
    ("matrix", "| Criterion | Weight | A | B |", "| Cost | 0.4 | 3 | 4 |"),
    ("consistency", "| Store | PACELC | Reason |", "| Redis | PA/EL | cache |"),
    ("failure", "| Failure | Effect | Mitigation |", "| Zone lost | less | shed |"),
    ("requirements", "| ID | Metric | Target | Unit |", "| R1 | p99 | 150 | ms |"),
    ("alias", "| Component | Also called |", "| Gateway | GW, edge |"),
    ("other", "| Name | Birthday |", "| Ada | 10 December |"),
]


@pytest.mark.parametrize(("role", "header", "row"), ROLES)
def test_a_table_has_the_role_of_its_headers(role, header, row):
    assert _view(header, row).role == role


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("Unit price (USD/hour)", "unit price", "USD/hour"),
        ("p99 [ms]", "p99", "ms"),
        ("p99 ms", "p99", "ms"),
        ("Monthly cost in USD", "monthly cost", "USD"),
        ("No. of Pods", "replica", ""),
        ("Capacity per instance", "capacity per replica", ""),
    ],
)
def test_a_header_gives_its_name_and_its_unit(text, name, unit):
    heading = read_heading(text)
    assert (heading.name, heading.unit) == (name, unit)


def test_names_in_the_first_column_are_turned():
    view = _view(
        "| Component | API | Index |",
        "| Replicas | 3 | 4 |",
        "| Capacity per replica | 5 | 6 |",
        "| Demand | 9 | 8 |",
    )
    assert (view.role, view.transposed) == ("fleet", True)
    assert [row[0].text for row in view.rows] == ["API", "Index"]


def test_options_as_rows_of_a_matrix_are_turned():
    view = _view(
        "| Option | Cost | Latency | Effort |",
        "| Weight | 0.5 | 0.3 | 0.2 |",
        "| A | 3 | 4 | 2 |",
        "| B | 4 | 2 | 5 |",
    )
    assert (view.role, view.transposed) == ("matrix", True)


def _figures(source: str):
    text = canonical_text("design.md", source.encode())
    return read_figures([read_markdown("design.md", text)], {"design.md": text}, [], [])


def test_cost_lines_show_how_they_were_computed():
    figures = _figures(
        "# Cost\n| Item | Quantity | Unit price | Per | Monthly cost |\n|---|---|---|---|---|\n"
        "| Storage | 182 TB | $0.08 | GB-month | $14,560 |\n| Calls | 105,120M | $0.0025 | 1K requests | $262,800 |\n"
        "| Seats | 10 | $120 | year | $100 |\n| Reserved node | 2 | $1 | hour | $700 |\n"
    )
    lines = figures.costs[0].lines
    assert [round(line.computed) if line.computed is not None else None for line in lines] == [
        14560,
        262800,
        100,
        None,
    ]
    assert lines[3].exempt == "Reserved"


def test_a_fleet_row_knows_scope_headroom_autoscaling_and_the_number_of_named_zones():
    figures = _figures(
        "# Capacity plan\nThe index is sharded four ways. The API keeps 30 % headroom.\n\n"
        "| Component | Replicas | Zones | Capacity per replica | Demand | Unit |\n|---|---|---|---|---|---|\n"
        "| Index (per shard) | 3 x 13 | a, b, c | 3000 | 70000 | QPS |\n| API | 20-60 | 3 | 500 | 9000 | QPS |\n"
    )
    index, api = figures.fleet
    assert (index.scope, index.shards, index.replicas.value, index.zones.value) == (
        "per shard",
        4,
        39,
        3,
    )
    assert (api.headroom, api.replicas.value, api.max_replicas.value) == (0.3, 20, 60)


def test_targets_in_the_prose_of_the_requirements_are_requirements():
    figures = _figures(
        "# Requirements\n- R1: p99 latency of at most 150 ms, measured per month\n- 99.9 % availability over 30 days\n"
        "- a peak of 5K QPS\n"
    )
    found = [
        (r.id, r.attribute, r.target.value, r.unit, r.percentile) for r in figures.requirements
    ]
    assert found == [
        ("R1", "latency", 150, "ms", "p99"),
        ("", "availability", 99.9, "%", None),
        ("", "throughput", 5000, "QPS", None),
    ]
