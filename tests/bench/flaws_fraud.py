"""Known flaws seeded into the fraud scoring design, which writes everything in other words."""

from __future__ import annotations

from tests.bench.flaws import Flaw, Variant

FLAWS: tuple[Flaw, ...] = (
    Flaw(
        "fleet too small for the peak",
        "CAP-007",
        (
            Variant([("| Scoring API | 84 |", "| Scoring API | 45 |")], file="architecture.md"),
            Variant(
                [("| Model Server | 15 | 3 | 2,500 |", "| Model Server (Triton) | 6 | 3 | 2.5K |")],
                file="architecture.md",
            ),
        ),
        frozenset({"CAP-008", "CAP-009", "DOC-011"}),
    ),
    Flaw(
        "fleet does not survive a lost zone",
        "CAP-008",
        (
            Variant([("| Scoring API | 84 |", "| Scoring API | 66 |")], file="architecture.md"),
            Variant([("| Rules Engine | 27 |", "| Rules Engine | 18 |")], file="architecture.md"),
        ),
        frozenset({"CAP-009", "DOC-011"}),
    ),
    Flaw(
        "a value is not its formula",
        "CAP-004",
        (Variant([("| 240 | Mbit/s |", "| 30 | Mbit/s |")], file="architecture.md"),),
    ),
    Flaw(
        "data as a rate",
        "CAP-003",
        (Variant([("| 144 | GB |", "| 144 | GB/s |")], file="architecture.md"),),
    ),
    Flaw(
        "latency over the target",
        "CAP-011",
        (
            Variant(
                [("| Model Server | 25 | serial |", "| Model Server | 48 | serial |")],
                file="architecture.md",
            ),
            Variant(
                [
                    ("| Model Server | 25 | serial |", "| Model Server | 48 | serial |"),
                    ("| End to end | 65 |", "| End to end | 88 |"),
                ],
                file="architecture.md",
            ),
        ),
        frozenset({"CAP-005"}),
    ),
    Flaw(
        "cost total does not add up",
        "CAP-005",
        (Variant([("**27,083**", "**22,083**")], file="architecture.md"),),
    ),
    Flaw(
        "weights do not sum to 1",
        "TRD-002",
        (
            Variant(
                [
                    ("| Running cost | 15 | 4", "| Running cost | 25 | 4"),
                    (
                        "| 100 | **4.30** | **3.05** | **3.95** |",
                        "| 110 | **4.70** | **3.25** | **4.45** |",
                    ),
                ],
                file="architecture.md",
            ),
        ),
    ),
    Flaw(
        "the decision is not the winner",
        "TRD-004",
        (
            Variant(
                [("**Decision:** LightGBM,", "**Decision:** deep network,")], file="architecture.md"
            ),
            Variant(
                [("**Decision:** LightGBM,", "We selected the option *Rules only*,")],
                file="architecture.md",
            ),
        ),
        frozenset({"ADR-006", "ADR-011"}),
    ),
    Flaw(
        "a replicated store called CA",
        "TRD-010",
        (
            Variant(
                [("| PA/EL | AP mode, replication factor 2 |", "| CA | replication factor 2 |")],
                file="architecture.md",
            ),
        ),
        frozenset({"TRD-009"}),
    ),
    Flaw(
        "a participant no component diagram shows",
        "DIA-008",
        (
            Variant(
                [("participant RE as Rules Engine", "participant RE as Policy Oracle")],
                file="architecture.md",
            ),
        ),
        frozenset({"CAP-011", "DIA-009"}),
    ),
    Flaw(
        "one load balancer in one zone",
        "DIA-010",
        (
            Variant(
                [
                    ("            lb2[Network Load Balancer]\n", ""),
                    ("            lb3[Network Load Balancer]\n", ""),
                    ("lb1[Network Load Balancer]", 'lb1["Network Load Balancer<br/>1 instance"]'),
                ],
                file="architecture.md",
            ),
        ),
    ),
    Flaw(
        "a component that is deployed nowhere",
        "DIA-007",
        (
            Variant(
                [
                    ('            ag1["Velocity Aggregator<br/>4 pods"]\n', ""),
                    ('            ag2["Velocity Aggregator<br/>4 pods"]\n', ""),
                    ('            ag3["Velocity Aggregator<br/>4 pods"]\n', ""),
                ],
                file="architecture.md",
            ),
        ),
    ),
    Flaw(
        "the record chooses an option it does not list",
        "ADR-006",
        (
            Variant(
                [('Chosen option: "Aerospike"', 'Chosen option: "ScyllaDB"')],
                file="decisions/0002-keep-profiles-in-aerospike.md",
            ),
        ),
        frozenset({"TRD-004"}),
    ),
    Flaw(
        "the record names no cost of the choice",
        "ADR-007",
        (
            Variant(
                [
                    (
                        "* Bad, because a decision shows up in reports some seconds late",
                        "* Good, because reports have every decision",
                    )
                ],
                file="decisions/0003-log-decisions-asynchronously.md",
            ),
        ),
    ),
    Flaw(
        "the text names another peak",
        "DOC-011",
        (
            Variant(
                [
                    (
                        "We want a learned score",
                        "At the peak we see 50,000 transactions per second. We want a learned score",
                    )
                ],
                file="architecture.md",
            ),
        ),
    ),
    Flaw(
        "a wrong weighted total",
        "TRD-003",
        (Variant([("**3.05**", "**3.55**")], file="architecture.md"),),
        frozenset({"TRD-004"}),
    ),
    Flaw(
        "superseded by a record that is not there",
        "ADR-008",
        (
            Variant(
                [('status: "accepted"', 'status: "superseded by ADR-0007"')],
                file="decisions/0001-score-with-gradient-boosted-trees.md",
            ),
        ),
        frozenset({"DOC-005"}),
    ),
    Flaw(
        "no deployment diagram",
        "DIA-001",
        (
            Variant(
                [
                    (
                        "```mermaid\nflowchart LR\n    subgraph region",
                        "```\nflowchart LR\n    subgraph region",
                    )
                ],
                file="architecture.md",
            ),
        ),
        frozenset({"DIA-007", "DIA-008", "DIA-009", "DIA-010", "DOC-011"}),
    ),
)
