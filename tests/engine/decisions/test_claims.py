"""Consistency claims in sentences, and the reference of data stores."""

from __future__ import annotations

import pytest

from apps.engine.decisions.claims import class_of, prose_claims
from apps.engine.refdata.stores import StoreClass, parse_class, store_named, store_references
from tests.engine.packages import package_of


def kinds(sentence: str) -> list[tuple[str, str]]:
    package = package_of(f"# Feed\n\n## Data\n\n{sentence}\n")
    return [
        (claim.subject, claim.kind)
        for claim in prose_claims(package.design_documents, package.texts)
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("ScyllaDB is a CA system.", [("scylladb", "ca")]),
        ("We run Cassandra as an AP store.", [("cassandra", "class")]),
        ("Unlike Cassandra, HBase is CP.", [("hbase", "class")]),
        ("etcd (PC/EC) holds the configuration.", [("etcd", "class")]),
        ("Redis stays available during a partition.", [("redis", "always")]),
        ("ScyllaDB gives linearizable reads and never rejects a write.", [("scylladb", "strong"), ("scylladb", "always")]),
        ("With CAP you can pick any two of consistency, availability and partition tolerance.", [("cap", "pick_two")]),
    ],
)  # fmt: skip
def test_a_sentence_that_names_a_store_makes_a_claim(sentence: str, found: list[tuple[str, str]]):
    assert kinds(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "ScyllaDB is not a CA system.", 'That ScyllaDB is "CA" is a myth.', "Nobody can call ScyllaDB CA.",
        "ScyllaDB cannot be linearizable there.", "Kafka uses certificates of our CA.", "Redis runs in us-west-1, CA.",
        "Cassandra must choose AP or CP.", "The AP in the depot sends frames to Kafka.",
    ],
)  # fmt: skip
def test_denied_quoted_and_unrelated_words_make_none(sentence: str):
    assert kinds(sentence) == []


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("PA/EL", StoreClass("PA", "EL")), ("PC / EC", StoreClass("PC", "EC")), ("PA-EL", StoreClass("PA", "EL")),
        ("AP", StoreClass("PA", None)), ("CP (CAP)", StoreClass("PC", None)), ("EL", StoreClass(None, "EL")),
        ("eventual", StoreClass(None, "EL")), ("Strong", StoreClass(None, "EC")), ("CA", None), ("cache", None),
    ],
)  # fmt: skip
def test_a_class_is_read_from_letters_and_words(text: str, stated: StoreClass | None):
    assert class_of(text) == stated


def test_the_reference_has_38_rows_with_source_and_date():
    rows = store_references()
    assert len(rows) == 38
    assert len({row.id for row in rows}) == 38
    assert all(row.source and row.retrieved == "2026-11-23" for row in rows)
    assert {row.id for row in rows if not row.confirmed} >= {"foundationdb", "mysql", "consul"}


@pytest.mark.parametrize(
    ("name", "store"),
    [
        ("ScyllaDB", "scylladb"), ("User Feature Store (ScyllaDB)", "scylladb"), ("Redis Cluster", "redis"),
        ("Amazon DynamoDB global tables", "dynamodb-global"), ("DynamoDB", "dynamodb"), ("MySQL Cluster", "mysql-cluster"),
        ("PostgreSQL (2 replicas)", "postgresql"), ("Event Bus - Apache Kafka", "kafka"), ("FeatureDB", None),
    ],
)  # fmt: skip
def test_a_store_is_known_by_its_names(name: str, store: str | None):
    row = store_named(name)
    assert (row.id if row else None) == store


@pytest.mark.parametrize(
    ("store", "claim", "nearby", "accepted"),
    [
        ("Cassandra", "PA/EL", "", True), ("Cassandra", "PC/EC", "", False), ("Cassandra", "PC/EC", "QUORUM both ways", True),
        ("Kafka", "PC/EC", "", True), ("Kafka", "PA/EL", "", False), ("Kafka", "PA/EL", "acks=1", True),
        ("MongoDB", "PA/EC", "", True), ("MongoDB", "PC/EC", "", True), ("MongoDB", "PA/EL", "secondary reads", True),
        ("Redis", "PC/EC", "WAIT 2", False), ("DynamoDB", "PC/EC", "strongly consistent reads", True),
        ("PostgreSQL", "PC/EC", "synchronous_commit = remote_apply", True), ("PostgreSQL", "PC/EC", "", False),
        ("Spanner", "PC/EC", "", True), ("etcd", "PA", "", False), ("S3", "EC", "", True), ("Memcached", "PA/EL", "cache", True),
    ],
)  # fmt: skip
def test_a_claim_is_accepted_by_default_or_with_its_setting(
    store: str, claim: str, nearby: str, accepted: bool
):
    row = store_named(store)
    assert row is not None
    assert row.accepts(parse_class(claim), nearby) is accepted
