"""Known flaws seeded into the semantic search design, which writes everything in other words."""

from __future__ import annotations

from tests.bench.flaws import Flaw, Variant

FLAWS: tuple[Flaw, ...] = (
    Flaw(
        "fleet too small for the peak",
        "CAP-007",
        (
            Variant(
                [("| RPS | 1.800 | 85 | 3 | 36 |", "| RPS | 1.800 | 85 | 3 | 18 |")],
                file="docs/design.md",
            ),
        ),
        frozenset({"CAP-008", "CAP-009", "DOC-011"}),
    ),
    Flaw(
        "fleet does not survive a lost zone",
        "CAP-008",
        (Variant([("| 5.000 | 3 | 60 |", "| 5.000 | 3 | 48 |")], file="docs/design.md"),),
        frozenset({"CAP-009", "DOC-011"}),
    ),
    Flaw(
        "a value is not its formula",
        "CAP-004",
        (
            Variant([("| Mbit/s | 480 |", "| Mbit/s | 60 |")], file="docs/design.md"),
            Variant([("| Mbit/s | 480 |", "| Gbit/s | 0,06 |")], file="docs/design.md"),
        ),
    ),
    Flaw(
        "data as a rate",
        "CAP-003",
        (Variant([("| GB | 921,6 |", "| GB/s | 921,6 |")], file="docs/design.md"),),
    ),
    Flaw(
        "latency over the target",
        "CAP-011",
        (
            Variant(
                [("| Cross-Encoder Reranker | 100 |", "| Cross-Encoder Reranker | 160 |")],
                file="docs/design.md",
            ),
            Variant(
                [
                    ("| Cross-Encoder Reranker | 100 |", "| Cross-Encoder Reranker | 160 |"),
                    ("| Total | 215 |", "| Total | 275 |"),
                ],
                file="docs/design.md",
            ),
        ),
        frozenset({"CAP-005"}),
    ),
    Flaw(
        "cost total does not add up",
        "CAP-005",
        (Variant([("59.209", "49.209")], file="docs/design.md"),),
    ),
    Flaw(
        "weights do not sum to 1",
        "TRD-002",
        (
            Variant(
                [
                    ("| Filters | 15 % |", "| Filters | 25 % |"),
                    (
                        "| Score | 100 % | 4,00 | 3,20 | 3,30 |",
                        "| Score | 110 % | 4,40 | 3,70 | 3,60 |",
                    ),
                ],
                file="docs/design.md",
            ),
        ),
    ),
    Flaw(
        "the decision is not the winner",
        "TRD-004",
        (
            Variant(
                [("The decision fell on Milvus.", "The decision fell on pgvector.")],
                file="docs/design.md",
            ),
            Variant(
                [("The decision fell on Milvus.", "We opted for managed Pinecone.")],
                file="docs/design.md",
            ),
        ),
        frozenset({"ADR-006", "ADR-011"}),
    ),
    Flaw(
        "a replicated store called CA",
        "TRD-010",
        (
            Variant(
                [("| PostgreSQL | metadata | PC/EC |", "| PostgreSQL | metadata | CA |")],
                file="docs/design.md",
            ),
        ),
        frozenset({"TRD-009"}),
    ),
    Flaw(
        "a participant no component diagram shows",
        "DIA-008",
        (
            Variant(
                [("participant E as Query Encoder", "participant E as Thesaurus Lookup")],
                file="docs/design.md",
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
                    ('            Container(l2, "Load Balancer", "HAProxy", "1 replica")\n', ""),
                    ('            Container(l3, "Load Balancer", "HAProxy", "1 replica")\n', ""),
                ],
                file="docs/design.md",
            ),
        ),
    ),
    Flaw(
        "a component that is deployed nowhere",
        "DIA-007",
        (
            Variant(
                [
                    ('            Container(w1, "Embedding Worker", "Python", "2 replicas")\n', ""),
                    ('            Container(w2, "Embedding Worker", "Python", "2 replicas")\n', ""),
                    ('            Container(w3, "Embedding Worker", "Python", "2 replicas")\n', ""),
                ],
                file="docs/design.md",
            ),
        ),
    ),
    Flaw(
        "the record chooses an option it does not list",
        "ADR-006",
        (
            Variant(
                [("We will use Milvus because", "We will use Weaviate because")],
                file="docs/adr/0001-use-milvus-for-vectors.md",
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
                        "Better order of results. 60 GPUs are the second largest cost, and the latency of every search grows by 100 ms.",
                        "Better order of results, and readers stay.",
                    )
                ],
                file="docs/adr/0002-rerank-with-a-cross-encoder.md",
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
                        "The library holds 60 million articles.",
                        "The library holds 60 million articles and answers up to 9.000 searches per second at peak.",
                    )
                ],
                file="docs/design.md",
            ),
        ),
    ),
    Flaw(
        "a wrong weighted total",
        "TRD-003",
        (Variant([("| 4,00 | 3,20 | 3,30 |", "| 4,00 | 3,20 | 3,80 |")], file="docs/design.md"),),
        frozenset({"TRD-004"}),
    ),
    Flaw(
        "superseded by a record that is not there",
        "ADR-008",
        (
            Variant(
                [
                    (
                        "Accepted",
                        "Superseded by [14. Stream new articles](0014-stream-new-articles.md)",
                    )
                ],
                file="docs/adr/0003-queue-new-articles.md",
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
                        "C4Deployment\n    title Figure C: Machines",
                        "C4Container\n    title Figure C: Machines",
                    ),
                    ("Deployment_Node(", "Container_Boundary("),
                ],
                file="docs/design.md",
            ),
        ),
        frozenset({"DIA-007", "DIA-008", "DIA-009", "DIA-010", "DOC-011"}),
    ),
)
