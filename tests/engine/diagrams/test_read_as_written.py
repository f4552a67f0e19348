"""Flowcharts and sequences as people and generators write them, whole, with all their noise."""

from __future__ import annotations

import pytest

from apps.engine.diagrams.model import Diagram
from apps.engine.diagrams.read import read_diagram


def read(source: str) -> Diagram:
    return read_diagram(artifact="d.md", source=source, language="mermaid")


def ids(source: str) -> list[str]:
    found = read(source).graph
    assert found is not None
    return [node.id for node in found.nodes]


def test_escaped_quotes_and_breaks_in_shape_data_belong_to_the_label():
    source = (
        "flowchart LR\n  A --> B@{ shape: rect, label: "
        r'"<div style=\"color:red\">\n<img src=\"x.png\" width=\"9\"><br>\n<b>Queue \"orders\"</b></div>"'
        " }\n"
    )
    found = read(source)
    assert found.graph is not None
    assert found.graph.nodes[1].label_lines == ('Queue "orders"',)
    assert found.problems == ()


def test_a_node_of_a_style_line_only_is_drawn_and_reported():
    source = "flowchart LR\n  style C fill:#fff\n  A --> B\n  style A fill:#eee\n  style Z fill:#ddd\n  C --> A\n"
    assert ids(source) == ["C", "A", "B", "Z"]
    assert [(p.level, p.element) for p in read(source).problems] == [("warning", "node:Z")]


def test_a_style_line_of_a_group_is_no_node():
    source = 'flowchart LR\n  subgraph S["Zone"]\n    A\n  end\n  style S fill:#fff\n  S:::hot\n  B --> S\n'
    assert ids(source) == ["A", "B"]
    assert read(source).problems == ()


def test_a_style_line_with_two_ids_is_reported():
    assert ids("flowchart LR\n  A --> B\n  style A,B fill:#fff\n") == ["A", "B"]
    assert len(read("flowchart LR\n  A --> B\n  style A,B fill:#fff\n").problems) == 1


@pytest.mark.parametrize(
    ("line", "group", "title", "warned"),
    [
        ("subgraph Back End (Cloud)", "~back-end-cloud", "Back End (Cloud)", True),
        ('subgraph "Back End (Cloud)"', "~back-end-cloud", "Back End (Cloud)", False),
        ('subgraph be ["Back End (Cloud)"]', "be", "Back End (Cloud)", False),
        ("subgraph be [Back End]", "be", "Back End", False),
        ('subgraph be("Back End")', "be", "Back End", True),
        ("subgraph 1. Ingest", "~1-ingest", "1. Ingest", False),
        ("subgraph 28-Pin Board", "~28-pin-board", "28-Pin Board", False),
        ("subgraph main.rs or mobile.rs", "~main-rs-or-mobile-rs", "main.rs or mobile.rs", False),
        ("subgraph Core", "Core", "Core", False),
    ],
)
def test_titles_of_groups(line: str, group: str, title: str, warned: bool):
    found = read(f"flowchart LR\n  {line}\n    a --> b\n  end\n")
    assert found.graph is not None
    assert [(g.id, g.title) for g in found.graph.groups] == [(group, title)]
    assert bool(found.problems) == warned


NOISY = """---
title: Serving
config:
  layout: elk
---
%%{init: {'theme': 'base', 'themeVariables': {
  'primaryColor': '#fff', 'lineColor': '#000'
}}}%%
flowchart TB
    %% people
    user((👤 User)) -- "① ask" --> gw["API GW<br/>(nginx)"]:::edge
    subgraph cloud ["☁️ Cloud (eu-1)"]
        direction LR
        gw e1@==> svc-a & svc.b
        svc-a & svc.b -.->|"reads; p99 < 20 ms"| db[("Postgres")]
        db@{ shape: cyl }
        e1@{ animate: true }
    end
    cloud --> 监控["监控 📈"]
    db ~~~ 监控
    1 --> 2[Zwei]
    classDef edge fill:#eef,stroke:#333;
    style cloud fill:#fafafa
    linkStyle 0,1 stroke:red
"""


def test_a_noisy_flowchart_is_read_exactly():
    found = read(NOISY)
    graph = found.graph
    assert graph is not None
    assert found.problems == ()
    assert [(n.id, n.label) for n in graph.nodes] == [
        ("user", "👤 User"), ("gw", "API GW (nginx)"), ("svc-a", "svc-a"), ("svc.b", "svc.b"), ("db", "Postgres"),
        ("监控", "监控 📈"), ("1", "1"), ("2", "Zwei"),
    ]  # fmt: skip
    assert [(e.source, e.target, e.label) for e in graph.edges] == [
        ("user", "gw", "① ask"), ("gw", "svc-a", ""), ("gw", "svc.b", ""), ("svc-a", "db", "reads; p99 < 20 ms"),
        ("svc.b", "db", "reads; p99 < 20 ms"), ("cloud", "监控", ""), ("1", "2", ""),
    ]  # fmt: skip
    assert [(g.id, g.title, g.direction) for g in graph.groups] == [
        ("cloud", "☁️ Cloud (eu-1)", "LR")
    ]


def test_a_noisy_sequence_is_read_exactly():
    found = read(
        "sequenceDiagram\n    autonumber 10 5\n    box rgb(230,240,255) Backend\n"
        "    participant G as Gateway<br/>(Go)\n    participant L as 🤖 LLM\n    end\n    actor U\n"
        "    U->>+G: POST /v1/chat {stream: true}\n    Note over G,L: cached?\n    par score\n"
        "    G->>+L: infer(prompt, n=1)\n    alt hit\n    L-->>G: tokens…\n    else miss\n    L--)U: retry later\n"
        "    end\n    and log\n    G-)audit log: event\n    end\n    G->>G: self\n    deactivate L\n    G-->>-U: 200 OK\n"
    )
    sequence = found.sequence
    assert sequence is not None
    assert found.problems == ()
    assert [p.id for p in sequence.participants] == ["G", "L", "U", "audit log"]
    assert [(m.source, m.target, m.text, m.kind) for m in sequence.messages] == [
        ("U", "G", "POST /v1/chat {stream: true}", "call"), ("G", "L", "infer(prompt, n=1)", "call"),
        ("L", "G", "tokens…", "return"), ("L", "U", "retry later", "async"), ("G", "audit log", "event", "async"),
        ("G", "G", "self", "call"), ("G", "U", "200 OK", "return"),
    ]  # fmt: skip
