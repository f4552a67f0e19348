"""Names of components: what is the same, what is near, what is another thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.engine.names import (
    NEAR,
    SAME,
    aliases_of,
    clean,
    is_managed,
    match_names,
    normalise,
    scope_of,
    similarity,
    technology_of,
)
from apps.engine.names.alias import Alias
from apps.engine.text import Place


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Rec Orchestrator", "RecOrchestrator"), ("API Gateway", "api-gateway"),
        ("API Gateway", "api_gateway"), ("APIGateway", "API GW"), ("LB", "Load Balancer"),
        ("ALB", "loadbalancer"), ("Search API - FastAPI", "Search API"),
        ("Search API: FastAPI", "Search API"), ("Search API / FastAPI", "search api"),
        ("Ranking Service (Triton)", "Ranking Service"), ("Ranking Service", "Ranker"),
        ("Ranking Service [Triton, L4]", "ranking-svc"), ("User DB", "User Database"),
        ("ANN Index (per shard)", "ANN Index"), ("ANN Index x39", "ANN Index"),
        ("Postgres", "PostgreSQL"), ("Auth Service", "Authentication"), ("Kafka Cluster", "Apache Kafka"),
        ("Feature Stores", "Feature Store"), ("Recommendation Engine", "Rec Engine"),
        ("API Gateway 1", "API Gateway"), ("User Feature Store ScyllaDB", "User Feature Store"),
        ("Stream Processing", "Stream Processor"), ("Event Bus: Kafka", "EventBus"),
        ("Session Cache · Redis", "Session Cache (Redis)"), ("message queue", "MQ"),
    ],
)  # fmt: skip
def test_other_spellings_are_the_same_name(a, b):
    assert similarity(a, b) >= SAME
    assert similarity(b, a) == similarity(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Online Feature Store", "Offline Feature Store"), ("Primary Database", "Replica Database"),
        ("User Feature Store", "Item Feature Store"), ("Read API", "Write API"),
        ("Batch Processor", "Stream Processor"), ("Edge Gateway", "Gateway"),
        ("Model Server", "Model Registry"), ("Scoring Engine", "Ranking Service"),
        ("Result Cache", "Item Feature Cache"), ("Event Bus", "Stream Processor"),
        ("Banking", "Ranking"), ("API Gateway", "Load Balancer"), ("Training Pipeline", "Inference Pipeline"),
        ("Item Index", "Item Indexer"), ("Shard 1", "Shard 2"), ("Order Service", "User Service"),
    ],
)  # fmt: skip
def test_other_things_are_not_the_same_name(a, b):
    assert similarity(a, b) < SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [("Feed API", "Feed REST API"), ("API Gateway", "Gateway"), ("Post Store", "Posts Storage"), ("UFS", "User Feature Store")],
)  # fmt: skip
def test_near_names_are_worth_a_question(a, b):
    assert NEAR <= similarity(a, b) < SAME


def test_qualifiers_make_near_names_other_things():
    assert similarity("Offline Feature Store", "Online Feature Store") < NEAR


def test_a_name_of_generic_words_only_keeps_them():
    assert normalise("Service") == normalise("service")
    assert normalise("App Server")
    assert similarity("Application", "Database") < SAME


def test_plain_names_are_readable_and_scopes_stand_beside():
    assert clean("RecOrchestrator (v2) x12") == "rec orchestrator"
    assert scope_of("ANN Index (per shard)") == "per shard"
    assert scope_of("ANN Index") == ""


@pytest.mark.parametrize(
    ("name", "technology"),
    [
        ("Cache (Redis)", "Redis"), ("Search API - FastAPI", "FastAPI"), ("Redis", "Redis"),
        ("Amazon S3", "Amazon S3"), ("Ranker [Triton, L4]", "Triton"), ("Ranking Service", None),
    ],
)  # fmt: skip
def test_technologies(name, technology):
    assert technology_of(name) == technology


def test_a_technology_matches_only_where_it_is_unique():
    (only,) = match_names(["Redis"], ["Cache (Redis)", "Ranker"])
    assert (only.right, only.same) == ("Cache (Redis)", True)
    (two,) = match_names(["Redis"], ["Result Cache (Redis)", "Session Cache (Redis)"])
    assert two.right is None


def test_near_names_are_assigned_one_to_one_for_the_largest_sum():
    left = ["Feature Gateway", "Features Gateways API"]
    right = ["Feature Gateway API", "Feature Gateway Hub"]
    found = {m.left: m.right for m in match_names(left, right)}
    assert found["Features Gateways API"] == "Feature Gateway API"
    assert found["Feature Gateway"] in (None, "Feature Gateway Hub")


def test_several_names_may_be_the_same_component():
    found = match_names(["Ranker", "Ranking Service"], ["ranking-service"])
    assert all(match.same for match in found)


def test_the_alias_table_wins_over_everything():
    rows = [Alias("Ranking Service", ("Scoring Engine", "Scorer"), "Triton", "ML", Place("d.md"))]
    (match,) = match_names(
        ["Scoring Engine"], ["Ranking Service", "Score Engines"], aliases_of(rows)
    )
    assert match.right == "Ranking Service"


def test_the_nearest_name_is_told_even_when_it_is_another_thing():
    (match,) = match_names(["Scoring Engine"], ["Ranking Service", "Search Engine"])
    assert match.right is None
    assert match.nearest == "Search Engine"


@pytest.mark.parametrize(
    ("text", "managed"),
    [
        ("Amazon S3", True), ("Uploads (DynamoDB)", True), ("Kafka (managed)", True), ("AWS ALB", True),
        ("Cloud Pub/Sub", True), ("PostgreSQL, multi-AZ", True), ("PostgreSQL", False),
        ("Load Balancer", False), ("Lambert Service", False), (None, False),
    ],
)  # fmt: skip
def test_managed_services(text, managed):
    assert is_managed(text) is managed


@given(st.text(max_size=60), st.text(max_size=60))
def test_similarity_is_symmetric_and_bounded(a, b):
    assert similarity(a, b) == similarity(b, a)
    assert 0 <= similarity(a, b) <= 100


@given(st.text(min_size=1, max_size=60))
def test_a_name_is_the_same_as_itself(name):
    assert similarity(name, name) == (100 if normalise(name) else 0)
