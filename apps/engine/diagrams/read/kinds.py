"""Which of the kinds a diagram is: said by the author, by the syntax, by its caption, by its content."""

from __future__ import annotations

import re
from typing import Literal

from apps.engine.diagrams.model import DiagramKind, Graph

KindSource = Literal["explicit", "syntax", "caption", "content"]

_CAPTION: tuple[tuple[DiagramKind, re.Pattern[str]], ...] = (
    (
        "deployment",
        re.compile(
            r"\bdeploy(?:ment|ed)?\b|\binfrastructure\b|\bphysical (?:view|architecture)\b|\btopology\b"
        ),
    ),
    ("sequence", re.compile(r"\bsequence\b")),
    (
        "component",
        re.compile(
            r"\bcomponents?\b|\bcontainers?\b(?! images?)|\bcontext\b|\barchitecture\b|\bbuilding blocks?\b|"
            r"\bsystem (?:view|overview|diagram)\b|\blogical view\b|\bhigh[- ]level\b"
        ),
    ),
    ("state", re.compile(r"\bstate (?:machine|diagram)\b|\blife ?cycle\b")),
)
PLACE_WORDS = re.compile(
    r"\b(?:availability zone|zones?|az|regions?|clusters?|vpcs?|nodes?|hosts?|subnets?|data ?cent(?:er|re)s?|dc|"
    r"racks?|namespaces?|k8s|kubernetes|eks|gke|aks|ecs|servers?|machines?|vms?|on-?prem(?:ises)?|"
    r"cloud|aws|gcp|azure|edge sites?|node ?pools?|"
    r"(?:us|eu|ap|sa|ca|af|me|europe|asia|northamerica)-[a-z]+-?\d?[a-f]?)\b"
)
_SPLIT = re.compile(r"[_\-]+|(?<=[a-z])(?=[A-Z0-9])")
_FLOW_WORDS = frozenset("start begin end stop finish yes no done".split())


def names_a_place(title: str) -> bool:
    """Whether a group's title is where something runs: a zone, a region, a cluster, a node."""
    return bool(
        PLACE_WORDS.search(title.lower()) or PLACE_WORDS.search(_SPLIT.sub(" ", title).lower())
    )


def kind_by_caption(text: str) -> DiagramKind | None:
    """The kind that a title or caption names."""
    lower = text.lower()
    return next((kind for kind, pattern in _CAPTION if pattern.search(lower)), None)


def kind_by_content(graph: Graph) -> DiagramKind:
    """deployment: most nodes stand in zones, clusters or on nodes; other: a flow of decisions."""
    if not graph.nodes:
        return "component"
    places = {group.id for group in graph.groups if names_a_place(group.title or group.id)}
    parents = {group.id: group.parent for group in graph.groups}
    for group in graph.groups:
        if group.parent in places:
            places.add(group.id)
    inside = sum(node.group in places for node in graph.nodes if node.group in parents)
    if inside * 2 >= len(graph.nodes):
        return "deployment"
    decisions = sum(node.shape == "diamond" for node in graph.nodes)
    terminals = sum(node.label.lower() in _FLOW_WORDS for node in graph.nodes)
    if decisions >= 1 and decisions + terminals >= max(2, len(graph.nodes) / 5):
        return "other"
    return "component"


def graph_kind(graph: Graph, caption: str) -> tuple[DiagramKind, KindSource]:
    """The kind of a graph whose syntax does not tell it."""
    named = kind_by_caption(caption)
    return (named, "caption") if named else (kind_by_content(graph), "content")
