"""Flaws seeded into correct designs fire their check alone; harmless rewrites stay silent."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from apps.engine.checks.registry import all_checks
from apps.engine.checks.runner import run
from tests.engine.packages import package_of

SAMPLE = Path(__file__).parents[2] / "samples" / "recommender"
FILES = {path.name: path.read_text(encoding="utf-8") for path in SAMPLE.iterdir()}
MATRIX = """| Criterion | Weight | GPU L4 | CPU fleet | Managed endpoint |
|---|---|---|---|---|
| Cost at peak | 0.35 | 4 | 2 | 1 |
| Latency p99 | 0.30 | 5 | 2 | 3 |
| Operations effort | 0.20 | 2 | 3 | 5 |
| Portability | 0.15 | 3 | 5 | 1 |
| Weighted total | 1.00 | 3.75 | 2.65 | 2.40 |"""
TURNED = """| Option | Cost at peak | Latency p99 | Operations effort | Portability | Total |
|---|---|---|---|---|---|
| Weight | 0.35 | 0.30 | 0.20 | 0.15 | 1.00 |
| GPU L4 | 4 | 5 | 2 | 3 | 3.75 |
| CPU fleet | 2 | 2 | 3 | 5 | 2.65 |
| Managed endpoint | 1 | 3 | 5 | 1 | 2.40 |"""
SCYLLA = "| ScyllaDB | user features | PA/EL | stale"
HARDWARE = "### Ranking hardware"
LIST = "* Good, because p99 stays within 40 ms\n* Bad, because GPU capacity must be reserved"


def loud(files: dict[str, str]) -> set[tuple[str, str]]:
    """Codes and subjects of what trade-off and record checks say aloud."""
    checks = [check for check in all_checks() if check.code.startswith(("TRD", "ADR"))]
    return {
        (found.finding.code, found.subject)
        for found in run(package_of(files), checks=checks).findings
        if found.counts and found.finding.severity != "info"
    }


@cache
def baseline() -> frozenset[tuple[str, str]]:
    return frozenset(loud(FILES))


def added(*changes: tuple[str, str, str]) -> set[str]:
    """Codes that fire besides those of the unchanged design."""
    files = dict(FILES)
    for name, old, new in changes:
        assert old in files[name], (name, old)
        files[name] = files[name].replace(old, new)
    found = loud(files)
    assert baseline() <= found
    return {code for code, _ in found - baseline()}


D = "design.md"
FLAWS = [
    ("TRD-002", (D, "| Portability | 0.15 |", "| Portability | 0.25 |")),
    ("TRD-002", (D, MATRIX, TURNED.replace("| 0.15 |", "| 0.25 |"))),
    ("TRD-002", (D, "| Portability | 0.15 |", "| Portability | 5 % |")),
    ("TRD-003", (D, "| 2.65 | 2.40 |", "| 3.95 | 2.40 |")),
    ("TRD-003", (D, MATRIX, TURNED.replace("| 2.65 |", "| 2.95 |"))),
    ("TRD-003", (D, MATRIX, MATRIX.replace(".", ",").replace("3,75", "4,10"))),
    ("TRD-004", (D, "Decision: GPU L4.", "Decision: Managed endpoint.")),
    ("TRD-004", (D, "Decision: GPU L4.", "The managed endpoint was selected.")),
    ("TRD-004", (D, "Decision: GPU L4.", "We therefore go with the CPU fleet.")),
    ("TRD-004", ("adr-0001.md", '"GPU L4"', '"Managed endpoint"')),
    ("TRD-009", (D, SCYLLA, SCYLLA.replace("PA/EL", "CP"))),
    ("TRD-009", (D, HARDWARE, "Kafka is an AP store.\n\n" + HARDWARE)),
    ("TRD-009", (D, "result cache | PA/EL", "result cache | PC/EC")),
    ("TRD-010", (D, SCYLLA, SCYLLA.replace("PA/EL", "CA"))),
    ("TRD-010", (D, HARDWARE, "We run ScyllaDB as CA: consistent and available.\n\n" + HARDWARE)),
    ("TRD-010", (D, "stale features for seconds are acceptable",
                 "linearizable reads and always available during a partition")),
    ("TRD-010", (D, HARDWARE, "ScyllaDB gives us all three of CAP.\n\n" + HARDWARE)),
    ("ADR-006", ("adr-0002.md", 'Chosen option: "ScyllaDB"', 'Chosen option: "DynamoDB"')),
    ("ADR-006", ("adr-0002.md", 'Chosen option: "ScyllaDB"', "We decided to use DynamoDB")),
    ("ADR-006", ("adr-0003.md", 'Chosen option: "Kafka"', "Decision: Apache Pulsar")),
    ("ADR-007", ("adr-0001.md", "\n* Bad, because GPU capacity must be reserved", "")),
    ("ADR-007", ("adr-0001.md", LIST, "p99 stays within 40 ms and the cost per item is lower.")),
    ("ADR-007", ("adr-0003.md", "* Bad, because consumers see events late",
                 "* Good, because it lowers the cost of the request path")),
    ("ADR-008", ("adr-0003.md", "status: accepted", "status: superseded by ADR-0009")),
    ("ADR-008", ("adr-0003.md", "status: accepted", 'status: "superseded by [9](adr-0009.md)"')),
    ("ADR-008", ("adr-0001.md", "## Considered Options", "Supersedes ADR-0042.\n\n## Considered Options")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "change"), FLAWS)
def test_a_flaw_fires_its_check_and_nothing_besides(code: str, change: tuple[str, str, str]):
    assert added(change) == {code}


HARMLESS = {
    "turned": [(D, MATRIX, TURNED)],
    "percent": [(D, MATRIX, MATRIX.replace("0.35", "35 %").replace("0.30", "30 %").replace("0.20", "20 %")
                 .replace("0.15", "15 %").replace("1.00", "100 %"))],
    "comma": [(D, MATRIX, MATRIX.replace(".", ","))],
    "rounded": [(D, "| 3.75 | 2.65 | 2.40 |", "| 3.8 | 2.7 | 2.4 |")],
    "CamelCase": [(D, "| GPU L4 | CPU fleet | Managed endpoint |", "| GpuL4 | CpuFleet | ManagedEndpoint |")],
    "technology": [(D, "| ScyllaDB | user", "| User Feature Store (ScyllaDB) | user")],
    "no-break space": [(D, "Decision: GPU L4", "Decision:\u00a0GPU\u00a0L4")],
    "two tables": [(D, "| Kafka | events", "\n| Store | Data | PACELC | Reason |\n|---|---|---|---|\n| Kafka | events")],
    "denial": [(D, HARDWARE, 'ScyllaDB is not a CA system, and "CA" is a myth for Kafka.\n\n' + HARDWARE)],
    "setting": [(D, SCYLLA, SCYLLA.replace("PA/EL | stale", "PC/EC | QUORUM both ways; stale"))],
    "Spanner": [(D, "| Kafka | events", "| Spanner | orders | effectively CA | technically CP |\n| Kafka | events")],
    "ordinal": [("adr-0002.md", 'Chosen option: "ScyllaDB"', "Chosen option: Option 1")],
    "override": [(D, "Decision: GPU L4.", "Decision: CPU fleet, although GPU L4 leads, because GPUs are sold out.")],
    "emoji": [("adr-0003.md", "status: accepted", "status: ✅ Accepted")],
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_rewrite_is_silent(name: str):
    assert added(*HARMLESS[name]) == set()


def test_a_root_cause_mutes_its_follow_ups():
    files = dict(FILES)
    files[D] = files[D].replace("| Portability | 0.15 |", "| Portability | 0.45 |")
    report = run(package_of(files), checks=[c for c in all_checks() if c.code.startswith("TRD-00")])
    muted = {f.finding.code for f in report.findings if f.caused_by}
    assert muted == {"TRD-003"}
