"""Flaws that a diagram check must find, in several wordings, and nothing beside them."""

from __future__ import annotations

import pytest

from apps.engine.checks.registry import all_checks
from apps.engine.checks.runner import run
from tests.engine.diagrams.designs import BANK, CHAT, SHOP, changed, without, without_fence
from tests.engine.packages import package_of

CODES = ("DIA-001", "DIA-002", "DIA-007", "DIA-008", "DIA-009", "DIA-010")
DIAGRAM_CHECKS = [check for check in all_checks() if check.code in CODES]


def findings(text: str) -> list[tuple[str, str, str]]:
    report = run(package_of(text), checks=DIAGRAM_CHECKS)
    assert not report.crashed, [o.detail for o in report.outcomes if o.detail]
    return [
        (f.finding.code, f.finding.severity, f.finding.subject)
        for f in report.findings
        if f.counts and f.finding.severity != "info"
    ]


@pytest.mark.parametrize("design", [SHOP, BANK, CHAT], ids=["shop", "bank", "chat"])
def test_a_sound_design_has_no_finding(design):
    assert findings(design) == []


@pytest.mark.parametrize(
    ("design", "subject"),
    [
        (changed(SHOP, ("S as Search Service", "S as Query Planner")), "query planner"),
        (changed(SHOP, ("S as Search Service", "S as Candidate Sorter")), "candidate sorter"),
        (changed(SHOP, ("V as Vector Store", "V as Elasticsearch Farm")), "elasticsearch farm"),
        (changed(BANK, ("D as Decision Engine", "D as Rule Evaluator")), "rule evaluator"),
        (changed(BANK, ("F as FeatureStore", "F as Redis Snapshot Cache")), "redis snapshot cache"),
        (changed(CHAT, ("LLM Inference:", "Moderation Filter:"), ("LLM Inference-->>", "Moderation Filter-->>")), "moderation filter"),
    ],
)  # fmt: skip
def test_a_participant_that_is_no_component_is_an_error(design, subject):
    assert findings(design) == [("DIA-008", "error", f"participant:{subject}")]


@pytest.mark.parametrize(
    ("design", "subject"),
    [
        (without(SHOP, "a1[Click", "a2[Click"), "click aggregator"),
        (without(SHOP, "s1[", "s2["), "search service"),
        (without(BANK, "l1, ", "l2, "), "label builder"),
        (without(BANK, "f1, ", "f2, "), "feature store"),
        (without(CHAT, "n7[", "m7["), "audit writer"),
        (without(CHAT, "n4[", "m4["), "conversation db"),
    ],
)
def test_a_component_on_no_node_is_an_error(design, subject):
    assert findings(design) == [("DIA-007", "error", f"component:{subject}")]


@pytest.mark.parametrize(
    ("design", "subject"),
    [
        (without(SHOP, "l2["), "load balancer"),
        (changed(without(SHOP, "g2["), ("API Gateway [6]", "API Gateway (1 replica)")), "api gateway"),
        (changed(without(SHOP, "s2["), ("replicas: 12", "replicas: 1")), "search service"),
        (changed(without(BANK, "e2,"), ("Ingress Proxy x2", "Ingress Proxy ×1")), "ingress proxy"),
        (changed(without(BANK, "f2,"), ("Feature Store x3", "Feature Store [1]")), "feature store"),
        (changed(without(CHAT, "m1["), ("API Gateway (3 replicas)", "API Gateway: 1 pod")), "api gateway"),
        (changed(without(CHAT, "m4["), ("(3 nodes)", "(single instance)")), "conversation db"),
    ],
)  # fmt: skip
def test_a_component_that_runs_once_on_the_request_path_is_an_error(design, subject):
    assert findings(design) == [("DIA-010", "error", f"component:{subject}")]


@pytest.mark.parametrize(
    ("design", "kind"),
    [
        (without_fence(SHOP, "Figure 3"), "deployment"),
        (without_fence(SHOP, "Figure 2"), "sequence"),
        (without_fence(SHOP, "Figure 1"), "component"),
        (without_fence(BANK, "C4Deployment"), "deployment"),
        (without_fence(BANK, "sequenceDiagram"), "sequence"),
        (without_fence(CHAT, "Cluster-1"), "deployment"),
        (without_fence(CHAT, "U[User]"), "component"),
    ],
)
def test_a_missing_kind_is_one_error(design, kind):
    assert findings(design) == [("DIA-001", "error", f"kind:{kind}")]


def test_a_fleet_table_wins_over_the_drawing():
    table = (
        "\n### Fleet\n| Component | Replicas | Zones |\n|---|---|---|\n| Load Balancer | 2 | 2 |\n"
    )
    assert findings(without(SHOP, "l2[") + table) == []


def test_a_managed_service_may_be_drawn_once():
    design = changed(without(SHOP, "l2["), ('"Load Balancer ×1"', '"Load Balancer ×1 [AWS ALB]"'))
    assert findings(design) == []


def test_an_alias_table_ends_a_dispute_about_names():
    design = changed(SHOP, ("S as Search Service", "S as Query Planner"))
    table = "\n| Component | Also called |\n|---|---|\n| Search Service | Query Planner |\n"
    assert findings(design + table) == []


def test_an_unread_deployment_diagram_is_present_and_not_assessable():
    puml = '```plantuml\n@startuml\nnode "Zone A" {\n component [API Gateway]\n}\n@enduml\n```\n'
    report = run(package_of(without_fence(SHOP, "Figure 3") + puml), checks=DIAGRAM_CHECKS)
    outcomes = {o.code: o.outcome for o in report.outcomes}
    assert outcomes["DIA-001"] == "pass"
    assert outcomes["DIA-007"] == "not_assessable"
    assert not report.count("error", "blocker")


def test_a_line_that_was_not_read_mutes_the_checks_of_that_diagram():
    design = changed(
        SHOP, ("    a1[Click Aggregator x2]", "    a1[Click"), ("    a2[Click Aggregator x2]", "")
    )
    report = run(package_of(design), checks=DIAGRAM_CHECKS)
    counted = {f.finding.code for f in report.findings if f.counts}
    assert counted == {"DIA-002"}


def test_findings_name_the_element_they_are_about():
    design = changed(SHOP, ("S as Search Service", "S as Query Planner"))
    (finding,) = [f.finding for f in run(package_of(design), checks=DIAGRAM_CHECKS).findings]
    assert finding.where.element is not None
    assert finding.where.element.endswith("/participant:S")
    assert finding.evidence[0].quote == "participant S as Query Planner"


def test_a_near_name_is_a_question():
    design = changed(SHOP, ("V as Vector Store", "V as Vectors Storage"))
    assert findings(design) == [("DIA-008", "warning", "participant:vectors storage")]
