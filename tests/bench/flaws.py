"""Known flaws seeded into a correct design: what must fire, in several wordings each.

A variant is a list of replacements on the design (or on a harmless rewrite of it). ``follow`` are
codes that may fire besides, because the flaw really is two facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Variant:
    """One wording: replacements by file, after the named rewrite of the design."""

    pairs: Pairs = ()
    rewrite: str | None = None
    file: str = "design.md"


@dataclass(frozen=True)
class Flaw:
    """A flaw with the codes of which at least ``must`` fires."""

    name: str
    must: str
    variants: tuple[Variant, ...]
    follow: frozenset[str] = field(default=frozenset())


def _everywhere(pairs: Pairs, *rewrites: str) -> tuple[Variant, ...]:
    return tuple(Variant(pairs, rewrite) for rewrite in rewrites)


_ORCH = "| Rec Orchestrator | 234 | 3 | 500 | 70000 | QPS |"
_ZONE_C = "  subgraph zone-c"


def _orchestrator(replicas: int) -> tuple[Variant, ...]:
    row = (_ORCH, _ORCH.replace("234", str(replicas)))
    return (
        Variant([row]),
        Variant([row], "other headers"),
        Variant([(_ORCH, f"| RecOrchestrator (Go) | {replicas} | 3 | 0.5K | 70K | req/s |")]),
        Variant([("| Replicas | 234 |", f"| Replicas | {replicas} |")], "transposed fleet"),
        Variant([("<td>234</td>", f"<td>{replicas}</td>")], "HTML fleet"),
    )


FLAWS: tuple[Flaw, ...] = (
    Flaw("F01 fleet too small for the peak", "CAP-007", _orchestrator(120),
         frozenset({"CAP-008", "DOC-011", "CAP-009"})),
    Flaw("F02 fleet does not survive a lost zone", "CAP-008", _orchestrator(183),
         frozenset({"DOC-011", "CAP-009"})),
    Flaw("F03 egress in bytes instead of bits", "CAP-004", (
        Variant([("| egress | 6.4 | Gbit/s |", "| egress | 0.8 | Gbit/s |")]),
        Variant([("| egress | 6.4 | Gbit/s |", "| egress | 800 | Mbit/s |")]),
        Variant([("| egress | 6.4 | Gbit/s |", "| egress | 0.8 | Gbps |")], "other headers"),
        Variant([("| egress | 6,4 | Gbit/s |", "| egress | 0,8 | Gbit/s |")], "decimal comma"),
    )),
    Flaw("F04 vectors as a rate", "CAP-003", (
        Variant([("| raw | 102.4 | GB |", "| raw | 102.4 | GB/s |")]),
        Variant([("| raw | 102.4 | GB |", "| raw | 819.2 | Gbit/s |")], "times sign"),
        Variant([("| raw | 102.4 | GB |", "| raw | 102.4 | QPS |")]),
        Variant([("102.4 | GB | = items * vec | Raw", "102.4 | GB/s | = items * vec | Raw")],
                "shuffled columns"),
    )),
    Flaw("F05 latency over the target", "CAP-011", (
        Variant([("| Ranking Service | 40 | ms |", "| Ranking Service | 95 | ms |")]),
        Variant([("| Ranking Service | 40 | ms |", "| Ranking Service | 0.095 | s |")]),
        Variant([("| Ranking Service | 40 | ms | serial |", "| Ranking Service | 95 | ms | serial |"),
                 ("| Step | p99 | Unit | Mode |", "| Hop | p99 | Unit | Mode |")]),
        Variant([("| Ranking Service | 40 | ms |", "| Ranking Service | 95 | ms |"),
                 ("| Total | 125 | ms |", "| Total | 180 | ms |")]),
    ), frozenset({"CAP-005"})),
    Flaw("F06 cost total does not add up", "CAP-005", (
        Variant([("| 149410 |", "| 119410 |")]),
        Variant([("| 149410 |", "| 119,410 |")], "other headers"),
        Variant([("| Total | | | | 149410 |", "| Sum | | | | 119.4K |")]),
        Variant([("| 149410 |", "| $119,410 |")]),
    )),
    Flaw("F07 weights do not sum to 1", "TRD-002", (
        Variant([("| Portability | 0.15 |", "| Portability | 0.25 |"),
                 ("| Weighted total | 1.00 | 3.75 | 2.65 | 2.40 |",
                  "| Weighted total | 1.10 | 4.05 | 3.15 | 2.50 |")]),
        Variant([("| Portability | 15 % |", "| Portability | 25 % |"),
                 ("| Weighted total | 100 % | 3.75 | 2.65 | 2.40 |",
                  "| Weighted total | 110 % | 4.05 | 3.15 | 2.50 |")], "percent weights"),
        Variant([("| Portability | 0.15 |", "| Portability | 0.05 |"),
                 ("| Weighted total | 1.00 | 3.75 | 2.65 | 2.40 |",
                  "| Total | 0.90 | 3.45 | 2.15 | 2.30 |")]),
        Variant([("| Portability | 0,15 |", "| Portability | 0,25 |"),
                 ("| Weighted total | 1,00 | 3,75 | 2,65 | 2,40 |",
                  "| Weighted total | 1,10 | 4,05 | 3,15 | 2,50 |")], "decimal comma"),
    )),
    Flaw("F08 the decision is not the winner", "TRD-004", (
        Variant([("Decision: GPU L4.", "Decision: Managed endpoint.")]),
        Variant([("Decision: GPU L4.", "**Chosen option:** CPU fleet.")]),
        Variant([("Decision: GPU L4.", "We choose the managed endpoint.")]),
        Variant([("Decision: GPU L4.", "We decided to use a CPU fleet.")], "percent weights"),
    ), frozenset({"ADR-006"})),
    Flaw("F09 a replicated store called CA", "TRD-010", (
        Variant([("| ScyllaDB | user features | PA/EL |", "| ScyllaDB | user features | CA |")]),
        Variant([("| ScyllaDB | user features | PA/EL |",
                  "| ScyllaDB 5 cluster | user features | CA (CAP) |")]),
        Variant([("The user feature store scales out by token ranges.",
                  "The user feature store scales out by token ranges; ScyllaDB is a CA system.")]),
        Variant([("| Store | Data | PACELC | Reason |", "| Database | Data | CAP | Reason |"),
                 ("| ScyllaDB | user features | PA/EL |", "| ScyllaDB | user features | C+A |")]),
    ), frozenset({"TRD-009"})),
    Flaw("F10 a participant no component diagram shows", "DIA-008", (
        Variant([("participant R as Ranking Service", "participant R as Scoring Engine")]),
        Variant([("participant A as ANN Index", "participant A as Embedding Warehouse")]),
        Variant([("participant O as Rec Orchestrator", "participant O as Blender")]),
        Variant([("participant K as Result Cache", 'participant K as "Session Ledger"')]),
    ), frozenset({"DIA-009", "CAP-011"})),
    Flaw("F11 one load balancer in one zone", "DIA-010", (
        Variant([("    b1[Load Balancer x1]\n", ""), ("    c1[Load Balancer x1]\n", "")]),
        Variant([("    b1[Load Balancer x1]\n", ""), ("    c1[Load Balancer x1]\n", ""),
                 ("a1[Load Balancer x1]", "a1[Load Balancer ×1]")]),
        Variant([("    a2[API Gateway x20]\n", "    a2[API Gateway, replicas: 1]\n"),
                 ("    b2[API Gateway x20]\n", ""), ("    c2[API Gateway x20]\n", "")]),
        Variant([("    b1[LB x1]\n", ""), ("    c1[LB x1]\n", "")], "LB"),
    )),
    Flaw("F12 a component that is deployed nowhere", "DIA-007", (
        Variant([("    a10[Stream Processor x6]\n", ""), ("    b10[Stream Processor x6]\n", ""),
                 ("    c10[Stream Processor x6]\n", "")]),
        Variant([("    a6[Result Cache x8]\n", ""), ("    b6[Result Cache x8]\n", ""),
                 ("    c6[Result Cache x8]\n", "")]),
        Variant([("    a9[Event Bus x5]\n", ""), ("    b9[Event Bus x5]\n", ""),
                 ("    c9[Event Bus x5]\n", "")]),
        Variant([("    a10[Stream Processor x6]\n", ""), ("    b10[Stream Processor x6]\n", ""),
                 ("    c10[Stream Processor x6]\n", "")], "CamelCase"),
    )),
    Flaw("the record chooses an option it does not list", "ADR-006", (
        Variant([('Chosen option: "ScyllaDB"', 'Chosen option: "DynamoDB"')], file="adr-0002.md"),
        Variant([('Chosen option: "Kafka"', "We decided for RabbitMQ")], file="adr-0003.md"),
        Variant([('Chosen option: "GPU L4"', 'Chosen option: "TPU pods"')], file="adr-0001.md"),
    ), frozenset({"TRD-004"})),
    Flaw("the record names no cost of the choice", "ADR-007", (
        Variant([("* Bad, because GPU capacity must be reserved\n", "")], file="adr-0001.md"),
        Variant([("* Bad, because features may be seconds old",
                  "* Good, because operators know it well")], file="adr-0002.md"),
        Variant([("* Good, because the request path has no write dependency\n* Bad, because consumers see events late",
                  "The request path has no write dependency and consumers replay with ease.")],
                file="adr-0003.md"),
    )),
    Flaw("the text names another peak", "DOC-011", (
        Variant([("for 120M daily users, without", "for 120M daily users at a peak of 10K QPS, without")]),
        Variant([("Goals: personal lists", "At the busiest minute we serve a peak load of 250,000 requests per second. Goals: personal lists")]),
        Variant([("The orchestrator keeps no state,",
                  "The peak request rate is 40K requests/s. The orchestrator keeps no state,")]),
    )),
    Flaw("a wrong weighted total", "TRD-003", (
        Variant([("| 3.75 | 2.65 | 2.40 |", "| 3.75 | 3.95 | 2.40 |")]),
        Variant([("| 3.75 | 2.65 | 2.40 |", "| 4.35 | 2.65 | 2.40 |")], "percent weights"),
        Variant([("| 3,75 | 2,65 | 2,40 |", "| 3,75 | 2,65 | 3,10 |")], "decimal comma"),
    ), frozenset({"TRD-004"})),
    Flaw("superseded by a record that is not there", "ADR-008", (
        Variant([("status: accepted", "status: superseded by ADR-0009")], file="adr-0003.md"),
        Variant([("status: accepted", 'status: "superseded by [ADR-0012](adr-0012.md)"')],
                file="adr-0002.md"),
        Variant([("## Considered Options", "Supersedes ADR-0042.\n\n## Considered Options")],
                file="adr-0001.md"),
    ), frozenset({"DOC-005"})),
    Flaw("no deployment diagram", "DIA-001", (
        Variant([("```mermaid\n%% title: Figure 3 Deployment", "```text\nFigure 3")]),
        Variant([("%% title: Figure 3 Deployment", "%% title: Figure 3 Parts\n%% kind: component")]),
        Variant([("%% title: Figure 3 Deployment\nflowchart TB",
                  "%% title: Figure 3 Boxes\nflowchart TB"),
                 ("subgraph zone-a", "subgraph one"), ("subgraph zone-b", "subgraph two"),
                 (_ZONE_C, "  subgraph three")]),
    ), frozenset({"DIA-007", "DIA-009", "DIA-010", "DIA-008", "DOC-011"})),
)  # fmt: skip
